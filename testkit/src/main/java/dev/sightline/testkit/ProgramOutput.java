package dev.sightline.testkit;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest lines that a program has written, read by a thread of its own until they end. */
final class ProgramOutput {

  private static final int KEPT_LINES = 10_000;

  /** Characters of a line; what is longer is kept as several. */
  private static final int MAX_LINE = 8_192;

  private static final int TAIL = 40;

  private final Deque<String> lines = new ArrayDeque<>();
  private final StringBuilder line = new StringBuilder();
  private final boolean isProduct;
  private boolean complete;

  private ProgramOutput(boolean isProduct) {
    this.isProduct = isProduct;
  }

  /**
   * @param isProduct whether no secret may be in it
   */
  static ProgramOutput of(Process process, boolean isProduct) {
    ProgramOutput output = new ProgramOutput(isProduct);
    Thread reader = new Thread(() -> output.readAll(process), "output-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    return output;
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Whether nothing more can come. */
  synchronized boolean isComplete() {
    return complete;
  }

  /** The last lines, as the end of an error message. */
  synchronized String tail() {
    List<String> all = lines();
    List<String> last = all.subList(Math.max(0, all.size() - TAIL), all.size());
    return last.isEmpty() ? "; it wrote nothing" : "; it wrote:\n" + String.join("\n", last);
  }

  private void readAll(Process process) {
    try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      char[] some = new char[MAX_LINE];
      for (int count = reader.read(some); count >= 0; count = reader.read(some)) {
        add(some, count);
      }
      complete(null);
    } catch (IOException e) {
      complete("its output can't be read any more: " + e.getMessage());
    }
  }

  private synchronized void add(char[] some, int count) {
    for (int at = 0; at < count; at++) {
      if (some[at] == '\n' || line.length() == MAX_LINE) {
        endLine();
      }
      if (some[at] != '\n' && some[at] != '\r') {
        line.append(some[at]);
      }
    }
  }

  private void endLine() {
    if (isProduct) {
      Leaks.look("a program of the product", line.toString());
    }
    lines.add(line.toString());
    line.setLength(0);
    if (lines.size() > KEPT_LINES) {
      lines.remove();
    }
  }

  private synchronized void complete(String remark) {
    if (line.length() > 0) {
      endLine();
    }
    if (remark != null) {
      lines.add(remark);
    }
    complete = true;
  }
}
