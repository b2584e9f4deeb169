package dev.sightline.edge;

import dev.sightline.node.Program;

/** The edge as a program of its own, which its image runs. */
public final class EdgeMain {

  private EdgeMain() {}

  public static void main(String[] arguments) {
    int exitCode = Program.run(new EdgeCommand(), arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
