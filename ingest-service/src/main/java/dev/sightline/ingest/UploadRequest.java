package dev.sightline.ingest;

import dev.sightline.ingest.UploadRefusal.Kind;
import dev.sightline.node.DurationText;
import dev.sightline.ts.TsException;
import dev.sightline.ts.TsInput;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * One upload, from its first byte to its answer. It is read as it comes, since nothing queues
 * behind it. Lives on the ingest's event loop and is used once.
 *
 * <p>Next: {@link TsInput}
 */
final class UploadRequest {

  private static final String REPLACED = "another upload brings the same now";

  private final TsSource source;
  private final HttpServerRequest request;
  private final TsInput input;
  private UploadTally tally = UploadTally.NOTHING;
  private long packetAt = System.nanoTime();
  private long passed;
  private long passedAt = packetAt;
  private boolean isOver;

  UploadRequest(TsSource source, HttpServerRequest request) {
    this.source = source;
    this.request = request;
    this.input = source.join(() -> refuse(new UploadRefusal(Kind.TAKEN, 409, REPLACED)));
  }

  void begin() {
    request.handler(this::chunk).endHandler(v -> bodyEnded()).exceptionHandler(v -> brokeOff());
    if (PushHeaders.expectsContinue(request)) {
      request.response().writeContinue();
    }
    request.resume();
  }

  /** What it has brought so far. */
  UploadTally tally() {
    return tally;
  }

  /** Ends it if for this long it has brought no packet, or none that is of use by itself. */
  void endIfStalled(Duration timeout) {
    long now = System.nanoTime();
    if (input.waitsForAnother()) {
      passedAt = now;
    }
    if (now - packetAt >= timeout.toNanos()) {
      stalled("no packet came for " + DurationText.format(timeout));
    } else if (now - passedAt >= timeout.toNanos()) {
      stalled("nothing that a decoder can use came for " + DurationText.format(timeout));
    }
  }

  private void stalled(String sentence) {
    refuse(new UploadRefusal(Kind.STALLED, 408, sentence));
  }

  /** Ends it, with an answer now, whatever is still to come of the body. */
  void refuse(UploadRefusal refusal) {
    if (!isOver) {
      end(refusal.sentence());
      source.refuse(request, refusal);
    }
  }

  private void chunk(Buffer chunk) {
    attempt(() -> input.handle(chunk));
  }

  private void bodyEnded() {
    if (tally.bytes() == 0) {
      refuse(new UploadRefusal(Kind.EMPTY, 400, "the request has no body; it must be MPEG-TS"));
      return;
    }
    attempt(input::end);
    if (!isOver) {
      end("it is complete");
      report(request.response());
    }
  }

  private void attempt(Runnable step) {
    if (isOver) {
      return;
    }
    try {
      step.run();
    } catch (TsException e) {
      refuse(UploadRefusal.of(e));
    } finally {
      count();
    }
  }

  private void count() {
    UploadTally before = tally;
    tally = UploadTally.of(input);
    source.figures().brought(before, tally);
    if (tally.packets() > before.packets()) {
      packetAt = System.nanoTime();
    }
    if (input.passed() > passed) {
      passed = input.passed();
      passedAt = packetAt;
    }
  }

  private void report(HttpServerResponse response) {
    JsonObject report = new JsonObject().put("stream", source.stream().name());
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(report.mergeIn(tally.toJson()).encode() + "\n");
  }

  /** A client that is gone hears no answer. */
  private void brokeOff() {
    if (!isOver) {
      source.figures().refused(Kind.BROKEN_OFF);
      end("its connection broke off");
    }
  }

  private void end(String why) {
    isOver = true;
    input.close();
    source.left(this, why);
  }
}
