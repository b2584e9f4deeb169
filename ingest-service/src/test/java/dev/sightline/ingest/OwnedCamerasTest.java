package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.GiveUp;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Operation;
import dev.sightline.node.Operation.Detail;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Cameras that are taken and given up; their sources close when the test says so. */
class OwnedCamerasTest {

  private static final StreamId SLOW = new StreamId("slow");
  private static final StreamId QUICK = new StreamId("quick");
  private static final StreamId BROKEN = new StreamId("broken");
  private static final Epoch FIRST = new Epoch(1, "ingest");
  private static final Epoch SECOND = new Epoch(2, "ingest");

  private final Vertx vertx = Vertx.vertx();
  private final RecordedTracing tracing = new RecordedTracing();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final RelayMetrics metrics = new RelayMetrics(registry);
  private final FramePublisher publisher = new FramePublisher(System::nanoTime, metrics);
  private final Map<StreamId, Promise<Void>> closing = new ConcurrentHashMap<>();
  private final Set<StreamId> open = ConcurrentHashMap.newKeySet();
  private Context context;
  private OwnedCameras owned;

  @BeforeEach
  void start() {
    Await.result(
        vertx.deployVerticle(
            own -> {
              context = own;
              CameraRoster roster =
                  new CameraRoster(own, publisher, metrics, camera -> new Slow(camera.stream()));
              owned = new OwnedCameras(own, roster, () -> {}, stream -> {}, metrics, tracing);
              return owned.configure(List.of(new Camera(SLOW, 1), new Camera(QUICK, 1)));
            }));
    take(SLOW, FIRST);
    take(QUICK, FIRST);
    Await.until("both are pulled", () -> open.containsAll(Set.of(SLOW, QUICK)));
  }

  @AfterEach
  void stop() {
    closing.values().forEach(Promise::tryComplete);
    Await.result(vertx.close());
  }

  @Test
  void oneThatClosesSlowlyKeepsNoOtherFromBeingTakenOver() {
    giveUp(SLOW);
    giveUp(QUICK);
    closing.get(QUICK).complete();
    Await.until("the quick one is free", () -> owned().equals(Set.of(SLOW)));
    assertThat(statuses()).as("the slow one is still announced").containsExactly(SLOW);

    closing.get(SLOW).complete();
    Await.until("the slow one is free too", () -> owned().isEmpty());
  }

  @Test
  void oneThatIsGivenUpIsAtRestUntilItHasClosed() {
    Await.until("told before", () -> isAtRest(SLOW));
    giveUp(SLOW);
    assertThat(owned()).contains(SLOW);
    assertThat(isAtRest(SLOW)).isTrue();
  }

  @Test
  void anotherIsTakenWhileOneCloses() {
    giveUp(QUICK);
    closing.get(QUICK).complete();
    Await.until("it is free", () -> !owned().contains(QUICK));
    giveUp(SLOW);

    take(QUICK, SECOND);

    Await.until("it is pulled again", () -> open.contains(QUICK));
    assertThat(owned()).containsExactlyInAnyOrder(SLOW, QUICK);
  }

  @Test
  void oneThatIsGivenUpDuringAChangeIsNotOpenedByIt() {
    Future<Void> change =
        on(() -> owned.configure(List.of(new Camera(SLOW, 2), new Camera(QUICK, 1))));
    Await.until("the changed one is closing", () -> closing.containsKey(SLOW));
    giveUp(QUICK);
    closing.get(QUICK).complete();
    Await.until("the other one is free", () -> !owned().contains(QUICK));

    closing.get(SLOW).complete();
    Await.result(change);

    assertThat(open).containsExactly(SLOW);
  }

  @Test
  void tellsOfEachConfiguredStreamWhetherItIsOwnedHere() {
    assertThat(List.of(ownedGauge(SLOW), ownedGauge(QUICK))).containsExactly(1.0, 1.0);

    giveUp(QUICK);
    assertThat(List.of(ownedGauge(SLOW), ownedGauge(QUICK))).containsExactly(1.0, 0.0);
    assertThat(registry.get("sightline.streams.owned").gauge().value()).isOne();

    on(() -> owned.configure(List.of(new Camera(SLOW, 1))));
    Await.until(
        "it isn't told of any more",
        () -> registry.find("sightline.stream.owned").tag("stream", "quick").gauge() == null);
    assertThat(ownedGauge(SLOW)).isOne();
  }

  @Test
  void oneThatCannotBeginFailsForItselfAndIsNamedInTheLog() {
    List<Camera> all = List.of(new Camera(BROKEN, 1), new Camera(SLOW, 1), new Camera(QUICK, 1));
    Await.result(on(() -> owned.configure(all)));
    Logger logger = (Logger) LoggerFactory.getLogger(OwnedCameras.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    giveUp(QUICK);
    closing.get(QUICK).complete();
    Await.until("it is free", () -> !owned().contains(QUICK));
    tracing.ended().clear();

    Await.result(
        on(
            () -> {
              owned.take(BROKEN, FIRST);
              owned.take(QUICK, SECOND);
              return Future.succeededFuture();
            }));

    Await.until("both are told of", () -> takeOver(BROKEN).isPresent());
    logger.detachAppender(log);
    assertThat(takeOver(BROKEN)).hasValueSatisfying(it -> assertThat(it).contains("no such thing"));
    assertThat(takeOver(QUICK)).contains("");
    assertThat(log.list)
        .filteredOn(event -> event.getLevel() == Level.ERROR)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getFormattedMessage()).isEqualTo("broken: can't begin");
              assertThat(event.getArgumentArray()[0]).isEqualTo(BROKEN);
            });
  }

  /** The error of a take-over that is over. */
  private Optional<String> takeOver(StreamId stream) {
    return tracing.ended().stream()
        .filter(
            it -> it.name() == Operation.Name.TAKE_OVER && stream.equals(it.detail(Detail.STREAM)))
        .map(RecordedTracing.Ended::error)
        .findFirst();
  }

  private double ownedGauge(StreamId stream) {
    return registry.get("sightline.stream.owned").tag("stream", stream.name()).gauge().value();
  }

  private void take(StreamId stream, Epoch epoch) {
    Await.result(
        on(
            () -> {
              owned.take(stream, epoch);
              return Future.succeededFuture();
            }));
  }

  private void giveUp(StreamId stream) {
    Await.result(
        on(
            () -> {
              owned.giveUp(stream, GiveUp.STOPPED);
              return Future.succeededFuture();
            }));
  }

  private Set<StreamId> owned() {
    return Await.result(on(() -> Future.succeededFuture(Set.copyOf(owned.owned().keySet()))));
  }

  private boolean isAtRest(StreamId stream) {
    return Await.result(on(() -> Future.succeededFuture(owned.isAtRest(stream))));
  }

  private List<StreamId> statuses() {
    return Await.result(
        on(
            () ->
                Future.succeededFuture(
                    owned.statuses().stream().map(StreamStatus::stream).toList())));
  }

  private <T> Future<T> on(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(v -> action.get().onComplete(done));
    return done.future();
  }

  /** Two with different numbers are different configurations of a stream. */
  private record Camera(StreamId id, int number) implements StreamConfig {

    @Override
    public String origin() {
      return "camera " + number;
    }

    @Override
    public StreamSource source(SourceTools tools) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Slow implements StreamSource {

    private final StreamId stream;
    private final AtomicReference<Promise<Void>> end = new AtomicReference<>();

    private Slow(StreamId stream) {
      this.stream = stream;
    }

    @Override
    public void place(int position) {}

    @Override
    public void start() {
      if (stream.equals(BROKEN)) {
        throw new IllegalStateException("no such thing");
      }
      publisher.open(stream, () -> {});
      open.add(stream);
    }

    @Override
    public Future<Void> stop() {
      end.compareAndSet(null, Promise.promise());
      open.remove(stream);
      closing.put(stream, end.get());
      return end.get().future();
    }

    @Override
    public StreamStatus status() {
      return new StreamStatus(
          stream, StreamKind.PICTURES, StreamState.IDLE, 0, null, "camera", 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public boolean isAtRest() {
      return true;
    }
  }
}
