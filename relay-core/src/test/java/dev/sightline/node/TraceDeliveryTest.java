package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TraceDeliveryTest {

  /** A collector that answers when the test says so. */
  private static final class Collector implements SpanExporter {

    private final List<CompletableResultCode> open = new ArrayList<>();
    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean broken;

    @Override
    public synchronized CompletableResultCode export(Collection<SpanData> spans) {
      taken.addAndGet(spans.size());
      if (broken) {
        throw new IllegalStateException("broken");
      }
      CompletableResultCode result = new CompletableResultCode();
      open.add(result);
      return result;
    }

    synchronized void fail(Exception why) {
      open.forEach(result -> result.failExceptionally(why));
      open.clear();
    }

    synchronized void succeed() {
      open.forEach(CompletableResultCode::succeed);
      open.clear();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private final Collector collector = new Collector();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder()
          .addSpanProcessor(TraceDelivery.to("http://collector/", collector))
          .build();
  private final Tracer tracer = provider.get("test");

  @Test
  void whatCannotBeDeliveredIsToldOnce() {
    try (LoggedWarnings warnings = LoggedWarnings.of(TraceDelivery.class)) {
      trace(3);
      Await.until("a batch", () -> collector.taken.get() == 3);
      collector.fail(new IllegalStateException(new ConnectException("refused")));
      trace(1);
      Await.until("another batch", () -> collector.taken.get() == 4);
      collector.fail(new ConnectException("refused"));
      assertThat(warnings.messages())
          .containsExactly(
              "traces can't be delivered to http://collector/, 3 so far:"
                  + " java.net.ConnectException: refused");
    }
  }

  @Test
  void whatFindsNoRoomIsLostAndThereIsRoomAgainWhenTheCollectorAnswers() {
    try (LoggedWarnings warnings = LoggedWarnings.of(TraceDelivery.class)) {
      trace(TraceDelivery.MOST_WAITING);
      assertThat(warnings.messages()).isEmpty();
      trace(1);
      assertThat(warnings.messages()).singleElement().asString().contains("more come than");
      Await.until("all but one", () -> answeredAll(TraceDelivery.MOST_WAITING));
      trace(1);
      Await.until("one more", () -> answeredAll(TraceDelivery.MOST_WAITING + 1));
    }
  }

  @Test
  void whatTheExporterThrowsAtIsLostAndTakesNoRoom() {
    collector.broken = true;
    try (LoggedWarnings warnings = LoggedWarnings.of(TraceDelivery.class)) {
      trace(TraceDelivery.MOST_WAITING);
      Await.until("all", () -> collector.taken.get() == TraceDelivery.MOST_WAITING);
      collector.broken = false;
      Await.until("room again", this::isTakenIn);
      assertThat(warnings.messages())
          .singleElement()
          .asString()
          .endsWith("java.lang.IllegalStateException: broken");
    }
  }

  /** The last batch makes room a moment after it was thrown at. */
  private boolean isTakenIn() {
    trace(1);
    return collector.taken.get() > TraceDelivery.MOST_WAITING;
  }

  private boolean answeredAll(int spans) {
    collector.succeed();
    return collector.taken.get() == spans;
  }

  private void trace(int spans) {
    for (int i = 0; i < spans; i++) {
      tracer.spanBuilder("connect").startSpan().end();
    }
  }
}
