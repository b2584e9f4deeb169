package dev.sightline.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;

/** A connection of a program that pushes, byte by byte as a test wants it. */
public final class PushClient implements AutoCloseable {

  /**
   * What came back.
   *
   * @param head status line and header fields, in lower case
   */
  public record Reply(int status, String head, String body) {}

  private final Socket socket;

  private PushClient(Socket socket) {
    this.socket = socket;
  }

  /** A connection to a port of this machine. */
  public static PushClient connect(int port) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout((int) Await.DEADLINE.toMillis());
      socket.setTcpNoDelay(true);
      return new PushClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One request on a connection of its own. */
  public static Reply request(int port, String line, Buffer body, String... fields) {
    try (PushClient client = connect(port)) {
      return client.exchange(line, body, fields);
    }
  }

  /** A request with a length, and its answer. */
  public Reply exchange(String line, Buffer body, String... fields) {
    head(line, fields, "Content-Length: " + body.length());
    send(body);
    return reply();
  }

  /**
   * The head of a request.
   *
   * @param line such as {@code PUT /front/frames}
   */
  public PushClient head(String line, String[] fields, String... further) {
    StringBuilder head = new StringBuilder(line + " HTTP/1.1\r\nHost: test\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    for (String field : further) {
      head.append(field).append("\r\n");
    }
    return send(Buffer.buffer(head.append("\r\n").toString(), ISO_8859_1.name()));
  }

  /** The head of a request without end. */
  public PushClient endless(String line, String... fields) {
    return head(line, fields, "Transfer-Encoding: chunked");
  }

  /** A part of a body without a length. */
  public PushClient chunk(Buffer bytes) {
    return send(
        Buffer.buffer(Integer.toHexString(bytes.length()) + "\r\n")
            .appendBuffer(bytes)
            .appendString("\r\n"));
  }

  /** The end of such a body. */
  public PushClient lastChunk() {
    return send(Buffer.buffer("0\r\n\r\n"));
  }

  /** Bytes as they are. */
  public PushClient send(Buffer bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next answer. */
  public Reply reply() {
    try {
      InputStream in = socket.getInputStream();
      String head = readHead(in).toLowerCase(Locale.ROOT);
      int status = Integer.parseInt(head.substring(9, 12));
      String body = new String(in.readNBytes(length(head)), ISO_8859_1);
      Leaks.look("an answer", head + body);
      return new Reply(status, head, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection was closed after: " + head.toString(ISO_8859_1));
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  /** Waits until the other side has closed the connection. */
  public void awaitClosed() {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection was left open", e);
    } catch (IOException e) {
      return; // Reset is closed too.
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
