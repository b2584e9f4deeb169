package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;

class SeldomEventsTest {

  private static final String BUS = "io.vertx.core.eventbus.impl.clustered.ClusteredEventBus";

  private final LoggerContext context = new LoggerContext();
  private final SeldomEvents events = new SeldomEvents();

  @Test
  void aSentenceOfTheEventBusIsToldOnceAtFirst() {
    assertThat(decide(BUS, "Connecting to server a failed")).isEqualTo(FilterReply.NEUTRAL);
    assertThat(decide(BUS, "Connecting to server b failed")).isEqualTo(FilterReply.NEUTRAL);
    assertThat(decide(BUS, "Connecting to server a failed")).isEqualTo(FilterReply.DENY);
  }

  @Test
  void soIsOneOfTheLookForOtherNodes() {
    String lookup = "com.hazelcast.kubernetes.DnsEndpointResolver";
    decide(lookup, "DNS lookup for serviceDns 'nodes' failed: unknown host");
    assertThat(decide(lookup, "DNS lookup for serviceDns 'nodes' failed: unknown host"))
        .isEqualTo(FilterReply.DENY);
  }

  @Test
  void othersMayRepeatThemselves() {
    decide("dev.sightline.X", "again");
    assertThat(decide("dev.sightline.X", "again")).isEqualTo(FilterReply.NEUTRAL);
  }

  @Test
  void itRemembersTheLatestHundred() {
    for (int i = 0; i <= 100; i++) {
      decide(BUS, "sentence " + i);
    }
    assertThat(decide(BUS, "sentence 100")).isEqualTo(FilterReply.DENY);
    assertThat(decide(BUS, "sentence 0")).isEqualTo(FilterReply.NEUTRAL);
  }

  private FilterReply decide(String logger, String sentence) {
    return events.decide(null, context.getLogger(logger), Level.WARN, sentence, null, null);
  }
}
