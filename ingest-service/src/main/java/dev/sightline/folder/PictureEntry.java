package dev.sightline.folder;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;

/**
 * A picture's file as its folder has it. Two that are equal hold the same picture.
 *
 * @param modified when it was written to last
 * @param size in bytes
 */
record PictureEntry(Path file, FileTime modified, long size) {

  /** Among those of the same time, which on some file systems is a second, the name decides. */
  static final Comparator<PictureEntry> OLDEST_FIRST =
      Comparator.comparing(PictureEntry::modified)
          .thenComparing(PictureEntry::name, NaturalOrder.OF_NAMES)
          .thenComparing(PictureEntry::size);

  String name() {
    return file.getFileName().toString();
  }

  /** Whether this should be shown rather than {@code shown}, which may be null. */
  boolean isNewerThan(PictureEntry shown) {
    return shown == null || OLDEST_FIRST.compare(this, shown) > 0;
  }
}
