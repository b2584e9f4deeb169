package dev.sightline.ingest;

import dev.sightline.folder.UnfitPictureException;
import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.jpeg.JpegVerdict;
import dev.sightline.multipart.Part;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Plays the pictures of a folder in their order, once or in a loop, each of whose rounds begins
 * with what is there then.
 *
 * <p>Lives on the ingest's event loop. The next picture is read while the one before is shown. What
 * can't be shown takes no time, and a round without any picture ends the play.
 */
final class FolderPlay implements SourceConnection {

  /** The last picture has to be on its way to everybody when the stream ends behind it. */
  private static final Duration LAST = Duration.ofMillis(500);

  private final Vertx vertx;
  private final FolderConfig config;
  private final FolderAccess access;
  private final Listener listener;
  private List<Path> pictures = List.of();
  private int next;
  private int shown;
  private String trouble;
  private long dueAt = System.nanoTime();
  private long timer = -1;
  private boolean ended;

  FolderPlay(Vertx vertx, FolderConfig config, FolderAccess access, Listener listener) {
    this.vertx = vertx;
    this.config = config;
    this.access = access;
    this.listener = listener;
  }

  @Override
  public void open() {
    access.list().onSuccess(this::beginRound).onFailure(this::fail);
  }

  private void beginRound(List<Path> listed) {
    if (ended) {
      return;
    }
    pictures = listed;
    next = 0;
    shown = 0;
    if (listed.isEmpty()) {
      end(FolderTrouble.EMPTY);
    } else {
      read();
    }
  }

  private void read() {
    if (ended) {
      return;
    }
    if (next == pictures.size()) {
      endRound();
      return;
    }
    Path file = pictures.get(next++);
    access
        .read(file)
        .onSuccess(part -> take(file, part))
        .onFailure(failure -> leaveOut(file, failure));
  }

  private void take(Path file, Part part) {
    if (ended) {
      return;
    }
    if (part.verdict() == JpegVerdict.WHOLE) {
      whenDue(Duration.ZERO, () -> show(part));
    } else {
      listener.part(part);
      trouble = file.getFileName() + " is not a whole picture";
      read();
    }
  }

  private void show(Part part) {
    listener.part(part);
    shown++;
    dueAt = Math.max(dueAt + config.period().toNanos(), System.nanoTime());
    read();
  }

  private void leaveOut(Path file, Throwable failure) {
    if (ended) {
      return;
    }
    if (failure instanceof UnfitPictureException) {
      access.leaveOut(file, failure.getMessage(), listener);
      trouble = "%s: %s".formatted(file.getFileName(), failure.getMessage());
      read();
    } else {
      fail(failure);
    }
  }

  private void endRound() {
    if (shown == 0) {
      end(
          new EndReason(
              Kind.MALFORMED,
              "none of its %d pictures can be shown; %s".formatted(pictures.size(), trouble)));
    } else if (config.play() == FolderConfig.Play.ONCE) {
      whenDue(LAST, this::finish);
    } else {
      open();
    }
  }

  private void finish() {
    settle();
    listener.over();
  }

  /**
   * @param atLeast from now, if that is longer
   */
  private void whenDue(Duration atLeast, Runnable then) {
    long nanos = Math.max(dueAt - System.nanoTime(), atLeast.toNanos());
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    if (millis <= 0) {
      then.run();
    } else {
      timer = vertx.setTimer(millis, id -> then.run());
    }
  }

  private void fail(Throwable failure) {
    end(FolderTrouble.of(failure));
  }

  private void end(EndReason reason) {
    if (!ended) {
      settle();
      listener.ended(reason);
    }
  }

  private void settle() {
    ended = true;
    vertx.cancelTimer(timer);
  }

  @Override
  public Future<Void> close() {
    settle();
    return Future.succeededFuture();
  }
}
