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
public final class Node implements AutoCloseable {

  /** The heap is fixed and the big compiler is off, so that what grows besides them can be seen. */
  public static final String FIXED_HEAP =
      "-Xms64m -Xmx64m -XX:+AlwaysPreTouch -XX:TieredStopAtLevel=1";

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** How long a process may take to end once it has been told to. */
  private static final Duration FAREWELL = Duration.ofSeconds(40);

  private static final Pattern OUTDATED =
      Pattern.compile(
          "(?m)^sightline_frames_dropped_total\\{[^}]*place=\"outdated\"[^}]*} (\\S+)$");

  private final Path home;
  private final Host host;
  private final List<String> role;
  private final String options;
  private final Path config;
  private final Path log;
  private volatile RunningProgram program;

  /**
   * @param role {@code ingest} or {@code edge}
   * @param directory where its configuration and its log are written
   */
  Node(Path home, Host host, String role, String settings, Path directory) {
    this(home, host, List.of(role), FIXED_HEAP, settings, directory);
  }

  /**
   * @param role a subcommand; none for both roles in one process
   * @param options for the JVM, besides those of the launch script
   */
  public Node(
      Path home, Host host, List<String> role, String options, String settings, Path directory) {
    this.home = home;
    this.host = host;
    this.role = role;
    this.options = options;
    this.config = directory.resolve(host.name() + ".yaml");
    this.log = directory.resolve(host.name() + ".log");
    write(config, settings);
  }

  public Host host() {
    return host;
  }

  public String name() {
    return host.name();
  }

  public Node start() {
    List<String> command = new ArrayList<>(host.prefix());
    command.add(home.resolve("sightline").toString());
    command.addAll(role);
    command.addAll(List.of("--config", config.toString()));
    program = RunningProgram.start(command, Map.of("SIGHTLINE_JAVA_OPTS", options), home);
    return this;
  }

  public Node awaitReady() {
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

  public HttpReply get(String path) {
    return TestViewer.get("http://%s:9081%s".formatted(host.address(), path));
  }

  public void kill() {
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
  public void startAgain() {
    keepLog();
    start();
  }

  boolean isAlive() {
    return program.isAlive();
  }

  /** Kibibytes of physical memory; 0 when it isn't running. */
  public long residentKiB() {
    return status("VmRSS:");
  }

  /** The most that it has taken so far, likewise. */
  public long peakResidentKiB() {
    return status("VmHWM:");
  }

  /** Whether a line of its output, among the latest, holds this. */
  public boolean hasSaid(String words) {
    return program.lines().stream().anyMatch(line -> line.contains(words));
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

  /** The sum of a metric's values, whatever their labels. */
  public double metric(String name) {
    return get("/metrics")
        .body()
        .toString()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
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
