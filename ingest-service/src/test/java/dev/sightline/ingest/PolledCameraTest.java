package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.auth.Authentication;
import dev.sightline.frame.StreamState;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.HttpCamera;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A camera that is asked for single pictures since its URL begins with {@code poll:}. */
class PolledCameraTest {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger picture = new AtomicInteger();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void sendsTheParametersOfTheCameraAndNotItsOwn() {
    HttpCamera camera = HttpCamera.start(vertx, this::send);
    PulledCamera source = pull(camera.url("/shot.jpg?a=1&fps=20&cache-buster=t&b=%20"));

    source.pull("edge");
    source.pull("edge");

    assertThat(camera.requests()).extracting(HttpServerRequest::path).containsOnly("/shot.jpg");
    assertThat(camera.requests())
        .extracting(HttpServerRequest::query)
        .allMatch(query -> query.matches("a=1&b=%20&t=\\d{13,}"));
    assertThat(source.status().source()).isEqualTo("poll:" + camera.url("/shot.jpg?…"));
  }

  @Test
  void asksForSomethingElseEachTimeAndUnconditionally() {
    HttpCamera camera = HttpCamera.start(vertx, this::send);
    PulledCamera source = pull(camera.url("/?fps=20&cache-buster=rs"));

    for (int i = 0; i < 4; i++) {
      source.pull("edge");
    }

    List<String> values =
        camera.requests().stream().map(request -> request.getParam("rs")).toList();
    assertThat(values).hasSizeGreaterThanOrEqualTo(4).doesNotHaveDuplicates().isSorted();
    assertThat(camera.requests()).allMatch(request -> request.getHeader("If-None-Match") == null);
  }

  @Test
  void asksForNewPicturesOnlyWithoutACacheBuster() {
    HttpCamera camera = HttpCamera.start(vertx, this::send);
    PulledCamera source = pull(camera.url("/?fps=20"));

    source.pull("edge");
    source.pull("edge");

    assertThat(camera.requests().get(0).query()).isNull();
    assertThat(camera.requests().get(1).getHeader("If-None-Match")).isEqualTo("\"0\"");
  }

  @Test
  void showsCredentialsAsToAnyCamera() {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request -> {
              if (request.getHeader("Authorization") == null) {
                request
                    .response()
                    .setStatusCode(401)
                    .putHeader("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"")
                    .end();
              } else {
                send(request);
              }
            });
    String url = camera.url("/?fps=20&cache-buster=t").replace("://", "://user:geheim@");
    SourcePolicy policy = Policies.patient().policy();
    RequestPolicy digest =
        new RequestPolicy(
            policy.request().userAgent(),
            policy.request().headers(),
            policy.request().method(),
            policy.request().body(),
            Authentication.DIGEST,
            policy.request().redirects());
    PulledCamera source =
        PulledCamera.start(
            vertx,
            PollUrl.parse("poll:" + url)
                .camera(
                    PulledCamera.STREAM,
                    new SourcePolicy(
                        policy.onDemand(),
                        policy.linger(),
                        policy.connectTimeout(),
                        policy.stallTimeout(),
                        policy.limits(),
                        policy.retry(),
                        policy.pollEvery(),
                        digest,
                        policy.link()),
                    Optional.empty()));

    source.pull("edge");

    HttpServerRequest asked = camera.requests().get(1);
    assertThat(asked.getHeader("Authorization"))
        .contains("uri=\"" + asked.uri() + '"')
        .doesNotContain("geheim");
  }

  @Test
  void saysThatAStreamNeedsNoAsking() {
    FakeCamera camera = FakeCamera.start(vertx, CameraOptions.defaults());

    assertThat(pull(camera.url()).reasonOfTheFirstEnd())
        .isEqualTo("it answers with a stream, which needs no asking; drop poll: from its URL");
  }

  @Test
  void saysSoToOfAStreamThatDoesNotSayThatItIsOne() {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request -> {
              request.response().setChunked(true).putHeader("Content-Type", "image/jpeg");
              vertx.setPeriodic(
                  10,
                  id -> {
                    if (request.response().closed()) {
                      vertx.cancelTimer(id);
                    } else {
                      request.response().write(SampleJpegs.frame(1, 3_000, Instant.EPOCH));
                    }
                  });
            });

    assertThat(pull(camera.url("/")).reasonOfTheFirstEnd()).contains("drop poll:");
  }

  @Test
  void takesOnePictureOfWhateverType() {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request ->
                request
                    .response()
                    .putHeader("Content-Type", "application/octet-stream")
                    .putHeader("Content-Length", "9999")
                    .write(SampleJpegs.frame(picture.getAndIncrement(), 3_000, Instant.EPOCH)));
    PulledCamera source = pull(camera.url("/?fps=20"));

    source.pull("edge");
    source.pull("edge");

    assertThat(source.status().state()).isEqualTo(StreamState.LIVE);
    assertThat(source.changes()).noneMatch(change -> change.state() == StreamState.RETRYING);
  }

  private PulledCamera pull(String url) {
    return PulledCamera.start(
        vertx,
        PollUrl.parse("poll:" + url)
            .camera(PulledCamera.STREAM, Policies.patient().policy(), Optional.empty()));
  }

  private void send(HttpServerRequest request) {
    int number = picture.getAndIncrement();
    request
        .response()
        .putHeader("Content-Type", "image/jpeg")
        .putHeader("ETag", "\"" + number + "\"")
        .end(SampleJpegs.frame(number, 3_000, Instant.EPOCH));
  }
}
