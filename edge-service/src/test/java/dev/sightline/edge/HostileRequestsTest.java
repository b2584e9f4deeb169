package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.TestViewer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What strangers send to an edge, and what they get: hostile-requests.txt. */
class HostileRequestsTest {

  private static final String FOLLOWING = "GET /yard/state HTTP/1.1\r\nHost: edge\r\n\r\n";

  private static final EdgeFixture EDGE = edge();
  private static TestViewer viewer;

  static List<HostileRequest> requests() {
    return HostileRequest.all();
  }

  @BeforeAll
  static void start() {
    EdgeLimits usual = EdgeLimits.DEFAULT;
    EDGE.withLimits(
            new EdgeLimits(
                usual.viewers(),
                usual.viewersPerStream(),
                usual.viewersPerAddress(),
                usual.connections(),
                Duration.ofSeconds(1),
                usual.idleTimeout()))
        .withTs("live")
        .start("front", "yard", "live");
    viewer = EDGE.watch("/front/stream");
  }

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void getTheirAnswerAndHarmNobody(HostileRequest request) {
    try (RawConnection stranger = new RawConnection(EDGE.port()).send(request.bytes())) {
      for (HostileRequest.Answer expected : request.answers()) {
        assertAnswer(stranger, expected);
      }
      if (request.end() == HostileRequest.End.CLOSED) {
        assertThat(stranger.isAtEnd()).as("closed").isTrue();
      } else {
        String head = stranger.send(FOLLOWING).readHead();
        assertThat(head).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(body(stranger, head)).contains("\"instance_id\"");
      }
    }
    assertThat(EDGE.get("/status.json").status()).isEqualTo(200);
    int frame = (int) EDGE.publish().sequence();
    viewer.awaitFrame("the newest", seen -> seen.sequence() == frame);
  }

  @Test
  void areMoreThanSixty() {
    assertThat(requests()).hasSizeGreaterThan(60);
    assertThat(requests()).extracting(HostileRequest::name).doesNotHaveDuplicates();
  }

  private static void assertAnswer(RawConnection stranger, HostileRequest.Answer expected) {
    String head = stranger.readHead();
    assertThat(head).containsPattern("^HTTP/\\d\\.\\d %d ".formatted(expected.status()));
    assertThat(head.toLowerCase(Locale.ROOT))
        .containsPattern("\r\n(x-content-type-options: nosniff|content-length: 0)\r\n")
        .doesNotContain("\r\nserver:", "\r\nx-powered-by:", "evil");
    String body = new String(body(stranger, head).getBytes(ISO_8859_1), UTF_8);
    assertThat(body).doesNotContain("Exception", "vertx", "netty", "root:");
    if (!expected.body().equals("*")) {
      assertThat(body).isEqualTo(expected.body());
    }
  }

  private static String body(RawConnection connection, String head) {
    String length = head.replaceFirst("(?is).*\r\ncontent-length: (\\d+)\r\n.*", "$1");
    boolean hasLength = !length.equals(head);
    return hasLength ? connection.read(Integer.parseInt(length)) : "";
  }
}
