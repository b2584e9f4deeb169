package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The manifests for those without Helm. */
class ManifestsTest {

  private static final Path DIRECTORY = Path.of("manifests");
  private static final Path KUSTOMIZATION = Path.of("kustomization.yaml");

  private final SortedMap<String, String> files =
      Manifests.of(Install.of(Chart.CLUSTER).named("sightline"));

  @BeforeEach
  void bringUpToDate() throws IOException {
    if (Update.isAskedFor()) {
      for (Path other : others()) {
        Files.delete(other);
      }
      for (String name : files.keySet()) {
        Files.writeString(DIRECTORY.resolve(name), files.get(name));
      }
      Files.writeString(KUSTOMIZATION, kustomization());
    }
  }

  @Test
  void theyAreWhatTheChartRenders() throws IOException {
    assertThat(files).isNotEmpty();
    Map<Path, String> manifests = new TreeMap<>();
    files.forEach((name, content) -> manifests.put(DIRECTORY.resolve(name), content));
    Update.check(manifests);
    assertThat(others()).isEmpty();
  }

  @Test
  void kubectlIsToldOfAll() throws IOException {
    Update.check(Map.of(KUSTOMIZATION, kustomization()));
  }

  private List<Path> others() throws IOException {
    try (Stream<Path> there = Files.list(DIRECTORY)) {
      return there.filter(file -> !files.containsKey(file.getFileName().toString())).toList();
    }
  }

  /** The one that there is, with these files. */
  private String kustomization() {
    String resources =
        files.keySet().stream()
            .map(name -> "  - %s/%s\n".formatted(DIRECTORY, name))
            .collect(Collectors.joining());
    return Yaml.text(KUSTOMIZATION).replaceFirst("(?s)(?<=resources:\n).*", resources);
  }

  @Test
  void kubectlMakesTheSameObjectsOfThem() {
    String kubectl = Requires.program("kubectl").toString();
    try (RunningProgram kustomize = RunningProgram.start(kubectl, "kustomize", ".")) {
      assertThat(kustomize.awaitExit()).as(String.join("\n", kustomize.lines())).isZero();
      assertThat(Release.of(String.join("\n", kustomize.lines())).objects())
          .containsExactlyInAnyOrderElementsOf(
              files.values().stream()
                  .flatMap(text -> Release.of(text).objects().stream())
                  .toList());
    }
  }

  @Test
  void nothingOfHelmIsLeft() {
    List<KubeObject> objects =
        files.values().stream().flatMap(text -> Release.of(text).objects().stream()).toList();
    assertThat(objects)
        .hasSize(files.size())
        .noneMatch(object -> object.json().toString().toLowerCase(Locale.ROOT).contains("helm"));
    assertThat(objects).allMatch(object -> ObjectCheck.problems(object).isEmpty());
  }
}
