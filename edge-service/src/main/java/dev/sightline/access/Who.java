package dev.sightline.access;

import java.util.List;
import java.util.Set;

/**
 * Those to whom a rule gives leave.
 *
 * @param kind whether {@code names} says who
 * @param names of users, or subjects of tokens
 */
record Who(Kind kind, Set<String> names) {

  /** How they are told. */
  enum Kind {
    ANYONE,
    SIGNED_IN,
    NAMED
  }

  static final Who ANYONE = new Who(Kind.ANYONE, Set.of());
  static final Who SIGNED_IN = new Who(Kind.SIGNED_IN, Set.of());

  private static final String ANYONE_WORD = "anyone";
  private static final String SIGNED_IN_WORD = "signed-in";

  Who {
    names = Set.copyOf(names);
  }

  /**
   * @throws IllegalArgumentException with what is allowed, when words and names are mixed
   */
  static Who of(List<String> words) {
    if (words.equals(List.of(ANYONE_WORD))) {
      return ANYONE;
    }
    if (words.equals(List.of(SIGNED_IN_WORD))) {
      return SIGNED_IN;
    }
    if (words.contains(ANYONE_WORD) || words.contains(SIGNED_IN_WORD)) {
      throw new IllegalArgumentException(
          "must be anyone, signed-in or a list of names, not some of each");
    }
    return new Who(Kind.NAMED, Set.copyOf(words));
  }

  boolean isAnyone() {
    return kind == Kind.ANYONE;
  }

  /** Whether somebody is among them who is known by {@code name}. */
  boolean includes(String name) {
    return kind != Kind.NAMED || names.contains(name);
  }
}
