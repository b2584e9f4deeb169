package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamState;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the cameras of a roster live, and what becomes of the others when one can't begin. */
class CameraRosterContextTest {

  private static final StreamId FRONT = new StreamId("front");
  private static final StreamId YARD = new StreamId("yard");

  private static final SourcePolicy ON_DEMAND = SourcePolicy.DEFAULT;
  private static final SourcePolicy ALWAYS =
      new SourcePolicy(
          false,
          ON_DEMAND.linger(),
          ON_DEMAND.connectTimeout(),
          ON_DEMAND.stallTimeout(),
          ON_DEMAND.limits(),
          ON_DEMAND.retry(),
          ON_DEMAND.pollEvery(),
          ON_DEMAND.request(),
          ON_DEMAND.link());

  private final Vertx vertx = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(vertx, CameraOptions.defaults());
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final FramePublisher publisher = new FramePublisher(System::nanoTime, metrics);
  private final Set<Context> contexts = Collections.synchronizedSet(new HashSet<>());
  private final Set<StreamId> broken = ConcurrentHashMap.newKeySet();
  private final List<StreamState> states = new CopyOnWriteArrayList<>();
  private Context context;
  private CameraRoster roster;

  @BeforeEach
  void start() {
    Await.result(
        vertx.deployVerticle(
            own -> {
              context = own;
              roster = new CameraRoster(own, publisher, metrics, this::newSource);
              return Future.succeededFuture();
            }));
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void beginsOnItsOwnContextWhatFollowsACameraThatWasIdle() {
    Await.result(change(camera(FRONT, ON_DEMAND)));

    Await.result(change(camera(FRONT, ALWAYS)));
    Await.until("it is live", () -> states.contains(StreamState.LIVE));
    Await.result(change());
    Await.result(change(camera(YARD, ALWAYS)));

    assertThat(contexts).containsExactly(context);
  }

  @Test
  void beginsTheOthersWhenOneCannotBeginAndThatOneWithTheNextChange() {
    Await.result(change(camera(FRONT, ALWAYS)));
    broken.add(FRONT);

    Future<Void> failing = change(camera(FRONT, ON_DEMAND), camera(YARD, ALWAYS));
    Await.until("the change has failed", failing::failed);
    assertThat(failing.cause()).hasMessage("front is broken");
    Await.until("the other one alone is pulled", () -> camera.connections() == 1);
    assertThat(listed()).as("still announced").containsExactly(FRONT, YARD);

    broken.clear();
    Await.result(change(camera(FRONT, ALWAYS), camera(YARD, ALWAYS)));
    camera.awaitStreamingClients(2);
    assertThat(camera.connectionsEver()).as("the other one wasn't touched").isEqualTo(3);
  }

  private Future<Void> change(CameraConfig... cameras) {
    List<OwnedCamera> owned =
        IntStream.range(0, cameras.length)
            .mapToObj(i -> new OwnedCamera(cameras[i], i, new Epoch(1, "ingest")))
            .toList();
    Set<StreamId> wanted = owned.stream().map(OwnedCamera::stream).collect(Collectors.toSet());
    return onContext(
        () -> {
          List<Future<Void>> ends =
              roster.statuses().stream()
                  .map(StreamStatus::stream)
                  .filter(stream -> !wanted.contains(stream))
                  .map(roster::end)
                  .toList();
          return roster.change(Future.join(ends), () -> owned);
        });
  }

  private List<StreamId> listed() {
    return Await.result(
        onContext(
            () ->
                Future.succeededFuture(
                    roster.statuses().stream().map(StreamStatus::stream).toList())));
  }

  private <T> Future<T> onContext(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(v -> action.get().onComplete(done));
    return done.future();
  }

  private CameraConfig camera(StreamId stream, SourcePolicy policy) {
    return new CameraConfig(stream, SourceUrl.parse(camera.url()), policy);
  }

  private StreamSource newSource(OwnedCamera camera) {
    if (broken.contains(camera.stream())) {
      throw new IllegalStateException(camera.stream() + " is broken");
    }
    return camera
        .config()
        .source(
            new SourceTools(vertx, camera.epoch(), publisher, this::changed, metrics, Tracing.OFF));
  }

  private void changed(StreamStatus status) {
    contexts.add(Vertx.currentContext());
    states.add(status.state());
  }
}
