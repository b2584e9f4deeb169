package dev.sightline.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.folder.FolderNews.Find;
import dev.sightline.frame.StreamId;
import dev.sightline.jpeg.Jpeg;
import dev.sightline.jpeg.JpegVerdict;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.SampleJpegs;
import dev.sightline.testkit.Stamp;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is new in a folder, as the one who watches it is told. */
class FolderNewsTest {

  private static final StreamId STREAM = new StreamId("shots");

  private static final Duration SHORT = Duration.ofMillis(20);

  @TempDir private Path directory;

  private FolderNews news;

  @AfterEach
  void close() throws IOException {
    if (news != null) {
      news.close();
    }
  }

  @Test
  void beginsWithTheNewest() throws IOException {
    put("b.jpg", 2, 5_000);
    put("c.jpg", 3, 4_000);
    put("a.jpg", 1, 3_000);
    watch();

    assertThat(nextWhole()).isEqualTo(2);
    assertNothingNew();
  }

  @Test
  void takesTheLastByNameOfThoseOfOneTime() throws IOException {
    put("img9.jpg", 9, 1_000);
    put("img10.jpg", 10, 1_000);
    put("img8.jpg", 8, 1_000);
    watch();

    assertThat(nextWhole()).isEqualTo(10);
    assertNothingNew();
  }

  @Test
  void tellsOfEachPictureThatComes() throws IOException {
    watch();
    for (int i = 0; i < 5; i++) {
      write("img%d.jpg".formatted(i), picture(i));
      assertThat(nextWhole()).isEqualTo(i);
    }
  }

  @Test
  void tellsOfPicturesThatTakeTheirPlaceByBeingRenamed() throws IOException {
    watch();
    for (int i = 0; i < 5; i++) {
      Path written = write(".next.jpg", picture(i));
      Files.move(written, directory.resolve("latest.jpg"), StandardCopyOption.REPLACE_EXISTING);
      assertThat(nextWhole()).isEqualTo(i);
    }
  }

  @Test
  void waitsForAPictureThatIsWrittenSlowly() throws IOException {
    write("before.jpg", picture(1));
    watch();
    assertThat(nextWhole()).isEqualTo(1);
    Buffer jpeg = picture(2);
    int shown = -1;

    Path file = Files.createFile(directory.resolve("slow.jpg"));
    for (int from = 0; from < jpeg.length(); from += 1_000) {
      assertThat(shown).as("shown after %d bytes", from).isEqualTo(-1);
      int to = Math.min(jpeg.length(), from + 1_000);
      Files.write(file, jpeg.getBytes(from, to), StandardOpenOption.APPEND);
      shown = next().map(this::show).orElse(-1);
    }

    assertThat(shown == 2 ? 2 : nextWhole()).isEqualTo(2);
  }

  @Test
  void showsTheWholePictureBeforeOneThatIsCut() throws IOException {
    put("a.jpg", 1, 1_000);
    Files.write(directory.resolve("b.jpg"), picture(2).getBytes(0, 900));
    watch();

    assertThat(nextWhole()).isEqualTo(1);
    assertNothingNew();

    write("b.jpg", picture(2));
    assertThat(nextWhole()).isEqualTo(2);
  }

  @Test
  void looksAtADamagedFileOnlyOnce() throws IOException {
    Files.write(directory.resolve("b.png"), PictureReaderTest.png(1, 20).getBytes(0, 60));
    settled("b.png");
    watch();

    Find find = news.next(SHORT).orElseThrow();

    assertThat(find.trouble()).isEqualTo("the PNG is cut off");
    assertNothingNew();
  }

  @Test
  void showsTheNewestOfABurstAndNotAll() throws IOException {
    watch();
    assertNothingNew();
    IntStream.rangeClosed(1, 1_000).forEach(i -> write("img%d.jpg".formatted(i), picture(i)));

    List<Integer> shown = new ArrayList<>();
    Await.until(
        "the last is shown",
        () -> {
          next().ifPresent(find -> shown.add(show(find)));
          return shown.contains(1_000);
        });

    assertThat(shown).isSorted().hasSizeLessThan(100);
    assertNothingNew();
  }

  @Test
  void takesAnOverwrittenFileForANewOne() throws IOException {
    write("latest.jpg", picture(1));
    watch();
    assertThat(nextWhole()).isEqualTo(1);

    write("latest.jpg", picture(2));

    assertThat(nextWhole()).isEqualTo(2);
  }

  @Test
  void goesOnInAFolderThatTookThePlaceOfTheFormer() throws IOException {
    Path watched = Files.createDirectory(directory.resolve("watched"));
    Files.write(watched.resolve("a.jpg"), picture(1).getBytes());
    news = new FolderNews(STREAM, new PictureFolder(watched), new PictureReader(1 << 20));
    assertThat(nextWhole()).isEqualTo(1);

    Path other = Files.createDirectory(directory.resolve("other"));
    Files.write(other.resolve("b.jpg"), picture(2).getBytes());
    Files.move(watched, directory.resolve("former"));
    Files.move(other, watched);

    assertThat(nextWhole()).isEqualTo(2);
  }

  @Test
  void keepsOnlyWhatItMadeOfTheLastPng() throws IOException {
    PictureReader reader = new PictureReader(1 << 20);
    news = new FolderNews(STREAM, new PictureFolder(directory), reader);
    Path first = write("a.png", PictureReaderTest.png(1, 20));
    Await.until("the first", () -> next().isPresent());
    Buffer drawn = reader.read(first);
    assertThat(reader.read(first)).isSameAs(drawn);

    write("b.png", PictureReaderTest.png(2, 20));
    Await.until("the second", () -> next().isPresent());

    assertThat(reader.read(first)).isNotSameAs(drawn);
  }

  @Test
  void failsWhenTheFolderIsGone() throws IOException {
    watch();
    assertNothingNew();
    assertThat(news.isEmpty()).isTrue();

    Files.delete(directory);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                news.next(SHORT);
              }
            })
        .isInstanceOf(NoSuchFileException.class);
    Files.createDirectory(directory);
  }

  @Test
  void endsItsWaitWhenItIsClosed() throws IOException {
    watch();
    assertNothingNew();
    CompletableFuture<Optional<Find>> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              while (true) {
                next();
              }
            });

    news.close();

    Await.until("the wait has ended", waiting::isCompletedExceptionally);
  }

  private void watch() {
    news = new FolderNews(STREAM, new PictureFolder(directory), new PictureReader(1 << 20));
  }

  /** Shows what is found until that is a whole picture, and tells which. */
  private int nextWhole() {
    int[] number = {-1};
    Await.until(
        "a whole picture is found",
        () -> {
          next().ifPresent(find -> number[0] = show(find));
          return number[0] >= 0;
        });
    return number[0];
  }

  /** The number of a whole picture, else -1. */
  private int show(Find find) {
    Buffer bytes = find.bytes().orElseGet(Buffer::buffer);
    if (Jpeg.judge(bytes) != JpegVerdict.WHOLE) {
      return -1;
    }
    news.show(find);
    return Stamp.read(bytes).orElseThrow().sequence();
  }

  private Optional<Find> next() {
    try {
      return news.next(SHORT);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertNothingNew() throws IOException {
    assertThat(news.next(SHORT)).isEmpty();
  }

  private void put(String name, int number, long millis) throws IOException {
    Path file = write(name, picture(number));
    Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
  }

  private void settled(String name) throws IOException {
    Files.setLastModifiedTime(directory.resolve(name), FileTime.fromMillis(1_000));
  }

  private Path write(String name, Buffer bytes) {
    try {
      return Files.write(directory.resolve(name), bytes.getBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Buffer picture(int number) {
    return SampleJpegs.frame(number, 5_000 + number, Instant.now());
  }
}
