package dev.sightline.node;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses as they are written; names are none, so nothing is ever looked up. */
public final class IpAddress {

  private static final Pattern CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private IpAddress() {}

  /** An address without a port; one of IPv4 that is written as IPv6 is one of IPv4. */
  public static Optional<InetAddress> parse(String text) {
    if (text == null || !CHARACTERS.matcher(text).matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(SocketAddress.inetSocketAddress(0, text).hostAddress())
        .map(IpAddress::ofValid);
  }

  private static InetAddress ofValid(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("what is an address needs no looking up", e);
    }
  }
}
