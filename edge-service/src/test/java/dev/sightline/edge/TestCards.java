package dev.sightline.edge;

import dev.sightline.bus.RelayBus;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/** Offline cards for tests that are about something else. */
final class TestCards {

  private TestCards() {}

  /** None are ever shown. */
  static OfflineCards off(Vertx vertx, RelayBus bus) {
    return new OfflineCards(
        vertx, bus.directory(), Duration.ofSeconds(5), OfflinePicture.OFF, Clock.systemUTC());
  }
}
