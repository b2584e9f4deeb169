package dev.sightline.bus;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * A network in virtual time. From the ingest to the edges there is one line of a given rate, with a
 * queue in front of it that has no limit, as a sender that can't see its own queue has; the way
 * back costs a delay only, since asks are small. Many edges may share it.
 */
final class SimulatedLink {

  /** What a message costs on the line beside its picture. */
  private static final int OVERHEAD = 150;

  private record Message(int bytes, Runnable arrived) {}

  private final VirtualTime time;
  private final Duration delay;
  private final Deque<Message> queue = new ArrayDeque<>();
  private final Random chance = new Random(1);
  private long bytesPerSecond;
  private double lossRate;
  private boolean busy;

  /**
   * @param delay of each way, beside what queueing adds
   */
  SimulatedLink(VirtualTime time, long bytesPerSecond, Duration delay) {
    this.time = time;
    this.bytesPerSecond = bytesPerSecond;
    this.delay = delay;
  }

  /** Holds for what is sent from now on; the message on the line keeps its pace. */
  void rate(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Lets this share of the answers vanish. */
  void lose(double share) {
    lossRate = share;
  }

  void sendToEdge(int bytes, Runnable arrived) {
    queue.add(new Message(bytes + OVERHEAD, arrived));
    if (!busy) {
      sendNext();
    }
  }

  void sendToIngest(Runnable arrived) {
    time.after(delay, arrived);
  }

  private void sendNext() {
    Message message = queue.poll();
    busy = message != null;
    if (busy) {
      Duration onLine = Duration.ofNanos(message.bytes() * 1_000_000_000L / bytesPerSecond);
      time.after(onLine, this::sendNext);
      if (chance.nextDouble() >= lossRate) {
        time.after(onLine.plus(delay), message.arrived());
      }
    }
  }
}
