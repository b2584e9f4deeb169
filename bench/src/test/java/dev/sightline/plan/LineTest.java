package dev.sightline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cases with answers that can be told without a simulation, or that were measured. */
class LineTest {

  private static final Costs FREE = FreeCosts.COSTS;
  private static final int SECONDS = 60;

  private final Simulation simulation = new Simulation(3);
  private final Gauge gauge = new Gauge(5 * Simulation.SECOND, (5 + SECONDS) * Simulation.SECOND);
  private final Node from = node();
  private final Node to = node();
  private List<Audience> audiences = List.of();

  private Node node() {
    Machine machine = new Machine(simulation, 2, 0);
    return new Node(FREE, machine, 1, new Link(simulation, 1e12, 0));
  }

  /**
   * Two frames are under way, so a picture is half an interval old when its turn comes, and there
   * two services later. The real bus, on a real link of this rate, showed 475 ms.
   */
  @Test
  void aThinLinkCarriesItsRateOfNewPicturesWithAnAgeOfItsWindow() {
    Link thin = new Link(simulation, 4e6, 0);
    Demand demand = new Demand(20, 20, 10, 100_000);
    double service = thin.nanos(100_000) / 1e6;

    Line line = watch(demand, thin, 0);

    double perSecond = (double) gauge.seen() / SECONDS;
    assertThat(perSecond).isCloseTo(1_000 / service, within(0.1));
    assertThat(gauge.ageMillis(50)).isCloseTo(2 * service + 50, within(25.0));
    assertThat(gauge.ageMillis(100)).isLessThan(2.2 * service + 105);
    assertThat(line.sent()).isLessThan(20 * 10 * (SECONDS + 6) / 15);
  }

  @Test
  void eachStreamHasItsTurnOnAThinLink() {
    Link thin = new Link(simulation, 4e6, 0);
    Demand demand = new Demand(20, 20, 10, 100_000);

    watch(demand, thin, 0);

    // A round of 20 takes 4.2 s.
    assertThat(audiences)
        .allSatisfy(one -> assertThat(one.longestSilence()).isLessThan(5 * Simulation.SECOND));
  }

  @Test
  void twoFramesUnderWayAreTwoFramesARoundTrip() {
    Link far = new Link(simulation, 1e9, 50 * Simulation.MILLISECOND);

    watch(new Demand(1, 1, 25, 50_000), far, 1);

    // Each of them is sent with the newest picture there is when one is acknowledged.
    assertThat(gauge.seen() / (double) SECONDS).isCloseTo(20, within(1.0));
  }

  @Test
  void aWindowAsWideAsTheLinkCarriesEachPicture() {
    Link far = new Link(simulation, 20e6, 50 * Simulation.MILLISECOND);

    watch(new Demand(1, 1, 25, 50_000), far, 0);

    // 21 ms for its bytes, then 50 ms.
    assertThat(gauge.seen()).isEqualTo(25 * SECONDS);
    assertThat(gauge.ageMillis(100)).isCloseTo(71, within(1.0));
  }

  /**
   * @param window bytes; 0 for what the path carries
   */
  private Line watch(Demand demand, Link link, long window) {
    List<Link> path = List.of(link);
    Line line =
        window == 0
            ? new Line(simulation, from, to, path, FREE, demand.frame())
            : new Line(simulation, from, to, path, FREE, window, demand.frame());
    Link cable = new Link(simulation, 1e12, 0);
    audiences =
        IntStream.range(0, demand.streams())
            .mapToObj(i -> new Audience(simulation, to, to.loops().get(0), i, 1, gauge))
            .toList();
    audiences.forEach(to::attach);
    for (int stream = 0; stream < demand.streams(); stream++) {
      from.give(stream, line);
      new Camera(simulation, stream, demand, 0, cable, () -> from).start();
    }
    simulation.runUntil((SECONDS + 10) * Simulation.SECOND);
    return line;
  }
}
