package dev.sightline.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A camera on a free port of 127.0.0.1 that treats every client in the same hostile way, each on a
 * thread of its own.
 */
final class HostileCamera implements AutoCloseable {

  private final Hostility hostility;
  private final ServerSocket server;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong mostWritten = new AtomicLong();

  private HostileCamera(Hostility hostility, ServerSocket server) {
    this.hostility = hostility;
    this.server = server;
  }

  static HostileCamera start(Hostility hostility) {
    try {
      ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      HostileCamera camera = new HostileCamera(hostility, server);
      camera.run("accept", camera::acceptAll);
      return camera;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Hostility hostility() {
    return hostility;
  }

  /** The URL with credentials, since some hostility wants them. */
  String url() {
    return "http://viewer:s3cret@127.0.0.1:" + server.getLocalPort() + "/";
  }

  /** Requests that it has answered, over all connections. */
  int requests() {
    return requests.get();
  }

  /** The most bytes that one connection took before it was closed. */
  long mostWritten() {
    return mostWritten.get();
  }

  /** Takes no more clients; those that are there are let go within a second. */
  @Override
  public void close() {
    end.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptAll() {
    try {
      while (end.getCount() > 0) {
        Socket socket = server.accept();
        run("client", () -> answer(socket));
      }
    } catch (IOException e) {
      // The server is closed.
    }
  }

  private void answer(Socket accepted) {
    try (Socket socket = accepted) {
      HostileClient client = new HostileClient(socket, end);
      try {
        while (client.awaitRequest()) {
          requests.incrementAndGet();
          hostility.answer(client);
        }
      } finally {
        mostWritten.accumulateAndGet(client.written(), Math::max);
      }
    } catch (IOException e) {
      // It has hung up, as it should.
    }
  }

  private void run(String what, Runnable task) {
    Thread thread = new Thread(task, hostility + "-" + what);
    thread.setDaemon(true);
    thread.start();
  }
}
