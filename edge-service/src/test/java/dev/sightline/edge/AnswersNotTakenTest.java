package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.acme.Challenges;
import dev.sightline.node.FrameAncestors;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.ProxyConfig;
import dev.sightline.node.UrlConfig;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose answers nobody reads. */
@Timeout(60)
class AnswersNotTakenTest {

  private static final String REQUEST = "GET /status.json HTTP/1.1\r\nHost: edge\r\n\r\n";
  private static final String SOCKET_ELSEWHERE =
      "GET /attic HTTP/1.1\r\nHost: edge\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  private static final int MANY = 200_000;

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  /** What can be written before the end is what the system's buffers take, and no more. */
  @Test
  void endTheConnection() {
    edge.start("front");
    assertEndOf(edge.port(), REQUEST);
    HttpReply other = edge.get("/status.json");
    assertThat(other.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /a HTTP/1.1\r\nHost: edge\r\n\r\n", SOCKET_ELSEWHERE})
  void endItAtThePortOfWebSocketsToo(String request) {
    edge.start("front", "yard");
    assertEndOf(edge.socketPort(), request);
  }

  @ParameterizedTest
  @CsvSource({"GET, 200", "GET, 404", "POST, 405"})
  void endItWhereAnAuthorityAsks(String method, int status) {
    RedirectPort port =
        new RedirectPort(
            new HttpConfig(
                "127.0.0.1",
                0,
                Optional.empty(),
                OptionalInt.of(0),
                UrlConfig.DEFAULT,
                ProxyConfig.NONE,
                FrameAncestors.ANY),
            443,
            Optional.of(request -> request.response().setStatusCode(status).end()));
    Await.result(edge.outside().deployVerticle(port));
    String request = "%s %sabc HTTP/1.1\r\nHost: edge\r\n".formatted(method, Challenges.PATH);
    assertEndOf(port.port(), request + "\r\n");
    try (RawConnection stranger = new RawConnection(port.port())) {
      stranger.send(request + "Content-Length: 100000\r\n\r\n");
      assertThat(stranger.readHead())
          .startsWith("HTTP/1.1 %d ".formatted(status))
          .contains("connection: close\r\n");
      stranger.send("x".repeat(100_000));
      assertThat(stranger.isAtEnd()).isTrue();
    }
  }

  private static void assertEndOf(int port, String request) {
    try (RawConnection stranger = new RawConnection(port)) {
      assertThatThrownBy(
              () -> {
                for (int count = 0; count < MANY; count++) {
                  stranger.send(request);
                }
              })
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void areNoTroubleWhenTheyAreReadInTheEnd() {
    edge.start("front");
    try (RawConnection viewer = new RawConnection(edge.port())) {
      viewer.send(REQUEST.repeat(5));

      for (int count = 0; count < 5; count++) {
        String head = viewer.readHead();
        assertThat(head).startsWith("HTTP/1.1 200 OK\r\n");
        viewer.read(Integer.parseInt(head.replaceFirst("(?s).*content-length: (\\d+).*", "$1")));
      }
    }
  }
}
