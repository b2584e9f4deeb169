package dev.sightline.testkit;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test in which the product has told a secret: in its log, in what a program of it has
 * written, or in an answer that one of the kit's clients has received. JUnit finds it by itself.
 */
public final class LeakCheck implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    LogLeaks.watch();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    check();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    check();
  }

  private static void check() {
    List<String> leaks = Leaks.take();
    if (!leaks.isEmpty()) {
      throw new AssertionError(String.join("\n", leaks));
    }
  }
}
