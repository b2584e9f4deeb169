package dev.sightline.chaos;

import dev.sightline.testkit.SeenFrame;
import dev.sightline.testkit.ViewerConnection;
import dev.sightline.testkit.ViewerEvents;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.net.NetClient;

/**
 * A viewer who comes back by itself, as a browser's page or a program does: at once, then after
 * ever longer pauses up to a quarter of a second.
 */
public final class Watcher implements AutoCloseable {

  private static final long STEP_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 250;

  /** What all watchers share. */
  public record Clients(Vertx vertx, NetClient plain, WebSocketClient sockets) {}

  private final Clients clients;
  private final String url;
  private final boolean webSocket;
  private final Track track;
  private int failures;
  private boolean closed;
  private ViewerConnection connection;

  /**
   * @param url of the stream, or of its WebSocket
   */
  public Watcher(Clients clients, String url, boolean webSocket, Track track) {
    this.clients = clients;
    this.url = url;
    this.webSocket = webSocket;
    this.track = track;
    connect();
  }

  public Track track() {
    return track;
  }

  private synchronized void connect() {
    if (!closed) {
      Attempt attempt = new Attempt();
      connection =
          webSocket
              ? ViewerConnection.webSocket(clients.sockets(), url, attempt)
              : ViewerConnection.multipart(clients.plain(), url, attempt);
    }
  }

  private synchronized void comeBack() {
    if (!closed) {
      long pause = Math.min(LONGEST_PAUSE_MILLIS, STEP_MILLIS * failures++);
      clients.vertx().setTimer(Math.max(1, pause), id -> connect());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    connection.close();
  }

  private synchronized void note(Incident.Kind kind, String why) {
    if (!closed) {
      track.met(kind, why);
    }
  }

  private synchronized void sawPicture(SeenFrame frame) {
    failures = 0;
    track.saw(frame);
  }

  /** One connection. */
  private final class Attempt implements ViewerEvents {

    private int status;

    @Override
    public void answered(int status, MultiMap headers) {
      this.status = status;
      String edge = headers.get(Balancer.SERVED_BY);
      track.servedBy(edge == null ? "" : edge);
    }

    @Override
    public void picture(SeenFrame frame) {
      sawPicture(frame);
    }

    @Override
    public void malformed(String why) {
      note(Incident.Kind.BROKEN, why);
    }

    @Override
    public void ended(String why) {
      boolean served = status == 200 || status == 101;
      note(
          served ? Incident.Kind.DISCONNECT : Incident.Kind.REFUSAL,
          status == 0 ? why : status + ", " + why);
      comeBack();
    }
  }
}
