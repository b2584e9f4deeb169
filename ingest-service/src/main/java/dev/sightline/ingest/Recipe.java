package dev.sightline.ingest;

import dev.sightline.program.Masking;
import dev.sightline.program.ProgramEnd;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Which program gives a source its pictures, and what to make of its words. Lives as long as the
 * source, on the ingest's event loop, and remembers what was found out about the device.
 */
interface Recipe {

  /** What the program is called, for people. */
  String name();

  /** What none of its words may show. */
  Masking masking();

  /** Why it needn't be tried. */
  default Optional<EndReason> obstacle() {
    return Optional.empty();
  }

  /**
   * What to run first, whose words tell how {@link #command} is to be; empty when that is known.
   */
  default Optional<List<String>> look() {
    return Optional.empty();
  }

  /** Takes what {@link #look} has brought; tells why it wasn't enough. */
  default Optional<EndReason> learn(ProgramEnd looked) {
    return Optional.empty();
  }

  /** What was learned may be wrong by now, since it gave no picture. */
  default void forget() {}

  /** The program and its arguments, which every user of this machine can see. */
  List<String> command();

  /** What it reads, and {@link #look} as well: what isn't to be seen in its arguments. */
  default String input() {
    return "";
  }

  /** What to tell when it could not be started. */
  EndReason notStarted(IOException why);

  /** What to tell when it has ended by itself. */
  EndReason ended(ProgramEnd end, boolean hadPictures);
}
