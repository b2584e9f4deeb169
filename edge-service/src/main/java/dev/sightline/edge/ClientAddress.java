package dev.sightline.edge;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whom a request is from.
 *
 * @param address that of the viewer, as trusted proxies tell it; empty for one of this machine, or
 *     for a proxy that speaks for itself
 * @param secure whether the viewer used https, be it toward a proxy
 */
record ClientAddress(Optional<InetAddress> address, boolean secure) {

  /** Whoever has one address of IPv6 has at least these, so they count as one. */
  private static final int NETWORK_BYTES = 8;

  /** What limits count by: an address of IPv4, or a network of IPv6. */
  Optional<String> counted() {
    return address.map(
        known -> {
          byte[] bytes = known.getAddress();
          return Arrays.toString(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
        });
  }
}
