package dev.sightline.ingest;

import dev.sightline.auth.Credentials;
import dev.sightline.node.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
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

  /** A host followed at once by a query, such as {@code ?user=}. */
  private static final Pattern QUERY_BEHIND_HOST =
      Pattern.compile(
          "((?:[^/?#]*@)?(?:\\[[0-9a-fA-F:.]+(?:%[\\w.-]+)?]|[\\w.-]+)(?::\\d{0,5})?)\\?[\\w.-]+=.*");

  private static final Pattern ABSOLUTE = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");
  private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9a-fA-F]{2})+");

  /**
   * @throws IllegalArgumentException with a sentence that repeats nothing of the URL beyond its
   *     scheme and port, since the rest may hold a password
   */
  public static SourceUrl parse(String text) {
    return parse(text, "http", 80, 443);
  }

  /**
   * The same for a protocol whose URLs are built alike.
   *
   * @param scheme that of plain connections; with an s behind it, that of encrypted ones
   * @param port where plain connections lead unless the URL says otherwise
   * @param tlsPort likewise of encrypted ones
   */
  static SourceUrl parse(String text, String scheme, int port, int tlsPort) {
    refuseSpaces(text);
    Matcher url = SCHEME.matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException("must start with %1$s:// or %1$ss://".formatted(scheme));
    }
    boolean tls = isTls(url.group(1).toLowerCase(Locale.ROOT), scheme);
    String rest = url.group(2);
    int at = endOfCredentials(rest);
    int end = endOfHost(rest, at + 1);
    Matcher host = hostIn(rest.substring(at + 1, end));
    return new SourceUrl(
        tls,
        host.group(1) == null ? host.group(2) : host.group(1),
        portIn(host.group(3), tls ? tlsPort : port),
        rest.startsWith("/", end) ? rest.substring(end) : "/" + rest.substring(end),
        at < 0 ? Optional.empty() : Optional.of(credentialsIn(rest.substring(0, at))));
  }

  /** The same place with other credentials. */
  public SourceUrl with(Credentials other) {
    return new SourceUrl(tls, host, port, target, Optional.of(other));
  }

  /** Another place of the same server. */
  SourceUrl withTarget(String other) {
    return new SourceUrl(tls, host, port, other, credentials);
  }

  /** The same place with one more parameter in its query. */
  SourceUrl withParameter(String name, String value) {
    String separator = target.indexOf('?') < 0 ? "?" : target.endsWith("?") ? "" : "&";
    return withTarget(target + separator + name + "=" + value);
  }

  /** Whether a connection to the one is a connection to the other. */
  boolean sameEndpoint(SourceUrl other) {
    return sameHost(other) && port == other.port && tls == other.tls;
  }

  /** Whether this is at the host of {@code other}, at whatever port and by whatever scheme. */
  boolean sameHost(SourceUrl other) {
    return host.equalsIgnoreCase(other.host);
  }

  /** Whether the host is a name of one label, such as {@code camera}. */
  boolean isNamedWithoutDots() {
    return host.indexOf('.') < 0 && host.indexOf(':') < 0;
  }

  /** Whether the host is an IPv6 address of one network interface, such as {@code fe80::1%eth0}. */
  boolean hasZone() {
    return host.indexOf('%') >= 0;
  }

  /**
   * The value of a {@code Host} header. The zone of an address concerns nobody but this machine.
   */
  String authority() {
    int zone = host.indexOf('%');
    String name = zone < 0 ? host : host.substring(0, zone);
    String bracketed = name.contains(":") ? "[" + name + "]" : name;
    return port == (tls ? 443 : 80) ? bracketed : bracketed + ":" + port;
  }

  /**
   * Where a camera at this place sends us by {@code location}, a URL or a part of one by RFC 3986,
   * which is taken as it is but for its fragment. Credentials go along within the host, though
   * never from https to http.
   *
   * @throws IllegalArgumentException with a sentence such as those of {@link #parse}
   */
  SourceUrl resolve(String location) {
    String reference = withoutFragment(ascii(location.strip()));
    refuseSpaces(reference);
    if (reference.startsWith("//")) {
      return withOurCredentials(parse((tls ? "https:" : "http:") + reference));
    }
    if (ABSOLUTE.matcher(reference).matches()) {
      return withOurCredentials(parse(reference));
    }
    return new SourceUrl(tls, host, port, targetOf(reference), credentials);
  }

  /** What nobody may be shown of it, as it is and as a URL has it. */
  List<String> secrets() {
    String password = credentials.map(user -> user.password().value()).orElse("");
    int query = target.indexOf('?');
    return List.of(password, escaped(password), query < 0 ? "" : target.substring(query + 1));
  }

  /** For people: without credentials and without the query, which may hold a password too. */
  @Override
  public String toString() {
    return toString("http");
  }

  String toString(String scheme) {
    int end = firstOf("?#", target, 0);
    return "%s://%s:%d%s%s"
        .formatted(
            tls ? scheme + "s" : scheme,
            host.contains(":") ? "[" + host + "]" : host,
            port,
            target.substring(0, end),
            end < target.length() ? "?…" : "");
  }

  private SourceUrl withOurCredentials(SourceUrl next) {
    boolean mayKnow = next.credentials.isEmpty() && sameHost(next) && (next.tls || !tls);
    return mayKnow ? credentials.map(next::with).orElse(next) : next;
  }

  private String targetOf(String reference) {
    String path = target.substring(0, firstOf("?#", target, 0));
    if (reference.isEmpty()) {
      return target;
    }
    return switch (reference.charAt(0)) {
      case '/' -> reference;
      case '?' -> path + reference;
      default -> below(path.substring(0, path.lastIndexOf('/')), reference);
    };
  }

  /** {@code relative} to a directory without its last slash, dots at the beginning resolved. */
  private static String below(String directory, String relative) {
    String base = directory;
    int from = 0;
    while (relative.startsWith("./", from) || relative.startsWith("../", from)) {
      if (relative.startsWith("../", from)) {
        base = base.substring(0, Math.max(0, base.lastIndexOf('/')));
      }
      from = relative.indexOf('/', from) + 1;
    }
    return base + "/" + relative.substring(from);
  }

  private static String withoutFragment(String reference) {
    return reference.substring(0, firstOf("#", reference, 0));
  }

  static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  /** A header's bytes beyond ASCII, which a request line can't hold; they come as Latin-1. */
  private static String ascii(String location) {
    StringBuilder text = new StringBuilder(location.length());
    for (char c : location.toCharArray()) {
      if (c >= 0x80 && c <= 0xff) {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /**
   * The {@code @} behind the credentials, -1 without. Since few people escape the characters of a
   * password, it is the last one before the path, {@code ?} and {@code #} or not. But what looks
   * like a query behind a host is one: {@code http://cam?mail=a@b}. A password that looks so too
   * needs its {@code ?} written as {@code %3F}.
   */
  private static int endOfCredentials(String rest) {
    Matcher query = QUERY_BEHIND_HOST.matcher(rest);
    int end = query.matches() ? query.end(1) : firstOf("/", rest, 0);
    return rest.lastIndexOf('@', end - 1);
  }

  private static void refuseSpaces(String text) {
    if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.isSpaceChar(c))) {
      throw new IllegalArgumentException(
          "must not contain spaces or control characters; write a space as %20");
    }
  }

  private static boolean isTls(String found, String scheme) {
    if (!found.equals(scheme) && !found.equals(scheme + "s")) {
      throw new IllegalArgumentException(
          "must start with %1$s:// or %1$ss://, not %2$s://".formatted(scheme, found));
    }
    return !found.equals(scheme);
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

  private static int portIn(String text, int otherwise) {
    if (text == null || text.isEmpty()) {
      return otherwise;
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
  static String decoded(String text) {
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
