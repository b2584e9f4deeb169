package dev.sightline.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sightline.edge.LatestFrameWriter.Outcome;
import dev.sightline.frame.Frame;
import dev.sightline.jpeg.JpegHeader;
import dev.sightline.multipart.PartWriter;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * Parts with something of the viewer's own around the picture, as {@link PartOptions} has it. The
 * names of the headers, and what they mean, are ustreamer's; all times are of the clock on the
 * wall.
 */
final class OwnParts implements LatestFrameWriter.Sink {

  private static final String LINE_END = "\r\n";
  private static final byte[] NOTHING = {};

  private final ViewerChannel channel;
  private final PartOptions options;

  OwnParts(ViewerChannel channel, PartOptions options) {
    this.channel = channel;
    this.options = options;
  }

  /** What a viewer is sent first: the delimiter, and in advance the header of the first part. */
  static Buffer preamble(PartOptions options) {
    Buffer preamble = options.pymjpeg() ? PartWriter.trailer() : PartWriter.preamble();
    return options.advanceHeaders() ? preamble.appendString(headerInAdvance()) : preamble;
  }

  @Override
  public boolean isReady(LatestFrameWriter writer) {
    return true;
  }

  @Override
  public Outcome write(OutboundFrame outbound, LatestFrameWriter writer) {
    byte[] head = options.advanceHeaders() ? NOTHING : latin(header(outbound, writer));
    byte[] tail = options.advanceHeaders() ? latin(tailWithHeader()) : tail();
    if (options.zeroData()) {
      writer.wrote(head.length + tail.length);
      return channel.write(head, tail, writer);
    }
    return outbound
        .in(WireForm.PICTURE)
        .map(picture -> write(head, picture, tail, writer))
        .orElse(Outcome.NO_ROOM);
  }

  private Outcome write(byte[] head, SharedBuffer picture, byte[] tail, LatestFrameWriter writer) {
    writer.wrote(head.length + picture.size() + tail.length);
    return channel.write(head, picture, tail, writer);
  }

  @Override
  public long waiting() {
    return channel.waiting();
  }

  @Override
  public void abandon() {
    channel.abandon();
  }

  private String header(OutboundFrame outbound, LatestFrameWriter writer) {
    Frame frame = outbound.frame();
    int length = options.zeroData() ? 0 : frame.size();
    String header = PartWriter.header(frame.capturedAt(), length).toString(ISO_8859_1);
    if (!options.extraHeaders()) {
      return header;
    }
    String open = header.substring(0, header.length() - LINE_END.length());
    return open + extraHeaders(outbound, writer) + LINE_END;
  }

  private static String extraHeaders(OutboundFrame outbound, LatestFrameWriter writer) {
    Frame frame = outbound.frame();
    Optional<JpegHeader> picture = outbound.header();
    long now = WallClock.micros();
    StringBuilder headers = new StringBuilder();
    add(headers, "Online", Boolean.toString(!outbound.isCard()));
    add(headers, "Dropped", Long.toString(writer.dropped()));
    add(headers, "Width", Integer.toString(picture.map(JpegHeader::width).orElse(0)));
    add(headers, "Height", Integer.toString(picture.map(JpegHeader::height).orElse(0)));
    add(headers, "Client-FPS", Integer.toString(writer.framesPerSecond()));
    add(headers, "Grab-Begin-Time", PartWriter.timestamp(frame.capturedAt()));
    add(headers, "Grab-End-Time", PartWriter.timestamp(frame.capturedAt()));
    add(headers, "Send-Time", PartWriter.timestamp(now));
    add(headers, "Latency", PartWriter.timestamp(Math.max(0, now - frame.capturedAt())));
    return headers.toString();
  }

  private static void add(StringBuilder headers, String name, String value) {
    headers.append("X-UStreamer-").append(name).append(": ").append(value).append(LINE_END);
  }

  /** When the next frame will be captured nobody knows, so this tells when the header was made. */
  private static String headerInAdvance() {
    return "Content-Type: image/jpeg\r\nX-Timestamp: "
        + PartWriter.timestamp(WallClock.micros())
        + "\r\n\r\n";
  }

  private static byte[] tail() {
    return PartWriter.trailer().getBytes();
  }

  private static String tailWithHeader() {
    return PartWriter.trailer().toString(ISO_8859_1) + headerInAdvance();
  }

  private static byte[] latin(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
