package dev.sightline.tls;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;

/**
 * Looks at certificates in files again and again and takes those that have changed; warns of those
 * that end soon.
 *
 * <p>The files are replaced one by one, so what they hold counts once two looks in a row have found
 * the same and it fits together. Until then, and when it never does, what held before stays. What
 * is refused is told and counted once, and tried again at every look: a certificate may only be
 * valid from tomorrow on.
 *
 * <p>Reads files and waits for them, so it is deployed as a worker.
 *
 * @param <C> what the files hold, compared by value
 * @param <I> what that makes
 */
public abstract class CertificateWatch<C, I extends Expiring> extends VerticleBase {

  /** Two looks must agree, so a change takes effect within twice this time. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final CertificateOwner owner;
  private final Logger log;
  private final Counter taken;
  private final Counter refused;
  private final ExpiryNotice notice;

  private C inUse;
  private volatile I identity;
  private Look<C> seen;
  private String trouble = "";
  private boolean taking;

  /**
   * @param taken counts changes that took effect
   * @param refused counts those that couldn't
   * @param inUse what the files held when {@code identity} was made of them
   */
  protected CertificateWatch(
      CertificateOwner owner, Logger log, Counter taken, Counter refused, C inUse, I identity) {
    this.owner = owner;
    this.log = log;
    this.taken = taken;
    this.refused = refused;
    this.notice = new ExpiryNotice(owner);
    this.inUse = inUse;
    this.seen = new Look<>(inUse, null);
    this.identity = identity;
  }

  /** What the files hold now. Blocks. */
  protected abstract C read() throws TlsFileException;

  /** What that makes, if it can be used. */
  protected abstract I judge(C content, Instant now) throws TlsFileException;

  /** Shows it to whoever connects from now on; connections that exist go on. */
  protected abstract Future<?> use(I identity);

  /** What is shown now. Any thread. */
  protected final I identity() {
    return identity;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(LOOK_EVERY.toMillis(), id -> look());
    return Future.succeededFuture();
  }

  private void look() {
    Look<C> found = lookNow();
    boolean lasting = found.equals(seen);
    seen = found;
    if (lasting && !taking) {
      consider(found);
    }
    notice.due(Instant.now(), identity.expiry()).ifPresent(log::warn);
  }

  private Look<C> lookNow() {
    try {
      return new Look<>(read(), null);
    } catch (TlsFileException e) {
      return new Look<>(null, e.getMessage());
    }
  }

  private void consider(Look<C> found) {
    if (found.trouble != null) {
      refuse(found.trouble);
    } else if (found.content.equals(inUse)) {
      trouble = "";
    } else {
      try {
        take(found.content, judge(found.content, Instant.now()));
      } catch (TlsFileException e) {
        refuse(e.getMessage());
      }
    }
  }

  private void refuse(String sentence) {
    if (!sentence.equals(trouble)) {
      trouble = sentence;
      refused.increment();
      log.warn("{}; {} keeps the certificate it has", sentence, owner.name());
    }
  }

  private void take(C content, I other) {
    taking = true;
    use(other).onComplete(done -> context.runOnContext(v -> taken(content, other, done)));
  }

  private void taken(C content, I other, AsyncResult<?> done) {
    taking = false;
    if (done.failed()) {
      refuse("changing %s's certificate failed (%s)".formatted(owner.name(), done.cause()));
      return;
    }
    inUse = content;
    identity = other;
    trouble = "";
    taken.increment();
    log.info("{} shows a new certificate, valid until {}", owner.name(), other.expiry());
  }

  /** What one look found: the files' content, or why there is none. */
  private record Look<C>(C content, String trouble) {}
}
