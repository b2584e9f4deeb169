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

  private final Bus bus = new Bus();
  private final FormerNodes former = new FormerNodes(() -> 0);
  private final Registrations registrations = new Registrations(former);

  @BeforeEach
  void theBusListens() {
    registrations.tell(bus);
    former.see(List.of(ONE, TWO));
  }

  @Test
  void anAddressWithoutANodeIsForAll() {
    assertThat(nodes(registrations.of("news", List.of(ONE, TWO)))).containsExactly("one", "two");
  }

  @Test
  void anAddressThatNamesANodeIsForThatOne() {
    assertThat(nodes(registrations.of("asks@two", List.of(ONE, TWO)))).containsExactly("two");
    assertThat(registrations.of("asks@gone", List.of(ONE, TWO))).isEmpty();
  }

  @Test
  void whoWasThereLatelyStillTakesWhatIsForItAlone() {
    assertThat(nodes(registrations.of("asks@two", List.of(ONE)))).containsExactly("two");
    assertThat(nodes(registrations.of("news", List.of(ONE)))).containsExactly("one");
  }

  @Test
  void theBusIsToldAgainWhatItRemembers() {
    bus.remembered.addAll(Set.of("news", "asks@two"));
    bus.remembered.forEach(address -> registrations.of(address, List.of(ONE, TWO)));
    registrations.refresh(List.of(ONE));
    assertThat(bus.told.get("news")).containsExactly("one");
    assertThat(bus.told.get("asks@two")).containsExactly("two");
  }

  @Test
  void whatTheBusHasForgottenIsForgotten() {
    registrations.of("asks@two", List.of(ONE, TWO));
    registrations.refresh(List.of(ONE));
    bus.remembered.add("asks@two");
    registrations.refresh(List.of(ONE));
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
