package dev.sightline.testkit;

/**
 * The ways in which cameras break the rules, or use rarely met ones. A {@link FakeCamera} shows
 * them, in any combination; a {@link TestViewer} reports those that it met, so that a stream free
 * of them has an empty set.
 */
public enum CameraQuirk {
  /** Parts without Content-Length, ended by the next delimiter alone (Mobotix). */
  NO_CONTENT_LENGTH,
  /** Every line of response and parts ends in a bare line feed. */
  LF_ONLY,
  /** {@code boundary="token"} (AVTECH, Mobotix). */
  QUOTED_BOUNDARY,
  /** {@code boundary=--token} while the delimiter is {@code --token} (Panasonic, Dahua). */
  DASHED_BOUNDARY,
  /** A token with a space that ends in dashes, so delimiters look like the closing one (D-Link). */
  SPACED_BOUNDARY,
  /** The delimiters have nothing to do with the boundary of the response. */
  WRONG_BOUNDARY,
  /** Each delimiter line twice (Foscam G2). */
  DOUBLED_DELIMITER,
  /** The delimiter comes after each part, so the first part has none before it (Tasmota, ESP32). */
  NO_FIRST_DELIMITER,
  /** The delimiter follows the picture's last byte directly. */
  NO_CRLF_BEFORE_DELIMITER,
  /** More line ends between picture and delimiter than the one that belongs there (D-Link). */
  EXTRA_BLANK_LINES,
  /** Content-Length padded with spaces to nine columns (motion). */
  PADDED_LENGTH,
  /** Content-Length smaller than the picture. */
  LENGTH_TOO_SHORT,
  /** Content-Length that reaches into the next delimiter. */
  LENGTH_TOO_LONG,
  /** {@code content-length: 1} in the part headers. */
  LOWER_CASE_HEADERS,
  /** {@code Content-Type:image/jpeg} in the part headers (Foscam G2). */
  NO_SPACE_AFTER_COLON,
  /** Chunked transfer encoding, each part in several chunks (ESP32). */
  CHUNKED,
  /** Answers with HTTP/1.0 (Axis). */
  HTTP_1_0,
  /** A Content-Length for the whole endless response (webcamXP). */
  ABSURD_RESPONSE_LENGTH,
  /** A part without any byte of a picture before each picture. */
  EMPTY_PARTS,
  /** A text/plain part before each picture (Axis recorders, AxxonSoft). */
  TEXT_PARTS_BETWEEN
}
