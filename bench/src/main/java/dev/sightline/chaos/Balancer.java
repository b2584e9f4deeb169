package dev.sightline.chaos;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** haproxy in front of the edges, on a host of its own. It says which edge serves whom. */
final class Balancer implements AutoCloseable {

  /** The header by which a viewer learns the name of its edge. */
  static final String SERVED_BY = "X-Served-By";

  private static final int PORT = 8080;

  /** Health is asked for twice a second, so that an edge that leaves is known before it refuses. */
  private static final String CONFIG =
      """
      global
        log stdout format raw local0 notice
      defaults
        mode http
        log global
        option redispatch 1
        retries 3
        retry-on conn-failure
        timeout connect 1s
        timeout check 1s
        timeout client 1m
        timeout server 1m
        timeout tunnel 1h
        default-server check port 9081 inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
      frontend viewers
        bind :%d
        default_backend edges
      backend edges
        balance leastconn
        option httpchk GET /health/ready
        http-response set-header %s %%s
      %s
      """;

  private final RunningProgram program;
  private final Host host;

  private Balancer(RunningProgram program, Host host) {
    this.program = program;
    this.host = host;
  }

  /** Listens when this returns. */
  static Balancer start(Host host, List<Host> edges, Path directory) {
    String servers =
        edges.stream()
            .map(edge -> "  server %s %s:8080".formatted(edge.name(), edge.address()))
            .collect(Collectors.joining("\n"));
    Path config = directory.resolve("haproxy.cfg");
    try {
      Files.writeString(config, CONFIG.formatted(PORT, SERVED_BY, servers));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>(host.prefix());
    command.addAll(List.of("haproxy", "-db", "-f", config.toString()));
    Balancer balancer = new Balancer(RunningProgram.start(command, Map.of(), directory), host);
    Await.until(
        Await.DEADLINE, () -> "haproxy listens: " + balancer.program.lines(), balancer::listens);
    return balancer;
  }

  String url(String path) {
    return "http://%s:%d%s".formatted(host.address(), PORT, path);
  }

  private boolean listens() {
    try (Socket connected = new Socket(host.address(), PORT)) {
      return connected.isConnected();
    } catch (IOException e) {
      return false; // Not yet.
    }
  }

  @Override
  public void close() {
    // Its own farewell waits for the viewers.
    program.signal("KILL");
    program.close();
  }
}
