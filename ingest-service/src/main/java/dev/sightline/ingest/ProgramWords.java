package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.program.ProgramEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program's failure is called, in one sentence. */
final class ProgramWords {

  /** Of what a program has said last, so much is repeated on the status page. */
  private static final int LONGEST = 160;

  /** As Java words it: {@code Cannot run program "x": error=2, No such file or directory}. */
  private static final Pattern ERROR = Pattern.compile("error=(\\d+), (.*)");

  private static final String MISSING = "2";
  private static final String NOT_ALLOWED = "13";

  private ProgramWords() {}

  /** What people call a program: its file without the directory. */
  static String nameOf(String program) {
    Path file = Path.of(program).getFileName();
    return file == null ? program : file.toString();
  }

  /**
   * @param missing the sentence for a program that isn't there
   */
  static EndReason notStarted(String name, String missing, IOException why) {
    Matcher error = ERROR.matcher(String.valueOf(why.getMessage()));
    boolean isKnown = error.find();
    if (isKnown && error.group(1).equals(MISSING)) {
      return new EndReason(Kind.UNREACHABLE, missing);
    }
    if (isKnown && error.group(1).equals(NOT_ALLOWED)) {
      return new EndReason(Kind.UNREACHABLE, "the program %s may not be executed".formatted(name));
    }
    String cause = isKnown ? " (%s)".formatted(error.group(2)) : "";
    return new EndReason(
        Kind.UNREACHABLE, "the program %s can't be started%s".formatted(name, cause));
  }

  static EndReason ended(String name, ProgramEnd end, boolean hadPictures) {
    String how =
        end.exitCode() == ProgramEnd.UNKNOWN
            ? "%s doesn't end".formatted(name)
            : "%s has ended with exit code %d".formatted(name, end.exitCode());
    return new EndReason(
        hadPictures ? Kind.CLOSED : Kind.REFUSED, withLastWords(how, end.lastLines()));
  }

  /** {@code sentence}, and what the program has said last. */
  static String withLastWords(String sentence, List<String> lines) {
    if (lines.isEmpty()) {
      return sentence;
    }
    String last = lines.get(lines.size() - 1).strip();
    boolean isLong = last.length() > LONGEST;
    return "%s: %s".formatted(sentence, isLong ? last.substring(0, LONGEST) + "…" : last);
  }
}
