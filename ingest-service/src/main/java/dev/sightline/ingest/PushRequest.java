package dev.sightline.ingest;

import dev.sightline.drawing.PngPicture;
import dev.sightline.jpeg.JpegVerdict;
import dev.sightline.multipart.Part;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One request that brings pictures, one or without end, from its first byte to its answer.
 *
 * <p>Lives on the ingest's event loop and is used once. A PNG is made a JPEG elsewhere, and
 * meanwhile no more of the request is read; of what was read already the newest picture waits.
 *
 * <p>Next: {@link PushBody}
 */
final class PushRequest {

  private static final String UNCONVERTED = "the PNG can't be converted";

  /** How long a request isn't read that brings far more pictures than the stream takes. */
  private static final long REST_MILLIS = 100;

  private enum State {
    READING,
    /** The body is complete, and its last PNG is still being converted. */
    COMPLETE,
    ENDED
  }

  private final Vertx vertx;
  private final PushedSource source;
  private final HttpServerRequest request;
  private final Optional<Duration> wait;
  private final PushBody body;
  private State state = State.READING;
  private long heardAt = System.nanoTime();
  private long frames;
  private boolean isConverting;
  private boolean isResting;
  private Part waiting;
  private PushRefusal trouble;

  /**
   * @param wait how long the answer waits at most for somebody who watches
   */
  PushRequest(PushedSource source, HttpServerRequest request, Optional<Duration> wait) {
    this.vertx = source.vertx();
    this.source = source;
    this.request = request;
    this.wait = wait;
    this.body =
        new PushBody(request.getHeader(HttpHeaders.CONTENT_TYPE), source.limits(), this::take);
  }

  /** Whether it may go on without end, so that its client holds the stream as long as it lasts. */
  boolean isContinuous() {
    return PushHeaders.isContinuous(request);
  }

  /** Pictures that were taken of it. */
  long frames() {
    return frames;
  }

  /** Whether no byte has come for so long, although it was listened to. */
  boolean isSilentFor(Duration time) {
    return state == State.READING && !isConverting && System.nanoTime() - heardAt >= time.toNanos();
  }

  void begin() {
    request.handler(this::chunk).endHandler(v -> bodyEnded()).exceptionHandler(v -> brokeOff());
    if (PushHeaders.expectsContinue(request)) {
      request.response().writeContinue();
    }
    request.resume();
  }

  /** Answers now, whatever is still to come of the body. */
  void refuse(PushRefusal refusal) {
    if (state != State.ENDED) {
      end();
      source.answers().refuse(request, refusal);
    }
  }

  private void chunk(Buffer chunk) {
    heardAt = System.nanoTime();
    attempt(() -> body.handle(chunk));
  }

  private void bodyEnded() {
    attempt(body::end);
    if (state == State.READING) {
      state = State.COMPLETE;
      answerIfDone();
    }
  }

  private void attempt(Runnable step) {
    if (state != State.ENDED) {
      try {
        step.run();
      } catch (PushRefusal e) {
        refuse(e);
      }
    }
  }

  private void brokeOff() {
    if (state != State.ENDED) {
      end();
    }
  }

  private void end() {
    state = State.ENDED;
    waiting = null;
    source.left(this);
  }

  private void take(Part part) {
    if (state == State.ENDED) {
      return;
    }
    if (isConverting) {
      if (waiting != null) {
        source.answers().leftOut();
      }
      waiting = part;
    } else if (!source.door().mayTake()) {
      surplus();
    } else if (PngPicture.isPng(part.body())) {
      convert(part.body());
    } else {
      offer(part);
    }
  }

  private void offer(Part part) {
    if (source.offer(part)) {
      frames++;
      if (!isContinuous()) {
        source.door().tookSingle();
      }
    } else {
      trouble =
          part.verdict() == JpegVerdict.TRUNCATED ? cutOff() : PushBody.noPicture(part.body());
    }
  }

  private static PushRefusal cutOff() {
    return PushRefusal.of(
        PushRefusal.Kind.NO_PICTURE, 400, "the picture is cut off: its end is missing");
  }

  /** A little too much is left out; far too much is not even read. */
  private void surplus() {
    trouble = PushRefusal.tooFast(source.maxRate());
    if (isContinuous()) {
      source.answers().leftOut();
    }
    if (source.door().isFlooded() && !isResting) {
      isResting = true;
      request.pause();
      vertx.setTimer(REST_MILLIS, id -> rested());
    }
  }

  private void rested() {
    isResting = false;
    resume();
  }

  private void convert(Buffer png) {
    isConverting = true;
    request.pause();
    source
        .toJpeg(png)
        .onSuccess(jpeg -> converted(() -> offer(new Part(List.of(), jpeg))))
        .onFailure(failure -> converted(() -> trouble = damaged(failure)));
  }

  private PushRefusal damaged(Throwable failure) {
    if (!(failure instanceof IllegalArgumentException)) {
      source.answers().unconverted(failure);
    }
    String why = failure instanceof IllegalArgumentException ? failure.getMessage() : UNCONVERTED;
    return PushRefusal.of(PushRefusal.Kind.NO_PICTURE, 400, why);
  }

  private void converted(Runnable result) {
    isConverting = false;
    heardAt = System.nanoTime();
    if (state == State.ENDED) {
      return;
    }
    result.run();
    Part next = waiting;
    waiting = null;
    if (next != null) {
      take(next);
    }
    resume();
    answerIfDone();
  }

  private void resume() {
    if (!isConverting && !isResting && state == State.READING) {
      request.resume();
    }
  }

  private void answerIfDone() {
    if (state != State.COMPLETE || isConverting) {
      return;
    }
    if (frames == 0) {
      refuse(whyNothing());
      return;
    }
    end();
    source.hold(wait, request, this::report);
  }

  private void report() {
    source.answers().report(request, source.report().put("frames", frames));
  }

  private PushRefusal whyNothing() {
    if (body.isEmpty()) {
      return PushRefusal.of(
          PushRefusal.Kind.NO_PICTURE,
          400,
          "the request has no body; it must hold a JPEG or a PNG");
    }
    return trouble == null ? body.noPicture() : trouble;
  }
}
