package dev.sightline.multipart;

/** What a {@link StreamParser} tolerated; each with a sentence for people. */
public enum StreamQuirk {
  NO_MULTIPART("the answer is announced as multipart and isn't"),
  NO_BOUNDARY("the answer announces no boundary"),
  QUOTED_BOUNDARY("the announced boundary is in quotes"),
  DASHED_BOUNDARY("the announced boundary has the delimiter's dashes already"),
  OTHER_BOUNDARY("the delimiters hold another boundary than the announced one"),
  NO_FIRST_DELIMITER("the first part has no delimiter before it"),
  MISSING_DELIMITER("delimiters are missing between parts"),
  DOUBLED_DELIMITER("delimiters come twice"),
  CLOSING_DELIMITER("delimiters look like the closing one"),
  GLUED_DELIMITER("the line end before delimiters is missing"),
  GLUED_HEADER("the line end behind delimiters is missing"),
  LINE_FEEDS("header lines end in LF instead of CRLF"),
  NO_HEADER("parts have no header"),
  ODD_HEADER("header fields are oddly spelled"),
  NO_LENGTH("parts don't announce their length"),
  WRONG_LENGTH("parts have another length than they announce"),
  ODD_LENGTH("announced lengths are padded or can't be read"),
  NOISE("there are bytes that belong to no part"),
  OTHER_PARTS("there are parts that are no pictures"),
  CUT_PICTURES("there are pictures without their end");

  private final String sentence;

  StreamQuirk(String sentence) {
    this.sentence = sentence;
  }

  /** What it is, as a part of a sentence: no capital, no full stop. */
  public String sentence() {
    return sentence;
  }
}
