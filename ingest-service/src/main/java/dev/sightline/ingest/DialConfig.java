package dev.sightline.ingest;

import dev.sightline.node.BearerToken;
import dev.sightline.node.ConfigReader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Where a link is dialled, and what is shown there.
 *
 * @param urls at least one; the next one is dialled when one can't be reached
 * @param token what lets us in there
 * @param trust by what an encrypted server is known
 * @param proxy an HTTP proxy on the way
 */
record DialConfig(
    List<SourceUrl> urls, BearerToken token, TlsTrust trust, Optional<SourceUrl> proxy) {

  private static final int MOST_URLS = 8;
  private static final String SCHEME = "ws";

  DialConfig {
    urls = List.copyOf(urls);
  }

  /**
   * @param key of the URLs
   * @param path what is dialled where the URL names a server only
   */
  static Optional<DialConfig> read(ConfigReader section, String key, String path) {
    List<SourceUrl> urls = section.list(key, List.of(), text -> url(text, path));
    if (!section.isSet(key)) {
      section.problem(key, "is missing");
    }
    if (urls.size() > MOST_URLS) {
      section.problem(key, "must not name more than %d servers".formatted(MOST_URLS));
    }
    LinkPolicy link = LinkPolicy.readWithoutFfmpeg(section);
    Optional<BearerToken> token = BearerToken.read(section, new HashSet<>());
    return urls.isEmpty()
        ? Optional.empty()
        : token.map(known -> new DialConfig(urls, known, link.trust(), link.proxy()));
  }

  private static SourceUrl url(String text, String path) {
    SourceUrl url = SourceUrl.parse(text, SCHEME, 80, 443);
    if (url.credentials().isPresent()) {
      throw new IllegalArgumentException("must not name a user; what lets us in is the token");
    }
    return url.target().equals("/") ? url.withTarget(path) : url;
  }

  /** For people. */
  static String shown(SourceUrl url) {
    return url.toString(SCHEME);
  }

  /** Whether the token crosses a network that others may listen to. */
  boolean isOpen() {
    return urls.stream().anyMatch(url -> !url.tls() && !isHere(url.host()));
  }

  private static boolean isHere(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }
}
