package dev.sightline.demo;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MJPEG camera over HTTP, to be watched like any other: {@code /snapshot.jpg} is one picture,
 * every other path the stream.
 *
 * <p>Deploy one instance. Pictures are drawn only while somebody watches, and each once for all
 * viewers. A viewer that is behind misses pictures; nothing waits for it.
 */
public final class DemoCamera extends VerticleBase {

  /** More than a trial needs; whoever comes after them gets 503, so that memory has a bound. */
  static final int MAX_VIEWERS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(DemoCamera.class);

  /** Ends what is stuck or unused; longer than the 10 s between two pictures at the lowest rate. */
  private static final int IDLE_SECONDS = 60;

  private static final long PAUSED = -1;

  private final DemoOptions options;
  private final Set<DemoViewer> viewers = new LinkedHashSet<>();
  private Studio studio;
  private HttpServer server;
  private Pace pace;
  private long timer = PAUSED;
  private Future<Buffer> awaited;
  private Buffer newest;

  /** A camera that starts when it is deployed. */
  public DemoCamera(DemoOptions options) {
    this.options = options;
  }

  @Override
  public Future<?> start() {
    studio = new Studio(vertx, options);
    server = vertx.createHttpServer(serverOptions()).requestHandler(this::answer);
    return server.listen(options.port(), options.host());
  }

  @Override
  public Future<?> stop() {
    pause();
    return server.close().eventually(studio::close);
  }

  /** The port it listens on, once deployed. Any thread. */
  public int port() {
    return server.actualPort();
  }

  /** How many pictures were begun since the start. Any thread. */
  long drawn() {
    return studio.drawn();
  }

  private static HttpServerOptions serverOptions() {
    return new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setHttp2ClearTextEnabled(false);
  }

  private void answer(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET)) {
      request.response().putHeader("Allow", "GET");
      refuse(request, 405, "The demo camera answers GET only.");
    } else if (request.path().equals("/snapshot.jpg")) {
      sendSnapshot(request);
    } else if (viewers.size() >= MAX_VIEWERS) {
      refuse(request, 503, "The demo camera has as many viewers as it takes.");
    } else {
      watch(request.response());
    }
  }

  private static void refuse(HttpServerRequest request, int status, String reason) {
    request.response().setStatusCode(status).end(reason + "\n");
  }

  private void sendSnapshot(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.putHeader("Content-Type", "image/jpeg").putHeader("Cache-Control", "no-store");
    studio
        .draw()
        .compose(response::end)
        .onFailure(error -> LOG.debug("A snapshot was not delivered", error));
  }

  private void watch(HttpServerResponse response) {
    DemoViewer viewer = new DemoViewer(response);
    response.closeHandler(closed -> leave(viewer));
    viewers.add(viewer);
    if (timer == PAUSED) {
      resume();
    } else if (newest != null) {
      viewer.offer(newest);
    }
  }

  private void leave(DemoViewer viewer) {
    viewers.remove(viewer);
    if (viewers.isEmpty()) {
      pause();
    }
  }

  private void resume() {
    pace = new Pace(options.fps(), System.nanoTime());
    newest = null;
    tick();
  }

  private void pause() {
    vertx.cancelTimer(timer);
    timer = PAUSED;
  }

  private void tick() {
    timer = vertx.setTimer(pace.millisToNext(System.nanoTime()), id -> tick());
    Future<Buffer> picture = studio.draw();
    // The same one again when drawing takes longer than the period: then the rate gives way.
    if (picture != awaited) {
      awaited = picture;
      picture.onSuccess(this::show).onFailure(this::giveUp);
    }
  }

  private void show(Buffer jpeg) {
    newest = DemoViewer.part(jpeg);
    viewers.forEach(viewer -> viewer.offer(newest));
  }

  private void giveUp(Throwable error) {
    LOG.error("The demo camera could not draw its picture and closes its connections", error);
    List.copyOf(viewers).forEach(DemoViewer::close);
  }
}
