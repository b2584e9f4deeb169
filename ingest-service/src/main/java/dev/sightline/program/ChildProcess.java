package dev.sightline.program;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One run of a program, from its start to the end of it and of all that it has started.
 *
 * <p>Its standard output is read by a thread of its own and handed over piece by piece: while one
 * is looked at no other is read, and a program that is faster waits in its own write. It reads what
 * it is given, or nothing. It is ended as well when it closes its output, and what it has started
 * is when it has ended: what is left then would be nobody's.
 */
public final class ChildProcess {

  /** Who has the program run; called on its context. */
  public interface Listener {

    /** The next bytes of its standard output, which are others after this returns. */
    void output(Buffer piece);

    /** Nothing of it runs any more; not called when {@link #stop} came first. */
    void ended(ProgramEnd end);

    /** It could not be started; not called when {@link #stop} came first. */
    void notStarted(IOException why);
  }

  private static final int PIECE_BYTES = 64 << 10;

  /** Time for the rest of its output when it has ended; something that hides may hold it open. */
  private static final long REST_MILLIS = 1_000;

  private static final File NOTHING = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");

  /** Time for a program that has closed its output to end by itself. */
  private static final long LEAVE_SECONDS = 2;

  private final String name;
  private final List<String> command;
  private final String input;
  private final Masking masking;
  private final LineRate log;
  private final Context context;
  private final Listener listener;
  private final Thread reader;
  private final ProcessFamily family = new ProcessFamily();
  private final Semaphore taken = new Semaphore(0);
  private final AtomicBoolean ending = new AtomicBoolean();
  private final Promise<Void> gone = Promise.promise();
  private final Buffer piece = Buffer.buffer(new byte[PIECE_BYTES]);
  private volatile Process process;
  private volatile ErrorOutput errors;
  private volatile boolean stopped;

  /**
   * @param name for its threads
   * @param command the program and its arguments
   * @param input what it reads, short enough for the system to keep until it does
   * @param log takes the lines of its standard error, and may be that of the run before
   * @param context on which the listener is called
   */
  public ChildProcess(
      String name,
      List<String> command,
      String input,
      Masking masking,
      LineRate log,
      Context context,
      Listener listener) {
    this.name = name;
    this.command = List.copyOf(command);
    this.input = input;
    this.masking = masking;
    this.log = log;
    this.context = context;
    this.listener = listener;
    this.reader = thread(name, this::read);
  }

  /** Begins; once. */
  public void start() {
    reader.start();
  }

  /** What it has written to its standard error last, oldest first. */
  public List<String> lastLines() {
    ErrorOutput known = errors;
    return known == null ? List.of() : known.latest();
  }

  /**
   * Ends it, and tells nobody. SIGTERM for it and all that it has started, SIGKILL after 2 s; what
   * it still writes is read and forgotten, so that it needn't wait for that.
   *
   * @return completes, on whatever thread, when nothing is left of it
   */
  public Future<Void> stop() {
    stopped = true;
    taken.release();
    if (process != null) {
      end();
    }
    return gone.future();
  }

  /** Completes, on whatever thread, when nothing is left of it. */
  public Future<Void> gone() {
    return gone.future();
  }

  /** Whether something that hides from us, and has the program's output, is left of it. */
  public boolean isOutputHeld() {
    return process != null && gone.future().isComplete() && reader.isAlive();
  }

  private void read() {
    if (stopped) {
      gone.complete();
      return;
    }
    try {
      begin();
    } catch (IOException e) {
      tell(() -> listener.notStarted(e));
      gone.complete();
      return;
    }
    try {
      pump(process.getInputStream());
      process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private void begin() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    if (input.isEmpty()) {
      builder.redirectInput(Redirect.from(NOTHING));
    }
    family.mark(builder.environment());
    Process begun = builder.start();
    family.add(begun.toHandle());
    errors = ErrorOutput.of(name + "-errors", begun.getErrorStream(), masking, log);
    process = begun;
    say(begun);
    begun.onExit().thenRun(this::end);
    if (stopped) {
      end();
    }
  }

  private void say(Process begun) {
    try (OutputStream in = begun.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.take("(it doesn't read its input: %s)".formatted(e.getMessage()));
    }
  }

  private void pump(InputStream out) {
    byte[] some = new byte[PIECE_BYTES];
    try (out) {
      for (int count = out.read(some); count >= 0; count = out.read(some)) {
        hand(some, count);
      }
    } catch (IOException | RejectedExecutionException e) {
      log.take("(its output can't be read any more: %s)".formatted(e.getMessage()));
    }
  }

  private void hand(byte[] some, int count) {
    if (!stopped) {
      piece.setBytes(0, some, 0, count);
      context.runOnContext(v -> take(piece.slice(0, count)));
      taken.acquireUninterruptibly();
    }
  }

  private void take(Buffer part) {
    try {
      if (!stopped) {
        listener.output(part);
      }
    } finally {
      taken.release();
    }
  }

  /** The first who finds that it is over has the rest of it ended. */
  private void end() {
    if (ending.compareAndSet(false, true)) {
      thread(name + "-end", this::endFamily).start();
    }
  }

  private void endFamily() {
    try {
      family.end();
      reader.join(REST_MILLIS);
      errors.awaitRest();
      tell(() -> listener.ended(new ProgramEnd(exitCode(), errors.latest())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      gone.complete();
    }
  }

  private int exitCode() {
    return process.isAlive() ? ProgramEnd.UNKNOWN : process.exitValue();
  }

  private void tell(Runnable news) {
    if (!stopped) {
      context.runOnContext(
          v -> {
            if (!stopped) {
              news.run();
            }
          });
    }
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
