package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SeldomLogTest {

  private enum Kind {
    ONE,
    OTHER
  }

  private final SeldomLog seldom = new SeldomLog(LoggerFactory.getLogger(SeldomLogTest.class));

  @Test
  void eachKindOfTroubleIsToldOnceHoweverOftenItComes() {
    try (LoggedWarnings told = LoggedWarnings.of(SeldomLogTest.class)) {
      for (int i = 0; i < 3; i++) {
        seldom.warn(Kind.ONE, "one {}", i);
        seldom.error(Kind.OTHER, "other {}", i);
      }
      assertThat(told.messages()).containsExactly("one 0", "other 0");
    }
  }
}
