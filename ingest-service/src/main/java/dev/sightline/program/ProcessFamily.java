package dev.sightline.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A program and all that it has started, to be ended together.
 *
 * <p>Children whose parent has ended belong to nobody any more. Where there is {@code /proc} they
 * are known by a variable that all of the family have in their environment.
 */
final class ProcessFamily {

  /** Time from SIGTERM to SIGKILL. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private static final String VARIABLE = "STARTED_BY_SIGHTLINE";
  private static final Path PROC = Path.of("/proc");
  private static final long LOOK_MILLIS = 5;

  private final String mark = UUID.randomUUID().toString();
  private final Set<ProcessHandle> members = ConcurrentHashMap.newKeySet();

  /** Has what is started with this environment, and whatever that starts, known again. */
  void mark(Map<String, String> environment) {
    environment.put(VARIABLE, mark);
  }

  void add(ProcessHandle head) {
    members.add(head);
  }

  /** SIGTERM for all, and after the grace SIGKILL for those still there. Blocks until then. */
  void end() {
    Set<ProcessHandle> told = ConcurrentHashMap.newKeySet();
    if (!isGoneWithin(GRACE, member -> tellOnce(member, told))) {
      isGoneWithin(GRACE, ProcessHandle::destroyForcibly);
    }
  }

  private static void tellOnce(ProcessHandle member, Set<ProcessHandle> told) {
    if (told.add(member)) {
      member.destroy();
    }
  }

  /**
   * Children may have been started meanwhile, so each look finds the family anew, and it is gone
   * when two looks have found none: one may miss a process that is becoming another program.
   */
  private boolean isGoneWithin(Duration time, Consumer<ProcessHandle> signal) {
    long deadline = System.nanoTime() + time.toNanos();
    long pause = LOOK_MILLIS;
    boolean seenNone = false;
    while (true) {
      find();
      members.removeIf(member -> !isRunning(member));
      if (members.isEmpty() && seenNone) {
        return true;
      }
      seenNone = members.isEmpty();
      members.forEach(signal);
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0 || !slept(Math.min(pause, left))) {
        return false;
      }
      pause = Math.min(2 * pause, 20 * LOOK_MILLIS);
    }
  }

  private static boolean slept(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void find() {
    Set.copyOf(members).forEach(member -> member.descendants().forEach(members::add));
    if (Files.isDirectory(PROC)) {
      findMarked();
    }
  }

  private void findMarked() {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (isMarked(process)) {
          pidOf(process).flatMap(ProcessHandle::of).ifPresent(members::add);
        }
      }
    } catch (IOException | UncheckedIOException | java.nio.file.DirectoryIteratorException e) {
      // What can't be listed can't be found; those that are known are ended all the same.
      return;
    }
  }

  private static Optional<Long> pidOf(Path process) {
    String name = process.getFileName().toString();
    return name.matches("\\d{1,18}") ? Optional.of(Long.valueOf(name)) : Optional.empty();
  }

  /** A process that isn't ours, or is no more, shows no environment. */
  private boolean isMarked(Path process) {
    try {
      byte[] environment = Files.readAllBytes(process.resolve("environ"));
      return new String(environment, StandardCharsets.ISO_8859_1).contains(VARIABLE + "=" + mark);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A process that has ended but whose parent hasn't asked for it has no command any more. Of one
   * of another user only the line can be read.
   */
  private static boolean isRunning(ProcessHandle member) {
    ProcessHandle.Info info = member.info();
    return member.isAlive() && (info.command().isPresent() || info.commandLine().isPresent());
  }
}
