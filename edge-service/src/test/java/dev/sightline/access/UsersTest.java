package dev.sightline.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersTest {

  /** By htpasswd -B. */
  private static final String ANNA =
      "anna:$2y$05$rBIET6APf44JQmbuBfhZSe8QRgYkb1QQ0VqllO8Gh3K8odm4s8Fym";

  private static Users parse(String text) {
    return Users.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsWhatHtpasswdWrites() {
    Users users = parse("# our users\n\n" + ANNA + "\r\n" + ANNA.replace("anna", "zoë") + "\n");

    assertThat(users.hashOf("anna")).contains(ANNA.substring(5));
    assertThat(users.hashOf("zoë")).isPresent();
    assertThat(users.hashOf("bob")).isEmpty();
  }

  @Test
  void whoIsNotThereCostsAsMuchAsWhoCostsMost() {
    Users users = parse(ANNA + "\n" + ANNA.replace("anna", "bob").replace("$05$", "$12$"));

    assertThat(users.nobodysHash()).startsWith("$2y$12$").hasSameSizeAs(ANNA.substring(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x:$apr1$Xx8vNneJ$kEe/po9h6IrIO.hhtmi2z1 | has a line 2 whose hash isn't bcrypt's",
        "x:{SHA}lcsL/Sl3x2EpjZYk5LTUxyo5l0o= | has a line 2 whose hash isn't bcrypt's",
        "x:plain | has a line 2 whose hash isn't bcrypt's",
        "x:$2x$05$rBIET6APf44JQmbuBfhZSe8QRgYkb1QQ0VqllO8Gh3K8odm4s8Fym | has a line 2 whose hash",
        "x | has a line 2 that isn't a name, a colon and a hash",
        ":$2y$05$rBIET6APf44JQmbuBfhZSe8QRgYkb1QQ0VqllO8Gh3K8odm4s8Fym | has a line 2 that isn't",
        "x:$2y$15$rBIET6APf44JQmbuBfhZSe8QRgYkb1QQ0VqllO8Gh3K8odm4s8Fym | has a line 2 with a cost of 15; it must be from 4 to 14",
        "x:$2y$03$rBIET6APf44JQmbuBfhZSe8QRgYkb1QQ0VqllO8Gh3K8odm4s8Fym | has a line 2 with a cost of 3",
        "anna:$2y$05$rBIET6APf44JQmbuBfhZSe8QRgYkb1QQ0VqllO8Gh3K8odm4s8Fym | has a line 2 with a name that another line has too",
      })
  void namesTheLineThatIsWrongAndShowsNothingOfIt(String line, String sentence) {
    assertThatThrownBy(() -> parse(ANNA + "\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(sentence)
        .hasMessageNotContainingAny("rBIET6", "kEe/", "plain", "lcsL");
  }

  @Test
  void wantsSomebodyToBeginWith() {
    byte[] nobody = "# nobody\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Users.parseSome(nobody)).hasMessage("has no users in it");
    assertThat(Users.parse(nobody).hashOf("anna")).as("later on").isEmpty();
  }
}
