package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration file that changes while a node runs. */
class ConfigWatchTest {

  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final Duration RARELY = OFTEN.multipliedBy(5);

  /** What this program wants to know. */
  private record Wanted(String front, Optional<Secret> token) {}

  @TempDir private Path directory;

  private final List<Wanted> changes = new CopyOnWriteArrayList<>();
  private final List<Boolean> threads = new CopyOnWriteArrayList<>();
  private final AtomicReference<Future<?>> change = new AtomicReference<>(Future.succeededFuture());
  private final AtomicReference<Consumer<Wanted>> onLook = new AtomicReference<>(wanted -> {});
  private final AtomicReference<Consumer<ConfigReader>> onRead =
      new AtomicReference<>(reader -> {});
  private final AtomicInteger looks = new AtomicInteger();
  private Path file;
  private RelayNode node;

  @BeforeEach
  void start() throws Exception {
    file = directory.resolve("sightline.yaml");
    ManagementConfig off = new ManagementConfig("127.0.0.1", OptionalInt.empty());
    node =
        RelayNode.start(new NodeConfig(Role.STANDALONE, off, Optional.empty(), LogConfig.DEFAULT));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void tellsOfAFileThatIsWrittenOver() throws Exception {
    write("cameras: {front: one}");
    watch(Map.of(), new Flags());

    Files.writeString(file, "cameras: {front: two}");

    awaitLast("two");
    assertThat(threads).as("on an event loop").containsOnly(false);
  }

  @Test
  void tellsOfAFileThatAnotherOneReplaces() throws Exception {
    write("cameras: {front: one}");
    watch(Map.of(), new Flags());

    write("cameras: {front: two}");

    awaitLast("two");
    awaitTaken(1);
    assertThat(changes).hasSize(1);
  }

  /** Kubernetes keeps the files in a directory of their own and switches a link to it. */
  @Test
  void tellsOfALinkThatPointsElsewhere() throws Exception {
    Path data = directory.resolve("..data");
    for (String version : List.of("one", "two")) {
      Path versions = Files.createDirectory(directory.resolve(version));
      Files.writeString(
          versions.resolve("sightline.yaml"), "cameras: {front: %s}".formatted(version));
    }
    Files.createSymbolicLink(data, Path.of("one"));
    Files.createSymbolicLink(file, Path.of("..data/sightline.yaml"));
    watch(Map.of(), new Flags());

    Path next = Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("two"));
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

    awaitLast("two");
  }

  @Test
  void tellsOfASecretThatChangedInItsOwnFile() throws Exception {
    Path secret = Files.writeString(directory.resolve("token"), "old");
    write("cameras: {front: one, token-file: '%s'}".formatted(secret));
    watch(Map.of(), new Flags());

    Files.writeString(secret, "new");

    Await.until(
        "the new secret is told",
        () -> changes.contains(new Wanted("one", Optional.of(new Secret("new")))));
  }

  @Test
  void tellsNothingWhenTheFileStaysOrOnlyItsCommentsChange() throws Exception {
    write("cameras: {front: one}");
    watch(Map.of(), new Flags());
    awaitAnotherLook();
    write("# a comment\ncameras:\n  front: one");
    awaitAnotherLook();
    awaitAnotherLook();

    assertThat(changes).isEmpty();
    assertThat(metric("sightline.config.changes")).isZero();
  }

  /** Half a file may well be YAML, with half of the cameras. */
  @Test
  void tellsNothingOfWhatIsThereForOneLookOnly() throws Exception {
    write("cameras: {front: one}");
    AtomicInteger mended = new AtomicInteger();
    onLook.set(
        wanted -> {
          if (wanted.front().equals("half")) {
            mended.incrementAndGet();
            write("cameras: {front: one}");
          }
        });
    watch(Map.of(), new Flags());

    for (int i = 1; i <= 3; i++) {
      int times = i;
      write("cameras: {front: half}");
      Await.until("the half is seen", () -> mended.get() == times);
      awaitAnotherLook();
    }

    assertThat(changes).isEmpty();
  }

  @Test
  void watchesNothingWithoutAFile() throws Exception {
    Configuration<Wanted> configuration =
        new Configuration<>(Optional.empty(), Map.of(), new Flags(), Set.of(), this::read);
    assertThat(configuration.load().front()).isEqualTo("none");

    Await.result(configuration.watch(node, this::take));

    assertThat(node.vertx().deploymentIDs()).isEmpty();
  }

  @Test
  void refusesAFileWithMistakesUntilItIsMended() throws Exception {
    write("cameras: {front: one}");
    watch(Map.of(), new Flags());

    write("cameras: {front: two, fron: three}\nhttp: {port: x}");
    awaitRefused(1);
    assertThat(metric("sightline.config.valid")).isZero();

    write("cameras: {front: four}");
    awaitLast("four");
    awaitTaken(1);
    assertThat(changes).hasSize(1);
    assertThat(metric("sightline.config.valid")).isEqualTo(1);
    assertThat(metric("sightline.config.changes", "result", "refused")).isEqualTo(1);
  }

  @Test
  void refusesAFileThatIsGoneOrNoYaml() throws Exception {
    write("cameras: {front: one}");
    watch(Map.of(), new Flags());

    Files.delete(file);
    awaitRefused(1);
    write("cameras: {front: ");
    awaitRefused(2);
    write("cameras: {front: two}");

    awaitLast("two");
  }

  @Test
  void listsEveryMistakeOnce() throws Exception {
    write("cameras: {front: one}");
    try (LoggedWarnings warnings = LoggedWarnings.of(ConfigWatch.class)) {
      watch(Map.of(), new Flags());
      write("cameras: {front: two, fron: three}\nhttp: {port: x}");
      awaitRefused(1);
      awaitAnotherLook();

      assertThat(warnings.messages())
          .containsExactly(
              file + " is not taken: http.port must be a whole number from 0 to 65535, not 'x'",
              file + " is not taken: cameras.fron is not a setting; did you mean cameras.front?");
    }
  }

  @Test
  void saysWhatNeedsARestart() throws Exception {
    write("cameras: {front: one}\nhttp: {port: 1}");
    try (LoggedWarnings warnings = LoggedWarnings.of(ConfigWatch.class)) {
      watch(Map.of(), new Flags());
      write("cameras: {front: two}\nhttp: {port: 2, host: h}");
      awaitLast("two");
      write("cameras: {front: three}\nhttp: {port: 2, host: h}");
      awaitLast("three");

      assertThat(warnings.messages())
          .containsExactly(file + ": takes effect with the next start: http.host, http.port");
    }
  }

  @Test
  void letsFlagsAndVariablesGoBeforeTheFile() throws Exception {
    write("cameras: {front: one}");
    try (LoggedWarnings warnings = LoggedWarnings.of(ConfigWatch.class)) {
      watch(Map.of("SIGHTLINE_CAMERAS_TOKEN", "t"), new Flags().put("http.port", "--port", 7));
      write("cameras: {front: two, token: other}\nhttp: {port: 8}");
      awaitLast("two");

      assertThat(changes).containsExactly(new Wanted("two", Optional.of(new Secret("t"))));
      assertThat(warnings.messages()).isEmpty();
    }
  }

  @Test
  void letsThoseWhoReadItKnowThatTheProgramRuns() throws Exception {
    List<Boolean> again = new CopyOnWriteArrayList<>();
    onRead.set(reader -> again.add(reader.readsAgain()));
    write("cameras: {front: one}");
    watch(Map.of(), new Flags());
    awaitAnotherLook();

    List<Boolean> looked = List.copyOf(again);
    assertThat(looked.get(0)).as("at the start").isFalse();
    assertThat(looked.subList(1, looked.size())).containsOnly(true);
  }

  /** The other watch looks less often: what it tells, this one has had the time to tell, too. */
  @Test
  void waitsForTheEndOfAChangeBeforeTheNext() throws Exception {
    Promise<Void> end = Promise.promise();
    change.set(end.future());
    write("cameras: {front: one}");
    watch(Map.of(), new Flags());
    write("cameras: {front: two}");
    awaitLast("two");

    List<Wanted> toldToAnother = new CopyOnWriteArrayList<>();
    watch(RARELY, wanted -> Future.succeededFuture(toldToAnother.add(wanted)));
    for (String front : List.of("three", "four", "five")) {
      write("cameras: {front: %s}".formatted(front));
      Await.until("another watch has told of it", () -> isLast(front, toldToAnother));
    }
    assertThat(fronts()).containsExactly("two");

    end.complete();
    awaitLast("five");
    assertThat(fronts()).as("what came between is never told").containsExactly("two", "five");
  }

  @Test
  void triesAChangeThatFailedAgainAndTellsOfItOnce() throws Exception {
    change.set(Future.failedFuture("no"));
    write("cameras: {front: one}");
    try (LoggedWarnings warnings = LoggedWarnings.of(ConfigWatch.class)) {
      watch(Map.of(), new Flags());
      write("cameras: {front: two}");
      Await.until("it is tried again", () -> changes.size() >= 3);
      awaitRefused(1);
      assertThat(metric("sightline.config.valid")).isZero();

      change.set(Future.succeededFuture());
      awaitTaken(1);
      assertThat(metric("sightline.config.valid")).isEqualTo(1);
      int tries = changes.size();
      awaitAnotherLook();
      awaitAnotherLook();

      assertThat(changes).as("no more").hasSize(tries);
      assertThat(fronts()).containsOnly("two");
      awaitRefused(1);
      assertThat(warnings.messages())
          .containsExactly(file + ": a change failed and is tried again until it succeeds");
    }
  }

  /** It may have failed halfway, so the file that held before is news, too. */
  @Test
  void goesBackFromAChangeThatFailed() throws Exception {
    change.set(Future.failedFuture("no"));
    write("cameras: {front: one}");
    watch(Map.of(), new Flags());
    write("cameras: {front: two}");
    awaitRefused(1);

    change.set(Future.succeededFuture());
    write("cameras: {front: one}");

    awaitLast("one");
  }

  @Test
  void goesOnAfterAChangeThatThrew() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    write("cameras: {front: one}");
    watch(
        OFTEN,
        wanted -> {
          told.add(wanted.front());
          if (wanted.front().equals("two")) {
            throw new IllegalStateException("no");
          }
          return take(wanted);
        });

    write("cameras: {front: two}");
    Await.until("it is tried again", () -> told.size() >= 2);
    write("cameras: {front: three}");

    awaitLast("three");
    assertThat(metric("sightline.config.changes", "result", "refused")).isEqualTo(1);
  }

  /** Puts another file in its place, so that no look finds half of it. */
  private void write(String yaml) {
    try {
      Path whole = Files.writeString(directory.resolve("whole"), yaml);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void watch(Map<String, String> environment, Flags flags) throws ConfigException {
    watch(environment, flags, OFTEN, this::take);
  }

  private void watch(Duration every, Function<Wanted, Future<?>> onChange) throws ConfigException {
    watch(Map.of(), new Flags(), every, onChange);
  }

  private void watch(
      Map<String, String> environment,
      Flags flags,
      Duration every,
      Function<Wanted, Future<?>> onChange)
      throws ConfigException {
    Configuration<Wanted> configuration =
        new Configuration<>(Optional.of(file), environment, flags, Set.of("cameras"), this::read);
    configuration.load();
    Await.result(configuration.watch(node, every, onChange));
  }

  private Wanted read(ConfigReader reader) {
    looks.incrementAndGet();
    onRead.get().accept(reader);
    ConfigReader cameras = reader.section("cameras");
    HttpConfig.read(reader);
    Wanted wanted = new Wanted(cameras.string("front", "none"), cameras.secret("token"));
    onLook.get().accept(wanted);
    return wanted;
  }

  private Future<?> take(Wanted wanted) {
    threads.add(Context.isOnEventLoopThread());
    changes.add(wanted);
    return change.get();
  }

  /** What the last look found has been dealt with then. */
  private void awaitAnotherLook() {
    int before = looks.get();
    Await.until("the file is looked at again", () -> looks.get() >= before + 2);
  }

  private void awaitLast(String front) {
    Await.until("the last change says " + front, () -> isLast(front, changes));
  }

  private static boolean isLast(String front, List<Wanted> told) {
    return !told.isEmpty() && told.get(told.size() - 1).front().equals(front);
  }

  private List<String> fronts() {
    return changes.stream().map(Wanted::front).toList();
  }

  private void awaitTaken(int times) {
    Await.until(
        times + " times taken",
        () -> metric("sightline.config.changes", "result", "taken") == times);
  }

  private void awaitRefused(int times) {
    Await.until(
        times + " times refused",
        () -> metric("sightline.config.changes", "result", "refused") == times);
  }

  private double metric(String name, String... tags) {
    return node.registry().find(name).tags(tags).meters().stream()
        .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
        .mapToDouble(measurement -> measurement.getValue())
        .sum();
  }
}
