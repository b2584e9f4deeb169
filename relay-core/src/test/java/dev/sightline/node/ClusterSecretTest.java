package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClusterSecretTest {

  private static final Secret SECRET = new Secret("a shared s3cret");

  @Test
  void nodesWithTheSameSecretJoin() throws Exception {
    ClusterConfig config = TestNodes.onFreePorts();
    try (RelayNode first = TestNodes.start(with(config, SECRET));
        RelayNode second = TestNodes.start(with(config, new Secret(SECRET.value())))) {
      assertThat(first.nodes()).isEqualTo(2);
      assertThat(second.nodes()).isEqualTo(2);
    }
  }

  @Test
  void aNodeWithAnotherSecretStaysOutsideAndSaysWhy() throws Exception {
    ClusterConfig config = TestNodes.onFreePorts();
    try (LoggedWarnings warnings = LoggedWarnings.of(StrangerWatch.class);
        RelayNode first = TestNodes.start(with(config, SECRET));
        RelayNode second = TestNodes.start(with(config, new Secret("another")))) {
      Await.until("it says so", () -> !warnings.messages().isEmpty());
      assertThat(warnings.messages())
          .containsExactly(
              "a node at 127.0.0.1:%d answers, but this one is alone: nodes join only if all have the same cluster.secret, and all or none have cluster.tls"
                  .formatted(config.port()));
      assertThat(first.nodes()).isEqualTo(1);
      assertThat(second.nodes()).isEqualTo(1);
    }
  }

  @Test
  void theNameThatTravelsInClearDoesNotShowTheSecret() {
    ClusterConfig config = ClusterConfig.DEFAULT;
    assertThat(ClusterName.of(config)).isEqualTo("sightline");
    assertThat(ClusterName.of(with(config, SECRET)))
        .matches("sightline-[0-9a-f]{32}")
        .isEqualTo(ClusterName.of(with(config, SECRET)))
        .isNotEqualTo(ClusterName.of(with(config, new Secret("another"))));
  }

  @Test
  void theSecretIsInNoTextOfTheConfiguration() {
    assertThat(with(ClusterConfig.DEFAULT, SECRET).toString()).doesNotContain(SECRET.value());
  }

  private static ClusterConfig with(ClusterConfig config, Secret secret) {
    return new ClusterConfig(
        List.copyOf(config.join()),
        config.host(),
        config.port(),
        config.busPort(),
        config.outDegree(),
        config.tls(),
        Optional.of(secret));
  }
}
