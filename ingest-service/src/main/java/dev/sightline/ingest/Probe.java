package dev.sightline.ingest;

import dev.sightline.multipart.Part;
import dev.sightline.multipart.StreamParser;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at one camera as an ingest would, over one connection, and tells what it found. Used once;
 * everything in it runs on one event loop.
 */
final class Probe implements SourceConnection.Listener, CameraConnection.Witness {

  private static final long PROGRESS_MILLIS = 1_000;

  private final Vertx vertx;
  private final Context context;
  private final CameraConfig camera;
  private final Duration time;
  private final Consumer<String> progress;
  private final CameraSession session;
  private final PictureTally pictures = new PictureTally();
  private final Promise<ProbeReport> done = Promise.promise();
  private Optional<CameraAnswer> answer = Optional.empty();
  private Optional<StreamParser> parser = Optional.empty();
  private boolean gaveSinglePicture;
  private boolean sparedPictures;
  private CameraConnection connection;

  /**
   * @param time how long to look on from the first picture
   * @param progress is told what happens, a line each
   */
  Probe(Vertx vertx, CameraConfig camera, Duration time, Consumer<String> progress) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.camera = camera;
    this.time = time;
    this.progress = progress;
    this.session = new CameraSession(vertx, camera);
  }

  /** Never fails: that there are no pictures is a finding, too. */
  Future<ProbeReport> run() {
    context.runOnContext(
        v -> {
          progress.accept("connecting to " + camera.source());
          open();
        });
    return done.future();
  }

  private void open() {
    connection = new CameraConnection(vertx, camera, session, this, this);
    connection.open();
  }

  @Override
  public void answered(CameraAnswer given) {
    if (answer.isEmpty()) {
      progress.accept("it answers " + given.statusLine());
      vertx.setPeriodic(PROGRESS_MILLIS, id -> count());
    }
    sparedPictures |= given.isUnchanged();
    if (!given.isUnchanged()) {
      answer = Optional.of(given);
    }
  }

  private void count() {
    progress.accept("pictures so far: " + pictures.count());
  }

  @Override
  public void reading(StreamParser reader) {
    parser = Optional.of(reader);
  }

  @Override
  public boolean part(Part part) {
    boolean whole = pictures.take(part, System.nanoTime());
    if (whole && pictures.count() == 1) {
      vertx.setTimer(Math.max(1, time.toMillis()), id -> finish(Optional.empty()));
    }
    return whole;
  }

  @Override
  public void finished() {
    gaveSinglePicture = true;
    vertx.setTimer(camera.policy().pollEvery().toMillis(), id -> openAgain());
  }

  private void openAgain() {
    if (!done.future().isComplete()) {
      open();
    }
  }

  @Override
  public void over() {
    finish(Optional.empty());
  }

  @Override
  public void ended(EndReason reason) {
    finish(Optional.of(reason));
  }

  private void finish(Optional<EndReason> reason) {
    connection.close();
    done.tryComplete(
        new ProbeReport(
            camera,
            reason,
            answer,
            session.authenticator().scheme(),
            parser,
            pictures,
            gaveSinglePicture,
            sparedPictures,
            Optional.empty()));
  }
}
