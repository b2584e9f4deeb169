package dev.sightline.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A viewer of a transport stream over a WebSocket, which checks every packet with {@link TsCheck}.
 *
 * <p>Reading happens on an event loop; all public methods may be called from any other thread.
 */
public final class TsViewer implements AutoCloseable {

  private static final int MAX_MESSAGE = 4 << 20;

  /** Small, so that a viewer that doesn't read is noticed by the sender before long. */
  private static final int RECEIVE_BUFFER = 32 * 1024;

  private final String url;
  private final WebSocketClient client;
  private final TsCheck check = new TsCheck();

  // Guarded by this viewer.
  private WebSocket socket;
  private boolean held;
  private boolean disconnected;
  private String failure;

  private TsViewer(Vertx vertx, String url) {
    this.url = url;
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxFrameSize(MAX_MESSAGE)
                .setMaxMessageSize(MAX_MESSAGE)
                .setReceiveBufferSize(RECEIVE_BUFFER));
  }

  /** A viewer of {@code url}, which begins with http, that begins to connect. */
  public static TsViewer open(Vertx vertx, String url) {
    TsViewer viewer = new TsViewer(vertx, url);
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setAbsoluteURI(url.replaceFirst("^http", "ws"));
    viewer
        .client
        .connect(options)
        .onSuccess(viewer::connected)
        .onFailure(e -> viewer.disconnected(e.getMessage()));
    return viewer;
  }

  /** What it has received so far. */
  public TsTally tally() {
    return check.tally();
  }

  /** Whether the connection has ended, or there never was one. */
  public synchronized boolean isDisconnected() {
    return disconnected;
  }

  /** Why it couldn't connect, or with which words it was closed. */
  public synchronized Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** With which code of RFC 6455 it was closed; 0 if it wasn't. */
  public synchronized int closeCode() {
    return socket == null || socket.closeStatusCode() == null ? 0 : socket.closeStatusCode();
  }

  /** Stops reading from the socket, so that the sender is blocked before long. */
  public synchronized void pause() {
    held = true;
    if (socket != null) {
      socket.pause();
    }
  }

  /** Reads again after {@link #pause}. */
  public synchronized void resume() {
    held = false;
    if (socket != null) {
      socket.resume();
    }
  }

  /** Waits until it is connected, whether or not there is something to see. */
  public void awaitConnection() {
    await("connected", this::isConnected);
  }

  /** Waits until this many packets have come since it was opened. */
  public void awaitPackets(long count) {
    await(count + " packets have come", () -> tally().packets() >= count);
  }

  /** Waits until this many packets of video have come since it was opened. */
  public void awaitVideo(long packets) {
    await(packets + " packets of video have come", () -> tally().videoPackets() >= packets);
  }

  /** Waits until this many packets of sound have come since it was opened. */
  public void awaitAudio(long packets) {
    await(packets + " packets of sound have come", () -> tally().audioPackets() >= packets);
  }

  /** Waits until this many further starts have come. */
  public void awaitMoreStarts(long count) {
    awaitStarts(tally().starts() + count);
  }

  /** Waits until this many starts have come since the beginning. */
  public void awaitStarts(long count) {
    await(count + " starts have come", () -> tally().starts() >= count);
  }

  /** Waits for the end of the connection. */
  public void awaitDisconnect() {
    Await.until("the viewer is disconnected; " + this, this::isDisconnected);
  }

  /** Ends the connection. */
  @Override
  public void close() {
    client.close();
  }

  @Override
  public synchronized String toString() {
    return "viewer of %s: %s%s%s"
        .formatted(
            url,
            check,
            disconnected ? ", disconnected" : "",
            failure == null ? "" : ", " + failure);
  }

  private synchronized boolean isConnected() {
    return socket != null;
  }

  private void await(String sentence, BooleanSupplier condition) {
    Await.until(
        Await.DEADLINE,
        () -> sentence + "; " + this,
        () -> {
          boolean met = condition.getAsBoolean();
          if (!met && isDisconnected() && !condition.getAsBoolean()) {
            throw new AssertionError("disconnected before " + sentence + "; " + this);
          }
          return met;
        });
  }

  private synchronized void connected(WebSocket socket) {
    this.socket = socket;
    socket.binaryMessageHandler(check::message);
    socket.textMessageHandler(text -> check.message(Buffer.buffer(text)));
    socket.exceptionHandler(e -> disconnected(e.getMessage()));
    socket.closeHandler(closed -> disconnected(socket.closeReason()));
    if (held) {
      socket.pause();
    }
  }

  private synchronized void disconnected(String reason) {
    disconnected = true;
    if (failure == null) {
      failure = reason;
    }
  }
}
