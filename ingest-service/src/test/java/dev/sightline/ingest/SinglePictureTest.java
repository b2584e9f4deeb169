package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamState;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpCamera;
import dev.sightline.testkit.SampleJpegs;
import dev.sightline.testkit.Stamp;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A camera that answers with one picture is asked for the next one, and makes a stream all the
 * same.
 */
class SinglePictureTest {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger picture = new AtomicInteger();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/jpeg", "application/octet-stream", "picture"})
  void makesAStreamOfSinglePicturesOverOneConnection(String type) {
    HttpCamera camera = HttpCamera.start(vertx, request -> send(request, type, next()));
    PulledCamera source = pull(camera);

    for (int i = 0; i < 3; i++) {
      assertThat(sequence(source.pull("edge"))).isGreaterThanOrEqualTo(i);
    }

    assertThat(source.status().state()).isEqualTo(StreamState.LIVE);
    assertThat(source.status().connects()).isEqualTo(1);
    assertThat(source.changes()).noneMatch(change -> change.state() == StreamState.RETRYING);
    assertThat(camera.connectionsEver()).isEqualTo(1);
  }

  @Test
  void asksNoMoreOftenThanThePollTimeSays() {
    HttpCamera camera = HttpCamera.start(vertx, request -> send(request, next()));
    PulledCamera source =
        PulledCamera.start(
            vertx, camera.url("/"), Policies.patient().pollEvery(Policies.LONG).policy());

    source.pull("edge");
    PulledCamera other = pull(camera);
    other.pull("edge");
    other.pull("edge");
    other.pull("edge");

    assertThat(source.status().frames()).isEqualTo(1);
    assertThat(source.status().state()).isEqualTo(StreamState.LIVE);
  }

  @Test
  void hasOneConnectionAtATimeWithACameraThatClosesEach() {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request -> {
              request.response().putHeader("Connection", "close");
              send(request, next());
            });
    PulledCamera source = pull(camera);

    for (int i = 0; i < 5; i++) {
      source.pull("edge");
    }

    assertThat(camera.mostConnections()).isEqualTo(1);
    assertThat(source.status().state()).isEqualTo(StreamState.LIVE);
  }

  @Test
  void asksOnlyForPicturesThatItDoesNotHave() {
    AtomicInteger version = new AtomicInteger();
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request -> {
              String tag = "\"v" + version.get() + '"';
              if (tag.equals(request.getHeader("If-None-Match"))) {
                request.response().setStatusCode(304).end();
              } else {
                request.response().putHeader("ETag", tag).putHeader("Last-Modified", "yesterday");
                send(request, next());
              }
            });
    PulledCamera source = pull(camera);
    assertThat(sequence(source.pull("edge"))).isZero();
    Await.until("the camera has been asked again", () -> camera.requests().size() > 5);

    assertThat(source.status().frames()).isEqualTo(1);
    assertThat(source.status().state()).isEqualTo(StreamState.LIVE);
    assertThat(camera.requests().get(1).getHeader("If-Modified-Since")).isEqualTo("yesterday");

    version.incrementAndGet();
    assertThat(sequence(source.pull("edge"))).isEqualTo(1);
  }

  @Test
  void asksForAWholePictureAfterAFailure() {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request -> {
              int count = picture.getAndIncrement();
              if (count == 1) {
                request.response().setStatusCode(500).end();
              } else {
                request.response().putHeader("ETag", "\"same\"");
                send(request, count);
              }
            });
    PulledCamera source = pull(camera);
    assertThat(sequence(source.pull("edge"))).isZero();

    assertThat(sequence(source.pull("edge"))).isGreaterThanOrEqualTo(2);
    assertThat(source.changes().toString()).contains("it answers 500 Internal Server Error");
    assertThat(camera.requests().get(1).getHeader("If-None-Match")).isEqualTo("\"same\"");
    assertThat(camera.requests().get(2).getHeader("If-None-Match")).isNull();
  }

  @Test
  void doesNotMindAConnectionThatTheCameraClosedMeanwhile() {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request -> {
              int count = picture.getAndIncrement();
              if (count == 1) {
                request.connection().close();
              } else {
                send(request, count);
              }
            });
    PulledCamera source = pull(camera);

    source.pull("edge");
    assertThat(sequence(source.pull("edge"))).isGreaterThanOrEqualTo(2);
    assertThat(source.changes()).noneMatch(change -> change.state() == StreamState.RETRYING);
  }

  @Test
  void takesAPictureWhoseLengthPromisesMore() {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request -> {
              Buffer jpeg = SampleJpegs.frame(next(), 5_000, Instant.EPOCH);
              request
                  .response()
                  .putHeader("Content-Type", "image/jpeg")
                  .putHeader("Content-Length", "9999")
                  .write(jpeg);
            });
    PulledCamera source = pull(camera);

    assertThat(sequence(source.pull("edge"))).isZero();
    assertThat(sequence(source.pull("edge"))).isGreaterThanOrEqualTo(1);
    assertThat(camera.mostConnections()).isEqualTo(1);
    assertThat(source.changes()).noneMatch(change -> change.state() == StreamState.RETRYING);
  }

  @Test
  void saysThatThePictureIsNotWhole() {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request ->
                request
                    .response()
                    .putHeader("Content-Type", "image/jpeg")
                    .end(SampleJpegs.frame(0, 5_000, Instant.EPOCH).slice(0, 2_000)));

    assertThat(pull(camera).reasonOfTheFirstEnd())
        .isEqualTo("the picture that it answers with is not whole");
  }

  @Test
  void leavesTheCameraAloneWhenNobodyWatches() {
    HttpCamera camera = HttpCamera.start(vertx, request -> send(request, next()));
    PulledCamera source =
        PulledCamera.start(
            vertx, camera.url("/"), Policies.patient().linger(Duration.ofMillis(50)).policy());
    source.pull("edge");

    source.awaitState(StreamState.IDLE);
    Await.until("the connection is closed", () -> camera.connections() == 0);
  }

  private PulledCamera pull(HttpCamera camera) {
    return PulledCamera.start(vertx, camera.url("/shot.jpg"), Policies.patient().policy());
  }

  private int next() {
    return picture.getAndIncrement();
  }

  private static void send(HttpServerRequest request, int sequence) {
    send(request, "image/jpeg", sequence);
  }

  private static void send(HttpServerRequest request, String type, int sequence) {
    HttpServerResponse response = request.response();
    response.putHeader("Content-Type", type).end(SampleJpegs.frame(sequence, 5_000, Instant.EPOCH));
  }

  private static int sequence(Frame frame) {
    return Stamp.read(frame.jpeg()).orElseThrow().sequence();
  }
}
