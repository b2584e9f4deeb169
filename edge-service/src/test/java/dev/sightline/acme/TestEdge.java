package dev.sightline.acme;

import dev.sightline.bus.RelayBus;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.AcmeConfig;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.tls.TlsFileException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of an edge as has to do with its certificate: the port for challenges, and the rest. */
final class TestEdge implements AutoCloseable {

  static final Duration OFTEN = Duration.ofMillis(20);

  private final Vertx vertx;
  private final MeterRegistry registry;
  private final Runnable end;
  private final Acme acme;
  private final IssuedCertificate standIn;
  private final HttpServer challenges;
  private final List<IssuedCertificate> shown = new CopyOnWriteArrayList<>();

  private TestEdge(
      Vertx vertx,
      MeterRegistry registry,
      RelayBus bus,
      Runnable end,
      AcmeConfig config,
      CertificateStore store,
      Clock clock,
      Duration patience) {
    this.vertx = vertx;
    this.registry = registry;
    this.end = end;
    this.acme =
        new Acme(
            bus,
            config,
            store,
            new Authority(config, provider(config), patience),
            new AcmeSurroundings(new RelayMetrics(registry).acme(), clock, OFTEN));
    this.standIn = acme.certificate();
    vertx.setPeriodic(OFTEN.toMillis() / 4, id -> look());
    challenges =
        Await.result(
            vertx
                .createHttpServer()
                .requestHandler(acme.challenges()::answer)
                .listen(0, "127.0.0.1"));
  }

  private static DirectoryProvider provider(AcmeConfig config) {
    try {
      return DirectoryProvider.of(config);
    } catch (TlsFileException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** One that is alone. */
  static TestEdge alone(AcmeConfig config, CertificateStore store, Clock clock, Duration patience) {
    Vertx vertx = Vertx.vertx();
    MeterRegistry registry = new SimpleMeterRegistry();
    RelayBus bus = Await.result(RelayBus.start(vertx, new RelayMetrics(registry)));
    return new TestEdge(
        vertx, registry, bus, () -> Await.result(vertx.close()), config, store, clock, patience);
  }

  /** One on a node of a cluster. */
  static TestEdge on(TestNode node, AcmeConfig config, CertificateStore store, Clock clock) {
    return new TestEdge(
        node.vertx(),
        node.registry(),
        node.bus(),
        node::close,
        config,
        store,
        clock,
        Authority.PATIENCE);
  }

  /** To be called once the ACME server knows where it is. */
  TestEdge start() {
    Await.result(vertx.deployVerticle(acme));
    acme.begin();
    return this;
  }

  int port() {
    return challenges.actualPort();
  }

  Acme acme() {
    return acme;
  }

  private void look() {
    IssuedCertificate now = acme.certificate();
    if (!now.equals(standIn) && !shown.contains(now)) {
      shown.add(now);
    }
  }

  /** Those that are to be shown so far, but for the stand-in. */
  IssuedCertificate awaitCertificate(int number) {
    Await.until(number + " certificates are shown", () -> shown.size() >= number);
    return shown.get(number - 1);
  }

  double orders(String result) {
    return registry.get("sightline.acme.orders").tag("result", result).counter().count();
  }

  double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  /** What it answers to a request for a challenge. */
  Optional<String> answer(String token) {
    HttpReply reply =
        PlainRequest.get("http://127.0.0.1:" + port() + Challenges.PATH + token).send();
    return reply.status() == 200 ? Optional.of(reply.text()) : Optional.empty();
  }

  @Override
  public void close() {
    end.run();
  }
}
