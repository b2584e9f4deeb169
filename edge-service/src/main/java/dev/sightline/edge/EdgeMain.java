package dev.sightline.edge;

import dev.sightline.access.LinkCommand;
import dev.sightline.node.Program;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The edge as a program of its own, which its image runs. It can make links too, since it has the
 * keys.
 */
public final class EdgeMain {

  private EdgeMain() {}

  public static void main(String[] arguments) {
    CommandSpec edge = CommandSpec.forAnnotatedObject(new EdgeCommand());
    edge.addSubcommand("link", new CommandLine(new LinkCommand()));
    int exitCode = Program.run(edge, arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
