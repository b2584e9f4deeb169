package dev.sightline.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What images are filled with, and whether their lists say so: {@code deploy/image/arrange}. */
class ImageFilesIT {

  /** The images, with the layers that make up each of them. */
  private enum Image {
    INGEST("ingest-service", List.of("libraries", "ingest")),
    EDGE("edge-service", List.of("libraries", "viewing", "edge")),
    STANDALONE("standalone", List.of("libraries", "viewing", "standalone"));

    private final String module;
    private final List<String> layers;

    Image(String module, List<String> layers) {
      this.module = module;
      this.layers = layers;
    }

    private Path program() {
      return directory.resolve(layers.get(layers.size() - 1)).resolve(HOME);
    }
  }

  private static final String HOME = "opt/sightline";

  @TempDir private static Path directory;

  @BeforeAll
  static void arrange() {
    Requires.program("jar");
    for (Image image : Image.values()) {
      // Maven makes none when it is told to be offline.
      Requires.file(Docker.HOME.resolve(image.module).resolve("target/sbom.json"));
    }
    RunningProgram arrange =
        RunningProgram.start(
            List.of("bash", "deploy/image/arrange", directory.toString()), Map.of(), Docker.HOME);
    try (arrange) {
      assertThat(arrange.awaitExit()).as(String.join("\n", arrange.lines())).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void listsTheJarsThatAreShippedAndNoOthers(Image image) {
    Map<String, String> shipped =
        image.layers.stream()
            .flatMap(layer -> files(directory.resolve(layer).resolve(HOME).resolve("lib")))
            .collect(toMap(file -> file.getFileName().toString(), ImageFilesIT::sha256));

    Map<String, String> listed =
        components(image, "pkg:maven/").collect(toMap(ImageFilesIT::jar, ImageFilesIT::sha256));

    assertThat(listed).containsExactlyInAnyOrderEntriesOf(shipped);
  }

  @ParameterizedTest
  @EnumSource
  void shipsWhatTheProgramAsksFor(Image image) throws IOException {
    String classPath;
    try (ZipFile program = new ZipFile(image.program().resolve("program.jar").toFile())) {
      String manifest =
          new String(
              program.getInputStream(program.getEntry("META-INF/MANIFEST.MF")).readAllBytes(),
              UTF_8);
      classPath = only(manifest.replace("\r\n ", ""), "Class-Path: (.+)\r");
    }

    assertThat(components(image, "pkg:maven/").map(ImageFilesIT::jar).map(jar -> "lib/" + jar))
        .containsExactlyInAnyOrder(classPath.split(" "));
  }

  /** A container may have no place that is written to and from which a program can be loaded. */
  @ParameterizedTest
  @EnumSource
  void nettysLibrariesLieUnpacked(Image image) {
    Set<String> packed =
        image.layers.stream()
            .flatMap(layer -> files(directory.resolve(layer).resolve(HOME).resolve("lib")))
            .flatMap(jar -> nativeLibraries(jar).stream())
            .collect(toSet());

    assertThat(packed).anyMatch(name -> name.contains("epoll"));
    assertThat(packed.stream().anyMatch(name -> name.contains("tcnative")))
        .isEqualTo(image != Image.INGEST);
    assertThat(
            image.layers.stream()
                .flatMap(layer -> files(directory.resolve(layer).resolve(HOME).resolve("native")))
                .map(file -> file.getFileName().toString()))
        .containsExactlyInAnyOrderElementsOf(packed);
  }

  private static List<String> nativeLibraries(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .map(entry -> Path.of(entry.getName()))
          .filter(entry -> entry.startsWith("META-INF/native") && entry.toString().endsWith(".so"))
          .map(entry -> entry.getFileName().toString())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It comes from npm, of which Maven's list knows nothing. */
  @ParameterizedTest
  @EnumSource
  void listsThePlayerWhereverItsPageIs(Image image) throws IOException {
    List<String> players = components(image, "pkg:npm/").map(c -> c.getString("purl")).toList();

    assertThat(players).hasSize(hasPlayer(image) ? 1 : 0);
    assertThat(players).allMatch(purl -> purl.equals("pkg:npm/" + player()));
  }

  /** Else the same sources would make another layer each time. */
  @Test
  void theSameSourcesMakeTheSameList() {
    for (Image image : Image.values()) {
      assertThat(list(image).getMap()).doesNotContainKey("serialNumber");
      assertThat(list(image).getJsonObject("metadata").getMap()).doesNotContainKey("timestamp");
    }
  }

  private static boolean hasPlayer(Image image) throws IOException {
    List<Path> jars =
        Stream.concat(
                files(image.program().resolve("lib")),
                Stream.of(image.program().resolve("program.jar")))
            .toList();
    for (Path jar : jars) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        if (zip.stream().anyMatch(entry -> entry.getName().startsWith("web/assets/jsmpeg/"))) {
          return true;
        }
      }
    }
    return false;
  }

  /** As the build of the edge names it. */
  private static String player() {
    try {
      String pom = Files.readString(Docker.HOME.resolve("edge-service/pom.xml"));
      return only(pom, "<jsmpeg.package>(.+)</").replace("@", "%40")
          + "@"
          + only(pom, "<jsmpeg.version>(.+)</");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject list(Image image) {
    try {
      return new JsonObject(Files.readString(image.program().resolve("sbom.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonObject> components(Image image, String kind) {
    return objects(list(image).getJsonArray("components"))
        .filter(component -> component.getString("purl").startsWith(kind));
  }

  /** The file of a component such as {@code pkg:maven/g/name@1.0?classifier=linux&type=jar}. */
  private static String jar(JsonObject component) {
    String purl = component.getString("purl");
    String classifier = purl.contains("classifier=") ? "-" + only(purl, "classifier=([^&]+)") : "";
    return "%s-%s%s.jar"
        .formatted(component.getString("name"), component.getString("version"), classifier);
  }

  private static String sha256(JsonObject component) {
    return objects(component.getJsonArray("hashes"))
        .filter(hash -> hash.getString("alg").equals("SHA-256"))
        .map(hash -> hash.getString("content"))
        .findFirst()
        .orElseThrow();
  }

  private static String sha256(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }

  private static Stream<Path> files(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String only(String text, String pattern) {
    List<MatchResult> found = Pattern.compile(pattern).matcher(text).results().toList();
    assertThat(found).as(pattern).hasSize(1);
    return found.get(0).group(1);
  }
}
