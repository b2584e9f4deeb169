package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {

  private static final Logger OURS = LoggerFactory.getLogger("dev.sightline.test");
  private static final Logger HAZELCAST = LoggerFactory.getLogger("com.hazelcast.test");

  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setErr(standardError);
    Logging.configure(LogConfig.Level.WARN);
  }

  @Test
  void anEventIsOneLineWhateverItQuotes() {
    Logging.configure(LogConfig.Level.INFO);
    OURS.info("front: lost ({})", "a\r\nb");
    OURS.warn("front: lost", new IOException("c\nd", new IllegalStateException("cause")));
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  front: lost \\(a b\\)");
    assertThat(lines().get(1)).endsWith("WARN  front: lost (java.io.IOException: c)");
  }

  @Test
  void debuggingShowsWhereItHappened() {
    Logging.configure(LogConfig.Level.DEBUG);
    OURS.debug("front: lost", new IOException("c"));
    assertThat(lines().size()).isGreaterThan(2);
    assertThat(lines().get(1)).isEqualTo("java.io.IOException: c");
  }

  @Test
  void librariesAreOneLevelQuieter() {
    Logging.configure(LogConfig.Level.INFO);
    HAZELCAST.info("hidden");
    HAZELCAST.warn("shown");
    Logging.configure(LogConfig.Level.DEBUG);
    HAZELCAST.debug("hidden");
    HAZELCAST.info("shown too");
    assertThat(lines()).hasSize(2).noneMatch(line -> line.contains("hidden"));
  }

  @Test
  void theNameOfTheClusterIsToldAtNoLevel() {
    Logging.configure(LogConfig.Level.DEBUG);
    LoggerFactory.getLogger("com.hazelcast.system").info("Cluster name: hidden");
    assertThat(lines()).isEmpty();
  }

  @Test
  void quietHidesWhatNeedsNoAttention() {
    Logging.configure(LogConfig.Level.WARN);
    OURS.info("hidden");
    OURS.warn("shown");
    assertThat(lines()).hasSize(1);
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
