package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector of traces hears of nodes, each a process of its own. */
class TracingIT {

  @TempDir private Path directory;
  private final Vertx outside = Vertx.vertx();
  private final TraceCollector collector = TraceCollector.start();
  private final FakeCamera camera =
      FakeCamera.start(
          outside, CameraOptions.defaults().withFps(100).withCredentials("viewer", "s3cret"));

  @AfterEach
  void stop() {
    camera.close();
    collector.close();
    Await.result(outside.close());
  }

  @Test
  void tellsHowANodeTakesAStreamConnectsAndEnds() throws IOException {
    try (NodeProcess relay = NodeProcess.start("--config", settings(collector.url()).toString())) {
      relay.awaitUp();
      assertThat(collector.await("start").parent()).isEmpty();
      assertThat(collector.await("start").detail("node")).isEqualTo("local");
      assertThat(collector.await("take-over").detail("stream")).isEqualTo("front");
      assertThat(collector.await("take-over").detail("epoch")).matches("\\d+ local");

      TestViewer viewer = TestViewer.open(outside, relay.url("/front/stream"));
      viewer.awaitFrames(100);
      SeenSpan connect = collector.await("connect");
      assertThat(connect.service()).isEqualTo("sightline");
      assertThat(connect.details())
          .containsEntry("stream", "front")
          .containsEntry("result", "live")
          .containsEntry("origin", "http://127.0.0.1:%d/".formatted(camera.port()));
      assertThat(collector.await("first-picture").duration()).isPositive();
      // A hundred frames have passed, asked for one by one.
      assertThat(collector.spans())
          .extracting(SeenSpan::name)
          .containsExactlyInAnyOrder("start", "take-over", "connect", "first-picture");

      camera.stopListening();
      Await.until(
          "an attempt that fails",
          () ->
              collector.named("connect").stream()
                  .anyMatch(span -> "unreachable".equals(span.detail("result"))));
      relay.program().signal("TERM");
      relay.program().awaitExit();
    }
    SeenSpan drain = collector.await("drain");
    List<String> parts =
        collector.spans().stream()
            .filter(span -> span.parent().equals(drain.id()))
            .map(SeenSpan::name)
            .toList();
    assertThat(parts)
        .containsExactly("refuse-viewers", "send-viewers-away", "give-up-cameras", "stop-roles");
    assertThat(collector.await("give-up").detail("reason")).isEqualTo("stopped");
    assertThat(collector.spans().toString()).doesNotContain("s3cret");
    assertThat(collector.keys()).isNotEmpty().containsOnly("k3y");
  }

  @Test
  void tellsHowANodeJoinsAndLeavesACluster() throws IOException {
    String config = settings(collector.url()).toString();
    try (NodeProcess edge =
        NodeProcess.start(
            "edge",
            "--config",
            config,
            "--cluster",
            "127.0.0.1",
            "--cluster-port",
            "" + FreePort.onLoopback())) {
      edge.awaitUp();
      SeenSpan start = collector.await("start");
      SeenSpan join = collector.await("join-cluster");
      assertThat(join.parent()).isEqualTo(start.id());
      assertThat(join.service()).isEqualTo("sightline-edge");
      assertThat(join.detail("nodes")).isEqualTo("1");
      assertThat(join.detail("node")).matches("[0-9a-f-]{36}");
      assertThat(start.detail("node")).isEqualTo(join.detail("node"));
      edge.program().signal("TERM");
      edge.program().awaitExit();
      assertThat(collector.await("leave-cluster").parent())
          .isEqualTo(collector.await("drain").id());
      assertThat(collector.await("drain").detail("node")).isEqualTo(join.detail("node"));
      assertThat(collector.await("delay").parent()).isEqualTo(collector.await("drain").id());
    }
  }

  @Test
  void aCollectorThatIsAwayChangesNothingAndIsToldOf() throws IOException {
    collector.close();
    try (NodeProcess relay = NodeProcess.start("--config", settings(collector.url()).toString())) {
      relay.awaitUp();
      TestViewer viewer = TestViewer.open(outside, relay.url("/front/stream"));
      viewer.awaitFrames(100);
      relay.awaitLine("WARN +traces can't be delivered to " + collector.url() + "/v1/traces");
      relay.program().signal("TERM");
      assertThat(relay.program().awaitExit()).isEqualTo(143);
      List<String> told =
          relay.program().lines().stream().filter(line -> line.contains("traces")).toList();
      assertThat(told).hasSize(1);
      assertThat(relay.program().lines()).noneMatch(line -> line.contains("opentelemetry"));
    }
  }

  @Test
  void aCollectorThatRefusesIsToldOfWithItsAnswer() throws IOException {
    collector.answering(401);
    try (NodeProcess relay = NodeProcess.start("--config", settings(collector.url()).toString())) {
      relay.awaitUp();
      relay.awaitLine("WARN +traces can't be delivered to .*: it answers 401");
      assertThat(relay.program().lines()).noneMatch(line -> line.contains("k3y"));
    }
  }

  @Test
  void withoutACollectorNothingOfOpenTelemetryIsLoaded() {
    Map<String, String> verbose = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load");
    try (NodeProcess relay = NodeProcess.start(List.of(), "127.0.0.1", verbose)) {
      relay.awaitUp();
      relay.program().signal("TERM");
      relay.program().awaitExit();
      assertThat(relay.program().lines())
          .anyMatch(line -> line.contains(" dev.sightline.node.Tracing "))
          .noneMatch(line -> line.contains(" io.opentelemetry."));
    }
  }

  private Path settings(String endpoint) throws IOException {
    return Files.writeString(
        directory.resolve("sightline.yaml"),
        """
        cameras:
          front: http://viewer:s3cret@127.0.0.1:%d/
        tracing:
          endpoint: %s
          headers:
            X-Key: k3y
          slow-viewers: 0s
        """
            .formatted(camera.port(), endpoint));
  }
}
