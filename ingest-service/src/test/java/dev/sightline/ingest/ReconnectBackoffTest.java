package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.ingest.EndReason.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {

  private static final Duration QUICK = Duration.ofMillis(200);
  private static final RetryPolicy POLICY =
      new RetryPolicy(
          QUICK,
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ZERO);

  private static final EndReason FAILED = end(Kind.CLOSED);

  private long now;
  private double random;
  private final ReconnectBackoff backoff = new ReconnectBackoff(POLICY, () -> now, () -> random);

  @Test
  void doublesUpToTheMaximumForACameraThatWasNeverThere() {
    assertThat(Stream.generate(() -> backoff.next(FAILED)).limit(6).toList())
        .isEqualTo(seconds(1, 2, 4, 8, 10, 10));
  }

  @Test
  void onlyEverAddsJitter() {
    random = 1;

    assertThat(Stream.generate(() -> backoff.next(FAILED)).limit(5).map(Duration::toMillis))
        .containsExactly(1250L, 2500L, 5000L, 10_000L, 12_500L);
  }

  @Test
  void staysAtTheMaximumHoweverOftenItFails() {
    Stream.generate(() -> backoff.next(FAILED)).limit(10_000).forEach(delay -> {});

    assertThat(backoff.next(FAILED)).isEqualTo(POLICY.max());
  }

  @Test
  void triesQuicklyForThreeSecondsAfterALivePictureWasLost() {
    liveFor(Duration.ofMillis(1));

    assertThat(attemptsWithin(Duration.ofSeconds(3))).hasSize(15).containsOnly(QUICK);
    assertThat(backoff.next(FAILED)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.next(FAILED)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void goesOnWhereItWasForACameraThatGivesOnePictureAndHangsUp() {
    flapFor(Duration.ofSeconds(3));

    assertThat(delaysOfFlaps(6)).isEqualTo(seconds(1, 2, 4, 8, 10, 10));
  }

  @Test
  void countsTheQuickTriesFromTheFirstLossThatBeganThem() {
    liveFor(Duration.ofSeconds(1));
    assertThat(backoff.next(FAILED)).isEqualTo(QUICK);

    pass(Duration.ofSeconds(2));
    liveFor(Duration.ofSeconds(1));

    assertThat(backoff.next(FAILED)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void triesQuicklyAgainAfterSustainedPictures() {
    flapFor(Duration.ofSeconds(3));
    assertThat(delaysOfFlaps(3)).isEqualTo(seconds(1, 2, 4));

    liveFor(ReconnectBackoff.SUSTAINED);

    assertThat(attemptsWithin(Duration.ofSeconds(3))).hasSize(15).containsOnly(QUICK);
    assertThat(backoff.next(FAILED)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void earnsNothingByPicturesThatLastAlmostLongEnough() {
    flapFor(Duration.ofSeconds(3));

    liveFor(ReconnectBackoff.SUSTAINED.minusNanos(1));

    assertThat(backoff.next(FAILED)).isEqualTo(Duration.ofSeconds(1));
  }

  /**
   * Such as that of a camera which gives one picture and then falls silent until it is given up.
   */
  @Test
  void earnsNothingByTimeWithoutPictures() {
    flapFor(Duration.ofSeconds(3));

    backoff.live();
    pass(ReconnectBackoff.SUSTAINED.multipliedBy(2));

    assertThat(backoff.next(FAILED)).isEqualTo(Duration.ofSeconds(1));
    backoff.live();
    backoff.hungUp();
    pass(ReconnectBackoff.SUSTAINED.multipliedBy(2));
    assertThat(backoff.next(FAILED)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void keepsWhatWasEarnedWhenNobodyWatchesAnyMore() {
    flapFor(Duration.ofSeconds(3));
    assertThat(delaysOfFlaps(3)).isEqualTo(seconds(1, 2, 4));

    liveFor(ReconnectBackoff.SUSTAINED);
    backoff.hungUp();

    assertThat(backoff.next(end(Kind.UNREACHABLE))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void goesStraightToTheSlowestRateWhenTheCredentialsAreRefused() {
    liveFor(ReconnectBackoff.SUSTAINED);
    random = 1;

    assertThat(backoff.next(end(Kind.DENIED))).isEqualTo(Duration.ofMillis(12_500));
    assertThat(backoff.heldFor()).isEqualTo(Duration.ofMillis(12_500));
    pass(Duration.ofSeconds(12));
    assertThat(backoff.heldFor()).isEqualTo(Duration.ofMillis(500));
    pass(Duration.ofSeconds(1));
    assertThat(backoff.heldFor()).isZero();
  }

  @Test
  void waitsForABusyCameraAsLongAsItSays() {
    liveFor(ReconnectBackoff.SUSTAINED);
    EndReason busy = new EndReason(Kind.BUSY, "", Duration.ofSeconds(90));

    EndReason locked = new EndReason(Kind.DENIED, "", Duration.ofSeconds(1800));
    assertThat(backoff.next(locked)).isEqualTo(Duration.ofSeconds(1800));
    assertThat(backoff.next(busy)).isEqualTo(Duration.ofSeconds(90));
    assertThat(backoff.heldFor()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void triesABusyCameraEverMoreRarelyWhenItDoesNotSay() {
    liveFor(ReconnectBackoff.SUSTAINED);

    assertThat(Stream.generate(() -> backoff.next(end(Kind.BUSY))).limit(3).toList())
        .isEqualTo(seconds(1, 2, 4));
  }

  @Test
  void holdsNobodyBackFromACameraThatIsMerelyAway() {
    backoff.next(end(Kind.UNREACHABLE));

    assertThat(backoff.heldFor()).isZero();
  }

  @Test
  void neverAttemptsTwiceWithinTheFloor() {
    Duration floor = Duration.ofSeconds(5);
    RetryPolicy policy =
        new RetryPolicy(
            QUICK, Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(10), floor);
    ReconnectBackoff gentle = new ReconnectBackoff(policy, () -> now, () -> random);
    assertThat(gentle.heldFor()).isZero();

    gentle.attempt();
    pass(Duration.ofSeconds(2));
    assertThat(gentle.heldFor()).isEqualTo(Duration.ofSeconds(3));
    gentle.live();
    assertThat(gentle.next(FAILED)).isEqualTo(Duration.ofSeconds(3));
    pass(Duration.ofSeconds(3));
    assertThat(gentle.heldFor()).isZero();
    assertThat(gentle.next(FAILED)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void goesOnWhereTheOneBeforeWas() {
    Duration floor = Duration.ofSeconds(5);
    RetryPolicy policy =
        new RetryPolicy(
            QUICK, Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(10), floor);
    ReconnectBackoff before = new ReconnectBackoff(policy, () -> now, () -> random);
    before.attempt();
    before.next(end(Kind.DENIED));

    ReconnectBackoff same = new ReconnectBackoff(policy, () -> now, () -> random);
    same.follow(before, true);
    ReconnectBackoff other = new ReconnectBackoff(policy, () -> now, () -> random);
    other.follow(before, false);

    assertThat(same.heldFor()).isEqualTo(Duration.ofSeconds(10));
    assertThat(other.heldFor()).isEqualTo(floor);
  }

  private static EndReason end(Kind kind) {
    return new EndReason(kind, "");
  }

  private static List<Duration> seconds(int... seconds) {
    return IntStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void liveFor(Duration time) {
    backoff.live();
    pass(time);
    backoff.picture();
  }

  /** One connection after the other that ends with its first picture, at the pace of the delays. */
  private void flapFor(Duration time) {
    long end = now + time.toNanos();
    while (now < end) {
      backoff.live();
      pass(backoff.next(FAILED));
    }
  }

  private List<Duration> delaysOfFlaps(int count) {
    return Stream.generate(this::delayOfFlap).limit(count).toList();
  }

  private Duration delayOfFlap() {
    backoff.live();
    Duration delay = backoff.next(FAILED);
    pass(delay);
    return delay;
  }

  /** The delays before attempts that fail at once, until so much time has passed. */
  private List<Duration> attemptsWithin(Duration time) {
    long end = now + time.toNanos();
    Stream.Builder<Duration> delays = Stream.builder();
    while (now < end) {
      Duration delay = backoff.next(FAILED);
      delays.add(delay);
      pass(delay);
    }
    return delays.build().toList();
  }
}
