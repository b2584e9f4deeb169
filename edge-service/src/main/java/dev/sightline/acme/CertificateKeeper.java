package dev.sightline.acme;

import dev.sightline.metrics.AcmeMetrics;
import dev.sightline.node.AcmeConfig;
import io.micrometer.core.instrument.Counter;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the certificate fresh: reads the store again and again, and on the one edge that takes care
 * of it orders the next certificate in time.
 *
 * <p>Before an order each try is noted in the store. So what can't be kept isn't ordered, and who
 * comes next, another edge or this one after a restart, doesn't ask for more than the ACME server
 * allows. Its methods block and belong to one thread, unless they say otherwise.
 */
final class CertificateKeeper {

  /** An order that takes longer is given up. */
  static final Duration ORDER_AT_MOST = Duration.ofMinutes(10);

  static final Duration READ_EVERY = Duration.ofMinutes(1);

  /** How soon a store is read again that couldn't be. */
  static final Duration READ_AGAIN = Duration.ofSeconds(5);

  /** How often the ACME server is asked when it wants the certificate to be renewed. */
  static final Duration ASK_EVERY = Duration.ofHours(6);

  /** No server is left alone for longer. */
  static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(7);

  private static final Logger LOG = LoggerFactory.getLogger(CertificateKeeper.class);

  private final AcmeConfig config;
  private final Ledger ledger;
  private final Authority authority;
  private final Authority.Publisher publisher;
  private final BooleanSupplier isInCharge;
  private final Consumer<IssuedCertificate> shown;
  private final Clock clock;
  private final Pauses pauses = new Pauses(() -> ThreadLocalRandom.current().nextDouble());
  private final Counter issued;
  private final Counter failed;

  private Optional<IssuedCertificate> certificate = Optional.empty();
  private Instant nextRead = Instant.MIN;
  private Instant nextAsk = Instant.MIN;
  private Instant pausedUntil = Instant.MIN;
  private Optional<RenewalWindow> window = Optional.empty();
  private double shareOfWindow;
  private int failures;
  private String trouble = "";
  private volatile boolean isStoreKnown;
  private volatile Instant renewal;
  private volatile Instant lastFailure;

  /**
   * @param isInCharge whether it is for this edge to order
   * @param shown takes each certificate that is to be shown from then on
   */
  CertificateKeeper(
      AcmeConfig config,
      CertificateStore store,
      Authority authority,
      Authority.Publisher publisher,
      BooleanSupplier isInCharge,
      Consumer<IssuedCertificate> shown,
      AcmeMetrics metrics,
      Clock clock) {
    this.config = config;
    this.ledger = new Ledger(store);
    this.authority = authority;
    this.publisher = publisher;
    this.isInCharge = isInCharge;
    this.shown = shown;
    this.clock = clock;
    issued = metrics.orders(true);
    failed = metrics.orders(false);
    metrics.renewal(() -> seconds(renewal));
    metrics.failure(() -> seconds(lastFailure));
  }

  private static double seconds(Instant instant) {
    return instant == null ? Double.NaN : instant.getEpochSecond();
  }

  /**
   * Whether it is known what certificate there is, perhaps none. While there is none viewers are
   * welcome all the same: the ACME server comes the same way as they do. Any thread.
   */
  boolean isStoreKnown() {
    return isStoreKnown;
  }

  /** Does what is due. */
  void look() throws InterruptedException {
    if (!clock.instant().isBefore(nextRead)) {
      read();
    }
    if (!isStoreKnown || !isInCharge.getAsBoolean()) {
      failures = 0;
    } else if (!ledger.isSaved()) {
      save();
    } else {
      askForRenewal();
      if (isDue() && mayTry()) {
        read();
        if (isDue() && mayTry()) {
          order();
        }
      }
    }
  }

  /** Looks what is in the store. */
  void read() {
    try {
      ledger.read();
      trouble = "";
      show(usable());
      isStoreKnown = true;
      nextRead = clock.instant().plus(READ_EVERY);
    } catch (StoreException e) {
      nextRead = clock.instant().plus(READ_AGAIN);
      tell(e.getMessage());
    }
  }

  private Optional<IssuedCertificate> usable() {
    try {
      return ledger.certificate();
    } catch (StoreException e) {
      tell(e.getMessage());
      return Optional.empty();
    }
  }

  /** One that was shown before is shown on, if there is none. */
  private void show(Optional<IssuedCertificate> found) {
    boolean isOther = found.isPresent() && !found.equals(certificate);
    if (isOther) {
      window = Optional.empty();
      nextAsk = Instant.MIN;
      shown.accept(found.get());
      LOG.info("the certificate for {} is valid until {}", names(), found.get().end());
    }
    certificate = found;
    renewal = found.map(this::renewal).orElse(null);
  }

  private Instant renewal(IssuedCertificate of) {
    Instant late = of.renewal();
    return window.map(w -> w.at(shareOfWindow)).filter(late::isAfter).orElse(late);
  }

  /** Once for each kind of trouble with the store, until it is over. */
  private void tell(String sentence) {
    if (!sentence.equals(trouble)) {
      trouble = sentence;
      LOG.warn("{}", sentence);
    }
  }

  private boolean isDue() {
    return certificate
        .filter(there -> ledger.journal().isIssuedBy(config.directory()))
        .filter(there -> there.domains().equals(config.domains()))
        .filter(there -> clock.instant().isBefore(renewal))
        .isEmpty();
  }

  private boolean mayTry() {
    Instant now = clock.instant();
    return !now.isBefore(pausedUntil)
        && !now.isBefore(ledger.journal().mayTryAt(config.directory()));
  }

  private void askForRenewal() throws InterruptedException {
    Instant now = clock.instant();
    if (certificate.isEmpty() || now.isBefore(nextAsk) || isDue()) {
      return;
    }
    nextAsk = now.plus(ASK_EVERY);
    X509Certificate of = certificate.get().certificate();
    try {
      KeyPair account = ledger.account();
      Optional<RenewalWindow> told =
          Bounded.call(() -> authority.suggestedRenewal(account, of), ORDER_AT_MOST);
      if (!told.equals(window)) {
        window = told;
        shareOfWindow = ThreadLocalRandom.current().nextDouble();
        renewal = renewal(certificate.get());
      }
    } catch (OrderException | StoreException e) {
      LOG.debug("not told when to renew the certificate: {}", e.getMessage());
    }
  }

  private void order() throws InterruptedException {
    try {
      ledger.note(ledger.journal().tried(config.directory(), clock.instant()));
      KeyPair account = ledger.account();
      IssuedCertificate next =
          Bounded.call(() -> authority.order(account, replaced(), publisher), ORDER_AT_MOST);
      keep(next);
      if (isDue()) {
        throw new OrderException("what was issued isn't what was ordered, or hardly lasts", null);
      }
      failures = 0;
      issued.increment();
      LOG.info("it will be renewed from {} on", renewal);
    } catch (OrderException e) {
      failed(e.getMessage(), e.retryAfter());
    } catch (StoreException e) {
      failed(e.getMessage(), Optional.empty());
    }
  }

  /** A server that won't hear of what is renewed isn't told a second time. */
  private Optional<X509Certificate> replaced() {
    return certificate
        .filter(there -> failures == 0 && ledger.journal().isIssuedBy(config.directory()))
        .map(IssuedCertificate::certificate);
  }

  private void keep(IssuedCertificate next) {
    ledger.take(next, config.directory());
    save();
    show(Optional.of(next));
  }

  /** What was issued isn't ordered again for want of a place to keep it. */
  private void save() {
    try {
      ledger.save();
    } catch (StoreException e) {
      tell(e.getMessage());
    }
  }

  private void failed(String sentence, Optional<Instant> retryAfter) {
    failed.increment();
    failures++;
    Instant now = clock.instant();
    lastFailure = now;
    Instant pause = now.plus(pauses.after(failures));
    Instant asked = retryAfter.filter(now.plus(LONGEST_RETRY_AFTER)::isAfter).orElse(Instant.MIN);
    pausedUntil = asked.isAfter(pause) ? asked : pause;
    retryAfter.ifPresent(this::leaveAlone);
    LOG.warn(
        "no new certificate for {}: {}; tried again from {} on", names(), sentence, pausedUntil);
  }

  private void leaveAlone(Instant until) {
    try {
      ledger.note(ledger.journal().leftAloneUntil(until));
    } catch (StoreException e) {
      tell(e.getMessage());
    }
  }

  private String names() {
    int more = config.domains().size() - 1;
    return config.domains().get(0) + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
