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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** haproxy in front of the edges, on a host of its own. It says which edge serves whom. */
final class Balancer implements AutoCloseable {

  /** The header by which a viewer learns the name of its edge. */
  static final String SERVED_BY = "X-Served-By";

  private static final int PORT = 8080;

  private static final Pattern RESOLVERS = Pattern.compile("(?ms)^resolvers .*?\\n\\n");
  private static final Pattern SERVERS = Pattern.compile("(?m)^ *server-template .*$");

  private final RunningProgram program;
  private final Host host;

  private Balancer(RunningProgram program, Host host) {
    this.program = program;
    this.host = host;
  }

  /**
   * Listens when this returns.
   *
   * @param home the clone
   */
  static Balancer start(Path home, Host host, List<Host> edges, Path directory) {
    Path config = directory.resolve("haproxy.cfg");
    try {
      Files.writeString(config, config(home, edges));
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

  /**
   * The configuration that is shipped, since it is judged too, but that the edges are told by their
   * addresses instead of Docker's DNS, and that answers name their edge.
   */
  static String config(Path home, List<Host> edges) throws IOException {
    String servers =
        edges.stream()
            .map(edge -> "  server %s %s:8080".formatted(edge.name(), edge.address()))
            .collect(
                Collectors.joining("\n", "  http-response set-header " + SERVED_BY + " %s\n", ""));
    String shipped = Files.readString(home.resolve("deploy/haproxy.cfg"));
    return replaced(SERVERS, servers, replaced(RESOLVERS, "", shipped));
  }

  private static String replaced(Pattern pattern, String by, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("deploy/haproxy.cfg has nothing like " + pattern);
    }
    return matcher.replaceFirst(Matcher.quoteReplacement(by));
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
