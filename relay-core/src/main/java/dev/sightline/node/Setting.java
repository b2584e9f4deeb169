package dev.sightline.node;

/**
 * One value as it was written.
 *
 * @param origin what an error sentence calls it: the key, and the flag or variable it came by
 * @param text the value before it is given a type; may be a secret, so it is shown only by parsers
 *     of values that are none
 */
record Setting(String origin, String text) {

  @Override
  public String toString() {
    return origin;
  }
}
