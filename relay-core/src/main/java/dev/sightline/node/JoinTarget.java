package dev.sightline.node;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a node looks for others of its cluster.
 *
 * @param dns whether {@code host} is a DNS name with an address for every node, such as that of a
 *     headless Service in Kubernetes; otherwise it is one node
 * @param host a name or an address, an IPv6 address without its brackets
 * @param port the cluster port there; empty for the same as here, and never given with {@code dns}
 */
public record JoinTarget(boolean dns, String host, OptionalInt port) {

  private static final String DNS = "dns:";
  private static final Pattern NAME = Pattern.compile("[\\w.-]+");
  private static final Pattern NODE =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([\\w.-]+))(?::(\\d{1,5}))?");

  /**
   * @throws IllegalArgumentException with what is allowed
   */
  public static JoinTarget parse(String text) {
    if (text.startsWith(DNS) && NAME.matcher(text.substring(DNS.length())).matches()) {
      return new JoinTarget(true, text.substring(DNS.length()), OptionalInt.empty());
    }
    Matcher node = NODE.matcher(text);
    OptionalInt port = node.matches() ? portOf(node.group(3)) : OptionalInt.of(0);
    if (port.equals(OptionalInt.of(0))) {
      throw new IllegalArgumentException(
          "must be HOST, HOST:PORT or dns:NAME, not '%s'".formatted(text));
    }
    return new JoinTarget(false, node.group(1) == null ? node.group(2) : node.group(1), port);
  }

  private static OptionalInt portOf(String text) {
    if (text == null) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(text);
    return OptionalInt.of(port > Ports.HIGHEST ? 0 : port);
  }

  JoinTarget withPort(int other) {
    return new JoinTarget(dns, host, OptionalInt.of(other));
  }

  @Override
  public String toString() {
    String address = host.contains(":") ? "[" + host + "]" : host;
    return (dns ? DNS : "") + address + (port.isPresent() ? ":" + port.getAsInt() : "");
  }
}
