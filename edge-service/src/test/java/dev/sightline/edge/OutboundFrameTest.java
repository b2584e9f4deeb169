package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Arrival;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class OutboundFrameTest {

  private final Arrival arrival = TestFrames.arrival(3);
  private final Buffer jpeg = arrival.frame().jpeg();
  private final OutboundFrame frame = new OutboundFrame(arrival);

  @Test
  void isAPartWithItsHeaderAndTheDelimiterOfTheNext() {
    Buffer expected =
        Buffer.buffer("Content-Type: image/jpeg\r\nContent-Length: 2000\r\n")
            .appendString("X-Timestamp: 1234567890.012345\r\n\r\n")
            .appendBuffer(jpeg)
            .appendString("\r\n--boundarydonotcross\r\n");

    assertThat(frame.part()).isEqualTo(expected);
  }

  @Test
  void isADataUrlWithTheWholePicture() {
    assertThat(frame.dataUrl())
        .isEqualTo("data:image/jpg;base64," + Base64.getEncoder().encodeToString(jpeg.getBytes()));
  }

  @Test
  void makesEachFormOnce() {
    assertThat(frame.part()).isSameAs(frame.part());
    assertThat(frame.dataUrl()).isSameAs(frame.dataUrl());
  }

  @Test
  void knowsWhenItCame() {
    assertThat(frame.frame()).isSameAs(arrival.frame());
    assertThat(frame.arrivedAt()).isEqualTo(arrival.at());
  }
}
