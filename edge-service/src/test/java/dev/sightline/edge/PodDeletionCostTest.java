package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sightline.kubernetes.FakeKubernetes;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.testkit.Await;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class PodDeletionCostTest {

  private static final Duration OFTEN = Duration.ofMillis(10);

  private static FakeKubernetes.Identity usual;
  private static FakeKubernetes.Identity other;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger viewers = new AtomicInteger();
  private final AtomicInteger looks = new AtomicInteger();
  private final Logger logger = (Logger) LoggerFactory.getLogger(PodDeletionCost.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private FakeKubernetes kubernetes;
  @TempDir private Path account;

  @BeforeAll
  static void makeCertificates(@TempDir Path one, @TempDir Path another) {
    usual = FakeKubernetes.Identity.in(one);
    other = FakeKubernetes.Identity.in(another);
  }

  @BeforeEach
  void start() throws Exception {
    kubernetes = new FakeKubernetes(vertx, account, usual);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    Await.result(vertx.close());
  }

  @Test
  void tellsHowManyViewersThereAreAsAnAnnotationOfItsOwnPod() {
    viewers.set(42);
    tell(kubernetes.environment());
    awaitCost(42);
    FakeKubernetes.Patch patch = kubernetes.patches().get(0);
    assertThat(patch.uri()).isEqualTo("/api/v1/namespaces/cams/pods/edge-7d4b9c-x2x7k");
    assertThat(patch.type()).isEqualTo("application/merge-patch+json");
    assertThat(patch.body().encode())
        .isEqualTo(
            "{\"metadata\":{\"annotations\":"
                + "{\"controller.kubernetes.io/pod-deletion-cost\":\"42\"}}}");
  }

  @Test
  void tellsItAgainOnlyWhenItIsAnotherNumberByMoreThanATenth() {
    viewers.set(100);
    tell(kubernetes.environment());
    awaitCost(100);
    viewers.set(110);
    awaitLooks(5);
    viewers.set(90);
    awaitLooks(5);
    assertThat(kubernetes.patches()).hasSize(1);
    viewers.set(89);
    awaitCost(89);
    viewers.set(0);
    awaitCost(0);
    viewers.set(1);
    awaitCost(1);
    assertThat(kubernetes.patches()).hasSize(4);
  }

  @Test
  void readsTheTokenEachTime() throws Exception {
    tell(kubernetes.environment());
    awaitCost(0);
    kubernetes.token("second");
    viewers.set(7);
    awaitCost(7);
    assertThat(kubernetes.refused()).isZero();
  }

  @Test
  void believesAnotherAuthorityOnceThatIsMounted() throws Exception {
    tell(kubernetes.environment());
    awaitCost(0);
    kubernetes.become(other);
    viewers.set(7);
    awaitCost(7);
  }

  @Test
  void believesNoCertificateOfAnotherAuthority(@TempDir Path elsewhere) throws Exception {
    FakeKubernetes stranger = new FakeKubernetes(vertx, elsewhere, other);
    tell(stranger.environment());
    awaitWarning();
    assertThat(warnings()).singleElement().asString().matches(".* SSL connection \\(.+\\)");
    assertThat(stranger.patches()).isEmpty();
    assertThat(stranger.refused()).isZero();
  }

  @Test
  void saysOnceThatItIsRefusedGoesOnTryingAndNeverShowsTheToken() throws Exception {
    kubernetes.revoke();
    tell(kubernetes.environment());
    Await.until("refused three times", () -> kubernetes.refused() >= 3);
    assertThat(warnings())
        .containsExactly(
            "the API of Kubernetes at 127.0.0.1, port %d can't be told how many viewers this pod has: it answers 403; the pod's service account must be allowed to patch pods"
                .formatted(kubernetes.port()));
    kubernetes.token("second");
    awaitCost(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3c\nret", "s3c\u0000ret", "s3c ret", "s3cr\u00e9t", ""})
  void aTokenThatCannotBeSentIsToldOfWithoutShowingIt(String token) throws Exception {
    kubernetes.token(token);
    tell(kubernetes.environment());
    awaitWarning();
    assertThat(warnings())
        .singleElement()
        .asString()
        .endsWith(account.resolve("token") + " isn't one word of plain text")
        .doesNotContain("s3c");
    assertThat(kubernetes.refused()).isZero();
  }

  @Test
  void outsideOfAPodItIsToldAndNothingElseHappens() {
    Await.result(PodDeletionCost.begin(vertx, Map.of(), account, viewers::get));
    assertThat(warnings()).singleElement().asString().contains("POD_NAME must be set");
    assertThat(vertx.deploymentIDs()).isEmpty();
  }

  @Test
  void inAPodItIsToldFromTheFirstHalfMinuteOn() {
    Await.result(PodDeletionCost.begin(vertx, kubernetes.environment(), account, viewers::get));
    assertThat(vertx.deploymentIDs()).hasSize(1);
    assertThat(PodDeletionCost.EVERY).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whereNoServiceAccountIsMountedItIsSaidWhatIsMissing(@TempDir Path nothing) {
    PodAccess pod = PodAccess.of(kubernetes.environment(), nothing).orElseThrow();
    Await.result(vertx.deployVerticle(new PodDeletionCost(pod, this::look, OFTEN)));
    awaitWarning();
    assertThat(warnings()).singleElement().asString().contains(nothing + "/");
    assertThat(kubernetes.refused()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isAskedForInTheConfiguration(boolean isOn) throws Exception {
    Path file = Files.writeString(account.resolve("x.yaml"), "edge:\n  pod-deletion-cost: " + isOn);
    ConfigReader reader =
        new ConfigReader(ConfigSources.load(Optional.of(file), Map.of(), new Flags()));
    assertThat(EdgeConfig.read(reader).podDeletionCost()).isEqualTo(isOn);
    reader.finish();
  }

  private void tell(Map<String, String> environment) {
    PodAccess pod = PodAccess.of(environment, account).orElseThrow();
    Await.result(vertx.deployVerticle(new PodDeletionCost(pod, this::look, OFTEN)));
  }

  private int look() {
    looks.incrementAndGet();
    return viewers.get();
  }

  private void awaitCost(int cost) {
    Await.until("a cost of " + cost, () -> kubernetes.lastCost().equals(Integer.toString(cost)));
  }

  private void awaitLooks(int more) {
    int enough = looks.get() + more;
    Await.until("further looks", () -> looks.get() >= enough);
  }

  private void awaitWarning() {
    Await.until("a warning", () -> !warnings().isEmpty());
  }

  private List<String> warnings() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
