package dev.sightline.chaos;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.TestViewer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A node of Sightline on a host of its own: the launch script with a configuration file. */
final class Node implements AutoCloseable {

  /** The heap is fixed and the big compiler is off, so that what grows besides them can be seen. */
  private static final String JVM = "-Xms64m -Xmx64m -XX:+AlwaysPreTouch -XX:TieredStopAtLevel=1";

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** How long a process may take to end once it has been told to. */
  private static final Duration FAREWELL = Duration.ofSeconds(40);

  private static final Pattern OUTDATED =
      Pattern.compile(
          "(?m)^sightline_frames_dropped_total\\{[^}]*place=\"outdated\"[^}]*} (\\S+)$");

  private final Path home;
  private final Host host;
  private final String role;
  private final Path config;
  private final Path log;
  private volatile RunningProgram program;

  /**
   * @param role {@code ingest} or {@code edge}
   * @param directory where its configuration and its log are written
   */
  Node(Path home, Host host, String role, String settings, Path directory) {
    this.home = home;
    this.host = host;
    this.role = role;
    this.config = directory.resolve(host.name() + ".yaml");
    this.log = directory.resolve(host.name() + ".log");
    write(config, settings);
  }

  Host host() {
    return host;
  }

  String name() {
    return host.name();
  }

  Node start() {
    List<String> command = new ArrayList<>(host.prefix());
    command.addAll(
        List.of(home.resolve("sightline").toString(), role, "--config", config.toString()));
    program = RunningProgram.start(command, Map.of("SIGHTLINE_JAVA_OPTS", JVM), home);
    return this;
  }

  Node awaitReady() {
    program.awaitLine("management +http://", PATIENCE);
    Await.until(
        PATIENCE,
        () -> name() + " is ready",
        () -> {
          if (!program.isAlive()) {
            throw new AssertionError(name() + " has ended: " + program.lines());
          }
          return get("/health/ready").status() == 200;
        });
    return this;
  }

  HttpReply get(String path) {
    return TestViewer.get("http://%s:9081%s".formatted(host.address(), path));
  }

  void kill() {
    program.signal("KILL");
    program.awaitExit(FAREWELL);
  }

  void freeze() {
    program.signal("STOP");
  }

  void thaw() {
    program.signal("CONT");
  }

  /** Asks it to end, and waits until it has. */
  void stop() {
    program.signal("TERM");
    program.awaitExit(FAREWELL);
  }

  /** Starts it again after its end, with the same host and settings. */
  void startAgain() {
    keepLog();
    start();
  }

  boolean isAlive() {
    return program.isAlive();
  }

  /** Kibibytes of physical memory; 0 when it isn't running. */
  long residentKiB() {
    return status("VmRSS:");
  }

  long threads() {
    return status("Threads:");
  }

  long descriptors() {
    try (Stream<Path> open = Files.list(process().resolve("fd"))) {
      return open.count();
    } catch (IOException e) {
      return 0; // It has ended.
    }
  }

  /** Pictures that this edge has thrown away since they show what was. */
  long outdated() {
    return OUTDATED
        .matcher(get("/metrics").body().toString())
        .results()
        .mapToLong(match -> (long) Double.parseDouble(match.group(1)))
        .sum();
  }

  private long status(String name) {
    try (Stream<String> lines = Files.lines(process().resolve("status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.split("\\s+")[1])
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0; // It has ended.
    }
  }

  private Path process() {
    return Path.of("/proc", Long.toString(program.pid()));
  }

  @Override
  public void close() {
    if (program.isAlive()) {
      // A row is over; how nodes end in good order is a row of its own.
      program.signal("KILL");
    }
    program.close();
    keepLog();
  }

  private void keepLog() {
    List<String> lines = new ArrayList<>();
    if (Files.exists(log)) {
      lines.addAll(read(log));
      lines.add("---- started again");
    }
    lines.addAll(program.lines());
    write(log, String.join("\n", lines) + "\n");
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
