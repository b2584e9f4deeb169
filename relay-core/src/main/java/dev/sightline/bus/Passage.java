package dev.sightline.bus;

import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.Stretch;
import java.util.function.LongSupplier;

/**
 * One stream on its way through a {@link Relay}: from a tap to the publisher, on the relay's event
 * loop.
 */
abstract class Passage implements Tap.Listener {

  final StreamId stream;
  final FrameReceiver receiver;
  final FramePublisher publisher;
  final Stamp stamp;
  final LongSupplier clock;
  private Tap tap;

  /** Read on the receiver's event loop too. */
  private volatile int watching = 1;

  private volatile int served;

  private Passage(
      StreamId stream,
      FrameReceiver receiver,
      FramePublisher publisher,
      Stamp stamp,
      LongSupplier clock) {
    this.stream = stream;
    this.receiver = receiver;
    this.publisher = publisher;
    this.stamp = stamp;
    this.clock = clock;
  }

  /**
   * Begins to answer asks for a stream, which is pulled from the first of them on.
   *
   * @param clock monotonic nanoseconds, as in {@link Arrival#at}
   */
  static Passage open(
      StreamId stream,
      StreamKind kind,
      FrameReceiver receiver,
      FramePublisher publisher,
      Stamp stamp,
      LongSupplier clock) {
    if (kind == StreamKind.PICTURES) {
      Passage pictures = new Pictures(stream, receiver, publisher, stamp, clock);
      publisher.open(stream, pictures::demand);
      return pictures;
    }
    Passage ordered = new Ordered(stream, receiver, publisher, stamp, clock);
    publisher.openOrdered(stream, ordered::demand);
    return ordered;
  }

  abstract StreamKind kind();

  abstract Tap newTap();

  /** Who asks for a stream that has come to its end, and knows of it, wants it anew. */
  private void demand() {
    if (tap == null) {
      tap = newTap();
    }
  }

  /** How many watch it behind those who ask. */
  final int watching() {
    return watching;
  }

  /** To how many nodes it is given. Any thread. */
  final int served() {
    return served;
  }

  final void everySecond() {
    watching = publisher.watching(stream);
    served = publisher.served(stream);
  }

  @Override
  public void lost() {
    publisher.clear(stream);
  }

  @Override
  public void ended() {
    hangUp();
    publisher.end(stream);
  }

  final void close() {
    hangUp();
    publisher.close(stream);
  }

  private void hangUp() {
    if (tap != null) {
      tap.close();
      tap = null;
    }
  }

  private static final class Pictures extends Passage implements FrameTap.Listener {

    private Pictures(
        StreamId stream,
        FrameReceiver receiver,
        FramePublisher publisher,
        Stamp stamp,
        LongSupplier clock) {
      super(stream, receiver, publisher, stamp, clock);
    }

    @Override
    StreamKind kind() {
      return StreamKind.PICTURES;
    }

    @Override
    Tap newTap() {
      return receiver.open(stream, this, this::watching);
    }

    @Override
    public void frame(Arrival arrival) {
      publisher.publish(stamp.on(arrival.frame()), clock.getAsLong() - arrival.at());
    }
  }

  private static final class Ordered extends Passage implements StretchTap.Listener {

    private Ordered(
        StreamId stream,
        FrameReceiver receiver,
        FramePublisher publisher,
        Stamp stamp,
        LongSupplier clock) {
      super(stream, receiver, publisher, stamp, clock);
    }

    @Override
    StreamKind kind() {
      return StreamKind.TS;
    }

    @Override
    Tap newTap() {
      return receiver.openOrdered(stream, this, this::watching);
    }

    @Override
    public void stretch(Stretch stretch) {
      publisher.append(stamp.on(stretch));
    }
  }
}
