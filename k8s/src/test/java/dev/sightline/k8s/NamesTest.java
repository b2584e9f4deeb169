package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the objects are called. */
class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "cams, '', cams-sightline-edge",
    "sightline, '', sightline-edge",
    "my-sightline, '', my-sightline-edge",
    "cams, 'nameOverride: relay', cams-relay-edge",
    "cams, 'fullnameOverride: video', video-edge",
  })
  void theyBeginWithReleaseAndChart(String release, String values, String name) {
    assertThat(
            Install.of(Chart.CLUSTER).with(values).named(release).render().find("Deployment", name))
        .isPresent();
  }

  /** As long as Helm lets them be, and such as YAML might take for something else. */
  @ParameterizedTest
  @ValueSource(
      strings = {"a-release-with-a-name-that-is-as-long-as-helm-permits", "true", "null", "off"})
  void anyNameOfAReleaseWillDo(String release) {
    for (String values : Chart.valuesFiles()) {
      Release rendered = Install.of(values).named(release).render();
      assertThat(rendered.objects().stream().flatMap(o -> ObjectCheck.problems(o).stream()))
          .isEmpty();
      assertThat(rendered.objects().stream().map(KubeObject::toString)).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026", "1e3", "0x10"})
  void oneThatBeginsWithADigitWantsAnotherName(String release) {
    Install install = Install.of(Chart.PRODUCTION).named(release);
    assertThatThrownBy(install::text)
        .hasMessageContaining("names would begin with %s-sightline".formatted(release))
        .hasMessageContaining("set fullnameOverride");
    Release rendered = install.with("fullnameOverride: video").render();
    assertThat(rendered.objects().stream().flatMap(o -> ObjectCheck.problems(o).stream()))
        .isEmpty();
  }

  @Test
  void imagesAreOfTheRegistryAndTheVersionOfTheProgram() {
    Release plain = Install.of(Chart.CLUSTER).render();
    String version = Chart.yaml("Chart.yaml").path("appVersion").asText();
    assertThat(Yaml.text(Path.of("../pom.xml")))
        .contains("<version>%s</version>".formatted(version));
    assertThat(image(plain, "edge")).isEqualTo("sightline-edge:" + version);
    assertThat(image(plain, "ingest")).isEqualTo("sightline-ingest:" + version);
    assertThat(image(plain, "demo-camera")).isEqualTo("sightline:" + version);
    assertThat(image(Install.of(Chart.STANDALONE).render(), "standalone"))
        .isEqualTo("sightline:" + version);

    Release others =
        Install.of(Chart.CLUSTER)
            .with(
                """
                image: {registry: registry.example.org/video/, tag: "2.0"}
                edge: {image: {digest: "sha256:%s"}}
                """
                    .formatted("0".repeat(64)))
            .render();
    assertThat(image(others, "ingest"))
        .isEqualTo("registry.example.org/video/sightline-ingest:2.0");
    assertThat(image(others, "edge"))
        .isEqualTo("registry.example.org/video/sightline-edge@sha256:" + "0".repeat(64));
  }

  private static String image(Release release, String component) {
    return release.pod(component).container().path("image").asText();
  }
}
