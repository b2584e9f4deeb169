package dev.sightline.multipart;

import static dev.sightline.multipart.Wire.jpeg;
import static dev.sightline.multipart.Wire.latin;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * How one kind of camera writes its stream, and the bodies that are to be found in it.
 *
 * @param contentType the response header that goes with it, or null
 */
record CameraSample(String camera, String contentType, Buffer stream, List<Buffer> bodies) {

  static final Buffer PLAIN = jpeg("plain picture");
  static final Buffer DASHED = jpeg("\r\n--not a delimiter\r\n--\r\n----");
  static final Buffer THUMBNAIL = jpeg("EXIF \u00FF\u00D8 small \u00FF\u00D9 large picture");

  private static final List<Buffer> PICTURES = List.of(PLAIN, DASHED, THUMBNAIL);

  private static final String REPLACE = "multipart/x-mixed-replace";

  static Stream<CameraSample> all() {
    return Stream.of(wellFormed(), tolerable(), wrongLengths()).flatMap(samples -> samples);
  }

  private static Stream<CameraSample> wellFormed() {
    return Stream.of(
        sized("motion, padded length", "; boundary=BoundaryString", "--BoundaryString", "       "),
        sized("ffmpeg", ";boundary=ffmpeg", "--ffmpeg", ""),
        sized("Axis", ";boundary=myboundary", "--myboundary", ""),
        sized("Panasonic, dashes announced", "; boundary=--myboundary", "--myboundary", ""),
        sized("Ricoh, no dashes added", "; boundary=\"---live---\"", "---live---", ""),
        sized("D-Link", ";boundary=--video boundary--", "--video boundary--", ""),
        sized("D-Link, bare", ";boundary=video boundary--", "--video boundary--", ""),
        sized("wrong boundary", "; boundary=announced", "--used", ""),
        sized("boundary that begins another", "; boundary=cam", "--camera", ""),
        sized("no boundary", "", "--anything", ""),
        sized("no dashes at all", "; boundary=frame", "frame", ""));
  }

  /** Three parts with a length; the last one is followed by its line end only. */
  private static CameraSample sized(
      String camera, String parameter, String delimiter, String padding) {
    Wire wire = new Wire();
    for (Buffer picture : PICTURES) {
      wire.line(delimiter)
          .line("Content-type: image/jpeg")
          .line("Content-Length: " + padding + picture.length() + padding)
          .blank()
          .body(picture)
          .blank();
    }
    return new CameraSample(camera, REPLACE + parameter, wire.bytes(), PICTURES);
  }

  private static Stream<CameraSample> tolerable() {
    return Stream.of(
        sample("mjpg-streamer, stray CR", "boundarydonotcross", strayCarriageReturn()),
        sample("ESP32, leading line end", "123456789000000000000987654321", leadingLineEnd()),
        sample("D-Link, line ends behind the length", "--video boundary--", extraLineEnds()),
        sample("Foscam, doubled delimiter", "ThisString", doubledDelimiter()),
        sample("Mobotix, no length", "\"MOBOTIX_Fast_Serverpush\"", withoutLength()),
        sample("Tasmota, no first delimiter", "e8b8c539", withoutFirstDelimiter()),
        sample("Axis, blank lines for delimiters", "myboundary", blankLinesForDelimiters()),
        sample("line feeds only", "frame", lineFeedsOnly("Content-Length: ")),
        sample("line feeds only, no length", "frame", lineFeedsOnly("X-Size: ")),
        sample("no line end before the delimiter", "frame", gluedDelimiter()),
        sample("no line end after the delimiter", "frame", gluedHeader()),
        sample("no headers", "frame", withoutHeaders()),
        sample("blank line before the picture", "frame", blankLineBeforePicture()),
        sample("noise in front", "frame", noiseInFront()),
        sample("noise between", "frame", noiseBetween()),
        sample("wrong boundary, no length", "announced", withoutLength()),
        sample("noise glued to the delimiter", "frame", gluedNoise()),
        sample("header begun anew", "frame", repeatedHeader()),
        sample("closing delimiter in mid-stream", "frame", closingDelimiters()),
        sample("padding counted as part of the body", "frame", paddingBehindLength()),
        sample("cut short at the end", "frame", cutShort()),
        axxonSoft());
  }

  private static CameraSample sample(String camera, String boundary, Wire wire) {
    return new CameraSample(camera, REPLACE + ";boundary=" + boundary, wire.bytes(), PICTURES);
  }

  private static Wire strayCarriageReturn() {
    Wire wire = new Wire();
    PICTURES.forEach(picture -> wire.part("--boundarydonotcross\r", picture));
    return wire;
  }

  private static Wire leadingLineEnd() {
    Wire wire = new Wire();
    PICTURES.forEach(
        picture ->
            wire.blank()
                .line("--123456789000000000000987654321")
                .line("Content-Type: image/jpeg")
                .line("Content-Length: " + picture.length())
                .line("X-Timestamp: 12.000034")
                .blank()
                .body(picture));
    return wire;
  }

  private static Wire extraLineEnds() {
    Wire wire = new Wire();
    PICTURES.forEach(
        picture ->
            wire.line("--video boundary--")
                .line("Content-length: " + picture.length())
                .line("Date: 11-20-2026 09:41:07 AM IO_00000000_PT_005_000")
                .line("Content-type: image/jpeg")
                .blank()
                .body(picture)
                .text("\r\n\r\n\r\n"));
    return wire;
  }

  private static Wire doubledDelimiter() {
    Wire wire = new Wire();
    PICTURES.forEach(
        picture ->
            wire.line("--ThisString")
                .line("--ThisString")
                .line("Content-type:image/jpeg")
                .line("Content-length:" + picture.length())
                .blank()
                .body(picture)
                .blank());
    return wire;
  }

  private static Wire withoutLength() {
    Wire wire = new Wire();
    PICTURES.forEach(
        picture ->
            wire.line("--MOBOTIX_Fast_Serverpush")
                .line("Content-Type: image/jpeg")
                .blank()
                .body(picture)
                .blank());
    return wire.line("--MOBOTIX_Fast_Serverpush");
  }

  private static Wire withoutFirstDelimiter() {
    Wire wire = new Wire();
    PICTURES.forEach(
        picture ->
            wire.line("Content-Type: image/jpeg")
                .line("Content-Length: " + picture.length())
                .blank()
                .body(picture)
                .blank()
                .line("--e8b8c539"));
    return wire;
  }

  private static Wire blankLinesForDelimiters() {
    return new Wire().part("--myboundary", PLAIN).part("\r\n", DASHED).part("", THUMBNAIL);
  }

  private static Wire lineFeedsOnly(String length) {
    Wire wire = new Wire();
    PICTURES.forEach(
        picture ->
            wire.text("--frame\nContent-Type: image/jpeg\n")
                .text(length + picture.length() + "\n\n")
                .body(picture)
                .text("\n"));
    return wire.text("--frame\n");
  }

  private static Wire gluedDelimiter() {
    return new Wire()
        .text("--frame\r\nContent-Type: image/jpeg\r\n\r\n")
        .body(PLAIN)
        .text("--frame\r\nContent-Type: image/jpeg\r\n\r\n")
        .body(DASHED)
        .text("--frame\r\nContent-Type: image/jpeg\r\n\r\n")
        .body(THUMBNAIL)
        .text("--frame\r\n");
  }

  private static Wire gluedHeader() {
    Wire wire = new Wire();
    PICTURES.forEach(
        picture -> wire.text("--frameContent-Type: image/jpeg\r\n\r\n").body(picture).blank());
    return wire.text("--frameContent-Type: image/jpeg\r\n\r\n");
  }

  private static Wire withoutHeaders() {
    return new Wire()
        .text("--frame\r\n\r\n")
        .body(PLAIN)
        .text("\r\n--frame\r\n")
        .body(DASHED)
        .text("\r\n--frame\r\n\r\n\r\n")
        .body(THUMBNAIL)
        .text("\r\n--frame\r\n");
  }

  private static Wire blankLineBeforePicture() {
    Wire wire = new Wire();
    PICTURES.forEach(
        picture ->
            wire.line("--frame")
                .line("Content-Length: " + picture.length())
                .text("\r\n\r\n\r\n")
                .body(picture)
                .blank());
    return wire;
  }

  private static Wire noiseInFront() {
    return new Wire()
        .line("Server: one that repeats its answer")
        .line("-- not a delimiter --")
        .text("no line end, \u00FF\u00D8 half a picture, ")
        .blank()
        .part("--frame", PLAIN)
        .part("--frame", DASHED)
        .part("--frame", THUMBNAIL);
  }

  private static Wire noiseBetween() {
    return new Wire()
        .part("--frame", PLAIN)
        .line("something else")
        .text("\u00FF\u00D8\r\n lost \u00FF\u00D9")
        .part("--frame", DASHED)
        .text("\u00FF\u00D8\r\n lost \u00FF\u00D9\0\0\0\r\n")
        .part("--frame", THUMBNAIL);
  }

  private static Wire gluedNoise() {
    Wire wire = new Wire();
    PICTURES.forEach(
        picture ->
            wire.text("\u00FF\u00D8\r\n lost \u00FF\u00D9--frame\r\nX-Timestamp: 5\r\n")
                .line("Content-Length: " + picture.length())
                .blank()
                .body(picture)
                .blank());
    return wire;
  }

  private static Wire repeatedHeader() {
    Wire wire = new Wire();
    PICTURES.forEach(
        picture -> wire.line("--frame").line("Content-Length: 7").part("--frame", picture));
    return wire;
  }

  private static Wire closingDelimiters() {
    return new Wire()
        .part("--frame", PLAIN)
        .text("--frame--\r\n")
        .part("--frame", DASHED)
        .text("--frame--\r\n\r\n")
        .part("--frame", THUMBNAIL)
        .line("--frame--");
  }

  private static Wire paddingBehindLength() {
    Wire wire = new Wire();
    PICTURES.forEach(
        picture ->
            wire.line("--frame")
                .line("Content-Length: " + picture.length())
                .blank()
                .body(picture)
                .text("\0\0\0\r\n"));
    return wire;
  }

  private static Wire cutShort() {
    Wire wire = new Wire();
    PICTURES.forEach(picture -> wire.part("--frame", picture));
    return wire.line("--frame").line("Content-Length: 100").blank().text("\u00FF\u00D8 half a");
  }

  private static CameraSample axxonSoft() {
    Buffer status = latin("<status frame=\"1\">\r\n</status>");
    Wire wire = new Wire();
    for (Buffer picture : List.of(PLAIN, DASHED)) {
      wire.part("--videoframe", picture)
          .line("--videoframe")
          .line("Content-Type: text/xml")
          .line("Content-Length: " + status.length())
          .blank()
          .body(status)
          .blank();
    }
    return new CameraSample(
        "AxxonSoft, text between pictures",
        "multipart/mixed;boundary=videoframe",
        wire.line("--videoframe").bytes(),
        List.of(PLAIN, status, DASHED, status));
  }

  /** Each wrong length stands between pictures that must come through. */
  private static Stream<CameraSample> wrongLengths() {
    return Stream.of(
        announcing("one byte too little", PLAIN.length() - 1),
        announcing("far too little", 3),
        announcing("nothing", 0),
        announcing("the line end too", PLAIN.length() + 2),
        announcing("into the delimiter", PLAIN.length() + 9),
        announcing("into the next header", PLAIN.length() + 30),
        announcing("into the next picture", PLAIN.length() + 80),
        announcing("two pictures more", PLAIN.length() + 180),
        announcing("more than is allowed", 99_999_999_999L),
        announcing("more than a long holds", "123456789012345678901234567890"),
        announcing("a negative number", -5),
        announcing("no number", "unknown"));
  }

  private static CameraSample announcing(String camera, Object length) {
    Wire wire =
        new Wire()
            .part("--frame", THUMBNAIL)
            .line("--frame")
            .line("Content-Length: " + length)
            .blank()
            .body(PLAIN)
            .blank();
    for (int i = 0; i < 3; i++) {
      wire.part("--frame", DASHED);
    }
    Buffer first = "the line end too".equals(camera) ? PLAIN.copy().appendString("\r\n") : PLAIN;
    return new CameraSample(
        "announces " + camera,
        REPLACE + "; boundary=frame",
        wire.line("--frame").bytes(),
        List.of(THUMBNAIL, first, DASHED, DASHED, DASHED));
  }

  @Override
  public String toString() {
    return camera;
  }
}
