package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.node.LogConfig;
import dev.sightline.node.Logging;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strangers write no lines of the log, whatever they send. */
class StrangersLinesTest {

  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final EdgeFixture edge = edge();

  @TempDir private Path directory;

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    Logging.configure(new LogConfig(LogConfig.Level.WARN, LogConfig.Format.TEXT));
  }

  @AfterEach
  void release() {
    edge.close();
    System.setErr(standardError);
    Logging.configure(new LogConfig(LogConfig.Level.WARN, LogConfig.Format.TEXT));
  }

  @Test
  void noneForWhatIsNoHttp2() {
    edge.withTls(TestTls.in(directory).config()).start("front");
    try (RawConnection stranger = new RawConnection(edge.port()).encrypted("h2")) {
      stranger.send("\nan own line\n".repeat(10)).awaitEnd();
    }
    edge.close();
    assertThat(written.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void noneForAnswersThatAreNotTaken() {
    edge.start("front");
    try (RawConnection stranger = new RawConnection(edge.port())) {
      stranger.send("GET /nothing/here HTTP/1.1\r\nHost: edge\r\n\r\n".repeat(2_000)).reset();
    }
    edge.close();
    assertThat(written.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
