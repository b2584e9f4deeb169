package dev.sightline.edge;

import dev.sightline.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Where an ingest takes what is pushed; the test says what it does with a request. Its public
 * methods are called by the test's thread.
 */
final class TestEntrance {

  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger broken = new AtomicInteger();
  private final HttpServer server;

  private TestEntrance(Vertx vertx, Consumer<HttpServerRequest> reaction) {
    this.server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  heads.add(request.method() + " " + request.uri());
                  request.exceptionHandler(e -> broken.incrementAndGet());
                  request.handler(chunk -> bytes.addAndGet(chunk.length()));
                  reaction.accept(request);
                });
    Await.result(server.listen(0, "127.0.0.1"));
  }

  static TestEntrance open(Vertx vertx, Consumer<HttpServerRequest> reaction) {
    return new TestEntrance(vertx, reaction);
  }

  /** The one of the stream "front", which the edge knows. */
  static TestEntrance announcedTo(EdgeFixture edge, Consumer<HttpServerRequest> reaction) {
    TestEntrance ingest = open(edge.outside(), reaction);
    edge.bus().announceEntrance("127.0.0.1", ingest.port());
    edge.bus().announceNow();
    Await.until(
        "the edge knows the entrance",
        () -> edge.bus().directory().entranceOf(TestFrames.FRONT).isPresent());
    return ingest;
  }

  /** Reads all of the body and says how long it was. */
  static void count(HttpServerRequest request) {
    AtomicLong length = new AtomicLong();
    request.handler(chunk -> length.addAndGet(chunk.length()));
    request.endHandler(v -> request.response().end(Buffer.buffer("" + length)));
  }

  int port() {
    return server.actualPort();
  }

  /** Method and URL of every request. */
  List<String> heads() {
    return heads;
  }

  /** Bytes of bodies that the reaction didn't take for itself. */
  long bytes() {
    return bytes.get();
  }

  /** Requests whose client left before their end. */
  int broken() {
    return broken.get();
  }

  void close() {
    Await.result(server.close());
  }
}
