package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import dev.sightline.testkit.SampleTs;
import io.vertx.core.buffer.Buffer;

/** Appends packets to a stream of MPEG-TS, as an ingest does that somebody uploads to. */
final class TsProducer {

  private static final long FRAME = 3_600;
  private static final int START_SIZE = 8_000;
  private static final int PICTURE_SIZE = 2_000;
  private static final int SOUND_SIZE = 400;

  private final TestIngest ingest;
  private final StreamId stream;
  private final SampleTs sample = new SampleTs();
  private long time;
  private long packets;

  TsProducer(TestIngest ingest, StreamId stream) {
    this.ingest = ingest;
    this.stream = stream;
  }

  /** A picture that a decoder can begin with, and so many that can't be begun with; and sound. */
  void group(int pictures) {
    start(START_SIZE);
    for (int i = 0; i < pictures; i++) {
      picture();
    }
  }

  void start(int size) {
    append(true, sample.tables().appendBuffer(sample.start(time, size)));
  }

  void picture() {
    append(false, sample.picture(time, PICTURE_SIZE).appendBuffer(sample.sound(time, SOUND_SIZE)));
  }

  private void append(boolean isStart, Buffer bytes) {
    ingest.append(stream, isStart, bytes);
    time += FRAME;
    packets += bytes.length() / TsMessage.PACKET;
  }

  /** All that were appended so far. */
  long packets() {
    return packets;
  }
}
