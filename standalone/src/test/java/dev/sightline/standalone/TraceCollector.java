package dev.sightline.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sightline.testkit.Await;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Takes traces by OTLP over HTTP, as OpenTelemetry's collector does, and keeps them. */
final class TraceCollector implements AutoCloseable {

  private final HttpServer server;
  private final List<SeenSpan> spans = new CopyOnWriteArrayList<>();
  private volatile int answer = 200;
  private final List<String> keys = new CopyOnWriteArrayList<>();

  private TraceCollector(HttpServer server) {
    this.server = server;
    server.createContext("/v1/traces", this::take);
  }

  static TraceCollector start() {
    try {
      InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      TraceCollector collector = new TraceCollector(HttpServer.create(here, 0));
      collector.server.start();
      return collector;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TraceCollector answering(int status) {
    answer = status;
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream body = body(exchange)) {
      ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
      keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Key")));
      request.getResourceSpansList().forEach(this::take);
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream raw = exchange.getRequestBody();
    return isZipped ? new GZIPInputStream(raw) : raw;
  }

  private void take(ResourceSpans ofNode) {
    ofNode.getScopeSpansList().stream()
        .flatMap(scope -> scope.getSpansList().stream())
        .map(span -> SeenSpan.of(ofNode.getResource(), span))
        .forEach(spans::add);
  }

  List<SeenSpan> spans() {
    return spans;
  }

  List<SeenSpan> named(String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }

  /** The first of this name, when it has come. */
  SeenSpan await(String name) {
    Await.until(
        Await.DEADLINE,
        () -> "a span %s among %s".formatted(name, spans),
        () -> !named(name).isEmpty());
    return named(name).get(0);
  }

  /** What the requests had in their header X-Key. */
  List<String> keys() {
    return keys;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
