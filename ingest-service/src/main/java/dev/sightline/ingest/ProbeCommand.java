package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.DurationText;
import dev.sightline.node.Flags;
import dev.sightline.node.LogConfig;
import dev.sightline.node.Logging;
import dev.sightline.node.Program;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what a camera or another source is and what to put into the configuration for it. */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class,
    description =
        "Connects to a camera once and tells what it is: its answer, its stream, its pictures, and"
            + " what to put into the configuration. Exit code 0 if there are pictures, else 1.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline probe http://user:password@192.0.2.10/video.mjpg",
      "  sightline probe v4l2:/dev/video0               a webcam of this machine",
      "  sightline probe dir:pictures                   a folder",
      "  sightline probe --config sightline.yaml yard   the camera of that name"
    })
public final class ProbeCommand implements Callable<Integer> {

  private static final StreamId NAME = new StreamId("camera");
  private static final Duration LONGEST = Duration.ofMinutes(10);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings of cameras as YAML, as they are for an ingest.")
  private Path config;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "5s",
      description = "How long to look on from the first picture; ${DEFAULT-VALUE} unless set.")
  private String time;

  @Option(names = "--json", description = "Print the findings as JSON.")
  private boolean json;

  @Parameters(
      paramLabel = "URL|NAME",
      arity = "1",
      description = "The camera's URL, or its name in the configuration.")
  private String wanted;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Duration looking = looking();
    PulledConfig camera = camera();
    Logging.configure(new LogConfig(LogConfig.Level.WARN, LogConfig.Format.TEXT));
    Vertx vertx = Vertx.vertx();
    try {
      ProbeReport report = probed(vertx, camera, looking).await();
      PrintWriter out = spec.commandLine().getOut();
      out.print(json ? report.toJson().encodePrettily() + "\n" : new ProbeText(report));
      out.flush();
      return report.hasPictures() ? ExitCode.OK : ExitCode.SOFTWARE;
    } finally {
      vertx.close().await();
    }
  }

  private Future<ProbeReport> probed(Vertx vertx, PulledConfig camera, Duration looking) {
    return new Probe(vertx, camera, looking, this::progress)
        .run()
        .compose(report -> withFingerprint(vertx, report));
  }

  /** A certificate that isn't trusted may be the camera's own all the same. */
  private static Future<ProbeReport> withFingerprint(Vertx vertx, ProbeReport report) {
    boolean isUntrusted = report.end().filter(end -> end.kind() == Kind.UNTRUSTED).isPresent();
    if (!isUntrusted || report.camera().policy().link().proxy().isPresent()) {
      return Future.succeededFuture(report);
    }
    SourceUrl url = report.http().orElseThrow().source();
    int timeout = (int) report.camera().policy().connectTimeout().toMillis();
    CertificateLook look = new CertificateLook(vertx, timeout);
    return look.fingerprint(url)
        .map(report::withFingerprint)
        .otherwise(report)
        .onComplete(done -> look.close());
  }

  private void progress(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private Duration looking() {
    try {
      Duration looking = DurationText.parse(time);
      if (looking.compareTo(LONGEST) <= 0) {
        return looking;
      }
      throw new IllegalArgumentException("must be at most " + DurationText.format(LONGEST));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--for " + e.getMessage(), e);
    }
  }

  private PulledConfig camera() throws ConfigException {
    ConfigReader reader =
        new ConfigReader(
            ConfigSources.load(Optional.ofNullable(config), System.getenv(), new Flags()));
    IngestConfig ingest = IngestConfig.read(reader);
    reader.finish();
    return ingest.cameras().stream()
        .filter(camera -> camera.id().name().equals(wanted))
        .findFirst()
        .map(this::asked)
        .orElseGet(() -> unnamed(ingest.defaults()));
  }

  private PulledConfig asked(StreamConfig camera) {
    if (camera instanceof PulledConfig known) {
      return known;
    }
    throw new ParameterException(
        spec.commandLine(), "%s comes by itself, so it can't be asked".formatted(wanted));
  }

  private PulledConfig unnamed(SourcePolicy policy) {
    try {
      return switch (wanted.replaceFirst("(?s):.*", "").toLowerCase(Locale.ROOT)) {
        case WebcamUrl.SCHEME -> new WebcamConfig(NAME, WebcamUrl.parse(wanted), policy);
        case "rtsp", "rtsps" -> new RtspConfig(NAME, RtspUrl.parse(wanted), policy);
        case FolderUrl.SCHEME -> FolderConfig.of(NAME, wanted, policy);
        case PollUrl.NAME -> PollUrl.parse(wanted).camera(NAME, policy, Optional.empty());
        case ProgramConfig.EXEC -> throw new IllegalArgumentException(ProgramConfig.FILE_ONLY);
        default -> new CameraConfig(NAME, SourceUrl.parse(wanted), policy);
      };
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "what to probe is no name of a camera in the configuration, and a URL " + e.getMessage(),
          e);
    }
  }
}
