package dev.sightline.edge;

import dev.sightline.metrics.EdgeMetrics;
import dev.sightline.tls.CertificateOwner;
import dev.sightline.tls.CertificateWatch;
import dev.sightline.tls.FileContents;
import dev.sightline.tls.ServerCertificate;
import dev.sightline.tls.TlsFileException;
import io.vertx.core.Future;
import java.time.Instant;
import org.slf4j.LoggerFactory;

/** Keeps the viewers' certificate up to date. */
final class ViewerTlsWatch extends CertificateWatch<FileContents, ServerCertificate> {

  private static final CertificateOwner VIEWER_PORT =
      new CertificateOwner("the viewer port", "browsers warn of it, and programs refuse it");

  private final ViewerTls tls;
  private final EdgeMetrics metrics;

  ViewerTlsWatch(ViewerTls tls, EdgeMetrics metrics) {
    super(
        VIEWER_PORT,
        LoggerFactory.getLogger(ViewerTlsWatch.class),
        metrics.certificateChanges(true),
        metrics.certificateChanges(false),
        tls.contents(),
        tls.atStart());
    this.tls = tls;
    this.metrics = metrics;
  }

  @Override
  public Future<?> start() {
    metrics.certificateExpiry(() -> identity().expiry().getEpochSecond());
    return super.start();
  }

  @Override
  protected FileContents read() throws TlsFileException {
    return tls.source().read();
  }

  @Override
  protected ServerCertificate judge(FileContents contents, Instant now) throws TlsFileException {
    return tls.source().judge(contents, now);
  }

  @Override
  protected Future<?> use(ServerCertificate other) {
    return tls.use(other);
  }
}
