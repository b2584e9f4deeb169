package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EdgeTreeTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Shortly before the clock overflows. */
  private long now = Long.MAX_VALUE - SECOND;

  private int beyond;

  @Test
  void givesTheFirstPlacesAndThenTheNextHighest() {
    EdgeTree tree = tree(2);
    assertThat(joinAll(tree, 8))
        .containsExactly(
            Place.FIRST,
            Place.FIRST,
            new Place("e0", 2),
            new Place("e1", 2),
            new Place("e0", 2),
            new Place("e1", 2),
            new Place("e2", 3),
            new Place("e3", 3));
    assertThat(tree.first()).isEqualTo(2);
    assertThat(beyond).isZero();
  }

  @Test
  void serves4680EdgesByTheDegreeOfEight() {
    EdgeTree tree = tree(8);
    List<Place> places = joinAll(tree, 8 + 64 + 512 + 4096);
    assertThat(places).extracting(Place::depth).allMatch(depth -> depth <= EdgeTree.MOST_DEPTH);
    Map<String, Integer> children = new HashMap<>();
    places.forEach(place -> children.merge(String.valueOf(place.parent()), 1, Integer::sum));
    assertThat(children.values()).allMatch(count -> count == 8);
    assertThat(beyond).isZero();
  }

  @Test
  void saysTheSameUntilSomethingHasChanged() {
    EdgeTree tree = tree(1);
    joinAll(tree, 3);
    assertThat(asks(tree, "e2")).isEqualTo(new Place("e1", 3));
    assertThat(tree.standsAt("e2", true, "e1", now)).isEqualTo(new Place("e1", 3));
    assertThat(asks(tree, "e0")).isEqualTo(Place.FIRST);
  }

  @Test
  void whoAsksForItsPlaceWithoutSayingWhereItStandsIsTold() {
    EdgeTree tree = tree(1);
    joinAll(tree, 2);
    assertThat(tree.standsAt("e1", true, null, now)).isEqualTo(new Place("e0", 2));
    assertThat(tree.standsAt("e2", true, null, now)).isEqualTo(new Place("e1", 3));
    assertThat(tree.standsAt("e0", true, null, now)).isEqualTo(Place.FIRST);
  }

  @Test
  void sendsNobodyToOneWhoServesNobody() {
    EdgeTree tree = tree(2);
    assertThat(tree.asks("leaf", false, null, now)).isEqualTo(Place.FIRST);
    assertThat(asks(tree, "other")).isEqualTo(Place.FIRST);
    assertThat(asks(tree, "third").parent()).isEqualTo("other");
    tree.asks("other", false, null, now);
    assertThat(tree.standsAt("third", true, "other", now)).as("beyond").isEqualTo(Place.FIRST);
    assertThat(beyond).isEqualTo(1);
  }

  @Test
  void givesAPlaceBeyondTheDegreeWhereTheTreeIsTooDeep() {
    EdgeTree tree = tree(1);
    List<Place> places = joinAll(tree, 5);
    assertThat(places).extracting(Place::depth).containsExactly(1, 2, 3, 4, 1);
    assertThat(beyond).isEqualTo(1);
  }

  @Test
  void movesOneFromBeyondTheDegreeWhenThereIsAPlace() {
    EdgeTree tree = tree(1);
    joinAll(tree, 5);
    tree.leave("e3");
    assertThat(asks(tree, "e4")).as("not at once").isEqualTo(Place.FIRST);
    now += EdgeTree.TRY_AGAIN;
    assertThat(asks(tree, "e4")).isEqualTo(new Place("e2", 4));
  }

  @Test
  void sendsOneWhoComplainsElsewhereAndNotBackSoon() {
    EdgeTree tree = tree(2);
    joinAll(tree, 3);
    assertThat(tree.asks("e2", true, "e0", now)).isEqualTo(new Place("e1", 2));
    assertThat(tree.asks("e2", true, "e0", now)).as("told twice").isEqualTo(new Place("e1", 2));
    asks(tree, "e0");
    assertThat(tree.asks("e2", true, "e1", now)).as("there is none left").isEqualTo(Place.FIRST);

    now += EdgeTree.RESENTMENT + 1;
    assertThat(asks(tree, "e2")).isEqualTo(new Place("e0", 2));
  }

  @Test
  void sendsNobodyToOneOfWhomSomebodyComplainsUntilHeIsHeard() {
    EdgeTree tree = tree(2);
    joinAll(tree, 3);
    tree.asks("e2", true, "e0", now);
    assertThat(asks(tree, "e3").parent()).isEqualTo("e1");
    assertThat(asks(tree, "e4").parent()).isEqualTo("e2");
    asks(tree, "e0");
    assertThat(asks(tree, "e5").parent()).isEqualTo("e0");
  }

  @Test
  void movesUpWhoTellsWhereItStands() {
    EdgeTree tree = tree(1);
    joinAll(tree, 3);
    tree.leave("e0");
    assertThat(tree.standsAt("e1", true, "e0", now)).isEqualTo(Place.FIRST);
    assertThat(tree.standsAt("e2", true, "e1", now)).isEqualTo(new Place("e1", 2));
  }

  @Test
  void forgetsTheSilentAndSendsThoseBehindThemElsewhere() {
    EdgeTree tree = tree(2);
    joinAll(tree, 3);
    now += EdgeTree.SILENCE + 1;
    asks(tree, "e1");
    tree.standsAt("e2", true, "e0", now);
    tree.everySecond(now);
    assertThat(tree.size()).isEqualTo(2);
    assertThat(asks(tree, "e2")).isEqualTo(Place.FIRST);
  }

  @Test
  void takesInWhoIsUnknownAndSaysWhereItStands() {
    EdgeTree tree = tree(1);
    joinAll(tree, 1);
    assertThat(tree.standsAt("old", true, "e7", now)).isEqualTo(new Place("e0", 2));
  }

  @Test
  void sendsNobodyToThoseBehindHim() {
    EdgeTree tree = tree(1);
    joinAll(tree, 3);
    tree.leave("e0");
    assertThat(asks(tree, "e0")).as("back, with others behind it").isEqualTo(Place.FIRST);
    assertThat(tree.asks("e1", true, "e0", now).isFirst()).as("not to e2").isTrue();
  }

  @Test
  void sendsNobodyToOneWhoMayStillAskHim() {
    EdgeTree tree = tree(2);
    joinAll(tree, 3);
    tree.leave("e1");
    assertThat(tree.standsAt("e2", true, "e0", now)).isEqualTo(Place.FIRST);
    asks(tree, "e3");
    assertThat(tree.asks("e0", true, null, now)).isEqualTo(Place.FIRST);
    tree.leave("e0");
    asks(tree, "e4");
    assertThat(asks(tree, "e0").parent()).as("e2 may not know yet that it left it").isEqualTo("e4");
    assertThat(tree.standsAt("e2", true, "e0", now)).isEqualTo(Place.FIRST);
  }

  @Test
  void remembersNobodyIfTheOwnerGivesTheStreamToAll() {
    EdgeTree tree = tree(0);
    assertThat(joinAll(tree, 40)).containsOnly(Place.FIRST);
    assertThat(tree.standsAt("e1", true, "e0", now)).isEqualTo(Place.FIRST);
    assertThat(tree.size()).isZero();
  }

  private EdgeTree tree(int degree) {
    return new EdgeTree(degree, () -> beyond++);
  }

  private Place asks(EdgeTree tree, String name) {
    return tree.asks(name, true, null, now);
  }

  private List<Place> joinAll(EdgeTree tree, int count) {
    return IntStream.range(0, count).mapToObj(i -> asks(tree, "e" + i)).toList();
  }
}
