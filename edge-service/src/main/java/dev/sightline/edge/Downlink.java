package dev.sightline.edge;

import dev.sightline.bus.Answer;
import dev.sightline.bus.Ask;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.Metronome;
import dev.sightline.bus.Relay;
import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.bus.StreamStatus;
import dev.sightline.link.LinkTransport;
import dev.sightline.metrics.RelayMetrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Another cluster that takes streams of this one over a link: it is told of those that it may take,
 * and what it asks for is pulled here, like a viewer's. Lives on the event loop of its connection.
 */
final class Downlink implements Guest {

  private final Context context;
  private final DownlinkConfig config;
  private final Taker taker;
  private final Optional<String> region;
  private final RelayBus bus;
  private final LinkTransport transport;
  private final RelayBus link;
  private final Relay relay;
  private Metronome seconds;

  /**
   * @param taker counts what is sent
   * @param region this cluster's name among others, if it has one
   * @param bus of this cluster
   * @param receiver of the same
   */
  Downlink(
      Vertx vertx,
      DownlinkConfig config,
      Taker taker,
      Optional<String> region,
      RelayBus bus,
      FrameReceiver receiver,
      RelayMetrics metrics) {
    this.context = vertx.getOrCreateContext();
    this.config = config;
    this.taker = taker;
    this.region = region;
    this.bus = bus;
    this.transport = LinkTransport.giving(vertx, config.name() + "-" + UUID.randomUUID());
    this.link = new RelayBus(transport);
    this.relay = Relay.beyond(bus, receiver, metrics, link.epoch());
  }

  /** Serves the other cluster until its connection ends, and tells why it did. */
  Future<String> serve(Vertx vertx, ServerWebSocket socket, HttpConnection connection) {
    transport.onJoin(link::announceNow);
    transport.onNodeLeft(relay::nodeLeft);
    transport.listenForAsks(
        (ask, answer) -> {
          if (isAllowed(ask)) {
            relay.handle(ask, counting(answer));
          } else {
            answer.accept(null);
          }
        });
    seconds = Metronome.every(vertx, Duration.ofSeconds(1), relay::everySecond);
    link.deployOn(context);
    link.announceStreams(this::statuses);
    taker.came();
    return transport.accept(socket, connection).onComplete(done -> stop());
  }

  private Consumer<Answer> counting(Consumer<Answer> answer) {
    return given -> {
      if (given != null) {
        taker.sent(given);
      }
      answer.accept(given);
    };
  }

  private boolean isAllowed(Ask ask) {
    return ask.stream() == null || config.allows(ask.stream());
  }

  /** A stream has changed its state, or its owner. */
  void changed(Entry entry) {
    if (config.allows(entry.stream())) {
      link.announceChange(passedOn(entry));
    }
  }

  private List<StreamStatus> statuses() {
    return bus.directory().entries().stream()
        .filter(entry -> config.allows(entry.stream()))
        .map(this::passedOn)
        .toList();
  }

  /** Where a camera is found is this cluster's own business. */
  private StreamStatus passedOn(Entry entry) {
    List<String> hops = new ArrayList<>(entry.status().hops());
    region.ifPresent(hops::add);
    return entry.status().passedOn("another region", hops, entry.owner() != null);
  }

  private void stop() {
    taker.left();
    seconds.stop();
    relay.close();
    transport.close("gone");
    link.undeploy();
  }

  @Override
  public void sendAway() {
    transport.hangUp(REASON);
  }

  @Override
  public void cut() {
    transport.cut(REASON);
  }
}
