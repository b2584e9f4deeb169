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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.constructor.Construct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
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

  /** More than anybody writes; aliases of lists of aliases would otherwise multiply. */
  private static final int MAX_VALUES = 100_000;

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
      Object document = load(text);
      if (document == null) {
        return new JsonObject();
      }
      if (document instanceof Map<?, ?> sections) {
        return new Copy().object(sections, 0);
      }
    } catch (MarkedYAMLException e) {
      throw new IllegalArgumentException(
          "line %d: %s".formatted(e.getProblemMark().getLine() + 1, oneLine(e.getProblem())), e);
    } catch (YAMLException e) {
      throw new IllegalArgumentException(oneLine(e.getMessage()), e);
    }
    throw new IllegalArgumentException("must hold sections such as 'http:', not a single value");
  }

  private static Object load(String text) {
    LoaderOptions options = new LoaderOptions();
    PlainValues constructor = new PlainValues(options);
    constructor.setAllowDuplicateKeys(false);
    constructor.setComposer(new PlainNames(text, options));
    return constructor.getSingleData(Object.class);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s+", " ");
  }

  /** Copies a document, in which a value may stand in several places, to one without such. */
  private static final class Copy {

    private int values;

    JsonObject object(Map<?, ?> map, int depth) {
      JsonObject json = new JsonObject();
      map.forEach((name, value) -> json.put(String.valueOf(name), value(value, depth + 1)));
      return json;
    }

    private Object value(Object value, int depth) {
      if (depth > MAX_DEPTH) {
        throw new IllegalArgumentException(
            "sections are nested more than %d deep".formatted(MAX_DEPTH));
      }
      if (++values > MAX_VALUES) {
        throw new IllegalArgumentException("there are more than %d values".formatted(MAX_VALUES));
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
  }

  /** Knows texts, lists and sections, and no tag that makes something else of one. */
  private static final class PlainValues extends SafeConstructor {

    PlainValues(LoaderOptions options) {
      super(options);
    }

    @Override
    protected Construct getConstructor(Node node) {
      if (isPlain(node.getTag(), node.getNodeId())) {
        return super.getConstructor(node);
      }
      throw new IllegalArgumentException(
          "line %d: a value must have no tag such as !!set or !include"
              .formatted(node.getStartMark().getLine() + 1));
    }

    private static boolean isPlain(Tag tag, NodeId kind) {
      return switch (kind) {
        case mapping -> tag.equals(Tag.MAP);
        case sequence -> tag.equals(Tag.SEQ);
        default -> tag.equals(Tag.STR) || tag.equals(Tag.NULL);
      };
    }
  }

  /** Takes no list or section for a name: one that contains itself has neither hash nor text. */
  private static final class PlainNames extends Composer {

    PlainNames(String text, LoaderOptions options) {
      super(new ParserImpl(new StreamReader(text), options), new Strings(), options);
    }

    @Override
    protected Node composeKeyNode(MappingNode node) {
      Node name = super.composeKeyNode(node);
      if (name instanceof ScalarNode) {
        return name;
      }
      throw new IllegalArgumentException(
          "line %d: a name must be plain text, not a list or a section"
              .formatted(name.getStartMark().getLine() + 1));
    }
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
