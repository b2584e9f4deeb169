package dev.sightline.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** The working part of a fake camera. Everything in it belongs to the event loop it is run on. */
final class CameraServer {

  enum Mode {
    RUNNING,
    FRAMES_PAUSED,
    STALLED
  }

  /**
   * The end of a connection may be noticed after the beginning of the next one, so those that
   * overlap for less are taken to follow each other.
   */
  static final long SETTLING_MILLIS = 50;

  private final Vertx vertx;
  private final CameraOptions options;
  private final CameraDialect dialect;
  private final CameraLog log;
  private final Set<CameraClient> clients = new LinkedHashSet<>();
  private final Map<CameraClient, CameraRequest> unanswered = new LinkedHashMap<>();
  private Mode mode = Mode.RUNNING;
  private int status;
  private int port;
  private int nextSequence;
  private NetServer server;

  CameraServer(Vertx vertx, CameraOptions options, CameraLog log) {
    this.vertx = vertx;
    this.options = options;
    this.log = log;
    this.dialect = new CameraDialect(options.quirks());
    this.status = options.status();
    this.port = options.port();
  }

  /** Starts the timer of the frames, and listens. */
  Future<Integer> run() {
    if (options.fps() > 0) {
      vertx.setPeriodic(Math.max(1, Math.round(1_000 / options.fps())), id -> tick());
    }
    return listen();
  }

  /** Listens, always on the same port once it has one, and tells which. */
  Future<Integer> listen() {
    server =
        vertx.createNetServer(new NetServerOptions().setHost(options.host()).setTcpNoDelay(true));
    return server
        .connectHandler(this::connected)
        .listen(port, options.host())
        .map(listening -> port = listening.actualPort());
  }

  /** Closes every connection and the port. */
  Future<Void> stopListening() {
    return server.close();
  }

  /** Requests that came during a stall are answered when it ends. */
  void become(Mode next) {
    mode = next;
    Map<CameraClient, CameraRequest> waiting = Map.copyOf(unanswered);
    unanswered.clear();
    waiting.forEach(this::answer);
  }

  void answerWith(int status) {
    this.status = status;
  }

  int streamingClients() {
    return streaming().size();
  }

  /** Makes the next frame, sends it to every client that can take it, and tells its sequence. */
  int nextFrame() {
    int sequence = nextSequence++;
    List<CameraClient> streaming = streaming();
    if (!streaming.isEmpty() && mode != Mode.STALLED) {
      Instant now = Instant.now();
      Buffer part = part(sequence, now);
      streaming.forEach(client -> offer(client, part, sequence, now));
    }
    return sequence;
  }

  /** Ends every connection within the next frame. */
  Future<?> endAll(BiFunction<CameraClient, Buffer, Future<Void>> ending) {
    Buffer part = part(nextSequence++, Instant.now());
    return Future.join(clients.stream().map(client -> ending.apply(client, part)).toList());
  }

  private void connected(NetSocket socket) {
    CameraClient client = new CameraClient(socket, this::requested);
    clients.add(client);
    long visit = log.connected(socket.remoteAddress().hostAddress());
    vertx.setTimer(SETTLING_MILLIS, id -> log.settled());
    socket.closeHandler(closed -> disconnected(client, visit));
  }

  private void disconnected(CameraClient client, long visit) {
    clients.remove(client);
    unanswered.remove(client);
    log.disconnected(visit);
  }

  private void requested(CameraClient client, CameraRequest request) {
    log.requested(request);
    long delay = options.firstByteDelay().toMillis();
    if (delay == 0) {
      answer(client, request);
    } else {
      vertx.setTimer(delay, id -> answer(client, request));
    }
  }

  private void answer(CameraClient client, CameraRequest request) {
    if (mode == Mode.STALLED) {
      unanswered.put(client, request);
    } else if (status != 200) {
      client.refuse(dialect.refusal(status));
    } else if (!options.credentials().map(request::isBy).orElse(true)) {
      client.refuse(dialect.refusal(401));
    } else {
      client.beginStream(dialect.streamHead(options.contentType().orElseGet(dialect::contentType)));
    }
  }

  private void tick() {
    if (mode == Mode.RUNNING) {
      nextFrame();
    }
  }

  private void offer(CameraClient client, Buffer part, int sequence, Instant now) {
    if (client.isWritable()) {
      client.send(part);
      log.sent(sequence, now);
    } else {
      log.skipped();
    }
  }

  private List<CameraClient> streaming() {
    return clients.stream().filter(CameraClient::isStreaming).toList();
  }

  private Buffer part(int sequence, Instant now) {
    return dialect.part(SampleJpegs.frame(sequence, options.frameSize(), now));
  }
}
