package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Which streams of another cluster are taken, and what the log says of the others. */
class RemoteSelectionTest {

  private static final RemoteNames NAMES =
      new RemoteNames("upstream eu", Set.of(), "eu-", Optional.of("us"));

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void stop() {
    logger().detachAppender(log);
  }

  @Test
  void aStreamThatHasBeenHereIsLeftOut() {
    assertThat(selected(10, entry("yard", List.of("us", "eu")), entry("gate", List.of("eu"))))
        .containsExactly("eu-gate");
    assertThat(messages())
        .containsExactly("upstream eu: left out, since the stream yard comes from here: us > eu");
  }

  @Test
  void aStreamThatHasBeenNearlyEverywhereIsLeftOutForThat() {
    List<String> far = IntStream.rangeClosed(1, 9).mapToObj(hop -> "r" + hop).toList();

    assertThat(selected(10, entry("yard", far), entry("gate", far.subList(0, 8))))
        .containsExactly("eu-gate");
    assertThat(messages())
        .containsExactly(
            "upstream eu: left out, since the stream yard has come through too many regions:"
                + " r1 > r2 > r3 > r4 > r5 > r6 > r7 > r8 > r9");
  }

  @Test
  void aStreamWhoseNameIsTooLongIsLeftOut() {
    String longest = "y".repeat(61);

    assertThat(selected(10, entry(longest, List.of()))).isEmpty();
    assertThat(messages())
        .containsExactly(
            "upstream eu: left out, since the name of the stream %s is too long with the prefix"
                .formatted(longest));
  }

  @Test
  void moreStreamsThanMayBeAreLeftOut() {
    assertThat(selected(2, entry("a", List.of()), entry("b", List.of()), entry("c", List.of())))
        .containsExactly("eu-a", "eu-b");
    assertThat(messages())
        .containsExactly("upstream eu: left out, since 2 streams of it are taken at most: c");
  }

  private static List<String> selected(int most, Entry... entries) {
    return new RemoteSelection(NAMES, most)
        .of(List.of(entries)).keySet().stream().map(StreamId::name).toList();
  }

  private static Entry entry(String name, List<String> hops) {
    StreamStatus status =
        new StreamStatus(
            new StreamId(name),
            StreamKind.PICTURES,
            StreamState.LIVE,
            0,
            null,
            "camera",
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            hops,
            false);
    return new Entry(status, new Epoch(1, "there"));
  }

  private List<String> messages() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(RemoteSelection.class);
  }
}
