package dev.sightline.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * The whole answer to a {@link PlainRequest}.
 *
 * @param headers looked up without regard to case
 * @param body without transfer encoding
 */
public record HttpReply(int status, MultiMap headers, Buffer body) {

  /** One header; null when it is absent. */
  public String header(String name) {
    return headers.get(name);
  }

  /** The body as UTF-8. */
  public String text() {
    return body.toString();
  }
}
