package dev.sightline.program;

import dev.sightline.node.Redaction;
import java.util.Comparator;
import java.util.List;

/**
 * Takes secrets out of what others say: those that are known, and what may be one in any URL.
 *
 * @param secrets as they may turn up, such as plain and escaped; empty ones hide nothing
 */
public record Masking(List<String> secrets) {

  /** Nothing is known but how a URL looks. */
  public static final Masking OF_URLS = new Masking(List.of());

  public Masking {
    secrets =
        secrets.stream()
            .filter(secret -> !secret.isEmpty())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  public String mask(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, Redaction.MASK);
    }
    return Redaction.of(masked);
  }

  /** Of the longest secret, the characters; a text that was cut may end with as many of it. */
  int longest() {
    return secrets.isEmpty() ? 0 : secrets.get(0).length();
  }

  @Override
  public String toString() {
    return Redaction.MASK;
  }
}
