package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What TLS and logins change in the manifests, as files: {@code PodsCheck} runs the pods of the
 * chart in containers, and has no Helm to render them with.
 */
class EncryptedManifestsTest {

  private static final Path DIRECTORY = Path.of("src/test/resources/encrypted");

  private static final String VALUES =
      """
      config:
        access:
          watch: signed-in
          users-file: /run/secrets/sightline/access/users
          links: {keys-file: /run/secrets/sightline/access/link-keys}
      secrets:
        tls: {existingSecret: sightline-tls}
        access: {existingSecret: sightline-access}
      """;

  private final Install open = Install.of(Chart.CLUSTER).named("sightline");
  private final Map<Path, String> files = new TreeMap<>();

  @BeforeEach
  void bringUpToDate() throws IOException {
    List<KubeObject> known = open.render().objects();
    open.with(VALUES).render().objects().stream()
        .filter(object -> !known.contains(object))
        .forEach(object -> files.put(DIRECTORY.resolve(file(object)), Yaml.write(object.json())));
    if (Update.isAskedFor()) {
      Files.createDirectories(DIRECTORY);
      for (Path other : others()) {
        Files.delete(other);
      }
      for (Map.Entry<Path, String> each : files.entrySet()) {
        Files.writeString(each.getKey(), each.getValue());
      }
    }
  }

  private static String file(KubeObject object) {
    return "%s-%s.yaml".formatted(object.kind().toLowerCase(Locale.ROOT), object.name());
  }

  private List<Path> others() throws IOException {
    try (Stream<Path> there = Files.list(DIRECTORY)) {
      return there.filter(file -> !files.containsKey(file)).toList();
    }
  }

  @Test
  void theyAreWhatTheChartRenders() throws IOException {
    Update.check(files);
    assertThat(others()).isEmpty();
  }

  @Test
  void onlyWhatHasToDoWithViewersIsAnother() {
    assertThat(files.keySet())
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "configmap-sightline-edge.yaml",
            "deployment-sightline-edge.yaml",
            "pod-sightline-test.yaml",
            "service-sightline-ingest.yaml",
            "service-sightline.yaml");
  }
}
