package dev.sightline.acme;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** An authority of a test, which signs what it is sent once it has looked at it. */
final class FakeIssuer {

  private static final X500Name NAME = new X500Name("CN=Test authority");

  private final KeyPair keys = KeyFile.newPair();
  private final X509Certificate own;
  private int serial;

  FakeIssuer() {
    Instant now = Instant.now();
    try {
      own = sign(NAME, keys, now, now.plus(Duration.ofDays(3650)), null);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate and the authority's own, in PEM. */
  String issue(byte[] csr, Set<String> domains, Instant from, Instant to) {
    try {
      JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(csr);
      if (!request.isSignatureValid(
          new JcaContentVerifierProviderBuilder().build(request.getPublicKey()))) {
        throw new IllegalArgumentException("the request isn't signed by its key");
      }
      GeneralNames names =
          GeneralNames.fromExtensions(
              request.getRequestedExtensions(), Extension.subjectAlternativeName);
      Set<String> asked =
          Arrays.stream(names.getNames())
              .map(name -> name.getName().toString())
              .collect(Collectors.toSet());
      if (!asked.equals(domains)) {
        throw new IllegalArgumentException("the request is for " + asked);
      }
      KeyPair theirs = new KeyPair(request.getPublicKey(), null);
      X509Certificate issued = sign(new X500Name(new RDN[0]), theirs, from, to, names);
      return KeyFile.pem(
              writer -> {
                writer.writeObject(issued);
                writer.writeObject(own);
              })
          .value();
    } catch (GeneralSecurityException | IOException | OperatorCreationException | PKCSException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private X509Certificate sign(
      X500Name subject, KeyPair theirs, Instant from, Instant to, GeneralNames names)
      throws GeneralSecurityException, CertIOException, OperatorCreationException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            NAME,
            BigInteger.valueOf(++serial),
            Date.from(from),
            Date.from(to),
            subject,
            theirs.getPublic());
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
    if (names != null) {
      builder.addExtension(Extension.subjectAlternativeName, true, names);
    }
    X509CertificateHolder signed =
        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    return new JcaX509CertificateConverter().getCertificate(signed);
  }
}
