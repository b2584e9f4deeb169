package dev.sightline.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A real Prometheus that reads nodes every second, on a free port and in a directory of its own.
 */
final class Prometheus implements AutoCloseable {

  static final String NAMESPACE = "cameras";
  static final String RELEASE = "sightline";

  private final RunningProgram program;
  private final int port;

  private Prometheus(RunningProgram program) {
    this.program = program;
    this.port =
        Integer.parseInt(program.awaitLine("msg=\"Listening on\" address=[^ ]+:(\\d+)").group(1));
    program.awaitLine("Server is ready to receive web requests");
  }

  /**
   * Starts it.
   *
   * @param directory for its configuration and its data
   * @param nodes by the names of their pods; they get the labels that the chart's monitors give
   */
  static Prometheus start(Path directory, Map<String, NodeProcess> nodes) {
    Path config = directory.resolve("prometheus.yml");
    try {
      Files.writeString(config, config(nodes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Prometheus(
        RunningProgram.start(
            Requires.program("prometheus").toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + directory.resolve("data"),
            "--web.listen-address=127.0.0.1:0"));
  }

  private static String config(Map<String, NodeProcess> nodes) {
    String targets =
        nodes.entrySet().stream()
            .map(node -> target(node.getKey(), node.getValue().managementPort()))
            .collect(Collectors.joining("\n"));
    return """
        global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
        rule_files: [%s]
        scrape_configs:
          - job_name: cameras/sightline
            static_configs:
        %s
        """
        .formatted(Monitoring.ALERTS, targets);
  }

  private static String target(String pod, int port) {
    return "      - {targets: ['127.0.0.1:%d'], labels: {namespace: %s, pod: %s, app_kubernetes_io_instance: %s}}"
        .formatted(port, NAMESPACE, pod, RELEASE);
  }

  /** What a query gives now: series with their values. */
  List<JsonObject> query(String expr) {
    return Monitoring.objects(
        get("query?query=" + encode(expr)).getJsonObject("data").getJsonArray("result"));
  }

  /** The series that a selector finds. */
  JsonArray series(String selector) {
    return get("series?match[]=" + encode(selector)).getJsonArray("data");
  }

  /** The rules that were loaded, with their state. */
  List<JsonObject> rules() {
    return Monitoring.objects(get("rules").getJsonObject("data").getJsonArray("groups")).stream()
        .flatMap(group -> Monitoring.objects(group.getJsonArray("rules")).stream())
        .toList();
  }

  private JsonObject get(String path) {
    HttpReply reply = TestViewer.get("http://127.0.0.1:%d/api/v1/%s".formatted(port, path));
    if (reply.status() != 200) {
      throw new AssertionError("Prometheus doesn't take " + path + ": " + reply.text());
    }
    return new JsonObject(reply.body());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  @Override
  public void close() {
    program.close();
  }
}
