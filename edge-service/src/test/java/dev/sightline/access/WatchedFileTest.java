package dev.sightline.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFileTest {

  @TempDir private Path directory;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = Files.writeString(directory.resolve("file"), "one");
  }

  private WatchedFile<String> open() {
    return WatchedFile.open("access.some-file", path, 10, WatchedFileTest::parse);
  }

  private static String parse(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    if (text.startsWith("wrong")) {
      throw new IllegalArgumentException("is wrong");
    }
    return text;
  }

  @Test
  void takesAChangeThatTwoLooksHaveFound() throws IOException {
    WatchedFile<String> file = open();
    Files.writeString(path, "two");

    file.look();
    assertThat(file.get()).isEqualTo("one");
    file.look();
    assertThat(file.get()).isEqualTo("two");
  }

  @Test
  void keepsWhatItHasWhileTheFileIsMissingOrWrong() throws IOException {
    WatchedFile<String> file = open();

    Files.delete(path);
    file.look();
    file.look();
    Files.writeString(path, "wrong");
    file.look();
    file.look();
    Files.writeString(path, "far too long for this");
    file.look();
    file.look();

    assertThat(file.get()).isEqualTo("one");
    Files.writeString(path, "three");
    file.look();
    file.look();
    assertThat(file.get()).isEqualTo("three");
  }

  @Test
  void saysWhatIsWrongAtTheStart() throws IOException {
    Files.writeString(path, "wrong");
    assertThatThrownBy(this::open).hasMessage("names %s, which is wrong", path);
    Files.writeString(path, "12345678901");
    assertThatThrownBy(this::open).hasMessage("names %s, which is longer than 10 bytes", path);
    Files.delete(path);
    assertThatThrownBy(this::open).hasMessage("names %s, which can't be read", path);
  }
}
