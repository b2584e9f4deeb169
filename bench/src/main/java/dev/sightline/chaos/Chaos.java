package dev.sightline.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays rows and writes the report. Started by {@code bench/chaos} in a namespace of its own. */
public final class Chaos {

  private static final int NOT_MET = 1;
  private static final int WRONG_USE = 2;

  private final Path home;
  private final Path reports;

  private Chaos(Path home) {
    this.home = home;
    this.reports = home.resolve("bench/target/chaos");
  }

  /** Arguments: the directory of the clone, then the names of rows; all rows without names. */
  public static void main(String[] arguments) {
    Path home = Path.of(arguments[0]).toAbsolutePath();
    List<String> names = List.of(arguments).subList(1, arguments.length);
    System.exit(new Chaos(home).run(names));
  }

  private int run(List<String> names) {
    if (names.equals(List.of("list"))) {
      Rows.all().forEach(row -> System.out.printf("%-14s %s%n", row.name(), row.fault()));
      return 0;
    }
    List<Row> rows = new ArrayList<>();
    for (String name : names) {
      Optional<Row> row = Rows.all().stream().filter(one -> one.name().equals(name)).findFirst();
      if (row.isEmpty()) {
        System.err.println("chaos: there is no row '" + name + "'; 'bench/chaos list' shows them");
        return WRONG_USE;
      }
      rows.add(row.get());
    }
    return play(names.isEmpty() ? Rows.all() : rows);
  }

  private int play(List<Row> rows) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Row row : rows) {
      outcomes.add(play(row));
      write(outcomes);
    }
    System.out.println();
    System.out.print(Table.of(outcomes));
    System.out.println();
    System.out.print(Table.surroundings(outcomes));
    return outcomes.stream().allMatch(Outcome::isMet) ? 0 : NOT_MET;
  }

  private Outcome play(Row row) {
    System.out.println(row.name() + ": " + row.fault());
    try (Scene scene = Scene.open(home, directory(row), row.frameBytes())) {
      Optional<Node> target = row.script().apply(scene);
      Outcome outcome = Outcome.of(row, scene.evidence(target), load());
      System.out.println(
          outcome.isMet() ? "  met" : "  not met: " + String.join("; ", outcome.violations()));
      return outcome;
    }
  }

  private Path directory(Row row) {
    try {
      return Files.createDirectories(reports.resolve(row.name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(List<Outcome> outcomes) {
    try {
      Files.writeString(
          reports.resolve("chaos.md"),
          "%s%n%s%n%s"
              .formatted(LocalDate.now(), Table.of(outcomes), Table.surroundings(outcomes)));
      Files.writeString(reports.resolve("chaos.svg"), Timeline.of(outcomes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double load() {
    try {
      return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
