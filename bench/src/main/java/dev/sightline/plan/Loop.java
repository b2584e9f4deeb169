package dev.sightline.plan;

import java.util.ArrayDeque;
import java.util.Deque;

/** A thread that does one job after the other, when its machine has a core for it. */
final class Loop {

  private final Machine machine;
  private final Deque<Job> jobs = new ArrayDeque<>();
  private boolean awake;
  private boolean stopped;
  private long busy;

  Loop(Machine machine) {
    this.machine = machine;
  }

  /**
   * @param cost nanoseconds of a core
   * @param action what happens when they are spent
   */
  void run(long cost, Runnable action) {
    if (stopped) {
      return;
    }
    jobs.add(new Job(cost, action));
    if (!awake) {
      awake = true;
      machine.wake(this);
    }
  }

  /** Nothing that was begun is ended, and nothing new begins. */
  void stop() {
    stopped = true;
  }

  /** Nanoseconds that it has worked. */
  long busy() {
    return busy;
  }

  long begin() {
    long cost = jobs.isEmpty() ? 0 : jobs.peek().cost;
    busy += stopped ? 0 : cost;
    return cost;
  }

  /** Returns whether it has more to do. */
  boolean end() {
    Job job = jobs.poll();
    if (job != null && !stopped) {
      job.action.run();
    }
    awake = !jobs.isEmpty();
    return awake;
  }

  private record Job(long cost, Runnable action) {}
}
