package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.TimeoutException;

/** Why a folder gives no pictures, in one sentence. */
final class FolderTrouble {

  static final EndReason EMPTY =
      new EndReason(Kind.REFUSED, "there are no pictures in it (.jpg, .jpeg or .png)");

  /** The file system still holds on to what the run before wanted of it. */
  static final EndReason HANGS =
      new EndReason(Kind.STALLED, "its file system has not answered for a long time");

  private FolderTrouble() {}

  static EndReason of(Throwable failure) {
    if (failure instanceof NoSuchFileException) {
      return new EndReason(Kind.UNREACHABLE, "there is no such folder");
    }
    if (failure instanceof NotDirectoryException) {
      return new EndReason(Kind.REFUSED, "it is no folder");
    }
    if (failure instanceof AccessDeniedException) {
      return new EndReason(Kind.REFUSED, "it may not be read");
    }
    if (failure instanceof TimeoutException) {
      return HANGS;
    }
    return new EndReason(Kind.UNREACHABLE, "it can't be read: " + failure.getMessage());
  }
}
