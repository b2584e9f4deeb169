package dev.sightline.ts;

import java.util.Optional;

/**
 * One entry of the list of programs.
 *
 * @param pid where its table stands
 */
record Program(int number, int pid) {

  private static final int BYTES = 4;

  /** The first program in a section, which is the one that is taken; others are left out. */
  static Optional<Program> firstIn(byte[] section) {
    int end = section.length - Crc32.BYTES;
    int at = ProgramMap.HEADER;
    while (section[0] == ProgramMap.PAT && at + BYTES <= end) {
      int number = ProgramMap.number(section, at);
      if (number != 0) { // The number of a table of the network, which is none.
        return Optional.of(new Program(number, ProgramMap.pid(section, at + 2)));
      }
      at += BYTES;
    }
    return Optional.empty();
  }
}
