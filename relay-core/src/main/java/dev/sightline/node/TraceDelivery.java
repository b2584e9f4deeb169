package dev.sightline.node;

import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings traces to their collector, in batches and on threads of its own. What finds no room, or
 * can't be delivered, is lost: it is counted, and told once a minute at most. Nobody waits for it.
 */
final class TraceDelivery implements SpanProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(TraceDelivery.class);

  /** More than an ingest may have streams, all of which it may take in one moment. */
  static final int MOST_WAITING = 16_384;

  private static final int BATCH = 512;
  private static final long EVERY_MILLIS = 1_000;

  private enum Trouble {
    LOST
  }

  private final String endpoint;
  private final SpanProcessor batches;
  private final SeldomLog seldom = new SeldomLog(LOG);
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong lost = new AtomicLong();

  private TraceDelivery(String endpoint, SpanExporter exporter) {
    this.endpoint = endpoint;
    this.batches =
        BatchSpanProcessor.builder(new Watched(exporter))
            .setMaxQueueSize(MOST_WAITING)
            .setMaxExportBatchSize(BATCH)
            .setScheduleDelay(EVERY_MILLIS, TimeUnit.MILLISECONDS)
            .build();
  }

  static TraceDelivery to(String endpoint, SpanExporter exporter) {
    Logging.bridge();
    return new TraceDelivery(endpoint, exporter);
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      lost(1, "more come than it takes");
    } else {
      batches.onEnd(span);
    }
  }

  private void lost(int spans, String why) {
    long soFar = lost.addAndGet(spans);
    seldom.warn(
        Trouble.LOST, "traces can't be delivered to {}, {} so far: {}", endpoint, soFar, why);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return batches.forceFlush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return batches.shutdown();
  }

  /** Sees what becomes of each batch. */
  private final class Watched implements SpanExporter {

    private final SpanExporter exporter;

    private Watched(SpanExporter exporter) {
      this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      int size = spans.size();
      CompletableResultCode result = deliver(spans);
      return result.whenComplete(() -> done(result, size));
    }

    private CompletableResultCode deliver(Collection<SpanData> spans) {
      try {
        return exporter.export(spans);
      } catch (RuntimeException e) {
        return CompletableResultCode.ofExceptionalFailure(e);
      }
    }

    private void done(CompletableResultCode result, int size) {
      waiting.addAndGet(-size);
      if (!result.isSuccess()) {
        lost(size, reason(result.getFailureThrowable()));
      }
    }

    private static String reason(Throwable failure) {
      if (failure instanceof HttpExportException http && http.getResponse() != null) {
        return "it answers " + http.getResponse().getStatusCode();
      }
      Throwable cause = failure;
      while (cause != null && cause.getCause() != null) {
        cause = cause.getCause();
      }
      return cause == null ? "no reason given" : cause.toString();
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }
}
