package dev.sightline.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine. Where it is missing the test is skipped with a sentence; where
 * the environment has {@code CI=true} it fails, so that no test is skipped unnoticed there.
 */
public final class Requires {

  /** A module of Python may be a hundred libraries, none of which a busy machine has read yet. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Requires() {}

  /**
   * A program on the PATH.
   *
   * @return its file
   */
  public static Path program(String name) {
    Optional<Path> file = RunningProgram.find(name);
    require(file.isPresent(), "this test needs the program " + name);
    return file.orElseThrow();
  }

  /**
   * Node.js, with a module from npm.
   *
   * @param directory with the package.json that names the module
   * @return Node.js
   */
  public static Path nodeModule(Path directory, String module) {
    Path node = program("node");
    require(
        Files.isDirectory(directory.resolve("node_modules").resolve(module)),
        "this test needs '%s' of npm: npm install --prefix %s"
            .formatted(module, directory.toAbsolutePath().normalize()));
    return node;
  }

  /**
   * Python as the operating system has it, with a module.
   *
   * @return Python
   */
  public static Path pythonModule(String module) {
    Path python = Path.of("/usr/bin/python3");
    require(
        Files.isExecutable(python) && exitCode(python.toString(), "-c", "import " + module) == 0,
        "this test needs %s with the module %s".formatted(python, module));
    return python;
  }

  /** A file or device of the operating system. */
  public static void file(Path file) {
    require(Files.exists(file), "this test needs " + file);
  }

  /** The rights of the user root. */
  public static void root() {
    require(isRoot(), "this test needs to be run by root");
  }

  /** Network namespaces: the program {@code ip}, and the right to use them. */
  public static void namespaces() {
    program("ip");
    root();
    require(canAddNamespace(), "this test needs to be allowed 'ip netns add'");
  }

  static void require(boolean met, String sentence) {
    require(met, sentence, Boolean.parseBoolean(System.getenv("CI")));
  }

  static void require(boolean met, String sentence, boolean strict) {
    if (!met && strict) {
      Assertions.fail(sentence);
    }
    Assumptions.assumeTrue(met, sentence);
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (UnsupportedOperationException e) {
      return false; // No Unix, no root.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean canAddNamespace() {
    String name = "sightline-probe-" + ProcessHandle.current().pid();
    boolean added = exitCode("ip", "netns", "add", name) == 0;
    return added && exitCode("ip", "netns", "delete", name) == 0;
  }

  private static int exitCode(String... command) {
    try (RunningProgram program = RunningProgram.start(command)) {
      return program.awaitExit(PATIENCE);
    }
  }
}
