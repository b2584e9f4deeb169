package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.node.UrlConfig;
import dev.sightline.node.UrlDialect;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * URLs that can't be read and have a secret in them, in each dialect and at both ports. That none
 * is told anywhere, the kit looks after.
 */
@ParameterizedClass
@EnumSource(UrlDialect.class)
class BrokenUrlsTest {

  private static EdgeFixture edge;

  @Parameter UrlDialect dialect;

  @BeforeParameterizedClassInvocation
  static void start(UrlDialect dialect) {
    edge =
        edge()
            .withUrls(
                new UrlConfig(List.of("/cams"), Optional.of(TestFrames.FRONT), List.of(), dialect))
            .start("front", "yard");
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    edge.close();
  }

  static List<String> urls() {
    return Stream.of(
            "/",
            "/front",
            "/front/",
            "/cams",
            "/stream",
            "/yard/stream",
            "/snapshot",
            "/status",
            "/status.json",
            "/front/ws",
            "/streams",
            "/x")
        .flatMap(path -> Stream.of("?token=s3cret&x=%zz", "?x=%&token=s3cret").map(path::concat))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("urls")
  void areAnsweredByASentence(String url) {
    for (int port : List.of(edge.port(), edge.socketPort())) {
      assertSentence(port, "GET %s HTTP/1.1\r\nHost: edge\r\n\r\n".formatted(url));
      assertSentence(port, RawConnection.handshake(url));
    }
  }

  private static void assertSentence(int port, String request) {
    try (RawConnection client = new RawConnection(port)) {
      String head = client.send(request).readHead();
      assertThat(head).startsWith("HTTP/1.1 400 ");
      int length = Integer.parseInt(head.replaceFirst("(?s).*content-length: (\\d+).*", "$1"));
      assertThat(client.read(length)).isEqualTo("This URL is broken: after % come two digits.\n");
    }
  }
}
