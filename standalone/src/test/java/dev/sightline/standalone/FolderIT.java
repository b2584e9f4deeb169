package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.SampleJpegs;
import dev.sightline.testkit.SeenFrame;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of pictures from the files to the viewers of a program. */
class FolderIT {

  private static final int CHUNK = 4_096;

  @TempDir private Path directory;

  private final Vertx outside = Vertx.vertx();
  private NodeProcess relay;

  @AfterEach
  void stop() {
    if (relay != null) {
      relay.close();
    }
    Await.result(outside.close());
  }

  @Test
  void showsPicturesInOrderInALoop() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("my graphs"));
    IntStream.range(0, 12).forEach(i -> write(folder.resolve("img%d.jpg".formatted(i)), i));
    start("--camera", "graphs=dir:%s?fps=5".formatted(folder));

    try (TestViewer viewer = TestViewer.open(outside, relay.url("/graphs/stream"))) {
      viewer.awaitFrames(20);

      List<Integer> numbers = viewer.seen().stream().map(SeenFrame::sequence).limit(20).toList();
      for (int i = 1; i < numbers.size(); i++) {
        assertThat(numbers.get(i)).isEqualTo((numbers.get(i - 1) + 1) % 12);
      }
      assertThat(viewer.tally().corrupt()).isZero();
    }
    relay.awaitLine("graphs: nobody is watching");
  }

  @Test
  void showsWhatAProgramWritesInPlaceOnlyWhenItIsWhole() throws IOException {
    write(directory.resolve("latest.jpg"), 0);
    start("--camera", "graphs=dir:%s?play=watch&fps=20".formatted(directory));

    try (TestViewer viewer = TestViewer.open(outside, relay.url("/graphs/stream"))) {
      viewer.awaitFrames(1);
      for (int i = 1; i <= 5; i++) {
        int number = i;
        writeSlowly(directory.resolve("latest.jpg"), number);
        viewer.awaitFrame("number " + number, frame -> frame.sequence() == number);
      }

      assertThat(viewer.tally().corrupt()).isZero();
      assertThat(viewer.seen()).extracting(SeenFrame::sequence).isSorted();
    }
  }

  @Test
  void keepsItsViewersWhileAFolderIsAway() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("graphs"));
    write(folder.resolve("1.jpg"), 1);
    start("--camera", "graphs=dir:" + folder);

    try (TestViewer viewer = TestViewer.open(outside, relay.url("/graphs/stream"))) {
      viewer.awaitFrames(1);
      Files.move(folder, directory.resolve("elsewhere"));
      relay.awaitLine("graphs: no picture from dir:.*graphs: there is no such folder");
      Await.until(
          "its status says so",
          () ->
              TestViewer.get(relay.url("/graphs/status.json"))
                  .body()
                  .toString()
                  .contains("there is no such folder"));

      Files.createDirectory(folder);
      write(folder.resolve("2.jpg"), 2);

      viewer.awaitFrame("of the new folder", frame -> frame.sequence() == 2);
      assertThat(viewer.isDisconnected()).isFalse();
    }
  }

  private void start(String... arguments) {
    relay = NodeProcess.start(arguments).awaitUp();
  }

  /** As programs do that don't know who reads: from an empty file on, a bit at a time. */
  private static void writeSlowly(Path file, int number) throws IOException {
    Buffer jpeg = picture(number);
    Files.write(file, new byte[0]);
    for (int from = 0; from < jpeg.length(); from += CHUNK) {
      int to = Math.min(jpeg.length(), from + CHUNK);
      Files.write(file, jpeg.getBytes(from, to), StandardOpenOption.APPEND);
    }
  }

  private static void write(Path file, int number) {
    try {
      Files.write(file, picture(number).getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Buffer picture(int number) {
    return SampleJpegs.frame(number, 300_000, Instant.now());
  }
}
