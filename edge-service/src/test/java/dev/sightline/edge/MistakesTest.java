package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.PushClient;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads that have a wrong URL, which no route reads. */
class MistakesTest {

  private static final Buffer BODY = Buffer.buffer("x".repeat(200_000));

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @CsvSource({"/, 405", "/front/stream, 405", "/uploads/x, 404", "/upload/%zz, 400"})
  void readsNoBodyWithoutEnd(String path, int status) {
    edge.start("front");
    try (PushClient client = PushClient.connect(edge.port())) {
      assertThat(client.endless("POST " + path).chunk(BODY).reply().status()).isEqualTo(status);

      client.awaitClosed();
    }
  }

  @Test
  void keepsTheConnectionOfAShortOne() {
    edge.start("front");
    try (PushClient client = PushClient.connect(edge.port())) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.exchange("POST /", BODY).status()).isEqualTo(405);
      }
    }
  }
}
