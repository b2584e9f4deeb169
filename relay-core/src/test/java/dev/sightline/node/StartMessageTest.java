package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StartMessageTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(StartMessage.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final StringWriter out = new StringWriter();
  private final StartMessage message =
      new StartMessage(Role.INGEST).status("0.0.0.0", 8080).line("streams", "front, yard");

  @BeforeEach
  void listen() {
    Logging.configure(LogConfig.DEFAULT);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
  }

  @Test
  void isAFewLinesForPeople() {
    print(LogConfig.Format.TEXT);
    assertThat(out.toString().lines())
        .containsExactly(
            "Sightline ingest is up",
            "  status      http://localhost:8080/status.json",
            "  streams     front, yard");
    assertThat(log.list).isEmpty();
  }

  @Test
  void isAnEventWhereProgramsReadTheLog() {
    print(LogConfig.Format.JSON);
    assertThat(out.toString()).isEmpty();
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "Sightline ingest is up; status http://localhost:8080/status.json; streams front, yard");
  }

  private void print(LogConfig.Format format) {
    message.print(new PrintWriter(out), new LogConfig(LogConfig.Level.INFO, format));
  }
}
