package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinTargetTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.5, false, 10.0.0.5, -1",
    "node-1.example.org:5801, false, node-1.example.org, 5801",
    "[::1], false, ::1, -1",
    "[fe80::1]:5801, false, fe80::1, 5801",
    "dns:sightline-cluster.default.svc, true, sightline-cluster.default.svc, -1",
    "dns:1, true, 1, -1"
  })
  void readsNodesAndNames(String text, boolean dns, String host, int port) {
    OptionalInt expected = port < 0 ? OptionalInt.empty() : OptionalInt.of(port);
    assertThat(JoinTarget.parse(text)).isEqualTo(new JoinTarget(dns, host, expected));
    assertThat(JoinTarget.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":1", "a:", "a:0", "a:65536", "a:123456", "::1", "a b", "dns:", "http://a"})
  void refusesAnythingElse(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JoinTarget.parse(text))
        .withMessage("must be HOST, HOST:PORT or dns:NAME, not '%s'", text);
  }

  @Test
  void aNodeThatLooksOnLoopbackOnlyIsFoundThere() {
    assertThat(NodeAddress.of(joining("127.0.0.1", "localhost:1", "[::1]:2")))
        .isEqualTo("127.0.0.1");
  }

  @Test
  void aConfiguredAddressIsNotQuestioned() {
    ClusterConfig config = new ClusterConfig(List.of(), Optional.of("192.0.2.1"), 5701, 5702);
    assertThat(NodeAddress.of(config)).isEqualTo("192.0.2.1");
  }

  private static ClusterConfig joining(String... targets) {
    return new ClusterConfig(
        List.of(targets).stream().map(JoinTarget::parse).toList(), Optional.empty(), 5701, 5702);
  }
}
