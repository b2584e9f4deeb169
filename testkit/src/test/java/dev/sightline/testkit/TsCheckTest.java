package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsCheckTest {

  private static final int SECOND = 90_000;

  private final SampleTs sample = new SampleTs();
  private final TsCheck check = new TsCheck();

  @TempDir private Path directory;

  @Test
  void findsNothingInWholePiecesThatBeginAtStarts() {
    for (int second = 0; second < 10; second++) {
      check.message(piece(second));
    }

    TsTally tally = check.tally();
    assertThat(tally.firstFault()).isEmpty();
    assertThat(tally.isGapless()).isTrue();
    assertThat(tally.messages()).isEqualTo(10);
    assertThat(tally.starts()).isEqualTo(10);
    assertThat(tally.packets()).isEqualTo(tally.bytes() / 188);
    assertThat(tally.videoPackets() + tally.audioPackets() + 20).isEqualTo(tally.packets());
    assertThat(tally.audioPackets()).isPositive();
    assertThat(check.streamTypes()).isEqualTo(Map.of(SampleTs.VIDEO_PID, 1, SampleTs.AUDIO_PID, 3));
  }

  @Test
  void takesBytesThatAreCutAnywhere() {
    Buffer bytes = piece(0).appendBuffer(piece(1));

    for (int at = 0; at < bytes.length(); at += 100) {
      check.bytes(bytes.getBuffer(at, Math.min(at + 100, bytes.length())));
    }

    assertThat(check.tally().isGapless()).isTrue();
    assertThat(check.tally().bytes()).isEqualTo(bytes.length());
    assertThat(check.tally().starts()).isEqualTo(2);
  }

  @Test
  void callsWhatIsMissingBeforeAStartASkip() {
    check.message(piece(0));
    piece(1);
    check.message(piece(2));

    assertThat(check.tally().skips()).isEqualTo(1);
    assertThat(check.tally().isSound()).isTrue();
    assertThat(check.tally().isGapless()).isFalse();
  }

  @Test
  void callsWhatIsMissingElsewhereABreak() {
    check.message(piece(0));
    sample.picture(SECOND, 1_000);
    check.message(sample.picture(SECOND, 1_000));

    assertThat(check.tally().breaks()).isEqualTo(1);
    assertThat(check.tally().skips()).isZero();
    assertFault("has the counter");
  }

  @Test
  void callsARepeatedPacketABreak() {
    check.message(piece(0));
    Buffer picture = sample.picture(SECOND, 100);
    check.message(picture);
    check.message(picture);

    assertThat(check.tally().breaks()).isEqualTo(1);
  }

  @Test
  void callsAMessageTornThatIsNotWholePackets() {
    Buffer piece = piece(0);
    check.message(piece.getBuffer(0, piece.length() - 1));

    assertThat(check.tally().torn()).isEqualTo(1);
    assertFault("isn't whole packets");
  }

  @Test
  void callsAMessageTornThatHasLostItsSyncByte() {
    check.message(piece(0).setByte(188, (byte) 0));

    assertThat(check.tally().torn()).isEqualTo(1);
    assertFault("doesn't begin with 0x47");
  }

  @Test
  void wantsTheVeryFirstPacketToBeAStart() {
    check.message(sample.picture(0, 1_000));

    assertFault("begins with PID 256");
  }

  @Test
  void wantsAPmtBehindEachPat() {
    check.message(sample.pat().appendBuffer(sample.start(0, 1_000)));

    assertFault("isn't its PMT");
  }

  @Test
  void wantsSomethingDecodableBehindTheTables() {
    check.message(sample.tables().appendBuffer(sample.picture(0, 1_000)));

    assertFault("no beginning for a decoder");
  }

  @Test
  void wantsTablesWithTheirChecksums() {
    check.message(sample.tables().setByte(20, (byte) 0));

    assertFault("damaged");
  }

  @Test
  void wantsEveryPidToBeListed() {
    check.message(piece(0));
    Buffer alien = new SampleTs().picture(0, 100);
    check.message(alien.setUnsignedShort(1, 0x4000 | 0x345));

    assertFault("which no PMT lists");
  }

  @Test
  void wantsTimeToGoOn() {
    check.message(piece(100));
    check.message(piece(90));

    assertFault("goes back by");
  }

  @Test
  void takesTheClocksNewBeginningForTimeThatGoesOn() {
    int last = (int) ((1L << 33) / SECOND);
    check.message(piece(last));
    check.message(piece(last + 1));

    assertThat(check.tally().firstFault()).isEmpty();
  }

  @Test
  void ffprobeReadsTheSample() throws IOException {
    Requires.program("ffprobe");
    Path file = directory.resolve("sample.ts");
    Buffer bytes = Buffer.buffer();
    for (int second = 0; second < 5; second++) {
      bytes.appendBuffer(piece(second));
    }
    Files.write(file, bytes.getBytes());

    try (RunningProgram probe =
        RunningProgram.start(
            "ffprobe",
            "-v",
            "error",
            "-show_entries",
            "stream=id,codec_name",
            "-of",
            "csv",
            file.toString())) {
      probe.awaitExit();
      assertThat(probe.lines())
          .contains("stream,mpeg1video,0x100")
          .anyMatch(line -> line.matches("stream,mp[23],0x101"));
    }
  }

  /** A second: tables, a picture to begin with, another, and sound. */
  private Buffer piece(int second) {
    long time = (long) second * SECOND;
    return sample
        .tables()
        .appendBuffer(sample.start(time, 4_000))
        .appendBuffer(sample.sound(time, 300))
        .appendBuffer(sample.picture(time + SECOND / 2, 1_000))
        .appendBuffer(sample.sound(time + SECOND / 2, 300));
  }

  private void assertFault(String text) {
    assertThat(check.tally().firstFault()).hasValueSatisfying(f -> assertThat(f).contains(text));
  }
}
