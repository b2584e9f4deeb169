package dev.sightline.testkit;

/** One {@code Name: value} line; {@code rest} is everything behind the colon, as sent. */
record HeaderLine(String name, String rest) {

  static HeaderLine of(String line) {
    int colon = line.indexOf(':');
    if (colon <= 0) {
      throw new MalformedStreamException("'" + line + "' is no header line");
    }
    return new HeaderLine(line.substring(0, colon), line.substring(colon + 1));
  }

  String value() {
    return rest.strip();
  }
}
