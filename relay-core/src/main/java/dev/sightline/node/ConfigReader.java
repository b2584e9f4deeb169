package dev.sightline.node;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Typed reads of one section of the configuration: flags before environment before file, else the
 * fallback that the caller passes.
 *
 * <p>A wrong value is noted and the fallback returned, so that one run reports every mistake;
 * {@link #finish} throws them together. It also knows by then which keys exist, since each has been
 * asked for. Not thread-safe.
 */
public final class ConfigReader {

  /** Every section that some role has; a role leaves those of the others alone. */
  static final Set<String> SECTIONS =
      Set.of(
          "http",
          "management",
          "cluster",
          "cameras",
          "ingest",
          "site",
          "uplinks",
          "downlinks",
          "region",
          "upstreams",
          "edge",
          "access",
          "log",
          "tracing",
          "shutdown");

  private final ConfigSources sources;
  private final Environment environment;
  private final ConfigLedger ledger;
  private final String path;
  private final JsonObject file;

  public ConfigReader(ConfigSources sources) {
    this(sources, new Environment(sources.environment()), new ConfigLedger(), "", sources.file());
    sources.flags().problems().forEach(ledger::problem);
  }

  private ConfigReader(
      ConfigSources sources,
      Environment environment,
      ConfigLedger ledger,
      String path,
      JsonObject file) {
    this.sources = sources;
    this.environment = environment;
    this.ledger = ledger;
    this.path = path;
    this.file = file;
  }

  /** The section {@code name} below this one; empty when the file doesn't have it. */
  public ConfigReader section(String name) {
    Object value = file.getValue(name);
    if (value != null && !(value instanceof JsonObject)) {
      problem(name, "must be a section with settings below it, not a value");
    }
    return below(name, value instanceof JsonObject section ? section : new JsonObject());
  }

  /**
   * The sections below {@code name}, whose names the user chooses, in the order of the file and
   * then of the flags. A name with a plain value stands for a section that sets {@code shortForm}.
   */
  public Map<String, ConfigReader> sections(String name, String shortForm) {
    ConfigReader parent = section(name);
    JsonObject children = parent.file.copy();
    for (String key : sources.flags().keys()) {
      childOf(parent.path, key).filter(c -> !children.containsKey(c)).ifPresent(children::putNull);
    }
    return children.fieldNames().stream()
        .collect(
            Collectors.toMap(
                child -> child,
                child -> parent.below(child, longForm(children.getValue(child), shortForm)),
                (a, b) -> a,
                LinkedHashMap::new));
  }

  /**
   * The settings below {@code name}, whose names the user chooses in the file, each made of its
   * name and its value by {@code parse}, which says what is wrong without repeating the value.
   */
  public <T> List<T> entries(String name, int most, BiFunction<String, String, T> parse) {
    ConfigReader parent = section(name);
    Set<String> names = parent.file.fieldNames();
    if (names.size() > most) {
      problem(name, "must not have more than %d settings below it".formatted(most));
    }
    return names.stream()
        .flatMap(entry -> parent.value(entry, text -> parse.apply(entry, text)).stream())
        .toList();
  }

  private static Optional<String> childOf(String parent, String key) {
    return key.startsWith(parent + ".")
        ? Optional.of(key.substring(parent.length() + 1, key.lastIndexOf('.')))
        : Optional.empty();
  }

  private static JsonObject longForm(Object value, String shortForm) {
    return value instanceof JsonObject section ? section : new JsonObject().put(shortForm, value);
  }

  private ConfigReader below(String name, JsonObject section) {
    ledger.knows(path, name);
    return new ConfigReader(sources, environment, ledger, keyOf(name), section);
  }

  /** The value of {@code key} if it is set, given its type by {@code parse}. */
  public <T> Optional<T> value(String key, Function<String, T> parse) {
    return find(key).flatMap(setting -> parsed(setting, parse));
  }

  /** Any text but an empty one. */
  public String string(String key, String fallback) {
    return string(key).orElse(fallback);
  }

  /** Any text but an empty one, if it is set. */
  public Optional<String> string(String key) {
    return value(key, Values::notEmpty);
  }

  /** {@code true} or {@code false}. */
  public boolean bool(String key, boolean fallback) {
    return value(key, Values::trueOrFalse).orElse(fallback);
  }

  /** A TCP port; 0 lets the system choose a free one. */
  public int port(String key, int fallback) {
    return value(key, Values::port).orElse(fallback);
  }

  /** A TCP port, or {@code off} for none; 0 lets the system choose a free one. */
  public OptionalInt portOrOff(String key, OptionalInt fallback) {
    return value(key, Values::portOrOff).orElse(fallback);
  }

  public int integer(String key, int fallback, int min, int max) {
    return value(key, text -> Values.wholeNumber(text, min, max)).orElse(fallback);
  }

  /** A whole number, or {@code off} for none. */
  public OptionalInt integerOrOff(String key, OptionalInt fallback, int min, int max) {
    return value(key, text -> Values.wholeNumberOrOff(text, min, max)).orElse(fallback);
  }

  public Duration duration(String key, Duration fallback, Duration min, Duration max) {
    return value(key, text -> Values.within(DurationText.parse(text), min, max)).orElse(fallback);
  }

  /** A size in bytes. */
  public int size(String key, int fallback, int min, int max) {
    return value(key, text -> Values.within(ByteSize.parse(text), min, max)).orElse(fallback);
  }

  /** One of an enum's constants, written in lower case and with - for _. */
  public <E extends Enum<E>> E choice(String key, E fallback) {
    return value(key, text -> Values.constant(text, fallback.getDeclaringClass())).orElse(fallback);
  }

  /** A list in the file; elsewhere its items separated by commas. */
  public <T> List<T> list(String key, List<T> fallback, Function<String, T> parse) {
    if (!isList(key)) {
      return value(key, text -> Values.items(text).map(parse).toList()).orElse(fallback);
    }
    JsonArray items = file.getJsonArray(key);
    ledger.asked(path, key);
    ledger.found(keyOf(key), items.encode());
    List<T> values = new ArrayList<>();
    for (Object item : items) {
      item(key, item).flatMap(setting -> parsed(setting, parse)).ifPresent(values::add);
    }
    return List.copyOf(values);
  }

  /** The secret {@code key}, or the content of the file that {@code key-file} names. */
  public Optional<Secret> secret(String key) {
    Optional<Setting> value = find(key);
    Optional<Setting> inFile = find(key + "-file");
    if (value.isPresent() && inFile.isPresent()) {
      problem(key, "is given twice, by %s-file as well; keep one".formatted(key));
    }
    return value
        .map(setting -> new Secret(setting.text()))
        .or(() -> inFile.flatMap(setting -> parsed(setting, this::secretIn)));
  }

  private Secret secretIn(String path) {
    ledger.privateFiles().add(Path.of(path));
    return SecretFile.read(path);
  }

  /** A file that nobody else should be able to read, such as a private key; it isn't read here. */
  public Optional<Path> privateFile(String key) {
    Optional<Path> file = value(key, text -> Path.of(Values.notEmpty(text)));
    file.ifPresent(ledger.privateFiles()::add);
    return file;
  }

  /** The files that hold secrets, as far as they are known by now. */
  PrivateFiles privateFiles() {
    return ledger.privateFiles();
  }

  /**
   * Whether the program runs already. Files that are looked after by themselves are of no concern
   * then: a broken one must not hold up a change of something else.
   */
  public boolean readsAgain() {
    return sources.again();
  }

  /** Whether {@code key} is set anywhere, rightly or wrongly. */
  public boolean isSet(String key) {
    return file.getValue(key) != null || isOverridden(key);
  }

  /** Whether {@code key} is a list in the file, and nothing goes before the file. */
  public boolean isList(String key) {
    return file.getValue(key) instanceof JsonArray && !isOverridden(key);
  }

  /**
   * The variables' values that stand in what the file says for {@code key}, most of which are there
   * because they are secret.
   */
  public List<String> referredTo(String key) {
    Object value = file.getValue(key);
    return value == null ? List.of() : environment.referredTo(value.toString());
  }

  /** Notes that {@code key} {@code must…}; {@code sentence} follows the key and shows no secret. */
  public void problem(String key, String sentence) {
    ledger.problem(keyOf(key) + " " + sentence);
  }

  /** Notes what {@code sentence} says about this section as a whole. */
  public void remark(String sentence) {
    ledger.problem(path + ": " + sentence);
  }

  /**
   * Ends the reading of the whole configuration.
   *
   * @throws ConfigException when there was any mistake, or any setting that no role knows
   */
  public void finish() throws ConfigException {
    ledger.finish(sources.file(), environment);
  }

  /** Every key that was asked for so far, each of which is a setting of the product. */
  public Set<String> keys() {
    return ledger.keys();
  }

  /**
   * What is set outside the sections {@code without}, by key, each as it was written. Sections that
   * hold secrets are better left out.
   */
  SortedMap<String, String> settings(Set<String> without) {
    SortedMap<String, String> settings = ledger.texts();
    settings.keySet().removeIf(key -> without.contains(key.split("\\.", 2)[0]));
    return settings;
  }

  private Optional<Setting> find(String key) {
    String full = keyOf(key);
    ledger.asked(path, key);
    Optional<Setting> setting =
        sources.flags().find(full).or(() -> environment.find(full)).or(() -> inFile(key));
    setting.ifPresent(found -> ledger.found(full, found.text()));
    return setting;
  }

  /** Whether a flag or a variable sets {@code key}, so that the file has no say. */
  public boolean isOverridden(String key) {
    return sources.flags().find(keyOf(key)).or(() -> environment.find(keyOf(key))).isPresent();
  }

  private Optional<Setting> inFile(String key) {
    Object value = file.getValue(key);
    if (value instanceof JsonObject || value instanceof JsonArray) {
      problem(key, "must be one value, not a section or a list");
      return Optional.empty();
    }
    if (value != null && Indiscreet.is(key, value.toString())) {
      sources.path().ifPresent(ledger.privateFiles()::add);
    }
    return value == null ? Optional.empty() : expanded(new Setting(keyOf(key), value.toString()));
  }

  private Optional<Setting> item(String key, Object item) {
    if (item instanceof String text) {
      return expanded(new Setting(keyOf(key), text));
    }
    problem(key, "must be a list of plain values");
    return Optional.empty();
  }

  private Optional<Setting> expanded(Setting setting) {
    return parsed(setting, environment::expand).map(text -> new Setting(setting.origin(), text));
  }

  private <T> Optional<T> parsed(Setting setting, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(setting.text()));
    } catch (IllegalArgumentException e) {
      ledger.problem(setting.origin() + " " + e.getMessage());
      return Optional.empty();
    }
  }

  private String keyOf(String name) {
    return ConfigLedger.key(path, name);
  }
}
