package dev.sightline.acme;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What is shown while there is no certificate yet: one that nobody vouches for. */
final class StandInCertificate {

  private static final Duration LIFETIME = Duration.ofDays(15);
  private static final Duration SLOW_CLOCKS = Duration.ofDays(1);
  private static final X500Name NAME = new X500Name("CN=Sightline without a certificate yet");
  private static final int SERIAL_BITS = 120;

  private StandInCertificate() {}

  static IssuedCertificate create(List<String> domains, Instant now) {
    KeyPair pair = KeyFile.newPair();
    GeneralName[] names =
        domains.stream()
            .map(domain -> new GeneralName(GeneralName.dNSName, domain))
            .toArray(GeneralName[]::new);
    try {
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  new JcaX509v3CertificateBuilder(
                          NAME,
                          new BigInteger(SERIAL_BITS, new SecureRandom()),
                          Date.from(now.minus(SLOW_CLOCKS)),
                          Date.from(now.plus(LIFETIME)),
                          NAME,
                          pair.getPublic())
                      .addExtension(
                          Extension.subjectAlternativeName, false, new GeneralNames(names))
                      .build(
                          new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
      return new IssuedCertificate(List.of(certificate), pair.getPrivate());
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
