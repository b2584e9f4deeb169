package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.Extension;

class LeakCheckTest {

  private final LeakCheck check = new LeakCheck();

  @Test
  void failsWhereASecretWasTold() {
    Leaks.look("a page", "the s3cret");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> check.afterEach(null))
        .withMessage("a page tells a secret: the s3cret");
    check.afterEach(null);
  }

  @Test
  void isFoundByJUnit() {
    assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(LeakCheck.class);
  }
}
