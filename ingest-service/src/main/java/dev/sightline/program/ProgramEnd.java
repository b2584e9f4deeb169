package dev.sightline.program;

import java.util.List;

/**
 * How a program has ended.
 *
 * @param exitCode that of the program; as a shell has it, 128 and the number of the signal that
 *     killed it
 * @param lastLines what it has written to its standard error last, oldest first, as it was logged
 */
public record ProgramEnd(int exitCode, List<String> lastLines) {

  /** Of a program that even SIGKILL has not ended yet. */
  public static final int UNKNOWN = -1;

  public ProgramEnd {
    lastLines = List.copyOf(lastLines);
  }
}
