package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigReader;
import dev.sightline.program.CommandWords;
import dev.sightline.program.Masking;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;

/**
 * A program that writes pictures to its standard output. It is named in the configuration file
 * only: whoever may change that may run programs as this user anyway.
 *
 * @param id the stream's name
 * @param command the program and its arguments, which may hold secrets
 * @param masking of what is known to be secret in them
 * @param policy when it is run
 */
public record ProgramConfig(StreamId id, List<String> command, Masking masking, SourcePolicy policy)
    implements PulledConfig {

  /** The setting that names a program, and the scheme of a URL that does. */
  static final String EXEC = "exec";

  static final String FILE_ONLY =
      "names a program, and programs are named in the configuration file only";

  public ProgramConfig {
    command = List.copyOf(command);
  }

  @Override
  public String origin() {
    return EXEC + ":" + program();
  }

  String program() {
    return ProgramWords.nameOf(command.get(0));
  }

  @Override
  public ProgramAccess access(Vertx vertx) {
    return new ProgramAccess(this, policy, new ExecRecipe(this));
  }

  /** The program of one section; empty, with the problems noted, when it can't be made. */
  static Optional<ProgramConfig> read(StreamId id, ConfigReader section, SourcePolicy defaults) {
    SourcePolicy policy = SourcePolicy.read(section, defaults);
    String key = section.isSet(EXEC) ? EXEC : "url";
    if (key.equals(EXEC) && section.value("url", url -> url).isPresent()) {
      section.problem("url", "is given as well as exec; keep one");
    }
    List<String> command = command(section, key);
    if (!command.isEmpty() && command.get(0).isEmpty()) {
      section.problem(key, "must name a program");
      return Optional.empty();
    }
    Masking masking = new Masking(section.referredTo(key));
    return command.isEmpty()
        ? Optional.empty()
        : Optional.of(new ProgramConfig(id, command, masking, policy));
  }

  private static List<String> command(ConfigReader section, String key) {
    if (section.isOverridden(key)) {
      // Read without being taken, so that it isn't called unknown.
      section.value(key, text -> text);
      section.problem(key, FILE_ONLY);
      return List.of();
    }
    return section.isList(key)
        ? section.list(key, List.of(), ProgramConfig::word)
        : section.value(key, ProgramConfig::words).orElse(List.of());
  }

  private static String word(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("must not contain the character NUL");
    }
    return text;
  }

  private static List<String> words(String text) {
    String line =
        text.regionMatches(true, 0, EXEC + ":", 0, EXEC.length() + 1)
            ? text.substring(EXEC.length() + 1)
            : text;
    List<String> words = CommandWords.split(word(line));
    if (words.isEmpty()) {
      throw new IllegalArgumentException("must name a program");
    }
    return words;
  }

  /** Arguments may be secret. */
  @Override
  public String toString() {
    return "ProgramConfig[%s, %s]".formatted(id, origin());
  }
}
