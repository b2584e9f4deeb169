package dev.sightline.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The standard error of a program, which a thread of its own reads, so that nothing it complains
 * about holds it up; only a flood is let wait.
 */
final class ErrorOutput {

  /** Of the lines, the latest are kept for who asks why the program has ended. */
  static final int KEPT_LINES = 100;

  private static final int CHARS = 8 << 10;

  /** Between two reads while nobody wants to know: 800 KB/s are listened to. */
  private static final long FLOOD_PAUSE_MILLIS = 10;

  /** Time for the rest of it when the program has ended; something that hides may hold it open. */
  private static final long REST_MILLIS = 1_000;

  private final Thread thread;
  private final LineRate rate;
  private final ErrorLines lines;
  private final Deque<String> latest = new ArrayDeque<>();

  private ErrorOutput(String name, InputStream in, Masking masking, LineRate rate) {
    this.rate = rate;
    this.lines = new ErrorLines(masking, this::line);
    this.thread = new Thread(() -> readAll(in), name);
    this.thread.setDaemon(true);
  }

  static ErrorOutput of(String name, InputStream in, Masking masking, LineRate rate) {
    ErrorOutput output = new ErrorOutput(name, in, masking, rate);
    output.thread.start();
    return output;
  }

  private void readAll(InputStream in) {
    try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      char[] some = new char[CHARS];
      for (int count = reader.read(some); count >= 0; count = reader.read(some)) {
        lines.take(some, count);
        if (rate.isFlooded()) {
          Thread.sleep(FLOOD_PAUSE_MILLIS);
        }
      }
    } catch (IOException e) {
      line("(its standard error can't be read any more)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lines.end();
  }

  private void line(String line) {
    synchronized (latest) {
      latest.add(line);
      if (latest.size() > KEPT_LINES) {
        latest.remove();
      }
    }
    rate.take(line);
  }

  /** The latest lines so far, oldest first. */
  List<String> latest() {
    synchronized (latest) {
      return List.copyOf(latest);
    }
  }

  /** Waits a little until all is read, which it soon is when the program has ended. */
  void awaitRest() throws InterruptedException {
    thread.join(REST_MILLIS);
  }
}
