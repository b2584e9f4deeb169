package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

  private static final Login LOGIN = new Login("zoë", new Secret("s3cret:東"));

  @ParameterizedTest
  @ValueSource(strings = {"Basic ", "basic ", "BASIC  "})
  void admitsWhoShowsUserAndPassword(String scheme) {
    assertThat(LOGIN.admits(scheme + encoded("zoë:s3cret:東"))).isTrue();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "Basic",
        "Basic ",
        "Basic !",
        "Bearer em/DqzpzM2NyZXQ65p2x",
        "Basic em/DqzpzM2NyZXQ6"
      })
  void admitsNobodyElse(String authorization) {
    assertThat(LOGIN.admits(authorization)).isFalse();
  }

  @Test
  void admitsNobodyWhoIsNearlyRight() {
    assertThat(LOGIN.admits("Basic " + encoded("zoë:s3creT:東"))).isFalse();
    assertThat(LOGIN.admits("Basic " + encoded("Zoë:s3cret:東"))).isFalse();
  }

  @Test
  void thereMayBeNone() throws ConfigException {
    assertThat(read("{}")).isEmpty();
  }

  @Test
  void isReadAndNotPrinted() throws ConfigException {
    Optional<Login> login = read("{\"username\": \"prometheus\", \"password\": \"s3cret\"}");
    assertThat(login).contains(new Login("prometheus", new Secret("s3cret")));
    assertThat(login.toString()).doesNotContain("s3cret");
  }

  @Test
  void isReadFromFiles(@TempDir Path directory) throws Exception {
    Path user = Files.writeString(directory.resolve("username"), "prometheus\n");
    Path password = Files.writeString(directory.resolve("password"), "s3cret\n");
    String section = "{\"username-file\": \"%s\", \"password-file\": \"%s\"}";
    assertThat(read(section.formatted(user, password)))
        .contains(new Login("prometheus", new Secret("s3cret")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'username': 'a'}                          | management.password is missing; there must be both or none",
        "{'password': 's3cret'}                     | management.username is missing; there must be both or none",
        "{'password-file': '/none'}                 | management.username is missing; there must be both or none",
        "{'username': 'a:s3cret', 'password': 'b'}  | management.username must have 1 to 256 characters, and no colon",
        "{'username': '', 'password': 'b'}          | management.username must have 1 to 256 characters, and no colon",
        "{'username': 'a', 'password': ''}          | management.password must not be empty",
        "{'username': 'a', 'password': 's3cret', 'password-file': '/none'} | management.password is given twice, by password-file as well; keep one"
      })
  void explainsAMistakeWithoutThePassword(String section, String sentence) {
    ConfigException mistakes =
        catchThrowableOfType(ConfigException.class, () -> read(section.replace('\'', '"')));
    assertThat(mistakes.problems()).contains(sentence);
    assertThat(mistakes.getMessage()).doesNotContain("s3cret");
  }

  private static Optional<Login> read(String section) throws ConfigException {
    JsonObject file = new JsonObject().put("management", new JsonObject(section));
    ConfigReader reader = new ConfigReader(new ConfigSources(file, Map.of(), new Flags()));
    Optional<Login> login = ManagementConfig.read(reader, Role.EDGE).login();
    reader.finish();
    return login;
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
