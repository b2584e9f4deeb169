package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RequiresTest {

  @Test
  void skipsTheTestWithASentence() {
    assertThatExceptionOfType(TestAbortedException.class)
        .isThrownBy(() -> Requires.require(false, "this test needs the moon", false))
        .withMessageContaining("this test needs the moon");
  }

  @Test
  void failsTheTestWhereNothingMayBeSkipped() {
    assertThatExceptionOfType(AssertionFailedError.class)
        .isThrownBy(() -> Requires.require(false, "this test needs the moon", true))
        .withMessage("this test needs the moon");
  }

  @Test
  void letsTheTestRunWhenAllIsThere() {
    assertThatCode(() -> Requires.require(true, "this test needs nothing", true))
        .doesNotThrowAnyException();
    assertThatCode(() -> Requires.program("sh")).doesNotThrowAnyException();
  }

  @Test
  void namesTheCommandThatInstallsANodeModule(@TempDir Path directory) {
    Requires.program("node");

    assertThatExceptionOfType(Throwable.class)
        .isThrownBy(() -> Requires.nodeModule(directory, "moon"))
        .withMessageContaining("needs 'moon' of npm: npm install --prefix " + directory);
  }

  @Test
  void namesThePythonModuleThatIsMissing() {
    assertThatExceptionOfType(Throwable.class)
        .isThrownBy(() -> Requires.pythonModule("moon"))
        .withMessageContaining("with the module moon");
  }
}
