package dev.sightline.transport;

import dev.sightline.bus.Arrival;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.FrameTap;
import dev.sightline.bus.RelayBus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * A viewer of the node that takes, which measures: for a while with frames, then as long without,
 * when the camera goes on for nobody. The difference is what the transport of the frames has cost.
 */
final class Sink extends VerticleBase {

  private static final Duration LOOK = Duration.ofMillis(100);

  /** Asks that are held are answered, or taken back, by then. */
  private static final Duration CALM = Duration.ofSeconds(3);

  private final RelayBus bus;
  private final FrameReceiver receiver;
  private final long sender;
  private final Duration warm;
  private final Duration measured;
  private final Histogram ages = new Histogram(3);
  private final Promise<JsonObject> row = Promise.promise();
  private FrameTap tap;

  private record Used(long sender, long taker) {

    Used since(Used before) {
      return new Used(sender - before.sender, taker - before.taker);
    }
  }

  /**
   * @param sender the process that sends
   * @param warm how long frames come before it is measured
   * @param measured how long with frames, and as long without
   */
  Sink(RelayBus bus, FrameReceiver receiver, long sender, Duration warm, Duration measured) {
    this.bus = bus;
    this.receiver = receiver;
    this.sender = sender;
    this.warm = warm;
    this.measured = measured;
  }

  @Override
  public Future<?> start() {
    look();
    return Future.succeededFuture();
  }

  /** What was measured, once it is. */
  Future<JsonObject> row() {
    return row.future();
  }

  private void look() {
    if (bus.directory().find(Source.STREAM).isEmpty()) {
      after(LOOK, this::look);
      return;
    }
    tap = receiver.open(Source.STREAM, new Ages(), () -> 1);
    after(warm, this::measure);
  }

  private void measure() {
    ages.reset();
    Used before = used();
    after(
        measured,
        () -> {
          Used busy = used().since(before);
          tap.close();
          after(CALM, () -> measureWithout(busy));
        });
  }

  private void measureWithout(Used busy) {
    Used before = used();
    after(measured, () -> row.complete(row(busy.since(used().since(before)))));
  }

  private JsonObject row(Used own) {
    double frames = ages.getTotalCount();
    return new JsonObject()
        .put("fps", frames / measured.toSeconds())
        .put("sender", own.sender / 1e3 / frames)
        .put("taker", own.taker / 1e3 / frames)
        .put("p50", ages.getValueAtPercentile(50) / 1e3)
        .put("p99", ages.getValueAtPercentile(99) / 1e3);
  }

  private Used used() {
    return new Used(CpuTime.of(sender), CpuTime.of(ProcessHandle.current().pid()));
  }

  private void after(Duration pause, Runnable step) {
    vertx.setTimer(pause.toMillis(), id -> step.run());
  }

  private final class Ages implements FrameTap.Listener {

    @Override
    public void frame(Arrival arrival) {
      ages.recordValue(Math.max(0, Source.micros() - arrival.frame().capturedAt()));
    }

    @Override
    public void lost() {}

    @Override
    public void ended() {}
  }
}
