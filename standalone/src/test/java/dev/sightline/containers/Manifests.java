package dev.sightline.containers;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** Objects of Kubernetes, one per file, as {@code kubectl apply} would be given them. */
record Manifests(List<JsonObject> objects) {

  static Manifests read(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return new Manifests(
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .sorted()
              .map(file -> parse(read(file, directory)))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonObject parse(String yaml) {
    Map<String, Object> object = new Yaml().load(yaml);
    return new JsonObject(object);
  }

  private static String read(Path file, Path directory) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(directory.toString(), e);
    }
  }

  /** These, and {@code others} in the place of those with the same kind and name. */
  Manifests with(Manifests others) {
    List<JsonObject> all = new ArrayList<>(others.objects);
    objects.stream()
        .filter(one -> others.all(kind(one)).noneMatch(other -> name(other).equals(name(one))))
        .forEach(all::add);
    return new Manifests(List.copyOf(all));
  }

  private static String kind(JsonObject object) {
    return object.getString("kind");
  }

  Stream<JsonObject> all(String kind) {
    return objects.stream().filter(object -> kind.equals(kind(object)));
  }

  /** The object of this kind with this name. */
  JsonObject get(String kind, String name) {
    return all(kind)
        .filter(object -> name(object).equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no %s %s".formatted(kind, name)));
  }

  static String name(JsonObject object) {
    return object.getJsonObject("metadata").getString("name");
  }
}
