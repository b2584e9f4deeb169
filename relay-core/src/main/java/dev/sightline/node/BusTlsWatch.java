package dev.sightline.node;

import dev.sightline.metrics.BusMetrics;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.tls.CertificateOwner;
import dev.sightline.tls.CertificateWatch;
import dev.sightline.tls.TlsFileException;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the certificates of the event bus up to date. */
final class BusTlsWatch extends CertificateWatch<BusTlsPem, BusIdentity> {

  private static final Logger LOG = LoggerFactory.getLogger(BusTlsWatch.class);

  private static final CertificateOwner BUS =
      new CertificateOwner("the event bus", "no node connects to this one");

  private final BusTlsFiles files;
  private final BusMetrics metrics;
  private final Counter strangers;
  private final SeldomLog seldom = new SeldomLog(LOG);
  private BusTlsSwitch bus;

  BusTlsWatch(BusTls atStart, RelayMetrics metrics) {
    super(
        BUS,
        LOG,
        metrics.bus().certificateChanges(true),
        metrics.bus().certificateChanges(false),
        atStart.pem(),
        atStart.identity());
    this.files = atStart.files();
    this.metrics = metrics.bus();
    this.strangers = metrics.bus().strangers();
  }

  @Override
  public Future<?> start() {
    metrics.certificateExpiry(() -> identity().expiry().getEpochSecond());
    bus = new BusTlsSwitch(vertx.eventBus());
    return super.start().compose(v -> use(identity()));
  }

  @Override
  protected BusTlsPem read() throws TlsFileException {
    return BusTlsPem.read(files);
  }

  @Override
  protected BusIdentity judge(BusTlsPem pem, Instant now) throws TlsFileException {
    return new BusIdentityReader(files, pem).read(now);
  }

  @Override
  protected Future<?> use(BusIdentity other) {
    return bus.use(other, new BusTrust(other.authorities(), strangers, seldom));
  }
}
