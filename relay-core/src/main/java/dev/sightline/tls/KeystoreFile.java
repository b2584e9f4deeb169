package dev.sightline.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A certificate and its key in one PKCS #12 file. */
public final class KeystoreFile implements CertificateSource {

  private final TlsFile file;
  private final char[] password;

  public KeystoreFile(TlsFile file, String password) {
    this.file = file;
    this.password = password.toCharArray();
  }

  @Override
  public FileContents read() throws TlsFileException {
    return FileContents.of(file);
  }

  @Override
  public ServerCertificate judge(FileContents contents, Instant now) throws TlsFileException {
    Credential credential = credential(open(contents));
    if (!credential.fits()) {
      throw file.trouble("whose key is no RSA or EC key that fits its certificate", null);
    }
    credential.checkDates(file, now);
    return ServerCertificate.of(credential);
  }

  private KeyStore open(FileContents contents) throws TlsFileException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(contents.file(0)), password);
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw file.trouble("which is no PKCS #12 file, or has another password", e);
    }
  }

  private Credential credential(KeyStore store) throws TlsFileException {
    try {
      List<String> keys =
          Collections.list(store.aliases()).stream().filter(alias -> isKey(store, alias)).toList();
      if (keys.size() != 1) {
        throw file.trouble(
            "which must hold one private key with its certificate, and holds " + keys.size(), null);
      }
      Certificate[] chain = store.getCertificateChain(keys.get(0));
      return new Credential(
          (PrivateKey) store.getKey(keys.get(0), password),
          Arrays.stream(chain).map(X509Certificate.class::cast).toList());
    } catch (GeneralSecurityException e) {
      throw file.trouble("whose key has another password than the file", e);
    }
  }

  private static boolean isKey(KeyStore store, String alias) {
    try {
      return store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** One with the same name and password. */
  @Override
  public boolean equals(Object other) {
    return other instanceof KeystoreFile that
        && file.equals(that.file)
        && Arrays.equals(password, that.password);
  }

  @Override
  public int hashCode() {
    return file.hashCode();
  }

  @Override
  public String toString() {
    return "keystore " + file;
  }
}
