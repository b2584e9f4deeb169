package dev.sightline.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One case of hostile-requests.txt, whose head describes the format.
 *
 * @param bytes what is sent, a character each
 * @param answers what comes back, in order
 * @param end what becomes of the connection
 */
record HostileRequest(String name, String bytes, List<Answer> answers, End end) {

  /**
   * An answer.
   *
   * @param body {@code *} is any
   */
  record Answer(int status, String body) {}

  /** What becomes of the connection. */
  enum End {
    KEPT,
    CLOSED
  }

  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:([rnt0\\\\])|x([0-9A-F]{2})|\\{(.+?)\\*(\\d+)\\})");

  @Override
  public String toString() {
    return name;
  }

  static List<HostileRequest> all() {
    List<HostileRequest> all = new ArrayList<>();
    try (InputStream file = HostileRequest.class.getResourceAsStream("/hostile-requests.txt")) {
      String text = new String(file.readAllBytes(), UTF_8);
      for (String block : text.split("\n## ")) {
        if (!block.startsWith("#")) {
          all.add(parse(block));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static HostileRequest parse(String block) {
    List<String> lines = block.lines().toList();
    StringBuilder bytes = new StringBuilder();
    List<Answer> answers = new ArrayList<>();
    End end = End.KEPT;
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith("> ")) {
        bytes.append(unescaped(line.substring(2)));
      } else if (line.startsWith("< ")) {
        String[] parts = line.substring(2).split(" ", 2);
        String body = parts.length > 1 ? unescaped(parts[1]) : "";
        answers.add(new Answer(Integer.parseInt(parts[0]), body));
      } else if (line.equals("closed")) {
        end = End.CLOSED;
      } else if (!line.isEmpty()) {
        throw new IllegalStateException("not understood: " + line);
      }
    }
    return new HostileRequest(lines.get(0), bytes.toString(), answers, end);
  }

  private static String unescaped(String text) {
    return ESCAPE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(meaning(match)));
  }

  private static String meaning(java.util.regex.MatchResult escape) {
    if (escape.group(1) != null) {
      return switch (escape.group(1)) {
        case "r" -> "\r";
        case "n" -> "\n";
        case "t" -> "\t";
        case "0" -> "\0";
        default -> "\\";
      };
    }
    return escape.group(2) == null
        ? unescaped(escape.group(3)).repeat(Integer.parseInt(escape.group(4)))
        : String.valueOf((char) Integer.parseInt(escape.group(2), 16));
  }
}
