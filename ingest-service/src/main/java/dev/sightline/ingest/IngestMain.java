package dev.sightline.ingest;

import dev.sightline.node.Program;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The ingest as a program of its own, which its image runs. It can look at a camera too, since that
 * says most where the camera is to be reached from.
 */
public final class IngestMain {

  private IngestMain() {}

  public static void main(String[] arguments) {
    CommandSpec ingest = CommandSpec.forAnnotatedObject(new IngestCommand());
    ingest.addSubcommand("probe", new CommandLine(new ProbeCommand()));
    int exitCode = Program.run(ingest, arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
