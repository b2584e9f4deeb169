package dev.sightline.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays rows and writes the report. Started by {@code bench/chaos} in a namespace of its own. */
public final class Chaos {

  private static final int NOT_MET = 1;
  private static final int WRONG_USE = 2;

  private static final Pattern LENGTH = Pattern.compile("[1-9][0-9]{0,3}[mh]");

  private final Path home;
  private final Path reports;

  private Chaos(Path home, Path reports) {
    this.home = home;
    this.reports = reports;
  }

  /** Arguments: the clone, where reports go, then the names of rows; all rows without names. */
  public static void main(String[] arguments) {
    List<String> names = List.of(arguments).subList(2, arguments.length);
    System.exit(new Chaos(Path.of(arguments[0]), Path.of(arguments[1])).run(names));
  }

  private int run(List<String> names) {
    if (names.equals(List.of("list"))) {
      Rows.all().forEach(row -> System.out.printf("%-14s %s%n", row.name(), row.fault()));
      return 0;
    }
    if (!names.isEmpty() && names.get(0).equals("soak")) {
      return soak(names.subList(1, names.size()));
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
    List<String> failures = new ArrayList<>();
    for (Row row : rows) {
      try {
        outcomes.add(play(row));
      } catch (AssertionError | RuntimeException e) {
        failures.add("%s couldn't be played: %s".formatted(row.name(), e.getMessage()));
        System.out.println(failures.get(failures.size() - 1));
      }
      write(outcomes, failures);
    }
    System.out.println();
    System.out.print(report(outcomes, failures));
    boolean met = failures.isEmpty() && outcomes.stream().allMatch(Outcome::isMet);
    return met ? 0 : NOT_MET;
  }

  private Outcome play(Row row) {
    System.out.println(row.name() + ": " + row.fault());
    try (Scene scene = Scene.open(home, directory(row.name()), row.frameBytes())) {
      Optional<Node> target = row.script().apply(scene);
      Outcome outcome = Outcome.of(row, scene.evidence(target), load());
      System.out.println(
          outcome.isMet() ? "  met" : "  not met: " + String.join("; ", outcome.violations()));
      return outcome;
    }
  }

  private int soak(List<String> arguments) {
    String words = arguments.isEmpty() ? "1h" : arguments.get(0);
    Matcher matcher = LENGTH.matcher(words);
    if (arguments.size() > 1 || !matcher.matches()) {
      System.err.println("chaos: soak takes a time such as 3m or 1h, not " + arguments);
      return WRONG_USE;
    }
    Duration length = Duration.parse("PT" + matcher.group());
    Path directory = directory("soak");
    try (Scene scene = Scene.open(home, directory, Row.USUAL_BYTES)) {
      return new Soak(scene, directory).run(length) ? 0 : NOT_MET;
    }
  }

  private Path directory(String row) {
    try {
      return Files.createDirectories(reports.resolve(row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(List<Outcome> outcomes, List<String> failures) {
    try {
      Files.writeString(reports.resolve("chaos.md"), report(outcomes, failures));
      Files.writeString(reports.resolve("chaos.svg"), Timeline.of(outcomes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String report(List<Outcome> outcomes, List<String> failures) {
    StringBuilder text = new StringBuilder(Table.of(outcomes)).append('\n');
    failures.forEach(failure -> text.append("**").append(failure).append("**\n\n"));
    int cores = Runtime.getRuntime().availableProcessors();
    text.append("%s, %d cores%n%n".formatted(LocalDate.now(), cores));
    return text.append(Table.details(outcomes)).toString();
  }

  private static double load() {
    try {
      return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
