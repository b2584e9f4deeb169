package dev.sightline.ingest;

import dev.sightline.multipart.Part;
import dev.sightline.multipart.StreamParser;
import dev.sightline.program.Masking;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at one source as an ingest would, over one connection or by one run of its program, and
 * tells what it found. Used once; everything in it runs on one event loop.
 */
final class Probe implements SourceConnection.Listener, CameraConnection.Witness {

  private static final long PROGRESS_MILLIS = 1_000;

  private final Vertx vertx;
  private final Context context;
  private final PulledConfig camera;
  private final Duration time;
  private final Consumer<String> progress;
  private final SourceAccess access;
  private final PictureTally pictures = new PictureTally();
  private final Promise<ProbeReport> done = Promise.promise();
  private Optional<CameraAnswer> answer = Optional.empty();
  private Optional<StreamParser> parser = Optional.empty();
  private boolean gaveSinglePicture;
  private boolean sparedPictures;
  private boolean isTelling;
  private SourceConnection connection;

  /**
   * @param time how long to look on from the first picture
   * @param progress is told what happens, a line each
   */
  Probe(Vertx vertx, PulledConfig camera, Duration time, Consumer<String> progress) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.camera = camera;
    this.time = time;
    this.progress = progress;
    this.access = camera.access(vertx);
  }

  /** Never fails: that there are no pictures is a finding, too. */
  Future<ProbeReport> run() {
    context.runOnContext(
        v -> {
          progress.accept("connecting to " + camera.origin());
          open();
        });
    return done.future();
  }

  private void open() {
    connection = connection();
    connection.open();
  }

  /** Of a camera there is more to be seen than its pictures. */
  private SourceConnection connection() {
    if (access instanceof CameraSession session) {
      return new CameraConnection(vertx, (CameraConfig) camera, session, this, this);
    }
    SourceConnection run = access.connection(this);
    if (run instanceof ProgramRun program) {
      parser = Optional.of(program.parser());
    }
    return run;
  }

  @Override
  public void answered(CameraAnswer given) {
    if (answer.isEmpty()) {
      progress.accept("it answers " + given.statusLine(masking()));
      tellOfProgress();
    }
    sparedPictures |= given.isUnchanged();
    if (!given.isUnchanged()) {
      answer = Optional.of(given);
    }
  }

  private Masking masking() {
    return camera instanceof CameraConfig known ? known.masking() : Masking.OF_URLS;
  }

  private void tellOfProgress() {
    if (!isTelling) {
      isTelling = true;
      vertx.setPeriodic(PROGRESS_MILLIS, id -> count());
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
      tellOfProgress();
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
    // A program is to be gone before this one is.
    connection.close().onComplete(closed -> done.tryComplete(report(reason)));
  }

  private ProbeReport report(Optional<EndReason> reason) {
    return new ProbeReport(
        camera,
        reason,
        answer,
        access instanceof CameraSession session
            ? session.authenticator().scheme()
            : Optional.empty(),
        access instanceof ProgramAccess program ? program.modes() : Optional.empty(),
        parser,
        pictures,
        gaveSinglePicture,
        sparedPictures,
        Optional.empty());
  }
}
