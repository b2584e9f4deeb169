package dev.sightline.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Alone;
import dev.sightline.testkit.AnyCertificate;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.TestCertificate;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.ViewerTally;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Good viewers beside connections that never finish their request and viewers that never read. With
 * {@code -Dsiege.factor=10} ten times as many, with {@code -Dsiege.tls=true} all of them by TLS.
 */
@Alone
class SiegeIT {

  private static final Logger LOG = LoggerFactory.getLogger(SiegeIT.class);

  private static final int FACTOR = Integer.getInteger("siege.factor", 1);
  private static final boolean TLS = Boolean.getBoolean("siege.tls");
  private static final int GOOD = 10 * FACTOR;
  private static final int SLOW = 200 * FACTOR;
  private static final int STALLED = 200 * FACTOR;

  private static final double FPS = 5;
  private static final int FRAME_BYTES = 50_000;
  private static final int SMALL_BUFFER = 4_096;

  /**
   * None is missed on a machine that has time for all of this. On a busy one the node may be kept
   * from running until the next frame is there.
   */
  private static final double MOST_MISSED = 0.1;

  /** The memory for frames, and buffers and connections of all who come. */
  private static final long MOST_GROWTH_KIB =
      (32 << 10) + (32 << 10) + (TLS ? 40L : 8L) * (SLOW + STALLED + GOOD);

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

  /** All of them must be there before the first is given up; by TLS each takes its time to come. */
  private static final Duration VIEWER_TIMEOUT = Duration.ofSeconds(TLS ? 60 : 10);

  private static final Duration LONGEST = VIEWER_TIMEOUT.plusSeconds(20);

  private static final String CONFIG =
      """
      edge:
        request-timeout: %ds
        viewer-timeout: %ds
        frame-memory: 32MiB
      cameras:
        front: %s
      """;

  /** Java's own heap is fixed, so that what grows besides it can be seen. */
  private static final String FIXED_HEAP = "-Xms96m -Xmx96m -XX:+AlwaysPreTouch";

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera =
      FakeCamera.start(outside, CameraOptions.defaults().withFps(FPS).withFrameSize(FRAME_BYTES));
  private final List<Socket> opened = new ArrayList<>();
  private NodeProcess node;

  @TempDir private Path directory;

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : opened) {
      socket.close();
    }
    node.close();
    camera.close();
    Await.result(outside.close());
  }

  @Test
  void costsGoodViewersNoFrame() throws IOException {
    Path config = directory.resolve("sightline.yaml");
    Files.writeString(
        config,
        CONFIG.formatted(REQUEST_TIMEOUT.toSeconds(), VIEWER_TIMEOUT.toSeconds(), camera.url())
            + (TLS ? tls() : ""));
    Map<String, String> environment = Map.of("SIGHTLINE_JAVA_OPTS", FIXED_HEAP);
    node =
        NodeProcess.start(List.of(), "127.0.0.1", environment, "--config", config.toString())
            .awaitUp();
    List<TestViewer> good =
        Stream.generate(() -> TestViewer.open(outside, node.url("/front/stream")))
            .limit(GOOD)
            .toList();
    good.forEach(viewer -> viewer.awaitFrames(1));
    long residentBefore = node.residentKiB();

    for (int i = 0; i < STALLED; i++) {
      write(connect(), "GET /front/stream HTTP/1.1\r\nHost: edge\r\n\r\n");
    }
    Await.until(
        "those who don't read are there",
        () -> node.metric("sightline_viewers", "stream=\"front\"") == GOOD + STALLED);
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < SLOW; i++) {
      slow.add(connect());
      write(slow.get(i), "GET /front/stream HTTP/1.1\r\nX-Slow: ");
    }
    List<ViewerTally> before = good.stream().map(TestViewer::tally).toList();
    long begun = System.nanoTime();
    Await.until(
        LONGEST,
        () -> "the slow ones are ended; so far " + ended(),
        () -> {
          slow.forEach(SiegeIT::trickle);
          return ended() == SLOW;
        });
    LOG.info(
        "{} slow ones ended {} ms after the last", SLOW, (System.nanoTime() - begun) / 1_000_000);
    Await.until(
        LONGEST,
        () -> "those who don't read are ended, by the edge or the system",
        () -> node.metric("sightline_viewers", "stream=\"front\"") == GOOD);
    good.forEach(viewer -> viewer.awaitMoreFrames(1));

    long growth = node.peakResidentKiB() - residentBefore;
    LOG.info("grown by {} KiB at most", growth);
    assertThat(growth).isLessThan(MOST_GROWTH_KIB);
    long most = 0;
    for (int i = 0; i < GOOD; i++) {
      most = Math.max(most, missed(good.get(i), before.get(i)));
    }
    LOG.info("no good viewer missed more than {} frames", most);
  }

  private double ended() {
    return node.metric("sightline_connections_ended_total", "reason=\"request\"");
  }

  private static long missed(TestViewer viewer, ViewerTally before) {
    ViewerTally now = viewer.tally();
    long missed = now.gaps() - before.gaps();
    long sent = missed + now.frames() - before.frames();
    assertThat(missed).as("missed of %d", sent).isLessThanOrEqualTo((long) (MOST_MISSED * sent));
    assertThat(now.corrupt()).isZero();
    assertThat(viewer.isDisconnected()).isFalse();
    return missed;
  }

  private String tls() throws IOException {
    TestCertificate own = TestCertificate.selfSigned(directory, "ip:127.0.0.1");
    Path cert = Files.writeString(directory.resolve("cert.pem"), own.pem());
    Path key = Files.writeString(directory.resolve("key.pem"), own.keyPem());
    return "http: {tls: {cert-file: %s, key-file: %s}}\n".formatted(cert, key);
  }

  private Socket connect() throws IOException {
    Socket plain = new Socket();
    plain.setReceiveBufferSize(SMALL_BUFFER);
    plain.connect(new InetSocketAddress("127.0.0.1", node.viewersPort()));
    Socket socket =
        TLS
            ? AnyCertificate.sockets().createSocket(plain, "127.0.0.1", node.viewersPort(), true)
            : plain;
    opened.add(socket); // One by TLS is closed once nobody holds it.
    return socket;
  }

  /** As somebody does who means to keep the connection. */
  private static void trickle(Socket socket) {
    try {
      write(socket, "a");
    } catch (IOException e) {
      // It has been ended, as it should be.
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }
}
