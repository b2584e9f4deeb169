package dev.sightline.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.folder.PictureFolder.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files of a folder are pictures, and which comes first. */
class PictureFolderTest {

  @TempDir private Path directory;

  @Test
  void countsAsPeopleDo() throws IOException {
    touch("img10.jpg", "img2.jpg", "IMG3.JPG", "img02.jpg", "a.png", "img1b.jpg", "img1.jpeg");

    assertThat(names(Order.NAME))
        .containsExactly(
            "a.png", "img1.jpeg", "img1b.jpg", "img02.jpg", "img2.jpg", "IMG3.JPG", "img10.jpg");
  }

  @ParameterizedTest
  @CsvSource({
    "2, 10",
    "a, B",
    "a9, a010",
    "frame-99999999999999999998.png, frame-99999999999999999999.png",
    "frame-99999999999999999999.png, frame-100000000000000000000.png",
    "a, a1",
    "a1, ab",
    "1.5.jpg, 1.10.jpg"
  })
  void putsOneNameBeforeAnother(String one, String other) {
    assertThat(NaturalOrder.OF_NAMES.compare(one, other)).isNegative();
    assertThat(NaturalOrder.OF_NAMES.compare(other, one)).isPositive();
    assertThat(NaturalOrder.OF_NAMES.compare(one, one)).isZero();
  }

  @Test
  void leavesOutHiddenFilesAndWhatIsNoPicture() throws IOException {
    touch("a.jpg", ".b.jpg", "c.txt", "d.jpg.tmp", "jpg", ".jpg", "e.PNG");

    assertThat(names(Order.NAME)).containsExactly("a.jpg", "e.PNG");
  }

  @Test
  void goesByTheTimeOfTheLastWrite() throws IOException {
    touch("a.jpg", "b.jpg", "c.jpg");
    setTime("b.jpg", 1_000);
    setTime("c.jpg", 2_000);
    setTime("a.jpg", 3_000);

    assertThat(names(Order.TIME)).containsExactly("b.jpg", "c.jpg", "a.jpg");
  }

  @Test
  void leavesOutDirectoriesWhenItLooksAtTimes() throws IOException {
    touch("a.jpg");
    Files.createDirectory(directory.resolve("b.jpg"));

    assertThat(names(Order.TIME)).containsExactly("a.jpg");
  }

  @Test
  void saysThatItHasMorePicturesThanItTells() throws IOException {
    touch("a.jpg");
    assertThat(new PictureFolder(directory).list(Order.NAME).isCut()).isFalse();
    for (int i = 0; i < PictureFolder.MOST; i++) {
      Files.createFile(directory.resolve(i + ".jpg"));
    }

    PictureFolder.Listing listing = new PictureFolder(directory).list(Order.NAME);

    assertThat(listing.isCut()).isTrue();
    assertThat(listing.pictures()).hasSize(PictureFolder.MOST);
  }

  @Test
  void failsWhenItIsNotThereOrNoFolder() throws IOException {
    touch("a.jpg");

    assertThatThrownBy(new PictureFolder(directory.resolve("none"))::check)
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(new PictureFolder(directory.resolve("a.jpg"))::check)
        .isInstanceOf(NotDirectoryException.class);
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Files.createFile(directory.resolve(name));
    }
  }

  private void setTime(String name, long millis) throws IOException {
    Files.setLastModifiedTime(directory.resolve(name), FileTime.fromMillis(millis));
  }

  private List<String> names(Order order) throws IOException {
    return new PictureFolder(directory)
        .list(order).pictures().stream().map(file -> file.getFileName().toString()).toList();
  }
}
