package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventBusTransportTest {

  private final List<String> refusals = new ArrayList<>();
  private final List<Ask> handled = new ArrayList<>();

  @Test
  void refusesAtOnceWhatANodeOfAnotherVersionAsks() {
    Buffer wire = Buffer.buffer();
    new AskCodec().encodeToWire(wire, Ask.forFrame("edge", new StreamId("front"), 0, 1));

    EventBusTransport.take(message(wire), (ask, answer) -> handled.add(ask));
    wire.setByte(0, (byte) 200);
    EventBusTransport.take(message(wire), (ask, answer) -> handled.add(ask));

    assertThat(handled).hasSize(1);
    assertThat(refusals).containsExactly("an ask of version 200 is not understood here");
  }

  /** One that is decoded when it is looked at, as those from other nodes are. */
  @SuppressWarnings("unchecked")
  private Message<Ask> message(Buffer wire) {
    return (Message<Ask>)
        Proxy.newProxyInstance(
            Message.class.getClassLoader(),
            new Class<?>[] {Message.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "body" -> new AskCodec().decodeFromWire(0, wire);
                  case "fail" -> {
                    refusals.add((String) arguments[1]);
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }
}
