package dev.sightline.node;

import dev.sightline.tls.CertificateSource;
import dev.sightline.tls.KeystoreFile;
import dev.sightline.tls.PemFiles;
import dev.sightline.tls.TlsFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What makes the viewers' ports speak TLS.
 *
 * @param source where the certificate and its key lie; what they hold is looked at when an edge
 *     starts, not here, since it may change while it runs
 * @param acme from where an edge gets one by itself, instead
 * @param hsts for how long browsers are told to come by TLS only
 */
public record HttpTls(
    Optional<CertificateSource> source, Optional<AcmeConfig> acme, Optional<Duration> hsts) {

  private static final String CERT = "cert-file";
  private static final String KEY = "key-file";
  private static final String KEYSTORE = "keystore-file";
  private static final String PASSWORD = "keystore-password";
  private static final String HSTS = "hsts";

  private static final Duration LONGEST_HSTS = Duration.ofDays(730);

  /** With a certificate that somebody else looks after. */
  public HttpTls(CertificateSource source, Optional<Duration> hsts) {
    this(Optional.of(source), Optional.empty(), hsts);
  }

  static Optional<HttpTls> read(ConfigReader http) {
    ConfigReader tls = http.section("tls");
    Optional<CertificateSource> pem = pem(tls);
    Optional<CertificateSource> keystore = keystore(tls);
    Optional<Duration> hsts = tls.value(HSTS, HttpTls::hsts).flatMap(time -> time);
    Optional<AcmeConfig> acme = AcmeConfig.read(tls);
    boolean isPem = tls.isSet(CERT) || tls.isSet(KEY);
    if (isPem && tls.isSet(KEYSTORE)) {
      tls.problem(KEYSTORE, "is a second certificate beside cert-file and key-file; keep one");
    }
    boolean isInFiles = isPem || tls.isSet(KEYSTORE);
    if (acme.isPresent() && isInFiles) {
      tls.problem("acme", "is for a second certificate beside the one in files; keep one");
    }
    if (hsts.isPresent() && !isInFiles && acme.isEmpty()) {
      tls.problem(HSTS, "needs a certificate in http.tls");
    }
    Optional<CertificateSource> source = pem.or(() -> keystore);
    return source.isPresent() || acme.isPresent()
        ? Optional.of(new HttpTls(source, acme, hsts))
        : Optional.empty();
  }

  private static Optional<CertificateSource> pem(ConfigReader tls) {
    Optional<TlsFile> cert = tls.value(CERT, HttpTls::path).map(path -> file(CERT, path));
    Optional<TlsFile> key = tls.privateFile(KEY).map(path -> file(KEY, path));
    List<String> missing = Stream.of(CERT, KEY).filter(name -> !tls.isSet(name)).toList();
    if (missing.size() == 1) {
      tls.problem(missing.get(0), "is missing; a certificate and its key are two files");
    }
    return cert.isPresent() && key.isPresent()
        ? Optional.of(new PemFiles(cert.get(), key.get()))
        : Optional.empty();
  }

  private static Optional<CertificateSource> keystore(ConfigReader tls) {
    Optional<TlsFile> file = tls.privateFile(KEYSTORE).map(path -> file(KEYSTORE, path));
    Optional<Secret> password = tls.secret(PASSWORD);
    boolean hasPassword = tls.isSet(PASSWORD) || tls.isSet(PASSWORD + "-file");
    if (file.isPresent() && !hasPassword) {
      tls.problem(PASSWORD, "is missing; a keystore has one");
    }
    if (hasPassword && !tls.isSet(KEYSTORE)) {
      tls.problem(KEYSTORE, "is missing, to which the password would belong");
    }
    return file.isPresent() && password.isPresent()
        ? Optional.of(new KeystoreFile(file.get(), password.get().value()))
        : Optional.empty();
  }

  private static Path path(String text) {
    return Path.of(Values.notEmpty(text));
  }

  private static TlsFile file(String name, Path path) {
    return new TlsFile("http.tls." + name, path);
  }

  private static Optional<Duration> hsts(String text) {
    return text.equals("off")
        ? Optional.empty()
        : Optional.of(Values.within(DurationText.parse(text), Duration.ofSeconds(1), LONGEST_HSTS));
  }
}
