package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.node.DurationText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What to put into the configuration for a camera that was probed. */
final class ConfigAdvice {

  /** Of Espressif's example, which most of these cameras run. */
  private static final String ESP32_BOUNDARY = "123456789000000000000987654321";

  private final ProbeReport report;
  private final List<String> lines = new ArrayList<>();

  ConfigAdvice(ProbeReport report) {
    this.report = report;
    url();
    credentials();
    trust();
    redirects();
    pace();
    size();
  }

  /** Whether there is more to say than the URL of a camera that gives nothing. */
  boolean isWorthTelling() {
    return report.hasPictures() || lines.size() > 1;
  }

  /** A section for the configuration file. */
  String yaml() {
    StringBuilder yaml = new StringBuilder("cameras:\n");
    yaml.append("  ").append(report.camera().id().name()).append(":\n");
    lines.forEach(line -> yaml.append("    ").append(line).append('\n'));
    return yaml.toString();
  }

  private void url() {
    if (report.camera() instanceof ProgramConfig) {
      lines.add("exec: … # as it is now");
      return;
    }
    String shown = report.camera().origin();
    lines.add("url: " + shown + (shown.endsWith("?…") ? " # with its query, as you gave it" : ""));
    if (report.camera() instanceof WebcamConfig webcam && webcam.url().size().isEmpty()) {
      lines.add("# or another mode: %s?width=…&height=…&fps=…".formatted(shown));
    }
  }

  private void credentials() {
    boolean wanted = report.end().filter(is(Kind.DENIED)).isPresent();
    if (wanted || hasCredentials()) {
      lines.add("username: … # that of the camera");
      lines.add("password: ${CAMERA_PASSWORD} # or password-file: PATH");
    }
    if (report.authentication().filter(scheme -> scheme.startsWith("Digest")).isPresent()) {
      lines.add("authentication: digest # the password itself is never sent");
    }
  }

  private boolean hasCredentials() {
    return report.camera() instanceof RtspConfig rtsp
        ? rtsp.url().credentials().isPresent()
        : report.http().filter(known -> known.source().credentials().isPresent()).isPresent();
  }

  private void trust() {
    report
        .fingerprint()
        .ifPresent(
            found -> {
              lines.add("tls: # if this is the fingerprint of your camera's own certificate");
              lines.add("  fingerprint: " + found);
            });
  }

  private void redirects() {
    boolean elsewhere =
        report
            .http()
            .filter(known -> report.answer().filter(a -> leavesHostOf(known, a)).isPresent())
            .isPresent();
    if (elsewhere) {
      lines.add("redirects: anywhere # its pictures come from another host");
    }
  }

  private static boolean leavesHostOf(CameraConfig camera, CameraAnswer answer) {
    return !answer.url().sameHost(camera.source());
  }

  private void pace() {
    Optional<PollPolicy> polling = report.http().flatMap(CameraConfig::polling);
    polling.ifPresent(this::polling);
    if (report.singlePictures() && polling.isEmpty()) {
      lines.add("poll-every: 1s # it gives single pictures");
    }
    if (report.foundDelimiter().filter(found -> found.contains(ESP32_BOUNDARY)).isPresent()) {
      lines.add("retry:");
      lines.add("  floor: 5s # cameras of this kind have one place and little strength");
    }
    double gap = report.pictures().longestGapSeconds();
    if (3 * gap > report.camera().policy().stallTimeout().toSeconds()) {
      lines.add("stall-timeout: %ds # its pictures are rare".formatted((int) Math.ceil(3 * gap)));
    }
  }

  private void polling(PollPolicy polling) {
    lines.add("poll-every: " + DurationText.format(report.camera().policy().pollEvery()));
    polling.cacheBuster().ifPresent(name -> lines.add("cache-buster: " + name));
  }

  private void size() {
    int largest = report.pictures().largest();
    if (largest > report.camera().policy().limits().maxBodyBytes() / 2) {
      lines.add("max-frame-size: %dMiB # its pictures are large".formatted((largest >> 19) + 1));
    }
  }

  private static Predicate<EndReason> is(Kind kind) {
    return end -> end.kind() == kind;
  }
}
