package dev.sightline.ingest;

import dev.sightline.jpeg.JpegHeader;
import dev.sightline.multipart.Boundary;
import dev.sightline.multipart.StreamFormat;
import dev.sightline.multipart.StreamParser;
import dev.sightline.multipart.StreamQuirk;
import dev.sightline.program.Masking;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link Probe} found out about a camera.
 *
 * @param camera what was looked at
 * @param end why the connection ended by itself; empty when it was looked at long enough
 * @param answer the last answer that the camera gave, if any
 * @param authentication how the camera wanted to be shown credentials
 * @param modes what a webcam can, when it was asked
 * @param parser with what is known of the stream's form, when there was a body to read
 * @param pictures counted and measured
 * @param singlePictures whether the camera answers with one picture at a time
 * @param sparesPictures whether it then tells that a picture is unchanged instead of sending it
 * @param fingerprint of its certificate, when that isn't trusted
 */
record ProbeReport(
    PulledConfig camera,
    Optional<EndReason> end,
    Optional<CameraAnswer> answer,
    Optional<String> authentication,
    Optional<WebcamModes> modes,
    Optional<StreamParser> parser,
    PictureTally pictures,
    boolean singlePictures,
    boolean sparesPictures,
    Optional<String> fingerprint) {

  /** Headers that are for the camera's client alone. */
  private static final List<String> PRIVATE =
      List.of("set-cookie", "www-authenticate", "authentication-info", "location");

  /** The camera itself, if it is one that speaks HTTP. */
  Optional<CameraConfig> http() {
    return camera instanceof CameraConfig known ? Optional.of(known) : Optional.empty();
  }

  boolean hasPictures() {
    return pictures.count() > 0;
  }

  ProbeReport withFingerprint(String found) {
    return new ProbeReport(
        camera,
        end,
        answer,
        authentication,
        modes,
        parser,
        pictures,
        singlePictures,
        sparesPictures,
        Optional.of(found));
  }

  /** The headers of the answer as they came, what is private in them left out. */
  List<Map.Entry<String, String>> headers() {
    return answer.map(given -> given.response().headers().entries()).orElse(List.of()).stream()
        .map(header -> Map.entry(Refusal.quote(header.getKey()), shown(header)))
        .toList();
  }

  String statusLine(CameraAnswer given) {
    return given.statusLine(masking());
  }

  private Masking masking() {
    return http().map(CameraConfig::masking).orElse(Masking.OF_URLS);
  }

  private String shown(Map.Entry<String, String> header) {
    return PRIVATE.contains(header.getKey().toLowerCase(Locale.ROOT))
        ? "***"
        : Refusal.quote(header.getValue(), masking());
  }

  StreamFormat format() {
    return parser.map(StreamParser::format).orElse(StreamFormat.UNDECIDED);
  }

  List<StreamQuirk> quirks() {
    return parser.stream().flatMap(known -> known.quirks().stream()).sorted().toList();
  }

  /** The boundary by the answer's header; empty when there is none. */
  Optional<String> announcedBoundary() {
    return answer
        .map(CameraAnswer::type)
        .map(Boundary::of)
        .filter(Boundary::isKnown)
        .map(Boundary::token)
        .map(Refusal::quote);
  }

  Optional<String> foundDelimiter() {
    return parser.flatMap(StreamParser::delimiter).map(Refusal::quote);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("url", camera.origin())
        .put("pictures", hasPictures())
        .put("reason", end.map(EndReason::sentence).orElse(null))
        .put("answer", answer.map(given -> answerJson()).orElse(null))
        .put("authentication", authentication.orElse(null))
        .put("certificateFingerprint", fingerprint.orElse(null))
        .put("modes", modes.map(ProbeReport::modesJson).orElse(null))
        .put("stream", streamJson())
        .put("quirks", quirksJson())
        .put("configuration", new ConfigAdvice(this).yaml());
  }

  private JsonObject answerJson() {
    CameraAnswer given = answer.orElseThrow();
    JsonObject headers = new JsonObject();
    headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
    return new JsonObject()
        .put("url", given.url().toString())
        .put("status", given.response().statusCode())
        .put("statusLine", statusLine(given))
        .put("headers", headers);
  }

  private static JsonArray modesJson(WebcamModes modes) {
    JsonArray listed = new JsonArray();
    for (WebcamModes.Mode mode : modes.modes()) {
      listed.add(
          new JsonObject()
              .put("format", mode.format())
              .put("description", mode.description())
              .put("sizes", new JsonArray(mode.sizes())));
    }
    return listed;
  }

  private JsonObject streamJson() {
    JsonObject refused = new JsonObject();
    pictures.refused().forEach(refused::put);
    return new JsonObject()
        .put("format", format().name().toLowerCase(Locale.ROOT))
        .put("singlePictures", singlePictures)
        .put("conditionalRequests", sparesPictures)
        .put("announcedBoundary", announcedBoundary().orElse(null))
        .put("delimiter", foundDelimiter().orElse(null))
        .put("pictures", pictures.count())
        .put("seconds", pictures.seconds())
        .put("picturesPerSecond", pictures.rate())
        .put("width", pictures.header().map(JpegHeader::width).orElse(null))
        .put("height", pictures.header().map(JpegHeader::height).orElse(null))
        .put("smallestBytes", pictures.smallest())
        .put("meanBytes", pictures.mean())
        .put("largestBytes", pictures.largest())
        .put("refused", refused);
  }

  private JsonArray quirksJson() {
    JsonArray named = new JsonArray();
    for (StreamQuirk quirk : quirks()) {
      named.add(
          new JsonObject()
              .put("name", quirk.name().toLowerCase(Locale.ROOT))
              .put("sentence", quirk.sentence()));
    }
    return named;
  }
}
