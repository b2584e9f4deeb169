package dev.sightline.ts;

import static dev.sightline.ts.TestTs.FIRST_PID;
import static dev.sightline.ts.TestTs.MPEG_1_VIDEO;
import static dev.sightline.ts.TestTs.MPEG_AUDIO;
import static dev.sightline.ts.TestTs.PICTURE;
import static dev.sightline.ts.TestTs.SECOND_PID;
import static dev.sightline.ts.TestTs.SEQUENCE_HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.ts.TsException.Reason;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class TsMixerTest {

  private static final int VIDEO = 0x100;
  private static final int AUDIO = 0x110;
  private static final int SECOND = 90_000;
  private static final int NOISE = 64 << 10;
  private static final long NOON = 12 * 3_600L * SECOND;

  private final MixedStream out = new MixedStream();
  private final List<String> replaced = new ArrayList<>();
  private long now = NOON;
  private TsInput first;
  private TsMixer mixer = new TsMixer(() -> now, true, out);

  @Test
  void givesTwoUploadsWithTheSamePidsOnesOfTheirOwn() {
    upload("picture", video(1_000).picture(FIRST_PID, 4_600, SEQUENCE_HEADER));
    TsInput sound = upload("sound", sound(77_000));
    upload("none", new TestTs());
    TestTs more = new TestTs();
    more.picture(FIRST_PID, 8_200, SEQUENCE_HEADER).picture(FIRST_PID, 11_800, PICTURE);

    first.handle(more.bytes());
    sound.handle(new TestTs().sound(FIRST_PID, 80_000).bytes());

    assertThat(out.maps())
        .last()
        .satisfies(
            map ->
                assertThat(map.streams())
                    .extracting(TsStream::pid, TsStream::type)
                    .containsExactly(tuple(VIDEO, MPEG_1_VIDEO), tuple(AUDIO, MPEG_AUDIO)));
    assertThat(out.maps()).last().returns(VIDEO, ProgramMap::pcrPid);
    assertThat(out.pids()).containsSubsequence(VIDEO, AUDIO);
    assertThat(out.gaps()).isZero();
    assertThat(replaced).isEmpty();
  }

  @Test
  void writesTablesRightBeforeEachPlaceToBeginAndNowhereElse() {
    TestTs ts = video(0).more(FIRST_PID).tables(MPEG_1_VIDEO).picture(FIRST_PID, 3_600, PICTURE);
    ts.tables(MPEG_1_VIDEO).picture(FIRST_PID, 7_200, SEQUENCE_HEADER).more(FIRST_PID);

    upload("picture", ts);

    assertThat(out.pids()).containsExactly(0, 0x1000, VIDEO, VIDEO, VIDEO, 0, 0x1000, VIDEO, VIDEO);
    assertThat(out.starts()).containsExactly(0, 5 * 188);
  }

  @Test
  void letsNothingOutBeforeAPlaceToBegin() {
    TestTs ts = new TestTs().tables(MPEG_1_VIDEO).more(FIRST_PID);
    upload("picture", ts.picture(FIRST_PID, 0, PICTURE).clock(FIRST_PID, 5));

    assertThat(out.bytes().length()).isZero();
  }

  @Test
  void countsAPictureWhoseTimesAreInTheNextPacket() {
    Buffer field = Buffer.buffer().appendByte((byte) (183 - 9)).appendBytes(new byte[183 - 9]);
    Buffer head =
        Buffer.buffer(new byte[] {0, 0, 1, (byte) 0xE0, 0, 0, (byte) 0x80, (byte) 0x80, 5});
    TestTs ts = video(0).field(FIRST_PID, field.appendBuffer(head)).more(FIRST_PID);

    TsInput input = upload("picture", ts);

    assertThat(input.damaged()).isEqualTo(1);
    assertThat(out.pids()).containsExactly(0, 0x1000, VIDEO);
  }

  @Test
  void beginsTwiceASecondWhereThereIsOnlySound() {
    TsInput input = upload("sound", sound(0).sound(FIRST_PID, 2_000));
    now += SECOND / 2;
    input.handle(new TestTs().sound(FIRST_PID, 45_000).sound(FIRST_PID, 47_000).bytes());

    assertThat(out.pids()).containsExactly(0, 0x1000, AUDIO, AUDIO, 0, 0x1000, AUDIO, AUDIO);
  }

  @Test
  void movesTimesToItsOwnClock() {
    TestTs ts = new TestTs().tables(MPEG_1_VIDEO, MPEG_AUDIO);
    ts.picture(FIRST_PID, 1_000, SEQUENCE_HEADER).clock(FIRST_PID, 300).sound(SECOND_PID, 900);

    upload("both", ts.picture(FIRST_PID, 4_600, PICTURE));

    assertThat(out.times(VIDEO)).containsExactly(NOON, NOON + 3_600);
    assertThat(out.times(AUDIO)).containsExactly(NOON - 100);
    assertThat(out.clocks(VIDEO)).containsExactly(NOON - 700);
  }

  @Test
  void goesOnWhereAnUploadBeginsAnew() {
    TestTs ts = new TestTs().tables(MPEG_1_VIDEO, MPEG_AUDIO);
    ts.picture(FIRST_PID, 500_000, SEQUENCE_HEADER).sound(SECOND_PID, 500_100);
    ts.picture(FIRST_PID, 503_600, PICTURE).sound(SECOND_PID, 502_100);
    ts.picture(FIRST_PID, 1_000, SEQUENCE_HEADER).sound(SECOND_PID, 504_100);
    ts.sound(SECOND_PID, 1_100).picture(FIRST_PID, 4_600, PICTURE);

    upload("looped", ts);

    assertThat(out.times(VIDEO)).hasSize(4).isSorted().doesNotHaveDuplicates();
    assertThat(out.times(VIDEO).get(2)).isEqualTo(NOON + 3_600 + 3_600);
    assertThat(out.times(AUDIO).get(3)).isEqualTo(NOON + 7_200 + 100);
  }

  @Test
  void believesAJumpThatTheClockHasMade() {
    TsInput input = upload("picture", video(0));
    now += 100 * SECOND;
    input.handle(new TestTs().picture(FIRST_PID, 99 * SECOND, PICTURE).bytes());

    assertThat(out.times(VIDEO)).containsExactly(NOON, NOON + 99 * SECOND);
  }

  @Test
  void goesOnWhereTheNextUploadBegins() {
    TsInput before = upload("first", video(700_000).picture(FIRST_PID, 703_600, PICTURE));
    before.end();
    before.close();
    upload("second", video(5).more(FIRST_PID));

    assertThat(out.times(VIDEO)).containsExactly(NOON, NOON + 3_600, NOON + 7_200);
    assertThat(out.gaps()).isZero();
  }

  @Test
  void wrapsWithTheClock() {
    now = (1L << 33) - 1_000;
    upload("picture", video(0).picture(FIRST_PID, 3_600, PICTURE));

    assertThat(out.times(VIDEO)).containsExactly((1L << 33) - 1_000, 2_600L);
  }

  @Test
  void leavesRepeatedPacketsOut() {
    Buffer bytes = video(0).more(FIRST_PID).bytes();
    Buffer repeated = bytes.copy().appendBuffer(bytes, bytes.length() - 188, 188);
    mixer.join(NOISE, () -> {}).handle(repeated.appendBuffer(nulls(5)));

    assertThat(out.pids()).containsExactly(0, 0x1000, VIDEO, VIDEO);
  }

  @Test
  void leavesDamagedPacketsOutAndCountsThem() {
    Buffer bytes = video(0).more(FIRST_PID).more(FIRST_PID).bytes();
    int damaged = bytes.length() - 2 * 188;
    bytes.setByte(damaged + 1, (byte) (bytes.getByte(damaged + 1) | 0x80));
    TsInput input = mixer.join(NOISE, () -> {});
    input.handle(bytes.appendBuffer(nulls(5)));

    assertThat(input.damaged()).isEqualTo(1);
    assertThat(out.pids()).containsExactly(0, 0x1000, VIDEO, VIDEO);
    assertThat(out.gaps()).isZero();
  }

  @Test
  void endsTheOlderOfTwoUploadsThatBringTheSame() {
    upload("first", video(0));
    upload("second", video(0));

    assertThat(replaced).containsExactly("first");
    assertThat(out.pids()).containsExactly(0, 0x1000, VIDEO, 0, 0x1000, VIDEO);
    assertThat(out.gaps()).isZero();
  }

  @Test
  void endsTheNewerOneIfItIsTold() {
    mixer = new TsMixer(() -> now, false, out);
    upload("first", video(0));

    assertThatThrownBy(() -> upload("second", video(0)))
        .hasMessage("another upload brings video already")
        .returns(Reason.TAKEN, e -> ((TsException) e).reason());
    assertThat(replaced).isEmpty();
  }

  @Test
  void goesOnWithTheSoundWhenTheVideoIsGone() {
    TsInput picture = upload("picture", video(0));
    TsInput sound = upload("sound", sound(0));
    picture.close();
    sound.handle(new TestTs().sound(FIRST_PID, 2_000).bytes());

    assertThat(out.pids()).containsExactly(0, 0x1000, VIDEO);
    now += SECOND;
    sound.handle(new TestTs().sound(FIRST_PID, 90_000).bytes());

    assertThat(out.maps()).last().satisfies(map -> assertThat(map.streams()).hasSize(1));
    assertThat(out.pids()).endsWith(0, 0x1000, AUDIO);
  }

  @Test
  void takesWhatTheTablesAddLater() {
    TsInput input = upload("picture", video(0));
    TestTs ts = new TestTs().tables(MPEG_1_VIDEO, MPEG_AUDIO).sound(SECOND_PID, 100);
    ts.picture(FIRST_PID, 3_600, SEQUENCE_HEADER).sound(SECOND_PID, 3_700);
    input.handle(ts.bytes());

    assertThat(out.pids()).containsExactly(0, 0x1000, VIDEO, 0, 0x1000, VIDEO, AUDIO);
    assertThat(out.gaps()).isZero();
  }

  @Test
  void refusesAStreamWithoutTables() {
    TestTs ts = new TestTs();
    for (int i = 0; i < 6_000; i++) {
      ts.more(FIRST_PID);
    }
    assertThatThrownBy(() -> upload("nothing", ts))
        .hasMessage("this MPEG-TS doesn't say what is in it: no PAT and PMT in 1048576 bytes");
    assertThatThrownBy(() -> upload("short", new TestTs().more(1).more(1).more(1)).end())
        .hasMessage("this MPEG-TS doesn't say what is in it: no PAT and PMT in 1504 bytes");
  }

  @Test
  void refusesMoreStreamsThanItHasRoomFor() {
    assertThatThrownBy(() -> upload("many", new TestTs().tables(new int[17])))
        .hasMessageContaining("17 elementary streams");
  }

  @Test
  void hasRoomForEveryUploadAtItsLargest() {
    int[] types = new int[16];
    for (int i = 0; i < TsMixer.MOST_UPLOADS; i++) {
      types[0] = i == 0 ? MPEG_1_VIDEO : TestTs.DATA;
      upload("large", new TestTs().tables(types));
    }
    assertThat(mixer.isFull()).isTrue();
    first.handle(new TestTs().picture(FIRST_PID, 5, SEQUENCE_HEADER).bytes());

    assertThat(out.maps()).first().satisfies(map -> assertThat(map.streams()).hasSize(64));
  }

  private TsInput upload(String name, TestTs ts) {
    TsInput input = mixer.join(NOISE, () -> replaced.add(name));
    first = first == null ? input : first;
    // Those that only fill the line prove the ones before them.
    try {
      input.handle(ts.bytes().appendBuffer(nulls(5)));
    } catch (TsException e) {
      input.close();
      throw e;
    }
    return input;
  }

  private static Buffer nulls(int count) {
    TestTs ts = new TestTs();
    for (int i = 0; i < count; i++) {
      ts.more(TsPacket.NULL_PID);
    }
    return ts.bytes();
  }

  private static TestTs video(long time) {
    return new TestTs().tables(MPEG_1_VIDEO).picture(FIRST_PID, time, SEQUENCE_HEADER);
  }

  private static TestTs sound(long time) {
    return new TestTs().tables(MPEG_AUDIO).sound(FIRST_PID, time);
  }

  private static Tuple tuple(Object... values) {
    return Tuple.tuple(values);
  }
}
