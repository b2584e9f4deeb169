package dev.sightline.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * A ConfigMap as a kubelet keeps it for pods: the files are links through one link to a directory,
 * and that one link is replaced when they change. So all change at once.
 */
final class ConfigVolume {

  private static final Path CURRENT = Path.of("..data");

  private final Path directory;
  private int versions;

  ConfigVolume(Path directory) {
    this.directory = directory;
    open(directory);
  }

  Path directory() {
    return directory;
  }

  /** Replaces what there is; the names of the files stay. */
  void write(Map<String, String> files) {
    Path version = Path.of("..version-" + ++versions);
    open(directory.resolve(version));
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path target = directory.resolve(version).resolve(file.getKey());
        Files.writeString(target, file.getValue());
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
        if (versions == 1) {
          Files.createSymbolicLink(
              directory.resolve(file.getKey()), CURRENT.resolve(file.getKey()));
        }
      }
      Path next = Files.createSymbolicLink(directory.resolve("..next"), version);
      Files.move(next, directory.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void open(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
