package dev.sightline.node;

import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the certificates of the event bus again and again and takes those that have changed;
 * warns of those that end soon.
 *
 * <p>The files are replaced one by one, so what they hold counts once two looks in a row have found
 * the same and it fits together. Until then, and when it never does, what held before stays. What
 * is refused is told and counted once, and tried again at every look: a certificate may only be
 * valid from tomorrow on.
 *
 * <p>Reads files and waits for them, so it is deployed as a worker.
 */
final class BusTlsWatch extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(BusTlsWatch.class);

  /** Two looks must agree, so a change takes effect within twice this time. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final BusTlsFiles files;
  private final RelayMetrics metrics;
  private final SeldomLog seldom = new SeldomLog(LOG);
  private final ExpiryNotice notice = new ExpiryNotice();

  private BusTlsPem inUse;
  private volatile BusIdentity identity;
  private Look seen;
  private String trouble = "";
  private BusTlsSwitch bus;
  private Counter taken;
  private Counter refused;
  private Counter strangers;
  private boolean taking;

  BusTlsWatch(BusTls atStart, RelayMetrics metrics) {
    this.files = atStart.files();
    this.inUse = atStart.pem();
    this.seen = new Look(atStart.pem(), null);
    this.identity = atStart.identity();
    this.metrics = metrics;
  }

  @Override
  public Future<?> start() {
    taken = metrics.bus().certificateChanges(true);
    refused = metrics.bus().certificateChanges(false);
    strangers = metrics.bus().strangers();
    metrics.bus().certificateExpiry(() -> identity.expiry().getEpochSecond());
    bus = new BusTlsSwitch(vertx.eventBus());
    vertx.setPeriodic(LOOK_EVERY.toMillis(), id -> look());
    return use(identity);
  }

  private void look() {
    Look found = Look.at(files);
    boolean lasting = found.equals(seen);
    seen = found;
    if (lasting && !taking) {
      consider(found);
    }
    notice.due(Instant.now(), identity.expiry()).ifPresent(LOG::warn);
  }

  private void consider(Look found) {
    if (found.trouble != null) {
      refuse(found.trouble);
    } else if (found.pem.equals(inUse)) {
      trouble = "";
    } else {
      try {
        take(found.pem, new BusIdentityReader(files, found.pem).read(Instant.now()));
      } catch (BusTlsException e) {
        refuse(e.getMessage());
      }
    }
  }

  private void refuse(String sentence) {
    if (!sentence.equals(trouble)) {
      trouble = sentence;
      refused.increment();
      LOG.warn("{}; the event bus keeps the certificate it has", sentence);
    }
  }

  private void take(BusTlsPem pem, BusIdentity other) {
    taking = true;
    use(other).onComplete(done -> context.runOnContext(v -> taken(pem, other, done)));
  }

  private void taken(BusTlsPem pem, BusIdentity other, AsyncResult<?> done) {
    taking = false;
    if (done.failed()) {
      refuse("changing the event bus's certificate failed (%s)".formatted(done.cause()));
      return;
    }
    inUse = pem;
    identity = other;
    trouble = "";
    taken.increment();
    LOG.info("the event bus shows a new certificate, valid until {}", other.expiry());
  }

  private Future<?> use(BusIdentity other) {
    return bus.use(other, new BusTrust(other.authorities(), strangers, seldom));
  }

  /** What one look found: the files' content, or why there is none. */
  private record Look(BusTlsPem pem, String trouble) {

    static Look at(BusTlsFiles files) {
      try {
        return new Look(BusTlsPem.read(files), null);
      } catch (BusTlsException e) {
        return new Look(null, e.getMessage());
      }
    }
  }
}
