package dev.sightline.bus;

import dev.sightline.frame.StreamId;
import java.util.Arrays;

/**
 * What an edge tells an ingest: the question that is held until there is something new, or one of
 * the short messages around it.
 *
 * @param edge the cluster's name for the asking node
 * @param kind what is wanted
 * @param stream the stream it is about; null in a probe
 * @param acknowledged the highest position that this edge has seen in any answer of this ingest, in
 *     bytes; see {@link EdgeWindow}
 * @param viewers how many watch the stream there; 0 in a probe
 * @param from where it wants to go on in an ordered stream; null for the newest start, and where
 *     nothing ordered is asked for
 * @param standing what the owner of a stream is to know of this edge's place
 * @param number how many asks this edge has sent to this ingest since it had none open, this one
 *     included; a probe doesn't count, and tells how many went before it
 */
public record Ask(
    String edge,
    Kind kind,
    StreamId stream,
    long acknowledged,
    int viewers,
    Bookmark from,
    Standing standing,
    long number) {

  /** More than watch anything: whoever says more is taken at this. */
  static final int MOST_VIEWERS = 100_000_000;

  public Ask {
    viewers = Math.max(0, Math.min(viewers, MOST_VIEWERS));
  }

  /** What an ask is for. */
  public enum Kind {
    /** The newest frame that this edge has not been sent yet, as soon as there is one. */
    FRAME(0),
    /** An answer at once: are you there, what have you heard, and how much did you send me? */
    PROBE(1),
    /** Nobody watches this stream here any more: forget the questions held for it. */
    LEAVE(2),
    /** The bytes of an ordered stream from where this edge stands, as soon as there are any. */
    STRETCH(3),
    /** An answer at once: do I still get this stream from the edge that I was told to ask? */
    PLACE(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** How it is told on the bus. */
    int code() {
      return code;
    }

    static Kind of(int code) {
      return Arrays.stream(values())
          .filter(kind -> kind.code == code)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no kind of ask has the code " + code));
    }
  }

  /** One that has nothing to do with ordered streams. */
  public Ask(String edge, Kind kind, StreamId stream, long acknowledged, int viewers) {
    this(edge, kind, stream, acknowledged, viewers, null, Standing.LEAF, 0);
  }

  static Ask forFrame(String edge, StreamId stream, long acknowledged, int viewers) {
    return new Ask(edge, Kind.FRAME, stream, acknowledged, viewers);
  }

  static Ask forStretch(
      String edge, StreamId stream, long acknowledged, int viewers, Bookmark from) {
    return new Ask(edge, Kind.STRETCH, stream, acknowledged, viewers, from, Standing.LEAF, 0);
  }

  static Ask forPlace(String edge, StreamId stream, long acknowledged) {
    return new Ask(edge, Kind.PLACE, stream, acknowledged, 0);
  }

  static Ask probe(String edge, long acknowledged) {
    return new Ask(edge, Kind.PROBE, null, acknowledged, 0);
  }

  static Ask leave(String edge, StreamId stream, long acknowledged) {
    return new Ask(edge, Kind.LEAVE, stream, acknowledged, 0);
  }

  /** The same of another node: of who is known to ask, whatever was said. */
  public Ask by(String other) {
    return new Ask(other, kind, stream, acknowledged, viewers, from, standing, number);
  }

  Ask with(Standing standing) {
    return new Ask(edge, kind, stream, acknowledged, viewers, from, standing, number);
  }

  Ask numbered(long number) {
    return new Ask(edge, kind, stream, acknowledged, viewers, from, standing, number);
  }
}
