package dev.sightline.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.PlainYaml;
import dev.sightline.node.Role;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds whatever the configuration file says: it is read, or refused in sentences that show no
 * secret.
 */
@Timeout(10)
class IngestConfigFuzzTest {

  private static final String SECRET = "S3cr3tM4rk";

  private static final Map<String, String> VARIABLES = Map.of("YARD_PASSWORD", "x");

  private static final String CAMERA_WITH_SECRET =
      "cameras: {marked: {url: 'http://h/', username: 'u', password: '" + SECRET + "'}}\n";

  static Stream<byte[]> files() throws IOException {
    String shipped = Files.readString(Path.of("../sightline.yaml"));
    String withExamples = shipped.replace("cameras: {}", "cameras:").replace("#example", "");
    return Stream.of(
            shipped,
            withExamples,
            "cameras: {a: 'http://u:p@[::1]:1/x?y#z', b: {url: 'https://h', retry: {max: 5m}}}",
            "ingest: &a {linger: 1s}\ncameras: {a: {<<: *a, url: http://h/}}",
            "http: &a\n  b: *a\n",
            "? &a [*a]\n: 1\n",
            "? [a, {b: c}]\n: !!int 5\n",
            "a: &a [1,1]\nb: &b [*a,*a]\nc: &c [*b,*b]\nhttp: {port: [*c,*c,*c]}\n",
            "%YAML 1.1\n--- |\n  text\n...\n--- >-\n  more\n",
            "? &a [[*a], 1]\n: 1\n",
            "a: &a\n  ? [1, {x: *a}]\n  : 1\n",
            "a: &a [1]\nb: &b [*a, *a]\n? [*b, *b]\n: 1\n",
            "a: &a {<<: *a, c: 1}\n",
            "a: &a !!set {x, y}\nb: !!omap [c: *a]\nd: !!pairs [c: 1]\ne: !!binary aGk=\nf: !!timestamp 2001-01-01\n",
            "[".repeat(60) + "]".repeat(60))
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("files")
  @FuzzTest
  void readsTheFileOrSaysWhyNot(byte[] input) {
    String text = new String(input, UTF_8);
    if (text.contains(SECRET)) {
      return; // Where the input itself puts it, it need not be a secret.
    }
    check(problemsOf(text));
    check(problemsOf(CAMERA_WITH_SECRET + text));
  }

  /** Gives each camera's URL a password, and each camera another one. */
  private static JsonObject withSecrets(JsonObject file) {
    if (file.getValue("cameras") instanceof JsonObject cameras) {
      for (String name : cameras.fieldNames()) {
        Object camera = cameras.getValue(name);
        if (camera instanceof JsonObject section) {
          section.put("password", SECRET);
          section.put("url", withPassword(section.getValue("url")));
        } else {
          cameras.put(name, withPassword(camera));
        }
      }
    }
    return file;
  }

  private static Object withPassword(Object url) {
    return url instanceof String text ? text.replaceFirst("://", "://user:" + SECRET + "@") : url;
  }

  private static void check(List<String> problems) {
    assertThat(problems)
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .isNotBlank()
                    .doesNotContain(SECRET)
                    .doesNotContain("Exception"));
  }

  private static List<String> problemsOf(String text) {
    Future<JsonObject> file = new PlainYaml().process(null, new JsonObject(), Buffer.buffer(text));
    if (file.failed()) {
      assertThat(file.cause()).isInstanceOf(IllegalArgumentException.class);
      return List.of(file.cause().getMessage());
    }
    try {
      read(new ConfigSources(withSecrets(file.result()), VARIABLES, new Flags()));
      return List.of();
    } catch (ConfigException e) {
      assertThat(e.problems()).isNotEmpty();
      return e.problems();
    }
  }

  private static void read(ConfigSources sources) throws ConfigException {
    ConfigReader reader = new ConfigReader(sources);
    NodeConfig.read(reader, Role.INGEST);
    HttpConfig.read(reader);
    IngestConfig config = IngestConfig.read(reader);
    reader.finish();
    assertThat(config.toString()).doesNotContain(SECRET);
  }
}
