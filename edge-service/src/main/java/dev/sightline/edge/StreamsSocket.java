package dev.sightline.edge;

import dev.sightline.bus.StreamDirectory;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client that watches any streams over one WebSocket, and says how many pictures it takes:
 * docs/websocket.md. Used on the socket's event loop.
 */
final class StreamsSocket implements ClientMessage.Listener, Guest {

  static final int MOST_WATCHED = 256;

  /** A client that says so much nonsense won't come to its senses. */
  static final int MOST_ERRORS = 100;

  /** What fits into the two bytes of a binary message; none is used twice. */
  private static final int MOST_IDS = 0xFFFF;

  private final ViewerSocket socket;
  private final StreamHub hub;
  private final ClientAddress client;
  private final StreamDirectory directory;
  private final StreamList list;
  private final Sight sight;
  private final PictureTurns turns = new PictureTurns();
  private final Map<StreamId, StreamsWatch> watches = new LinkedHashMap<>();
  private final Map<StreamsWatch, Place> placed = new HashMap<>();
  private int ids;
  private int errors;
  private boolean listing;
  private int toldVersion;
  private boolean ended;

  /**
   * @param sight what the client gets to see
   */
  StreamsSocket(
      ViewerSocket socket,
      StreamHub hub,
      ClientAddress client,
      StreamDirectory directory,
      StreamList list,
      Sight sight) {
    this.socket = socket;
    this.hub = hub;
    this.client = client;
    this.directory = directory;
    this.list = list;
    this.sight = sight;
  }

  /** Greets the client, and listens from now on. */
  void open() {
    socket.onText(
        this::hear,
        () ->
            refuse(new BadMessageException("Only text of at most 4096 characters is read here.")));
    socket.say(EdgeMessage.hello());
  }

  private void hear(String message) {
    if (ended) {
      return;
    }
    try {
      ClientMessage.read(message, this);
    } catch (BadMessageException e) {
      refuse(e);
    }
  }

  private void refuse(BadMessageException problem) {
    if (ended) {
      return;
    }
    socket.say(EdgeMessage.error(problem));
    errors++;
    if (errors == MOST_ERRORS) {
      close(ViewerSocket.POLICY_VIOLATION, "too many messages that can't be understood");
    }
  }

  @Override
  public void watch(StreamId stream, FrameRateCap cap) {
    StreamsWatch known = watches.get(stream);
    if (known != null) {
      known.retune(cap);
      tell(known);
      return;
    }
    obstacleTo(stream)
        .ifPresentOrElse(obstacle -> tell(stream, obstacle), () -> watchNew(stream, cap));
  }

  private void watchNew(StreamId stream, FrameRateCap cap) {
    Admission admission = hub.places().take(stream, client);
    if (admission instanceof Place place) {
      hub.join(
          stream, place, feed -> begin(place, new StreamsWatch(++ids, this, turns, cap, feed)));
    } else {
      tell(stream, ((Refusal) admission).sentence());
    }
  }

  private void tell(StreamId stream, String obstacle) {
    socket.say(EdgeMessage.error(new BadMessageException(stream, obstacle)));
  }

  /** Why it can't be watched here, which isn't the client's mistake. */
  private Optional<String> obstacleTo(StreamId stream) {
    Optional<Entry> entry = directory.find(stream).filter(known -> sight.sees(stream));
    if (entry.isEmpty()) {
      return Optional.of("There is no stream named '%s' here.".formatted(stream));
    }
    if (entry.get().status().kind() == StreamKind.TS) {
      return Optional.of(StreamPath.whereItIs(entry.get()).strip());
    }
    if (watches.size() == MOST_WATCHED) {
      return Optional.of("A socket watches at most 256 streams.");
    }
    if (ids == MOST_IDS) {
      return Optional.of("This socket has no ids left; open another one.");
    }
    return Optional.empty();
  }

  private StreamsWatch begin(Place place, StreamsWatch watch) {
    watches.put(watch.stream(), watch);
    placed.put(watch, place);
    tell(watch);
    return watch;
  }

  private void tell(StreamsWatch watch) {
    socket.say(EdgeMessage.watching(watch.stream(), watch.id()));
    watch.tellConditionAnew();
  }

  @Override
  public void unwatch(StreamId stream) {
    StreamsWatch watch = watches.remove(stream);
    if (watch != null) {
      leave(watch);
    }
  }

  private void leave(StreamsWatch watch) {
    watch.end();
    hub.leave(watch.stream(), placed.remove(watch), watch);
  }

  @Override
  public void credit(int pictures) {
    turns.grant(pictures);
  }

  @Override
  public void list() {
    if (!listing) {
      listing = true;
      list.refresh();
      sayList();
    }
  }

  @Override
  public void ping(String id) {
    socket.say(EdgeMessage.pong(id));
  }

  /** How a stream is, unless it is forgotten. */
  Optional<StreamCondition> condition(StreamId stream) {
    return directory.find(stream).map(StreamCondition::of);
  }

  ViewerSocket socket() {
    return socket;
  }

  /** The stream of this watch is no more. */
  void ended(StreamsWatch watch) {
    watches.remove(watch.stream());
    leave(watch);
    socket.say(EdgeMessage.ended(watch.stream(), watch.id()));
  }

  /** To be called every second; the list has been refreshed. */
  void everySecond() {
    if (socket.isThere(turns.sent())) {
      tellList();
    } else {
      watches.values().forEach(StreamsWatch::countAsGivenUp);
      socket.abandon();
    }
  }

  /** The list may be long, so the one before must have left. */
  private void tellList() {
    if (listing && !ended && toldVersion != list.version() && !socket.isSaying()) {
      sayList();
    }
  }

  private void sayList() {
    socket.say(list.text(sight));
    toldVersion = list.version();
  }

  /** The client may connect elsewhere before it lets go of this one, so pictures go on. */
  @Override
  public void sendAway() {
    if (!ended) {
      socket.say(EdgeMessage.restart());
    }
  }

  @Override
  public void insist() {
    if (!ended) {
      close(ViewerSocket.SERVICE_RESTART, REASON);
    }
  }

  @Override
  public void expire(String reason) {
    if (!ended) {
      close(ViewerSocket.POLICY_VIOLATION, reason);
    }
  }

  @Override
  public void cut() {
    end();
    socket.abandon();
  }

  /** What is under way still leaves. */
  void close(short code, String reason) {
    end();
    socket.close(code, reason);
  }

  /** Nothing is begun any more. */
  void end() {
    ended = true;
    List<StreamsWatch> all = List.copyOf(watches.values());
    watches.clear();
    all.forEach(this::leave);
  }
}
