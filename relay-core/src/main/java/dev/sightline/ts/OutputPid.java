package dev.sightline.ts;

import java.util.OptionalLong;

/**
 * One PID of what leaves: its counter and its clock go on from one upload to the next, so that a
 * decoder notices nothing.
 */
final class OutputPid {

  private static final int COUNTER = 0x0F;

  private final int pid;
  private int counter;
  private OptionalLong lastTime = OptionalLong.empty();

  OutputPid(int pid) {
    this.pid = pid;
  }

  int pid() {
    return pid;
  }

  /** Gives a packet this PID, and its number. */
  void stamp(TsPacket packet) {
    if (packet.hasPayload()) {
      counter = counter + 1 & COUNTER;
    }
    packet.pid(pid);
    packet.counter(counter);
  }

  /** The time of the last PES packet that left. */
  OptionalLong lastTime() {
    return lastTime;
  }

  void lastTime(long time) {
    lastTime = OptionalLong.of(time);
  }
}
