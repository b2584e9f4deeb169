package dev.sightline.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A shipped file for Compose as a project of its own, on a free port. */
final class Compose {

  private static final String PROJECT = "sightline-check";

  private final int port = freePort();
  private final Map<String, String> variables =
      new HashMap<>(Map.of("PORT", Integer.toString(port)));
  private final List<String> files = new ArrayList<>();

  /** The cluster of docker-compose.yml. */
  Compose() {
    this("docker-compose.yml");
  }

  Compose(String file) {
    add(file);
  }

  /** From now on with another file on top. */
  final void add(String file) {
    files.addAll(List.of("--file", file));
  }

  /** Fills in a variable of its files. */
  void set(String variable, Object value) {
    variables.put(variable, value.toString());
  }

  String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("compose", "--project-name", PROJECT));
    command.addAll(files);
    command.addAll(List.of(arguments));
    return Docker.run(Docker.HOME, variables, command.toArray(String[]::new));
  }

  /** Names of the containers of a service that exist, running or not. */
  List<String> containers(String service) {
    return run("ps", "--all", "--format", "{{.Name}}", service).lines().sorted().toList();
  }

  String network(String name) {
    return PROJECT + "_" + name;
  }

  /** Where the balancer of docker-compose.yml is. */
  int port() {
    return port;
  }

  /** A URL of the balancer. */
  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
