package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationsTest {

  private static final ClusterNode ONE = new ClusterNode("one", "192.0.2.1", 5702);
  private static final ClusterNode TWO = new ClusterNode("two", "192.0.2.2", 5702);
  private static final ClusterNode THREE = new ClusterNode("three", "192.0.2.3", 5702);

  private long now;
  private final Bus bus = new Bus();
  private final FormerNodes former = new FormerNodes(() -> now);
  private final Registrations registrations = new Registrations(former);

  @BeforeEach
  void theBusListens() {
    registrations.tell(bus);
    former.see(List.of(ONE, TWO));
  }

  @Test
  void anAddressIsForTheNodeThatItNames() {
    assertThat(nodes(registrations.of("asks@two"))).containsExactly("two");
    assertThat(registrations.of("asks@gone")).isEmpty();
    assertThat(registrations.of("asks")).isEmpty();
  }

  @Test
  void whoWasThereLatelyStillTakesWhatIsForIt() {
    former.see(List.of(ONE));
    assertThat(nodes(registrations.of("asks@two"))).containsExactly("two");
  }

  @Test
  void theBusIsToldAgainWhatItRemembers() {
    bus.remembered.addAll(Set.of("news@one", "news@three"));
    bus.remembered.forEach(registrations::of);
    former.see(List.of(ONE, TWO, THREE));
    registrations.refresh();
    assertThat(bus.told.get("news@one")).containsExactly("one");
    assertThat(bus.told.get("news@three")).containsExactly("three");
    now += FormerNodes.KEPT.toNanos() + 1;
    former.see(List.of(ONE));
    registrations.refresh();
    assertThat(bus.told.get("news@one")).containsExactly("one");
    assertThat(bus.told.get("news@three")).isEmpty();
  }

  @Test
  void whatTheBusHasForgottenIsForgotten() {
    registrations.of("asks@two");
    registrations.refresh();
    bus.remembered.add("asks@two");
    registrations.refresh();
    assertThat(bus.told).isEmpty();
  }

  private static List<String> nodes(List<RegistrationInfo> found) {
    return found.stream().map(RegistrationInfo::nodeId).toList();
  }

  private static final class Bus implements RegistrationListener {

    private final Set<String> remembered = new HashSet<>();
    private final Map<String, List<String>> told = new HashMap<>();

    @Override
    public boolean wantsUpdatesFor(String address) {
      return remembered.contains(address);
    }

    @Override
    public void registrationsUpdated(RegistrationUpdateEvent event) {
      told.put(event.address(), nodes(event.registrations()));
    }
  }
}
