package dev.sightline.testkit;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pebble, the ACME server that Let's Encrypt tests clients with, as a program of this machine. */
public final class PebbleServer implements AutoCloseable {

  private final Path pebble;
  private final Path directory;
  private final TestCertificate authority;
  private final Path caFile;
  private final String host;
  private final int port = FreePort.onLoopback();
  private RunningProgram program;

  /**
   * To be started on loopback.
   *
   * @param directory for its files
   */
  public PebbleServer(Path directory) {
    this(directory, "127.0.0.1");
  }

  /**
   * To be started elsewhere.
   *
   * @param directory for its files
   * @param host the address where it listens
   */
  public PebbleServer(Path directory, String host) {
    this.host = host;
    this.pebble = Requires.program("pebble");
    this.directory = directory;
    this.authority = TestCertificate.authority(directory);
    this.caFile = authority.pemFile();
  }

  /**
   * Returns when it listens.
   *
   * @param httpPort where it asks for challenges, at the address that the name has here
   * @param refusedNonces of a hundred good ones
   */
  public void start(int httpPort, int refusedNonces) throws IOException {
    TestCertificate own = authority.issue("ip:" + host);
    JsonObject config =
        new JsonObject()
            .put("listenAddress", host + ":" + port)
            .put("managementListenAddress", "127.0.0.1:" + FreePort.onLoopback())
            .put("certificate", write("pebble.pem", own.pem()))
            .put("privateKey", write("pebble.key", own.keyPem()))
            .put("httpPort", httpPort)
            .put("tlsPort", FreePort.onLoopback());
    program =
        RunningProgram.start(
            "env",
            "PEBBLE_VA_NOSLEEP=1",
            "PEBBLE_WFE_NONCEREJECT=" + refusedNonces,
            pebble.toString(),
            "-config",
            write("pebble.json", new JsonObject().put("pebble", config).encode()));
    Await.until("pebble listens", this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket(host, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  /** Where an ACME client begins. */
  public URI directory() {
    return URI.create("https://%s:%d/dir".formatted(host, port));
  }

  /** By whose word it is believed. */
  public Path caFile() {
    return caFile;
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
    }
  }
}
