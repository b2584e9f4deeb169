package dev.sightline.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;

/**
 * One connection of a viewer that tells every picture at once and keeps none, for recorders that
 * watch for long or connect again. For a viewer to be asked afterwards there is {@link TestViewer}.
 */
public final class ViewerConnection implements AutoCloseable {

  private final ViewerEvents events;
  private final StreamReader reader = new StreamReader(this::picture);
  private boolean answered;
  private boolean over;
  private Runnable hangUp = () -> over = true;

  private ViewerConnection(ViewerEvents events) {
    this.events = events;
  }

  /** Begins to watch a multipart stream. */
  public static ViewerConnection multipart(NetClient client, String url, ViewerEvents events) {
    ViewerConnection connection = new ViewerConnection(events);
    PlainRequest request = PlainRequest.get(url);
    client
        .connect(request.port(), request.host())
        .onSuccess(socket -> connection.connected(socket, request))
        .onFailure(e -> connection.end("no connection: " + e.getMessage()));
    return connection;
  }

  /** Begins to watch by WebSocket, a picture per binary message. */
  public static ViewerConnection webSocket(
      WebSocketClient client, String url, ViewerEvents events) {
    ViewerConnection connection = new ViewerConnection(events);
    PlainRequest request = PlainRequest.get(url);
    client
        .connect(
            new WebSocketConnectOptions()
                .setHost(request.host())
                .setPort(request.port())
                .setURI(request.path()))
        .onSuccess(connection::upgraded)
        .onFailure(connection::notUpgraded);
    return connection;
  }

  /** Hangs up. */
  @Override
  public synchronized void close() {
    hangUp.run();
  }

  private synchronized void connected(NetSocket socket, PlainRequest request) {
    if (over) {
      socket.close();
      end("hung up");
      return;
    }
    hangUp = socket::close;
    socket.handler(this::receive);
    // Told by the close handler.
    socket.exceptionHandler(reset -> {});
    socket.closeHandler(closed -> end("closed"));
    socket.write(request.bytes());
  }

  private void receive(Buffer chunk) {
    try {
      reader.handle(chunk);
      tellHead();
    } catch (MalformedStreamException e) {
      events.malformed(e.getMessage());
      close();
    }
  }

  private void picture(MultiMap headers, Buffer jpeg) {
    tellHead();
    events.picture(SeenFrame.of(headers, jpeg, false));
  }

  private void tellHead() {
    ResponseHead head = reader.head();
    if (!answered && head != null) {
      answered = true;
      events.answered(head.status(), head.headers());
      if (head.status() != 200) {
        close();
      }
    }
  }

  private synchronized void upgraded(WebSocket socket) {
    if (over) {
      socket.close();
      end("hung up");
      return;
    }
    hangUp = socket::close;
    events.answered(101, socket.headers());
    socket.binaryMessageHandler(this::picture);
    socket.exceptionHandler(reset -> {});
    socket.closeHandler(closed -> end("closed with " + socket.closeStatusCode()));
  }

  private void picture(Buffer jpeg) {
    events.picture(SeenFrame.of(MultiMap.caseInsensitiveMultiMap(), jpeg, false));
  }

  private void notUpgraded(Throwable why) {
    if (why instanceof UpgradeRejectedException rejected) {
      events.answered(rejected.getStatus(), rejected.getHeaders());
    }
    end("no WebSocket: " + why.getMessage());
  }

  private void end(String why) {
    events.ended(why);
  }
}
