package dev.sightline.ingest;

import dev.sightline.ts.TsInput;
import io.vertx.core.json.JsonObject;

/**
 * What one upload has brought so far.
 *
 * @param skipped bytes that were in no packet
 * @param damaged packets that were left out, see {@link TsInput#damaged}
 */
record UploadTally(long bytes, long packets, long skipped, long damaged) {

  static final UploadTally NOTHING = new UploadTally(0, 0, 0, 0);

  static UploadTally of(TsInput input) {
    return new UploadTally(input.received(), input.packets(), input.skipped(), input.damaged());
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("bytes", bytes)
        .put("packets", packets)
        .put("skipped", skipped)
        .put("damaged", damaged);
  }
}
