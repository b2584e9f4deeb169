package dev.sightline.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of a process's memory. */
final class ProcMemory {

  private ProcMemory() {}

  /** Kibibytes of physical memory now. */
  static long residentKiB(long pid) {
    return kibibytes(pid, "VmRSS:");
  }

  /** The most kibibytes of physical memory at any time so far. */
  static long peakResidentKiB(long pid) {
    return kibibytes(pid, "VmHWM:");
  }

  private static long kibibytes(long pid, String name) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
