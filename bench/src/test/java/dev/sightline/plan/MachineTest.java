package dev.sightline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {

  private final Simulation simulation = new Simulation(1);
  private final List<String> ended = new ArrayList<>();

  @Test
  void loopsTakeTurnsOnOneCore() {
    Machine machine = new Machine(simulation, 1, 0);
    Loop one = machine.loop();
    Loop other = machine.loop();

    job(one, "a");
    job(one, "b");
    job(other, "c");
    simulation.runUntil(100);

    assertThat(ended).containsExactly("a at 10", "c at 20", "b at 30");
    assertThat(one.busy()).isEqualTo(20);
    assertThat(other.busy()).isEqualTo(10);
  }

  @Test
  void aLoopUsesOneCoreHoweverManyThereAre() {
    Machine machine = new Machine(simulation, 2, 0);
    Loop one = machine.loop();
    Loop other = machine.loop();

    job(one, "a");
    job(one, "b");
    job(other, "c");
    simulation.runUntil(100);

    assertThat(ended).containsExactly("a at 10", "c at 10", "b at 20");
  }

  @Test
  void onlyALoopThatSleepsHasToWakeUp() {
    Loop loop = new Machine(simulation, 1, 5).loop();

    job(loop, "a");
    job(loop, "b");
    simulation.at(50, () -> job(loop, "c"));
    simulation.runUntil(100);

    assertThat(ended).containsExactly("a at 15", "b at 25", "c at 65");
  }

  @Test
  void whatAStoppedLoopHadBegunIsNeverEnded() {
    Loop loop = new Machine(simulation, 1, 0).loop();

    job(loop, "a");
    job(loop, "b");
    simulation.at(15, loop::stop);
    simulation.at(20, () -> job(loop, "c"));
    simulation.runUntil(100);

    assertThat(ended).containsExactly("a at 10");
  }

  private void job(Loop loop, String name) {
    loop.run(10, () -> ended.add(name + " at " + simulation.now()));
  }
}
