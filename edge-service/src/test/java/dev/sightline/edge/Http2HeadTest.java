package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Http2Viewers;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.TestCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of answers to those who don't want them. */
class Http2HeadTest {

  @TempDir private static Path directory;
  private static TestCertificate certificate;

  private final EdgeFixture edge = edge().withTls(TestTls.in(directory, certificate).config());

  @BeforeAll
  static void makeCertificate() {
    certificate = TestTls.certificate(directory);
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/front/",
        "/front",
        "/status",
        "/front/status.json",
        "/front/snapshot?max_wait=0",
        "/front/ws",
        "/nothing/stream",
        "/nothing/at/all"
      })
  void isAllButTheBytes(String path) {
    edge.start("front");
    try (Http2Viewers client = new Http2Viewers(edge.outside(), edge.port())) {
      HttpReply got = client.get(path);

      HttpReply head = client.head(path);

      assertThat(head.status()).isEqualTo(got.status());
      assertThat(head.header("Content-Type")).isEqualTo(got.header("Content-Type"));
      assertThat(head.body().length()).isZero();
    }
  }
}
