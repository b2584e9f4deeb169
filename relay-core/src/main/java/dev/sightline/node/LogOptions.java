package dev.sightline.node;

import picocli.CommandLine.Option;

/** The flags that say how much is logged; both together are refused. */
public final class LogOptions {

  @Option(
      names = {"-q", "--quiet"},
      description = "Show warnings and errors only.")
  private boolean quiet;

  @Option(
      names = {"-d", "--debug"},
      description = "Show what helps to find out what is wrong.")
  private boolean debug;

  /** Adds to {@code flags} what was given. */
  public void addTo(Flags flags) {
    flags
        .put("log.level", "--quiet", quiet ? "warn" : null)
        .put("log.level", "--debug", debug ? "debug" : null);
  }
}
