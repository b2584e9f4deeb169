package dev.sightline.bus;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Where the frames of one stream come out on one event loop: a mailbox for one frame.
 *
 * <p>The receiver's event loop offers, the other one takes. A frame that has not been taken when
 * the next one comes is replaced and counted, so that a busy event loop gets the newest and never a
 * backlog.
 */
public final class FrameTap {

  /** Who takes the frames. */
  public interface Listener {

    void frame(Arrival frame);

    /** The camera gives no picture any more, and the frame before is only history. */
    void lost();

    /** The stream is no more: no frame will ever come. */
    void ended();
  }

  private final Context context;
  private final Listener listener;
  private final Counter dropped;
  private final Consumer<FrameTap> onClose;
  private final AtomicReference<Arrival> mailbox = new AtomicReference<>();
  private volatile boolean closed;

  FrameTap(Context context, Listener listener, Counter dropped, Consumer<FrameTap> onClose) {
    this.context = context;
    this.listener = listener;
    this.dropped = dropped;
    this.onClose = onClose;
  }

  void offer(Arrival frame) {
    if (mailbox.getAndSet(frame) == null) {
      context.runOnContext(v -> take());
    } else {
      dropped.increment();
    }
  }

  void lose() {
    tell(listener::lost);
  }

  void end() {
    tell(listener::ended);
  }

  private void tell(Runnable news) {
    context.runOnContext(
        v -> {
          if (!closed) {
            news.run();
          }
        });
  }

  private void take() {
    Arrival frame = mailbox.getAndSet(null);
    if (frame != null && !closed) {
      listener.frame(frame);
    }
  }

  /** Ends it; no frame comes any more. To be called on the event loop that takes the frames. */
  public void close() {
    closed = true;
    onClose.accept(this);
  }
}
