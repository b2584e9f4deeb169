package dev.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(60)
class DemoViewerTest {

  /** More than the buffers of two sockets hold, so that it stays under way until it is read. */
  private static final int HUGE = 32 * 1024 * 1024;

  private Vertx vertx;
  private HttpServer server;

  @BeforeEach
  void startServer(Vertx vertx) throws Exception {
    this.vertx = vertx;
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::sendWhenWritable)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  @Test
  void dropsPicturesWhileTheLastOneIsUnderWay() throws IOException {
    try (RawViewer viewer = new RawViewer(server.actualPort())) {
      viewer.readHead();

      assertThat(viewer.readPart()).hasSize(HUGE);
      assertThat(viewer.readPart()).containsExactly('n', 'e', 'w');
    }
  }

  /** A picture too large to leave at once, one behind it, and then new ones all the time. */
  private void sendWhenWritable(HttpServerRequest request) {
    DemoViewer viewer = new DemoViewer(request.response());
    viewer.offer(DemoViewer.part(Buffer.buffer(new byte[HUGE])));
    viewer.offer(DemoViewer.part(Buffer.buffer("old")));
    long timer = vertx.setPeriodic(5, id -> viewer.offer(DemoViewer.part(Buffer.buffer("new"))));
    request.response().closeHandler(closed -> vertx.cancelTimer(timer));
  }
}
