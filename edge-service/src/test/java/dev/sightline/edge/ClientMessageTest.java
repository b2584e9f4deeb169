package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.frame.StreamId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageTest {

  private static final String NO_OBJECT = "A message must be one JSON object.";
  private static final String NO_TYPE =
      "The type of a message must be watch, unwatch, credit, list or ping.";
  private static final String NO_NAME =
      "A stream's name is 1 to 63 of a-z, 0-9, '-' and '_', starting with a letter or digit.";
  private static final String NO_RATE =
      "fps must be a number of frames a second from 0.01 to 1000, such as 5 or 0.5.";
  private static final String NO_COUNT = "pictures must be a whole number from 1 to 64.";
  private static final String NO_ID = "id must be a string of at most 64 characters.";

  private final Recorder recorder = new Recorder();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'watch','stream':'front'}            | watch front",
        "{'type':'watch','stream':'front','fps':null} | watch front",
        "{'type':'watch','stream':'front','fps':5}    | watch front at a rate",
        "{'type':'watch','stream':'front','fps':0.5}  | watch front at a rate",
        "{'stream':'front','new':[{}],'type':'watch'} | watch front",
        "{'type':'unwatch','stream':'front'}          | unwatch front",
        "{'type':'credit','pictures':1}               | credit 1",
        "{'type':'credit','pictures':64}              | credit 64",
        "{'type':'list'}                              | list",
        "{'type':'ping','id':''}                      | ping ''",
        "{'type':'ping','id':'17'}                    | ping '17'",
      })
  void callsWhatIsMeant(String message, String call) throws BadMessageException {
    ClientMessage.read(json(message), recorder);

    assertThat(recorder.calls).containsExactly(call.replace("'", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "list", "'list'", "[]", "null", "17", "{", "{}{}", "{'type':'list'}x"})
  void refusesWhatIsNoObject(String message) {
    assertRefused(message, NO_OBJECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{'type':null}", "{'type':7}", "{'type':'LIST'}", "{'type':['list']}"})
  void refusesWhatHasNoType(String message) {
    assertRefused(message, NO_TYPE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'type':'watch'}", "{'type':'unwatch','stream':7}"})
  void refusesWhatNamesNoStream(String message) {
    assertRefused(message, "The message must name a stream.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Front", "a b", "../front", "<script>", "streams"})
  void refusesWhatCanBeNoName(String name) {
    assertRefused("{'type':'watch','stream':'" + name + "'}", NO_NAME);
    assertRefused("{'type':'watch','stream':'" + "a".repeat(64) + "'}", NO_NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "1e400", "'5'", "true", "[5]", "{}"})
  void refusesARateThatIsNone(String fps) {
    assertRefused("{'type':'watch','stream':'front','fps':" + fps + "}", NO_RATE);
  }

  @Test
  void namesTheStreamWhoseRateIsNone() {
    assertThatThrownBy(
            () -> ClientMessage.read(json("{'type':'watch','stream':'front','fps':0}"), recorder))
        .isInstanceOfSatisfying(
            BadMessageException.class, e -> assertThat(e.stream()).isEqualTo(TestFrames.FRONT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65", "1.0", "'1'", "null", "99999999999"})
  void refusesACreditThatIsNone(String pictures) {
    assertRefused("{'type':'credit','pictures':" + pictures + "}", NO_COUNT);
    assertRefused("{'type':'credit'}", NO_COUNT);
  }

  @Test
  void refusesAnIdThatIsNone() {
    assertRefused("{'type':'ping'}", NO_ID);
    assertRefused("{'type':'ping','id':17}", NO_ID);
    assertRefused("{'type':'ping','id':'" + "1".repeat(65) + "'}", NO_ID);
  }

  @Test
  void readsNothingThatIsTooLong() {
    String list = "{\"type\":\"list\"}";

    assertRefused(
        list + " ".repeat(4097 - list.length()), "A message may have at most 4096 characters.");
  }

  private void assertRefused(String message, String sentence) {
    assertThatThrownBy(() -> ClientMessage.read(json(message), recorder))
        .isInstanceOf(BadMessageException.class)
        .hasMessage(sentence);
    assertThat(recorder.calls).isEmpty();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static final class Recorder implements ClientMessage.Listener {

    private final List<String> calls = new ArrayList<>();

    @Override
    public void watch(StreamId stream, FrameRateCap cap) {
      calls.add("watch " + stream + (cap == FrameRateCap.NONE ? "" : " at a rate"));
    }

    @Override
    public void unwatch(StreamId stream) {
      calls.add("unwatch " + stream);
    }

    @Override
    public void credit(int pictures) {
      calls.add("credit " + pictures);
    }

    @Override
    public void list() {
      calls.add("list");
    }

    @Override
    public void ping(String id) {
      calls.add("ping " + id);
    }
  }
}
