package dev.sightline.access;

import dev.sightline.node.ConfigReader;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Links that this product has signed.
 *
 * @param keysFile the keys, see {@link LinkKeys}
 * @param endStreams whether viewers go when their link ends
 */
record LinkConfig(Path keysFile, boolean endStreams) {

  static Optional<LinkConfig> read(ConfigReader access) {
    ConfigReader links = access.section("links");
    boolean endStreams = links.bool("end-streams", true);
    return ConfiguredFile.secret(links, "keys-file", LinkKeys.MOST_BYTES, LinkKeys::parseSome)
        .map(path -> new LinkConfig(path, endStreams));
  }
}
