package dev.sightline.standalone;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/**
 * A host far away at the end of a slow link, as a network namespace; the test is at the other end.
 * Needs root; all of it is gone after {@link #close}.
 */
final class SlowLink implements AutoCloseable {

  /** The test's address on the link. */
  static final String HERE = "10.88.3.1";

  /** What the link holds back before it drops packets, far more than helps anybody. */
  private static final int QUEUE = 200_000;

  private static final String SCRIPT = "src/test/python/thin_link.py";

  private final String far = "sl-far-" + ProcessHandle.current().pid();
  private RunningProgram link;

  private SlowLink() {}

  /**
   * A link for the test's process, of which there is one at a time.
   *
   * @param delayMillis one way
   */
  static SlowLink of(int bytesPerSecond, int delayMillis) {
    Requires.namespaces();
    Requires.file(Path.of("/dev/net/tun"));
    Path python = Requires.pythonModule("fcntl");
    SlowLink link = new SlowLink();
    try {
      link.build(python, bytesPerSecond, delayMillis);
      return link;
    } catch (RuntimeException | Error e) {
      link.close();
      throw e;
    }
  }

  private void build(Path python, int bytesPerSecond, int delayMillis) {
    run("ip netns add " + far);
    run("ip -n %s link set lo up".formatted(far));
    link =
        RunningProgram.start(
            "%s %s %s sl-near sl-far %d %d %d"
                .formatted(python, SCRIPT, far, bytesPerSecond, delayMillis, QUEUE)
                .split(" "));
    link.awaitLine("^up$");
    // An IPv6 address would come a second or two later, and a browser drops what it loads then.
    run("ip link set sl-near addrgenmode none");
    run("ip -n %s link set sl-far addrgenmode none".formatted(far));
    run("ip addr add %s/24 dev sl-near".formatted(HERE));
    run("ip link set sl-near up");
    run("ip -n %s addr add 10.88.3.2/24 dev sl-far".formatted(far));
    run("ip -n %s link set sl-far up".formatted(far));
  }

  /** Makes it a hundred times as fast. */
  void widen() {
    link.signal("USR1");
  }

  /** Loses all that is sent from now on, and what is on the way. */
  void cut() {
    link.signal("USR2");
  }

  /** Ends a {@link #cut}. */
  void mend() {
    link.signal("USR2");
  }

  /** A program that becomes the given one on the host far away. */
  Path there(Path program, Path directory) {
    Path script = directory.resolve("there");
    try {
      Files.writeString(
          script, "#!/bin/sh\nexec ip netns exec %s %s \"$@\"\n".formatted(far, program));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return script;
  }

  private static void run(String command) {
    String[] words = command.split(" ");
    try (RunningProgram program = RunningProgram.start(words)) {
      if (program.awaitExit() != 0) {
        throw new AssertionError(Arrays.toString(words) + " failed: " + program.lines());
      }
    }
  }

  @Override
  public void close() {
    try {
      if (link != null) {
        link.close();
      }
    } finally {
      deleteFar();
    }
  }

  private void deleteFar() {
    try (RunningProgram program = RunningProgram.start("ip", "netns", "delete", far)) {
      program.awaitExit();
    }
  }
}
