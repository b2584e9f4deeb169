package dev.sightline.node;

import dev.sightline.metrics.RelayMetrics;
import dev.sightline.tls.TlsFileException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Optional;

/**
 * A node's part in mutual TLS on the event bus: what it starts with.
 *
 * @param pem what the files held
 * @param identity what that makes
 */
record BusTls(BusTlsFiles files, BusTlsPem pem, BusIdentity identity) {

  /**
   * Reads the files that are configured, if any. Blocks.
   *
   * @throws StartException with a sentence that names the file
   */
  static Optional<BusTls> of(ClusterConfig config) throws StartException {
    return config.tls().isPresent() ? Optional.of(of(config.tls().get())) : Optional.empty();
  }

  private static BusTls of(BusTlsFiles files) throws StartException {
    try {
      BusTlsPem pem = BusTlsPem.read(files);
      return new BusTls(files, pem, new BusIdentityReader(files, pem).read(Instant.now()));
    } catch (TlsFileException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  /** Looks at the files again and again from now on. */
  Future<?> watch(Vertx vertx, RelayMetrics metrics) {
    return vertx.deployVerticle(
        new BusTlsWatch(this, metrics),
        new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));
  }
}
