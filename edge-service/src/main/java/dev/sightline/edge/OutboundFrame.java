package dev.sightline.edge;

import dev.sightline.bus.Arrival;
import dev.sightline.bus.Standstills;
import dev.sightline.frame.Frame;
import dev.sightline.jpeg.JpegHeader;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A frame on its way out: composed once for all viewers of the node, in each {@link WireForm} that
 * somebody needs.
 *
 * <p>Every feed that shows it holds it, and lets go when it has a newer one; after the last, its
 * memory is freed as soon as the writes under way are through. Any thread, but {@link #in} only
 * while it is held.
 *
 * <p>Next: {@link LatestFrameWriter}
 */
final class OutboundFrame {

  private final Arrival arrival;
  private final FrameMemory memory;
  private final boolean card;
  private final AtomicReferenceArray<Optional<SharedBuffer>> forms =
      new AtomicReferenceArray<>(WireForm.values().length);
  private Optional<JpegHeader> header;
  private int holders = 1;

  /** Held by its maker. */
  OutboundFrame(Arrival arrival, FrameMemory memory) {
    this(arrival, memory, false);
  }

  private OutboundFrame(Arrival arrival, FrameMemory memory, boolean card) {
    this.arrival = arrival;
    this.memory = memory;
    this.card = card;
  }

  /** An offline picture that goes out in place of frames. Held by its maker. */
  static OutboundFrame card(Frame picture, FrameMemory memory) {
    return new OutboundFrame(new Arrival(picture, System.nanoTime(), 0), memory, true);
  }

  Frame frame() {
    return arrival.frame();
  }

  /** Whether it is no picture of the camera, but tells that there is none. */
  boolean isCard() {
    return card;
  }

  /** Whether this process has stood still since it came; a card is never outdated by that. */
  boolean isOutdated(Standstills standstills) {
    return !card && arrival.standstills() != standstills.count();
  }

  /** When it reached this node, {@link System#nanoTime}. */
  long arrivedAt() {
    return arrival.at();
  }

  /** What the picture says of itself, read once for all viewers who want to be told. */
  synchronized Optional<JpegHeader> header() {
    if (header == null) {
      header = JpegHeader.of(frame().jpeg());
    }
    return header;
  }

  /** The whole of it in one form; empty when there was no memory for that. */
  Optional<SharedBuffer> in(WireForm form) {
    Optional<SharedBuffer> made = forms.get(form.ordinal());
    return made == null ? compose(form) : made;
  }

  private synchronized Optional<SharedBuffer> compose(WireForm form) {
    Optional<SharedBuffer> made = forms.get(form.ordinal());
    if (made == null) {
      made = form.compose(frame(), memory);
      forms.set(form.ordinal(), made);
    }
    return made;
  }

  /** Holds it for one more; false when the last holder has let go already. */
  synchronized boolean hold() {
    if (holders == 0) {
      return false;
    }
    holders++;
    return true;
  }

  synchronized void letGo() {
    holders--;
    if (holders == 0) {
      for (int i = 0; i < forms.length(); i++) {
        Optional<SharedBuffer> made = forms.getAndSet(i, Optional.empty());
        if (made != null) {
          made.ifPresent(SharedBuffer::release);
        }
      }
    }
  }
}
