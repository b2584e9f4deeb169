package dev.sightline.testkit;

import java.util.Optional;

/**
 * What a viewer of a transport stream has received so far.
 *
 * @param messages WebSocket messages, or pieces of an HTTP answer
 * @param torn messages that aren't whole packets of 188 bytes
 * @param breaks continuity counters that jump within what should be one piece
 * @param skips continuity counters that jump at a start, as they do for a viewer that was too slow
 *     or whose source is another now
 * @param starts places where a decoder can begin
 * @param videoPackets of those that the tables call video
 * @param audioPackets of those that the tables call audio
 * @param firstFault the first thing that no viewer should ever get
 */
public record TsTally(
    long messages,
    long bytes,
    long packets,
    long torn,
    long breaks,
    long skips,
    long starts,
    long videoPackets,
    long audioPackets,
    Optional<String> firstFault) {

  /** Whether all that came can be decoded, though something may be missing before a start. */
  public boolean isSound() {
    return firstFault.isEmpty();
  }

  /** Whether nothing is missing either, from the first packet on. */
  public boolean isGapless() {
    return isSound() && skips == 0;
  }
}
