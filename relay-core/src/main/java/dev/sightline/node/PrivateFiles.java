package dev.sightline.node;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a configuration that hold secrets, known when all of it has been read. Compares by
 * them. Not thread-safe.
 */
public final class PrivateFiles {

  private static final Logger LOG = LoggerFactory.getLogger(PrivateFiles.class);

  /** Where container engines and systemd put secrets that they hand out. */
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

  private final SortedSet<Path> files = new TreeSet<>();

  void add(Path file) {
    files.add(file.toAbsolutePath().normalize());
  }

  /** Warns of each that everybody on this machine can read. */
  void warn() {
    for (Path file : files) {
      if (isOpenToEverybody(file)) {
        LOG.warn(
            "{} holds a secret, and every user of this machine can read it: chmod o-rwx {}",
            file,
            file);
      }
    }
  }

  /** By the permissions of the file and of all directories on the way to it. */
  private static boolean isOpenToEverybody(Path file) {
    try {
      Path real = file.toRealPath();
      return allows(real, PosixFilePermission.OTHERS_READ)
          && isReachable(real)
          && !isHandedOut(Files.getFileStore(real));
    } catch (IOException | UnsupportedOperationException e) {
      return false; // Whoever reads it says what is wrong; other systems have other permissions.
    }
  }

  private static boolean isReachable(Path real) throws IOException {
    for (Path at = real.getParent(); at != null; at = at.getParent()) {
      if (!allows(at, PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  /** What is mounted into a container, for this process alone, may be open to all there are. */
  private static boolean isHandedOut(FileStore store) {
    return store.isReadOnly() && IN_MEMORY.contains(store.type());
  }

  private static boolean allows(Path path, PosixFilePermission permission) throws IOException {
    return Files.getPosixFilePermissions(path).contains(permission);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrivateFiles that && files.equals(that.files);
  }

  @Override
  public int hashCode() {
    return files.hashCode();
  }

  @Override
  public String toString() {
    return files.toString();
  }
}
