package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessTest {

  private static final Duration WAIT = Duration.ofSeconds(5);

  @Test
  void isOneSecondAndNotStrictUnlessAsked() {
    assertThat(of()).isEqualTo(new Freshness(Freshness.USUAL_AGE, false, WAIT));
  }

  @ParameterizedTest
  @CsvSource({
    "max_age, 0, 0",
    "max_age, 2, 2000",
    "max_age, 0.25, 250",
    "max_age, 500ms, 500",
    "max_age, 2s, 2000",
    "max_age, 1.5s, 1500",
    "max_age, 3600, 3600000",
    "max_delay, 0, 0",
    "max_delay, 300, 300",
    "max_delay, 2s, 2000",
    "max_delay, 3600000, 3600000"
  })
  void isStrictAboutAnAgeThatWasAskedFor(String name, String text, long millis) {
    assertThat(of(name, text)).isEqualTo(new Freshness(Duration.ofMillis(millis), true, WAIT));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "60, 60000", "0.5, 500", "250ms, 250", "1s, 1000"})
  void waitsAsLongAsItIsTold(String text, long millis) {
    assertThat(of("max_wait", text).maxWait()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void takesTheAgeInOurOwnWordsBeforeTheOther() {
    assertThat(of("max_delay", "300", "max_age", "2").maxAge()).isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "soon", "3600.1", "1m", "1e3", "NaN", "99999999", "1.", ".5", "٣"})
  void saysWhatAnAgeMayBe(String text) {
    assertThatThrownBy(() -> of("max_age", text))
        .isInstanceOf(BadQueryException.class)
        .hasMessage(
            "max_age must be a time from 0 to 3600s, such as 500ms or 2s; a number alone is"
                + " seconds.");
  }

  @Test
  void saysWhatADelayMayBe() {
    assertThatThrownBy(() -> of("max_delay", "3600001"))
        .hasMessage(
            "max_delay must be a time from 0 to 3600s, such as 500ms or 2s; a number alone is"
                + " milliseconds.");
  }

  @Test
  void saysHowLongOneMayWait() {
    assertThatThrownBy(() -> of("max_wait", "61"))
        .hasMessage(
            "max_wait must be a time from 0 to 60s, such as 500ms or 2s; a number alone is"
                + " seconds.");
  }

  private static Freshness of(String... query) {
    MultiMap params = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < query.length; i += 2) {
      params.add(query[i], query[i + 1]);
    }
    return Freshness.of(params, WAIT);
  }
}
