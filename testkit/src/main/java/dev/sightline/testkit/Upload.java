package dev.sightline.testkit;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A request with a body that a test writes piece by piece, over a connection of its own. The answer
 * may come at any time, before the body's end too. One thread writes; any may look.
 */
public final class Upload implements AutoCloseable {

  private static final int PIECE = 64 * 1024;

  private final PlainRequest request;
  private final Socket socket = new Socket();
  private final boolean chunked;

  // Guarded by this upload.
  private HttpReply reply;
  private String end;
  private boolean isRead;
  private long written;

  private Upload(PlainRequest request, boolean chunked) {
    this.request = request;
    this.chunked = chunked;
  }

  /** Begins a body without an end: {@code Transfer-Encoding: chunked}. */
  public static Upload chunked(PlainRequest request) {
    return open(new Upload(request.withHeader("Transfer-Encoding", "chunked"), true));
  }

  /** Begins a body of a length that is told in advance. */
  public static Upload ofLength(PlainRequest request, long length) {
    return open(new Upload(request.withHeader("Content-Length", Long.toString(length)), false));
  }

  /**
   * Writes a piece and waits until the connection has taken it.
   *
   * @throws UncheckedIOException when the other side has closed the connection
   */
  public Upload send(Buffer piece) {
    try {
      write(piece.getBytes());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(this + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a piece again and again on a thread of its own, until so many bytes are written or the
   * other side takes no more.
   */
  public Upload sendAgain(Buffer piece, long total) {
    start("body", () -> writeAgain(piece.getBytes(), total));
    return this;
  }

  /** Says that the body ends here. */
  public Upload finish() {
    if (chunked) {
      try {
        socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new UncheckedIOException(this + ": " + e.getMessage(), e);
      }
    }
    return this;
  }

  /** Bytes of the body that the other side, or the kernel on the way to it, has taken. */
  public synchronized long written() {
    return written;
  }

  /** Whether the connection has come to its end. */
  public synchronized boolean isEnded() {
    return end != null;
  }

  /** Waits for the whole answer. */
  public HttpReply awaitReply() {
    Await.until(Await.DEADLINE, () -> "an answer to " + this, () -> hasReply() || isRead());
    synchronized (this) {
      if (reply == null) {
        throw new AssertionError("no answer to " + this);
      }
      return reply;
    }
  }

  /** Waits until the other side has closed the connection. */
  public void awaitEnd() {
    Await.until(Await.DEADLINE, () -> "the end of " + this, this::isEnded);
  }

  /** Ends the connection, within the body unless it was finished. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized String toString() {
    return "%s: %d bytes sent%s".formatted(request, written, end == null ? "" : ", " + end);
  }

  private static Upload open(Upload upload) {
    try {
      int timeout = (int) Await.DEADLINE.toMillis();
      PlainRequest request = upload.request;
      upload.socket.setTcpNoDelay(true);
      upload.socket.connect(new InetSocketAddress(request.host(), request.port()), timeout);
      upload.socket.getOutputStream().write(request.bytes().getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(upload + ": " + e.getMessage(), e);
    }
    start("answer", upload::read);
    return upload;
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, "upload-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void writeAgain(byte[] piece, long total) {
    try {
      for (long left = total; left > 0 && !isEnded(); left -= piece.length) {
        write(left < piece.length ? Arrays.copyOf(piece, (int) left) : piece);
      }
    } catch (IOException e) {
      ended("it takes no more: " + e.getMessage());
    }
  }

  private void write(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    if (chunked) {
      byte[] size =
          (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      byte[] end = {'\r', '\n'};
      out.write(Buffer.buffer().appendBytes(size).appendBytes(bytes).appendBytes(end).getBytes());
    } else {
      out.write(bytes);
    }
    synchronized (this) {
      written += bytes.length;
    }
  }

  private void read() {
    Buffer body = Buffer.buffer();
    ResponseReader reader = new ResponseReader(true, body::appendBuffer);
    try {
      InputStream in = socket.getInputStream();
      byte[] some = new byte[PIECE];
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        reader.handle(Buffer.buffer().appendBytes(some, 0, count));
        replied(reader, body, reader.isDone());
      }
      replied(reader, body, reader.head() != null && reader.isWholeAtClose());
      ended("the connection was closed");
    } catch (IOException | MalformedStreamException e) {
      ended(e.getMessage());
    } finally {
      synchronized (this) {
        isRead = true;
      }
    }
  }

  /** Nothing more comes; an answer may be on its way still when nothing more can be written. */
  private synchronized boolean isRead() {
    return isRead;
  }

  private synchronized void replied(ResponseReader reader, Buffer body, boolean whole) {
    if (reply == null && whole) {
      reply = new HttpReply(reader.head().status(), reader.head().headers(), body.copy());
    }
  }

  /** Whether the whole answer has come. */
  public synchronized boolean hasReply() {
    return reply != null;
  }

  private synchronized void ended(String how) {
    if (end == null) {
      end = how;
    }
  }
}
