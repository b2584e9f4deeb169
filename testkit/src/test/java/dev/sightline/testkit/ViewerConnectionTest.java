package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.net.NetClient;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewerConnectionTest {

  private static final int SIZE = 2_000;

  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final WebSocketClient sockets = vertx.createWebSocketClient();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void tellsTheAnswerThePicturesAndTheEnd() {
    FakeCamera camera =
        FakeCamera.start(vertx, CameraOptions.defaults().withFrameSize(SIZE).manual());
    ViewerConnection.multipart(client, camera.url(), new Told());
    camera.awaitStreamingClients(1);
    camera.sendFrame();
    camera.sendFrame();
    Await.until("two pictures: " + told, () -> told.size() == 3);

    camera.cutMidFrame();

    Await.until("the end: " + told, () -> told.size() == 4);
    assertThat(told).containsExactly("answered 200", "intact 0", "intact 1", "ended");
  }

  @Test
  void anAnswerWithoutAStreamEndsIt() {
    FakeCamera camera = FakeCamera.start(vertx, CameraOptions.defaults().withStatus(503));

    ViewerConnection.multipart(client, camera.url(), new Told());

    Await.until("the end: " + told, () -> told.contains("ended"));
    assertThat(told).containsExactly("answered 503", "ended");
  }

  @Test
  void whereNobodyListensItEndsWithoutAnAnswer() {
    FakeCamera camera = FakeCamera.start(vertx, CameraOptions.defaults());
    camera.stopListening();

    ViewerConnection.multipart(client, camera.url(), new Told());

    Await.until("the end: " + told, () -> told.contains("ended"));
    assertThat(told).containsExactly("ended");
  }

  @Test
  void bytesThatAreNoStreamAreTold() {
    HttpServer server =
        Await.result(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .response()
                            .putHeader("Content-Type", "multipart/x-mixed-replace; boundary=b")
                            .end("--b\r\nContent-Length: many\r\n\r\n"))
                .listen(0, "127.0.0.1"));

    ViewerConnection.multipart(client, url(server), new Told());

    Await.until("the end: " + told, () -> told.contains("ended"));
    assertThat(told).containsExactly("malformed", "ended");
  }

  @Test
  void picturesOfAWebSocketAreTold() {
    HttpServer server =
        Await.result(
            vertx
                .createHttpServer()
                .webSocketHandler(
                    socket -> {
                      socket.writeBinaryMessage(SampleJpegs.frame(7, SIZE, Instant.now()));
                      socket.writeBinaryMessage(
                          SampleJpegs.frame(8, SIZE, Instant.now()).getBuffer(0, SIZE - 1));
                      socket.close();
                    })
                .listen(0, "127.0.0.1"));

    ViewerConnection.webSocket(sockets, url(server), new Told());

    Await.until("the end: " + told, () -> told.contains("ended"));
    assertThat(told).containsExactly("answered 101", "intact 7", "damaged 8", "ended");
  }

  @Test
  void aRefusedUpgradeIsAnAnswerToo() {
    HttpServer server =
        Await.result(
            vertx
                .createHttpServer()
                .requestHandler(request -> request.response().setStatusCode(503).end())
                .listen(0, "127.0.0.1"));

    ViewerConnection.webSocket(sockets, url(server), new Told());

    Await.until("the end: " + told, () -> told.contains("ended"));
    assertThat(told).containsExactly("answered 503", "ended");
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:%d/cam/stream".formatted(server.actualPort());
  }

  /** Remembers what it is told as words. */
  private final class Told implements ViewerEvents {

    @Override
    public void answered(int status, MultiMap headers) {
      told.add("answered " + status);
    }

    @Override
    public void picture(SeenFrame frame) {
      told.add((frame.intact() ? "intact " : "damaged ") + frame.sequence());
    }

    @Override
    public void malformed(String why) {
      told.add("malformed");
    }

    @Override
    public void ended(String why) {
      told.add("ended");
    }
  }
}
