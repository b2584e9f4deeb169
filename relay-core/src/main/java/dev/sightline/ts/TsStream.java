package dev.sightline.ts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * One elementary stream, as the table of its program lists it.
 *
 * @param descriptors what the table says of it further, byte for byte
 */
record TsStream(int pid, int type, Buffer descriptors) {

  /** MPEG-1, -2, -4, H.264 and its layers, JPEG 2000, H.265, H.266, AVS, Dirac and VC-1. */
  private static final Set<Integer> VIDEO =
      Set.of(0x01, 0x02, 0x10, 0x1B, 0x1F, 0x20, 0x21, 0x24, 0x33, 0x42, 0xD1, 0xEA);

  /** MPEG-1, -2, AAC in its forms, AC-3 and DTS in theirs. */
  private static final Set<Integer> AUDIO =
      Set.of(0x03, 0x04, 0x0F, 0x11, 0x1C, 0x81, 0x82, 0x84, 0x85, 0x87);

  /** What a descriptor tells of a stream of private data. */
  private static final int PRIVATE = 0x06;

  private static final int REGISTRATION = 0x05;
  private static final Set<String> REGISTERED_VIDEO = Set.of("HEVC", "AV01", "VC-1", "drac");
  private static final Set<String> REGISTERED_AUDIO = Set.of("Opus", "AC-3", "EAC3", "BSSD");

  /** AC-3, E-AC-3, DTS and AAC, as DVB has them. */
  private static final Set<Integer> AUDIO_DESCRIPTORS = Set.of(0x6A, 0x7A, 0x7B, 0x7C);

  TsKind kind() {
    if (VIDEO.contains(type)) {
      return TsKind.VIDEO;
    }
    if (AUDIO.contains(type)) {
      return TsKind.AUDIO;
    }
    return type == PRIVATE ? privateKind() : TsKind.OTHER;
  }

  private TsKind privateKind() {
    int at = 0;
    while (at + 2 <= descriptors.length()) {
      int tag = descriptors.getUnsignedByte(at);
      int end = at + 2 + descriptors.getUnsignedByte(at + 1);
      if (AUDIO_DESCRIPTORS.contains(tag)) {
        return TsKind.AUDIO;
      }
      if (tag == REGISTRATION && end >= at + 6 && end <= descriptors.length()) {
        return registered(descriptors.getString(at + 2, at + 6, ISO_8859_1.name()));
      }
      at = end;
    }
    return TsKind.OTHER;
  }

  private static TsKind registered(String format) {
    if (REGISTERED_VIDEO.contains(format)) {
      return TsKind.VIDEO;
    }
    return REGISTERED_AUDIO.contains(format) ? TsKind.AUDIO : TsKind.OTHER;
  }
}
