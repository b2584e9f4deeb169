package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.edge.EdgeLimits;
import dev.sightline.node.AddressRange;
import dev.sightline.node.ProxyConfig;
import dev.sightline.standalone.ReverseProxy.Program;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.ViewerOptions;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An edge behind real proxies knows its viewers' addresses, and they can't choose them. */
class ViewerAddressIT {

  private static final EdgeLimits USUAL = EdgeLimits.DEFAULT;
  private static final EdgeLimits ONE_PER_ADDRESS =
      new EdgeLimits(
          USUAL.viewers(),
          OptionalInt.empty(),
          OptionalInt.of(1),
          USUAL.connections(),
          USUAL.requestTimeout(),
          USUAL.idleTimeout());

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults());
  private final RelayFixture relay = relay();
  private ReverseProxy proxy;

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    if (proxy != null) {
      proxy.close();
    }
    relay.close();
    camera.close();
    Await.result(outside.close());
  }

  @ParameterizedTest
  @EnumSource
  void isToldByTheProxy(Program program) {
    boolean protocol = program == Program.HAPROXY_WITH_PROXY_PROTOCOL;
    relay
        .behind(new ProxyConfig(List.of(AddressRange.parse("127.0.0.1")), protocol))
        .withLimits(ONE_PER_ADDRESS)
        .with("front", camera)
        .start();
    proxy = ReverseProxy.start(program, directory, URI.create(relay.url("/")).getPort());

    assertThat(watch("203.0.113.7", "").status()).isEqualTo(200);
    assertThat(watch("203.0.113.7", "").status()).isEqualTo(429);
    assertThat(watch("203.0.113.7", "203.0.113.99").status()).as("forged").isEqualTo(429);
    assertThat(watch("203.0.113.8", "203.0.113.7").status()).isEqualTo(200);
    assertThat(watch("2001:db8:1:2::1", "").status()).isEqualTo(200);
    assertThat(watch("2001:db8:1:2::2", "").status()).as("the same network").isEqualTo(429);
  }

  private TestViewer watch(String address, String forged) {
    PlainRequest request =
        PlainRequest.get(proxy.url("/cams/front/stream")).withHeader("X-Test-Address", address);
    TestViewer viewer =
        TestViewer.open(
            outside,
            forged.isEmpty() ? request : request.withHeader("X-Forwarded-For", forged),
            ViewerOptions.defaults());
    viewer.awaitHead();
    return viewer;
  }
}
