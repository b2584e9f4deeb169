package dev.sightline.standalone;

import dev.sightline.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/**
 * Makes a camera of a program that writes its stream to whoever connects to a port, without HTTP:
 * the front sends the head of a response, and then what the program sends.
 */
final class HttpFront implements AutoCloseable {

  private final int port;
  private final String head;
  private final NetClient net;
  private final NetServer server;

  private HttpFront(Vertx vertx, int port, String contentType) {
    this.port = port;
    this.head = "HTTP/1.0 200 OK\r\nContent-Type: " + contentType + "\r\n\r\n";
    this.net = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(this::connected);
  }

  /**
   * Listens on a free port of 127.0.0.1.
   *
   * @param port of the program, on 127.0.0.1 too; while nobody listens there, clients are let go
   */
  static HttpFront of(Vertx vertx, int port, String contentType) {
    HttpFront front = new HttpFront(vertx, port, contentType);
    Await.result(front.server.listen(0, "127.0.0.1"));
    return front;
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/";
  }

  @Override
  public void close() {
    Await.result(server.close());
    Await.result(net.close());
  }

  private void connected(NetSocket client) {
    net.connect(port, "127.0.0.1")
        .onSuccess(program -> join(program, client))
        .onFailure(absent -> client.close());
  }

  /** What the client asks for is not read, since there is but one stream. */
  private void join(NetSocket program, NetSocket client) {
    client.closeHandler(gone -> program.close());
    client.write(head);
    program.pipeTo(client);
  }
}
