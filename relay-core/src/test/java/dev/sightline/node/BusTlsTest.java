package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.TestCertificate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may take part in the event bus. Strangers here know the cluster's name and are members of
 * Hazelcast's cluster; they believe everybody and let everybody in.
 */
@Timeout(180)
class BusTlsTest {

  private static final String NAME = "dns:node";
  private static final DeliveryOptions PATIENCE = new DeliveryOptions().setSendTimeout(4_000);

  @TempDir static Path shared;
  private static TestCertificate authority;
  private static TestCertificate issued;

  @TempDir Path directory;
  private ClusterConfig config;

  @BeforeAll
  static void make() {
    authority = TestCertificate.authority(shared);
    issued = authority.issue(NAME);
  }

  @BeforeEach
  void configure() throws Exception {
    config =
        TestNodes.withTls(
            TestNodes.onFreePorts(),
            TestNodes.write(directory, issued.pem(), issued.keyPem(), authority.pem()));
  }

  @Test
  void nodesWithCertificatesOfOneAuthorityTalk() throws Exception {
    try (RelayNode first = TestNodes.start(config);
        RelayNode second = TestNodes.start(config)) {
      listen(first.vertx(), at(first));
      listen(second.vertx(), at(second));
      assertThat(ask(first.vertx(), at(second)).succeeded()).isTrue();
      assertThat(ask(second.vertx(), at(first)).succeeded()).isTrue();
      assertThat(first.metrics().bus().strangers().count()).isZero();
    }
  }

  @Test
  void aStrangerWithACertificateOfAnotherAuthorityIsKeptOut() throws Exception {
    TestCertificate another = TestCertificate.authority(shared).issue(NAME);
    isKeptOut(withCertificate(another), true, "isn't issued by an authority");
  }

  @Test
  void aStrangerWithACertificateOfItsOwnIsKeptOut() throws Exception {
    TestCertificate own = TestCertificate.selfSigned(shared, NAME);
    isKeptOut(withCertificate(own), true, "isn't issued by an authority");
  }

  @Test
  void aNodeWhoseCertificateHasExpiredIsKeptOut() throws Exception {
    TestCertificate expired = authority.issue(NAME, "-startdate", "-3d", "-validity", "1");
    isKeptOut(withCertificate(expired), true, "has expired");
  }

  @Test
  void aStrangerWithoutTlsIsKeptOut() throws Exception {
    isKeptOut(options -> {}, false, "");
  }

  private void isKeptOut(Consumer<EventBusOptions> security, boolean hasCertificate, String why)
      throws Exception {
    List<Object> stolen = new CopyOnWriteArrayList<>();
    List<Object> injected = new CopyOnWriteArrayList<>();
    try (LoggedWarnings warnings = LoggedWarnings.of(BusTlsWatch.class);
        RelayNode good = TestNodes.start(config);
        RelayNode alsoGood = TestNodes.start(config)) {
      ClusterMember member = ClusterMember.join(config, Operation.UNTRACED);
      Vertx stranger = null;
      try {
        stranger = stranger(member, security);
        Await.until("the stranger is a member", () -> good.nodes() == 3);
        String outside = "test@" + ((VertxInternal) stranger).clusterManager().getNodeId();
        listen(alsoGood.vertx(), at(alsoGood));
        record(good.vertx(), at(good), injected);
        record(stranger, outside, stolen);

        Future<?> in = request(stranger, at(good));
        Future<?> out = request(good.vertx(), outside);
        assertThat(settled(in).failed()).isTrue();
        assertThat(settled(out).failed()).isTrue();

        assertThat(ask(good.vertx(), at(alsoGood)).succeeded()).isTrue();
        assertThat(injected).isEmpty();
        assertThat(stolen).isEmpty();
        if (hasCertificate) {
          assertThat(good.metrics().bus().strangers().count()).isPositive();
          assertThat(warnings.messages())
              .hasSize(1)
              .allMatch(line -> line.startsWith("a node at 127.0.0.1 ") && line.contains(why));
        }
      } finally {
        if (stranger != null) {
          Await.result(stranger.close());
        }
        member.leave();
      }
    }
  }

  @Test
  void aClientWithoutACertificateIsCutOff() throws Exception {
    Vertx outside = Vertx.vertx();
    try (RelayNode good = TestNodes.start(config)) {
      ClientSSLOptions believing =
          new ClientSSLOptions().setTrustAll(true).setHostnameVerificationAlgorithm("");
      ConnectOptions busPort =
          new ConnectOptions()
              .setHost("127.0.0.1")
              .setPort(good.cluster().get().busPort())
              .setSsl(true)
              .setSslOptions(believing);
      AtomicBoolean closed = new AtomicBoolean();
      // The node may close before this thread knows of the connection, which is too late to listen.
      NetClient client = outside.createNetClient();
      Await.result(
          client.connect(busPort).onSuccess(socket -> socket.closeHandler(v -> closed.set(true))));
      Await.until("it is cut off", closed::get);
      Await.result(client.close());
    } finally {
      Await.result(outside.close());
    }
  }

  @Test
  void nodesWithAndWithoutTlsAreTwoClusters() throws Exception {
    ClusterConfig plain =
        new ClusterConfig(config.join(), config.host(), config.port(), config.busPort());
    try (RelayNode first = TestNodes.start(config);
        RelayNode second = TestNodes.start(plain)) {
      assertThat(first.nodes()).isEqualTo(1);
      assertThat(second.nodes()).isEqualTo(1);
    }
  }

  private static Vertx stranger(ClusterMember member, Consumer<EventBusOptions> security) {
    ClusterNode node = member.node();
    VertxOptions options =
        VertxSettings.clustered(node.busHost(), node.busPort(), Optional.empty());
    security.accept(options.getEventBusOptions());
    return Await.result(
        Vertx.builder()
            .with(options)
            .withClusterManager(new MemberClusterManager(member))
            .buildClustered());
  }

  private static Consumer<EventBusOptions> withCertificate(TestCertificate certificate) {
    return options -> options.setSsl(true).setTrustAll(true).setKeyCertOptions(certificate.keys());
  }

  /** An address that only this node listens at. */
  private static String at(RelayNode node) {
    return "test@" + node.nodeId();
  }

  private static void listen(Vertx vertx, String address) {
    Await.result(vertx.eventBus().consumer(address, ask -> ask.reply("the answer")).completion());
  }

  private static void record(Vertx vertx, String address, List<Object> heard) {
    Await.result(
        vertx
            .eventBus()
            .consumer(
                address,
                ask -> {
                  heard.add(ask.body());
                  ask.reply("the answer");
                })
            .completion());
  }

  private static Future<?> ask(Vertx vertx, String address) {
    return settled(request(vertx, address));
  }

  private static Future<?> request(Vertx vertx, String address) {
    return vertx.eventBus().request(address, "the question", PATIENCE);
  }

  /** In one way or the other. */
  private static Future<?> settled(Future<?> answer) {
    Await.until("there is an answer, or none comes", answer::isComplete);
    return answer;
  }
}
