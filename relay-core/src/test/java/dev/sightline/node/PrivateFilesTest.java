package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateFilesTest {

  private final LoggedWarnings warnings = LoggedWarnings.of(PrivateFiles.class);

  @TempDir private Path temporary;
  private Path directory;

  /** JUnit's own can be entered by nobody else. */
  @BeforeEach
  void open() throws IOException {
    chmod(temporary, "rwxr-xr-x");
    directory = Files.createDirectory(temporary.resolve("config"));
    chmod(directory, "rwxr-xr-x");
  }

  @AfterEach
  void close() {
    warnings.close();
  }

  @Test
  void warnsOnceOfAFileThatEverybodyCanRead() throws IOException {
    Path file = file("rw-r--r--");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    warnOf(file, file, link);

    assertThat(warnings.messages())
        .containsExactlyInAnyOrder(
            "%1$s holds a secret, and every user of this machine can read it: chmod o-rwx %1$s"
                .formatted(file),
            "%1$s holds a secret, and every user of this machine can read it: chmod o-rwx %1$s"
                .formatted(link));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--r-----", "rw-rw----", "rwxrwx-wx"})
  void saysNothingOfOneThatOthersCannotRead(String permissions) throws IOException {
    warnOf(file(permissions));
    assertThat(warnings.messages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwx------", "rwxr-x---", "rwxr-xr--"})
  void saysNothingOfOneThatOthersCannotReach(String permissions) throws IOException {
    Path file = file("rw-r--r--");
    chmod(directory, permissions);
    warnOf(file);
    assertThat(warnings.messages()).isEmpty();
  }

  @Test
  void saysNothingOfOneThatIsNotThere() {
    warnOf(directory.resolve("missing"));
    assertThat(warnings.messages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster: {secret: s3cret}",
        "cluster: {join: 'http://u:s3cret@h/'}",
        "tracing: {endpoint: 'http://h/', headers: {Authorization: s3cret}}",
        "management: {username: a, password: s3cret}",
        "cluster: {secret-file: PRIVATE}",
        "management: {username: a, password-file: PRIVATE}",
        "cluster: {tls: {cert-file: PUBLIC, key-file: PRIVATE, ca-file: PUBLIC}}"
      })
  void aConfigurationNamesTheFilesThatHoldItsSecrets(String yaml) throws Exception {
    Path secret = Files.writeString(file("rw-------"), "s3cret");
    Path other = directory.resolve("public");
    Path config = directory.resolve("sightline.yaml");
    String text = yaml.replace("PRIVATE", secret.toString()).replace("PUBLIC", other.toString());
    Files.writeString(config, text);

    assertThat(privateFiles(config, Map.of()))
        .isEqualTo(List.of(yaml.contains("PRIVATE") ? secret : config).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster: {secret: '${SECRET}'}",
        "cluster: {secret: ''}",
        "tracing: {endpoint: 'http://h/', headers: {X-Site: north}}",
        "http: {port: 1}"
      })
  void oneWithoutSecretsMayBeReadByAll(String yaml) throws Exception {
    Path config = Files.writeString(directory.resolve("sightline.yaml"), yaml);
    assertThat(privateFiles(config, Map.of("SECRET", "s3cret", "SIGHTLINE_CLUSTER_SECRET", "s3")))
        .isEqualTo("[]");
  }

  /** Else each look at the configuration would find another one. */
  @Test
  void areTheSameForTheSameFiles() {
    PrivateFiles one = new PrivateFiles();
    PrivateFiles other = new PrivateFiles();
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    one.add(Path.of("a"));
    assertThat(one).isNotEqualTo(other);
    other.add(Path.of("b/../a"));
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
  }

  private static String privateFiles(Path config, Map<String, String> variables) throws Exception {
    ConfigSources sources = ConfigSources.load(Optional.of(config), variables, new Flags());
    return NodeConfig.read(new ConfigReader(sources), Role.EDGE).privateFiles().toString();
  }

  private static void warnOf(Path... files) {
    PrivateFiles all = new PrivateFiles();
    List.of(files).forEach(all::add);
    all.warn();
  }

  private Path file(String permissions) throws IOException {
    Path file = Files.createFile(directory.resolve("secret"));
    chmod(file, permissions);
    return file;
  }

  private static void chmod(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
