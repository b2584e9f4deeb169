package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Answer;
import dev.sightline.folder.PictureFolder.Order;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamState;
import dev.sightline.ingest.FolderConfig.Play;
import dev.sightline.jpeg.JpegHeader;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.SampleJpegs;
import dev.sightline.testkit.Stamp;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder as a source, from its files to the frames that edges are given. */
class FolderSourceTest {

  private static final double FAST = 20;

  private final Vertx vertx = Vertx.vertx();

  @TempDir private Path directory;

  private Policies policies = Policies.patient();
  private PulledCamera source;

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void playsAllPicturesInOrderAgainAndAgain() {
    IntStream.of(0, 1, 2, 10).forEach(i -> write("img%d.jpg".formatted(i), i));
    start(Play.LOOP);

    List<Integer> shown = numbers(9);

    assertThat(shown).containsExactly(0, 1, 2, 10, 0, 1, 2, 10, 0);
    assertThat(source.status().state()).isEqualTo(StreamState.LIVE);
    assertThat(source.status().connects()).isEqualTo(1);
  }

  @Test
  void seesInTheNextRoundWhatHasComeMeanwhile() {
    write("1.jpg", 1);
    start(Play.LOOP);
    assertThat(numbers(2)).containsExactly(1, 1);

    write("2.jpg", 2);

    Await.until("the new one is played", () -> number(source.pull("edge")) == 2);
  }

  @Test
  void playsOnceAndBeginsAnewForTheNextViewer() {
    IntStream.range(0, 3).forEach(i -> write(i + ".jpg", i));
    start(Play.ONCE);

    assertThat(numbers(3)).containsExactly(0, 1, 2);
    Answer end = Await.result(source.ask("edge"));

    assertThat(end.isOver()).isTrue();
    source.awaitState(StreamState.IDLE);
    assertThat(numbers(3)).containsExactly(0, 1, 2);
    assertThat(source.changes()).noneMatch(change -> change.state() == StreamState.RETRYING);
  }

  @Test
  void playsNothingWhileNobodyWatches() {
    write("1.jpg", 1);
    policies.linger(Policies.SOON);
    start(Play.LOOP);
    source.pull("edge");
    source.leave("edge");

    source.awaitState(StreamState.IDLE);

    write("1.jpg", 2);
    assertThat(number(source.pull("edge"))).isEqualTo(2);
    assertThat(source.status().connects()).isEqualTo(2);
  }

  @Test
  void showsEachPictureThatComesWhileItWatches() {
    write("a.jpg", 1);
    start(Play.WATCH);
    assertThat(number(source.pull("edge"))).isEqualTo(1);

    write("b.jpg", 2);
    assertThat(number(source.pull("edge"))).isEqualTo(2);
    write("a.jpg", 3);
    assertThat(number(source.pull("edge"))).isEqualTo(3);

    assertThat(source.status().connects()).isEqualTo(1);
  }

  @Test
  void keepsThePictureOfAWatchedFolderWithoutNews() {
    write("a.jpg", 1);
    policies.stall(Duration.ofMillis(200));
    start(Play.WATCH);
    source.pull("edge");
    Duration news = Duration.ofNanos(System.nanoTime());

    Await.until(
        "the stall time is long over",
        () -> System.nanoTime() - news.toNanos() > Duration.ofSeconds(1).toNanos());

    assertThat(source.status().state()).isEqualTo(StreamState.LIVE);
    assertThat(source.status().connects()).isEqualTo(1);
    source.leave("edge");
  }

  @Test
  void comesBackByItselfWithAFolderThatHadVanished() throws IOException {
    for (Play play : List.of(Play.LOOP, Play.WATCH)) {
      Path folder = Files.createDirectory(directory.resolve(play.name()));
      write(folder.resolve("1.jpg"), 1);
      start(folder, play);
      source.pull("edge");

      Files.delete(folder.resolve("1.jpg"));
      Files.delete(folder);
      Await.until(
          "it is seen to be gone",
          () -> "there is no such folder".equals(source.status().reason()));

      Files.createDirectory(folder);
      Await.until(
          "it is seen to be empty",
          () -> FolderTrouble.EMPTY.sentence().equals(source.status().reason()));
      write(folder.resolve("2.jpg"), 2);
      Await.until("it is played", () -> number(source.pull("edge")) == 2);
      assertThat(source.status().state()).isEqualTo(StreamState.LIVE);
      source.stopSource();
    }
  }

  @Test
  void saysInOneSentenceWhatIsWrongWithAFolder() throws IOException {
    Path file = directory.resolve("file");
    Files.createFile(file);
    Path cut = Files.createDirectory(directory.resolve("cut"));
    Files.write(cut.resolve("a.jpg"), picture(1).getBytes(0, 1_000));
    Path damaged = Files.createDirectory(directory.resolve("damaged"));
    Files.write(damaged.resolve("a.png"), png().getBytes(0, 60));
    for (Play play : Play.values()) {
      assertThat(reason(directory.resolve("none"), play)).isEqualTo("there is no such folder");
      assertThat(reason(file, play)).isEqualTo("it is no folder");
      assertThat(reason(directory, play))
          .isEqualTo("there are no pictures in it (.jpg, .jpeg or .png)");
    }
    assertThat(reason(cut, Play.LOOP))
        .isEqualTo("none of its 1 pictures can be shown; a.jpg is not a whole picture");
    assertThat(reason(damaged, Play.ONCE))
        .isEqualTo("none of its 1 pictures can be shown; a.png: the PNG is cut off");
    policies.stall(Duration.ofMillis(200));
    assertThat(reason(cut, Play.WATCH)).isEqualTo("no whole picture in it for 200ms");
  }

  @Test
  void skipsAndCountsWhatItCanNotShow() throws IOException {
    write("1.jpg", 1);
    Files.write(directory.resolve("2.jpg"), picture(2).getBytes(0, 1_000));
    Files.write(directory.resolve("3.png"), png().getBytes(0, 60));
    Files.createDirectory(directory.resolve("4.jpg"));
    Files.write(
        directory.resolve("5.jpg"), "some text".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    write("6.jpg", 6);
    Files.write(
        directory.resolve("7.jpg"), new byte[policies.policy().limits().maxBodyBytes() + 1]);
    start(Play.LOOP);

    assertThat(numbers(4)).containsExactly(1, 6, 1, 6);

    assertThat(source.refused("truncated")).isPositive();
    assertThat(source.refused("not_jpeg")).isPositive();
    assertThat(source.refused("empty")).isGreaterThanOrEqualTo(3);
  }

  @Test
  void showsPngsAsJpegs() throws IOException {
    Files.write(directory.resolve("graph.png"), png().getBytes());
    for (Play play : Play.values()) {
      start(play);
      JpegHeader header = JpegHeader.of(source.pull("edge").jpeg()).orElseThrow();
      assertThat(header.width()).isEqualTo(30);
      assertThat(header.height()).isEqualTo(20);
      source.stopSource();
    }
  }

  @Test
  void takesALargePngForNoFileSystemThatHangs() throws IOException {
    Files.write(directory.resolve("graph.png"), png(8_000, 3_900).getBytes());
    policies.stall(Duration.ofMillis(300));
    for (Play play : List.of(Play.LOOP, Play.WATCH)) {
      start(play);
      source.pull("edge");
      assertThat(source.status().connects()).isEqualTo(1);
      source.stopSource();
    }
  }

  private void start(Play play) {
    start(directory, play);
  }

  private void start(Path folder, Play play) {
    source =
        PulledCamera.start(
            vertx,
            new FolderConfig(
                PulledCamera.STREAM, folder, FAST, play, Order.NAME, policies.policy()));
  }

  private String reason(Path folder, Play play) {
    start(folder, play);
    String reason = source.reasonOfTheFirstEnd();
    source.stopSource();
    return reason;
  }

  private List<Integer> numbers(int count) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(number(source.pull("edge")));
    }
    return numbers;
  }

  private static int number(Frame frame) {
    return Stamp.read(frame.jpeg()).orElseThrow().sequence();
  }

  private void write(String name, int number) {
    write(directory.resolve(name), number);
  }

  private static void write(Path file, int number) {
    try {
      Files.write(file, picture(number).getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Buffer picture(int number) {
    return SampleJpegs.frame(number, 3_000, Instant.now());
  }

  private static Buffer png() throws IOException {
    return png(30, 20);
  }

  private static Buffer png(int width, int height) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB), "png", bytes);
    return Buffer.buffer(bytes.toByteArray());
  }
}
