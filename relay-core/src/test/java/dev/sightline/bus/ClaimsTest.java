package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Streams that only one ingest has the source of, and the one ingest that dials for all. */
class ClaimsTest {

  private static final StreamId YARD = new StreamId("yard");
  private static final String GARDEN = "site garden";
  private static final String HARBOUR = "site harbour";
  private static final Set<StreamId> SITE = Set.of(YARD);
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final Duration SHORTLY = Duration.ofSeconds(1);

  private final SimulatedCluster cluster = new SimulatedCluster(7);
  private final SimulatedNode first = cluster.start(0, Set.of());
  private final SimulatedNode second = cluster.start(0, Set.of());

  @Test
  void whoHasTheOnlySourceOwnsTheStreamWithoutBeingAsked() {
    pass(QUIET);
    second.claim(GARDEN, SITE);
    pass(SHORTLY);

    assertThat(second.owned()).containsOnlyKeys(YARD);
    assertThat(ownerAt(first)).isEqualTo(second.name());
  }

  @Test
  void theNewestSourceWinsAndTheOneBeforeYields() {
    pass(QUIET);
    first.claim(GARDEN, SITE);
    pass(SHORTLY);
    Epoch before = first.owned().get(YARD);

    second.claim(GARDEN, SITE);
    pass(SHORTLY);

    assertThat(second.owned().get(YARD)).isGreaterThan(before);
    assertThat(first.owned()).isEmpty();
    assertThat(first.overruled()).containsExactly(YARD);
    assertThat(ownerAt(first)).isEqualTo(second.name());
    pass(QUIET);
    assertThat(second.owned()).as("it stays there").containsOnlyKeys(YARD);
  }

  @Test
  void anotherLinkDoesNotTakeAStreamThatOneHas() {
    pass(QUIET);
    first.claim(GARDEN, SITE);
    pass(SHORTLY);
    Epoch before = first.owned().get(YARD);

    second.claim(HARBOUR, SITE);
    pass(QUIET);

    assertThat(first.owned()).containsExactly(Map.entry(YARD, before));
    assertThat(first.overruled()).isEmpty();
    assertThat(first.taken()).isEmpty();
    assertThat(second.owned()).isEmpty();
    assertThat(second.overruled()).isEmpty();
    assertThat(second.taken()).containsExactly(Map.entry(YARD, GARDEN));
  }

  @Test
  void anotherLinkHasTheStreamAsSoonAsNobodyElseHas() {
    pass(QUIET);
    first.claim(GARDEN, SITE);
    second.claim(HARBOUR, SITE);
    pass(QUIET);
    SimulatedNode loser = first.owned().isEmpty() ? first : second;
    SimulatedNode winner = loser == first ? second : first;
    assertThat(winner.owned()).containsOnlyKeys(YARD);
    assertThat(List.of(first.overruled(), second.overruled())).allMatch(Set::isEmpty);

    cluster.kill(winner);
    pass(SHORTLY);

    assertThat(loser.owned()).containsOnlyKeys(YARD);
    assertThat(loser.taken()).isEmpty();
  }

  @Test
  void oneThatHasLostItsLinkDoesNotTakeAStreamBack() {
    pass(QUIET);
    first.claim(HARBOUR, SITE);
    pass(SHORTLY);
    second.claim(GARDEN, SITE);
    pass(SHORTLY);
    second.loseLink();
    first.claim(GARDEN, SITE);
    pass(QUIET);

    assertThat(first.owned()).containsOnlyKeys(YARD);
    assertThat(second.owned()).isEmpty();
    assertThat(second.taken()).isEmpty();
  }

  @Test
  void aConfiguredCameraGoesBeforeAClaim() {
    SimulatedNode configured = cluster.start(0, SITE);
    pass(QUIET);

    first.claim(GARDEN, SITE);
    pass(SHORTLY);

    assertThat(first.owned()).isEmpty();
    assertThat(first.taken()).containsExactly(Map.entry(YARD, "a camera of this cluster"));
    assertThat(ownerAt(second)).isEqualTo(configured.name());
  }

  @Test
  void aClaimIsGivenUpWhenTheStreamIsConfiguredSomewhere() {
    pass(QUIET);
    first.claim(GARDEN, SITE);
    pass(SHORTLY);

    second.configure(SITE);
    pass(QUIET);

    assertThat(first.owned()).isEmpty();
    assertThat(second.owned()).containsOnlyKeys(YARD);
  }

  @Test
  void theOldestOfThoseThatDialDialsForAll() {
    SimulatedNode third = cluster.start(0, Set.of());
    List.of(second, third).forEach(SimulatedNode::dial);
    pass(QUIET);

    assertThat(elected()).containsExactly(second.name());

    cluster.kill(second);
    pass(SHORTLY);
    assertThat(elected()).containsExactly(third.name());
  }

  @Test
  void oneThatStopsLetsTheNextOneDial() {
    List.of(first, second).forEach(SimulatedNode::dial);
    pass(QUIET);
    assertThat(elected()).containsExactly(first.name());

    cluster.stop(first);
    pass(SHORTLY);

    assertThat(elected()).containsExactly(second.name());
  }

  @Test
  void whoeverWatchesAStreamIsKeptWhileItsLinkChangesHands() {
    pass(QUIET);
    first.claim(GARDEN, SITE);
    pass(SHORTLY);
    List<StreamId> gone = new ArrayList<>();
    second.bus().onRemoval(gone::add);

    first.claim(GARDEN, Set.of());
    pass(SHORTLY);
    assertThat(entryAt(second).owner()).isNull();
    assertThat(entryAt(second).status().reason()).isEqualTo("it doesn't come by any link now");

    pass(Duration.ofSeconds(5));
    second.claim(GARDEN, SITE);
    pass(QUIET);
    assertThat(ownerAt(second)).isEqualTo(second.name());
    assertThat(gone).isEmpty();
  }

  @Test
  void aStreamThatNoLinkBringsAnyMoreIsGoneAfterSomeSeconds() {
    pass(QUIET);
    first.claim(GARDEN, SITE);
    pass(SHORTLY);
    List<StreamId> gone = new ArrayList<>();
    second.bus().onRemoval(gone::add);

    first.claim(GARDEN, Set.of());
    pass(Duration.ofSeconds(9));
    assertThat(gone).isEmpty();
    pass(Duration.ofSeconds(4));

    assertThat(gone).containsExactly(YARD);
    assertThat(second.bus().directory().find(YARD)).isEmpty();
  }

  private static Entry entryAt(SimulatedNode node) {
    return node.bus().directory().find(YARD).orElseThrow();
  }

  private List<String> elected() {
    return cluster.nodes().stream()
        .filter(SimulatedNode::isElected)
        .map(SimulatedNode::name)
        .toList();
  }

  private static String ownerAt(SimulatedNode node) {
    return node.bus().directory().find(YARD).map(Entry::owner).map(Epoch::node).orElse("nobody");
  }

  private void pass(Duration time) {
    cluster.time().pass(time);
  }
}
