package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
    Logging.configure(text(LogConfig.Level.WARN));
  }

  @Test
  void anEventIsOneLineWhateverItQuotes() {
    Logging.configure(text(LogConfig.Level.INFO));
    OURS.info("front: lost ({})", "a\r\nb");
    OURS.warn("front: lost", new IOException("c\nd", new IllegalStateException("cause")));
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0))
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  front: lost \\(a b\\)");
    assertThat(lines().get(1)).endsWith("WARN  front: lost (java.io.IOException: c)");
  }

  @ParameterizedTest
  @EnumSource
  void whatMayBeSecretInAUrlIsNotShownWhoeverTellsIt(LogConfig.Format format) {
    Logging.configure(new LogConfig(LogConfig.Level.DEBUG, format));
    String url = "http://user:password@192.0.2.1/mjpg?token=abc";
    OURS.debug("no answer of {}", url);
    HAZELCAST.warn("lost", new IOException("no route to " + url, new IOException(url)));
    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("no route to http://***@192.0.2.1/mjpg?…")
        .doesNotContain("password")
        .doesNotContain("abc");
  }

  @Test
  void debuggingShowsWhereItHappened() {
    Logging.configure(text(LogConfig.Level.DEBUG));
    OURS.debug("front: lost", new IOException("c"));
    assertThat(lines().size()).isGreaterThan(2);
    assertThat(lines().get(1)).isEqualTo("java.io.IOException: c");
  }

  @Test
  void librariesAreOneLevelQuieter() {
    Logging.configure(text(LogConfig.Level.INFO));
    HAZELCAST.info("hidden");
    HAZELCAST.warn("shown");
    Logging.configure(text(LogConfig.Level.DEBUG));
    HAZELCAST.debug("hidden");
    HAZELCAST.info("shown too");
    assertThat(lines()).hasSize(2).noneMatch(line -> line.contains("hidden"));
  }

  @Test
  void theNameOfTheClusterIsToldAtNoLevel() {
    Logging.configure(text(LogConfig.Level.DEBUG));
    LoggerFactory.getLogger("com.hazelcast.system").info("Cluster name: hidden");
    assertThat(lines()).isEmpty();
  }

  @Test
  void quietHidesWhatNeedsNoAttention() {
    Logging.configure(text(LogConfig.Level.WARN));
    OURS.info("hidden");
    OURS.warn("shown");
    assertThat(lines()).hasSize(1);
  }

  @Test
  void asJsonAnEventIsAnObjectOnOneLine() {
    Logging.configure(new LogConfig(LogConfig.Level.INFO, LogConfig.Format.JSON));
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    OURS.warn("it is \"lost\" ({})", "a\r\nb", new IOException("c\nd"));
    JsonObject event = onlyEvent();
    assertThat(Instant.parse(event.getString("timestamp"))).isBetween(before, Instant.now());
    assertThat(event.getString("timestamp")).matches(".*\\.\\d{3}Z");
    event.remove("timestamp");
    assertThat(event)
        .isEqualTo(
            new JsonObject()
                .put("level", "WARN")
                .put("logger", "dev.sightline.test")
                .put("message", "it is \"lost\" (a b)")
                .put("exception", "java.io.IOException: c d"));
  }

  @Test
  void asJsonAnEventNamesItsStreamAndTheNode() {
    Logging.configure(new LogConfig(LogConfig.Level.INFO, LogConfig.Format.JSON));
    Logging.nameNode("n1");
    OURS.info("{}: lost ({})", new StreamId("front"), "closed");
    assertThat(onlyEvent().getString("stream")).isEqualTo("front");
    assertThat(onlyEvent().getString("message")).isEqualTo("front: lost (closed)");
    assertThat(onlyEvent().getString("node")).isEqualTo("n1");
  }

  @Test
  void asJsonWhatBeginsWithAnythingElseIsOfNoStream() {
    Logging.configure(new LogConfig(LogConfig.Level.INFO, LogConfig.Format.JSON));
    OURS.info("{}: changed", Path.of("sightline.yaml"));
    OURS.info("{} and {}", new StreamId("front"), "others");
    OURS.info("{}: ");
    assertThat(lines()).hasSize(3).noneMatch(line -> line.contains("\"stream\""));
  }

  @Test
  void asJsonAnEventWithoutASentenceIsToldAllTheSame() {
    Logging.configure(new LogConfig(LogConfig.Level.INFO, LogConfig.Format.JSON));
    OURS.warn(null, new NullPointerException());
    OURS.warn(null, new StreamId("front"), "lost");
    assertThat(lines()).hasSize(2);
    JsonObject first = new JsonObject(lines().get(0));
    assertThat(first.getString("message")).isEmpty();
    assertThat(first.getString("exception")).startsWith("java.lang.NullPointerException");
  }

  @Test
  void asJsonDebuggingShowsWhereItHappened() {
    Logging.configure(new LogConfig(LogConfig.Level.DEBUG, LogConfig.Format.JSON));
    OURS.debug("front: lost", new IOException("c"));
    assertThat(onlyEvent().getString("trace")).contains("LoggingTest");
  }

  private JsonObject onlyEvent() {
    assertThat(lines()).hasSize(1);
    return new JsonObject(lines().get(0));
  }

  private static LogConfig text(LogConfig.Level level) {
    return new LogConfig(level, LogConfig.Format.TEXT);
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
