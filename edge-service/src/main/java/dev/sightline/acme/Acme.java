package dev.sightline.acme;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sightline.bus.Circle;
import dev.sightline.bus.RelayBus;
import dev.sightline.kubernetes.KubernetesApi;
import dev.sightline.node.AcmeConfig;
import dev.sightline.node.RelayNode;
import dev.sightline.node.Secret;
import dev.sightline.node.StartException;
import dev.sightline.tls.CertificateSource;
import dev.sightline.tls.FileContents;
import dev.sightline.tls.ServerCertificate;
import dev.sightline.tls.TlsFileException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An edge's part in having a certificate for the viewers' port: one of the edges orders it, all
 * answer the ACME server, and all show what is in the store.
 */
public final class Acme extends VerticleBase implements CertificateSource {

  private static final Logger LOG = LoggerFactory.getLogger(Acme.class);

  private static final String CIRCLE = "acme";
  private static final String CHALLENGES = "challenges";

  /** How long another edge may take to say that it knows the challenges. */
  static final Duration TOLD_AT_MOST = Duration.ofSeconds(5);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final RelayBus bus;
  private final Challenges challenges;
  private final Circle circle;
  private final CertificateKeeper keeper;
  private final Duration every;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread named = new Thread(task, "acme");
            named.setDaemon(true);
            return named;
          });
  private final AtomicLong looks = new AtomicLong();
  private volatile IssuedCertificate certificate;

  Acme(
      RelayBus bus,
      AcmeConfig config,
      CertificateStore store,
      Authority authority,
      AcmeSurroundings around) {
    this.bus = bus;
    this.every = around.lookEvery();
    this.challenges = new Challenges(around.clock());
    this.circle = new Circle(CIRCLE, bus, this::hear);
    this.certificate = StandInCertificate.create(config.domains(), around.clock().instant());
    this.keeper =
        new CertificateKeeper(
            config,
            store,
            authority,
            this::publish,
            circle::isOldest,
            next -> certificate = next,
            around.metrics(),
            around.clock());
  }

  /**
   * Looks which certificate there is; succeeds also when that can't be known yet.
   *
   * @return fails with a sentence for the user when the configuration can't work
   */
  public static Future<Acme> start(RelayNode node, RelayBus bus, AcmeConfig config) {
    try {
      Acme acme =
          new Acme(
              bus,
              config,
              store(node.vertx(), config),
              new Authority(config, DirectoryProvider.of(config), Authority.PATIENCE),
              new AcmeSurroundings(node.metrics().acme(), Clock.systemUTC(), LOOK_EVERY));
      node.readiness().register("certificate", acme::isStoreKnown);
      return node.vertx().deployVerticle(acme).map(acme);
    } catch (TlsFileException e) {
      return Future.failedFuture(new StartException(e.getMessage(), e));
    } catch (StartException e) {
      return Future.failedFuture(e);
    }
  }

  private static CertificateStore store(Vertx vertx, AcmeConfig config) throws StartException {
    if (config.secret().isEmpty()) {
      return new DirectoryStore(Path.of(config.store()));
    }
    KubernetesApi api =
        KubernetesApi.of(System.getenv(), KubernetesApi.MOUNTED)
            .orElseThrow(
                () ->
                    new StartException(
                        "http.tls.acme.store is a Secret of Kubernetes, but this is no pod:"
                            + " KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be set",
                        null));
    return new SecretStore(vertx, api, config.secret().get());
  }

  @Override
  public Future<?> start() {
    Promise<Void> read = Promise.promise();
    thread.execute(
        () -> {
          keeper.read();
          read.complete();
        });
    return bus.deploy(circle).compose(v -> read.future());
  }

  /** To be called when the ACME server is answered: from now on certificates are ordered. */
  public void begin() {
    thread.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      keeper.look();
      looks.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("keeping the certificate went wrong", e);
    }
  }

  @Override
  public Future<?> stop() {
    thread.shutdownNow();
    return Future.succeededFuture();
  }

  private void publish(List<Challenge> all) {
    JsonArray list = new JsonArray();
    all.forEach(challenge -> list.add(challenge.toJson()));
    all.forEach(challenges::add);
    try {
      circle
          .tell(new JsonObject().put(CHALLENGES, list), TOLD_AT_MOST)
          .await(2 * TOLD_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("not all edges have said that they know the challenges");
    }
  }

  private void hear(JsonObject word) {
    for (Object each : word.getJsonArray(CHALLENGES)) {
      challenges.add(Challenge.fromJson((JsonObject) each));
    }
  }

  /** How often it has looked for something to do. */
  long looks() {
    return looks.get();
  }

  /** Whether viewers may be sent here, see {@link CertificateKeeper#isStoreKnown}. */
  boolean isStoreKnown() {
    return keeper.isStoreKnown();
  }

  /** What answers the ACME server on port 80. */
  public Challenges challenges() {
    return challenges;
  }

  /** What is to be shown now: one that nobody vouches for, while there is no other. */
  IssuedCertificate certificate() {
    return certificate;
  }

  @Override
  public FileContents read() {
    IssuedCertificate now = certificate;
    return FileContents.inMemory(bytes(now.chainPem()), bytes(now.keyPem()));
  }

  private static byte[] bytes(Secret pem) {
    return pem.value().getBytes(US_ASCII);
  }

  /** Whatever its dates: there is no better one. */
  @Override
  public ServerCertificate judge(FileContents contents, Instant now) {
    try {
      return ServerCertificate.of(
          IssuedCertificate.parse(text(contents.file(0)), text(contents.file(1))).credential());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("what has been read before can't be read", e);
    }
  }

  private static Secret text(byte[] pem) {
    return new Secret(new String(pem, US_ASCII));
  }
}
