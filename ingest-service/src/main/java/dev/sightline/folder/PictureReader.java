package dev.sightline.folder;

import dev.sightline.drawing.PngPicture;
import dev.sightline.jpeg.Jpeg;
import dev.sightline.jpeg.JpegVerdict;
import dev.sightline.jpeg.JpegWalk;
import dev.sightline.jpeg.JpegWalk.Progress;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * Reads pictures from their files. What was a PNG becomes a JPEG, once while it stays as it is.
 *
 * <p>One thread at a time, and never an event loop.
 */
public final class PictureReader {

  /** JPEGs of PNGs that are kept for the next round; those beyond are made again. */
  static final int MOST_KEPT = 16 << 20;

  private record Drawn(PictureEntry png, Buffer jpeg) {}

  private final int mostBytes;
  private final Map<Path, Drawn> drawn = new HashMap<>();
  private int kept;
  private volatile boolean isDrawing;

  /**
   * @param mostBytes a larger picture is refused
   */
  public PictureReader(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * What the file holds, or the JPEG of its PNG. Whether a JPEG is whole is for the caller to see.
   *
   * @throws UnfitPictureException when the file can't be shown
   */
  public Buffer read(Path file) throws UnfitPictureException {
    PictureEntry entry =
        PictureFolder.entry(file)
            .orElseThrow(() -> new UnfitPictureException("it is gone, or no file"));
    Drawn known = drawn.get(file);
    if (known != null && known.png.equals(entry)) {
      return known.jpeg;
    }
    Buffer bytes = bytes(file);
    return PngPicture.isPng(bytes) ? draw(entry, bytes) : jpegIn(bytes);
  }

  /** Whether a PNG is being made a JPEG now, or waits for the memory it needs. Any thread. */
  public boolean isDrawing() {
    return isDrawing;
  }

  /** Forgets what was made of files other than these. */
  public void keepOnly(Collection<Path> files) {
    if (!drawn.isEmpty()) {
      drawn.keySet().retainAll(new HashSet<>(files));
      kept = drawn.values().stream().mapToInt(one -> one.jpeg.length()).sum();
    }
  }

  /**
   * Files go on behind the picture more often than streams do, with a second picture or a film. And
   * what ends like a picture may be one that is cut off behind its thumbnail.
   */
  private static Buffer jpegIn(Buffer bytes) throws UnfitPictureException {
    JpegWalk walk = new JpegWalk();
    Progress progress = walk.advance(bytes);
    if (progress == Progress.MORE && Jpeg.judge(bytes) == JpegVerdict.WHOLE) {
      throw new UnfitPictureException("it is cut off");
    }
    return progress == Progress.ENDED ? bytes.slice(0, walk.position()) : bytes;
  }

  private Buffer draw(PictureEntry entry, Buffer png) throws UnfitPictureException {
    Buffer jpeg = jpegOf(png);
    refuseIfLarge(jpeg.length());
    Drawn before = drawn.remove(entry.file());
    kept -= before == null ? 0 : before.jpeg.length();
    if (kept + jpeg.length() <= MOST_KEPT) {
      drawn.put(entry.file(), new Drawn(entry, jpeg));
      kept += jpeg.length();
    }
    return jpeg;
  }

  private Buffer jpegOf(Buffer png) throws UnfitPictureException {
    isDrawing = true;
    try {
      return PngPicture.toJpeg(png);
    } catch (IllegalArgumentException e) {
      throw new UnfitPictureException(e.getMessage());
    } finally {
      isDrawing = false;
    }
  }

  private Buffer bytes(Path file) throws UnfitPictureException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(mostBytes + 1);
      refuseIfLarge(bytes.length);
      return Buffer.buffer(bytes);
    } catch (UnfitPictureException e) {
      throw e;
    } catch (AccessDeniedException e) {
      throw new UnfitPictureException("it may not be read");
    } catch (NoSuchFileException e) {
      throw new UnfitPictureException("it is gone");
    } catch (IOException e) {
      throw new UnfitPictureException("it can't be read: " + e.getMessage());
    }
  }

  private void refuseIfLarge(int length) throws UnfitPictureException {
    if (length > mostBytes) {
      throw new UnfitPictureException("it is larger than %d bytes".formatted(mostBytes));
    }
  }
}
