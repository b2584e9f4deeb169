package dev.sightline.node;

import java.math.BigInteger;
import java.net.InetAddress;

/**
 * Addresses that begin with the same bits, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}.
 *
 * @param one of them
 * @param bits how many are the same
 */
public record AddressRange(InetAddress one, int bits) {

  private static final String RULE =
      "must be addresses or ranges such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32, not '%s'";

  /**
   * @throws IllegalArgumentException with a predicate for a sentence
   */
  public static AddressRange parse(String text) {
    String[] parts = text.split("/", 2);
    InetAddress one = IpAddress.parse(parts[0]).orElseThrow(() -> refused(text));
    int most = Byte.SIZE * one.getAddress().length;
    if (parts.length == 1) {
      return new AddressRange(one, most);
    }
    if (!parts[1].matches("\\d{1,3}") || Integer.parseInt(parts[1]) > most) {
      throw refused(text);
    }
    return new AddressRange(one, Integer.parseInt(parts[1]));
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(RULE.formatted(text));
  }

  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    int length = one.getAddress().length;
    return bytes.length == length && start(bytes).equals(start(one.getAddress()));
  }

  private BigInteger start(byte[] address) {
    return new BigInteger(1, address).shiftRight(Byte.SIZE * address.length - bits);
  }
}
