package dev.sightline.ingest;

import dev.sightline.node.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a camera's stream is found.
 *
 * <p>Not a {@code java.net.URI}, since cameras put characters into their paths that it refuses or
 * rewrites: the path and the query are kept as they were written.
 *
 * @param tls whether it is https
 * @param host a name or an address, an IPv6 address without its brackets
 * @param port 1 to 65535
 * @param target path and query exactly as they go on the wire, starting with a slash
 * @param credentials the user and password of the URL, decoded
 */
public record SourceUrl(
    boolean tls, String host, int port, String target, Optional<Credentials> credentials) {

  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]{0,15})://(.*)");
  private static final Pattern HOST =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+(?:%[\\w.-]+)?)]|([\\w.-]+))(?::(.*))?");
  private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9a-fA-F]{2})+");

  /**
   * @throws IllegalArgumentException with a sentence that repeats nothing of the URL beyond its
   *     scheme and port, since the rest may hold a password
   */
  public static SourceUrl parse(String text) {
    refuseSpaces(text);
    Matcher url = SCHEME.matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException("must start with http:// or https://");
    }
    boolean tls = isTls(url.group(1).toLowerCase(Locale.ROOT));
    String rest = url.group(2);
    int slash = rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/');
    int at = rest.lastIndexOf('@', slash - 1);
    int end = endOfHost(rest, at + 1);
    Matcher host = hostIn(rest.substring(at + 1, end));
    return new SourceUrl(
        tls,
        host.group(1) == null ? host.group(2) : host.group(1),
        portIn(host.group(3), tls),
        rest.startsWith("/", end) ? rest.substring(end) : "/" + rest.substring(end),
        at < 0 ? Optional.empty() : Optional.of(credentialsIn(rest.substring(0, at))));
  }

  /** The same place with other credentials. */
  public SourceUrl with(Credentials other) {
    return new SourceUrl(tls, host, port, target, Optional.of(other));
  }

  /** For people: without credentials and without the query, which may hold a password too. */
  @Override
  public String toString() {
    int end = firstOf("?#", target, 0);
    return "%s://%s:%d%s%s"
        .formatted(
            tls ? "https" : "http",
            host.contains(":") ? "[" + host + "]" : host,
            port,
            target.substring(0, end),
            end < target.length() ? "?…" : "");
  }

  private static void refuseSpaces(String text) {
    if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.isSpaceChar(c))) {
      throw new IllegalArgumentException(
          "must not contain spaces or control characters; write a space as %20");
    }
  }

  private static boolean isTls(String scheme) {
    return switch (scheme) {
      case "https" -> true;
      case "http" -> false;
      default ->
          throw new IllegalArgumentException(
              "must start with http:// or https://, not %s://".formatted(scheme));
    };
  }

  private static int endOfHost(String rest, int from) {
    return firstOf("/?#", rest, from);
  }

  private static int firstOf(String characters, String text, int from) {
    int index = from;
    while (index < text.length() && characters.indexOf(text.charAt(index)) < 0) {
      index++;
    }
    return index;
  }

  private static Matcher hostIn(String text) {
    Matcher host = HOST.matcher(text);
    if (!host.matches()) {
      throw new IllegalArgumentException(
          "must name a host after the scheme: a name, an address, or an IPv6 address in brackets");
    }
    return host;
  }

  private static int portIn(String text, boolean tls) {
    if (text == null || text.isEmpty()) {
      return tls ? 443 : 80;
    }
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("must have a port from 1 to 65535 after its host");
    }
    return port;
  }

  private static Credentials credentialsIn(String text) {
    int colon = text.indexOf(':');
    String username = colon < 0 ? text : text.substring(0, colon);
    String password = colon < 0 ? "" : text.substring(colon + 1);
    return new Credentials(decoded(username), new Secret(decoded(password)));
  }

  /** Percent escapes become bytes of UTF-8; a percent sign that begins none stays itself. */
  private static String decoded(String text) {
    return ESCAPES
        .matcher(text)
        .replaceAll(escapes -> Matcher.quoteReplacement(bytesOf(escapes.group())));
  }

  private static String bytesOf(String escapes) {
    byte[] bytes = new byte[escapes.length() / 3];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(escapes.substring(3 * i + 1, 3 * i + 3), 16);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
