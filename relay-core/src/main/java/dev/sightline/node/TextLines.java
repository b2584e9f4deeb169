package dev.sightline.node;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/**
 * An event as a line for people.
 *
 * <p>Line breaks within a message, which may quote what a camera sent, become spaces. An exception
 * is named at the end of the line; its trace is for debugging.
 */
final class TextLines extends EncoderBase<ILoggingEvent> {

  private static final String EVENT =
      "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %replace(%msg){'[\\r\\n]+', ' '}";

  private static final String SHORT_EXCEPTION =
      "%replace(%replace(%ex{short}){'(?s)^(.+?)\\R.*', ' ($1\\)'}){'[\\r\\n]+', ' '}%nopex%n";

  private static final String FULL_EXCEPTION = "%n%ex";

  private final PatternLayout layout = new PatternLayout();

  /**
   * @param withTraces whether it is told where an exception happened
   */
  TextLines(boolean withTraces) {
    layout.setPattern(EVENT + (withTraces ? FULL_EXCEPTION : SHORT_EXCEPTION));
  }

  @Override
  public void start() {
    layout.setContext(getContext());
    layout.start();
    super.start();
  }

  /** Libraries put URLs into their exceptions. */
  @Override
  public byte[] encode(ILoggingEvent event) {
    return Redaction.of(layout.doLayout(event)).getBytes(StandardCharsets.UTF_8);
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
