package dev.sightline.tls;

import java.util.Arrays;

/**
 * What the files of a certificate held at one look. Two that held the same are equal; what it was
 * is never printed, since a key may be among it.
 */
public final class FileContents {

  private final byte[][] files;

  private FileContents(byte[]... files) {
    this.files = files;
  }

  static FileContents of(TlsFile... files) throws TlsFileException {
    byte[][] read = new byte[files.length][];
    for (int i = 0; i < files.length; i++) {
      read[i] = files[i].content();
    }
    return new FileContents(read);
  }

  /** What lies elsewhere than in files, and is looked at as if it did. */
  public static FileContents inMemory(byte[]... contents) {
    return new FileContents(contents.clone());
  }

  public byte[] file(int index) {
    return files[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileContents that && Arrays.deepEquals(files, that.files);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(files);
  }
}
