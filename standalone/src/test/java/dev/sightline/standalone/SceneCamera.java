package dev.sightline.standalone;

import dev.sightline.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A camera that looks at every {@link Scene}: each has the path of its name. */
final class SceneCamera {

  private static final int MILLIS_PER_PICTURE = 200;

  private final Vertx vertx;
  private final HttpServer server;

  private SceneCamera(Vertx vertx) {
    this.vertx = vertx;
    server = vertx.createHttpServer().requestHandler(this::answer);
  }

  /** Listens when this returns; closed with its Vert.x. */
  static SceneCamera start(Vertx vertx) {
    SceneCamera camera = new SceneCamera(vertx);
    Await.result(camera.server.listen(0, "127.0.0.1"));
    return camera;
  }

  String url(Scene scene) {
    return "http://127.0.0.1:%d/%s".formatted(server.actualPort(), scene);
  }

  private void answer(HttpServerRequest request) {
    Scene scene = Scene.valueOf(request.path().substring(1).toUpperCase(Locale.ROOT));
    HttpServerResponse response =
        request
            .response()
            .setChunked(true)
            .putHeader("Content-Type", "multipart/x-mixed-replace; boundary=picture");
    long timer = vertx.setPeriodic(1, MILLIS_PER_PICTURE, id -> response.write(part(scene)));
    response.closeHandler(gone -> vertx.cancelTimer(timer));
  }

  private static Buffer part(Scene scene) {
    byte[] jpeg = draw(scene, System.currentTimeMillis() % 3_600_000 / 1000.0);
    String head =
        "--picture\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
            .formatted(jpeg.length);
    return Buffer.buffer(head).appendBytes(jpeg).appendString("\r\n");
  }

  private static byte[] draw(Scene scene, double time) {
    BufferedImage image = new BufferedImage(1280, 720, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(2, 2);
    scene.draw(graphics, time);
    graphics.dispose();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpeg", jpeg);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jpeg.toByteArray();
  }
}
