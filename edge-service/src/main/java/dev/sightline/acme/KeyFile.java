package dev.sightline.acme;

import dev.sightline.node.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Keys of the kind that is used here, EC P-256, and how they are written. */
final class KeyFile {

  private KeyFile() {}

  static KeyPair newPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As PKCS #8, which all programs read. */
  static Secret of(PrivateKey key) {
    return pem(writer -> writer.writeObject(new JcaPKCS8Generator(key, null)));
  }

  /** The private key as above and the public one after it, which Java doesn't make of that. */
  static Secret of(KeyPair pair) {
    return pem(
        writer -> {
          writer.writeObject(new JcaPKCS8Generator(pair.getPrivate(), null));
          writer.writeObject(pair.getPublic());
        });
  }

  static KeyPair pair(Secret pem) throws InvalidKeyException {
    try (PEMParser parser = new PEMParser(new StringReader(pem.value()))) {
      PrivateKey key = privateKey(parser);
      return new KeyPair(publicKey(parser), key);
    } catch (IOException | RuntimeException e) {
      throw new InvalidKeyException("the keys can't be read", e);
    }
  }

  private static PrivateKey privateKey(PEMParser parser) throws IOException, InvalidKeyException {
    if (parser.readObject() instanceof PrivateKeyInfo info) {
      return new JcaPEMKeyConverter().getPrivateKey(info);
    }
    throw new InvalidKeyException("there is no key");
  }

  private static PublicKey publicKey(PEMParser parser) throws IOException, InvalidKeyException {
    if (parser.readObject() instanceof SubjectPublicKeyInfo info) {
      return new JcaPEMKeyConverter().getPublicKey(info);
    }
    throw new InvalidKeyException("there is no public key");
  }

  /** Any texts in PEM, such as certificates. */
  static Secret pem(Writing writing) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writing.to(writer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Secret(text.toString());
  }

  interface Writing {

    void to(JcaPEMWriter writer) throws IOException;
  }
}
