package dev.sightline.standalone;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.TestViewer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node as a user starts it: the launch script in a process of its own, on free ports. */
final class NodeProcess implements AutoCloseable {

  /** The directory of the script; tests run in the directory of their module. */
  static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  /** For a start, which is seconds of work that a busy machine may do in a minute. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final RunningProgram program;
  private final String host;

  private NodeProcess(RunningProgram program, String host) {
    this.program = program;
    this.host = host;
  }

  /** Starts {@code ./sightline} with these arguments on loopback. */
  static NodeProcess start(String... arguments) {
    return start(List.of(), "127.0.0.1", Map.of(), arguments);
  }

  /**
   * Starts it elsewhere.
   *
   * @param prefix what to put before the script, such as {@code ip netns exec NAME}
   * @param host where it listens for viewers and probes
   */
  static NodeProcess start(
      List<String> prefix, String host, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(HOME.resolve("sightline").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--host", host, "--port", "0", "--management-port", "0"));
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("SIGHTLINE_MANAGEMENT_HOST", host);
    return new NodeProcess(RunningProgram.start(command, settings, HOME), host);
  }

  NodeProcess awaitUp() {
    program.awaitLine("management +http://", PATIENCE);
    return this;
  }

  /** A URL of its port for viewers. */
  String url(String path) {
    String scheme = program.awaitLine("watch +(https?)://").group(1);
    return "%s://%s:%s%s".formatted(scheme, host, port("watch"), path);
  }

  /** Where an ingest tells of its streams. */
  String statusUrl() {
    return "http://%s:%s/status.json".formatted(host, port("status"));
  }

  int clusterPort() {
    return Integer.parseInt(program.awaitLine("cluster +[^ ]+:(\\d+), event bus").group(1));
  }

  int viewersPort() {
    return Integer.parseInt(port("watch"));
  }

  int managementPort() {
    return Integer.parseInt(port("management"));
  }

  private String port(String name) {
    return program.awaitLine(name + " +https?://[^ ]+:(\\d+)/").group(1);
  }

  void awaitLine(String pattern) {
    program.awaitLine(pattern);
  }

  void awaitReady() {
    Await.until("ready: " + program, () -> readiness() == 200);
  }

  /** The status of the answer to the probe. */
  int readiness() {
    String url = "http://%s:%s/health/ready".formatted(host, port("management"));
    return TestViewer.get(url).status();
  }

  /** The sum of all series of a metric that carry this text in their labels. */
  double metric(String name, String label) {
    return sum("^" + name + "\\{[^}]*" + label + "[^}]*} ([0-9.Ee+-]+)$");
  }

  /** The value of a metric that has no labels. */
  double metric(String name) {
    return sum("^" + name + " ([0-9.Ee+-]+)$");
  }

  /** All that it shows to Prometheus. */
  String metrics() {
    String url = "http://%s:%s/metrics".formatted(host, port("management"));
    return TestViewer.get(url).body().toString();
  }

  private double sum(String line) {
    Pattern series = Pattern.compile(line);
    return metrics()
        .lines()
        .map(series::matcher)
        .filter(Matcher::matches)
        .mapToDouble(match -> Double.parseDouble(match.group(1)))
        .sum();
  }

  /** Kibibytes of physical memory, of the process that the script has become. */
  long residentKiB() {
    return ProcMemory.residentKiB(program.pid());
  }

  /** The most that it had of them so far. */
  long peakResidentKiB() {
    return ProcMemory.peakResidentKiB(program.pid());
  }

  RunningProgram program() {
    return program;
  }

  /** Ends all of them at the same time, since an edge takes leave of its viewers for seconds. */
  static void closeAll(Collection<NodeProcess> nodes) {
    nodes.forEach(node -> node.program.askToEnd());
    nodes.forEach(NodeProcess::close);
  }

  @Override
  public void close() {
    program.close();
  }
}
