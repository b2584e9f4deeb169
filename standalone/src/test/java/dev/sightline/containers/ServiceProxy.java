package dev.sightline.containers;

import dev.sightline.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.function.Supplier;

/**
 * A Service's own address, as kube-proxy makes it: each connection goes to one of the pods that are
 * ready in that moment, and stays there whatever becomes of that one. Pods take turns, so that
 * figures can be had again.
 */
final class ServiceProxy implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final Supplier<List<String>> ready;
  private final NetServer server = vertx.createNetServer();

  /** Kept here, since one that nobody knows any more takes its connections along. */
  private final NetClient client = vertx.createNetClient();

  private int turn;

  private ServiceProxy(Supplier<List<String>> ready) {
    this.ready = ready;
  }

  static ServiceProxy start(Supplier<List<String>> ready) {
    ServiceProxy proxy = new ServiceProxy(ready);
    Await.result(proxy.server.connectHandler(proxy::connect).listen(0, "127.0.0.1"));
    return proxy;
  }

  private void connect(NetSocket viewer) {
    List<String> pods = ready.get();
    if (pods.isEmpty()) {
      viewer.close();
      return;
    }
    String[] pod = pods.get(turn++ % pods.size()).split(":");
    viewer.pause();
    client
        .connect(SocketAddress.inetSocketAddress(Integer.parseInt(pod[1]), pod[0]))
        .onFailure(refused -> viewer.close())
        .onSuccess(
            edge -> {
              viewer.pipeTo(edge);
              edge.pipeTo(viewer);
              viewer.resume();
            });
  }

  int port() {
    return server.actualPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** The same where pods speak TLS. */
  String encryptedUrl(String path) {
    return "https://127.0.0.1:" + port() + path;
  }

  @Override
  public void close() {
    Await.result(vertx.close());
  }
}
