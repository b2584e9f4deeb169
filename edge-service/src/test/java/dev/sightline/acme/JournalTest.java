package dev.sightline.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

  private static final URI HERE = URI.create("https://here.example/dir");
  private static final URI THERE = URI.create("https://there.example/dir");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void isReadAsItWasWritten() {
    Journal journal =
        Journal.EMPTY
            .tried(HERE, START)
            .tried(HERE, START.plusSeconds(7))
            .issuedBy(HERE)
            .leftAloneUntil(START.plusSeconds(99));
    assertThat(Journal.parse(journal.text())).isEqualTo(journal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no json", "[]", "{}", "{\"tries\": 7}", "{\"tries\": [7], \"notBefore\": 1}"})
  void whatCannotBeReadIsAsIfThereWasNothing(String text) {
    assertThat(Journal.parse(text)).isEqualTo(Journal.EMPTY);
  }

  @Test
  void allowsFiveTriesAnHour() {
    Journal journal = Journal.EMPTY;
    for (int minute = 0; minute < 4; minute++) {
      journal = journal.tried(HERE, START.plus(Duration.ofMinutes(minute)));
    }
    assertThat(journal.mayTryAt(HERE)).isBefore(START);
    journal = journal.tried(HERE, START.plus(Duration.ofMinutes(4)));
    assertThat(journal.mayTryAt(HERE)).isEqualTo(START.plus(Duration.ofHours(1)));
    journal = journal.tried(HERE, START.plus(Duration.ofHours(1)));
    assertThat(journal.tries()).hasSize(5);
    assertThat(journal.mayTryAt(HERE)).isEqualTo(START.plus(Duration.ofMinutes(61)));
  }

  @Test
  void whatOneServerAllowsIsNothingToAnother() {
    Journal journal = Journal.EMPTY.issuedBy(HERE);
    for (int i = 0; i < 5; i++) {
      journal = journal.tried(HERE, START);
    }
    journal = journal.leftAloneUntil(START.plus(Duration.ofDays(3)));
    assertThat(journal.mayTryAt(HERE)).isEqualTo(START.plus(Duration.ofDays(3)));
    assertThat(journal.mayTryAt(THERE)).isBefore(START);
    assertThat(journal.tried(THERE, START).mayTryAt(THERE)).isBefore(START);
    assertThat(journal.tried(THERE, START).isIssuedBy(HERE)).isTrue();
  }
}
