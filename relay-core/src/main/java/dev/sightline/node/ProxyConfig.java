package dev.sightline.node;

import java.util.List;

/**
 * What stands between viewers and the port they connect to.
 *
 * @param trusted whose word on the address of a viewer is taken (X-Forwarded-For)
 * @param protocol whether each connection begins with a header of the PROXY protocol; then there
 *     must be no other way to the port, since whoever connects may write that header
 */
public record ProxyConfig(List<AddressRange> trusted, boolean protocol) {

  /** Viewers connect themselves, or nobody needs to know who they are. */
  public static final ProxyConfig NONE = new ProxyConfig(List.of(), false);

  static ProxyConfig read(ConfigReader http) {
    return new ProxyConfig(
        http.list("trusted-proxies", NONE.trusted, AddressRange::parse),
        http.bool("proxy-protocol", NONE.protocol));
  }
}
