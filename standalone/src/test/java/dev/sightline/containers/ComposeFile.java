package dev.sightline.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** A file for Compose as it is shipped, read without an engine. */
record ComposeFile(Map<String, Object> services) {

  static ComposeFile read(String file) {
    try {
      String text = Files.readString(Docker.HOME.resolve(file)).replaceAll("!override", "");
      return new ComposeFile(section(new Yaml().load(text), "services"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, Object> service(String name) {
    return section(services, name);
  }

  /**
   * The variables of a service, filled in as Compose does it, for what is needed here.
   *
   * @param mounted directories by what stands for them here
   */
  Map<String, String> environment(String service, Map<String, Path> mounted) {
    Map<String, String> variables = new HashMap<>();
    section(service(service), "environment")
        .forEach((name, value) -> variables.put(name, filled(value, mounted)));
    return variables;
  }

  private static String filled(Object value, Map<String, Path> mounted) {
    String text =
        String.valueOf(value)
            .replaceAll("\\$\\{\\w+:\\?[^}]+}", "cams.example.org")
            .replaceAll("\\$\\{\\w+:-([^}]+)}", "$1");
    return mounted.entrySet().stream()
        .filter(mount -> text.startsWith(mount.getKey() + "/"))
        .map(mount -> mount.getValue() + text.substring(mount.getKey().length()))
        .findFirst()
        .orElse(text);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> section(Map<String, Object> map, String name) {
    return (Map<String, Object>) map.get(name);
  }
}
