package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.ingest.PushConfig.Publisher;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.PushClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * URLs come from the configuration: nothing that a stranger sends, at any port, makes a node fetch
 * what it names. {@code TRAP} stands for host and port of a server that nobody else knows.
 */
class UrlsOfStrangersIT {

  private static final List<String> PARAMETERS =
      List.of(
          "url",
          "src",
          "source",
          "uri",
          "camera",
          "target",
          "host",
          "proxy",
          "upstream",
          "file",
          "image",
          "redirect",
          "next",
          "callback",
          "config",
          "stream",
          "jku",
          "action");

  private static final List<String> URLS =
      List.of(
          "/",
          "/front",
          "/front/",
          "/front/stream",
          "/yard/snapshot",
          "/status.json",
          "/state",
          "/?action=snapshot",
          "/yard/?action=stream",
          "/index1.jpg",
          "/live.ts",
          "/assets/index.js",
          "/front/frames");

  private static final List<String> TARGETS =
      List.of(
          "GET http://TRAP/front/stream",
          "GET https://TRAP/front/stream",
          "GET ftp://TRAP/front/stream",
          "GET http://user@TRAP/snapshot",
          "PUT http://TRAP/front/frames",
          "POST http://TRAP/upload/secret",
          "CONNECT TRAP",
          "OPTIONS http://TRAP/",
          "GET //TRAP/front/stream",
          "GET /http://TRAP/stream",
          "GET /http:%2f%2fTRAP/stream",
          "GET /front/http://TRAP/stream",
          "GET /TRAP/stream",
          "GET /proxy/http://TRAP/",
          "GET /@TRAP/stream",
          "GET /front/..%2f..%2f@TRAP/stream",
          "GET /upload/http:%2f%2fTRAP",
          "PROPFIND /front/",
          "COPY /front/frames");

  private static final List<String> HEADERS =
      List.of(
          "Host: TRAP",
          "Forwarded: for=127.0.0.1;host=TRAP;proto=http;by=TRAP",
          "X-Forwarded-Host: TRAP",
          "X-Forwarded-Server: TRAP",
          "X-Forwarded-For: TRAP",
          "X-Original-URL: http://TRAP/",
          "X-Rewrite-URL: http://TRAP/",
          "X-Accel-Redirect: http://TRAP/",
          "X-Original-Host: TRAP",
          "X-Host: TRAP",
          "X-Http-Method-Override: CONNECT",
          "X-Wap-Profile: http://TRAP/",
          "Profile: http://TRAP/",
          "Proxy: http://TRAP/",
          "Proxy-Host: TRAP",
          "Base-Url: http://TRAP/",
          "Request-Uri: http://TRAP/",
          "Destination: http://TRAP/",
          "Content-Location: http://TRAP/",
          "Location: http://TRAP/",
          "Link: <http://TRAP/>; rel=preload",
          "Referer: http://TRAP/",
          "Origin: http://TRAP",
          "From: somebody@TRAP",
          "Via: 1.1 TRAP",
          "Upgrade: http://TRAP/",
          "Authorization: Digest username=\"a\", uri=\"http://TRAP/\"",
          "Traceparent: http://TRAP/");

  private static final List<String> BODIES =
      List.of(
          "application/json\n{\"url\": \"http://TRAP/\", \"source\": \"http://TRAP/\"}",
          "application/x-www-form-urlencoded\nurl=http://TRAP/&src=http://TRAP/",
          "text/uri-list\nhttp://TRAP/",
          "application/xml\n<!DOCTYPE a [<!ENTITY b SYSTEM \"http://TRAP/\">]><a>&b;</a>",
          "image/svg+xml\n<svg><image href=\"http://TRAP/\"/></svg>",
          "application/vnd.apple.mpegurl\n#EXTM3U\nhttp://TRAP/\n",
          "application/sdp\nv=0\r\nc=IN IP4 TRAP\r\n",
          "message/external-body; access-type=URL; URL=\"http://TRAP/\"\n\r\n",
          "multipart/mixed; boundary=b\n--b\r\nContent-Location: http://TRAP/\r\n\r\n\r\n--b--\r\n",
          "image/jpeg\n\u00FF\u00D8\u00FF\u00E1\0\u0040http://TRAP/\u00FF\u00D9",
          "multipart/x-mixed-replace; boundary=http://TRAP/\n--http://TRAP/\r\n\r\n");

  private static final List<String> MESSAGES =
      List.of(
          "http://TRAP/",
          "more http://TRAP/",
          "{\"type\": \"watch\", \"stream\": \"http://TRAP/\"}",
          "{\"type\": \"watch\", \"stream\": \"yard\", \"url\": \"http://TRAP/\"}",
          "{\"type\": \"open\", \"url\": \"http://TRAP/\"}");

  private final Vertx outside = Vertx.vertx();
  private final WebSocketClient client = outside.createWebSocketClient();
  private final RelayFixture relay = relay();
  private ServerSocket trap;

  @BeforeEach
  void start() throws IOException {
    trap = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    relay
        .withSnapshotWait(Duration.ofMillis(100))
        .withAccess(
            new JsonObject()
                .put("tokens", new JsonObject().put("secret", "s3cret of 32 bytes, or some more."))
                .put(
                    "streams",
                    new JsonObject().put("shut", new JsonObject().put("watch", "signed-in"))))
        .with(Pushing.stream("front", Publisher.TAKE_OVER))
        .with("yard", "http://127.0.0.1:1/")
        .with("shut", "http://127.0.0.1:1/")
        .with(TsUpload.stream("live"))
        .start();
  }

  @AfterEach
  void stop() throws IOException {
    relay.close();
    trap.close();
    Await.result(outside.close());
  }

  @Test
  void areNeverFetched() throws IOException {
    List<String> requests =
        Stream.of(queries(), targets(), headers(), tokens(), bodies()).flatMap(s -> s).toList();
    for (int port : List.of(URI.create(relay.url("/")).getPort(), relay.ingestPort())) {
      for (String request : requests) {
        assertThat(statusOf(port, request)).as(request).isBetween(200, 599);
      }
    }
    for (String path : List.of("/streams", "/front/ws", "/yard/websocket", "/live/streamsocket")) {
      say(path);
    }

    // Connections are accepted in the order in which they come.
    try (Socket own = new Socket(trap.getInetAddress(), trap.getLocalPort());
        Socket first = trap.accept()) {
      assertThat(first.getPort()).isEqualTo(own.getLocalPort());
    }
  }

  private Stream<String> queries() {
    return URLS.stream()
        .flatMap(url -> PARAMETERS.stream().map(name -> withParameter(url, name)))
        .map(url -> head("GET " + url, "Host: edge"));
  }

  private static String withParameter(String url, String name) {
    return "%s%s%s=http://TRAP/x".formatted(url, url.contains("?") ? "&" : "?", name);
  }

  private Stream<String> targets() {
    return TARGETS.stream().map(target -> head(target, "Host: TRAP"));
  }

  private Stream<String> headers() {
    return Stream.of("/front", "/yard/snapshot?max_wait=10ms", "/status.json", "/shut/stream")
        .flatMap(url -> HEADERS.stream().map(header -> withHeader("GET " + url, header)));
  }

  private String withHeader(String line, String header) {
    return header.startsWith("Host:") ? head(line, header) : head(line, "Host: edge", header);
  }

  /** They say where the keys are by which they were signed. */
  private Stream<String> tokens() {
    return Stream.of("jku", "x5u", "kid")
        .map(name -> new JsonObject().put("alg", "RS256").put(name, at("http://TRAP/")))
        .map(header -> base64(header.encode()) + "." + base64("{\"exp\":9e9}") + ".AAAA")
        .map(token -> withHeader("GET /shut/stream", "Authorization: Bearer " + token));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(ISO_8859_1));
  }

  private Stream<String> bodies() {
    return BODIES.stream()
        .flatMap(
            body ->
                Stream.of("PUT /front/frames", "POST /front/frames", "POST /upload/any")
                    .map(line -> withBody(line, at(body))));
  }

  private String withBody(String line, String body) {
    String[] parts = body.split("\n", 2);
    return head(
            line,
            "Host: edge",
            "Authorization: Bearer " + Pushing.SECRET,
            "Content-Type: " + parts[0],
            "Content-Length: " + parts[1].length())
        + parts[1];
  }

  private String head(String line, String... headers) {
    return at(line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
  }

  private String at(String text) {
    return text.replace("TRAP", "127.0.0.1:" + trap.getLocalPort());
  }

  private static int statusOf(int port, String request) {
    try (PushClient client = PushClient.connect(port)) {
      return client.send(Buffer.buffer(request.getBytes(ISO_8859_1))).reply().status();
    }
  }

  /** When the pong comes, all has been heard. */
  private void say(String path) {
    AtomicBoolean isHeard = new AtomicBoolean();
    WebSocket socket =
        Await.result(client.connect(URI.create(relay.url("/")).getPort(), "127.0.0.1", path));
    socket.pongHandler(pong -> isHeard.set(true));
    MESSAGES.forEach(message -> socket.writeTextMessage(at(message)));
    socket.writePing(Buffer.buffer("ping"));
    Await.until("all is heard at " + path, isHeard::get);
    Await.result(socket.close());
  }
}
