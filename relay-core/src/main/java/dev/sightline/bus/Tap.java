package dev.sightline.bus;

import io.vertx.core.Context;
import java.util.function.Consumer;

/** Where a stream comes out on one event loop. The receiver's event loop offers, this one takes. */
abstract class Tap {

  /** Who takes what comes. */
  interface Listener {

    /** The source gives nothing any more, and what came before is only history. */
    void lost();

    /** The stream is no more: nothing will ever come. */
    void ended();
  }

  private final Context context;
  private final Listener listener;
  private final Consumer<Tap> onClose;
  private volatile boolean closed;

  Tap(Context context, Listener listener, Consumer<Tap> onClose) {
    this.context = context;
    this.listener = listener;
    this.onClose = onClose;
  }

  void lose() {
    tell(listener::lost);
  }

  void end() {
    tell(listener::ended);
  }

  /** Does something on the event loop that takes, unless the tap is closed by then. */
  final void tell(Runnable news) {
    context.runOnContext(
        v -> {
          if (!closed) {
            news.run();
          }
        });
  }

  final boolean isClosed() {
    return closed;
  }

  /** Ends it; nothing comes any more. To be called on the event loop that takes. */
  public void close() {
    closed = true;
    onClose.accept(this);
  }
}
