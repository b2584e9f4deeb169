package dev.sightline.testkit;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A camera that does as it is told: MJPEG over HTTP, written byte by byte on a plain server socket,
 * at any path.
 *
 * <p>It shows the newest picture only: a client whose previous frame hasn't left misses the next
 * one, which is counted. Its sequence counts up with every frame made, whether or not somebody is
 * connected.
 *
 * <p>Its methods may be called from any thread but an event loop; controls have taken effect when
 * they return. Close it before its Vert.x.
 */
public final class FakeCamera implements AutoCloseable {

  private final Vertx vertx;
  private final String host;
  private final CameraLog log = new CameraLog();
  private final CameraServer server;
  private Context context;
  private String deployment;
  private int port;

  private FakeCamera(Vertx vertx, CameraOptions options) {
    this.vertx = vertx;
    this.host = options.host();
    this.server = new CameraServer(vertx, options, log);
  }

  /** A camera that listens when this returns. */
  public static FakeCamera start(Vertx vertx, CameraOptions options) {
    FakeCamera camera = new FakeCamera(vertx, options);
    camera.deployment = Await.result(vertx.deployVerticle(camera::run));
    return camera;
  }

  /** Runs a camera as a process of its own, until it is ended; its first line tells the URL. */
  public static void main(String[] arguments) {
    FakeCamera camera = start(Vertx.vertx(), CameraArguments.parse(arguments));
    System.out.println("fake camera at " + camera.url());
  }

  /** {@code http://host:port/}; the path may be anything. */
  public String url() {
    return "http://" + host + ":" + port + "/";
  }

  public int port() {
    return port;
  }

  /**
   * Makes the next frame and sends it to every client that can take it.
   *
   * @return its sequence
   */
  public int sendFrame() {
    return onLoop(() -> Future.succeededFuture(server.nextFrame()));
  }

  /** Ends every connection in an orderly way in the middle of a frame; goes on listening. */
  public void cutMidFrame() {
    onLoop(() -> server.endAll(CameraClient::cutWithin));
  }

  /** Resets every connection in the middle of a frame; goes on listening. */
  public void resetMidFrame() {
    onLoop(() -> server.endAll(CameraClient::resetWithin));
  }

  /** Goes away: closes every connection and refuses new ones. */
  public void stopListening() {
    onLoop(server::stopListening);
    // Java closes the port of a selector only with its next selection, some time after "closed".
    Await.until(url() + " refuses connections", this::refusesConnections);
  }

  /** Comes back on the port that it had before {@link #stopListening}. */
  public void listenAgain() {
    onLoop(server::listen);
  }

  /** Sends no byte any more, neither frames nor answers, and keeps the connections. */
  public void stall() {
    become(CameraServer.Mode.STALLED);
  }

  /** Answers requests and sends no frames, apart from those of {@link #sendFrame}. */
  public void pauseFrames() {
    become(CameraServer.Mode.FRAMES_PAUSED);
  }

  /** Ends {@link #stall} and {@link #pauseFrames}; requests that wait are answered. */
  public void resume() {
    become(CameraServer.Mode.RUNNING);
  }

  /** Answers further requests with {@code status} and no stream; 200 with the stream again. */
  public void answerWith(int status) {
    doOnLoop(() -> server.answerWith(status));
  }

  /** Connections now. */
  public int connections() {
    return log.connections();
  }

  /** The most connections that there were at a time, for longer than a blink. */
  public int mostConnections() {
    return log.mostConnections();
  }

  /** All connections that there ever were. */
  public long connectionsEver() {
    return log.connectionsEver();
  }

  /** Who was connected and when, oldest first; the latest 1,000 connections. */
  public List<CameraVisit> visits() {
    return log.visits();
  }

  /** Clients that have been answered with the stream and are connected. */
  public int streamingClients() {
    return onLoop(() -> Future.succeededFuture(server.streamingClients()));
  }

  /** Waits until {@code count} clients have been answered with the stream. */
  public void awaitStreamingClients(int count) {
    Await.until(
        "%d clients stream from %s".formatted(count, url()), () -> streamingClients() == count);
  }

  /** The requests so far, the latest 1,000 of them. */
  public List<CameraRequest> requests() {
    return log.requests();
  }

  /** When a frame went to at least one client; the latest 10,000 frames are remembered. */
  public Optional<Instant> sentAt(int sequence) {
    return log.sentAt(sequence);
  }

  /** The sequence of the last frame that went to at least one client; -1 before the first. */
  public int lastSequence() {
    return log.lastSequence();
  }

  /** Frames that a client missed because it hadn't taken the one before, over all clients. */
  public long skippedFrames() {
    return log.skippedFrames();
  }

  /** Closes every connection and stops; nothing when its Vert.x is closed already. */
  @Override
  public void close() {
    if (vertx.deploymentIDs().contains(deployment)) {
      Await.result(vertx.undeploy(deployment));
    }
  }

  private Future<?> run(Context context) {
    this.context = context;
    return server.run().onSuccess(actual -> port = actual);
  }

  private boolean refusesConnections() {
    try (Socket accepted = new Socket(host, port)) {
      return !accepted.isConnected();
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void become(CameraServer.Mode mode) {
    doOnLoop(() -> server.become(mode));
  }

  private void doOnLoop(Runnable action) {
    onLoop(
        () -> {
          action.run();
          return Future.succeededFuture();
        });
  }

  private <T> T onLoop(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        v -> Future.succeededFuture().compose(ignored -> action.get()).onComplete(done));
    return Await.result(done.future());
  }
}
