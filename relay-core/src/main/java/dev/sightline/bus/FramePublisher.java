package dev.sightline.bus;

import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.Stretch;
import dev.sightline.metrics.RelayMetrics;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The ingest's end of the bus: keeps the newest frame of each stream, or the latest bytes of an
 * ordered one, and answers the asks of edges with them.
 *
 * <p>All methods are called on one event loop, that of the ingest. Memory is bounded by one frame
 * per stream and one window per edge: an edge that stops reading stops asking, and what it has not
 * asked for is not sent. Of an ordered stream it is a {@link StretchRing}. What is left out is
 * counted here, see {@link dev.sightline.metrics.DropPlace#BUS}.
 *
 * <p>Next: {@link FrameCodec}
 */
public final class FramePublisher implements FrameTransport.AskHandler {

  /** An ask is answered "nothing yet" after this, well before it expires at the edge. */
  static final long HOLD = TimeUnit.SECONDS.toNanos(10);

  /** A place without an ask for this long belongs to an edge that has lost interest. */
  static final long PLACE_LIFETIME = TimeUnit.SECONDS.toNanos(15);

  /** An edge that has not said anything for this long is forgotten; it may come back any time. */
  static final long EDGE_LIFETIME = TimeUnit.SECONDS.toNanos(30);

  /** Bytes under way to one edge, unless two frames are more. */
  public static final long WIDEST_WINDOW = EdgeWindow.MAX_WIDTH;

  private final LongSupplier clock;
  private final RelayMetrics metrics;
  private final BooleanSupplier mayServe;
  private final int outDegree;
  private final Map<StreamId, Outlet> outlets = new HashMap<>();
  private final Map<String, EdgeLine> lines = new HashMap<>();
  private Map<StreamId, Integer> weights = Map.of();
  private Function<EdgeLine, Allowance> allowances = line -> Allowance.unlimited();

  /**
   * @param clock monotonic nanoseconds
   */
  public FramePublisher(LongSupplier clock, RelayMetrics metrics) {
    this(clock, metrics, () -> true);
  }

  /**
   * @param mayServe asked before anything is sent; while it says no, frames are left out and asks
   *     are refused
   */
  public FramePublisher(LongSupplier clock, RelayMetrics metrics, BooleanSupplier mayServe) {
    this(clock, metrics, mayServe, 0);
  }

  /**
   * @param outDegree to how many edges a stream goes from here, and from each of these on to
   *     others; 0 for all of them from here
   */
  public FramePublisher(
      LongSupplier clock, RelayMetrics metrics, BooleanSupplier mayServe, int outDegree) {
    this.outDegree = outDegree;
    this.clock = clock;
    this.metrics = metrics;
    this.mayServe = mayServe;
  }

  /**
   * Begins to answer asks for a stream. If it is open already another source takes it over, and the
   * asks that are held wait for that one's frames.
   *
   * @param onDemand called at each ask
   */
  public void open(StreamId stream, Runnable onDemand) {
    open(new FrameOutlet(stream, onDemand, newTree(stream), clock.getAsLong(), metrics), onDemand);
  }

  /**
   * The same for an ordered stream, of which the latest bytes are kept: {@link StretchRing}. A
   * source that takes it over goes on at {@link #positionOf}.
   */
  public void openOrdered(StreamId stream, Runnable onDemand) {
    open(
        new StretchOutlet(stream, onDemand, newTree(stream), clock.getAsLong(), metrics), onDemand);
  }

  /** Where there is no degree nobody is beyond it. */
  private EdgeTree newTree(StreamId stream) {
    return outDegree == 0
        ? new EdgeTree(0, () -> {})
        : new EdgeTree(outDegree, metrics.bus().edgesBeyond(stream)::increment);
  }

  private void open(Outlet outlet, Runnable onDemand) {
    Outlet before = outlets.get(outlet.stream());
    if (before != null && before.kind() == outlet.kind()) {
      before.onDemand(onDemand);
      return;
    }
    if (before != null) {
      close(outlet.stream());
    }
    outlets.put(outlet.stream(), outlet);
    weigh(outlet);
    outlet.counted(metrics.bus().edgesServed(outlet.stream(), outlet::served));
  }

  /**
   * Says how much each stream of frames gets of a line on which not everything fits, beside the
   * others and from now on; those that aren't in it have a weight of 1.
   */
  public void weigh(Map<StreamId, Integer> next) {
    weights = Map.copyOf(next);
    outlets.values().forEach(this::weigh);
  }

  private void weigh(Outlet outlet) {
    outlet.weigh(weights.getOrDefault(outlet.stream(), 1));
  }

  /**
   * Limits what each edge is sent, over all streams and from now on. The bytes of frames count, not
   * what is written around them.
   *
   * @param bytesPerSecond 0 for no limit
   */
  public void limit(Vertx vertx, long bytesPerSecond) {
    allowances = line -> new Allowance(vertx, clock, bytesPerSecond, () -> goOn(line));
    lines.values().forEach(line -> line.limit(allowances.apply(line)));
  }

  private void goOn(EdgeLine line) {
    if (mayServe.getAsBoolean()) {
      line.serve(clock.getAsLong());
    }
  }

  /** Calls for a stream that edges want, as their next ask would. */
  public void remind(StreamId stream) {
    Outlet outlet = outlets.get(stream);
    long now = clock.getAsLong();
    if (outlet.isWanted(now)) {
      outlet.demand(now);
    }
  }

  /** Forgets a stream; asks that are held for it are answered "nothing yet", later ones refused. */
  public void close(StreamId stream) {
    Outlet outlet = outlets.remove(stream);
    outlet.uncount();
    for (Pull pull : outlet.pulls().values()) {
      pull.line().forget(pull);
      pull.answerAll();
    }
  }

  /** Makes {@code frame} the newest of its stream, and sends it to the edges that wait for one. */
  public void publish(Frame frame) {
    publish(frame, 0);
  }

  /**
   * The same for a frame that comes from another node.
   *
   * @param age how old it is by now as far as that is known, nanoseconds; what it lies here is
   *     added
   */
  public void publish(Frame frame, long age) {
    if (!mayServe.getAsBoolean()) {
      return;
    }
    FrameOutlet outlet = (FrameOutlet) outlets.get(frame.stream());
    long now = clock.getAsLong();
    outlet.newest(frame, now - age);
    outlet.offer(now);
  }

  /**
   * Adds the newest bytes of an ordered stream, and sends them to the edges that wait for them.
   * Bytes that don't go on at {@link #positionOf} make a gap: what was kept is dropped, and the
   * edges get what comes from the next start on.
   */
  public void append(Stretch stretch) {
    if (!mayServe.getAsBoolean()) {
      return;
    }
    StretchOutlet outlet = (StretchOutlet) outlets.get(stretch.stream());
    long now = clock.getAsLong();
    outlet.ring().append(stretch, now);
    outlet.offer(now);
  }

  /** Where the next stretch of an ordered stream is to begin. */
  public long positionOf(StreamId stream) {
    return ((StretchOutlet) outlets.get(stream)).ring().end();
  }

  /**
   * Forgets the newest frame, since it no longer shows what the camera sees; of an ordered stream
   * all bytes that were kept.
   */
  public void clear(StreamId stream) {
    outlets.get(stream).clear();
  }

  /**
   * Tells all edges that the stream is at its end, so that they let their viewers go. Who asks for
   * it after that wants it anew.
   */
  public void end(StreamId stream) {
    Outlet outlet = outlets.get(stream);
    outlet.clear();
    outlet.pulls().values().forEach(Pull::end);
  }

  /** How many watch this stream, as the edges told with their last asks: seconds ago at most. */
  public int watching(StreamId stream) {
    long now = clock.getAsLong();
    long viewers =
        outlets.get(stream).pulls().values().stream()
            .filter(pull -> pull.isWanted(now))
            .mapToLong(Pull::viewers)
            .sum();
    return (int) Math.min(Ask.MOST_VIEWERS, viewers);
  }

  /** To how many edges this stream is given from here, a second ago at most. */
  int served(StreamId stream) {
    return outlets.get(stream).served();
  }

  /**
   * How long nobody has wanted this stream, in nanoseconds: 0 while an ask is held or the next one
   * is on the way, else the time since the last one, or since the stream was opened.
   */
  public long unwantedFor(StreamId stream) {
    Outlet outlet = outlets.get(stream);
    long now = clock.getAsLong();
    return outlet == null || outlet.isWanted(now) ? 0 : now - outlet.askedAt();
  }

  @Override
  public void handle(Ask ask, Consumer<Answer> answer) {
    if (!mayServe.getAsBoolean()) {
      answer.accept(null);
      return;
    }
    long now = clock.getAsLong();
    EdgeLine line = lines.computeIfAbsent(ask.edge(), edge -> newLine(edge, ask.acknowledged()));
    line.hear(ask, now);
    switch (ask.kind()) {
      case FRAME, STRETCH -> pull(ask, line, answer, now);
      case LEAVE -> {
        leave(ask, now);
        answer.accept(Answer.nothingYet(line.window().position()));
      }
      case PLACE -> place(ask, line, answer, now);
      case PROBE -> answer.accept(Answer.nothingYet(line.window().position()));
    }
  }

  private EdgeLine newLine(String edge, long position) {
    EdgeWindow window = new EdgeWindow(clock, position);
    metrics.bus().window(edge, () -> window.figures().width(), () -> window.figures().underWay());
    EdgeLine line = new EdgeLine(edge, window);
    line.limit(allowances.apply(line));
    return line;
  }

  private void pull(Ask ask, EdgeLine line, Consumer<Answer> answer, long now) {
    Outlet outlet = outlets.get(ask.stream());
    if (outlet == null || outlet.kind() != ask.kind()) {
      answer.accept(null);
      return;
    }
    Standing standing = ask.standing();
    Place place = outlet.tree().asks(ask.edge(), standing.serves(), standing.parent(), now);
    if (!place.isFirst()) {
      answer.accept(Answer.elsewhere(line.window().position(), place));
      outlet.drop(ask.edge(), now);
      return;
    }
    Pull pull = outlet.pullOf(line);
    pull.hold(ask, answer, now);
    if (pull.tellEnd()) {
      return;
    }
    if (pull.due() > 0) {
      line.offer(pull, now);
    }
    outlet.demand(now);
  }

  private void place(Ask ask, EdgeLine line, Consumer<Answer> answer, long now) {
    Outlet outlet = outlets.get(ask.stream());
    if (outlet == null) {
      answer.accept(null);
      return;
    }
    Standing standing = ask.standing();
    Place place = outlet.tree().standsAt(ask.edge(), standing.serves(), standing.parent(), now);
    long position = line.window().position();
    answer.accept(
        place.isFirst() ? Answer.nothingYet(position) : Answer.elsewhere(position, place));
  }

  private void leave(Ask ask, long now) {
    Outlet outlet = outlets.get(ask.stream());
    if (outlet != null) {
      outlet.tree().leave(ask.edge());
      outlet.drop(ask.edge(), now);
    }
  }

  /**
   * Throws away what is held for a node that has left the cluster. It may be there all the same,
   * and asks again when its asks are answered.
   */
  public void nodeLeft(String node) {
    forget(node);
    outlets.values().forEach(outlet -> outlet.tree().leave(node));
  }

  private void forget(String node) {
    lines.remove(node);
    metrics.bus().forgetWindow(node);
    outlets.values().stream()
        .map(outlet -> outlet.pulls().remove(node))
        .filter(Objects::nonNull)
        .forEach(Pull::answerAll);
  }

  /** Answers asks before they expire and forgets what has become old; to be called every second. */
  public void everySecond() {
    long now = clock.getAsLong();
    for (Outlet outlet : outlets.values()) {
      outlet.pulls().values().forEach(pull -> pull.answerHeldFor(HOLD, now));
      outlet.pulls().values().removeIf(pull -> now - pull.askedAt() > EDGE_LIFETIME);
      outlet.everySecond(now);
    }
    lines.values().forEach(line -> line.everySecond(now - PLACE_LIFETIME));
    List<String> silent =
        lines.values().stream()
            .filter(line -> now - line.heardAt() > EDGE_LIFETIME)
            .map(EdgeLine::edge)
            .toList();
    silent.forEach(this::forget);
  }
}
