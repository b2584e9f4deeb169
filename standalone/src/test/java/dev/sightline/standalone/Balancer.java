package dev.sightline.standalone;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** haproxy in front of several edges, of whose readiness it asks twice a second. */
final class Balancer implements AutoCloseable {

  /** A busy machine may take a while to answer a check, which is no failure. */
  private static final String CONFIG =
      """
      defaults
        mode http
        timeout connect 5s
        timeout client 1m
        timeout server 1m
        timeout tunnel 1h
        timeout check 10s
        option redispatch
      frontend viewers
        bind 127.0.0.1:%d
        default_backend edges
      backend edges
        balance leastconn
        option httpchk GET /health/ready
        default-server check inter 500ms fall 2 rise 1
      """;

  private static final String SERVER = "  server edge%d 127.0.0.1:%d port %d%n";

  private final RunningProgram program;
  private final int port;

  private Balancer(RunningProgram program, int port) {
    this.program = program;
    this.port = port;
  }

  /** One that answers when this returns. */
  static Balancer start(Path directory, List<NodeProcess> edges) {
    Requires.program("haproxy");
    int port = FreePort.onLoopback();
    StringBuilder config = new StringBuilder(CONFIG.formatted(port));
    for (int i = 0; i < edges.size(); i++) {
      NodeProcess edge = edges.get(i);
      config.append(SERVER.formatted(i + 1, edge.viewersPort(), edge.managementPort()));
    }
    Path file = directory.resolve("haproxy.cfg");
    try {
      Files.writeString(file, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RunningProgram program =
        RunningProgram.start(List.of("haproxy", "-db", "-f", file.toString()), Map.of(), directory);
    Balancer balancer = new Balancer(program, port);
    Await.until(
        Await.DEADLINE,
        () -> "the balancer listens: " + program.lines(),
        () -> ReverseProxy.listens(port));
    return balancer;
  }

  int port() {
    return port;
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  @Override
  public void close() {
    program.close();
  }
}
