package dev.sightline.wan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Many viewers who throw away what they get, to be cheap: one thread, one buffer. */
final class Crowd implements AutoCloseable {

  private static final int ROOM = 256 << 10;

  private final Selector selector;
  private final List<AtomicLong> received = new ArrayList<>();
  private final Thread thread = new Thread(this::read, "crowd");
  private volatile boolean closed;

  Crowd() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To be called before {@link #begin}. */
  void add(String host, int port, String path, int viewers) {
    try {
      for (int i = 0; i < viewers; i++) {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(host, port));
        String request = "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, host);
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        AtomicLong bytes = new AtomicLong();
        received.add(bytes);
        channel.register(selector, SelectionKey.OP_READ, bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Crowd begin() {
    thread.start();
    return this;
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(ROOM);
    try {
      while (!closed) {
        selector.select(key -> read(key, buffer));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(SelectionKey key, ByteBuffer buffer) {
    try {
      int read = ((SocketChannel) key.channel()).read(buffer.clear());
      if (read < 0) {
        key.channel().close();
      } else {
        ((AtomicLong) key.attachment()).addAndGet(read);
      }
    } catch (IOException e) {
      key.cancel(); // It has been let go.
    }
  }

  /** Bytes that each has received so far. */
  List<Long> received() {
    return received.stream().map(AtomicLong::get).toList();
  }

  /** How many are still connected. */
  long present() {
    return selector.keys().stream().filter(SelectionKey::isValid).count();
  }

  int size() {
    return received.size();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    closed = true;
    selector.wakeup();
    thread.join();
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
