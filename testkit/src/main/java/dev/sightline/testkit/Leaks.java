package dev.sightline.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Secrets that the product has told. Passwords, tokens and the like that tests use have one of the
 * {@link #MARKS} in them, so that they are known wherever they turn up, in Base64 too. Thread-safe.
 */
final class Leaks {

  /** Words that the product has no other use for. */
  static final List<String> MARKS = List.of("s3cret", "geheim", "sesame");

  private static final List<String> FORMS = MARKS.stream().flatMap(Leaks::base64).toList();

  /** More of them tell nothing new. */
  private static final int MOST = 20;

  private static final int AROUND = 120;

  private static final List<String> FOUND = new ArrayList<>();

  private Leaks() {}

  /**
   * Looks whether there is a secret in what the product has told.
   *
   * @param where it was told, such as {@code an answer}
   */
  static void look(String where, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String mark : MARKS) {
      note(where, text, lower.indexOf(mark));
    }
    for (String form : FORMS) {
      note(where, text, text.indexOf(form));
    }
  }

  private static void note(String where, String text, int at) {
    if (at >= 0) {
      int from = Math.max(0, at - AROUND);
      String around = text.substring(from, Math.min(text.length(), at + AROUND));
      note(where + " tells a secret: " + around.strip());
    }
  }

  private static synchronized void note(String leak) {
    if (FOUND.size() < MOST && !FOUND.contains(leak)) {
      FOUND.add(leak);
    }
  }

  /** What was found since this was asked last. */
  static synchronized List<String> take() {
    List<String> found = List.copyOf(FOUND);
    FOUND.clear();
    return found;
  }

  /**
   * What Base64 makes of it, wherever in the encoded text it stands: what its neighbours share left
   * out.
   */
  private static Stream<String> base64(String mark) {
    return IntStream.range(0, 3)
        .mapToObj(
            before -> {
              byte[] bytes = (" ".repeat(before) + mark).getBytes(StandardCharsets.US_ASCII);
              String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
              return encoded.substring((before * 8 + 5) / 6, bytes.length * 8 / 6);
            })
        .collect(Collectors.toSet())
        .stream();
  }
}
