package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits of what one stream, or one address, may take of an edge. */
class PlacesTest {

  private static final EdgeLimits USUAL = EdgeLimits.of(1_000);
  private static final String CLIENT = "203.0.113.7";
  private static final String OTHER = "203.0.113.8";
  private static final String OF_ADDRESS =
      "Your address has as many viewers here as one address may have; try again.\n";
  private static final String OF_STREAM =
      "This stream has as many viewers here as it may have; try again.\n";

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void refuseAnAddressThatHasItsViewersUntilOneLeaves() {
    edge.behind(true).withLimits(perAddress(2)).start("front", "yard");
    RawConnection first = assertAdmitted(CLIENT, "/front/stream");
    assertAdmitted(CLIENT, "/yard/stream");

    assertRefused(CLIENT, "/front/stream", "429 Too Many Requests", OF_ADDRESS);
    assertRefused(CLIENT, "/front/snapshot", "429 Too Many Requests", OF_ADDRESS);
    assertAdmitted(OTHER, "/front/stream");
    assertThat(refused("address")).isEqualTo(2);

    first.close();
    edge.awaitViewers(1);
    assertAdmitted(CLIENT, "/front/stream");
  }

  @Test
  void refuseAViewerOfAStreamThatHasItsViewers() {
    EdgeLimits onePerStream = with(OptionalInt.of(1), OptionalInt.empty());
    edge.behind(true).withLimits(onePerStream).start("front", "yard");
    RawConnection first = assertAdmitted(CLIENT, "/front/stream");

    assertRefused(OTHER, "/front/stream", "503 Service Unavailable", OF_STREAM);
    assertAdmitted(OTHER, "/yard/stream");
    assertThat(refused("stream")).isEqualTo(1);

    first.close();
    edge.awaitViewers(0);
    assertAdmitted(OTHER, "/front/stream");
  }

  /** Browsers show scripts no answer but the close of a socket. */
  @Test
  void closeSocketsOfAnAddressThatHasItsViewers() {
    edge.behind(true).withLimits(perAddress(1)).start("front");
    assertAdmitted(CLIENT, "/front/stream");

    assertClosed("/front/ws");
    assertClosed("/front/websocket");
  }

  /** They are counted apart, and each watched stream is a viewer. */
  @Test
  void countSocketsOfManyStreamsToo() {
    edge.behind(true).withLimits(perAddress(1)).start("front", "yard");
    RawConnection socket = new RawConnection(edge.port());
    socket.send(proxied(CLIENT)).openSocket("/streams");
    Await.until("it has its place", () -> edge.metric("sightline.viewer.sockets") == 1);

    assertClosed("/streams");
    socket.sendFrame(0x81, "{\"type\": \"watch\", \"stream\": \"front\"}");
    edge.awaitViewers(1);
    socket.sendFrame(0x81, "{\"type\": \"watch\", \"stream\": \"yard\"}");
    awaitText(socket, "as one address may have; try again.");

    socket.close();
    edge.awaitViewers(0);
    Await.until("the socket is gone", () -> edge.metric("sightline.viewer.sockets") == 0);
    new RawConnection(edge.port()).send(proxied(CLIENT)).openSocket("/streams");
    assertAdmitted(CLIENT, "/front/stream");
  }

  @Test
  void believeATrustedProxyOnly() {
    edge.behind(false, "127.0.0.1").withLimits(perAddress(1)).start("front");
    String forged = "X-Forwarded-For: 192.0.2.66, 203.0.113.7\r\n";
    assertThat(requestWith(forged).readHead()).contains("200 OK");

    assertThat(requestWith("X-Forwarded-For: 203.0.113.7\r\n").readHead()).contains("429 ");
    assertThat(requestWith("X-Forwarded-For: 192.0.2.66\r\n").readHead()).contains("200 OK");
  }

  @Test
  void countNoneOfThisMachine() {
    edge.withLimits(perAddress(1)).start("front");
    assertThat(requestWith("").readHead()).contains("200 OK");
    assertThat(requestWith("X-Forwarded-For: 203.0.113.7\r\n").readHead()).contains("200 OK");
    assertThat(requestWith("X-Forwarded-For: 203.0.113.7\r\n").readHead()).contains("200 OK");
  }

  @Test
  void letNobodyInWithoutTheProxyProtocolIfThatIsOn() {
    edge.behind(true).start("front");
    try (RawConnection direct = requestWith("")) {
      assertThat(direct.isAtEnd()).isTrue();
    }
    byte[] second = {13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10, 0x21, 0x11, 0, 12};
    byte[] addresses = {(byte) 203, 0, 113, 9, 127, 0, 0, 1, 1, 1, 2, 2};
    try (RawConnection byVersion2 = new RawConnection(edge.port())) {
      byVersion2.send(text(second) + text(addresses) + get("/front/stream", ""));
      assertThat(byVersion2.readHead()).contains("200 OK");
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private RawConnection requestWith(String header) {
    return new RawConnection(edge.port()).send(get("/front/stream", header));
  }

  private static String get(String path, String header) {
    return "GET %s HTTP/1.1\r\nHost: edge\r\n%s\r\n".formatted(path, header);
  }

  private static String proxied(String client) {
    return "PROXY TCP4 %s 127.0.0.1 4711 8080\r\n".formatted(client);
  }

  private RawConnection assertAdmitted(String client, String path) {
    RawConnection viewer = new RawConnection(edge.port());
    assertThat(viewer.send(proxied(client) + get(path, "")).readHead()).contains("200 OK");
    return viewer;
  }

  private void assertRefused(String client, String path, String status, String sentence) {
    try (RawConnection viewer = new RawConnection(edge.port())) {
      assertThat(viewer.send(proxied(client) + get(path, "")).readHead())
          .startsWith("HTTP/1.1 " + status + "\r\n")
          .contains("\r\nretry-after: 5\r\n");
      assertThat(viewer.read(sentence.length())).isEqualTo(sentence);
    }
  }

  private void assertClosed(String path) {
    try (RawConnection viewer = new RawConnection(edge.port())) {
      assertThat(viewer.send(proxied(CLIENT)).openSocket(path)).contains(" 101 ");
      String reason = "your address has as many viewers here as one address may have";
      assertThat(viewer.read(4 + reason.length()))
          .isEqualTo("\u0088" + (char) (2 + reason.length()) + "\u0003\u00f5" + reason);
    }
  }

  private static void awaitText(RawConnection connection, String expected) {
    StringBuilder heard = new StringBuilder();
    while (heard.indexOf(expected) < 0) {
      heard.append(connection.read(1));
    }
  }

  private double refused(String reason) {
    return edge.metric("sightline.viewers.refused", "reason", reason);
  }

  private static EdgeLimits perAddress(int most) {
    return with(OptionalInt.empty(), OptionalInt.of(most));
  }

  private static EdgeLimits with(OptionalInt perStream, OptionalInt perAddress) {
    return new EdgeLimits(
        USUAL.viewers(),
        perStream,
        perAddress,
        USUAL.connections(),
        USUAL.requestTimeout(),
        USUAL.idleTimeout());
  }
}
