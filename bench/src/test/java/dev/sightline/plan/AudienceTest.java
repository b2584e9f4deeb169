package dev.sightline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An edge of 4 loops and 10 Gbit/s, with viewers one by one and with 32 of them as one. */
class AudienceTest {

  private static final int STREAMS = 3;
  private static final Demand DEMAND = new Demand(0, STREAMS, 25, 40_000);
  private static final Costs COSTS =
      new Costs(
          new Cost(100, 0),
          new Cost(30, 0),
          new Cost(100, 0),
          new Cost(10, 0.5),
          new Cost(0, 0),
          new Cost(0, 0),
          new Cost(0, 0),
          0);

  /** Viewers of each stream; 384 of each take 98 % of the interface. */
  @ParameterizedTest
  @ValueSource(ints = {64, 256, 384})
  void viewersAsOneSeeWhatTheySeeOneByOne(int viewers) {
    Edge each = new Edge(viewers, 1);
    Edge together = new Edge(viewers, 32);

    assertThat((double) together.gauge.seen() / each.gauge.seen()).isCloseTo(1, within(0.01));
    assertThat(together.age(50)).isCloseTo(each.age(50), within(0.5));
    assertThat(together.age(99)).isCloseTo(each.age(99), within(1.0));
    assertThat((double) together.load.cpu() / each.load.cpu()).isCloseTo(1, within(0.01));
    assertThat((double) together.load.bytes() / each.load.bytes()).isCloseTo(1, within(0.01));
  }

  @Test
  void viewersAsOneGetAsFewPicturesAsTheyGetOneByOneWhereTheInterfaceIsTooThin() {
    Edge each = new Edge(600, 1);
    Edge together = new Edge(600, 32);

    double carried = 10e9 / (3 * 600 * DEMAND.streamBits());
    assertThat(each.share(600)).isCloseTo(carried, within(0.02));
    assertThat(together.share(600)).isCloseTo(carried, within(0.02));
    assertThat(together.age(50)).isCloseTo(each.age(50), within(0.1 * each.age(50)));
  }

  @Test
  void whoComesHasAPictureAtOnceAndWhoGoesHasNoMore() {
    Simulation simulation = new Simulation(1);
    Machine machine = new Machine(simulation, 2, 0);
    Node node = new Node(COSTS, machine, 1, new Link(simulation, 10e9, 0));
    Gauge gauge = new Gauge(0, Long.MAX_VALUE);
    Audience audience = new Audience(simulation, node, node.loops().get(0), 0, 1, gauge);
    simulation.at(0, () -> node.take(new Picture(0, 1, 0, 40_000, 1)));
    simulation.at(Simulation.SECOND, () -> audience.join(COSTS));
    simulation.at(2 * Simulation.SECOND, audience::leave);
    simulation.at(3 * Simulation.SECOND, () -> node.take(new Picture(0, 2, 0, 40_000, 1)));

    simulation.runUntil(4 * Simulation.SECOND);

    assertThat(gauge.seen()).isEqualTo(1);
    assertThat(gauge.ageMillis(100)).isCloseTo(1_000, within(1.0));
  }

  private static final class Edge {

    private static final long FROM = Simulation.SECOND;
    private static final long TO = 5 * Simulation.SECOND;

    private final Gauge gauge = new Gauge(FROM, TO);
    private final Load load;

    Edge(int viewers, int asOne) {
      Simulation simulation = new Simulation(5);
      Machine machine = new Machine(simulation, 8, 0);
      Node node = new Node(COSTS, machine, 4, new Link(simulation, 10e9, 0));
      List<Audience> audiences = new ArrayList<>();
      for (int stream = 0; stream < STREAMS; stream++) {
        for (int left = viewers; left > 0; left -= asOne) {
          Loop loop = node.loops().get(audiences.size() % 4);
          int number = Math.min(left, asOne);
          audiences.add(new Audience(simulation, node, loop, stream, number, gauge));
        }
        Link cable = new Link(simulation, 1e12, 0);
        new Camera(simulation, stream, DEMAND, 0, cable, () -> node).start();
      }
      audiences.forEach(node::attach);
      simulation.runUntil(TO);
      load = Load.of(node);
      simulation.runUntil(TO + Simulation.SECOND);
    }

    double age(double percentile) {
      return gauge.ageMillis(percentile);
    }

    double share(int viewers) {
      return gauge.seen() / (STREAMS * viewers * DEMAND.fps() * (TO - FROM) / 1e9);
    }
  }
}
