package dev.sightline.bus;

import static dev.sightline.bus.Frames.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.Stretch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StretchRingTest {

  private static final StreamId FRONT = new StreamId("front");
  private static final int CHUNK = 188;
  private static final long ALL = Long.MAX_VALUE;

  private final VirtualTime time = new VirtualTime();
  private final StretchRing ring = new StretchRing();

  @Test
  void beginsAtTheNewestStart() {
    append("S--S--");
    assertThat(positions(ring.after(null, ALL))).containsExactly(3, 4, 5);
    assertThat(positions(ring.after(bookmark(new Epoch(1, "another"), 4), ALL)))
        .containsExactly(3, 4, 5);
  }

  @Test
  void hasNothingToBeginWithBeforeTheFirstStart() {
    append("---");
    assertThat(ring.after(null, ALL)).isEmpty();
    append("S-");
    assertThat(positions(ring.after(null, ALL))).containsExactly(3, 4);
  }

  @Test
  void goesOnWhereAnEdgeStands() {
    append("S--S--");
    assertThat(positions(ring.after(bookmark(2), ALL))).containsExactly(2, 3, 4, 5);
    assertThat(ring.after(bookmark(6), ALL)).isEmpty();
    append("--");
    assertThat(positions(ring.after(bookmark(6), ALL))).containsExactly(6, 7);
  }

  @Test
  void handsOutWholeStretchesUpToALimitAndAtLeastOne() {
    append("S-----");
    assertThat(positions(ring.after(null, 3 * CHUNK))).containsExactly(0, 1, 2);
    assertThat(positions(ring.after(null, 3 * CHUNK - 1))).containsExactly(0, 1);
    assertThat(positions(ring.after(null, 1))).containsExactly(0);
  }

  @Test
  void keepsTheNewestFourMebibytes() {
    int chunk = 188 * 1000;
    for (int i = 0; i < 100; i++) {
      ring.append(Stretches.stretch(FRONT, (long) i * chunk, chunk, i % 10 == 0), now());
      assertThat(ring.bytes()).isLessThanOrEqualTo(StretchRing.MAX_BYTES);
    }
    assertThat(ring.bytes()).isGreaterThan(StretchRing.MAX_BYTES - chunk);
    assertThat(ring.after(bookmark(78L * chunk, EPOCH), ALL)).hasSize(22);
    assertThat(ring.after(bookmark(77L * chunk, EPOCH), ALL))
        .as("fallen out: from the newest start")
        .hasSize(10);
  }

  @Test
  void keepsTheLastTenSeconds() {
    append("S-");
    time.pass(Duration.ofSeconds(10));
    append("-");
    ring.expire(now());
    assertThat(positions(ring.after(bookmark(0), ALL))).containsExactly(0, 1, 2);
    time.pass(Duration.ofMillis(1));
    ring.expire(now());
    assertThat(ring.after(bookmark(0), ALL)).as("there is no start any more").isEmpty();
    assertThat(positions(ring.after(bookmark(2), ALL))).containsExactly(2);
    assertThat(ring.bytes()).isEqualTo(CHUNK);
  }

  @Test
  void takesAnEdgeThatStandsBeforeTheRingToItsNewestStart() {
    append("S--");
    time.pass(Duration.ofSeconds(11));
    append("-S--S-");
    assertThat(positions(ring.after(bookmark(1), ALL))).containsExactly(7, 8);
  }

  @Test
  void letsAnEdgeWaitForTheNextStartWhenTheRingHasNone() {
    append("S--");
    time.pass(Duration.ofSeconds(11));
    append("---");
    assertThat(ring.after(bookmark(1), ALL)).isEmpty();
    assertThat(ring.after(null, ALL)).isEmpty();
    append("S");
    assertThat(positions(ring.after(bookmark(1), ALL))).containsExactly(6);
  }

  @Test
  void takesAnEdgeThatIsLateToTheNewestStartIfThatIsAheadOfIt() {
    append("S-");
    time.pass(Duration.ofSeconds(3));
    append("S-");
    assertThat(positions(ring.after(bookmark(1), ALL))).containsExactly(1, 2, 3);
    time.pass(Duration.ofMillis(1));
    append("-");
    assertThat(positions(ring.after(bookmark(1), ALL))).containsExactly(2, 3, 4);
    time.pass(Duration.ofSeconds(4));
    append("-");
    assertThat(positions(ring.after(bookmark(3), ALL)))
        .as("no start is ahead of it")
        .containsExactly(3, 4, 5);
  }

  @Test
  void goesOnAfterItWasCleared() {
    append("S--");
    ring.clear();
    assertThat(ring.bytes()).isZero();
    assertThat(ring.after(null, ALL)).isEmpty();
    append("-S-");
    assertThat(positions(ring.after(bookmark(3), ALL))).containsExactly(3, 4, 5);
    assertThat(positions(ring.after(bookmark(2), ALL))).containsExactly(4, 5);
  }

  @Test
  void waitsForAStartAfterAGap() {
    append("S--");
    ring.append(Stretches.stretch(FRONT, 10 * CHUNK, CHUNK, false), now());
    assertThat(ring.after(bookmark(3), ALL)).isEmpty();
    ring.append(Stretches.stretch(FRONT, 11 * CHUNK, CHUNK, true), now());
    assertThat(positions(ring.after(bookmark(3), ALL))).containsExactly(11);
    assertThat(ring.bytes()).isEqualTo(2 * CHUNK);
  }

  @Test
  void beginsAnewWithAnotherEpoch() {
    append("S--");
    Epoch later = new Epoch(EPOCH.startedAt() + 1, "ingest");
    ring.append(Stretches.stretch(FRONT, later, 0, CHUNK, true), now());
    assertThat(ring.after(bookmark(1), ALL)).extracting(Stretch::epoch).containsExactly(later);
    assertThat(ring.end()).isEqualTo(CHUNK);
  }

  @Test
  void servesAnEdgeThatIsAheadOfIt() {
    append("S--S-");
    assertThat(positions(ring.after(bookmark(100), ALL))).containsExactly(3, 4);
  }

  @Test
  void cutsAStretchThatIsLongerThanARunAtWholePackets() {
    int size = 2 * StretchRing.MAX_RUN + 188;
    ring.append(Stretches.stretch(FRONT, 0, size, true), now());
    List<Stretch> pieces = ring.after(null, ALL);
    assertThat(pieces).extracting(Stretch::isStart).containsExactly(true, false, false);
    assertThat(pieces).allMatch(piece -> piece.size() % 188 == 0);
    assertThat(pieces).allMatch(piece -> piece.size() <= StretchRing.MAX_RUN);
    assertThat(StretchRun.of(pieces).bytes()).isEqualTo(Stretches.bytes(EPOCH, 0, size));
    assertThat(ring.end()).isEqualTo(size);
  }

  /** Appends chunks, 'S' for one at a start. */
  private void append(String chunks) {
    for (char chunk : chunks.toCharArray()) {
      ring.append(Stretches.stretch(FRONT, ring.end(), CHUNK, chunk == 'S'), now());
    }
  }

  /** What an edge that has so many chunks asks from. */
  private static Bookmark bookmark(int chunks) {
    return bookmark((long) chunks * CHUNK, EPOCH);
  }

  private static Bookmark bookmark(Epoch epoch, int chunks) {
    return bookmark((long) chunks * CHUNK, epoch);
  }

  private static Bookmark bookmark(long position, Epoch epoch) {
    return new Bookmark(epoch, position);
  }

  private static List<Integer> positions(List<Stretch> stretches) {
    return stretches.stream().map(stretch -> (int) (stretch.position() / CHUNK)).toList();
  }

  private long now() {
    return time.getAsLong();
  }
}
