package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {

  private static final List<String> MEMBERS = List.of("self", "other");

  private final Reconnections reconnections = new Reconnections();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();
  private final Watchdog watchdog = new Watchdog(reconnections, () -> now);

  @BeforeEach
  void bothAreHeard() {
    watchdog.countIn(new RelayMetrics(registry));
    watchdog.everySecond(MEMBERS);
    second("self", "other");
  }

  @Test
  void leavesThoseAloneThatAreHeard() {
    seconds(60, "self", "other");
    assertThat(reconnections.nodes).isEmpty();
  }

  @Test
  void reconnectsASilentMemberEveryFewSecondsUntilItIsHeard() {
    seconds(5, "self");
    assertThat(reconnections.nodes).isEmpty();
    second("self");
    assertThat(reconnections.nodes).containsExactly("other");
    seconds(7, "self");
    assertThat(reconnections.nodes).containsExactly("other", "other");
    assertThat(count("sightline.bus.deaf")).isOne();
    assertThat(count("sightline.bus.healed")).isZero();
    seconds(10, "self", "other");
    assertThat(reconnections.nodes).hasSize(2);
    assertThat(count("sightline.bus.healed")).isOne();
  }

  @Test
  void noticesThatItsOwnWordsDoNotComeBack() {
    seconds(7, "other");
    assertThat(reconnections.nodes).containsExactly("self");
  }

  @Test
  void forgetsWhoHasLeft() {
    seconds(5, "self");
    for (int i = 0; i < 8; i++) {
      pass(Duration.ofSeconds(1), List.of("self"), "self");
    }
    assertThat(reconnections.nodes).isEmpty();
  }

  @Test
  void givesANewMemberTheTimeOfAStart() {
    List<String> three = List.of("self", "other", "new");
    for (int i = 0; i < 30; i++) {
      pass(Duration.ofSeconds(1), three, "self", "other");
    }
    assertThat(reconnections.nodes).isEmpty();
    pass(Duration.ofSeconds(1), three, "self", "other");
    pass(Duration.ofSeconds(1), three, "self", "other");
    assertThat(reconnections.nodes).containsExactly("new");
  }

  @Test
  void takesItsOwnStandstillForNobodysSilence() {
    pass(Duration.ofMinutes(5), MEMBERS);
    for (int tick = 0; tick < 300; tick++) {
      pass(Duration.ZERO, MEMBERS);
    }
    assertThat(reconnections.nodes).isEmpty();
  }

  private double count(String name) {
    return registry.get(name).functionCounter().count();
  }

  private void seconds(int count, String... heard) {
    for (int i = 0; i < count; i++) {
      second(heard);
    }
  }

  private void second(String... heard) {
    pass(Duration.ofSeconds(1), MEMBERS, heard);
  }

  private void pass(Duration time, List<String> members, String... heard) {
    now += time.toNanos();
    List.of(heard).forEach(watchdog::heard);
    watchdog.everySecond(members);
  }

  /** A transport that only notes whom it was told to reconnect. */
  private static final class Reconnections implements FrameTransport {

    private final List<String> nodes = new ArrayList<>();

    @Override
    public void reconnect(String node) {
      nodes.add(node);
    }

    @Override
    public String node() {
      return "self";
    }

    @Override
    public List<String> nodes() {
      return MEMBERS;
    }

    @Override
    public boolean isClustered() {
      return true;
    }

    @Override
    public void onNodeLeft(Handler<String> handler) {}

    @Override
    public Future<Answer> ask(String ingest, Ask ask, Duration expiry) {
      return Future.failedFuture("no asks here");
    }

    @Override
    public Future<Void> listenForAsks(AskHandler handler) {
      return Future.succeededFuture();
    }

    @Override
    public void announce(Announcement announcement) {}

    @Override
    public Future<Void> listenForAnnouncements(Handler<Announcement> handler) {
      return Future.succeededFuture();
    }
  }
}
