package dev.sightline.edge;

import dev.sightline.testkit.AnyCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A connection on which a test reads the very bytes, or nothing at all. */
final class RawConnection implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 30_000;

  /** Small, so that the other end is blocked by a few frames. */
  private static final int RECEIVE_BUFFER = 32 * 1024;

  private static final int MASKED = 0x80;
  private static final int LONGEST_SHORT = 125;
  private static final int TWO_BYTES_FOLLOW = 126;
  private static final String MASK = "mask";

  private final SocketChannel channel;
  private Socket socket;
  private ByteBuffer flood = ByteBuffer.allocate(0);

  RawConnection(int port) {
    try {
      channel = SocketChannel.open();
      socket = channel.socket();
      socket.setReceiveBufferSize(RECEIVE_BUFFER);
      socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Speaks TLS from now on, and one of these protocols within. Any certificate is believed. */
  RawConnection encrypted(String... protocols) {
    try {
      SSLSocket encrypted =
          (SSLSocket)
              AnyCertificate.sockets().createSocket(socket, "127.0.0.1", socket.getPort(), true);
      SSLParameters parameters = encrypted.getSSLParameters();
      parameters.setApplicationProtocols(protocols);
      encrypted.setSSLParameters(parameters);
      encrypted.startHandshake();
      socket = encrypted;
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawConnection send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything up to the first empty line, with it. */
  String readHead() {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append(read(1));
    }
    return head.toString();
  }

  /** Exactly so many bytes, one character each. */
  String read(int count) {
    try {
      byte[] bytes = socket.getInputStream().readNBytes(count);
      if (bytes.length < count) {
        throw new AssertionError("the connection ended after %d bytes".formatted(bytes.length));
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for a WebSocket and reads the answer's head. */
  String openSocket(String path) {
    return send(handshake(path)).readHead();
  }

  /** The request for a WebSocket, with the sample key of RFC 6455. */
  static String handshake(String path) {
    return "GET %s HTTP/1.1\r\nHost: edge\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            .formatted(path)
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  }

  /**
   * Sends a WebSocket frame of less than 64 KiB, masked as a client's is: RFC 6455, section 5.2.
   */
  RawConnection sendFrame(int firstByte, String payload) {
    return send(frame(firstByte, payload));
  }

  static String frame(int firstByte, String payload) {
    int length = payload.length();
    StringBuilder frame = new StringBuilder().append((char) firstByte);
    if (length <= LONGEST_SHORT) {
      frame.append((char) (MASKED | length));
    } else {
      frame.append((char) (MASKED | TWO_BYTES_FOLLOW));
      frame.append((char) (length >> 8)).append((char) (length & 0xFF));
    }
    frame.append(MASK);
    for (int i = 0; i < length; i++) {
      frame.append((char) (payload.charAt(i) ^ MASK.charAt(i % MASK.length())));
    }
    return frame.toString();
  }

  /** Sends this over and over, as much as is taken at once; tells whether any of it was. */
  boolean flood(String text) {
    if (!flood.hasRemaining()) {
      flood = ByteBuffer.wrap(text.repeat(10_000).getBytes(StandardCharsets.ISO_8859_1));
    }
    try {
      channel.configureBlocking(false);
      return channel.write(flood) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the other end closes without another byte; waits for either. */
  boolean isAtEnd() {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads whatever still comes until the other end has closed. */
  void awaitEnd() {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Vanishes without a farewell: what is under way is answered with a reset. */
  void reset() {
    try {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
