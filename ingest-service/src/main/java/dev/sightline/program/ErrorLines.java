package dev.sightline.program;

import java.util.function.Consumer;

/**
 * Makes lines of what a program writes to its standard error, as they would be left on a terminal:
 * what is written over after a carriage return, such as a counter, is none. Used by one thread.
 */
final class ErrorLines {

  /** Characters of a line that are told; the rest is not. */
  static final int LONGEST = 500;

  /** Characters that are kept to find secrets in them, which may make a line shorter. */
  private static final int KEPT = 8 * LONGEST;

  private final Masking masking;
  private final Consumer<String> lines;
  private final StringBuilder line = new StringBuilder();
  private boolean isCut;
  private boolean returned;

  /**
   * @param lines gets each line that says something, masked and without control characters
   */
  ErrorLines(Masking masking, Consumer<String> lines) {
    this.masking = masking;
    this.lines = lines;
  }

  void take(char[] some, int count) {
    for (int i = 0; i < count; i++) {
      take(some[i]);
    }
  }

  private void take(char next) {
    switch (next) {
      case '\n' -> end();
      case '\r' -> returned = true;
      default -> {
        if (returned) {
          restart();
        }
        append(next);
      }
    }
  }

  private void append(char next) {
    if (line.length() < KEPT) {
      line.append(next);
    } else {
      isCut = true;
    }
  }

  /** The line is complete; so is what the program has written last, although nothing ends it. */
  void end() {
    String told = told();
    restart();
    if (!told.isEmpty()) {
      lines.accept(told);
    }
  }

  private String told() {
    if (isCut) {
      // Half a secret at the end would not be known for one.
      line.setLength(Math.max(0, line.length() - masking.longest()));
    }
    String text = masking.mask(line.toString()).replaceAll("\\p{Cntrl}", " ").stripTrailing();
    return isCut || text.length() > LONGEST
        ? text.substring(0, Math.min(LONGEST, text.length())) + "…"
        : text;
  }

  private void restart() {
    line.setLength(0);
    isCut = false;
    returned = false;
  }
}
