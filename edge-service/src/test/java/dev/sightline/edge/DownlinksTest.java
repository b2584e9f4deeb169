package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.HttpReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may take streams from an edge, and who isn't let in. */
class DownlinksTest {

  private static final String TOKEN = "s3cret-of-overseas";
  private static final String STRANGER = "203.0.113.7";

  private final EdgeFixture edge =
      edge().behind(false, "127.0.0.1/32").withDownlink("overseas", TOKEN);

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void whoTriesManyTokensHasToWaitAndWhoHasTheRightOneDoesNot() {
    edge.start("front");
    for (int i = 0; i < Strangers.MOST_OF_AN_ADDRESS; i++) {
      HttpReply reply = show("s3cret-" + i);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.text()).isEqualTo("No downlink here has this token.\n");
    }

    HttpReply reply = show("s3cret");
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.text())
        .isEqualTo("Too many wrong tokens came from your address; try later.\n");
    assertThat(show(TOKEN).status()).as("but that it isn't a WebSocket").isEqualTo(426);
  }

  private HttpReply show(String token) {
    return edge.request("/downlink")
        .withHeader("Authorization", "Bearer " + token)
        .withHeader("X-Forwarded-For", STRANGER)
        .send();
  }
}
