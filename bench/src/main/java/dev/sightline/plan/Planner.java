package dev.sightline.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program of bench/plan. */
public final class Planner {

  private Planner() {}

  /**
   * @param arguments the directory for the picture; or {@code costs} or {@code reality} and the
   *     file with what was measured
   */
  public static void main(String[] arguments) throws IOException {
    System.out.println(
        switch (arguments[0]) {
          case "costs" -> Calibration.of(measured(arguments[1]));
          case "reality" -> reality(measured(arguments[1]));
          default -> report(Path.of(arguments[0]));
        });
  }

  private static String report(Path directory) throws IOException {
    Report report = Report.simulated();
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("scale.svg"), report.picture());
    return String.join("\n", report.needs(), report.edges(), report.faults());
  }

  private static Measured measured(String file) throws IOException {
    return new Measured(Files.readAllLines(Path.of(file)));
  }

  private static String reality(Measured measured) {
    return new Reality(measured, Runtime.getRuntime().availableProcessors()).table();
  }
}
