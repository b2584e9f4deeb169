package dev.sightline.node;

import io.vertx.config.spi.ConfigProcessor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML for vertx-config and leaves every value a string: the types are {@link ConfigReader}'s
 * business.
 *
 * <p>YAML's own guesses would turn the password {@code 0123} into 83 and {@code off} into false,
 * and a name that stands twice in a section, such as a second camera of the same name, would
 * silently replace the first. Here both stay what was written, and a repeated name is an error.
 */
public final class PlainYaml implements ConfigProcessor {

  static final String FORMAT = "plain-yaml";

  /** Deeper than any setting; an alias that contains itself would otherwise never end. */
  private static final int MAX_DEPTH = 16;

  @Override
  public String name() {
    return FORMAT;
  }

  @Override
  public Future<JsonObject> process(Vertx vertx, JsonObject options, Buffer input) {
    try {
      return Future.succeededFuture(parse(input.toString()));
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * The document's sections; an empty document has none.
   *
   * @throws IllegalArgumentException with a sentence that begins with the line if it is known
   */
  static JsonObject parse(String text) {
    try {
      Object document = yaml().load(text);
      if (document == null) {
        return new JsonObject();
      }
      if (document instanceof Map<?, ?> sections) {
        return object(sections, 0);
      }
    } catch (MarkedYAMLException e) {
      throw new IllegalArgumentException(
          "line %d: %s".formatted(e.getProblemMark().getLine() + 1, oneLine(e.getProblem())), e);
    } catch (YAMLException e) {
      throw new IllegalArgumentException(oneLine(e.getMessage()), e);
    }
    throw new IllegalArgumentException("must hold sections such as 'http:', not a single value");
  }

  private static Yaml yaml() {
    LoaderOptions loader = new LoaderOptions();
    loader.setAllowDuplicateKeys(false);
    DumperOptions dumper = new DumperOptions();
    return new Yaml(
        new SafeConstructor(loader), new Representer(dumper), dumper, loader, new Strings());
  }

  private static JsonObject object(Map<?, ?> map, int depth) {
    JsonObject json = new JsonObject();
    map.forEach((name, value) -> json.put(String.valueOf(name), value(value, depth + 1)));
    return json;
  }

  private static Object value(Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "sections are nested more than %d deep".formatted(MAX_DEPTH));
    }
    if (value instanceof Map<?, ?> map) {
      return object(map, depth);
    }
    if (value instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(item -> array.add(value(item, depth + 1)));
      return array;
    }
    return value == null ? null : value.toString();
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s+", " ");
  }

  /** Knows no type but "nothing" and "text". */
  private static final class Strings extends Resolver {

    private static final Pattern NOTHING = Pattern.compile("~|null|");

    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.MERGE, MERGE, "<");
      addImplicitResolver(Tag.NULL, NOTHING, "~n\0");
      addImplicitResolver(Tag.NULL, EMPTY, null);
    }
  }
}
