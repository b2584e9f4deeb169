package dev.sightline.plan;

/** What may bound the viewers that one edge takes. */
enum Bound {
  LINK("the edge's interface"),
  LOOPS("the edge's cores"),
  MAX_VIEWERS("`max-viewers`");

  private final String words;

  Bound(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
