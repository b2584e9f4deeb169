package dev.sightline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkTest {

  private static final double MEGABIT = 1e6;

  private final Simulation simulation = new Simulation(7);

  @Test
  void carriesWhatItsRateAllows() {
    Link link = new Link(simulation, 10 * MEGABIT, 30 * Simulation.MILLISECOND);
    List<Long> arrivals = new ArrayList<>();

    for (int i = 0; i < 100; i++) {
      link.carry(100_000, () -> arrivals.add(simulation.now()));
    }
    simulation.runUntil(20 * Simulation.SECOND);

    // 100 times 800,000 bits, and 1,538 bytes of packets for each 1,448 of them, then 30 ms.
    double seconds = 100 * 800_000 * 1538.0 / 1448 / (10 * MEGABIT) + 0.03;
    assertThat(arrivals).hasSize(100);
    assertThat(arrivals.get(99) / 1e9).isCloseTo(seconds, within(1e-6));
    assertThat(link.bytes()).isEqualTo(10_000_000);
  }

  /** Pollaczek and Khinchine: with a load of 0.7 the mean wait is 0.7 / (2 × 0.3) services. */
  @Test
  void whatComesAtRandomWaitsAsLongAsTheorySays() {
    Link link = new Link(simulation, 100 * MEGABIT, 0);
    long service = link.nanos(10_000);
    int number = 400_000;
    double load = 0.7;
    double[] waited = {0};

    long at = 0;
    for (int i = 0; i < number; i++) {
      at += Math.round(-Math.log(1 - simulation.random().nextDouble()) * service / load);
      long came = at;
      simulation.at(at, () -> link.send(10_000, begun -> waited[0] += begun - came));
    }
    simulation.runUntil(at + Simulation.SECOND);

    double wait = waited[0] / number / service;
    assertThat(wait).isCloseTo(load / (2 * (1 - load)), within(0.03));
  }

  @Test
  void nothingComesThroughACutLinkAndAllThroughAHealedOne() {
    Link link = new Link(simulation, 10 * MEGABIT, 30 * Simulation.MILLISECOND);
    List<String> arrivals = new ArrayList<>();

    link.carry(1_000, () -> arrivals.add("under way"));
    simulation.at(Simulation.MILLISECOND, link::cut);
    simulation.at(2 * Simulation.MILLISECOND, () -> link.carry(1_000, () -> arrivals.add("cut")));
    simulation.at(3 * Simulation.MILLISECOND, link::heal);
    simulation.at(4 * Simulation.MILLISECOND, () -> link.carry(1_000, () -> arrivals.add("whole")));
    simulation.runUntil(Simulation.SECOND);

    assertThat(arrivals).containsExactly("whole");
  }
}
