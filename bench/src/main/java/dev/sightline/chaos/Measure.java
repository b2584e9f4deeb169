package dev.sightline.chaos;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What is measured of a row, between two moments. */
enum Measure {
  LONGEST_SILENCE("longest silence", Unit.MILLIS) {
    @Override
    long of(Evidence evidence, List<Track> tracks, long from, long to) {
      return most(tracks.stream().mapToLong(track -> Silences.longest(track, from, to)));
    }
  },
  /** Of the viewer who had the least, all silences of more than half a second together. */
  ALL_SILENCES("silence in all", Unit.MILLIS) {
    @Override
    long of(Evidence evidence, List<Track> tracks, long from, long to) {
      return most(tracks.stream().mapToLong(track -> Silences.total(track, from, to)));
    }
  },
  DISCONNECTS("disconnects", Unit.COUNT) {
    @Override
    long of(Evidence evidence, List<Track> tracks, long from, long to) {
      return incidents(tracks, Incident.Kind.DISCONNECT, from, to);
    }
  },
  REFUSALS("refused", Unit.COUNT) {
    @Override
    long of(Evidence evidence, List<Track> tracks, long from, long to) {
      return incidents(tracks, Incident.Kind.REFUSAL, from, to);
    }
  },
  BROKEN("broken frames", Unit.COUNT) {
    @Override
    long of(Evidence evidence, List<Track> tracks, long from, long to) {
      return incidents(tracks, Incident.Kind.BROKEN, from, to);
    }
  },
  /** Of pictures that are new to their viewer; repeats of the last one age while nothing comes. */
  OLDEST("oldest picture", Unit.MILLIS) {
    @Override
    long of(Evidence evidence, List<Track> tracks, long from, long to) {
      return most(
          tracks.stream()
              .flatMap(track -> within(track, from, to))
              .filter(sight -> !sight.repeat())
              .mapToLong(Sight::age));
    }
  },
  /**
   * Repeats count too: for viewers of a node that can know that it stood still. Only the first
   * picture of each viewer doesn't: its sending may have been under way, and can't be taken back.
   */
  OLDEST_BEGUN("oldest picture, but for the one that was half sent", Unit.MILLIS) {
    @Override
    long of(Evidence evidence, List<Track> tracks, long from, long to) {
      return most(
          tracks.stream()
              .flatMapToLong(track -> within(track, from, to).skip(1).mapToLong(Sight::age)));
    }
  },
  /** Until the last viewer has had a picture of less than a second. */
  FRESH_AFTER("fresh after", Unit.MILLIS) {
    @Override
    long of(Evidence evidence, List<Track> tracks, long from, long to) {
      return most(tracks.stream().mapToLong(track -> freshAfter(track, from, to)));
    }
  },
  SECOND_CONNECTIONS("second camera connections", Unit.COUNT) {
    @Override
    long of(Evidence evidence, List<Track> tracks, long from, long to) {
      return evidence.visits().stream().mapToLong(of -> Visits.seconds(of, from, to)).sum();
    }
  },
  NEW_CONNECTIONS("new camera connections", Unit.COUNT) {
    @Override
    long of(Evidence evidence, List<Track> tracks, long from, long to) {
      return evidence.visits().stream().mapToLong(of -> Visits.begun(of, from, to)).sum();
    }
  },
  /** Since a row began to count them. */
  OUTDATED("pictures of an earlier owner thrown away by edges", Unit.COUNT) {
    @Override
    long of(Evidence evidence, List<Track> tracks, long from, long to) {
      return evidence.outdated();
    }
  },
  INGEST_GROWTH("RSS growth of an ingest", Unit.MEBIBYTES) {
    @Override
    long of(Evidence evidence, List<Track> tracks, long from, long to) {
      return most(evidence.ingests().stream().mapToLong(host -> growth(evidence, host.name())));
    }
  },
  /** Of all nodes. */
  GROWTH("RSS growth", Unit.MEBIBYTES) {
    @Override
    long of(Evidence evidence, List<Track> tracks, long from, long to) {
      return most(
          evidence.samples().stream()
              .map(Sample::node)
              .distinct()
              .mapToLong(node -> growth(evidence, node)));
    }
  };

  private static final long FRESH_MILLIS = 1_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final String words;
  private final Unit unit;

  Measure(String words, Unit unit) {
    this.words = words;
    this.unit = unit;
  }

  abstract long of(Evidence evidence, List<Track> tracks, long from, long to);

  String words() {
    return words;
  }

  String told(long value) {
    return unit.told(value);
  }

  private static long most(LongStream values) {
    return values.max().orElse(0);
  }

  private static long growth(Evidence evidence, String node) {
    return evidence.growthKiB(node) >> 10;
  }

  private static long incidents(List<Track> tracks, Incident.Kind kind, long from, long to) {
    return tracks.stream()
        .flatMap(track -> track.incidents().stream())
        .filter(incident -> incident.kind() == kind)
        .filter(incident -> incident.at() >= from && incident.at() <= to)
        .count();
  }

  private static Stream<Sight> within(Track track, long from, long to) {
    return track.sights().stream().filter(sight -> sight.at() >= from && sight.at() <= to);
  }

  private static long freshAfter(Track track, long from, long to) {
    return within(track, from, to)
        .filter(sight -> !sight.repeat() && sight.age() < FRESH_MILLIS)
        .mapToLong(sight -> sight.at() - from)
        .min()
        .orElse(NEVER);
  }

  private enum Unit {
    MILLIS {
      @Override
      String told(long value) {
        if (value == NEVER) {
          return "never";
        }
        return value < 1_000 ? value + " ms" : "%.1f s".formatted(value / 1_000.0);
      }
    },
    COUNT {
      @Override
      String told(long value) {
        return Long.toString(value);
      }
    },
    MEBIBYTES {
      @Override
      String told(long value) {
        return value + " MB";
      }
    };

    abstract String told(long value);
  }
}
