package dev.sightline.multipart;

/**
 * How much a {@link StreamParser} reads before it gives a camera up, and so the most it ever holds.
 *
 * @param maxHeaderBytes bytes of one part's header, line ends counted; at least 256
 * @param maxBodyBytes bytes of one part's body. It also bounds what is skipped after a part in
 *     search of the next delimiter, since that may be the rest of a body
 * @param maxPreambleBytes bytes before the first part
 */
public record PartLimits(int maxHeaderBytes, int maxBodyBytes, int maxPreambleBytes) {

  /** 8 KiB of header, 16 MiB of body (an 8K picture at high quality), 64 KiB of noise in front. */
  public static final PartLimits DEFAULT = new PartLimits(8 << 10, 16 << 20, 64 << 10);

  private static final int LEAST_HEADER_BYTES = 256;

  /**
   * @throws IllegalArgumentException with a sentence for the user when a limit makes no sense
   */
  public PartLimits {
    if (maxHeaderBytes < LEAST_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "a limit of %d header bytes is too low; the least is %d"
              .formatted(maxHeaderBytes, LEAST_HEADER_BYTES));
    }
    if (maxBodyBytes < 1 || maxPreambleBytes < 1) {
      throw new IllegalArgumentException(
          "limits of %d body bytes and %d preamble bytes must both be above zero"
              .formatted(maxBodyBytes, maxPreambleBytes));
    }
  }
}
