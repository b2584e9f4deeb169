package dev.sightline.edge;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.TsCheck;
import dev.sightline.testkit.TsTally;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;

/** A player of MPEG-TS on a WebSocket, which checks all that it gets. */
final class TsClient {

  private final TsCheck check = new TsCheck();
  private final WebSocket socket;

  /**
   * @param client to be kept by the caller, who may share it
   */
  TsClient(WebSocketClient client, EdgeFixture edge, String path) {
    socket =
        Await.result(
            client
                .webSocket()
                .binaryMessageHandler(check::message)
                .connect(edge.port(), "127.0.0.1", path));
  }

  WebSocket socket() {
    return socket;
  }

  TsTally tally() {
    return check.tally();
  }

  void awaitPackets(long count) {
    Await.until(
        Await.DEADLINE,
        () -> "%d packets have come, not %s".formatted(count, check),
        () -> tally().packets() >= count);
  }
}
