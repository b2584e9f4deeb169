package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bus of a node that is alone, and the parts that live on it. */
class RelayBusTest {

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RelayBus bus = Await.result(RelayBus.start(vertx, new RelayMetrics(registry)));
  private final List<Context> started = new CopyOnWriteArrayList<>();
  private final List<Context> stopped = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void runsAllItsPartsOnOneEventLoop() {
    Await.result(bus.deploy(new Part()));
    Await.result(bus.deploy(new Part()));

    assertThat(started).hasSize(2).containsOnly(started.get(0));
  }

  @Test
  void stopsItsPartsWithItself() {
    Await.result(bus.deploy(new Part()));
    Await.result(bus.deploy(new Part()));

    Await.result(vertx.close());

    assertThat(stopped).isEqualTo(started);
  }

  @Test
  void announcesNoChangeOfAStreamAfterAListWithoutIt() {
    List<Announcement> changes = new CopyOnWriteArrayList<>();
    Await.result(
        bus.transport()
            .listenForAnnouncements(
                heard -> {
                  if (!heard.complete()) {
                    changes.add(heard);
                  }
                }));

    bus.announceChange(status("gone"));
    bus.announceStreams(() -> List.of(status("here")));
    Await.until(
        "a change of another one is heard",
        () -> {
          bus.announceChange(status("here"));
          return !changes.isEmpty();
        });

    assertThat(changes)
        .flatExtracting(Announcement::streams)
        .extracting(status -> status.stream().name())
        .containsOnly("here");
  }

  @Test
  void announcesItsStreamsAtOnceWhenToldTo() {
    List<StreamStatus> streams = new CopyOnWriteArrayList<>(List.of(status("first")));
    AtomicInteger lists = new AtomicInteger();
    bus.announceStreams(
        () -> {
          lists.incrementAndGet();
          return streams;
        });
    Await.until("the first list is out", () -> lists.get() > 0);
    streams.add(status("second"));

    int before = lists.get();
    for (int i = 0; i < 5; i++) {
      bus.announceNow();
    }

    Await.until("the lists are out", () -> lists.get() >= before + 5);
    Await.until("the stream is known", () -> bus.directory().entries().size() == 2);
  }

  /** What is at rest may wait for the next second's list, since it changes with every viewer. */
  @Test
  void ingestsThatDifferInWhatIsAtRestAreAlike() {
    Set<StreamId> front = Set.of(new StreamId("front"));
    Candidacy resting = new Candidacy(true, Map.of(), front, front, Map.of(), Map.of(), Set.of());
    Candidacy busy = new Candidacy(true, Map.of(), Set.of(), front, Map.of(), Map.of(), Set.of());
    Candidacy leaving = new Candidacy(false, Map.of(), front, front, Map.of(), Map.of(), Set.of());

    assertThat(resting.isLike(busy)).isTrue();
    assertThat(resting.isLike(leaving)).isFalse();
    assertThat(resting.isLike(null)).isFalse();
  }

  @Test
  void countsItsStandstillsWhateverIsCollected() {
    AtomicLong nanos = new AtomicLong();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    RelayBus counted = new RelayBus(bus.transport(), System::currentTimeMillis, nanos::get);
    counted.countIn(new RelayMetrics(registry));
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    Await.until(
        "garbage is collected",
        () -> {
          System.gc();
          return garbage.get() == null;
        });

    nanos.addAndGet(Duration.ofSeconds(2).toNanos());

    assertThat(counted.standstills().count()).isEqualTo(1);
    assertThat(registry.get("sightline.standstills").functionCounter().count()).isEqualTo(1);
  }

  @Test
  void announcesWhereItTakesWhatIsPushed() {
    bus.announceStreams(() -> List.of(status("front")));
    bus.announceUploads(() -> Set.of("key"));
    bus.announceEntrance("192.0.2.20", 8080);

    Await.until(
        "the entrance is known",
        () ->
            bus.directory()
                .entranceOf(new StreamId("front"))
                .equals(Optional.of(new Entrance("192.0.2.20", 8080, Set.of("key")))));
  }

  private static StreamStatus status(String stream) {
    return new StreamStatus(
        new StreamId(stream),
        StreamKind.PICTURES,
        StreamState.IDLE,
        0,
        null,
        "http://camera",
        0,
        0,
        0,
        0,
        0,
        0,
        0);
  }

  @Test
  void tellsWhyAPartDidNotStart() {
    assertThatThrownBy(() -> Await.result(bus.deploy(new BrokenPart())))
        .hasMessageContaining("the port is taken");

    Await.result(vertx.close());
    assertThat(stopped).as("what has not started is not stopped").isEmpty();
  }

  private class Part extends VerticleBase {

    @Override
    public Future<?> start() {
      started.add(Vertx.currentContext());
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      stopped.add(Vertx.currentContext());
      return Future.succeededFuture();
    }
  }

  private final class BrokenPart extends Part {

    @Override
    public Future<?> start() {
      return Future.failedFuture("the port is taken");
    }
  }
}
