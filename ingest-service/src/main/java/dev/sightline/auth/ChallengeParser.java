package dev.sightline.auth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a {@code WWW-Authenticate} header as cameras write it: several challenges in one, with
 * their parameters or without, quoted or not, with spaces and commas missing or in excess.
 *
 * <p>Looks at each character once and never throws. A challenge that is beyond a limit is left out,
 * since half of one can't be answered.
 */
final class ChallengeParser {

  static final int MAX_HEADER = 8 << 10;
  static final int MAX_CHALLENGES = 16;
  static final int MAX_PARAMETERS = 32;
  static final int MAX_VALUE = 1 << 10;

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,31}");

  /** A challenge of which the end hasn't been seen. */
  private static final class Draft {

    final String scheme;
    final Map<String, String> parameters = new HashMap<>();
    boolean sound;

    Draft(String scheme) {
      this.scheme = scheme;
      this.sound = SCHEME.matcher(scheme).matches();
    }

    /** Of two values for one name the first counts. */
    void add(String name, String value) {
      parameters.putIfAbsent(name, value);
      sound &= parameters.size() <= MAX_PARAMETERS && value.length() <= MAX_VALUE;
    }

    Challenge seal() {
      return new Challenge(scheme, parameters);
    }
  }

  private final String text;
  private final List<Draft> drafts = new ArrayList<>();
  private Draft open;
  private int at;

  private ChallengeParser(String text) {
    this.text = text;
  }

  /** The challenges in the value of one header, in their order. */
  static List<Challenge> parse(String header) {
    return header.length() > MAX_HEADER ? List.of() : new ChallengeParser(header).challenges();
  }

  private List<Challenge> challenges() {
    boolean afterScheme = false;
    while (at < text.length() && drafts.size() <= MAX_CHALLENGES) {
      boolean separated = skipSeparators();
      String word = word();
      skipBlanks();
      if (isAt('=')) {
        at++;
        skipBlanks();
        parameter(word, value());
        afterScheme = false;
      } else if (word.isEmpty()) {
        value(); // One that has no name says nothing.
      } else {
        boolean alone = at == text.length() || isAt(',');
        boolean token = afterScheme && !separated && alone;
        if (!token) {
          scheme(word, alone);
        }
        afterScheme = !token;
      }
    }
    return drafts.stream()
        .filter(draft -> draft.sound)
        .limit(MAX_CHALLENGES)
        .map(Draft::seal)
        .toList();
  }

  private void parameter(String name, String value) {
    if (open != null && !name.isEmpty()) {
      open.add(name.toLowerCase(Locale.ROOT), value);
    }
  }

  /**
   * A name without anything behind it takes no parameters away from the challenge before: it may be
   * the rest of a list that lacks its quotes, as in {@code qop=auth,auth-int,opaque="…"}.
   */
  private void scheme(String name, boolean alone) {
    Draft draft = new Draft(name);
    drafts.add(draft);
    if (!alone || open == null) {
      open = draft;
    }
  }

  private String value() {
    if (isAt('"')) {
      at++;
      return quoted();
    }
    int start = at;
    while (at < text.length() && !isBlank() && !isAt(',')) {
      at++;
    }
    return text.substring(start, at);
  }

  /** Up to the closing quote, or the end of a header that lacks it. */
  private String quoted() {
    StringBuilder value = new StringBuilder();
    while (at < text.length() && !isAt('"')) {
      if (isAt('\\') && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    at++;
    return value.toString();
  }

  private String word() {
    int start = at;
    while (at < text.length() && !isBlank() && !isAt(',') && !isAt('=') && !isAt('"')) {
      at++;
    }
    return text.substring(start, at);
  }

  /** Tells whether a comma was among what was skipped. */
  private boolean skipSeparators() {
    boolean comma = false;
    while (at < text.length() && (isBlank() || isAt(','))) {
      comma |= isAt(',');
      at++;
    }
    return comma;
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank()) {
      at++;
    }
  }

  private boolean isBlank() {
    return text.charAt(at) <= ' ';
  }

  private boolean isAt(char wanted) {
    return at < text.length() && text.charAt(at) == wanted;
  }
}
