package dev.sightline.node;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.sightline.frame.StreamId;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Objects;
import java.util.Optional;

/**
 * An event as one JSON object on one line, for whatever collects logs.
 *
 * <p>An event that is about a stream begins with it, and so this knows which: its sentence is
 * {@code "{}: …"} and the first value a {@link StreamId}.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {

  /** The name of this node in the cluster, among what all events have. */
  static final String NODE = "node";

  private static final String OF_STREAM = "{}: ";

  /** Always with milliseconds, and in UTC. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final boolean withTraces;
  private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

  /**
   * @param withTraces whether it is told where an exception happened
   */
  JsonLines(boolean withTraces) {
    this.withTraces = withTraces;
    traces.start();
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    JsonObject line =
        new JsonObject()
            .put("timestamp", TIME.format(event.getInstant()))
            .put("level", event.getLevel().toString())
            .put("logger", event.getLoggerName());
    Optional.ofNullable(event.getLoggerContextVO().getPropertyMap().get(NODE))
        .ifPresent(node -> line.put(NODE, node));
    stream(event).ifPresent(stream -> line.put("stream", stream.name()));
    line.put("message", onOneLine(Objects.toString(event.getFormattedMessage(), "")));
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.put("exception", onOneLine(thrown.getClassName() + ": " + thrown.getMessage()));
      if (withTraces) {
        line.put("trace", Redaction.of(traces.convert(event)));
      }
    }
    return (line.encode() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<StreamId> stream(ILoggingEvent event) {
    Object[] values = event.getArgumentArray();
    boolean isOfStream =
        values != null
            && values.length > 0
            && values[0] instanceof StreamId
            && Objects.toString(event.getMessage(), "").startsWith(OF_STREAM);
    return isOfStream ? Optional.of((StreamId) values[0]) : Optional.empty();
  }

  /** As in the form for people. */
  private static String onOneLine(String text) {
    return Redaction.of(text.replaceAll("[\\r\\n]+", " "));
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
