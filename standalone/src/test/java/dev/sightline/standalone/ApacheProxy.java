package dev.sightline.standalone;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Apache's httpd as Debian has it, on a free port of 127.0.0.1: it lets one user through to a
 * camera by Digest, and takes a nonce for stale after a second.
 */
final class ApacheProxy implements AutoCloseable {

  private static final String REALM = "Büro, Tür=2";

  /** A line per request that has ended, with the challenge that it was answered with. */
  private static final String CONFIG =
      """
      ServerRoot %1$s
      ServerName localhost
      Listen 127.0.0.1:%2$d
      PidFile %1$s/httpd.pid
      DefaultRuntimeDir %1$s
      Mutex posixsem
      # Only heeded when started by root.
      User #65534
      Group #65534
      ErrorLog /dev/stderr
      %3$s
      LogFormat "answered %%>s %%{WWW-Authenticate}o" answers
      CustomLog /dev/stderr answers
      <Location />
        AuthType Digest
        AuthName "%4$s"
        AuthDigestProvider file
        AuthDigestNonceLifetime 1
        AuthUserFile %1$s/users
        Require valid-user
        ProxyPass %5$s flushpackets=on disablereuse=on retry=0
      </Location>
      """;

  private static final List<String> MODULES =
      List.of(
          "mpm_event",
          "authn_core",
          "authn_file",
          "authz_core",
          "authz_user",
          "auth_digest",
          "proxy",
          "proxy_http");

  private final RunningProgram program;
  private final int port;

  private ApacheProxy(RunningProgram program, int port) {
    this.program = program;
    this.port = port;
  }

  /** One that answers when this returns. */
  static ApacheProxy start(Path directory, String username, String password, String camera) {
    Path httpd = Requires.program("apache2");
    int port = FreePort.onLoopback();
    Path config = directory.resolve("httpd.conf");
    try {
      // Its workers aren't root, whoever starts it.
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.writeString(config, CONFIG.formatted(directory, port, modules(), REALM, camera));
      Files.writeString(directory.resolve("users"), user(username, password));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = List.of(httpd.toString(), "-D", "FOREGROUND", "-f", config.toString());
    ApacheProxy proxy = new ApacheProxy(RunningProgram.start(command, Map.of(), directory), port);
    Await.until("Apache wants a password", proxy::wantsPassword);
    return proxy;
  }

  int port() {
    return port;
  }

  /** Waits for a request that was answered with this status and a challenge that matches. */
  void awaitAnswer(int status, String challenge) {
    program.awaitLine("^answered " + status + " " + challenge);
  }

  @Override
  public void close() {
    program.close();
  }

  private boolean wantsPassword() {
    try {
      URI url = URI.create("http://127.0.0.1:" + port + "/");
      return ((HttpURLConnection) url.toURL().openConnection()).getResponseCode() == 401;
    } catch (IOException e) {
      return false; // Not yet.
    }
  }

  private static String modules() {
    StringBuilder lines = new StringBuilder();
    for (String module : MODULES) {
      lines.append(
          "LoadModule %1$s_module /usr/lib/apache2/modules/mod_%1$s.so\n".formatted(module));
    }
    return lines.toString();
  }

  /** A line as the program htdigest writes it. */
  private static String user(String username, String password) {
    String user = username + ":" + REALM + ":";
    return user + md5(user + password) + "\n";
  }

  private static String md5(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
