package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamState;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpCamera;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A camera that wants to be left alone is left alone, however many people want to see it. */
class CameraKindnessTest {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void doesNotGoOnGuessingCredentials(int status) {
    HttpCamera camera = answering(status);
    PulledCamera source = pull(camera, rarely());
    String reason = source.reasonOfTheFirstEnd();

    source.leave("edge");
    source.awaitState(StreamState.IDLE);
    source.ask("edge");

    source.awaitState(StreamState.RETRYING);
    assertThat(source.status().reason()).isEqualTo(reason).contains(Integer.toString(status));
    assertThat(camera.requests()).hasSize(1);
    assertThat(source.ended("denied")).isEqualTo(1);
  }

  @Test
  void comesBackWhenTheCameraSaidSo() {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request ->
                request.response().setStatusCode(503).putHeader("Retry-After", "3600").end());
    PulledCamera source = pull(camera, Policies.patient().linger(Duration.ZERO));
    source.reasonOfTheFirstEnd();

    source.leave("edge");
    source.awaitState(StreamState.IDLE);
    source.ask("edge");
    source.awaitState(StreamState.RETRYING);

    assertThat(camera.requests()).hasSize(1);
    assertThat(source.status().reason()).isEqualTo("it answers 503 Service Unavailable");
    assertThat(source.ended("busy")).isEqualTo(1);
  }

  @Test
  void givesTheCameraARestBetweenTwoConnections() {
    HttpCamera camera = answering(500);
    RetryPolicy gentle =
        new RetryPolicy(Policies.SOON, Policies.SOON, Policies.SOON, Policies.SOON, Policies.LONG);
    PulledCamera source = pull(camera, Policies.patient().linger(Duration.ZERO).retry(gentle));
    source.reasonOfTheFirstEnd();

    source.leave("edge");
    source.awaitState(StreamState.IDLE);
    source.ask("edge");
    source.awaitState(StreamState.RETRYING);

    assertThat(camera.requests()).hasSize(1);
  }

  @Test
  void triesAtOnceWhenSomebodyComesToACameraThatIsMerelyBroken() {
    HttpCamera camera = answering(500);
    PulledCamera source = pull(camera, rarely());
    source.reasonOfTheFirstEnd();

    source.leave("edge");
    source.awaitState(StreamState.IDLE);
    source.ask("edge");

    Await.until("the camera is asked again", () -> camera.requests().size() == 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5                             | 5
          0                             | 0
          999999999                     | 3600
          99999999999                   | 0
          -5                            | 0
          Sat, 21 Nov 2026 12:01:00 GMT | 60
          Sat, 21 Nov 2026 11:59:00 GMT | 0
          Sun, 21 Nov 2027 12:00:00 GMT | 3600
          Sat, 21 Nov 2026 25:00:00 GMT | 0
          soon                          | 0
          """)
  void readsForHowLongItIsToBeLeftAlone(String retryAfter, long seconds) {
    assertThat(Refusal.retryAfter(retryAfter, NOON)).isEqualTo(Duration.ofSeconds(seconds));
  }

  private HttpCamera answering(int status) {
    return HttpCamera.start(vertx, request -> request.response().setStatusCode(status).end());
  }

  private PulledCamera pull(HttpCamera camera, Policies policies) {
    return PulledCamera.start(vertx, camera.url("/"), policies.policy());
  }

  /** Once it has failed it isn't tried again within any test, unless somebody comes. */
  private static Policies rarely() {
    return Policies.patient()
        .linger(Duration.ZERO)
        .retry(
            new RetryPolicy(
                Policies.LONG, Duration.ZERO, Policies.LONG, Policies.LONG, Duration.ZERO));
  }
}
