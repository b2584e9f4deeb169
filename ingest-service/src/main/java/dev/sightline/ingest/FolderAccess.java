package dev.sightline.ingest;

import dev.sightline.folder.FolderNews;
import dev.sightline.folder.PictureFolder;
import dev.sightline.folder.PictureFolder.Listing;
import dev.sightline.folder.PictureReader;
import dev.sightline.folder.UnfitPictureException;
import dev.sightline.multipart.Part;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a folder: a thread of its own, since a file system on the network may hang and is to
 * hold up nobody else. Lives on the ingest's event loop.
 *
 * <p>One thing is done at a time, and at most one waits behind it.
 *
 * <p>Next: {@link FolderPlay} or {@link FolderWatch}
 */
final class FolderAccess implements SourceAccess {

  private static final Logger LOG = LoggerFactory.getLogger(FolderAccess.class);

  /** Of all nodes in this JVM, so that no two folders share a thread. */
  private static final AtomicLong THREADS = new AtomicLong();

  /** Much longer is nothing waited for, and this is no time for a thread that is blocked. */
  private static final int WARNED_AFTER_HOURS = 2;

  private final Vertx vertx;
  private final FolderConfig config;
  private final PictureFolder folder;
  private final PictureReader reader;
  private final WorkerExecutor thread;
  private Future<?> last;
  private boolean isWaiting;
  private boolean hasWarnedOfMany;
  private boolean hasWarnedOfUnfit;

  FolderAccess(Vertx vertx, FolderConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.folder = new PictureFolder(config.folder());
    this.reader = new PictureReader(config.policy().limits().maxBodyBytes());
    this.thread =
        vertx.createSharedWorkerExecutor(
            "folder-" + THREADS.incrementAndGet(), 1, WARNED_AFTER_HOURS, TimeUnit.HOURS);
  }

  @Override
  public SourceConnection connection(SourceConnection.Listener listener) {
    return switch (config.play()) {
      case LOOP, ONCE -> new FolderPlay(vertx, config, this, listener);
      case WATCH -> new FolderWatch(vertx, config, this, listener);
    };
  }

  @Override
  public Future<Void> close() {
    return thread.close();
  }

  /** The pictures that are there now, in the order of the configuration. */
  Future<List<Path>> list() {
    return off(() -> {
          Listing listing = folder.list(config.order());
          reader.keepOnly(listing.pictures());
          return listing;
        })
        .map(this::cut);
  }

  private List<Path> cut(Listing listing) {
    if (listing.isCut() && !hasWarnedOfMany) {
      hasWarnedOfMany = true;
      LOG.warn(
          "{}: {} has more than {} pictures; those beyond are not played",
          config.id(),
          config.origin(),
          PictureFolder.MOST);
    }
    return listing.pictures();
  }

  /** What is in a file; fails with an {@link UnfitPictureException} when it is of no use. */
  Future<Part> read(Path file) {
    return off(
        () -> {
          try {
            return part(reader.read(file));
          } catch (UnfitPictureException e) {
            folder.check();
            throw e;
          }
        });
  }

  FolderNews news() {
    return new FolderNews(config.id(), folder, reader);
  }

  Future<Optional<FolderNews.Find>> next(FolderNews news, Duration wait) {
    return off(() -> news.next(wait));
  }

  /** Closes it wherever it is at work. */
  Future<Void> close(FolderNews news) {
    return vertx.executeBlocking(
        () -> {
          news.close();
          return null;
        },
        false);
  }

  static Part part(Buffer bytes) {
    return new Part(List.of(), bytes);
  }

  /** Counts a file that can't be shown, as an empty picture; the log has the first. */
  void leaveOut(Path file, String why, SourceConnection.Listener listener) {
    listener.part(part(Buffer.buffer()));
    if (!hasWarnedOfUnfit) {
      hasWarnedOfUnfit = true;
      LOG.warn("{}: {} can't be shown: {}", config.id(), file, why);
    } else {
      LOG.debug("{}: {} can't be shown: {}", config.id(), file, why);
    }
  }

  /** Done after what is under way, behind which no second one waits. */
  private <T> Future<T> off(Callable<T> work) {
    if (isWaiting) {
      return Future.failedFuture(new TimeoutException());
    }
    isWaiting = last != null;
    Future<T> done = last == null ? begin(work) : last.transform(before -> begin(work));
    last = done;
    return unlessHanging(done);
  }

  /** A large PNG takes its time, also to wait for others, which is no fault of the file system. */
  private <T> Future<T> unlessHanging(Future<T> done) {
    return done.timeout(config.policy().stallTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            failure ->
                failure instanceof TimeoutException && reader.isDrawing()
                    ? unlessHanging(done)
                    : Future.failedFuture(failure));
  }

  private <T> Future<T> begin(Callable<T> work) {
    isWaiting = false;
    return thread.executeBlocking(work, false);
  }
}
