package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.multipart.MalformedPartException;
import dev.sightline.multipart.Part;
import dev.sightline.multipart.StreamFormat;
import dev.sightline.multipart.StreamParser;
import dev.sightline.node.DurationText;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One connection to one camera, from the request to its end for whatever reason.
 *
 * <p>Lives on the ingest's event loop and is used once. A camera that gives no response within the
 * connect time is given up, and a connection that brings no whole picture for the stall time ends,
 * however many bytes it brings.
 *
 * <p>Next: {@link StreamParser}
 */
final class CameraConnection implements SourceConnection {

  /** Who wants to know how the camera answers. */
  interface Witness {

    /** The camera has answered, with pictures to come or with a refusal that will end this. */
    default void answered(CameraAnswer answer) {}

    /** What the answer's body is read with. */
    default void reading(StreamParser parser) {}
  }

  private static final Witness NOBODY = new Witness() {};

  /** Of a camera that was to be asked for single pictures. */
  private static final EndReason STREAM =
      new EndReason(
          Kind.REFUSED, "it answers with a stream, which needs no asking; drop poll: from its URL");

  private final Vertx vertx;
  private final CameraConfig camera;
  private final CameraSession session;
  private final Listener listener;
  private final Witness witness;
  private final Handshake handshake;
  private Future<CameraAnswer> shaking = Future.failedFuture("not opened");
  private CameraAnswer answer;
  private StreamParser parser;
  private long pictures;
  private long progressAt;
  private long watchdog = -1;
  private boolean ended;

  CameraConnection(Vertx vertx, CameraConfig camera, CameraSession session, Listener listener) {
    this(vertx, camera, session, listener, NOBODY);
  }

  CameraConnection(
      Vertx vertx, CameraConfig camera, CameraSession session, Listener listener, Witness witness) {
    this.witness = witness;
    this.vertx = vertx;
    this.camera = camera;
    this.session = session;
    this.listener = listener;
    this.handshake = new Handshake(camera, session, this::progress);
  }

  @Override
  public void open() {
    progress();
    watch();
    shaking = handshake.begin();
    shaking.onSuccess(this::answered).onFailure(this::brokeOff);
  }

  private void answered(CameraAnswer given) {
    if (ended) {
      return;
    }
    answer = given;
    progress();
    watch();
    witness.answered(given);
    if (given.refusal().isPresent()) {
      end(given.refusal().get());
    } else if (isPolled() && given.isMultipart()) {
      end(STREAM);
    } else if (given.isUnchanged()) {
      finish();
    } else {
      read(given.response());
    }
  }

  private void read(HttpClientResponse response) {
    Optional<StreamParser> fitting =
        StreamParser.of(answer.type(), camera.policy().limits(), this::take);
    if (fitting.isEmpty()) {
      end(Refusal.ofType(answer.type(), camera.masking()));
      return;
    }
    parser = fitting.get();
    witness.reading(parser);
    response.handler(this::chunk).endHandler(v -> responseEnded()).exceptionHandler(this::brokeOff);
    response.request().connection().exceptionHandler(this::brokeOff);
    if (answer.isMultipart()) {
      ChunkTap.openEndless(vertx, response, this::chunk, this::responseEnded);
    } else if (!answer.isSaidToBeOnePicture()) {
      ChunkTap.open(vertx, response, this::chunk);
    }
  }

  private void brokeOff(Throwable failure) {
    if (answer == null) {
      end(Unreachable.reason(failure, camera.policy().link().proxy()));
    } else {
      end(new EndReason(Kind.CLOSED, "the connection broke off"));
    }
  }

  private void chunk(Buffer chunk) {
    if (!ended) {
      parse(() -> parser.handle(chunk));
    }
  }

  private void parse(Runnable step) {
    try {
      step.run();
    } catch (MalformedPartException e) {
      end(new EndReason(Kind.MALFORMED, e.getMessage()));
    }
  }

  private void take(Part part) {
    if (ended || !listener.part(part)) {
      return;
    }
    pictures++;
    progress();
    if (isPolled() && pictures > 1) {
      end(STREAM);
    } else if (isOnePictureSoFar()) {
      watch();
    }
  }

  private void responseEnded() {
    if (ended) {
      return;
    }
    parse(parser::end);
    if (parser.format() == StreamFormat.JPEGS && pictures == 1) {
      finish();
    } else if (parser.format() == StreamFormat.JPEGS && pictures == 0) {
      end(new EndReason(Kind.MALFORMED, "the picture that it answers with is not whole"));
    } else {
      end(new EndReason(Kind.CLOSED, "it ended the stream"));
    }
  }

  private void progress() {
    progressAt = System.nanoTime();
  }

  private void watch() {
    vertx.cancelTimer(watchdog);
    long quiet = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - progressAt);
    long left = patience().toMillis() - quiet;
    if (left > 0) {
      watchdog = vertx.setTimer(left, id -> watch());
    } else if (answer == null) {
      end(new EndReason(Kind.UNREACHABLE, Unreachable.NO_ANSWER));
    } else if (isOnePictureSoFar()) {
      finish();
      session.hangUp();
    } else {
      end(new EndReason(Kind.STALLED, "no picture for " + DurationText.format(patience())));
    }
  }

  private Duration patience() {
    if (answer == null) {
      return camera.policy().connectTimeout();
    }
    return isOnePictureSoFar() ? camera.policy().pollEvery() : camera.policy().stallTimeout();
  }

  /** An answer of one picture is done with it, even if its length promises more. */
  private boolean isOnePictureSoFar() {
    return pictures == 1 && (isPolled() || answer.isSaidToBeOnePicture());
  }

  private boolean isPolled() {
    return camera.polling().isPresent();
  }

  /**
   * {@inheritDoc}
   *
   * @return completes when nothing is left of it, be it that it was still on its way
   */
  @Override
  public Future<Void> close() {
    settle();
    session.gave(Validators.NONE);
    Future<Void> closed = session.hangUp();
    return shaking.transform(done -> closed);
  }

  private void settle() {
    ended = true;
    handshake.abandon();
    vertx.cancelTimer(watchdog);
  }

  private void finish() {
    if (!ended) {
      settle();
      if (!answer.isUnchanged()) {
        session.gave(Validators.of(answer.response()));
      }
      listener.finished();
    }
  }

  private void end(EndReason reason) {
    if (!ended) {
      close();
      listener.ended(reason);
    }
  }
}
