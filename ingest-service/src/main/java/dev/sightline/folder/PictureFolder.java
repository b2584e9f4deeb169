package dev.sightline.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A folder with pictures: the files in it whose names end as those of JPEGs and PNGs do. Hidden
 * ones, which programs use while they write, are no pictures.
 *
 * <p>Every method may wait for the disk or the network, so never on an event loop.
 */
public final class PictureFolder {

  /** In what order pictures are played. */
  public enum Order {
    NAME,
    TIME
  }

  /**
   * The pictures of a folder.
   *
   * @param isCut whether there are more than {@link #MOST}
   */
  public record Listing(List<Path> pictures, boolean isCut) {}

  /** More pictures than these are left out. */
  public static final int MOST = 100_000;

  private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png");

  private static final Comparator<Path> BY_NAME =
      Comparator.comparing(file -> file.getFileName().toString(), NaturalOrder.OF_NAMES);

  private final Path path;

  public PictureFolder(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /**
   * @throws IOException when this is no folder that can be read
   */
  public void check() throws IOException {
    Files.newDirectoryStream(path).close();
  }

  /** The pictures in {@code order}, the first to be played first. */
  public Listing list(Order order) throws IOException {
    List<Path> files = files();
    boolean isCut = files.size() > MOST;
    List<Path> kept = isCut ? files.subList(0, MOST) : files;
    return new Listing(
        switch (order) {
          case NAME -> kept.stream().sorted(BY_NAME).toList();
          case TIME ->
              entries(kept).stream()
                  .sorted(PictureEntry.OLDEST_FIRST)
                  .map(PictureEntry::file)
                  .toList();
        },
        isCut);
  }

  /** The pictures in no order. */
  List<PictureEntry> entries() throws IOException {
    return entries(files());
  }

  /** How a picture of this folder is now; empty when it is gone or no file. */
  static Optional<PictureEntry> entry(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.isRegularFile()
          ? Optional.of(new PictureEntry(file, attributes.lastModifiedTime(), attributes.size()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0
        && !name.startsWith(".")
        && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  private static List<PictureEntry> entries(List<Path> files) {
    return files.stream().flatMap(file -> entry(file).stream()).toList();
  }

  /** At most one more than are allowed, so that it can be told. */
  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> pictures =
        Files.newDirectoryStream(path, PictureFolder::isPicture)) {
      for (Path picture : pictures) {
        files.add(picture);
        if (files.size() > MOST) {
          break;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }
}
