package dev.sightline.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whoever has connected to a hostile camera, on the thread that answers it. */
final class HostileClient {

  /** What is endless ends here, should the client really read on. */
  static final long MOST_BYTES = 4L << 30;

  private static final int PIECE = 64 << 10;

  private final Socket socket;
  private final CountDownLatch end;
  private final OutputStream out;
  private long written;

  /**
   * @param end when it is counted down, nothing more is written
   */
  HostileClient(Socket socket, CountDownLatch end) throws IOException {
    this.socket = socket;
    this.end = end;
    this.out = socket.getOutputStream();
  }

  /** Reads one request; false when the client has hung up instead. */
  boolean awaitRequest() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    String line = in.readLine();
    while (line != null && !line.isEmpty()) {
      line = in.readLine();
    }
    return line != null;
  }

  /** Bytes that the client or the kernel on the way to it has taken. */
  long written() {
    return written;
  }

  void write(String text) throws IOException {
    write(text.getBytes(ISO_8859_1));
  }

  /** As fast as the client takes it. */
  void writeForever(String text) throws IOException {
    byte[] piece = text.repeat(1 + PIECE / text.length()).getBytes(ISO_8859_1);
    while (written < MOST_BYTES && end.getCount() > 0) {
      write(piece);
    }
  }

  /** Again and again, with a pause before each time, if the client takes it. */
  void writeEvery(Duration pause, String text) throws IOException {
    byte[] piece = text.getBytes(ISO_8859_1);
    while (!endsWithin(pause)) {
      write(piece);
    }
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    written += bytes.length;
  }

  private boolean endsWithin(Duration pause) throws InterruptedIOException {
    try {
      return end.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }
}
