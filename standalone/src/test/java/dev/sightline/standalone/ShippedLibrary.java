package dev.sightline.standalone;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A library as the list of what is shipped has it, by CycloneDX.
 *
 * @param licences by their SPDX identifiers where they have one; whoever ships it may choose
 * @param sha256 of its jar, empty when the list has none
 */
record ShippedLibrary(
    String group, String name, String version, Set<String> licences, String sha256) {

  private static final String OURS = "dev.sightline";

  /**
   * Those that let everybody ship the library with programs of whatever licence. Bouncy Castle's is
   * MIT's by another name.
   */
  private static final Set<String> ALLOWED =
      Set.of(
          "Apache-2.0",
          "Bouncy Castle Licence",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "EPL-1.0",
          "EPL-2.0",
          "MIT");

  private static final Pattern RELEASE = Pattern.compile("\\d+(\\.\\d+)*([.-]\\w+)*");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  static ShippedLibrary of(JsonObject component) {
    return new ShippedLibrary(
        component.getString("group"),
        component.getString("name"),
        component.getString("version"),
        new TreeSet<>(
            objects(component, "licenses")
                .map(entry -> entry.getJsonObject("license", entry))
                .map(licence -> licence.getString("id", licence.getString("name", "unknown")))
                .toList()),
        objects(component, "hashes")
            .filter(hash -> hash.getString("alg").equals("SHA-256"))
            .map(hash -> hash.getString("content"))
            .findFirst()
            .orElse(""));
  }

  private static Stream<JsonObject> objects(JsonObject component, String key) {
    return component.getJsonArray(key, new JsonArray()).stream().map(JsonObject.class::cast);
  }

  boolean isOurs() {
    return group.equals(OURS);
  }

  /** What is wrong with it, a sentence each. */
  List<String> objections() {
    List<String> objections = new ArrayList<>();
    if (!SHA_256.matcher(sha256).matches()) {
      objections.add(this + " has no SHA-256");
    }
    if (!isOurs() && !(RELEASE.matcher(version).matches() && !version.endsWith("SNAPSHOT"))) {
      objections.add(this + " is no release");
    }
    if (licences.stream().noneMatch(ALLOWED::contains)) {
      objections.add("%s has the licence %s, of which none is allowed".formatted(this, licences));
    }
    return objections;
  }

  String artifact() {
    return group + ":" + name;
  }

  @Override
  public String toString() {
    return artifact() + ":" + version;
  }
}
