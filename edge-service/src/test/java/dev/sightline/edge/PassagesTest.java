package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.edge.Passages.Passage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How much is passed on at a time. */
class PassagesTest {

  private static final Optional<String> HOUSE = Optional.of("203.0.113.7");

  private final Passages passages = new Passages(3, 2);

  @Test
  void oneAddressLeavesRoomForOthers() {
    assertThat(passages.begin(HOUSE)).isPresent();
    Passage second = passages.begin(HOUSE).orElseThrow();

    assertThat(passages.begin(HOUSE)).isEmpty();
    assertThat(passages.begin(Optional.of("203.0.113.8"))).isPresent();
    second.end();
    assertThat(passages.begin(HOUSE)).isPresent();
  }

  @Test
  void areFullWithAsManyAsThereMayBeWhoeverTheyAreFrom() {
    Passage first = passages.begin(Optional.empty()).orElseThrow();
    passages.begin(Optional.empty());
    assertThat(passages.areFull()).isFalse();
    passages.begin(Optional.empty());
    assertThat(passages.areFull()).isTrue();

    first.end();
    assertThat(passages.areFull()).isFalse();
  }

  @Test
  void oneThatEndsTwiceCountsOnce() {
    Passage first = passages.begin(HOUSE).orElseThrow();
    passages.begin(HOUSE);
    first.end();
    first.end();

    assertThat(passages.begin(HOUSE)).isPresent();
    assertThat(passages.begin(HOUSE)).isEmpty();
    passages.begin(Optional.empty());
    assertThat(passages.areFull()).isTrue();
  }
}
