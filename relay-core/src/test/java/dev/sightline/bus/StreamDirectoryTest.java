package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDirectoryTest {

  private static final StreamId FRONT = new StreamId("front");
  private static final StreamId BACK = new StreamId("back");
  private static final Epoch EARLIER = new Epoch(1_000, "node-b");
  private static final Epoch LATER = new Epoch(2_000, "node-a");

  private long now = 5_000_000;
  private final StreamDirectory directory = new StreamDirectory(() -> now);
  private final List<Entry> changes = new ArrayList<>();
  private final List<StreamId> removals = new ArrayList<>();

  @BeforeEach
  void listen() {
    directory.onChange(changes::add);
    directory.onRemoval(removals::add);
  }

  @Test
  void listsWhatTheNodesHaveInOrder() {
    announce(EARLIER, live(FRONT));
    announce(LATER, live(BACK));
    assertThat(directory.entries()).extracting(Entry::stream).containsExactly(BACK, FRONT);
    assertThat(owner(FRONT)).isEqualTo(EARLIER);
    assertThat(directory.find(new StreamId("elsewhere"))).isEmpty();
  }

  @Test
  void takesTheHigherEpochForTheOwnerInWhateverOrderTheyCome() {
    announce(LATER, live(FRONT));
    announce(EARLIER, live(FRONT));
    assertThat(owner(FRONT)).isEqualTo(LATER);
    announce(LATER, live(FRONT));
    assertThat(owner(FRONT)).isEqualTo(LATER);
  }

  @Test
  void goesBackToTheOtherNodeWhenTheOwnerLeaves() {
    announce(EARLIER, live(FRONT));
    announce(LATER, live(FRONT));
    directory.forget(LATER.node());
    assertThat(owner(FRONT)).isEqualTo(EARLIER);
  }

  @Test
  void forgetsAStreamThatItsNodeNoLongerNames() {
    announce(EARLIER, live(FRONT), live(BACK));
    announce(EARLIER, live(BACK));
    assertThat(directory.find(FRONT)).isEmpty();
    assertThat(directory.find(BACK)).isPresent();
  }

  @Test
  void tellsOfAStreamThatItsNodeNoLongerNames() {
    announce(EARLIER, live(FRONT), live(BACK));
    assertThat(removals).isEmpty();
    announce(EARLIER, live(BACK));
    announce(EARLIER, live(BACK));
    assertThat(removals).containsExactly(FRONT);
  }

  @Test
  void tellsOfNoRemovalWhileAnotherNodeHasTheStream() {
    announce(EARLIER, live(FRONT));
    announce(LATER, live(FRONT));
    announce(LATER, new StreamStatus[0]);
    assertThat(removals).isEmpty();
    assertThat(owner(FRONT)).isEqualTo(EARLIER);
    announce(EARLIER, new StreamStatus[0]);
    assertThat(removals).containsExactly(FRONT);
  }

  @Test
  void tellsOfNoRemovalWhenTheNodeIsGone() {
    announce(EARLIER, live(FRONT));
    directory.forget(EARLIER.node());
    passSeconds(601);
    assertThat(directory.find(FRONT)).isEmpty();
    assertThat(removals).isEmpty();
  }

  @Test
  void keepsTheOtherStreamsWhenOneChanges() {
    announce(EARLIER, live(FRONT), live(BACK));
    directory.hear(
        new Announcement(EARLIER, null, false, List.of(status(FRONT, StreamState.RETRYING))));
    assertThat(state(FRONT)).isEqualTo(StreamState.RETRYING);
    assertThat(state(BACK)).isEqualTo(StreamState.LIVE);
  }

  @Test
  void forgetsANodeThatFellSilent() {
    announce(EARLIER, live(FRONT));
    announce(LATER, live(BACK));
    passSeconds(60);
    announce(LATER, live(BACK));
    assertThat(owner(FRONT)).isEqualTo(EARLIER);
    passSeconds(1);
    assertThat(owner(FRONT)).isNull();
    assertThat(owner(BACK)).isEqualTo(LATER);
  }

  @Test
  void takesNoNodeForSilentSinceThisOneStoodStill() {
    announce(EARLIER, live(FRONT));
    passSeconds(5);
    passAtOnce(Duration.ofSeconds(45));
    passAtOnce(Duration.ZERO);
    assertThat(owner(FRONT)).isEqualTo(EARLIER);

    passSeconds(61);
    assertThat(owner(FRONT)).isNull();
  }

  @Test
  void listsTheStreamsOfAGoneNodeWithoutAnOwner() {
    announce(EARLIER, live(FRONT));
    directory.forget(EARLIER.node());
    assertThat(owner(FRONT)).isNull();
    assertThat(state(FRONT)).isEqualTo(StreamState.RETRYING);
    assertThat(directory.find(FRONT).orElseThrow().status().reason())
        .isEqualTo("its ingest is gone");
    assertThat(directory.find(FRONT).orElseThrow().status().since()).isEqualTo(now);
  }

  @Test
  void forgetsAStreamThatFoundNoOwner() {
    announce(EARLIER, live(FRONT));
    directory.forget(EARLIER.node());
    passSeconds(600);
    assertThat(directory.find(FRONT)).isPresent();
    passSeconds(1);
    assertThat(directory.find(FRONT)).isEmpty();
  }

  @Test
  void givesAStreamToTheNodeThatTakesItUp() {
    announce(EARLIER, live(FRONT));
    directory.forget(EARLIER.node());
    announce(LATER, live(FRONT));
    assertThat(owner(FRONT)).isEqualTo(LATER);
    for (int i = 0; i < 700; i++) {
      passSeconds(1);
      announce(LATER, live(FRONT));
    }
    assertThat(owner(FRONT)).as("when the orphan's time is over").isEqualTo(LATER);
  }

  @Test
  void isSettledWhenAllMembersHaveAnnouncedThemselves() {
    Set<String> members = Set.of(EARLIER.node(), LATER.node());
    announce(EARLIER, new StreamStatus[0]);
    directory.settleIfComplete(members);
    assertThat(directory.settled().isComplete()).isFalse();
    announce(LATER, live(FRONT));
    directory.settleIfComplete(members);
    assertThat(directory.settled().succeeded()).isTrue();
  }

  @Test
  void isNotSettledByAChangeOfANodeThatHasNotSaidWhatItHas() {
    directory.hear(new Announcement(EARLIER, null, false, List.of(live(FRONT))));
    directory.settleIfComplete(Set.of(EARLIER.node()));
    assertThat(directory.settled().isComplete()).isFalse();
    announce(EARLIER, live(FRONT), live(BACK));
    directory.settleIfComplete(Set.of(EARLIER.node()));
    assertThat(directory.settled().succeeded()).isTrue();
    assertThat(directory.entries()).hasSize(2);
  }

  @Test
  void tellsOfEachChangeOnce() {
    announce(EARLIER, live(FRONT));
    announce(EARLIER, live(FRONT));
    assertThat(changes).extracting(Entry::owner).containsExactly(EARLIER);

    changes.clear();
    announce(EARLIER, status(FRONT, StreamState.RETRYING));
    announce(EARLIER, status(FRONT, StreamState.RETRYING));
    assertThat(changes)
        .extracting(entry -> entry.status().state())
        .containsExactly(StreamState.RETRYING);

    changes.clear();
    announce(LATER, status(FRONT, StreamState.RETRYING));
    announce(EARLIER, status(FRONT, StreamState.RETRYING));
    assertThat(changes).extracting(Entry::owner).containsExactly(LATER);

    changes.clear();
    directory.forget(LATER.node());
    directory.forget(EARLIER.node());
    passSeconds(1);
    assertThat(changes).extracting(Entry::owner).containsExactly(EARLIER, null);
  }

  @Test
  void showsAListenerTheListThatItIsToldOf() {
    List<Epoch> seen = new ArrayList<>();
    directory.onChange(entry -> seen.add(owner(entry.stream())));
    announce(EARLIER, live(FRONT));
    assertThat(seen).containsExactly(EARLIER);
  }

  @Test
  void takesABoundedNumberOfStreamsFromANode() {
    StreamStatus[] many = new StreamStatus[StreamDirectory.MAX_STREAMS_PER_NODE + 1];
    for (int i = 0; i < many.length; i++) {
      many[i] = live(new StreamId("camera-" + i));
    }
    announce(EARLIER, many);
    assertThat(directory.entries()).hasSize(StreamDirectory.MAX_STREAMS_PER_NODE);
  }

  @Test
  void knowsWhereTheIngestOfAStreamTakesWhatIsPushed() {
    Entrance entrance = new Entrance("192.0.2.20", 8080, Set.of());
    directory.hear(new Announcement(EARLIER, entrance, true, List.of(live(FRONT))));
    announce(LATER, live(BACK));

    assertThat(directory.entranceOf(FRONT)).contains(entrance);
    assertThat(directory.entranceOf(BACK)).as("that ingest has none").isEmpty();
    assertThat(directory.entranceOf(new StreamId("elsewhere"))).isEmpty();

    directory.forget(EARLIER.node());
    assertThat(directory.entranceOf(FRONT)).as("the ingest is gone").isEmpty();
  }

  @Test
  void findsTheIngestThatKnowsTheSecretOfAnUpload() {
    Entrance one = new Entrance("one", 1, Set.of(UploadKey.of(EARLIER, "s3cret")));
    Entrance other = new Entrance("other", 2, Set.of(UploadKey.of(EARLIER, "hidden")));
    directory.hear(new Announcement(EARLIER, one, true, List.of()));
    directory.hear(new Announcement(LATER, other, true, List.of()));

    assertThat(directory.entranceForUpload("s3cret")).contains(one);
    assertThat(directory.entranceForUpload("hidden"))
        .as("a key that was made for another run")
        .isEmpty();
    assertThat(one.toString()).doesNotContain("s3cret");
  }

  @Test
  void findsTheIngestThatTakesAnyUpload() {
    Entrance open = new Entrance("one", 1, Set.of(UploadKey.ANY));
    directory.hear(new Announcement(EARLIER, open, true, List.of()));

    assertThat(directory.entranceForUpload("whatever")).contains(open);
  }

  @Test
  void prefersTheIngestThatKnowsTheSecretToOneThatTakesAny() {
    Entrance knowing = new Entrance("one", 1, Set.of(UploadKey.of(EARLIER, "s3cret")));
    Entrance open = new Entrance("other", 2, Set.of(UploadKey.ANY));
    directory.hear(new Announcement(EARLIER, knowing, true, List.of()));
    directory.hear(new Announcement(LATER, open, true, List.of()));

    assertThat(directory.entranceForUpload("s3cret")).contains(knowing);
    assertThat(directory.entranceForUpload("whatever")).contains(open);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "whatever"})
  void prefersTheHighestEpochOfIngestsThatTakeAnUpload(String secret) {
    for (int i = 1; i <= 20; i++) {
      Epoch epoch = new Epoch(i, "node-" + i);
      Set<String> keys = Set.of(UploadKey.of(epoch, "s3cret"), UploadKey.ANY);
      directory.hear(new Announcement(epoch, new Entrance("host", i, keys), true, List.of()));
    }

    assertThat(directory.entranceForUpload(secret).orElseThrow().port()).isEqualTo(20);
  }

  @Test
  void awaitsUploadsWhileAnIngestOfMpegTsIsAway() {
    Set<String> members = Set.of(EARLIER.node());
    assertThat(directory.awaitsUploads()).as("who is there is unknown").isTrue();
    announce(EARLIER, live(FRONT));
    directory.settleIfComplete(members);
    assertThat(directory.awaitsUploads()).as("there are pictures only").isFalse();

    announce(EARLIER, ts(BACK));
    assertThat(directory.awaitsUploads()).as("it doesn't listen yet").isTrue();
    Entrance entrance = new Entrance("one", 1, Set.of());
    directory.hear(new Announcement(EARLIER, entrance, true, List.of(ts(BACK))));
    assertThat(directory.awaitsUploads()).isFalse();

    directory.forget(EARLIER.node());
    assertThat(directory.awaitsUploads()).as("it is gone").isTrue();
  }

  @Test
  void listsEachLinkOnceAsTheIngestTellsThatKnowsMostOfIt() {
    announce(EARLIER, link("garden", true, 10, 1), link("barn", false, 10, 0));
    announce(LATER, link("garden", false, 90, 3), link("barn", false, 20, 1));

    assertThat(directory.links())
        .containsExactly(
            new LinkEntry(link("barn", false, 20, 1), LATER.node()),
            new LinkEntry(link("garden", true, 10, 1), EARLIER.node()));

    announce(EARLIER, link("garden", false, 80, 1), link("barn", false, 30, 0));
    assertThat(directory.links())
        .as("of two who have lost it the last, and not who never had it")
        .containsExactly(
            new LinkEntry(link("barn", false, 20, 1), LATER.node()),
            new LinkEntry(link("garden", false, 90, 3), LATER.node()));

    directory.forget(LATER.node());
    assertThat(directory.links()).extracting(LinkEntry::ingest).containsOnly(EARLIER.node());
    announce(EARLIER, new LinkStatus[0]);
    assertThat(directory.links()).isEmpty();
  }

  @Test
  void newsOfAStreamLeavesLinksAsTheyWere() {
    announce(EARLIER, link("garden", true, 10, 1));

    directory.hear(new Announcement(EARLIER, null, false, List.of(live(FRONT))));

    assertThat(directory.links()).hasSize(1);
  }

  @Test
  void linksAreToldAsTheyAreAndMissingFromOlderNodes() {
    LinkStatus link =
        new LinkStatus(
            LinkKind.UPSTREAM, "overseas", 9, false, 8, "it is away", 7, 6, 5, 4, 3, 2, 1);
    Announcement told =
        new Announcement(EARLIER, null, true, List.of(live(FRONT)), null, List.of(link));

    assertThat(Announcement.fromJson(told.toJson())).isEqualTo(told);
    JsonObject older = told.toJson();
    older.remove("links");
    assertThat(Announcement.fromJson(older).links()).isEmpty();
  }

  private void announce(Epoch epoch, LinkStatus... links) {
    directory.hear(new Announcement(epoch, null, true, List.of(), null, List.of(links)));
  }

  private static LinkStatus link(String name, boolean connected, long since, long connects) {
    return new LinkStatus(
        LinkKind.SITE, name, 100, connected, since, null, 1, connects, 0, 0, 0, 0, 0);
  }

  private void announce(Epoch epoch, StreamStatus... streams) {
    directory.hear(new Announcement(epoch, null, true, List.of(streams)));
  }

  private void passSeconds(int seconds) {
    for (int second = 0; second < seconds; second++) {
      passAtOnce(Duration.ofSeconds(1));
    }
  }

  private void passAtOnce(Duration time) {
    now += time.toMillis();
    directory.everySecond(Set.of(EARLIER.node(), LATER.node()));
  }

  private Epoch owner(StreamId stream) {
    return directory.find(stream).orElseThrow().owner();
  }

  private StreamState state(StreamId stream) {
    return directory.find(stream).orElseThrow().status().state();
  }

  private static StreamStatus live(StreamId stream) {
    return status(stream, StreamState.LIVE);
  }

  private static StreamStatus ts(StreamId stream) {
    return status(stream, StreamKind.TS, StreamState.LIVE);
  }

  private static StreamStatus status(StreamId stream, StreamState state) {
    return status(stream, StreamKind.PICTURES, state);
  }

  private static StreamStatus status(StreamId stream, StreamKind kind, StreamState state) {
    return new StreamStatus(
        stream,
        kind,
        state,
        4_000_000,
        null,
        "http://camera",
        0,
        0,
        1,
        2,
        640,
        480,
        3_000_000_000L);
  }
}
