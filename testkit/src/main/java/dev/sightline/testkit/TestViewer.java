package dev.sightline.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A viewer of one multipart stream over a plain socket, which checks every byte of every frame.
 *
 * <p>Reading happens on an event loop; all public methods may be called from any other thread. It
 * holds one frame at a time, and about each of the latest ones a few hundred bytes, so a hundred
 * viewers are cheap.
 */
public final class TestViewer implements AutoCloseable {

  /**
   * Receive buffer of a viewer that reads slowly. The kernel's own would swallow seconds of a
   * stream, and the sender wouldn't notice that anybody is slow.
   */
  private static final int SLOW_RECEIVE_BUFFER = 32 * 1024;

  private final Vertx vertx;
  private final PlainRequest request;
  private final ViewerOptions options;
  private final NetClient client;
  private final StreamReader reader = new StreamReader(this::picture);

  // Guarded by this viewer.
  private final Deque<SeenFrame> seen = new ArrayDeque<>();
  private ViewerTally tally = ViewerTally.NOTHING;
  private Set<CameraQuirk> quirks = Set.of();
  private ResponseHead head;
  private NetSocket socket;
  private long bytes;
  private boolean held;
  private boolean disconnected;
  private boolean cutWithinPart;
  private String failure;

  private TestViewer(Vertx vertx, PlainRequest request, ViewerOptions options) {
    this.vertx = vertx;
    this.request = request;
    this.options = options;
    NetClientOptions net = new NetClientOptions().setTcpNoDelay(true);
    if (options.bytesPerSecond() > 0) {
      net.setReceiveBufferSize(SLOW_RECEIVE_BUFFER);
    }
    if (request.isEncrypted()) {
      net.setSsl(true).setTrustAll(true).setHostnameVerificationAlgorithm("");
    }
    this.client = vertx.createNetClient(net);
  }

  /** A viewer of {@code url} that begins to connect; what becomes of it shows in its state. */
  public static TestViewer open(Vertx vertx, String url) {
    return open(vertx, PlainRequest.get(url), ViewerOptions.defaults());
  }

  /** A viewer by a request with its own headers or HTTP version, reading as told. */
  public static TestViewer open(Vertx vertx, PlainRequest request, ViewerOptions options) {
    TestViewer viewer = new TestViewer(vertx, request, options);
    viewer
        .client
        .connect(request.port(), request.host())
        .onSuccess(viewer::connected)
        .onFailure(e -> viewer.disconnected(e.getMessage()));
    return viewer;
  }

  /** The whole answer to a plain GET of a URL that isn't a stream. */
  public static HttpReply get(String url) {
    return PlainRequest.get(url).send();
  }

  /** What it has received so far. */
  public synchronized ViewerTally tally() {
    return tally;
  }

  /** The latest frames, oldest first. */
  public synchronized List<SeenFrame> seen() {
    return List.copyOf(seen);
  }

  /** The latest frame; empty before the first. */
  public synchronized Optional<SeenFrame> last() {
    return Optional.ofNullable(seen.peekLast());
  }

  /** What was odd about the stream so far; empty for one that keeps to the rules. */
  public synchronized Set<CameraQuirk> quirks() {
    return quirks;
  }

  /** The response's status; 0 before it has come. */
  public synchronized int status() {
    return head == null ? 0 : head.status();
  }

  /** The response's headers; empty before they have come. */
  public synchronized MultiMap headers() {
    return head == null ? MultiMap.caseInsensitiveMultiMap() : head.headers();
  }

  /** Bytes received, head and all. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Whether the connection has ended, or there never was one. */
  public synchronized boolean isDisconnected() {
    return disconnected;
  }

  /** Whether the connection ended within a part. */
  public synchronized boolean isCutWithinPart() {
    return cutWithinPart;
  }

  /** Why it couldn't connect, how the connection broke, or what was wrong with the bytes. */
  public synchronized Optional<String> failure() {
    return Optional.ofNullable(failure);
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

  /** Waits for the head of the response. */
  public void awaitHead() {
    await("the response has come", () -> status() != 0);
  }

  /** Waits until {@code count} intact frames have come since it was opened. */
  public void awaitFrames(long count) {
    await(count + " intact frames have come", () -> tally().intact() >= count);
  }

  /** Waits until {@code count} further intact frames have come. */
  public void awaitMoreFrames(long count) {
    awaitFrames(tally().intact() + count);
  }

  /** Waits for an intact frame, among those remembered, that is as wanted. */
  public void awaitFrame(String sentence, Predicate<SeenFrame> wanted) {
    await(sentence, () -> seen().stream().anyMatch(f -> f.intact() && wanted.test(f)));
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
    return "viewer of %s: status %d, %s, %d bytes%s%s"
        .formatted(
            request.target(),
            status(),
            tally,
            bytes,
            disconnected ? ", disconnected" : "",
            failure == null ? "" : ", " + failure);
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

  private synchronized void connected(NetSocket socket) {
    this.socket = socket;
    socket.handler(this::receive);
    socket.exceptionHandler(e -> disconnected(e.getMessage()));
    socket.closeHandler(closed -> disconnected(null));
    if (held) {
      socket.pause();
    }
    socket.write(request.bytes());
  }

  private synchronized void receive(Buffer chunk) {
    bytes += chunk.length();
    try {
      reader.handle(chunk);
      slowDown(chunk.length());
    } catch (MalformedStreamException e) {
      failure = e.getMessage();
      socket.close();
    }
    head = reader.head();
    quirks = reader.quirks();
  }

  /** Stays away from the socket for as long as the bytes should have taken. */
  private void slowDown(int count) {
    if (options.bytesPerSecond() > 0) {
      socket.pause();
      long millis = Math.max(1, 1_000L * count / options.bytesPerSecond());
      vertx.setTimer(millis, id -> goOn());
    }
  }

  private synchronized void goOn() {
    if (!held) {
      socket.resume();
    }
  }

  private void picture(MultiMap headers, Buffer jpeg) {
    SeenFrame frame = SeenFrame.of(headers, jpeg, options.keepPictures());
    tally = tally.with(frame);
    seen.add(frame);
    if (seen.size() > options.keptFrames()) {
      seen.remove();
    }
  }

  private synchronized void disconnected(String reason) {
    disconnected = true;
    cutWithinPart = reader.isInsidePart();
    if (failure == null) {
      failure = reason;
    }
  }
}
