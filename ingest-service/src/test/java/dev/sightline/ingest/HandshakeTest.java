package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpCamera;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a camera is asked, and how far its redirects are followed. */
class HandshakeTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void asksInOneFormWhateverTheCamera() {
    HttpCamera camera = HttpCamera.start(vertx, HandshakeTest::picture);

    pull(camera, "/a%20b/./x?q=[1]|2", Policies.patient().header("X-Key", "abc")).pull("edge");

    HttpServerRequest request = camera.requests().get(0);
    assertThat(request.uri()).isEqualTo("/a%20b/./x?q=[1]|2");
    assertThat(request.method()).isEqualTo(HttpMethod.GET);
    assertThat(request.getHeader("Host")).isEqualTo("127.0.0.1:" + camera.port());
    assertThat(request.getHeader("User-Agent")).isEqualTo("Sightline");
    assertThat(request.getHeader("X-Key")).isEqualTo("abc");
    assertThat(request.getHeader("Accept-Encoding")).isEqualTo("identity");
    assertThat(request.getHeader("Authorization")).isNull();
  }

  @Test
  void postsABodyToACameraThatWantsOne() {
    HttpCamera camera = HttpCamera.start(vertx, HandshakeTest::picture);

    pull(camera, "/osc", Policies.patient().post("{\"name\":\"camera.getLivePreview\"}"))
        .pull("edge");

    assertThat(camera.requests().get(0).method()).isEqualTo(HttpMethod.POST);
    assertThat(camera.requests().get(0).getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(camera.bodies().get(0)).isEqualTo("{\"name\":\"camera.getLivePreview\"}");
  }

  @Test
  void refusesACompressedAnswer() {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request -> {
              request.response().putHeader("Content-Encoding", "gzip");
              picture(request);
            });

    assertThat(pull(camera, "/", Policies.patient()).reasonOfTheFirstEnd())
        .isEqualTo("its answer is compressed (gzip), which nobody asked for");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsARedirectOnTheCamerasOwnHost(int status) {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request -> {
              if (request.uri().equals("/old")) {
                redirect(request, status, "/new?x=%7e[]");
              } else {
                picture(request);
              }
            });
    pull(camera, "/old", Policies.patient().header("X-Key", "abc")).pull("edge");

    assertThat(camera.requests().get(1).uri()).isEqualTo("/new?x=%7e[]");
    assertThat(camera.requests().get(1).getHeader("X-Key")).isEqualTo("abc");
    assertThat(camera.mostConnections()).isEqualTo(1);
  }

  @Test
  void postsAgainOnlyIfTheRedirectSaysSo() {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request -> {
              switch (request.uri()) {
                case "/first" -> redirect(request, 307, "/second");
                case "/second" -> redirect(request, 303, "/third");
                default -> picture(request);
              }
            });

    pull(camera, "/first", Policies.patient().post("{}")).pull("edge");

    assertThat(camera.bodies().subList(0, 3)).containsExactly("{}", "{}", "");
    assertThat(camera.requests().get(2).method()).isEqualTo(HttpMethod.GET);
  }

  @Test
  void followsNoRedirectToAnotherHostUnlessAllowed() {
    HttpCamera other = HttpCamera.start(vertx, HandshakeTest::picture);
    HttpCamera camera = redirectingTo("http://user:geheim@localhost:" + other.port() + "/x?geheim");

    assertThat(pull(camera, "/", Policies.patient()).reasonOfTheFirstEnd())
        .isEqualTo(
            "it redirects to http://localhost:%d/x?…, which 'redirects: anywhere' would allow",
            other.port());
    assertThat(other.requests()).isEmpty();
  }

  /** Its words may be what it was asked with. */
  @ParameterizedTest
  @CsvSource({
    "/x?user=ann&pwd=s3cret, /x?***",
    "my s3cret word, ***",
    "a-s3cret-key, ***",
    "Basic YW5uOm15IHMzY3JldCB3b3Jk, ***",
    "http://other/?token=s3cret, http://other/?…"
  })
  void repeatsNoSecretThatTheCameraRepeats(String words, String shown) {
    HttpCamera camera =
        HttpCamera.start(
            vertx,
            request -> request.response().setStatusCode(404).setStatusMessage("no " + words).end());
    String url = camera.url("/x?user=ann&pwd=s3cret").replace("://", "://ann:my%20s3cret%20word@");

    PulledCamera source =
        PulledCamera.start(vertx, url, Policies.patient().header("X-Key", "a-s3cret-key").policy());

    assertThat(source.reasonOfTheFirstEnd()).isEqualTo("it answers 404 no " + shown);
  }

  @Test
  void leavesTheFirstPortBeforeItGoesToTheNext() {
    HttpCamera next = HttpCamera.start(vertx, HandshakeTest::picture);
    HttpCamera camera = redirectingTo("http://127.0.0.1:" + next.port() + "/x");
    PulledCamera source = pull(camera, "/", Policies.patient().pollEvery(Policies.LONG));

    source.pull("edge");

    Await.until("the first port is left", () -> camera.connections() == 0);
    assertThat(next.connections()).isEqualTo(1);
  }

  @Test
  void givesAnotherHostNothingThatIsForTheCamera() {
    HttpCamera other = HttpCamera.start(vertx, HandshakeTest::picture);
    HttpCamera camera = redirectingTo("http://localhost:" + other.port() + "/x");
    String url = "http://user:s3cret@127.0.0.1:" + camera.port() + "/";
    Policies policies = Policies.patient().redirects(Redirects.ANYWHERE).header("X-Key", "abc");

    PulledCamera.start(vertx, url, policies.policy()).pull("edge");

    assertThat(camera.requests().get(0).getHeader("Authorization")).startsWith("Basic ");
    HttpServerRequest there = other.requests().get(0);
    assertThat(there.getHeader("Host")).isEqualTo("localhost:" + other.port());
    assertThat(there.getHeader("Authorization")).isNull();
    assertThat(there.getHeader("X-Key")).isNull();
  }

  @Test
  void followsNoRedirectThatIsSwitchedOff() {
    HttpCamera camera = redirectingTo("/elsewhere");

    assertThat(pull(camera, "/", Policies.patient().redirects(Redirects.OFF)).reasonOfTheFirstEnd())
        .isEqualTo(
            "it redirects to http://127.0.0.1:%d/elsewhere, and redirects are off", camera.port());
  }

  @Test
  void neverGoesFromHttpsToHttp() {
    SourceUrl camera = SourceUrl.parse("https://cam/");
    SourceUrl elsewhere = SourceUrl.parse("http://cam/");

    assertThat(Redirect.objection(camera, elsewhere, Redirects.ANYWHERE, camera, false))
        .hasValue("it redirects from https to http, where anybody could read along");
    assertThat(Redirect.objection(elsewhere, camera, Redirects.SAME_HOST, elsewhere, true))
        .isEmpty();
  }

  @Test
  void givesUpOnACameraThatRedirectsForEver() {
    HttpCamera camera = redirectingTo("/again");

    assertThat(pull(camera, "/", Policies.patient()).reasonOfTheFirstEnd())
        .isEqualTo("it redirects more than 5 times");
    assertThat(camera.mostConnections()).isEqualTo(1);
  }

  @Test
  void saysThatARedirectLeadsNowhere() {
    HttpCamera camera = redirectingTo("ftp://127.0.0.1/");

    assertThat(pull(camera, "/", Policies.patient()).reasonOfTheFirstEnd())
        .isEqualTo("it redirects without saying where to");
  }

  private HttpCamera redirectingTo(String location) {
    return HttpCamera.start(vertx, request -> redirect(request, 302, location));
  }

  private PulledCamera pull(HttpCamera camera, String path, Policies policies) {
    return PulledCamera.start(vertx, camera.url(path), policies.policy());
  }

  private static void redirect(HttpServerRequest request, int status, String location) {
    request.response().setStatusCode(status).putHeader("Location", location).end("moved");
  }

  private static void picture(HttpServerRequest request) {
    request
        .response()
        .putHeader("Content-Type", "image/jpeg")
        .end(SampleJpegs.frame(0, 5_000, Instant.EPOCH));
  }
}
