package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.FramePublisher;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamState;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.PushClient;
import dev.sightline.testkit.PushClient.Reply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TsSourceTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void takesNothingAnyMoreOnceItIsStopped() {
    RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
    FramePublisher publisher = new FramePublisher(System::nanoTime, metrics);
    Epoch epoch = new Epoch(1_000, "ingest");
    SourceTools tools =
        new SourceTools(vertx, epoch, publisher, status -> {}, metrics, Tracing.OFF);
    TsSource source = new TsSource(UploadingIngest.OPEN, tools);
    source.start();
    Await.result(source.stop());
    HttpServer server =
        Await.result(
            vertx
                .createHttpServer()
                .requestHandler(request -> source.receive(request.pause()))
                .listen(0, "127.0.0.1"));

    Reply reply =
        PushClient.request(server.actualPort(), "POST /upload/x", Buffer.buffer(new byte[188]));

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.head()).contains("retry-after: 1");
    assertThat(reply.body()).isEqualTo("front: this stream was changed or removed; upload again\n");
    assertThat(source.status().state()).isEqualTo(StreamState.IDLE);
    assertThat(source.status().connects()).isZero();
  }
}
