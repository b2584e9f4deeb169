package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.TestCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where somebody comes without TLS. */
class RedirectPortTest {

  @TempDir private static Path directory;

  private static TestCertificate certificate;

  private final EdgeFixture edge = edge().withTls(TestTls.in(directory, certificate).config());

  @BeforeAll
  static void certify() {
    certificate = TestTls.certificate(directory);
  }

  @BeforeEach
  void start() {
    edge.start("front");
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, localhost",
    "127.0.0.1, 127.0.0.1",
    "[::1], [::1]",
    "cams.example.org, cams.example.org"
  })
  void leadsToTheSamePlaceByTls(String host, String same) {
    String answer = ask("GET", "/front/stream?fps=5&x=%0d%0a", host + ":" + edge.redirectPort());
    assertThat(answer)
        .startsWith("HTTP/1.1 308 ")
        .contains(
            "location: https://%s:%d/front/stream?fps=5&x=%%0d%%0a\r\n"
                .formatted(same, edge.port()));
  }

  @Test
  void leadsToThePortOfHttpsWhereItsOwnPortIsMapped() {
    assertThat(ask("GET", "/front/", "cams.example.org"))
        .contains("location: https://cams.example.org/front/\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "POST", "OPTIONS", "DELETE"})
  void whateverTheMethod(String method) {
    assertThat(ask(method, "/", "localhost")).startsWith("HTTP/1.1 308 ");
  }

  @Test
  void aSecondSlashLeadsToNobodyElse() {
    assertThat(ask("GET", "//evil.example/", "localhost"))
        .contains("location: https://localhost//evil.example/\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example/x",
        "user@evil.example",
        "a b",
        "<script>",
        "localhost:80:80",
        "localhost:",
        "localhost:123456",
        "[::1",
        "-",
        "localhost\r\nHost: other"
      })
  void refusesWhatIsNoHost(String host) {
    assertThat(ask("GET", "/", host)).startsWith("HTTP/1.1 400 ").doesNotContain("location");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example/", "*", "evil", "/a\u0001b", "/a\u00e9"})
  void refusesWhatIsNoPath(String target) {
    assertThat(ask("GET", target, "localhost"))
        .startsWith("HTTP/1.1 400 ")
        .doesNotContain("location");
  }

  @Test
  void refusesHeadersWithoutAnEnd() {
    try (RawConnection client = new RawConnection(edge.redirectPort())) {
      client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(9_000) + "\r\n\r\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 431 ");
    }
  }

  @Test
  void aConnectionEndsAfterItsAnswer() {
    try (RawConnection client = new RawConnection(edge.redirectPort())) {
      client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      String head = client.readHead();
      int length = Integer.parseInt(head.replaceAll("(?s).*content-length: (\\d+).*", "$1"));
      client.read(length);
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void aConnectionWithoutARequestEndsToo() {
    try (RawConnection client = new RawConnection(edge.redirectPort())) {
      client.send("GET / HT");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  private String ask(String method, String target, String host) {
    try (RawConnection client = new RawConnection(edge.redirectPort())) {
      client.send("%s %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(method, target, host));
      return client.readHead();
    }
  }
}
