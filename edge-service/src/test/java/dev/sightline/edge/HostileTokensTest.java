package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.HttpReply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An edge that takes an issuer's tokens and signed links, and what it answers to others. */
class HostileTokensTest {

  private static final String UNKNOWN = "This is only for those who sign in.\n";
  private static final String TWO =
      "This request has two credentials that contradict each other.\n";

  @TempDir private static Path directory;

  private static EdgeFixture edge;

  @BeforeAll
  static void start() throws Exception {
    Path keys = Files.writeString(directory.resolve("jwks"), ForgedTokens.keySet().encode());
    Path links = Files.writeString(directory.resolve("links"), ForgedTokens.linkKey());
    edge =
        edge()
            .withAccess(
                new JsonObject()
                    .put("watch", "signed-in")
                    .put("links", new JsonObject().put("keys-file", links.toString()))
                    .put(
                        "tokens",
                        new JsonObject()
                            .put("issuer", "https://issuer.example")
                            .put("audience", "cams")
                            .put("jwks-file", keys.toString()))
                    .put(
                        "streams",
                        new JsonObject()
                            .put(
                                "yard",
                                new JsonObject().put("watch", new JsonArray().add("anna")))))
            .start("front", "yard");
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.sightline.edge.ForgedTokens#all")
  void isAnswered(String what, String path, String token, int status, String sentence) {
    HttpReply inUrl = edge.get(path + "?token=" + token.replace("+", "%2B"));
    HttpReply inHeader = edge.request(path).withHeader("Authorization", "Bearer " + token).send();

    for (HttpReply reply : List.of(inUrl, inHeader)) {
      assertThat(reply.status()).as(what).isEqualTo(status);
      if (sentence != null) {
        assertThat(reply.text()).isEqualTo(sentence);
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("*");
      }
      if (status == 401) {
        assertThat(reply.header("WWW-Authenticate"))
            .isEqualTo("Bearer realm=\"Sightline\", error=\"invalid_token\"");
      }
    }
  }

  /** Before anybody looks what is in there. */
  @Test
  void oneThatIsTooLongIsNoRequest() {
    String token = ForgedTokens.token(ForgedTokens.claims().put("more", "x".repeat(6_500)));

    assertThat(edge.get("/front/?token=" + token).status()).isEqualTo(414);
    assertThat(
            edge.request("/front/").withHeader("Authorization", "Bearer " + token).send().status())
        .isEqualTo(431);
  }

  @Test
  void withoutATokenNobodyIsKnown() {
    for (String path :
        List.of("/front/", "/front/?token=", "/front/?toke=" + ForgedTokens.good())) {
      HttpReply reply = edge.get(path);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.text()).isEqualTo(UNKNOWN);
      assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"Sightline\"");
    }
    HttpReply digest = edge.request("/front/").withHeader("Authorization", "Digest x").send();
    assertThat(digest.status()).isEqualTo(401);
    assertThat(digest.text()).isEqualTo(UNKNOWN);
  }

  @Test
  void twoThatDifferContradictEachOther() {
    HttpReply both =
        edge.request("/front/?token=" + ForgedTokens.goodLink())
            .withHeader("Authorization", "Bearer " + ForgedTokens.good())
            .send();
    HttpReply twice = edge.get("/front/?token=" + ForgedTokens.goodLink() + "&token=x");
    HttpReply headers =
        edge.request("/front/")
            .withHeader("Authorization", "Bearer " + ForgedTokens.good())
            .withHeader("Authorization", "Bearer x")
            .send();

    for (HttpReply reply : List.of(both, twice, headers)) {
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.text()).isEqualTo(TWO);
    }
  }
}
