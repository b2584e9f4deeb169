package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Helm itself says of the chart. */
class LintTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("dev.sightline.k8s.Chart#valuesFiles")
  void helmHasNothingToSay(String valuesFile) throws IOException {
    Path chart =
        copyWith(Yaml.write(Yaml.merged(Chart.yaml(Chart.DEFAULTS), Chart.yaml(valuesFile))));
    LintResult lint = new Helm(chart).lint().strict().call();
    assertThat(lint.getMessages()).isSubsetOf("[INFO] Chart.yaml: icon is recommended");
    assertThat(lint.isFailed()).isFalse();
  }

  @Test
  void helmWouldSaySo() throws IOException {
    Path chart = copyWith("mode: both\n");
    assertThat(new Helm(chart).lint().strict().call().isFailed()).isTrue();
  }

  /** Lint knows no values but the chart's own. */
  private Path copyWith(String values) throws IOException {
    Path chart = Chart.copyTo(directory);
    Files.writeString(chart.resolve(Chart.DEFAULTS), values);
    return chart;
  }
}
