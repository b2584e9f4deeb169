package dev.sightline.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What JVMs have used, to the nanosecond: other counters have steps of 10 ms. Linux only.
 *
 * <p>Without their compilers, which would be most of it in the first minutes and nothing later.
 */
final class CpuTime {

  private static final Pattern COMPILER = Pattern.compile("C[12] ");

  private CpuTime() {}

  /** Nanoseconds of all threads that live; those of a JVM at work go on living. */
  static long of(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return threads.mapToLong(CpuTime::ofThread).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long ofThread(Path thread) {
    try {
      boolean compiles = COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt();
      String used = Files.readString(thread.resolve("schedstat"));
      return compiles ? 0 : Long.parseLong(used.substring(0, used.indexOf(' ')));
    } catch (NoSuchFileException e) {
      return 0; // It has just ended.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
