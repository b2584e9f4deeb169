package dev.sightline.ingest;

import dev.sightline.node.Program;

/** The ingest as a program of its own, which its image runs. */
public final class IngestMain {

  private IngestMain() {}

  public static void main(String[] arguments) {
    int exitCode = Program.run(new IngestCommand(), arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
