package dev.sightline.node;

import java.util.List;

/** Every mistake of a configuration at once, each a sentence that names its key. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  /**
   * @param problems at least one sentence, none of which may show a secret
   */
  public ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** The sentences in the order in which the keys were read. */
  public List<String> problems() {
    return problems;
  }
}
