package dev.sightline.link;

import dev.sightline.bus.Ask;
import dev.sightline.frame.StreamId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The other end of a link that says what a test has it say, and reads nothing. */
final class DeafPeer implements AutoCloseable {

  private static final int BINARY = 0x82;
  private static final int PING = 0x89;

  /** Small, so that the other end is blocked soon. */
  private static final int RECEIVE_BUFFER = 32 << 10;

  private static final String HANDSHAKE =
      "GET / HTTP/1.1\r\nHost: relay\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  private final Socket socket = new Socket();

  DeafPeer(int port) {
    try {
      socket.setReceiveBufferSize(RECEIVE_BUFFER);
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
      readHead();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    say(
        LinkMessage.of(new JsonObject().put("hello", LinkConnection.VERSION).put("node", "deaf"))
            .encode());
  }

  /** Of the answer; the last that is read. */
  private void readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
  }

  void ask(long number, StreamId stream) {
    say(LinkMessage.of(number, new Ask("deaf", Ask.Kind.FRAME, stream, 0, 1)).encode());
  }

  void ping() {
    write(frame(PING, new byte[125]));
  }

  private void say(Buffer message) {
    write(frame(BINARY, message.getBytes()));
  }

  /** Whether the connection has been closed below all that is polite: nothing is taken any more. */
  boolean isCut() {
    try {
      socket.getOutputStream().write(frame(PING, new byte[0]));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Masked, as a client's is, with zeros. */
  private static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length <= 125) {
      frame.write(0x80 | payload.length);
    } else {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length & 0xFF);
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
