package dev.sightline.ingest;

import dev.sightline.folder.FolderNews;
import dev.sightline.folder.FolderNews.Find;
import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.multipart.Part;
import dev.sightline.node.DurationText;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Shows the newest picture of a folder, and each that comes, at most as many a second as the
 * configuration says: of a burst the newest wins.
 *
 * <p>Lives on the ingest's event loop. Once a picture has been shown nothing new is no trouble.
 */
final class FolderWatch implements SourceConnection {

  /** For how long the thread waits for news at a time. */
  private static final Duration WAIT = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final FolderConfig config;
  private final FolderAccess access;
  private final Listener listener;
  private final Duration wait;
  private final long openedAt = System.nanoTime();
  private final FolderNews news;
  private boolean hasShown;
  private long timer = -1;
  private boolean ended;

  FolderWatch(Vertx vertx, FolderConfig config, FolderAccess access, Listener listener) {
    this.vertx = vertx;
    this.config = config;
    this.access = access;
    this.listener = listener;
    this.news = access.news();
    Duration half = config.policy().stallTimeout().dividedBy(2);
    this.wait = WAIT.compareTo(half) < 0 ? WAIT : half;
  }

  @Override
  public void open() {
    look();
  }

  private void look() {
    if (!ended) {
      access.next(news, wait).onSuccess(this::take).onFailure(this::fail);
    }
  }

  private void take(Optional<Find> find) {
    if (ended) {
      return;
    }
    if (find.isPresent() && isShown(find.get())) {
      hasShown = true;
      news.show(find.get());
      timer = vertx.setTimer(millis(config.period()), id -> look());
    } else if (find.isEmpty() && !hasShown && news.isEmpty()) {
      end(FolderTrouble.EMPTY);
    } else if (!hasShown && System.nanoTime() - openedAt > stallNanos()) {
      end(new EndReason(Kind.STALLED, "no whole picture in it for " + stallText()));
    } else {
      look();
    }
  }

  private boolean isShown(Find find) {
    Optional<Part> part = find.bytes().map(FolderAccess::part);
    if (part.isEmpty()) {
      access.leaveOut(find.file(), find.trouble(), listener);
    }
    return part.filter(listener::part).isPresent();
  }

  private long stallNanos() {
    return config.policy().stallTimeout().toNanos();
  }

  private String stallText() {
    return DurationText.format(config.policy().stallTimeout());
  }

  private static long millis(Duration period) {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(period.toNanos()));
  }

  private void fail(Throwable failure) {
    end(FolderTrouble.of(failure));
  }

  private void end(EndReason reason) {
    if (!ended) {
      close();
      listener.ended(reason);
    }
  }

  @Override
  public Future<Void> close() {
    ended = true;
    vertx.cancelTimer(timer);
    return access.close(news);
  }
}
