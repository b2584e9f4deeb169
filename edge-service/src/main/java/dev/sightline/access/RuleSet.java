package dev.sightline.access;

import dev.sightline.node.ConfigReader;
import java.util.List;
import java.util.Optional;

/**
 * Who may do what, with one stream or with all that have no rules of their own.
 *
 * @param ownStatus who may see the status; those who may watch, unless set
 */
record RuleSet(Who watch, Who push, Optional<Who> ownStatus) {

  static final RuleSet OPEN = new RuleSet(Who.ANYONE, Who.ANYONE, Optional.empty());

  /** Reads what {@code section} says; the rest is as in {@code others}. */
  static RuleSet read(ConfigReader section, RuleSet others) {
    return new RuleSet(
        read(section, "watch").orElse(others.watch),
        read(section, "push").orElse(others.push),
        read(section, "status").or(() -> others.ownStatus));
  }

  private static Optional<Who> read(ConfigReader section, String key) {
    List<String> words = section.list(key, List.of(), RuleSet::word);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Who.of(words));
    } catch (IllegalArgumentException e) {
      section.problem(key, e.getMessage());
      return Optional.of(Who.SIGNED_IN);
    }
  }

  private static String word(String text) {
    if (text.isBlank() || text.length() > Users.LONGEST_NAME) {
      throw new IllegalArgumentException(
          "must be anyone, signed-in or a list of names of 1 to %d characters"
              .formatted(Users.LONGEST_NAME));
    }
    return text;
  }

  Who of(Action action) {
    return switch (action) {
      case WATCH -> watch;
      case PUSH -> push;
      case STATUS -> ownStatus.orElse(watch);
    };
  }

  /** Whether who may watch may do this by that alone, as who has a link. */
  boolean goesWithWatching(Action action) {
    return action == Action.WATCH || (action == Action.STATUS && ownStatus.isEmpty());
  }
}
