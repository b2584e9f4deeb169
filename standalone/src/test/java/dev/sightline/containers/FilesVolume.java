package dev.sightline.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A ConfigMap or a Secret as a kubelet keeps it for pods: the files are links through one link to a
 * directory, and that one link is replaced when they change. So all change at once.
 */
final class FilesVolume {

  private static final Path CURRENT = Path.of("..data");

  /** Who may read the files, and whose they are if not of whoever runs this. */
  private record Rights(Set<PosixFilePermission> permissions, OptionalInt group) {}

  private final Path directory;
  private final Rights rights;
  private int versions;

  private FilesVolume(Path directory, Rights rights) {
    this.directory = directory;
    this.rights = rights;
    open(directory);
  }

  static FilesVolume ofConfigMap(Path directory) {
    return new FilesVolume(
        directory, new Rights(PosixFilePermissions.fromString("rw-r--r--"), OptionalInt.empty()));
  }

  /**
   * Its files are given to a group, which only root can do.
   *
   * @param mode as {@code defaultMode} has it
   * @param group of the pods
   */
  static FilesVolume ofSecret(Path directory, int mode, int group) {
    return new FilesVolume(directory, new Rights(permissions(mode), OptionalInt.of(group)));
  }

  /** The names are in the order of the bits. */
  private static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] all = PosixFilePermission.values();
    return IntStream.range(0, all.length)
        .filter(i -> (mode >> (all.length - 1 - i) & 1) == 1)
        .mapToObj(i -> all[i])
        .collect(Collectors.toSet());
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
        Files.setPosixFilePermissions(target, rights.permissions);
        if (rights.group.isPresent()) {
          Files.setAttribute(target, "unix:gid", rights.group.getAsInt());
        }
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
