package dev.sightline.plan;

import java.util.ArrayDeque;
import java.util.Deque;

/** Cores, and the event loops that share them: each with something to do has its turn. */
final class Machine {

  private final Simulation simulation;
  private final long wakeUp;
  private final Deque<Loop> ready = new ArrayDeque<>();
  private int idleCores;

  /**
   * @param wakeUp nanoseconds from a loop's first job to its beginning, if the loop sleeps
   */
  Machine(Simulation simulation, int cores, long wakeUp) {
    this.simulation = simulation;
    this.idleCores = cores;
    this.wakeUp = wakeUp;
  }

  Loop loop() {
    return new Loop(this);
  }

  void wake(Loop loop) {
    simulation.after(wakeUp, () -> isReady(loop));
  }

  private void isReady(Loop loop) {
    ready.add(loop);
    serve();
  }

  private void serve() {
    while (idleCores > 0 && !ready.isEmpty()) {
      idleCores--;
      Loop loop = ready.poll();
      simulation.after(loop.begin(), () -> end(loop));
    }
  }

  private void end(Loop loop) {
    idleCores++;
    if (loop.end()) {
      ready.add(loop);
    }
    serve();
  }
}
