package dev.sightline.node;

import java.util.Objects;

/**
 * A value that no log, status page or error may show: it prints as {@code ***}.
 *
 * @param value the secret itself; handed to whoever has to send it, never formatted
 */
public record Secret(String value) {

  public Secret {
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return "***";
  }
}
