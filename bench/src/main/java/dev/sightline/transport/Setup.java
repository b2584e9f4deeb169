package dev.sightline.transport;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where two nodes find each other. The one that sends is there first.
 *
 * @param sends whether this node has the camera
 * @param sender the address of the node that sends
 * @param taker the address of the other one
 * @param port the first of four that are free at either; a link needs one
 * @param tls a directory with {@code cert.pem} and {@code key.pem}, if what passes is encrypted
 */
record Setup(
    Carrier carrier, boolean sends, String sender, String taker, int port, Optional<Path> tls) {

  String host() {
    return sends ? sender : taker;
  }

  /** Whether this node waits for the other one's connection. */
  boolean listens() {
    return sends == (carrier == Carrier.LINK);
  }

  /** Where the node is that listens. */
  String server() {
    return carrier == Carrier.LINK ? sender : taker;
  }

  Optional<Path> cert() {
    return tls.map(directory -> directory.resolve("cert.pem"));
  }

  Optional<Path> key() {
    return tls.map(directory -> directory.resolve("key.pem"));
  }
}
