package dev.sightline.edge;

import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the event loops of a node share for one MPEG-TS stream, beside what they share for any: its
 * messages, each composed once, and what is counted of them. Any thread.
 */
final class TsStream {

  private final EdgeStream stream;
  private final FrameMemory memory;
  private final Counter messagesSent;
  private final Map<DropPlace, Counter> dropped = new EnumMap<>(DropPlace.class);
  private final Map<TsMessage.Span, TsMessage> messages = new HashMap<>();

  TsStream(EdgeStream stream, FrameMemory memory, RelayMetrics metrics) {
    this.stream = stream;
    this.memory = memory;
    this.messagesSent = metrics.edge().tsMessages(stream.stream());
    for (DropPlace place : DropPlace.OF_PACKETS) {
      dropped.put(place, metrics.edge().tsPacketsDropped(stream.stream(), place));
    }
  }

  EdgeStream stream() {
    return stream;
  }

  /**
   * The message of a draft, the same one for all event loops that have gathered the same. The
   * caller holds it and is to let it go. Empty when there is no memory for it.
   */
  synchronized Optional<TsMessage> message(TsDraft draft) {
    TsMessage known = messages.get(draft.span());
    if (known != null) {
      known.holders++;
      return Optional.of(known);
    }
    Optional<TsMessage> made =
        memory
            .join(draft.message())
            .map(bytes -> new TsMessage(draft.span(), draft.isStart(), bytes));
    made.ifPresent(message -> messages.put(message.span(), message));
    return made;
  }

  synchronized void letGo(TsMessage message) {
    message.holders--;
    if (message.holders == 0) {
      messages.remove(message.span());
      message.bytes().release();
    }
  }

  /** Whether so much memory is taken that little should be kept. */
  boolean isMemoryScarce() {
    return memory.isScarce();
  }

  void delivered(long count, long bytes) {
    messagesSent.increment(count);
    stream.delivered(0, bytes);
  }

  void dropped(DropPlace place, long packets) {
    dropped.get(place).increment(packets);
    if (place == DropPlace.MEMORY && packets > 0) {
      stream.warnOfMemory();
    }
  }

  long messagesOut() {
    return (long) messagesSent.count();
  }

  /** Packets that were left out at one place, on this node. */
  long packetsDropped(DropPlace place) {
    return (long) dropped.get(place).count();
  }
}
