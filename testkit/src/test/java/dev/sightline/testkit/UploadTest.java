package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UploadTest {

  private static final long MANY = 1L << 30;
  private static final Buffer ZEROS = Buffer.buffer(new byte[1 << 16]);

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server =
      Await.result(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void sendsABodyPieceByPiece() {
    try (Upload upload = Upload.chunked(post("/echo"))) {
      upload.send(Buffer.buffer("one ")).send(Buffer.buffer("two")).finish();

      assertThat(upload.awaitReply().text()).isEqualTo("one two");
      assertThat(upload.written()).isEqualTo("one two".length());
    }
  }

  @Test
  void sendsABodyOfALength() {
    try (Upload upload = Upload.ofLength(post("/echo"), 7)) {
      upload.send(Buffer.buffer("one ")).send(Buffer.buffer("two")).finish();

      assertThat(upload.awaitReply().text()).isEqualTo("one two");
    }
  }

  @Test
  void hearsAnAnswerWithinTheBodyAndSaysHowMuchWasTaken() {
    try (Upload upload = Upload.ofLength(post("/refuse"), MANY).sendAgain(ZEROS, MANY)) {
      assertThat(upload.awaitReply().status()).isEqualTo(403);
      assertThat(upload.awaitReply().text()).isEqualTo("no");
      upload.awaitEnd();
      assertThat(upload.written()).isLessThan(MANY / 8);
    }
  }

  private PlainRequest post(String path) {
    return PlainRequest.get("http://127.0.0.1:" + server.actualPort() + path).withMethod("POST");
  }

  private void answer(HttpServerRequest request) {
    if (request.path().equals("/refuse")) {
      request.pause();
      request
          .response()
          .setStatusCode(403)
          .putHeader("Connection", "close")
          .end("no")
          .onComplete(sent -> request.connection().close());
    } else {
      request.body().onSuccess(body -> request.response().end(body));
    }
  }
}
