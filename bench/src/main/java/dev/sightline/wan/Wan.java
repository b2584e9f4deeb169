package dev.sightline.wan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays shows and writes the report. Started by {@code bench/wan} in a namespace of its own. */
public final class Wan {

  private static final int NOT_MET = 1;
  private static final int WRONG_USE = 2;

  private final Path home;
  private final Path reports;
  private final StringBuilder report =
      new StringBuilder("| show | what | asked | measured | |\n|---|---|---|---|---|\n");

  private Wan(Path home, Path reports) {
    this.home = home;
    this.reports = reports;
  }

  /** Arguments: the clone, where reports go, then the names of shows; all without names. */
  public static void main(String[] arguments) {
    List<String> names = List.of(arguments).subList(2, arguments.length);
    System.exit(new Wan(Path.of(arguments[0]), Path.of(arguments[1])).run(names));
  }

  private int run(List<String> names) {
    if (names.equals(List.of("list"))) {
      Show.all().forEach(show -> System.out.printf("%-10s %s%n", show.name(), show.sentence()));
      return 0;
    }
    List<Show> shows = new ArrayList<>();
    for (String name : names) {
      Optional<Show> show = Show.all().stream().filter(one -> one.name().equals(name)).findFirst();
      if (show.isEmpty()) {
        System.err.println("wan: there is no show '" + name + "'; 'bench/wan list' shows them");
        return WRONG_USE;
      }
      shows.add(show.get());
    }
    boolean met = true;
    for (Show show : names.isEmpty() ? Show.all() : shows) {
      met &= play(show);
    }
    System.out.println();
    System.out.print(report);
    return met ? 0 : NOT_MET;
  }

  private boolean play(Show show) {
    System.out.println(show.name() + ": " + show.sentence());
    Findings findings = new Findings(show.name());
    boolean played = false;
    try (Stage stage = new Stage(home, directory(show))) {
      show.script().accept(stage, findings);
      played = true;
    } catch (AssertionError | RuntimeException e) {
      System.out.printf("  %s couldn't be played: %s%n", show.name(), e);
    }
    findings.lines().forEach(line -> report.append(line).append('\n'));
    write(show, played);
    return played && findings.areMet();
  }

  private Path directory(Show show) {
    try {
      return Files.createDirectories(reports.resolve(show.name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Show show, boolean played) {
    try {
      String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
      report.append(
          "| %s | load of the machine at the end%s | – | %s | – |%n"
              .formatted(show.name(), played ? "" : ", **not played to its end**", load));
      String when =
          "%n%s, %d cores%n".formatted(LocalDate.now(), Runtime.getRuntime().availableProcessors());
      Files.writeString(reports.resolve("wan.md"), report + when);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
