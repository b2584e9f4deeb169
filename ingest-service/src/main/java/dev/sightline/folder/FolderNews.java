package dev.sightline.folder;

import dev.sightline.frame.StreamId;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is new in a folder: the picture that was written to last, each time that this is another
 * one.
 *
 * <p>The system tells of changes (inotify). Since it doesn't for network file systems, and since it
 * may lose some, the folder is looked through as well, at most every second and for a twentieth of
 * the time. One thread at a time, never an event loop; {@link #close} may be called by any other.
 */
public final class FolderNews implements AutoCloseable {

  /**
   * A file that was found.
   *
   * @param bytes of a JPEG, whole or not; empty when {@code trouble} says why there are none
   */
  public record Find(Path file, Optional<Buffer> bytes, String trouble) {}

  /** Who writes a file in place does so in several steps, mostly much closer than these. */
  static final Duration SETTLED = Duration.ofMillis(50);

  private static final Logger LOG = LoggerFactory.getLogger(FolderNews.class);

  private static final long SCAN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int SCAN_SHARE = 20;
  private static final int MOST_PASSED_OVER = 1_000;

  private final StreamId stream;
  private final PictureFolder folder;
  private final PictureReader reader;
  private Optional<WatchService> events = Optional.empty();
  private Optional<WatchKey> key = Optional.empty();
  private boolean isOpen;
  private boolean isTold;
  private boolean isClosed;
  private final TreeSet<PictureEntry> pending = new TreeSet<>(PictureEntry.OLDEST_FIRST);
  private final Map<Path, PictureEntry> passedOver =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, PictureEntry> eldest) {
          return size() > MOST_PASSED_OVER;
        }
      };
  private PictureEntry shown;
  private long scanAt = System.nanoTime();
  private boolean isEmpty = true;

  /** Begins with the first look. */
  public FolderNews(StreamId stream, PictureFolder folder, PictureReader reader) {
    this.stream = stream;
    this.folder = folder;
    this.reader = reader;
  }

  /** Whether the folder had no pictures when it was looked through last. */
  public boolean isEmpty() {
    return isEmpty;
  }

  /**
   * Looks at the newest file that was not looked at as it is now, or waits for one.
   *
   * @return nothing when there is none after {@code wait}
   * @throws IOException when the folder can't be read any more
   */
  public Optional<Find> next(Duration wait) throws IOException {
    if (!isOpen) {
      folder.check();
      open();
    }
    gather(pending.isEmpty() ? wait : Duration.ZERO);
    while (!pending.isEmpty()) {
      PictureEntry newest = pending.pollLast();
      if (!newest.isNewerThan(shown)) {
        pending.clear();
      } else if (!newest.equals(passedOver.get(newest.file()))) {
        Optional<Find> find = lookAt(newest.file());
        if (find.isPresent()) {
          return find;
        }
      }
    }
    return Optional.empty();
  }

  /** The picture that was found last is the one that is shown; older ones don't matter any more. */
  public void show(Find find) {
    shown = passedOver.remove(find.file());
    pending.clear();
  }

  /** What is being written is left for the time when it has changed, which will be told. */
  private Optional<Find> lookAt(Path file) {
    Optional<PictureEntry> before = PictureFolder.entry(file);
    if (before.isEmpty() || !staysAsItIs(before.get())) {
      return Optional.empty();
    }
    Find find = read(file);
    if (!before.equals(PictureFolder.entry(file))) {
      return Optional.empty();
    }
    passedOver.remove(file);
    passedOver.put(file, before.get());
    return Optional.of(find);
  }

  /** Of those before it none is shown again. */
  private Find read(Path file) {
    reader.keepOnly(Set.of(file));
    try {
      return new Find(file, Optional.of(reader.read(file)), null);
    } catch (UnfitPictureException e) {
      return new Find(file, Optional.empty(), e.getMessage());
    }
  }

  /** Of clocks that differ between here and the file's machine this makes the best it can. */
  private static boolean staysAsItIs(PictureEntry entry) {
    long age = System.currentTimeMillis() - entry.modified().toMillis();
    if (age < 0 || age >= SETTLED.toMillis()) {
      return true;
    }
    sleep(SETTLED.toMillis() - age);
    return PictureFolder.entry(entry.file()).filter(entry::equals).isPresent();
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void gather(Duration wait) throws IOException {
    long left = scanAt - System.nanoTime();
    long patience = Math.max(0, Math.min(left, wait.toNanos()));
    if (isTold && isRegistered(events.get())) {
      takeEvents(events.get(), patience);
    } else {
      sleep(TimeUnit.NANOSECONDS.toMillis(patience));
    }
    if (System.nanoTime() - scanAt >= 0) {
      scan();
    }
  }

  /** A folder that was replaced by another one of its name is not the one that was registered. */
  private boolean isRegistered(WatchService service) throws IOException {
    if (key.isEmpty() || !key.get().isValid()) {
      folder.check();
      key = register(service);
      isTold = key.isPresent();
    }
    return isTold;
  }

  private void takeEvents(WatchService service, long patience) {
    WatchKey told = poll(service, patience);
    while (told != null) {
      for (WatchEvent<?> event : told.pollEvents()) {
        take(event);
      }
      told.reset();
      told = poll(service, 0);
    }
  }

  private static WatchKey poll(WatchService service, long nanos) {
    try {
      return service.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private void take(WatchEvent<?> event) {
    if (event.context() instanceof Path name) {
      Path file = folder.path().resolve(name);
      if (PictureFolder.isPicture(file)) {
        PictureFolder.entry(file).ifPresent(pending::add);
      }
    } else {
      scanAt = System.nanoTime();
    }
  }

  private void scan() throws IOException {
    long begun = System.nanoTime();
    isEmpty = true;
    for (PictureEntry entry : folder.entries()) {
      isEmpty = false;
      if (entry.isNewerThan(shown)) {
        pending.add(entry);
      }
    }
    long now = System.nanoTime();
    scanAt = now + Math.max(SCAN_NANOS, SCAN_SHARE * (now - begun));
  }

  private Optional<WatchKey> register(WatchService service) {
    try {
      return Optional.of(
          folder
              .path()
              .register(
                  service,
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_MODIFY));
    } catch (IOException | UnsupportedOperationException e) {
      return notTold(e);
    }
  }

  private synchronized void open() {
    if (isClosed) {
      throw new ClosedWatchServiceException();
    }
    isOpen = true;
    try {
      events = Optional.of(folder.path().getFileSystem().newWatchService());
      isTold = true;
    } catch (IOException | UnsupportedOperationException e) {
      events = notTold(e);
    }
  }

  /** The system has only so many watches, and some file systems have none. */
  private <T> Optional<T> notTold(Exception why) {
    LOG.warn(
        "{}: {} is looked through every second, since the system doesn't tell of changes: {}",
        stream,
        folder.path(),
        why.getMessage());
    return Optional.empty();
  }

  /** Ends a {@link #next} that waits, with an exception. */
  @Override
  public synchronized void close() throws IOException {
    isClosed = true;
    if (events.isPresent()) {
      events.get().close();
    }
  }
}
