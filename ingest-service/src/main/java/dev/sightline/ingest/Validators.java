package dev.sightline.ingest;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;

/**
 * By what a camera tells whether its picture is still the one that it gave before (RFC 9110,
 * section 8.8); each is null where it doesn't.
 */
record Validators(String entityTag, String lastModified) {

  /** Nothing is known of a picture before. */
  static final Validators NONE = new Validators(null, null);

  /** Longer ones are not worth their way back. */
  private static final int MAX_LENGTH = 256;

  static Validators of(HttpClientResponse response) {
    return new Validators(
        sensible(response.getHeader(HttpHeaders.ETAG)),
        sensible(response.getHeader(HttpHeaders.LAST_MODIFIED)));
  }

  /** Asks for the picture only if it is another one. */
  void addTo(RequestOptions request) {
    if (entityTag != null) {
      request.putHeader(HttpHeaders.IF_NONE_MATCH, entityTag);
    }
    if (lastModified != null) {
      request.putHeader(HttpHeaders.IF_MODIFIED_SINCE, lastModified);
    }
  }

  private static String sensible(String value) {
    return value == null || value.isBlank() || value.length() > MAX_LENGTH ? null : value;
  }
}
