package dev.sightline.node;

import dev.sightline.tls.TlsFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose certificate is to be had from which ACME server, such as Let's Encrypt, and where it is
 * kept.
 *
 * @param domains the host names that it is for, at least one, in their order
 * @param email whom the server may write to
 * @param directory where the server tells what it can do
 * @param caFile the authorities by whose word the server is believed; empty for those of Java
 * @param store a directory, or {@code secret:NAME}
 */
public record AcmeConfig(
    List<String> domains,
    Optional<String> email,
    URI directory,
    Optional<TlsFile> caFile,
    String store) {

  static final URI PRODUCTION = URI.create("https://acme-v02.api.letsencrypt.org/directory");
  static final URI STAGING = URI.create("https://acme-staging-v02.api.letsencrypt.org/directory");

  /** What Let's Encrypt puts into one certificate. */
  private static final int MOST_DOMAINS = 100;

  private static final int LONGEST_NAME = 253;
  private static final String SECRET = "secret:";

  private static final Pattern LABELS =
      Pattern.compile("(?!-)[a-z0-9-]{1,63}(?<!-)(\\.(?!-)[a-z0-9-]{1,63}(?<!-))*");
  private static final Pattern EMAIL =
      Pattern.compile("[\\x21-\\x7e&&[^@,?]]+@[\\x21-\\x7e&&[^@,?]]+");
  private static final Pattern SECRET_NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  public AcmeConfig {
    domains = List.copyOf(domains);
  }

  /**
   * @param tls the section {@code http.tls}
   * @return empty when no domain is named
   */
  static Optional<AcmeConfig> read(ConfigReader tls) {
    ConfigReader acme = tls.section("acme");
    List<String> domains = acme.list("domains", List.of(), text -> text);
    Optional<String> email = acme.value("email", AcmeConfig::email);
    URI directory = acme.value("directory", AcmeConfig::directory).orElse(PRODUCTION);
    Optional<TlsFile> caFile = acme.value("ca-file", AcmeConfig::caFile);
    Optional<String> store = acme.value("store", AcmeConfig::store);
    boolean agreed = acme.bool("agree-to-terms", false);
    if (domains.isEmpty()) {
      if (email.isPresent() || caFile.isPresent() || store.isPresent() || agreed) {
        acme.problem("domains", "is missing: the host names that the certificate is for");
      }
      return Optional.empty();
    }
    if (!acme.isSet("store")) {
      acme.problem("store", "is missing: a directory or secret:NAME that keeps the certificate");
    }
    if (!agreed) {
      acme.problem(
          "agree-to-terms",
          "must be true: certificates are issued to who agrees to the ACME server's terms; those"
              + " of Let's Encrypt are at https://letsencrypt.org/repository/");
    }
    List<String> names = names(acme, domains);
    return store.map(kept -> new AcmeConfig(names, email, directory, caFile, kept));
  }

  private static List<String> names(ConfigReader acme, List<String> domains) {
    if (domains.size() > MOST_DOMAINS) {
      acme.problem("domains", "must not be more than %d".formatted(MOST_DOMAINS));
    }
    try {
      return domains.stream().map(AcmeConfig::domain).distinct().sorted().toList();
    } catch (IllegalArgumentException e) {
      acme.problem("domains", e.getMessage());
      return List.of();
    }
  }

  private static String domain(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.startsWith("*.")) {
      throw new IllegalArgumentException(
          "must not have a wildcard, which would need DNS-01; certbot or cert-manager can do that");
    }
    boolean isAddress = name.matches("[0-9.]+") || name.contains(":");
    if (isAddress || name.length() > LONGEST_NAME || !LABELS.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "must be host names such as cams.example.org, not '%s'".formatted(text));
    }
    return name;
  }

  private static TlsFile caFile(String text) {
    return new TlsFile("http.tls.acme.ca-file", Path.of(Values.notEmpty(text)));
  }

  private static String email(String text) {
    if (!EMAIL.matcher(text).matches()) {
      throw new IllegalArgumentException("must be one address such as me@example.org");
    }
    return text;
  }

  private static URI directory(String text) {
    return switch (text) {
      case "production" -> PRODUCTION;
      case "staging" -> STAGING;
      default -> url(text);
    };
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      if ("https".equals(url.getScheme()) && url.getHost() != null && url.getUserInfo() == null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // No URL at all, which the same sentence is for.
    }
    throw new IllegalArgumentException(
        "must be production, staging or the https:// URL of an ACME server's directory");
  }

  private static String store(String text) {
    if (text.startsWith(SECRET)
        && !SECRET_NAME.matcher(text.substring(SECRET.length())).matches()) {
      throw new IllegalArgumentException(
          "must be a directory, or secret: and the name of a Kubernetes Secret");
    }
    return Values.notEmpty(text);
  }

  /** The Kubernetes Secret that is the store, if it is one. */
  public Optional<String> secret() {
    return store.startsWith(SECRET)
        ? Optional.of(store.substring(SECRET.length()))
        : Optional.empty();
  }
}
