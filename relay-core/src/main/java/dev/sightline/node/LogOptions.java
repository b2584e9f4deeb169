package dev.sightline.node;

import picocli.CommandLine.Option;

/** The flags that say how much is logged, of which both together are refused, and how. */
public final class LogOptions {

  @Option(
      names = {"-q", "--quiet"},
      description = "Show warnings and errors only.")
  private boolean quiet;

  @Option(
      names = {"-d", "--debug"},
      description = "Show what helps to find out what is wrong.")
  private boolean debug;

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      description = "A line per event for people, or an object per line; text unless set.")
  private String format;

  /** Adds to {@code flags} what was given. */
  public void addTo(Flags flags) {
    flags
        .put("log.level", "--quiet", quiet ? "warn" : null)
        .put("log.level", "--debug", debug ? "debug" : null)
        .put("log.format", "--log-format", format);
  }
}
