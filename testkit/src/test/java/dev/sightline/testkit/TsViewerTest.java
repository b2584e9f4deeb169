package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TsViewerTest {

  private final SampleTs sample = new SampleTs();
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server =
      Await.result(vertx.createHttpServer().webSocketHandler(this::serve).listen(0, "127.0.0.1"));

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void checksEveryMessage() {
    try (TsViewer viewer = watch("/whole")) {
      viewer.awaitVideo(6);

      assertThat(viewer.tally().isGapless()).isTrue();
      assertThat(viewer.tally().messages()).isEqualTo(1);
      assertThat(viewer.isDisconnected()).isFalse();
    }
  }

  @Test
  void takesNothingElseForPackets() {
    try (TsViewer viewer = watch("/text")) {
      Await.until("a message", () -> viewer.tally().messages() == 1);

      assertThat(viewer.tally().torn()).isEqualTo(1);
      assertThat(viewer.tally().isSound()).isFalse();
    }
  }

  @Test
  void tellsWhyItWasClosed() {
    try (TsViewer viewer = watch("/close")) {
      viewer.awaitDisconnect();

      assertThat(viewer.failure()).hasValue("the stream is gone");
      assertThat(viewer.closeCode()).isEqualTo(1001);
    }
  }

  private TsViewer watch(String path) {
    TsViewer viewer = TsViewer.open(vertx, "http://127.0.0.1:" + server.actualPort() + path);
    viewer.awaitConnection();
    return viewer;
  }

  private void serve(ServerWebSocket viewer) {
    switch (viewer.path()) {
      case "/whole" -> viewer.writeBinaryMessage(piece());
      case "/text" -> viewer.writeTextMessage("no packet");
      default -> viewer.close((short) 1001, "the stream is gone");
    }
  }

  private Buffer piece() {
    return sample.tables().appendBuffer(sample.start(0, 1_000));
  }
}
