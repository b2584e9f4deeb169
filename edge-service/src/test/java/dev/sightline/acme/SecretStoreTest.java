package dev.sightline.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.kubernetes.FakeKubernetes;
import dev.sightline.kubernetes.KubernetesApi;
import dev.sightline.node.Secret;
import dev.sightline.testkit.Await;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretStoreTest {

  private static final String NAME = "viewers-certificate";

  private static FakeKubernetes.Identity identity;

  private final Vertx vertx = Vertx.vertx();
  private FakeKubernetes kubernetes;
  private SecretStore store;
  @TempDir private Path account;

  @BeforeAll
  static void makeCertificate(@TempDir Path directory) {
    identity = FakeKubernetes.Identity.in(directory);
  }

  @BeforeEach
  void start() throws Exception {
    kubernetes = new FakeKubernetes(vertx, account, identity);
    store =
        new SecretStore(
            vertx, KubernetesApi.of(kubernetes.environment(), account).orElseThrow(), NAME);
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void makesTheSecretWhereThereIsNone() throws Exception {
    assertThat(store.read()).isEmpty();
    Map<String, Secret> texts = Map.of("key.pem", new Secret("k"), "cert.pem", new Secret("c"));
    store.write(texts);
    assertThat(store.read()).isEqualTo(texts);
    assertThat(kubernetes.secrets().text(NAME, "key.pem")).isEqualTo("k");
  }

  @Test
  void fillsAnEmptyOneAndLeavesWhatIsNotItsOwn() throws Exception {
    kubernetes.secrets().put(NAME, Map.of("else", "other"));
    store.write(Map.of("key.pem", new Secret("k")));
    assertThat(store.read()).isEqualTo(Map.of("key.pem", new Secret("k")));
    assertThat(kubernetes.secrets().text(NAME, "else")).isEqualTo("other");
  }

  @Test
  void readsAgainWhenSomebodyElseWasQuicker() throws Exception {
    kubernetes.secrets().put(NAME, Map.of("account.key", "old"));
    kubernetes
        .secrets()
        .beforeReplacing(() -> kubernetes.secrets().put(NAME, Map.of("account.key", "theirs")));
    store.write(Map.of("key.pem", new Secret("k")));
    assertThat(kubernetes.secrets().text(NAME, "key.pem")).isEqualTo("k");
    assertThat(kubernetes.secrets().text(NAME, "account.key")).isEqualTo("theirs");
  }

  @Test
  void saysWhatThePodMustBeAllowed() {
    kubernetes.secrets().put(NAME, Map.of());
    kubernetes.secrets().readOnly(true);
    assertThatThrownBy(() -> store.write(Map.of("key.pem", new Secret("hidden"))))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "Secret %s by the API of Kubernetes at 127.0.0.1, port %d: it answers 403; the pod's service account must be allowed to get and update it, and to create Secrets where there is none"
                .formatted(NAME, kubernetes.port()));
  }

  @Test
  void showsNoTokenWhenItIsRefused() throws Exception {
    kubernetes.revoke();
    assertThatThrownBy(() -> store.read())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("it answers 403")
        .hasMessageNotContaining("first");
  }

  @Test
  void saysWhichEntryIsNoText() throws Exception {
    kubernetes.secrets().putRaw(NAME, "key.pem", "no Base64!");
    assertThatThrownBy(() -> store.read())
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("key.pem of Secret " + NAME)
        .hasMessageEndingWith("isn't Base64");
  }
}
