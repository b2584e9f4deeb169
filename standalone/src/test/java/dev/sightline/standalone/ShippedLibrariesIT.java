package dev.sightline.standalone;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Requires;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which libraries are shipped, so that none comes in, or changes, unseen. */
class ShippedLibrariesIT {

  private static final Path LIST = Path.of("target/sbom.json");
  private static final Path JARS = Path.of("target/lib");
  private static final Path KNOWN = Path.of("src/test/resources/libraries.txt");

  private static final String COMMAND =
      "mvn -pl standalone -am verify -Dupdate -Dtest=None -Dit.test=ShippedLibrariesIT"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private List<ShippedLibrary> libraries;

  /** Maven makes no list when it is told to be offline. */
  @BeforeEach
  void read() throws IOException {
    Requires.file(LIST);
    libraries =
        new JsonObject(Files.readString(LIST))
            .getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .map(ShippedLibrary::of)
                .toList();
  }

  @Test
  void eachIsAReleaseWithAHashAndALicenceThatIsAllowed() {
    assertThat(libraries.stream().flatMap(library -> library.objections().stream())).isEmpty();
  }

  @Test
  void thereIsOneVersionOfEach() {
    Map<String, Set<String>> versions =
        libraries.stream()
            .collect(
                groupingBy(ShippedLibrary::artifact, mapping(ShippedLibrary::version, toSet())));
    assertThat(versions.values()).allSatisfy(known -> assertThat(known).hasSize(1));
  }

  @Test
  void theListHasTheJarsThatLieBesideTheProgram() throws Exception {
    List<String> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(JARS)) {
      for (Path jar : files.toList()) {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        jars.add(HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(jar))));
      }
    }
    assertThat(libraries.stream().map(ShippedLibrary::sha256))
        .containsExactlyInAnyOrderElementsOf(jars);
  }

  /** A new one, or another version, is a line in a review. */
  @Test
  void allAreKnown() throws IOException {
    List<String> found =
        libraries.stream()
            .filter(library -> !library.isOurs())
            .map(library -> "%s %s".formatted(library, String.join(" or ", library.licences())))
            .distinct() // Some come once for each processor.
            .sorted()
            .toList();
    if (System.getProperty("update") != null) {
      Files.write(KNOWN, found);
    }
    assertThat(found)
        .as("libraries; if they are meant: %s", COMMAND)
        .isEqualTo(Files.readAllLines(KNOWN));
  }
}
