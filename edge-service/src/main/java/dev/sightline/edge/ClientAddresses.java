package dev.sightline.edge;

import dev.sightline.node.AddressRange;
import dev.sightline.node.IpAddress;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out whom requests are from. Each proxy adds the address that it was connected from to
 * {@code X-Forwarded-For}, so it is read from its end for as long as those who wrote it are
 * trusted; what stands before the first other address may have been written by the viewer.
 *
 * <p>{@code Forwarded} isn't read: a proxy that doesn't know it passes on what the viewer says
 * there.
 */
final class ClientAddresses {

  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

  /** Some proxies add a port, and then brackets. */
  private static final Pattern WITH_PORT =
      Pattern.compile("([^:\\[\\]]+):\\d{1,5}|\\[([^\\]]+)\\](?::\\d{1,5})?");

  private final List<AddressRange> trusted;

  ClientAddresses(List<AddressRange> trusted) {
    this.trusted = trusted;
  }

  ClientAddress of(HttpServerRequest request) {
    Optional<InetAddress> peer =
        ProxyHeader.sourceOf(request.connection())
            .map(IpAddress::parse)
            .orElseGet(() -> peer(request.remoteAddress()));
    return of(peer, request.isSSL(), request.headers());
  }

  /**
   * @param peer who is connected; empty for one that is connected otherwise than by IP
   * @param secure whether by https
   */
  ClientAddress of(Optional<InetAddress> peer, boolean secure, MultiMap headers) {
    if (peer.isEmpty() || !isTrusted(peer.get())) {
      return new ClientAddress(notOurs(peer), secure);
    }
    List<String> hops = words(headers.getAll(FORWARDED_FOR));
    List<String> schemes = words(headers.getAll(FORWARDED_PROTO));
    return new ClientAddress(
        hops.isEmpty() ? Optional.empty() : notOurs(first(hops, peer.get())),
        schemes.isEmpty() ? secure : nearest(schemes).equalsIgnoreCase("https"));
  }

  private static Optional<InetAddress> peer(SocketAddress remote) {
    String address = remote == null ? null : remote.hostAddress();
    return address == null ? Optional.empty() : IpAddress.parse(address.split("%", 2)[0]);
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  /** Programs of this machine, a proxy among them that nobody told of. */
  private static Optional<InetAddress> notOurs(Optional<InetAddress> address) {
    return address.filter(known -> !known.isLoopbackAddress());
  }

  /** The first that isn't trusted, going back; when one is no address, nothing is believed. */
  private Optional<InetAddress> first(List<String> hops, InetAddress peer) {
    InetAddress farthest = peer;
    for (int i = hops.size() - 1; i >= 0 && isTrusted(farthest); i--) {
      Optional<InetAddress> hop = IpAddress.parse(withoutPort(hops.get(i)));
      if (hop.isEmpty()) {
        return Optional.of(peer);
      }
      farthest = hop.get();
    }
    return Optional.of(farthest);
  }

  private static String withoutPort(String hop) {
    Matcher matcher = WITH_PORT.matcher(hop);
    if (!matcher.matches()) {
      return hop;
    }
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }

  /** What the proxy says that is connected here. */
  private static String nearest(List<String> words) {
    return words.get(words.size() - 1);
  }

  private static List<String> words(List<String> headers) {
    return headers.stream()
        .flatMap(header -> Pattern.compile(",").splitAsStream(header))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
