package dev.sightline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private final Simulation simulation = new Simulation(1);
  private final List<String> happened = new ArrayList<>();

  @Test
  void eventsHappenInTheOrderOfTheirMomentsAndThenOfTheirPlanning() {
    simulation.at(20, () -> happened.add("second"));
    simulation.at(20, () -> happened.add("third"));
    simulation.at(10, () -> happened.add("first"));

    simulation.runUntil(20);

    assertThat(happened).containsExactly("first", "second", "third");
    assertThat(simulation.now()).isEqualTo(20);
  }

  @Test
  void whatIsAfterTheEndHappensWhenTimeGoesOn() {
    simulation.after(21, () -> happened.add("later"));

    simulation.runUntil(20);
    assertThat(happened).isEmpty();
    simulation.runUntil(21);

    assertThat(happened).containsExactly("later");
  }

  @Test
  void nothingIsPlannedForThePast() {
    simulation.runUntil(20);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> simulation.at(19, () -> {}))
        .withMessage("19 is over, it is 20");
  }
}
