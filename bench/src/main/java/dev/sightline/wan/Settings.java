package dev.sightline.wan;

/** Sections of the nodes' configurations. */
final class Settings {

  /** A site's and a region's alike. */
  static final String TOKEN = "a-token-for-bad-wires";

  static final String DOWNLINKS = "downlinks: {any: {token: %s}}".formatted(TOKEN);

  private Settings() {}

  static String node() {
    return """
    http: {host: 0.0.0.0, port: %d}
    management: {host: 0.0.0.0, port: 9081}"""
        .formatted(Stage.PORT);
  }

  /**
   * @param index of the host in its place
   * @param join how many of the place's hosts, from the first one on, are asked for the cluster
   */
  static String cluster(Place place, int index, int join) {
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < join; i++) {
      members.append(i == 0 ? "" : ", ").append(place.addressOfHost(i));
    }
    return node()
        + "\ncluster: {host: %s, join: [%s]}".formatted(place.addressOfHost(index), members);
  }

  static String region(Place place) {
    return "region: " + place.name();
  }

  static String uplinks(Place site) {
    return "uplinks: {%s: {token: %s}}".formatted(site.name(), TOKEN);
  }

  static String upstream(Place place, int host) {
    return "upstreams: {%s: {url: 'ws://%s:%d', token: %s}}"
        .formatted(place.name(), place.addressOfHost(host), Stage.PORT, TOKEN);
  }

  /** Of a site, whose own port is for its own host only. */
  static String site(Place relay, int host) {
    return """
    http: {host: 127.0.0.1, port: %d}
    management: {host: 0.0.0.0, port: 9081}
    site: {to: 'ws://%s:%d', token: %s}"""
        .formatted(Stage.PORT, relay.addressOfHost(host), Stage.PORT, TOKEN);
  }
}
