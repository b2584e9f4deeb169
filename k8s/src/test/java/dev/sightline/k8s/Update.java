package dev.sightline.k8s;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;

/** Files of the repository that are made from others. */
final class Update {

  private static final int CONTEXT = 3;

  private static final String COMMAND =
      "mvn -pl k8s -am test -Dupdate -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dtest='*ManifestsTest,ReadmeTest'";

  private Update() {}

  /** Whether the files are to be written before they are compared. */
  static boolean isAskedFor() {
    return System.getProperty("update") != null;
  }

  /** That each file has its content. */
  static void check(Map<Path, String> files) throws IOException {
    List<String> differences = new ArrayList<>();
    for (Map.Entry<Path, String> file : files.entrySet()) {
      differences.addAll(difference(file.getKey(), file.getValue()));
    }
    if (!differences.isEmpty()) {
      Assertions.fail(
          "%s%n%nTo bring it up to date:%n  %s".formatted(String.join("\n", differences), COMMAND));
    }
  }

  private static List<String> difference(Path file, String content) throws IOException {
    List<String> is = Files.exists(file) ? Files.readAllLines(file) : List.of();
    List<String> shouldBe = content.lines().toList();
    return UnifiedDiffUtils.generateUnifiedDiff(
        file.toString(), file + " as it should be", is, DiffUtils.diff(is, shouldBe), CONTEXT);
  }
}
