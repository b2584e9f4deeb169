package dev.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(60)
class DemoCameraTest {

  /** More pictures than can be on their way when a camera stops. */
  private static final int MANY = 2_000;

  private Vertx vertx;
  private DemoCamera camera;

  @BeforeEach
  void startCamera(Vertx vertx) throws Exception {
    this.vertx = vertx;
    camera = new DemoCamera(optionsAt(0));
    await(vertx.deployVerticle(camera));
  }

  @Test
  void sendsPicturesAsParts() throws Exception {
    HttpResponse<InputStream> response = get("/any/path", BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("multipart/x-mixed-replace; boundary=sightline-demo");
    try (InputStream body = response.body()) {
      RawViewer.PartReader parts = new RawViewer.PartReader(body);
      byte[] first = parts.readPart();
      byte[] second = parts.readPart();

      assertIsPicture(first);
      assertIsPicture(second);
      assertThat(second).isNotEqualTo(first);
    }
  }

  @Test
  void sendsAPlainBodyToOldViewers() throws Exception {
    try (RawViewer viewer = new RawViewer(camera.port())) {
      assertThat(viewer.readHead()).contains(" 200 ").doesNotContainIgnoringCase("chunked");
      assertIsPicture(viewer.readPart());
    }
  }

  @Test
  void answersWithOnePicture() throws Exception {
    HttpResponse<byte[]> response = get("/snapshot.jpg", BodyHandlers.ofByteArray());

    assertThat(response.headers().firstValue("Content-Type")).contains("image/jpeg");
    assertIsPicture(response.body());
  }

  @Test
  void refusesOtherMethods() throws Exception {
    HttpRequest post = request("/").POST(BodyPublishers.ofString("x")).build();
    HttpResponse<String> response = send(post, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("GET");
  }

  @Test
  void drawsNothingWhileNobodyWatches() throws Exception {
    awaitRest();
    assertThat(camera.drawn()).isZero();

    try (RawViewer viewer = new RawViewer(camera.port())) {
      viewer.readHead();
      viewer.readPart();
      viewer.readPart();
    }
    awaitRest();
  }

  @Test
  void drawsAgainForTheNextViewer() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (RawViewer viewer = new RawViewer(camera.port())) {
        viewer.readHead();
        assertIsPicture(viewer.readPart());
      }
      awaitRest();
    }
  }

  @Test
  void drawsEachPictureOnceForAllViewers() throws Exception {
    try (RawViewer one = new RawViewer(camera.port());
        RawViewer other = new RawViewer(camera.port())) {
      one.readHead();
      other.readHead();
      Set<ByteBuffer> seenByOne = readParts(one, 30);
      Set<ByteBuffer> seenByOther = readParts(other, 30);

      assertThat(seenByOne).as("pictures that both have seen").containsAnyElementsOf(seenByOther);
    }
  }

  @Test
  void refusesMoreViewersThanItsLimit() throws Exception {
    List<RawViewer> viewers = new ArrayList<>();
    try {
      for (int i = 0; i < DemoCamera.MAX_VIEWERS; i++) {
        viewers.add(new RawViewer(camera.port()));
        assertThat(viewers.get(i).readHead()).contains(" 200 ");
      }
      assertThat(get("/", BodyHandlers.ofString()).statusCode()).isEqualTo(503);
    } finally {
      for (RawViewer viewer : viewers) {
        viewer.close();
      }
    }
  }

  @Test
  void endsItsViewersWhenItStops() throws Exception {
    try (RawViewer viewer = new RawViewer(camera.port())) {
      viewer.readHead();
      viewer.readPart();
      await(vertx.undeploy(camera.deploymentID()));

      assertThatThrownBy(() -> readParts(viewer, MANY)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void doesNotStartOnAPortInUse() {
    DemoCamera second = new DemoCamera(optionsAt(camera.port()));

    assertThatThrownBy(() -> await(vertx.deployVerticle(second)))
        .hasCauseInstanceOf(BindException.class);
  }

  private static DemoOptions optionsAt(int port) {
    return new DemoOptions("127.0.0.1", port, 60, 160, 120, 0.75);
  }

  /** Waits until no picture is drawn any more in the time of about 20 pictures. */
  private void awaitRest() throws Exception {
    Promise<Void> rest = Promise.promise();
    long[] seen = {camera.drawn(), 0};
    long timer =
        vertx.setPeriodic(
            17,
            id -> {
              seen[1] = camera.drawn() == seen[0] ? seen[1] + 1 : 0;
              seen[0] = camera.drawn();
              if (seen[1] == 20) {
                rest.complete();
              }
            });
    await(rest.future());
    vertx.cancelTimer(timer);
  }

  private static Set<ByteBuffer> readParts(RawViewer viewer, int count) throws IOException {
    Set<ByteBuffer> parts = new HashSet<>();
    for (int i = 0; i < count; i++) {
      parts.add(ByteBuffer.wrap(viewer.readPart()));
    }
    return parts;
  }

  private static void assertIsPicture(byte[] jpeg) throws IOException {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertThat(picture.getWidth()).isEqualTo(160);
    assertThat(picture.getHeight()).isEqualTo(120);
  }

  private <T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> body) throws Exception {
    return send(request(path).build(), body);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + camera.port() + path));
  }

  private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws Exception {
    return HttpClient.newHttpClient().send(request, body);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
