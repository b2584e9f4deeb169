package dev.sightline.edge;

import dev.sightline.bus.LinkEntry;
import dev.sightline.bus.LinkKind;
import dev.sightline.bus.LinkStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How much comes over each link a second, by what its ingest says about once a second. Written on
 * one thread, read on any.
 */
final class LinkRates {

  /**
   * @param frames pictures that come over it
   * @param bits of these, and of MPEG-TS
   * @param leftOut pictures that the other end leaves out
   */
  record Rate(double frames, double bits, double leftOut) {

    static final Rate NONE = new Rate(0, 0, 0);
  }

  /** Each ingest counts by itself. */
  private record Key(LinkKind kind, String name, String ingest) {

    static Key of(LinkEntry link) {
      return new Key(link.status().kind(), link.status().name(), link.ingest());
    }
  }

  private static final class Pulse {

    private final RateWindow came = new RateWindow();
    private final RateWindow leftOut = new RateWindow();
    private long toldAt;

    Rate feel(LinkStatus status) {
      if (status.at() != toldAt) {
        toldAt = status.at();
        long at = TimeUnit.MILLISECONDS.toMicros(toldAt);
        came.add(at, status.frames(), status.bytes());
        leftOut.add(at, status.leftOut(), 0);
      }
      return new Rate(came.framesPerSecond(), came.bitsPerSecond(), leftOut.framesPerSecond());
    }
  }

  private final Map<Key, Pulse> pulses = new HashMap<>();
  private volatile Map<Key, Rate> rates = Map.of();

  void everySecond(Collection<LinkEntry> links) {
    Map<Key, Rate> felt = new HashMap<>();
    for (LinkEntry link : links) {
      Key key = Key.of(link);
      Pulse pulse = pulses.computeIfAbsent(key, unknown -> new Pulse());
      felt.put(key, pulse.feel(link.status()));
    }
    pulses.keySet().retainAll(felt.keySet());
    rates = felt;
  }

  /** A second ago at most. */
  Rate of(LinkEntry link) {
    return rates.getOrDefault(Key.of(link), Rate.NONE);
  }
}
