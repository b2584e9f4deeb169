package dev.sightline.ingest;

import dev.sightline.jpeg.JpegHeader;
import dev.sightline.multipart.StreamQuirk;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link ProbeReport} for people. */
final class ProbeText {

  private final ProbeReport report;
  private final StringBuilder text = new StringBuilder();

  ProbeText(ProbeReport report) {
    this.report = report;
  }

  @Override
  public String toString() {
    text.setLength(0);
    verdict();
    answer();
    modes();
    stream();
    pictures();
    if (report.http().isPresent()) {
      report.quirks().forEach(this::quirk); // A program's form is its own.
    }
    ConfigAdvice advice = new ConfigAdvice(report);
    if (advice.isWorthTelling()) {
      text.append("%nIn the configuration file:%n%n".formatted());
      text.append(advice.yaml().indent(2));
    }
    return text.toString();
  }

  private void verdict() {
    text.append("%s gives ".formatted(report.camera().origin()));
    text.append(report.hasPictures() ? "pictures%n%n".formatted() : "no pictures%n%n".formatted());
    report.end().ifPresent(end -> line("reason", end.sentence()));
  }

  private void answer() {
    report
        .answer()
        .ifPresent(
            given -> {
              line("answer", report.statusLine(given));
              if (isElsewhere(given)) {
                line("redirected", "to " + given.url());
              }
            });
    report.headers().forEach(header -> line("", header.getKey() + ": " + header.getValue()));
    if (report.http().isPresent()) {
      line("authentication", report.authentication().orElse("none asked for"));
    }
    report.fingerprint().ifPresent(found -> line("certificate", "SHA-256 fingerprint " + found));
  }

  private void modes() {
    for (WebcamModes.Mode mode : report.modes().map(WebcamModes::modes).orElse(List.of())) {
      String sizes = String.join(" ", mode.sizes());
      line("mode", "%s (%s) %s".formatted(mode.format(), mode.description(), sizes));
    }
  }

  private void stream() {
    if (report.parser().isEmpty()) {
      return;
    }
    line("format", format());
    report.announcedBoundary().ifPresent(token -> line("boundary", token + " (announced)"));
    report.foundDelimiter().ifPresent(found -> line("delimiter", found + " (found)"));
  }

  private String format() {
    return switch (report.format()) {
      case UNDECIDED -> "not recognised";
      case MULTIPART -> "multipart";
      case JPEGS -> report.singlePictures() ? singlePictures() : "one JPEG after another";
      case MJPG_BLOCKS -> "binary blocks (MJPG)";
    };
  }

  private String singlePictures() {
    return report.sparesPictures()
        ? "single pictures, sent again only when they have changed"
        : "single pictures";
  }

  private void pictures() {
    PictureTally pictures = report.pictures();
    if (report.hasPictures()) {
      line(
          "pictures",
          String.format(
              Locale.ROOT,
              "%d in %.1f s, %.1f a second",
              pictures.count(),
              pictures.seconds(),
              pictures.rate()));
      line("resolution", pictures.header().map(ProbeText::resolution).orElse("not told"));
      line(
          "sizes",
          String.format(
              Locale.ROOT,
              "%,d to %,d bytes, %,d on average",
              pictures.smallest(),
              pictures.largest(),
              pictures.mean()));
    }
    if (!pictures.refused().isEmpty()) {
      line(
          "refused",
          pictures.refused().entrySet().stream()
              .map(parts -> "%d %s".formatted(parts.getValue(), parts.getKey().replace('_', ' ')))
              .collect(Collectors.joining(", ")));
    }
  }

  private static String resolution(JpegHeader header) {
    return "%d×%d%s"
        .formatted(
            header.width(),
            header.height(),
            header.hasHuffmanTables() ? "" : ", without Huffman tables (they are added)");
  }

  private void quirk(StreamQuirk quirk) {
    line("tolerated", quirk.sentence());
  }

  /** Told by what people are shown of a URL: the query may have another value each time. */
  private boolean isElsewhere(CameraAnswer given) {
    return report
        .http()
        .filter(known -> !known.source().toString().equals(given.url().toString()))
        .isPresent();
  }

  private void line(String name, String value) {
    text.append("  %-15s %s%n".formatted(name, value));
  }
}
