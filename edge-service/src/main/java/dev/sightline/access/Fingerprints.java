package dev.sightline.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands for credentials where they aren't to be kept: their HMAC, under a key that dies with
 * this process. Any thread.
 */
final class Fingerprints {

  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;

  Fingerprints() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, HMAC);
  }

  /** The same for the same parts in the same order, and for no others. */
  String of(String... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        mac.update(bytes);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }
}
