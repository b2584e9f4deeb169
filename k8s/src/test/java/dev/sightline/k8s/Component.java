package dev.sightline.k8s;

import dev.sightline.edge.EdgeCommand;
import dev.sightline.edge.EdgeConfig;
import dev.sightline.ingest.IngestCommand;
import dev.sightline.ingest.IngestConfig;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.PlainYaml;
import dev.sightline.node.Program;
import dev.sightline.node.Role;
import dev.sightline.standalone.Sightline;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/** What the pods of the chart run, and what the program makes of their settings. */
enum Component {
  INGEST(Role.INGEST),
  EDGE(Role.EDGE),
  STANDALONE(Role.STANDALONE);

  /** Where the file with the settings is, in the pod. */
  static final String FILE = "/etc/sightline/sightline.yaml";

  /** All that a program of this role reads; what other roles read is empty. */
  record Settings(
      NodeConfig node,
      HttpConfig http,
      Optional<IngestConfig> ingest,
      Optional<EdgeConfig> edge,
      Set<String> keys) {}

  private final Role role;

  Component(Role role) {
    this.role = role;
  }

  Role role() {
    return role;
  }

  /** What its label says. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its command line. */
  CommandLine program() {
    return Program.commandLine(
        switch (this) {
          case INGEST -> new IngestCommand();
          case EDGE -> new EdgeCommand();
          case STANDALONE -> new Sightline();
        });
  }

  /** The text of its settings, as the ConfigMap has it. */
  String file(Release release) {
    return release.one("ConfigMap", label()).at("/data/sightline.yaml").asText();
  }

  /** What the program would read in its pod. */
  Settings read(Release release) throws ConfigException {
    return read(file(release), release.pod(label()).variables());
  }

  /**
   * What the program makes of a file and variables.
   *
   * @throws ConfigException with every mistake
   */
  Settings read(String yaml, Map<String, String> variables) throws ConfigException {
    ConfigReader reader =
        new ConfigReader(new ConfigSources(sections(yaml), variables, new Flags()));
    Settings settings =
        new Settings(
            NodeConfig.read(reader, role),
            HttpConfig.read(reader),
            role == Role.EDGE ? Optional.empty() : Optional.of(IngestConfig.read(reader)),
            role == Role.INGEST ? Optional.empty() : Optional.of(EdgeConfig.read(reader)),
            reader.keys());
    reader.finish();
    return settings;
  }

  /** The sections of a file, as the program reads it. */
  static JsonObject sections(String yaml) {
    Future<JsonObject> sections =
        new PlainYaml().process(null, new JsonObject(), Buffer.buffer(yaml));
    if (sections.failed()) {
      throw new AssertionError("the program can't read " + yaml, sections.cause());
    }
    return sections.result();
  }
}
