package dev.sightline.testkit.cameras;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All recorded cameras, in the order of their names. */
public final class RecordedCameras {

  private static final String FOLDER = "/cameras";
  private static final String ENDING = ".camera";

  private RecordedCameras() {}

  /**
   * Reads them all.
   *
   * @throws IllegalStateException when there is none, since a test of all of them would then pass
   */
  public static List<RecordedCamera> all() {
    try {
      List<RecordedCamera> all = read(folder());
      if (all.isEmpty()) {
        throw new IllegalStateException("no recorded camera is in " + FOLDER);
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI folder() {
    URL folder = RecordedCameras.class.getResource(FOLDER);
    if (folder == null) {
      throw new IllegalStateException("the resources have no folder " + FOLDER);
    }
    try {
      return folder.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the folder of cameras has no usable address", e);
    }
  }

  private static List<RecordedCamera> read(URI folder) throws IOException {
    if (!"jar".equals(folder.getScheme())) {
      return read(Path.of(folder));
    }
    try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
      return read(jar.getPath(FOLDER));
    }
  }

  private static List<RecordedCamera> read(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ENDING))
          .sorted()
          .map(RecordedCameras::readFile)
          .toList();
    }
  }

  private static RecordedCamera readFile(Path file) {
    String name = file.getFileName().toString();
    try {
      return CameraFile.parse(name.replace(ENDING, ""), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }
}
