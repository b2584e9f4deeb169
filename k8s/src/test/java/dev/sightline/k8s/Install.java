package dev.sightline.k8s;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to install the chart.
 *
 * @param title what it is called in the tests' names
 * @param name of the release
 * @param kubernetes the version it is for
 * @param values YAML texts, each going before those in front of it
 */
record Install(String title, String name, String kubernetes, List<String> values) {

  /** The oldest that the chart is for. */
  static final String OLDEST = "1.25.0";

  /** The one whose objects the library knows that checks them. */
  static final String NEWEST = "1.33.0";

  private static final Map<Install, Release> RENDERED = new ConcurrentHashMap<>();

  static final String NAMESPACE = "video";

  Install {
    values = List.copyOf(values);
  }

  /** With one of the chart's values files. */
  static Install of(String valuesFile) {
    return new Install(valuesFile, "cams", NEWEST, List.of(Chart.text(valuesFile)));
  }

  /** With further values, as YAML. */
  Install with(String yaml) {
    List<String> all = new ArrayList<>(values);
    all.add(yaml);
    return new Install(title, name, kubernetes, all);
  }

  Install on(String version) {
    return new Install(title + " on " + version, name, version, values);
  }

  Install titled(String other) {
    return new Install(other, name, kubernetes, values);
  }

  Install named(String release) {
    return new Install(title, release, kubernetes, values);
  }

  /** All objects that come of it, those of hooks too. */
  Release render() {
    return RENDERED.computeIfAbsent(this, install -> Release.of(install.text(OpenChart.HOME)));
  }

  /** What Helm sends to Kubernetes, without the objects of hooks. */
  String text() {
    return text(Chart.HOME);
  }

  private String text(Path chart) {
    List<Path> files = new ArrayList<>();
    try {
      TemplateCommand template =
          new Helm(chart)
              .template()
              .withName(name)
              .withNamespace(NAMESPACE)
              .withKubeVersion(kubernetes);
      for (String yaml : values) {
        Path file = Files.createTempFile("values", ".yaml");
        files.add(file);
        template.withValuesFile(Files.writeString(file, yaml));
      }
      return template.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      files.forEach(Install::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
