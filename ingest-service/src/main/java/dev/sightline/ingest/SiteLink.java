package dev.sightline.ingest;

import dev.sightline.bus.RelayBus;
import dev.sightline.link.LinkTransport;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.UUID;

/**
 * The bus of a site: a link to the cluster that it dials. To the ingest on it that cluster is one
 * edge, so what is asked there is pulled here, and nothing else crosses the link.
 */
final class SiteLink extends VerticleBase {

  private final DialConfig dial;
  private RelayBus bus;
  private LinkTransport transport;
  private Dialer dialer;

  SiteLink(DialConfig dial) {
    this.dial = dial;
  }

  @Override
  public Future<?> start() {
    transport = LinkTransport.giving(vertx, "site-" + UUID.randomUUID());
    bus = new RelayBus(transport);
    dialer = new Dialer(vertx, "uplink", dial, transport::join, why -> {});
    transport.onJoin(
        () -> {
          dialer.joined();
          bus.announceNow();
        });
    return bus.deployOn(context);
  }

  /** What the ingest of this site talks by. */
  RelayBus bus() {
    return bus;
  }

  /** Begins to dial. Any thread. */
  void dial() {
    context.runOnContext(v -> dialer.start());
  }

  @Override
  public Future<?> stop() {
    dialer.stop();
    transport.close("the site is being stopped");
    return bus.undeploy();
  }
}
