package dev.sightline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/scale.md and its picture are what the program says; bench/plan writes both. */
class ScaleTest {

  private static final Path DOCS = Path.of("../docs");
  private static Report report;
  private static String page;

  @BeforeAll
  static void plan() throws IOException {
    report = Report.simulated();
    page = Files.readString(DOCS.resolve("scale.md"));
  }

  @Test
  void thePageHasTheTables() {
    assertThat(page).contains(report.needs(), report.edges(), report.faults());
  }

  @Test
  void thePictureIsTheOneThatIsDrawn() {
    assertThat(DOCS.resolve("scale.svg")).hasContent(report.picture());
  }
}
