package dev.sightline.ingest;

import dev.sightline.program.Masking;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;

/**
 * The response at the end of a {@link Handshake}.
 *
 * @param url what was asked for in the end, other than the configured URL after redirects
 * @param response its head; the body is still to come
 * @param refusal why it brings no pictures; empty when it may
 */
record CameraAnswer(SourceUrl url, HttpClientResponse response, Optional<EndReason> refusal) {

  static final int NOT_MODIFIED = 304;

  /**
   * The type that the camera gives its answer, without spaces around it; empty if it gives none.
   */
  String type() {
    String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
    return type == null ? "" : type.strip();
  }

  /**
   * For people, such as {@code 200 OK (HTTP/1.0)}.
   *
   * @param masking of what was said to the camera
   */
  String statusLine(Masking masking) {
    String version =
        switch (response.version()) {
          case HTTP_1_0 -> "HTTP/1.0";
          case HTTP_1_1 -> "HTTP/1.1";
          case HTTP_2 -> "HTTP/2";
        };
    String status = response.statusCode() + " " + Refusal.quote(response.statusMessage(), masking);
    return "%s (%s)".formatted(status.strip(), version);
  }

  /** Whether the picture is still the one before. */
  boolean isUnchanged() {
    return response.statusCode() == NOT_MODIFIED;
  }

  /**
   * Whether the answer says that it is one picture; some such answers are whole streams, though.
   */
  boolean isSaidToBeOnePicture() {
    return type().toLowerCase(Locale.ROOT).startsWith("image/");
  }

  boolean isMultipart() {
    return type().toLowerCase(Locale.ROOT).startsWith("multipart/");
  }
}
