package dev.sightline.testkit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** One connection to a fake camera, on the camera's event loop. */
final class CameraClient {

  /** Lines of a request; a client that sends more is cut off. */
  private static final int MAX_LINES = 200;

  private final NetSocket socket;
  private final BiConsumer<CameraClient, CameraRequest> onRequest;
  private final ByteQueue queue = new ByteQueue();
  private final List<String> lines = new ArrayList<>();
  private boolean requested;
  private boolean streaming;

  CameraClient(NetSocket socket, BiConsumer<CameraClient, CameraRequest> onRequest) {
    this.socket = socket;
    this.onRequest = onRequest;
    socket.handler(this::receive);
    // A client that hangs up amid a frame resets the connection; its end is told by the close
    // handler.
    socket.exceptionHandler(reset -> {});
  }

  /** Whether it has been answered with a stream, so that frames are for it. */
  boolean isStreaming() {
    return streaming;
  }

  /** Whether it takes a frame now; otherwise the one before hasn't left yet. */
  boolean isWritable() {
    return !socket.writeQueueFull();
  }

  void beginStream(Buffer head) {
    streaming = true;
    socket.write(head);
  }

  /** Answers without a stream, which ends the connection. */
  void refuse(Buffer answer) {
    socket.end(answer);
  }

  void send(Buffer part) {
    socket.write(part);
  }

  /**
   * Writes the first half of {@code part} and ends the connection behind it. A client that isn't
   * writable is in the middle of a frame already, so it gets nothing more.
   */
  Future<Void> cutWithin(Buffer part) {
    return writeHalf(part).eventually(socket::close);
  }

  /** Like {@link #cutWithin} with a reset in place of an orderly end. */
  Future<Void> resetWithin(Buffer part) {
    return writeHalf(part).eventually(this::reset);
  }

  private Future<Void> writeHalf(Buffer part) {
    boolean midFrame = !streaming || !isWritable();
    return midFrame ? Future.succeededFuture() : socket.write(part.slice(0, part.length() / 2));
  }

  /** Closing a socket whose linger time is zero sends RST and forgets what is unsent. */
  private Future<Void> reset() {
    Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    return socket.close();
  }

  private void receive(Buffer chunk) {
    if (requested) {
      return;
    }
    try {
      queue.append(chunk);
      readRequest();
    } catch (MalformedStreamException e) {
      socket.close();
    }
  }

  private void readRequest() {
    String line = queue.takeLine();
    while (line != null && !line.isEmpty() && lines.size() < MAX_LINES) {
      lines.add(line);
      line = queue.takeLine();
    }
    if (line != null) {
      requestEnd();
    }
  }

  private void requestEnd() {
    requested = true;
    if (lines.isEmpty() || lines.size() == MAX_LINES) {
      throw new MalformedStreamException("a request has 1 to " + MAX_LINES + " lines");
    }
    onRequest.accept(this, CameraRequest.of(lines));
  }
}
