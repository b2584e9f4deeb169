package dev.sightline.ingest;

import dev.sightline.bus.Answer;
import dev.sightline.bus.Ask;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.Tracing;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.FakeCamera;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node with an ingest whose cameras change, and with taps that pull its streams over the bus. */
final class ChangingIngest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RelayBus bus;
  private final FrameReceiver receiver;
  private final IngestVerticle ingest;
  private final List<StreamConfig> cameras = new ArrayList<>();
  private final Map<StreamId, Integer> weights = new HashMap<>();
  private Context viewers;

  private ChangingIngest(Vertx vertx) {
    RelayMetrics metrics = new RelayMetrics(registry);
    this.bus = Await.result(RelayBus.start(vertx, metrics));
    this.receiver = new FrameReceiver(bus, metrics);
    this.ingest =
        new IngestVerticle(
            IngestConfig.DEFAULT,
            Optional.of(new HttpConfig("127.0.0.1", 0)),
            IngestVerticle.LIMITS,
            0,
            bus,
            metrics,
            Tracing.OFF);
  }

  /** An ingest without any camera. */
  static ChangingIngest start(Vertx vertx) {
    ChangingIngest node = new ChangingIngest(vertx);
    Await.result(node.bus.deploy(node.ingest));
    Await.result(node.bus.deploy(node.receiver));
    Await.result(
        vertx.deployVerticle(
            context -> {
              node.viewers = context;
              return Future.succeededFuture();
            }));
    return node;
  }

  /** Adds a stream to the next configuration, or changes it there. */
  ChangingIngest with(String stream, FakeCamera camera, SourcePolicy policy) {
    return with(stream, camera.url(), policy);
  }

  ChangingIngest with(String stream, String url, SourcePolicy policy) {
    without(stream);
    cameras.add(new CameraConfig(new StreamId(stream), SourceUrl.parse(url), policy));
    return this;
  }

  ChangingIngest without(String stream) {
    cameras.removeIf(camera -> camera.id().name().equals(stream));
    return this;
  }

  ChangingIngest weigh(String stream, int weight) {
    weights.put(new StreamId(stream), weight);
    return this;
  }

  /** Makes that configuration hold. */
  void change() {
    Await.result(changeTo(cameras));
    Await.until("as many are listed", () -> bus.directory().entries().size() == cameras.size());
  }

  Future<Void> changeTo(List<StreamConfig> wanted) {
    return ingest.change(new IngestConfig(wanted, SourcePolicy.DEFAULT, Map.of(), weights));
  }

  /** Asks the ingest as an edge would. */
  Future<Answer> ask(Ask ask) {
    return bus.transport().ask(bus.transport().node(), ask, Duration.ofSeconds(15));
  }

  TappedStream watch(String stream) {
    return TappedStream.open(viewers, receiver, new StreamId(stream));
  }

  List<String> streams() {
    return bus.directory().entries().stream().map(entry -> entry.stream().name()).toList();
  }

  StreamStatus status(String stream) {
    return bus.directory().find(new StreamId(stream)).orElseThrow().status();
  }

  /** The value of a counter or gauge of a stream; NaN when there is no such meter. */
  double metric(String name, String stream) {
    return registry.find(name).tag("stream", stream).meters().stream()
        .map(meter -> meter.measure().iterator().next().getValue())
        .findFirst()
        .orElse(Double.NaN);
  }
}
