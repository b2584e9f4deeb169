package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.testkit.HttpReply;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests whose answers nobody reads. */
class AnswersNotTakenTest {

  private static final String REQUEST = "GET /status.json HTTP/1.1\r\nHost: edge\r\n\r\n";
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
    try (RawConnection stranger = new RawConnection(edge.port())) {
      assertThatThrownBy(
              () -> {
                for (int count = 0; count < MANY; count++) {
                  stranger.send(REQUEST);
                }
              })
          .isInstanceOf(UncheckedIOException.class);
    }
    HttpReply other = edge.get("/status.json");
    assertThat(other.status()).isEqualTo(200);
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
