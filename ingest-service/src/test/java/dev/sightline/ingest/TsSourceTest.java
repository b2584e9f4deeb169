package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TsSourceTest {

  private final Vertx vertx = Vertx.vertx();
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private TsSource source;
  private HttpServer server;

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @BeforeEach
  void start() {
    FramePublisher publisher = new FramePublisher(System::nanoTime, metrics);
    Epoch epoch = new Epoch(1_000, "ingest");
    SourceTools tools =
        new SourceTools(vertx, epoch, publisher, status -> {}, metrics, Tracing.OFF);
    source = new TsSource(UploadingIngest.OPEN, tools);
    source.start();
    server =
        Await.result(
            vertx
                .createHttpServer()
                .requestHandler(request -> source.receive(request.pause()))
                .listen(0, "127.0.0.1"));
  }

  @Test
  void tellsOfUploadsThatComeAndGoOnceAMinute() {
    Logger logger = (Logger) LoggerFactory.getLogger(TsSource.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    for (int i = 0; i < 5; i++) {
      upload();
    }
    logger.setLevel(null);
    logger.detachAppender(log);
    assertThat(source.figures().uploads()).isEqualTo(5);
    assertThat(log.list)
        .filteredOn(event -> event.getLevel() == Level.INFO)
        .extracting(ILoggingEvent::getMessage)
        .containsExactly("{}: an upload has begun, from {}", "{}: an upload has ended: {} ({})");
  }

  private Reply upload() {
    return PushClient.request(server.actualPort(), "POST /upload/x", Buffer.buffer(new byte[188]));
  }

  @Test
  void takesNothingAnyMoreOnceItIsStopped() {
    Await.result(source.stop());

    Reply reply = upload();

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.head()).contains("retry-after: 1");
    assertThat(reply.body()).isEqualTo("front: this stream was changed or removed; upload again\n");
    assertThat(source.status().state()).isEqualTo(StreamState.IDLE);
    assertThat(source.status().connects()).isZero();
  }
}
