package dev.sightline.acme;

import dev.sightline.node.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/**
 * A directory with a file for each text, which only its owner can read. Each file is replaced as a
 * whole; several of them one by one, so whoever reads them looks whether they fit.
 */
final class DirectoryStore implements CertificateStore {

  private final Path directory;

  DirectoryStore(Path directory) {
    this.directory = directory;
  }

  @Override
  public Map<String, Secret> read() throws StoreException {
    Map<String, Secret> texts = new HashMap<>();
    for (String name : NAMES) {
      Path file = directory.resolve(name);
      try {
        if (Files.exists(file)) {
          texts.put(name, text(file));
        }
      } catch (IOException e) {
        throw new StoreException("%s can't be read (%s)".formatted(file, e), e);
      }
    }
    return texts;
  }

  private static Secret text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new IOException("it is longer than 1 MiB");
      }
      return new Secret(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void write(Map<String, Secret> texts) throws StoreException {
    try {
      Files.createDirectories(directory, ownersOnly());
      for (String name : NAMES) {
        if (texts.containsKey(name)) {
          replace(directory.resolve(name), texts.get(name));
        }
      }
    } catch (IOException e) {
      throw new StoreException("%s can't be written (%s)".formatted(directory, e), e);
    }
  }

  /** A file that Java makes as a temporary one is its owner's only. */
  private void replace(Path file, Secret text) throws IOException {
    Path draft = Files.createTempFile(directory, file.getFileName().toString(), ".new");
    try {
      try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.value());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private FileAttribute<?>[] ownersOnly() {
    boolean hasPermissions =
        directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    return hasPermissions
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
