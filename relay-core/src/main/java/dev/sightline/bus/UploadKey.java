package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the nodes tell each other of an upload's secret: enough to find the ingest that knows it and
 * to turn away who doesn't, and another text in each run of an ingest, so that it is no secret.
 */
public final class UploadKey {

  /** Announced by an ingest that takes any secret. */
  public static final String ANY = "any";

  private UploadKey() {}

  /** SHA-256 over the ingest's run and the secret, in hexadecimal digits. */
  public static String of(Epoch epoch, String secret) {
    String text = "%s %d %s".formatted(epoch.node(), epoch.startedAt(), secret);
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
