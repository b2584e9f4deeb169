package dev.sightline.standalone;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The word that ends the program when it is typed on a line of its own. A program without a
 * terminal goes on: its input just ends.
 */
final class QuitWord {

  private static final Logger LOG = LoggerFactory.getLogger(QuitWord.class);
  private static final String WORD = "quit";

  /** Of a longer line no more is kept, and it isn't the word. */
  private static final int LONGEST_LINE = 64;

  private QuitWord() {}

  /** Reads {@code in} on a thread of its own from now on, and runs {@code then} at the word. */
  static void on(InputStream in, Runnable then) {
    Thread reader = new Thread(() -> read(in, then), "standard-input");
    reader.setDaemon(true);
    reader.start();
  }

  private static void read(InputStream in, Runnable then) {
    try {
      if (comes(in)) {
        then.run();
      }
    } catch (IOException e) {
      LOG.debug("standard input can't be read", e);
    }
  }

  /** Whether the word comes before the end. Blocks until it is known. */
  static boolean comes(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        if (isWord(line)) {
          return true;
        }
        line.setLength(0);
      } else if (line.length() < LONGEST_LINE) {
        line.append((char) next);
      }
    }
    return isWord(line);
  }

  private static boolean isWord(StringBuilder line) {
    return line.length() < LONGEST_LINE && line.toString().strip().equals(WORD);
  }
}
