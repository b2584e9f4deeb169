package dev.sightline.node;

import dev.sightline.tls.TlsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a node's part in mutual TLS on the event bus lies, as three PEM files.
 *
 * @param cert this node's certificate, with those between it and the authority after it
 * @param key its private key
 * @param ca the authorities by whose word the other nodes are believed
 */
public record BusTlsFiles(Path cert, Path key, Path ca) {

  private static final String CERT = "cert-file";
  private static final String KEY = "key-file";
  private static final String CA = "ca-file";

  /** What they hold is looked at when the node starts, not here: it may change while it runs. */
  static Optional<BusTlsFiles> read(ConfigReader cluster) {
    ConfigReader tls = cluster.section("tls");
    Optional<Path> cert = tls.value(CERT, BusTlsFiles::path);
    Optional<Path> key = tls.privateFile(KEY);
    Optional<Path> ca = tls.value(CA, BusTlsFiles::path);
    List<String> missing = List.of(CERT, KEY, CA).stream().filter(k -> !tls.isSet(k)).toList();
    if (missing.size() < 3) {
      missing.forEach(name -> tls.problem(name, "is missing; cluster.tls needs all three files"));
    }
    return cert.isPresent() && key.isPresent() && ca.isPresent()
        ? Optional.of(new BusTlsFiles(cert.get(), key.get(), ca.get()))
        : Optional.empty();
  }

  TlsFile certFile() {
    return file(CERT, cert);
  }

  TlsFile keyFile() {
    return file(KEY, key);
  }

  TlsFile caFile() {
    return file(CA, ca);
  }

  private static TlsFile file(String setting, Path path) {
    return new TlsFile("cluster.tls." + setting, path);
  }

  private static Path path(String text) {
    return Path.of(Values.notEmpty(text));
  }
}
