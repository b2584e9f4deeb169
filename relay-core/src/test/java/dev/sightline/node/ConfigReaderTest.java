package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {

  private static final Map<String, String> NO_VARIABLES = Map.of();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          http: {port: x}         | http.port must be a whole number from 0 to 65535, not 'x'
          http: {port: -1}        | http.port must be a whole number from 0 to 65535, not '-1'
          http: {port: 65536}     | http.port must be a whole number from 0 to 65535, not '65536'
          http: {port: ''}        | http.port must be a whole number from 0 to 65535, not ''
          http: {port: [1]}       | http.port must be one value, not a section or a list
          http: {port: {a: 1}}    | http.port must be one value, not a section or a list
          http: {host: ''}        | http.host must not be empty
          http: {prot: 1}         | http.prot is not a setting; did you mean http.port?
          http: {colour: red}     | http.colour is not a setting; known here: cors, default-stream, frame-ancestors, host, port, prefixes, proxy-protocol, redirect-port, tls, trusted-proxies
          http: 8080              | http must be a section with settings below it, not a value
          htpp: {port: 1}         | htpp is not a setting; did you mean http?
          log: {level: loud}      | log.level must be one of warn, info, debug, not 'loud'
          management: {port: no}  | management.port must be 'off' or a whole number from 0 to 65535, not 'no'
          cluster: {port: 0}      | cluster.port must be a whole number from 1 to 65535, not '0'
          cluster: {join: "a b"}  | cluster.join must be HOST, HOST:PORT or dns:NAME, not 'a b'
          cluster: {join: [a:0]}  | cluster.join must be HOST, HOST:PORT or dns:NAME, not 'a:0'
          cluster: {join: [{}]}   | cluster.join must be a list of plain values
          cluster: {join: "dns:a,b"} | cluster.join must be a single dns:NAME or a list without any
          cluster: {secret: ''}   | cluster.secret must not be empty
          cluster: {tls: {cert-file: a, key-file: b}} | cluster.tls.ca-file is missing; cluster.tls needs all three files
          cluster: {tls: {cert-file: '', key-file: b, ca-file: c}} | cluster.tls.cert-file must not be empty
          http: {host: "${NONE}"} | http.host needs the environment variable NONE, which is not set
          """)
  void tellsWhatIsWrong(String yaml, String problem) {
    assertThat(problemsOf(yaml, NO_VARIABLES, new Flags())).containsExactly(problem);
  }

  @Test
  void tellsEveryMistakeAtOnce() {
    assertThat(problemsOf("http: {port: x, prot: 1}\nlog: {level: y}", NO_VARIABLES, new Flags()))
        .containsExactly(
            "http.port must be a whole number from 0 to 65535, not 'x'",
            "log.level must be one of warn, info, debug, not 'y'",
            "http.prot is not a setting; did you mean http.port?");
  }

  @Test
  void namesTheFlagOrVariableThatAValueCameBy() {
    Flags flags = new Flags().put("http.port", "--port", "x");
    Map<String, String> variables = Map.of("SIGHTLINE_LOG_LEVEL", "y");
    assertThat(problemsOf("", variables, flags))
        .containsExactly(
            "--port (http.port) must be a whole number from 0 to 65535, not 'x'",
            "SIGHTLINE_LOG_LEVEL (log.level) must be one of warn, info, debug, not 'y'");
  }

  @Test
  void refusesASecondFlagForTheSameSetting() {
    Flags flags =
        new Flags().put("log.level", "--quiet", "warn").put("log.level", "--debug", "info");
    assertThat(problemsOf("", NO_VARIABLES, flags))
        .containsExactly("--debug: log.level is already set by --quiet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SIGHTLINE_HTTP_PROT   | SIGHTLINE_HTTP_PROT is not a setting; did you mean SIGHTLINE_HTTP_PORT?
          SIGHTLINE_NOTHING     | SIGHTLINE_NOTHING is not a setting
          """)
  void refusesVariablesThatSetNothing(String variable, String problem) {
    assertThat(problemsOf("", Map.of(variable, "1"), new Flags())).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "SIGHTLINE_JAVA_OPTS, -Xmx1g",
    "SIGHTLINE_EDGE_MAX_VIEWERS, 5",
    "SIGHTLINE_SERVICE_HOST, 10.0.0.1",
    "SIGHTLINE_EDGE_SERVICE_PORT_HTTP, 8080",
    "SIGHTLINE_PORT, tcp://10.0.0.1:8080",
    "SIGHTLINE_HTTP_PORT, tcp://10.0.0.1:8080",
    "SIGHTLINE_PORT_8080_TCP_ADDR, 10.0.0.1",
    "SIGHTLINE_HTTP_HOST, ''",
    "PATH, /bin"
  })
  void leavesTheVariablesOfOthersAlone(String variable, String value) throws Exception {
    ConfigReader reader = reader("", Map.of(variable, value), new Flags());
    readAll(reader);
    reader.finish();
    assertThat(HttpConfig.read(reader)).isEqualTo(HttpConfig.DEFAULT);
  }

  @Test
  void takesFlagsBeforeEnvironmentBeforeFile() throws ConfigException {
    String yaml = "http: {port: 1, host: file}\nlog: {level: warn}";
    Map<String, String> variables =
        Map.of("SIGHTLINE_HTTP_PORT", "2", "SIGHTLINE_HTTP_HOST", "variable");
    ConfigReader reader = reader(yaml, variables, new Flags().put("http.port", "--port", "3"));
    assertThat(HttpConfig.read(reader)).isEqualTo(new HttpConfig("variable", 3));
    assertThat(LogConfig.read(reader))
        .isEqualTo(new LogConfig(LogConfig.Level.WARN, LogConfig.Format.TEXT));
    assertThatCode(reader::finish).doesNotThrowAnyException();
  }

  @Test
  void replacesAListAsAWhole() {
    String yaml = "cluster: {join: [a, 'b:1', '[::1]:2']}";
    assertThat(ClusterConfig.read(reader(yaml, NO_VARIABLES, new Flags())).join())
        .extracting(JoinTarget::toString)
        .containsExactly("a", "b:1", "[::1]:2");
    Map<String, String> variables = Map.of("SIGHTLINE_CLUSTER_JOIN", "c, d:3");
    assertThat(ClusterConfig.read(reader(yaml, variables, new Flags())).join())
        .extracting(JoinTarget::toString)
        .containsExactly("c", "d:3");
  }

  @Test
  void leavesTheSectionsOfOtherRolesAlone() {
    String yaml = "edge: {anything: [goes]}\ncameras: {front: 'not a URL'}";
    assertThatCode(() -> readAndFinish(yaml)).doesNotThrowAnyException();
  }

  @Test
  void takesNothingForNotSet() {
    assertThatCode(() -> readAndFinish("http:\n  port:\ncluster:\n")).doesNotThrowAnyException();
  }

  @Test
  void replacesReferencesInTheFileOnly() {
    Map<String, String> variables = Map.of("NAME", "x$1\\", "SIGHTLINE_HTTP_HOST", "${NAME}");
    ConfigReader fromFile =
        reader("log: {level: 'a${NAME}b$${NAME}${NAME}'}", variables, new Flags());
    assertThat(fromFile.section("log").string("level", "")).isEqualTo("ax$1\\b${NAME}x$1\\");
    assertThat(HttpConfig.read(fromFile).host()).isEqualTo("${NAME}");
  }

  @Test
  void readsEntriesWhoseNamesTheUserChooses() {
    String yaml = "log: {extra: {A-b: '${NAME}', c.d: 2, e: wrong, f: }}";
    Map<String, String> variables = Map.of("NAME", "1", "SIGHTLINE_LOG_EXTRA_C_D", "3");
    ConfigReader reader = reader(yaml, variables, new Flags());
    assertThat(reader.section("log").entries("extra", 3, ConfigReaderTest::entry))
        .containsExactly("A-b=1", "c.d=3");
    assertThat(catchThrowableOfType(ConfigException.class, reader::finish).problems())
        .containsExactly(
            "log.extra must not have more than 3 settings below it", "log.extra.e is wrong");
  }

  private static String entry(String name, String value) {
    if (value.equals("wrong")) {
      throw new IllegalArgumentException("is wrong");
    }
    return name + "=" + value;
  }

  @Test
  void readsDurationsAndSizesWithinTheirLimits() {
    ConfigReader reader =
        reader("edge: {a: 90s, b: 61s, c: 64KiB, d: 1B}", NO_VARIABLES, new Flags());
    ConfigReader edge = reader.section("edge");
    Duration minute = Duration.ofMinutes(1);
    assertThat(edge.duration("a", Duration.ZERO, minute, Duration.ofHours(1)))
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(edge.duration("b", Duration.ofSeconds(7), Duration.ZERO, minute))
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(edge.size("c", 0, 1024, 1 << 20)).isEqualTo(65_536);
    assertThat(edge.size("d", 7, 1024, 1 << 20)).isEqualTo(7);
    assertThat(catchThrowableOfType(ConfigException.class, reader::finish).problems())
        .containsExactly(
            "edge.b must be from 0s to 1m, not 61s", "edge.d must be from 1KiB to 1MiB, not 1B");
  }

  @Test
  void readsASecretFromAFileAndDropsItsLineBreak(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), " s3cret \r\n");
    ConfigReader reader = reader("log: {password-file: '" + file + "'}", NO_VARIABLES, new Flags());
    Optional<Secret> secret = reader.section("log").secret("password");
    assertThat(secret).contains(new Secret(" s3cret "));
    assertThat(secret.toString()).doesNotContain("s3cret");
  }

  @Test
  void explainsASecretThatCannotBeReadWithoutShowingIt(@TempDir Path directory) throws IOException {
    Path large = Files.write(directory.resolve("large"), new byte[70_000]);
    ConfigReader reader =
        reader(
            "log: {a-file: /none, b: s3cret, b-file: '%s'}".formatted(large),
            NO_VARIABLES,
            new Flags());
    ConfigReader log = reader.section("log");
    log.secret("a");
    log.secret("b");
    log.secret("b-file");
    assertThat(catchThrowableOfType(ConfigException.class, reader::finish).problems())
        .containsExactly(
            "log.a-file names /none, which can't be read",
            "log.b is given twice, by b-file as well; keep one");
  }

  @Test
  void explainsAFileThatCannotBeUsed(@TempDir Path directory) throws IOException {
    Path missing = directory.resolve("missing.yaml");
    assertThat(problemsOf(missing))
        .containsExactly("cannot use %s: there is no such file".formatted(missing));
    assertThat(problemsOf(directory))
        .containsExactly("cannot use %s: it is a directory".formatted(directory));
    Path wrong = Files.writeString(directory.resolve("wrong.yaml"), "http:\n  port: 1\n port: 2\n");
    assertThat(problemsOf(wrong).get(0)).startsWith("cannot use %s: line 3: ".formatted(wrong));
  }

  @Test
  void readsAFile(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("right.yaml"), "http: {port: 81}");
    ConfigSources sources = ConfigSources.load(Optional.of(file), NO_VARIABLES, new Flags());
    assertThat(HttpConfig.read(new ConfigReader(sources)).port()).isEqualTo(81);
  }

  private static List<String> problemsOf(Path file) {
    return catchThrowableOfType(
            ConfigException.class,
            () -> ConfigSources.load(Optional.of(file), NO_VARIABLES, new Flags()))
        .problems();
  }

  private static List<String> problemsOf(String yaml, Map<String, String> variables, Flags flags) {
    ConfigReader reader = reader(yaml, variables, flags);
    readAll(reader);
    return catchThrowableOfType(ConfigException.class, reader::finish).problems();
  }

  private static void readAndFinish(String yaml) throws ConfigException {
    ConfigReader reader = reader(yaml, NO_VARIABLES, new Flags());
    readAll(reader);
    reader.finish();
  }

  private static void readAll(ConfigReader reader) {
    HttpConfig.read(reader);
    NodeConfig.read(reader, Role.INGEST);
  }

  private static ConfigReader reader(String yaml, Map<String, String> variables, Flags flags) {
    JsonObject file = PlainYaml.parse(yaml);
    return new ConfigReader(new ConfigSources(file, variables, flags));
  }
}
