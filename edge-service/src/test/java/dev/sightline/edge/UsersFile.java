package dev.sightline.edge;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCrypt.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of users as htpasswd writes it, at the least cost. */
final class UsersFile {

  private UsersFile() {}

  /**
   * @param usersAndPasswords by turns
   */
  static String in(Path directory, String... usersAndPasswords) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < usersAndPasswords.length; i += 2) {
      String hash =
          BCrypt.with(Version.VERSION_2Y).hashToString(4, usersAndPasswords[i + 1].toCharArray());
      lines.append(usersAndPasswords[i]).append(':').append(hash).append('\n');
    }
    try {
      return Files.writeString(directory.resolve("users"), lines).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
