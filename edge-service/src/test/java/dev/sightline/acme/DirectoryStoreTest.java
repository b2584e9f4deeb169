package dev.sightline.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.node.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest {

  @TempDir private Path parent;

  @Test
  void keepsEachTextInAFileThatOnlyItsOwnerReads() throws Exception {
    Path directory = parent.resolve("new/acme");
    DirectoryStore store = new DirectoryStore(directory);
    assertThat(store.read()).isEmpty();
    Map<String, Secret> texts = Map.of("account.key", new Secret("a"), "key.pem", new Secret("k"));
    store.write(texts);
    assertThat(store.read()).isEqualTo(texts);
    assertThat(permissions(directory)).isEqualTo("rwx------");
    assertThat(permissions(directory.resolve("account.key"))).isEqualTo("rw-------");
    assertThat(permissions(directory.resolve("key.pem"))).isEqualTo("rw-------");
  }

  @Test
  void replacesWhatItIsGivenAndLeavesTheRest() throws Exception {
    DirectoryStore store = new DirectoryStore(parent);
    store.write(Map.of("account.key", new Secret("a"), "key.pem", new Secret("k")));
    store.write(Map.of("key.pem", new Secret("longer than before")));
    assertThat(store.read())
        .isEqualTo(
            Map.of("account.key", new Secret("a"), "key.pem", new Secret("longer than before")));
    try (Stream<Path> files = Files.list(parent)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aFileThatAllCouldReadIsItsOwnersFromThenOn() throws Exception {
    Path key = Files.writeString(parent.resolve("key.pem"), "old");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    new DirectoryStore(parent).write(Map.of("key.pem", new Secret("new")));
    assertThat(permissions(key)).isEqualTo("rw-------");
  }

  @Test
  void namesWhatItCannotWriteAndShowsNothingOfIt() throws IOException {
    Path file = Files.writeString(parent.resolve("taken"), "");
    assertThatThrownBy(
            () -> new DirectoryStore(file).write(Map.of("key.pem", new Secret("hidden"))))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(file + " can't be written")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void namesWhatItCannotRead() throws IOException {
    Files.write(parent.resolve("cert.pem"), new byte[CertificateStore.LONGEST + 1]);
    assertThatThrownBy(() -> new DirectoryStore(parent).read())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(parent.resolve("cert.pem") + " can't be read")
        .hasMessageContaining("longer than 1 MiB");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
