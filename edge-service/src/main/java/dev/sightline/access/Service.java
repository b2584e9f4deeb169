package dev.sightline.access;

import dev.sightline.node.ConfigReader;
import dev.sightline.tls.PemReader;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A service that is asked about viewers.
 *
 * @param caFile the authorities by whose word it is believed; empty for those of Java
 */
record Service(URI url, Optional<Path> caFile) {

  private static final String CA_FILE = "ca-file";
  private static final int MOST_BYTES = 1 << 20;

  /**
   * @param key of its URL, beside which {@code ca-file} stands
   * @param parse the URL
   */
  static Optional<Service> read(ConfigReader section, String key, Function<String, URI> parse) {
    Optional<URI> url = section.value(key, parse);
    Optional<Path> caFile = ConfiguredFile.open(section, CA_FILE, MOST_BYTES, Service::authorities);
    boolean isVain = url.map(it -> !it.getScheme().equals("https")).orElse(!section.isSet(key));
    if (section.isSet(CA_FILE) && isVain) {
      section.problem(CA_FILE, "needs %s with https://".formatted(key));
    }
    return url.map(there -> new Service(there, caFile));
  }

  private static Object authorities(byte[] content) {
    try {
      return PemReader.authorities(new String(content, StandardCharsets.ISO_8859_1));
    } catch (Exception e) {
      throw new IllegalArgumentException("holds no certificate in PEM", e);
    }
  }

  /**
   * @param timeout of connecting
   */
  HttpClientOptions client(Duration timeout) {
    HttpClientOptions options = new HttpClientOptions().setConnectTimeout((int) timeout.toMillis());
    caFile.ifPresent(
        file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    return options;
  }
}
