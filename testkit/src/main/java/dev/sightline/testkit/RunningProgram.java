package dev.sightline.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program of the operating system that a test has started: its output is read, and it and its
 * children are gone after {@link #close}. Usable from any thread.
 */
public final class RunningProgram implements AutoCloseable {

  /** Time for the rest of the output of a program that has ended; a child may hold it open. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** Time from SIGTERM to SIGKILL in {@link #close}. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Its launch script, also behind other words such as {@code ip netns exec}. */
  private static final Pattern PRODUCT = Pattern.compile(".*/sightline");

  private final List<String> command;
  private final Process process;
  private final ProgramOutput output;
  private final Set<ProcessHandle> family = ConcurrentHashMap.newKeySet();

  private RunningProgram(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.output = ProgramOutput.of(process, command.stream().anyMatch(PRODUCT.asMatchPredicate()));
  }

  /** Starts a program in the current directory. */
  public static RunningProgram start(String... command) {
    return start(List.of(command), Map.of(), Path.of("").toAbsolutePath());
  }

  /**
   * Starts a program, with its standard error in its standard output.
   *
   * @param environment added to the environment of this process
   * @throws UncheckedIOException when there is no such program or directory
   */
  public static RunningProgram start(
      List<String> command, Map<String, String> environment, Path directory) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true).environment().putAll(environment);
    try {
      return new RunningProgram(List.copyOf(command), builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a program to its end.
   *
   * @param command its words, with spaces between them
   * @return what it wrote
   * @throws AssertionError with that when its exit code isn't 0
   */
  public static List<String> run(String command) {
    try (RunningProgram program = start(command.split(" +"))) {
      if (program.awaitExit() != 0) {
        throw new AssertionError(program + " failed" + program.output.tail());
      }
      return program.lines();
    }
  }

  /** The file of a program of this name on the PATH. */
  public static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The latest lines of its output, at most 10,000. */
  public List<String> lines() {
    return output.lines();
  }

  /**
   * Waits for a line, among the latest, that contains a match.
   *
   * @throws AssertionError with its last lines when it ends first, or within {@link Await#DEADLINE}
   */
  public MatchResult awaitLine(String pattern) {
    return awaitLine(pattern, Await.DEADLINE);
  }

  /** The same for a program that may need longer than {@link Await#DEADLINE} for one line. */
  public MatchResult awaitLine(String pattern, Duration deadline) {
    Pattern wanted = Pattern.compile(pattern);
    Await.until(
        deadline,
        () -> "a line of " + this + " matches '" + pattern + "'" + output.tail(),
        () -> find(wanted).isPresent() || endedWithout(wanted));
    return find(wanted).orElseThrow();
  }

  /** Writes to its standard input, as somebody who types. */
  public void type(String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends its standard input. */
  public void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for its end, and a little for the end of its output.
   *
   * @return its exit code
   */
  public int awaitExit() {
    return awaitExit(Await.DEADLINE);
  }

  /** The same for a program that may need longer than {@link Await#DEADLINE}. */
  public int awaitExit(Duration deadline) {
    Await.until(deadline, () -> this + " has ended" + output.tail(), () -> !process.isAlive());
    Await.happens(LAST_WORDS, output::isComplete);
    return process.exitValue();
  }

  /**
   * Sends a signal by name, such as KILL, STOP or CONT, to the program itself. Children that it
   * leaves behind by that are still ended by {@link #close}.
   */
  public void signal(String name) {
    noteFamily();
    try (RunningProgram kill = start("kill", "-" + name, Long.toString(pid()))) {
      if (kill.awaitExit() != 0) {
        throw new AssertionError("no signal " + name + " for " + this + kill.output.tail());
      }
    }
  }

  /** Sends it SIGTERM and doesn't wait for what it makes of that. */
  public void askToEnd() {
    noteFamily();
    process.toHandle().destroy();
  }

  /** Ends it and its children: SIGTERM, and SIGKILL for those still alive after 10 s. */
  @Override
  public void close() {
    noteFamily();
    family.forEach(ProcessHandle::destroy);
    try {
      Await.happens(GRACE, () -> family.stream().noneMatch(RunningProgram::isRunning));
    } finally {
      family.forEach(ProcessHandle::destroyForcibly);
    }
    Await.until(this + " is gone", () -> family.stream().noneMatch(RunningProgram::isRunning));
  }

  @Override
  public String toString() {
    return "'%s' (pid %d)".formatted(String.join(" ", command), pid());
  }

  private void noteFamily() {
    family.add(process.toHandle());
    process.descendants().forEach(family::add);
  }

  private Optional<MatchResult> find(Pattern wanted) {
    return lines().stream()
        .map(wanted::matcher)
        .filter(Matcher::find)
        .map(Matcher::toMatchResult)
        .findFirst();
  }

  private boolean endedWithout(Pattern wanted) {
    if (output.isComplete() && find(wanted).isEmpty()) {
      throw new AssertionError(
          this + " has ended without a line that matches '" + wanted + "'" + output.tail());
    }
    return false;
  }

  /** A process that has ended but whose parent hasn't asked for it has no command any more. */
  private static boolean isRunning(ProcessHandle member) {
    return member.isAlive() && member.info().command().isPresent();
  }
}
