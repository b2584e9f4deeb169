package dev.sightline.standalone;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * A proxy in front of an edge, as Debian has it and with the few lines that people write, on a free
 * port of 127.0.0.1. A viewer has the address that it says in {@code X-Test-Address}, as if that
 * were the other end of its connection. What is below {@code /cams/} it passes on without that
 * prefix, and what is below {@code /kept/} with it.
 */
final class ReverseProxy implements AutoCloseable {

  /** Which one. */
  enum Program {
    /**
     * Answers are buffered, as they are unless the answer says otherwise, and in buffers so large
     * that small pictures don't fill one while a test waits, however often the edge repeats them.
     */
    NGINX(
        "nginx -e stderr -p %1$s -c %1$s/config",
        """
        daemon off;
        pid %1$s/nginx.pid;
        error_log stderr;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          map $http_upgrade $connection_upgrade {
            default upgrade;
            '' close;
          }
          server {
            listen 127.0.0.1:%2$d;
            proxy_http_version 1.1;
            proxy_buffer_size 64k;
            proxy_buffers 8 64k;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            set_real_ip_from 127.0.0.1;
            real_ip_header X-Test-Address;
            location /cams/ {
              proxy_pass http://127.0.0.1:%3$d/;
            }
            location /kept/ {
              proxy_pass http://127.0.0.1:%3$d;
            }
          }
        }
        """),

    HAPROXY(
        "haproxy -db -f %1$s/config",
        """
        defaults
          mode http
          timeout connect 5s
          timeout client 1m
          timeout server 1m
          timeout tunnel 1h
        frontend viewers
          bind 127.0.0.1:%2$d
          http-request set-src hdr(x-test-address) if { hdr(x-test-address) -m found }
          default_backend edge
        backend edge
          option forwardfor
          http-request replace-path /cams/(.*) /\\1
          server edge 127.0.0.1:%3$d
        """),

    /** It tells addresses by the PROXY protocol, version 2. */
    HAPROXY_WITH_PROXY_PROTOCOL(HAPROXY, "server edge 127.0.0.1:%3$d", " send-proxy-v2");

    private final String command;
    private final String config;

    Program(String command, String config) {
      this.command = command;
      this.config = config;
    }

    Program(Program other, String line, String more) {
      this(other.command, other.config.replace("option forwardfor", "").replace(line, line + more));
    }

    private List<String> command(Path directory) {
      return List.of(command.formatted(directory).split(" "));
    }
  }

  private final RunningProgram program;
  private final int port;

  private ReverseProxy(RunningProgram program, int port) {
    this.program = program;
    this.port = port;
  }

  /** One that listens when this returns. */
  static ReverseProxy start(Program kind, Path directory, int edge) {
    List<String> command = kind.command(directory);
    Requires.program(command.get(0));
    int port = FreePort.onLoopback();
    try {
      // Its workers aren't root, whoever starts it.
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.writeString(directory.resolve("config"), kind.config.formatted(directory, port, edge));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RunningProgram program = RunningProgram.start(command, Map.of(), directory);
    ReverseProxy proxy = new ReverseProxy(program, port);
    Await.until(
        Await.DEADLINE, () -> "%s listens: %s".formatted(kind, program.lines()), proxy::listens);
    return proxy;
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

  private boolean listens() {
    return listens(port);
  }

  static boolean listens(int port) {
    try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return connected.isConnected();
    } catch (IOException e) {
      return false; // Not yet.
    }
  }
}
