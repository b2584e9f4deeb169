package dev.sightline.containers;

import dev.sightline.testkit.RunningProgram;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The engine's command line. */
final class Docker {

  /** The project, in whose modules tests run. */
  static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  /** A build of everything on a slow machine is what takes longest. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private Docker() {}

  /**
   * What {@code docker} with these arguments prints.
   *
   * @throws AssertionError when it fails
   */
  static String run(String... arguments) {
    return run(HOME, Map.of(), arguments);
  }

  /** The same in another directory, with some more variables. */
  static String run(Path directory, Map<String, String> variables, String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    try (RunningProgram docker = RunningProgram.start(command, variables, directory)) {
      int exitCode = docker.awaitExit(PATIENCE);
      String output = String.join("\n", docker.lines());
      if (exitCode != 0) {
        throw new AssertionError("%s: exit code %d%n%s".formatted(docker, exitCode, output));
      }
      return output;
    }
  }

  /** What {@code docker inspect} says, by a template. */
  static String inspect(String object, String template) {
    return run("inspect", "--format", template, object);
  }

  /** An address of this machine that containers reach: that of the engine's usual bridge. */
  static String gateway() {
    return firstAddress(network -> network.getName().equals("docker0"));
  }

  /**
   * An address of this machine that is none of the engine's bridges. A connection to a published
   * port there keeps it on its way to the container.
   */
  static String ownAddress() {
    return firstAddress(network -> !network.getName().matches("(docker|br-|veth).*"));
  }

  private static String firstAddress(Predicate<NetworkInterface> wanted) {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(wanted)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
          .findFirst()
          .orElseThrow()
          .getHostAddress();
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the management port inside a container answers; its image has no program that asks. */
  static String management(String container, String path) {
    String ask =
        "exec 3<>/dev/tcp/127.0.0.1/9081; printf 'GET %s HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3";
    return run("exec", container, "bash", "-c", ask.formatted(path));
  }

  /** The sum of all series of a metric of the program in a container, or a series by its labels. */
  static double metric(String container, String name) {
    return management(container, "/metrics")
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Ends a container and forgets it. */
  static void remove(String container) {
    run("rm", "--force", "--volumes", container);
  }
}
