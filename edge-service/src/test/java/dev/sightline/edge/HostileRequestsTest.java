package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.TestViewer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What strangers send to an edge, and what they get: hostile-requests.txt. By TLS it is the same.
 */
@ParameterizedClass(name = "encrypted: {0}")
@ValueSource(booleans = {false, true})
class HostileRequestsTest {

  private static final String FOLLOWING = "GET /yard/state HTTP/1.1\r\nHost: edge\r\n\r\n";

  @TempDir private static Path directory;

  private static EdgeFixture edge;
  private static TestViewer viewer;

  @Parameter boolean encrypted;

  static List<HostileRequest> requests() {
    return HostileRequest.all();
  }

  @BeforeParameterizedClassInvocation
  static void start(boolean encrypted) {
    EdgeLimits usual = EdgeLimits.DEFAULT;
    edge = encrypted ? edge().withTls(TestTls.in(directory).config()) : edge();
    edge.withLimits(
            new EdgeLimits(
                usual.viewers(),
                usual.viewersPerStream(),
                usual.viewersPerAddress(),
                usual.connections(),
                Duration.ofSeconds(1),
                usual.idleTimeout()))
        .withTs("live")
        .start("front", "yard", "live");
    viewer = edge.watch("/front/stream");
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    edge.close();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void getTheirAnswerAndHarmNobody(HostileRequest request) {
    try (RawConnection stranger = connect().send(request.bytes())) {
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
    assertThat(edge.get("/status.json").status()).isEqualTo(200);
    int frame = (int) edge.publish().sequence();
    viewer.awaitFrame("the newest", seen -> seen.sequence() == frame);
  }

  private RawConnection connect() {
    RawConnection stranger = new RawConnection(edge.port());
    return encrypted ? stranger.encrypted("http/1.1") : stranger;
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
