package dev.sightline.ts;

import dev.sightline.ts.TsException.Reason;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts bytes into packets. Where a packet is due and none begins, or one is torn, bytes are
 * skipped, and counted, up to the next place from which several packets follow each other.
 *
 * <p>Packets of 192 bytes (with a time in front, as camcorders write them) and of 204 bytes (with a
 * checksum behind) are read as well, and what they have more is left out.
 */
final class TsPackets {

  private static final int[] STRIDES = {TsPacket.SIZE, 192, 204};
  private static final int LONGEST_STRIDE = 204;

  /** So many packets must follow each other, since 0x47 is a byte as any other. */
  private static final int PROOF = 5;

  /** The same for what comes last, of which there may not be so many. */
  private static final int PROOF_AT_END = 3;

  private static final int LOOKAHEAD = (PROOF - 1) * LONGEST_STRIDE + 1;
  private static final int LOOKAHEAD_AT_END = (PROOF_AT_END - 1) * TsPacket.SIZE + 1;

  private final int maxNoise;
  private final Consumer<TsPacket> receiver;

  private byte[] rest = {};

  /** From one packet to the next; 0 while none is found. */
  private int stride;

  private long received;
  private long packets;
  private long skipped;
  private int noise;

  /**
   * @param maxNoise so many bytes without a packet are taken, and not one more
   * @param receiver gets the packets in order; they are lent to it
   */
  TsPackets(int maxNoise, Consumer<TsPacket> receiver) {
    this.maxNoise = maxNoise;
    this.receiver = receiver;
  }

  /**
   * Takes the next bytes.
   *
   * @throws TsException when there are no packets in too many bytes
   */
  void handle(Buffer chunk) {
    received += chunk.length();
    byte[] bytes = joined(chunk);
    int at = cut(bytes, PROOF, LOOKAHEAD);
    rest = Arrays.copyOfRange(bytes, at, bytes.length);
  }

  /**
   * Takes note that no more bytes come.
   *
   * @throws TsException when there were bytes and no packets in them
   */
  void end() {
    int at = cut(rest, PROOF_AT_END, LOOKAHEAD_AT_END);
    boolean isWhole = rest.length - at >= TsPacket.SIZE; // What packets have more may be missing.
    if (stride > 0 && isWhole && rest[at] == TsPacket.SYNC) {
      handOver(rest, at);
      at = rest.length;
    }
    skipped += rest.length - at;
    rest = new byte[0];
    if (packets == 0 && received > 0) {
      throw new TsException(
          Reason.NOT_TS,
          "this is not MPEG-TS: there are no packets of 188 bytes in its %d bytes"
              .formatted(received));
    }
  }

  /** Bytes so far. */
  long received() {
    return received;
  }

  /** Packets in them. */
  long packets() {
    return packets;
  }

  /** Bytes that were in no packet. */
  long skipped() {
    return skipped;
  }

  private byte[] joined(Buffer chunk) {
    byte[] bytes = Arrays.copyOf(rest, rest.length + chunk.length());
    chunk.getBytes(0, chunk.length(), bytes, rest.length);
    return bytes;
  }

  /** Hands over what can be told of these bytes, and says where the rest begins. */
  private int cut(byte[] bytes, int proof, int lookahead) {
    int at = 0;
    while (bytes.length - at >= (stride == 0 ? lookahead : stride)) {
      at = stride == 0 ? seek(bytes, at, proof, lookahead) : read(bytes, at);
    }
    return at;
  }

  /** Skips bytes until packets follow each other, or there are too few to tell. */
  private int seek(byte[] bytes, int from, int proof, int lookahead) {
    int at = from;
    while (stride == 0 && at + lookahead <= bytes.length) {
      stride = strideAt(bytes, at, proof);
      if (stride == 0) {
        at++;
        skipped++;
        countNoise();
      }
    }
    return at;
  }

  private static int strideAt(byte[] bytes, int at, int proof) {
    for (int candidate : STRIDES) {
      int last = at + (proof - 1) * candidate;
      int next = at;
      while (next <= last && last < bytes.length && bytes[next] == TsPacket.SYNC) {
        next += candidate;
      }
      if (next > last) {
        return candidate;
      }
    }
    return 0;
  }

  private void countNoise() {
    noise++;
    if (noise > maxNoise) {
      String sentence =
          packets == 0
              ? "this is not MPEG-TS: there are no packets of 188 bytes in its first %d bytes"
              : "this is no longer MPEG-TS: for %d bytes no packet has come";
      throw new TsException(Reason.NOT_TS, sentence.formatted(maxNoise));
    }
  }

  /** Hands whole packets over until there are no more, or one doesn't begin where it should. */
  private int read(byte[] bytes, int from) {
    int at = from;
    while (at + stride <= bytes.length) {
      if (bytes[at] != TsPacket.SYNC || isTorn(bytes, at)) {
        stride = 0;
        noise = 0;
        return at;
      }
      handOver(bytes, at);
      at += stride;
    }
    return at;
  }

  /**
   * Whether bytes are lost in the packet here, as far as what follows is there: then no packet
   * follows it where one should, nor does one behind that, whose sync byte may be damaged alone.
   */
  private boolean isTorn(byte[] bytes, int at) {
    return !mayBegin(bytes, at + stride) && !mayBegin(bytes, at + 2 * stride);
  }

  private static boolean mayBegin(byte[] bytes, int at) {
    return at >= bytes.length || bytes[at] == TsPacket.SYNC;
  }

  private void handOver(byte[] bytes, int at) {
    packets++;
    receiver.accept(new TsPacket(bytes, at));
  }
}
