package dev.sightline.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.Requires;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a program, of what it writes, and of what it has started. */
class ChildProcessTest implements ChildProcess.Listener {

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Buffer output = Buffer.buffer();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final LineRate rate = new LineRate(System::nanoTime, log::add);
  private final List<ChildProcess> begun = new ArrayList<>();
  private volatile int received;
  private volatile boolean isSlow;
  private volatile ProgramEnd end;
  private volatile IOException failure;

  @TempDir private Path directory;

  @BeforeEach
  void needsAShell() {
    Requires.program("sh");
  }

  @AfterEach
  void stop() {
    begun.forEach(child -> Await.result(child.stop()));
    Await.result(vertx.close());
  }

  @Override
  public void output(Buffer piece) {
    if (!isSlow) {
      output.appendBuffer(piece);
    }
    received += piece.length();
    if (isSlow) {
      vertx.executeBlocking(() -> null); // So that a turn of the loop passes.
    }
  }

  @Override
  public void ended(ProgramEnd how) {
    end = how;
  }

  @Override
  public void notStarted(IOException why) {
    failure = why;
  }

  @Test
  void handsOverAllThatAProgramWrites() {
    run("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; echo bye >&2; exit 3");

    Await.until("its end", () -> end != null);
    assertThat(output.toString()).startsWith("line 0\n").endsWith("line 19999\n");
    assertThat(output.toString().lines()).hasSize(20_000);
    assertThat(end).isEqualTo(new ProgramEnd(3, List.of("bye")));
    assertThat(log).containsExactly("bye");
  }

  @Test
  void hasNothingToReadForIt() {
    run("cat; echo done");

    Await.until("its end", () -> end != null);
    assertThat(output.toString()).isEqualTo("done\n");
  }

  @Test
  void readsNoFurtherThanWhatIsLookedAt() {
    isSlow = true;
    ChildProcess child = run("exec cat /dev/zero");

    Await.until("a megabyte", () -> received > 1 << 20);
    Await.result(child.stop());
    int atTheEnd = received;
    Await.result(vertx.executeBlocking(() -> null));
    assertThat(received).isEqualTo(atTheEnd);
    assertThat(end).isNull();
  }

  @Test
  void endsAllThatAProgramHasStarted() throws IOException {
    ChildProcess child = run("sleep 1000 & (sleep 1001 & echo $! >&2; wait) & echo $! >&2; wait");
    List<ProcessHandle> family = awaitFamily(2);

    Await.result(child.stop());

    assertThat(family).noneMatch(ChildProcessTest::isRunning);
  }

  @Test
  void endsWhatAProgramHasLeftBehind() {
    run("sleep 1000 & echo $! >&2; (sleep 1001 & echo $! >&2) & sleep 0.2");
    List<ProcessHandle> family = awaitFamily(2);

    Await.until("its end", () -> end != null);
    assertThat(family).noneMatch(ChildProcessTest::isRunning);
    assertThat(end.exitCode()).isZero();
  }

  @Test
  void killsWhatDoesNotListen() {
    ChildProcess child = run("trap '' TERM; echo $$ >&2; while :; do sleep 0.1; done");
    List<ProcessHandle> family = awaitFamily(1);

    Await.result(child.stop());

    assertThat(family).noneMatch(ChildProcessTest::isRunning);
  }

  @Test
  void letsAProgramEndInOrder() throws IOException {
    Path farewell = directory.resolve("farewell");
    ChildProcess child =
        run(
            "trap 'echo bye > %s; exit' TERM; echo $$ >&2; while :; do sleep 0.01; done"
                .formatted(farewell));
    awaitFamily(1);

    Await.result(child.stop());

    assertThat(farewell).hasContent("bye\n");
  }

  @Test
  void endsAProgramThatHasClosedItsOutput() {
    run("echo $$ >&2; exec >&-; sleep 1000");

    Await.until("its end", () -> end != null);
    assertThat(awaitFamily(1)).noneMatch(ChildProcessTest::isRunning);
    assertThat(end.exitCode()).isEqualTo(128 + 15);
  }

  @Test
  void saysThatThereIsNoSuchProgram() {
    start(List.of("/no/such/program"));

    Await.until("the failure", () -> failure != null);
    assertThat(failure).hasMessageContaining("error=2,");
  }

  @Test
  void readsWhatItIsGivenAndNoMore() {
    start(List.of("sh", "-c", "cat >&2"), "one\ntwo\n");

    Await.until("both lines", () -> log.equals(List.of("one", "two")));
    Await.until("its end", () -> end != null);
  }

  @Test
  void needNotReadWhatItIsGiven() {
    start(List.of("sh", "-c", "exec <&-; echo done >&2"), "x".repeat(4_096));

    Await.until("its end", () -> end != null);
    assertThat(log).contains("done");
  }

  @Test
  void slowsDownWhoFloodsTheLog() {
    ChildProcess child = run("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done >&2");

    Await.until("more than is wanted", rate::isFlooded);
    assertThat(log).hasSize(LineRate.BURST);
    assertThat(child.lastLines()).hasSizeBetween(1, ErrorOutput.KEPT_LINES);
  }

  @Test
  void canBeStoppedBeforeItHasBegun() throws IOException {
    Path trace = directory.resolve("trace");
    for (int i = 0; i < 20; i++) {
      ChildProcess child = run("exec sleep 1000 # " + trace);
      Await.result(child.stop());
    }
    assertThat(ProcessHandle.current().children().filter(ChildProcessTest::isRunning)).isEmpty();
    assertThat(Files.exists(trace)).isFalse();
  }

  private ChildProcess run(String script) {
    return start(List.of("sh", "-c", script));
  }

  private ChildProcess start(List<String> command) {
    return start(command, "");
  }

  private ChildProcess start(List<String> command, String input) {
    ChildProcess child =
        new ChildProcess("test", command, input, Masking.OF_URLS, rate, context, this);
    begun.add(child);
    child.start();
    return child;
  }

  /** The processes whose numbers were written to standard error, where shells tell of ends too. */
  private List<ProcessHandle> awaitFamily(int members) {
    Await.until("the numbers of " + members, () -> numbers().size() >= members);
    return numbers().stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
  }

  private List<Long> numbers() {
    return log.stream().filter(line -> line.matches("\\d+")).map(Long::valueOf).toList();
  }

  private static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }
}
