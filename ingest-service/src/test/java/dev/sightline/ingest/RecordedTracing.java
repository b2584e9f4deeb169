package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.node.Operation;
import dev.sightline.node.Tracing;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the operations that have ended. */
final class RecordedTracing implements Tracing {

  /**
   * @param error empty if all went well
   */
  record Ended(Operation.Name name, Map<Operation.Detail, Object> details, String error) {

    Object detail(Operation.Detail detail) {
      return details.get(detail);
    }
  }

  private final List<Ended> ended = new CopyOnWriteArrayList<>();

  List<Ended> ended() {
    return ended;
  }

  @Override
  public void nameNode(String id) {}

  @Override
  public Operation begin(Operation.Name name) {
    return new Recorded(name);
  }

  @Override
  public void firstPicture(StreamId stream, long nanos) {}

  @Override
  public void close() {}

  private final class Recorded implements Operation {

    private final Name name;
    private final Map<Detail, Object> details = new EnumMap<>(Detail.class);
    private boolean over;

    private Recorded(Name name) {
      this.name = name;
    }

    @Override
    public Operation with(Detail detail, Object value) {
      details.put(detail, value);
      return this;
    }

    @Override
    public Operation begin(Name part) {
      return new Recorded(part);
    }

    @Override
    public void end() {
      fail("");
    }

    @Override
    public void fail(String sentence) {
      if (!over) {
        over = true;
        ended.add(new Ended(name, Map.copyOf(details), sentence));
      }
    }
  }
}
