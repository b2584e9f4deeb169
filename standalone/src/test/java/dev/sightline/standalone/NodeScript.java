package dev.sightline.standalone;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A script of {@code src/test/node}, which makes a program of a module from npm. */
final class NodeScript {

  static final Path DIRECTORY = Path.of("src", "test", "node");

  private NodeScript() {}

  /** Starts it, or skips the test where Node.js or the module is missing. */
  static RunningProgram start(String module, String script, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Requires.nodeModule(DIRECTORY, module).toString());
    command.add(DIRECTORY.resolve(script).toString());
    command.addAll(List.of(arguments));
    return RunningProgram.start(command.toArray(String[]::new));
  }
}
