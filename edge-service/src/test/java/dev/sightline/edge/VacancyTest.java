package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VacancyTest {

  private final AtomicInteger taken = new AtomicInteger();
  private final Vacancy vacancy = new Vacancy(100, taken::get);

  @Test
  void hasRoomUntilTheLastPlaceIsTaken() {
    assertThat(with(0)).isTrue();
    assertThat(with(99)).isTrue();
    assertThat(with(100)).isFalse();
  }

  @Test
  void hasRoomAgainWhenATwentiethOfThePlacesIsFree() {
    with(100);

    assertThat(with(99)).isFalse();
    assertThat(with(95)).isFalse();
    assertThat(with(94)).isTrue();
    assertThat(with(99)).isTrue();
  }

  @Test
  void needsOneFreePlaceOfFew() {
    Vacancy few = new Vacancy(2, taken::get);
    taken.set(2);
    assertThat(few.getAsBoolean()).isFalse();

    taken.set(1);

    assertThat(few.getAsBoolean()).isTrue();
  }

  private boolean with(int viewers) {
    taken.set(viewers);
    return vacancy.getAsBoolean();
  }
}
