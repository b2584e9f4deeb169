package dev.sightline.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sightline.jpeg.JpegWalk;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks at the first bytes of a body to find out how its pictures lie in it, and leaves the rest to
 * the parser for that.
 *
 * <p>Whatever comes first decides: a delimiter or a part's header, a whole JPEG, or the header of a
 * block. Of bytes that allow no decision as many are kept as may come before the first part; then a
 * multipart type is believed, or the beginning of a picture.
 */
final class SniffingParser implements StreamParser {

  /** The most of a line that is looked at; a delimiter or a field's name is shorter. */
  private static final int MAX_LINE = 256;

  private static final int NO_PICTURE = -1;
  private static final String JPEG = "\u00FF\u00D8\u00FF";

  private final String contentType;
  private final boolean isMultipart;
  private final Boundary boundary;
  private final PartLimits limits;
  private final Consumer<Part> receiver;

  private Buffer head = Buffer.buffer();
  private int lineStart;
  private int at;
  private boolean mayBeDelimiter;
  private final JpegWalk walk = new JpegWalk();
  private int pictureStart = NO_PICTURE;
  private int pictureEnd = NO_PICTURE;
  private int brokenUpTo;
  private StreamParser chosen;
  private boolean finished;

  SniffingParser(String contentType, PartLimits limits, Consumer<Part> receiver) {
    this.contentType = contentType == null ? "" : contentType.strip();
    this.isMultipart = this.contentType.toLowerCase(Locale.ROOT).startsWith("multipart/");
    this.boundary = Boundary.of(contentType);
    this.limits = limits;
    this.receiver = receiver;
  }

  @Override
  public void handle(Buffer chunk) {
    if (chosen != null) {
      chosen.handle(chunk);
    } else if (!finished) {
      sniff(chunk);
    }
  }

  @Override
  public void end() {
    finished = true;
    if (chosen == null && pictureStart != NO_PICTURE) {
      chosen = new JpegsParser(limits, receiver);
      chosen.handle(head);
    }
    if (chosen != null) {
      chosen.end();
    }
  }

  @Override
  public StreamFormat format() {
    return chosen == null ? StreamFormat.UNDECIDED : chosen.format();
  }

  @Override
  public Set<StreamQuirk> quirks() {
    Set<StreamQuirk> all = EnumSet.noneOf(StreamQuirk.class);
    if (chosen != null) {
      all.addAll(chosen.quirks());
    }
    if (isMultipart) {
      all.addAll(Boundary.quirksOf(contentType));
      if (chosen != null && chosen.format() != StreamFormat.MULTIPART) {
        all.add(StreamQuirk.NO_MULTIPART);
      }
    }
    return Collections.unmodifiableSet(all);
  }

  @Override
  public Optional<String> delimiter() {
    return chosen == null ? Optional.empty() : chosen.delimiter();
  }

  private void sniff(Buffer chunk) {
    // Mostly the first chunk tells, and needn't be copied.
    Buffer known = head.length() == 0 ? chunk : head.appendBuffer(chunk);
    // What decides lies within the limit, however the bytes are split.
    Buffer looked = known.slice(0, Math.min(known.length(), limits.maxPreambleBytes()));
    followPicture(looked);
    look(looked);
    if (chosen == null && looked.length() == limits.maxPreambleBytes()) {
      giveUp();
    }
    if (chosen != null) {
      head = null;
      chosen.handle(known);
    } else if (known == chunk) {
      head.appendBuffer(chunk);
    }
  }

  /** Looks on from where it stopped, so that each byte is looked at once. */
  private void look(Buffer known) {
    while (chosen == null && canLookOn(known)) {
      switch (known.getByte(at)) {
        case '\n' -> endLine(known);
        case (byte) 0xFF -> lookForPicture(known);
        case 'M' -> lookForBlock(known);
        default -> {}
      }
      at++;
      if (at == pictureEnd) {
        chosen = new JpegsParser(limits, receiver);
      }
    }
  }

  /** Whether the next byte is there, and as many behind it as it takes to tell what it begins. */
  private boolean canLookOn(Buffer known) {
    int left = known.length() - at;
    if (left <= 0 || pictureEnd != NO_PICTURE) {
      return left > 0;
    }
    if (pictureStart != NO_PICTURE && at >= pictureStart + walk.position()) {
      return false; // The picture may break here, and another one begin.
    }
    return switch (known.getByte(at)) {
      case (byte) 0xFF -> left >= JPEG.length() || pictureStart != NO_PICTURE;
      case 'M' -> left >= BlockHeader.BYTES || !BlockHeader.isMagic(known, at);
      default -> true;
    };
  }

  private void endLine(Buffer known) {
    int end = Math.min(at, lineStart + MAX_LINE);
    String line = known.getString(lineStart, end, ISO_8859_1.name()).strip();
    lineStart = at + 1;
    boolean isHeader =
        mayBeDelimiter ? HeaderBlock.isField(line) : HeaderBlock.isContentField(line);
    if (isHeader || boundary.delimiterIn(line).isPresent()) {
      chosen = new PartParser(boundary, limits, receiver);
    }
    mayBeDelimiter = line.startsWith("--");
  }

  private void lookForPicture(Buffer known) {
    if (pictureStart == NO_PICTURE
        && at >= brokenUpTo
        && known.getString(at, at + JPEG.length(), ISO_8859_1.name()).equals(JPEG)) {
      pictureStart = at;
      walk.restart();
      followPicture(known);
    }
  }

  /**
   * Keeps the walk ahead of the look. Only a whole picture decides, and where it ends: half a
   * picture may come in front of a stream of parts.
   */
  private void followPicture(Buffer known) {
    if (pictureStart != NO_PICTURE) {
      JpegWalk.Progress progress = walk.advance(known.slice(pictureStart, known.length()));
      if (progress == JpegWalk.Progress.ENDED) {
        pictureEnd = pictureStart + walk.position();
      } else if (progress == JpegWalk.Progress.BROKEN) {
        brokenUpTo = pictureStart + walk.position();
        pictureStart = NO_PICTURE;
      }
    }
  }

  private void lookForBlock(Buffer known) {
    if (at + BlockHeader.BYTES <= known.length()
        && BlockHeader.of(known.slice(at, at + BlockHeader.BYTES)).isPresent()) {
      chosen = new BlocksParser(limits, receiver);
    }
  }

  private void giveUp() {
    if (pictureStart != NO_PICTURE) {
      chosen = new JpegsParser(limits, receiver);
    } else if (isMultipart) {
      chosen = new PartParser(boundary, limits, receiver);
    } else {
      finished = true;
      throw new MalformedPartException(
          "nothing like a picture begins within the first %d bytes"
              .formatted(limits.maxPreambleBytes()),
          0);
    }
  }
}
