package dev.sightline.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What was found out about credentials lately. None are kept: they are known by their HMAC under a
 * key that dies with this process. Of more than fit, those found out longest ago are forgotten. Any
 * thread.
 */
final class Remembered {

  static final int MOST = 10_000;

  private static final String HMAC = "HmacSHA256";

  private record Finding(String text, long until) {}

  private final Duration life;
  private final LongSupplier clock;
  private final SecretKeySpec key;
  private final Map<String, Finding> findings =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Finding> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param clock monotonic nanoseconds
   */
  Remembered(Duration life, LongSupplier clock) {
    this.life = life;
    this.clock = clock;
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, HMAC);
  }

  /** What stands for some credentials here. */
  String nameOf(String... credentials) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      for (String part : credentials) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        mac.update(bytes);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  /** What was found out, unless that is too long ago. */
  synchronized Optional<String> find(String name) {
    Finding finding = findings.get(name);
    if (finding != null && finding.until - clock.getAsLong() <= 0) {
      findings.remove(name);
      return Optional.empty();
    }
    return Optional.ofNullable(finding).map(Finding::text);
  }

  synchronized void add(String name, String text) {
    findings.remove(name);
    findings.put(name, new Finding(text, clock.getAsLong() + life.toNanos()));
  }

  synchronized int size() {
    return findings.size();
  }
}
