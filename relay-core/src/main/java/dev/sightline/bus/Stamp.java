package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.Stretch;

/** The numbers under which a {@link Relay} passes a stream on. Where a frame began it keeps. */
interface Stamp {

  /** Those that they have, for who may get the same stream from another node the next moment. */
  Stamp KEPT =
      new Stamp() {
        @Override
        public Frame on(Frame frame) {
          return frame;
        }

        @Override
        public Stretch on(Stretch stretch) {
          return stretch;
        }
      };

  Frame on(Frame frame);

  Stretch on(Stretch stretch);

  /** Numbers of its own, from 0, for who knows this node alone. */
  static Stamp of(Epoch epoch) {
    return new Anew(epoch);
  }

  /** Bytes that don't follow those before are given a position that doesn't either. */
  final class Anew implements Stamp {

    private static final long GAP = 188;

    private final Epoch epoch;
    private long sequence;
    private long position;
    private Stretch before;

    private Anew(Epoch epoch) {
      this.epoch = epoch;
    }

    @Override
    public Frame on(Frame frame) {
      return frame.relayedAs(frame.stream(), epoch, sequence++);
    }

    @Override
    public Stretch on(Stretch stretch) {
      if (before != null && !stretch.follows(before)) {
        position += GAP;
      }
      before = stretch;
      Stretch stamped =
          new Stretch(stretch.stream(), epoch, position, stretch.isStart(), stretch.bytes());
      position = stamped.end();
      return stamped;
    }
  }
}
