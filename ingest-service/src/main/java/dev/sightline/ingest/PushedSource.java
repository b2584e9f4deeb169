package dev.sightline.ingest;

import dev.sightline.bus.StreamStatus;
import dev.sightline.drawing.PngPicture;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamState;
import dev.sightline.multipart.Part;
import dev.sightline.multipart.PartLimits;
import dev.sightline.node.DurationText;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * A stream whose pictures are pushed: gives them to the bus, and tells how it is doing. Lives on
 * the ingest's event loop.
 *
 * <p>It is live from a picture, whether somebody watches or not, until the stall time has passed
 * without another one, or until a request that brought several has ended.
 *
 * <p>Next: {@link PictureOutput}
 */
final class PushedSource implements StreamSource {

  private static final String NOBODY = "nobody pushes pictures";

  private final PushConfig config;
  private final SourceTools tools;
  private final ArrivalCondition arrival;
  private final PictureOutput output;
  private final PushDoor door;
  private final PushAnswers answers;
  private final DemandWaits waits;
  private final Counter connects;

  /** Of all pushed streams together, since what this node does else needs threads too. */
  private final WorkerExecutor drawing;

  private long pictureAt;

  PushedSource(PushConfig config, SourceTools tools) {
    this.config = config;
    this.tools = tools;
    this.arrival = new ArrivalCondition(config, tools, this::changed);
    this.output = new PictureOutput(config, tools);
    this.door = new PushDoor(config, System::nanoTime);
    this.answers = new PushAnswers(config.id(), tools.vertx(), tools.metrics());
    this.waits = new DemandWaits(tools.vertx(), this::watching);
    this.drawing = tools.vertx().createSharedWorkerExecutor("pushed-png", 1);
    this.connects = tools.metrics().ingest().cameraConnects(config.id());
  }

  @Override
  public void place(int position) {
    output.place(position);
  }

  @Override
  public void start() {
    tools.publisher().open(config.id(), this::demand);
    arrival.begin(this::look);
  }

  @Override
  public Future<Void> stop() {
    arrival.end();
    waits.end();
    door.clear(changing());
    return drawing.close();
  }

  private static PushRefusal changing() {
    return PushRefusal.tooMany("this stream was changed or removed; push again");
  }

  @Override
  public StreamStatus status() {
    return output.status(arrival.condition(), (long) connects.count());
  }

  @Override
  public boolean isAtRest() {
    return arrival.condition().isAtRest();
  }

  private void demand() {
    arrival.demanded(NOBODY);
    waits.look();
  }

  private void look() {
    waits.look();
    door.endSilent();
    long stall = config.stallTimeout().toNanos();
    if (arrival.isLive() && System.nanoTime() - pictureAt >= stall) {
      arrival.absent("no picture was pushed for " + DurationText.format(config.stallTimeout()));
    }
  }

  private void changed(StreamState before, StreamState next) {
    if (before == StreamState.LIVE) {
      output.clear();
    }
    tools.onChange().accept(status());
  }

  Vertx vertx() {
    return tools.vertx();
  }

  PartLimits limits() {
    return config.limits();
  }

  int maxRate() {
    return config.maxRate();
  }

  PushDoor door() {
    return door;
  }

  PushAnswers answers() {
    return answers;
  }

  int watching() {
    return tools.publisher().watching(config.id());
  }

  /** What is told to who pushes. */
  JsonObject report() {
    return new JsonObject().put("stream", config.id().name()).put("watching", watching());
  }

  /**
   * @throws PushRefusal when the request doesn't show the secret
   */
  void check(HttpServerRequest request) {
    config.secret().ifPresent(secret -> PushSecret.check(request, secret));
  }

  /**
   * Reads the pictures of a request.
   *
   * @param wait how long the answer waits at most for somebody who watches
   * @throws PushRefusal when they aren't taken
   */
  void receive(HttpServerRequest request, Optional<Duration> wait) {
    if (arrival.isOver()) {
      throw changing();
    }
    door.admit(request);
    PushRequest push = new PushRequest(this, request, wait);
    door.enter(push);
    connects.increment(push.isContinuous() ? 1 : 0);
    push.begin();
  }

  /** Forgets a request that is over; a program that has pushed several pictures is gone with it. */
  void left(PushRequest push) {
    door.left(push);
    boolean wasStream = push.isContinuous() && push.frames() > 1;
    if (wasStream && door.isEmpty() && arrival.isLive()) {
      arrival.absent("who pushed pictures has stopped");
    }
  }

  /** Fails with an {@link IllegalArgumentException} when the PNG is of no use. */
  Future<Buffer> toJpeg(Buffer png) {
    return drawing.executeBlocking(() -> PngPicture.toJpeg(png), false);
  }

  /** Makes a frame of a part and tells whether it held a whole picture. */
  boolean offer(Part part) {
    Optional<Frame> frame = output.assemble(part);
    if (frame.isPresent()) {
      pictureAt = System.nanoTime();
      arrival.arrived();
      output.publish(frame.get());
    }
    return frame.isPresent();
  }

  /** Goes on at once, or if the request wants that when somebody watches, but not for ever. */
  void hold(Optional<Duration> most, HttpServerRequest request, Runnable next) {
    if (most.isEmpty()) {
      next.run();
    } else {
      waits.hold(most.get(), request.response(), next);
    }
  }

  /**
   * @throws PushRefusal when as many wait already as may
   */
  void admitWait() {
    if (waits.isFull()) {
      throw PushRefusal.tooMany("%d requests wait for viewers already".formatted(DemandWaits.MOST));
    }
  }
}
