package dev.sightline.auth;

import dev.sightline.node.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a camera asks for before it shows anything. */
public record Credentials(String username, Secret password) {

  /** The value of an {@code Authorization} header by RFC 7617. */
  public String basicHeader() {
    byte[] pair = (username + ":" + password.value()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Even the name of a camera's user is nobody's business in a log. */
  @Override
  public String toString() {
    return "***";
  }
}
