package dev.sightline.ts;

import java.util.Arrays;

/**
 * One elementary stream on its way from an upload to what leaves: its packets get our PID, number
 * and times.
 */
final class TsTrack {

  private final TsStream stream;
  private final OutputPid out;
  private final UploadTime upload;
  private final TrackTime times;
  private final TrackTime clock;
  private final byte[] last = new byte[TsPacket.SIZE];
  private boolean isListed;
  private boolean isBroken = true;

  /**
   * @param clock of the upload's PCRs
   */
  TsTrack(TsStream stream, OutputPid out, UploadTime upload, TrackTime clock) {
    this.stream = stream;
    this.out = out;
    this.upload = upload;
    this.times = new TrackTime(upload);
    this.clock = clock;
  }

  TsStream stream() {
    return stream;
  }

  OutputPid out() {
    return out;
  }

  TsKind kind() {
    return stream.kind();
  }

  /** Whether tables have left that tell of it. */
  boolean isListed() {
    return isListed;
  }

  void list() {
    isListed = true;
  }

  /** Makes a packet one of ours; false when it is to be left out. */
  boolean rewrite(TsPacket packet) {
    if (packet.hasPayload() && (isRepeated(packet) || !belongs(packet))) {
      return false;
    }
    if (packet.hasPcr()) {
      long shift = clock.shiftOf(packet.pcr(), out.lastTime());
      packet.pcr(TsTime.plus(packet.pcr(), shift));
    }
    packet.clearDiscontinuity();
    out.stamp(packet);
    return true;
  }

  /** Any packet may be sent twice; with numbers of our own the second one would be another. */
  private boolean isRepeated(TsPacket packet) {
    byte[] bytes = packet.bytes();
    int payload = packet.payload();
    int within = payload - packet.at();
    boolean isSame =
        equal(bytes, packet.at(), packet.at() + TsPacket.HEADER, 0)
            && equal(bytes, payload, packet.end(), within);
    System.arraycopy(bytes, packet.at(), last, 0, TsPacket.SIZE);
    return isSame;
  }

  private boolean equal(byte[] bytes, int from, int to, int lastFrom) {
    return Arrays.equals(bytes, from, to, last, lastFrom, lastFrom + to - from);
  }

  /** Nothing leaves before the first beginning, nor after one whose times can't be found. */
  private boolean belongs(TsPacket packet) {
    if (packet.isStart()) {
      isBroken = PesHeader.begins(packet) && !shiftTimes(PesHeader.of(packet));
    }
    return !isBroken;
  }

  private boolean shiftTimes(PesHeader header) {
    if (header != null && header.hasTime()) {
      header.shift(times.shiftOf(header.time(), out.lastTime()));
      out.lastTime(header.time());
      upload.sent(header.time());
    }
    return header != null;
  }
}
