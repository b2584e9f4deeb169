package dev.sightline.ingest;

import dev.sightline.node.ConfigReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * By what a camera's certificate is known; by the authorities that the system trusts when nothing
 * is given.
 *
 * @param caFile certificates of authorities, trusted instead of the system's
 * @param fingerprints SHA-256 of the camera's own certificate in 64 hex digits of lower case, any
 *     of them; several while a certificate is being replaced
 */
public record TlsTrust(Optional<CertificateFile> caFile, List<String> fingerprints) {

  public static final TlsTrust SYSTEM = new TlsTrust(Optional.empty(), List.of());

  private static final Pattern FINGERPRINT =
      Pattern.compile("[0-9a-fA-F]{64}|[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){31}");

  public TlsTrust {
    fingerprints = List.copyOf(fingerprints);
  }

  /** A source that says anything about trust says all of it; the defaults add nothing then. */
  static TlsTrust read(ConfigReader source, TlsTrust defaults) {
    ConfigReader tls = source.section("tls");
    TlsTrust own =
        new TlsTrust(
            tls.value("ca-file", CertificateFile::read),
            tls.list("fingerprint", List.of(), TlsTrust::fingerprint));
    if (own.caFile.isPresent() && !own.fingerprints.isEmpty()) {
      tls.problem("ca-file", "is given as well as tls.fingerprint; keep one");
    }
    return own.equals(SYSTEM) ? defaults : own;
  }

  private static String fingerprint(String text) {
    if (!FINGERPRINT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be the SHA-256 of the camera's certificate, 64 hex digits with or without colons");
    }
    return text.replace(":", "").toLowerCase(Locale.ROOT);
  }
}
