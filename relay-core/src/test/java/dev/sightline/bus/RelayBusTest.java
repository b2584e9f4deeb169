package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.testkit.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bus of a node that is alone, and the parts that live on it. */
class RelayBusTest {

  private final Vertx vertx = Vertx.vertx();
  private final RelayBus bus = Await.result(RelayBus.start(vertx));
  private final List<Context> started = new CopyOnWriteArrayList<>();
  private final List<Context> stopped = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void runsAllItsPartsOnOneEventLoop() {
    Await.result(bus.deploy(new Part()));
    Await.result(bus.deploy(new Part()));

    assertThat(started).hasSize(2).containsOnly(started.get(0));
  }

  @Test
  void stopsItsPartsWithItself() {
    Await.result(bus.deploy(new Part()));
    Await.result(bus.deploy(new Part()));

    Await.result(vertx.close());

    assertThat(stopped).isEqualTo(started);
  }

  @Test
  void tellsWhyAPartDidNotStart() {
    assertThatThrownBy(() -> Await.result(bus.deploy(new BrokenPart())))
        .hasMessageContaining("the port is taken");

    Await.result(vertx.close());
    assertThat(stopped).as("what has not started is not stopped").isEmpty();
  }

  private class Part extends VerticleBase {

    @Override
    public Future<?> start() {
      started.add(Vertx.currentContext());
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      stopped.add(Vertx.currentContext());
      return Future.succeededFuture();
    }
  }

  private final class BrokenPart extends Part {

    @Override
    public Future<?> start() {
      return Future.failedFuture("the port is taken");
    }
  }
}
