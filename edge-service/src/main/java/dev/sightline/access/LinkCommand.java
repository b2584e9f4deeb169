package dev.sightline.access;

import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.DurationText;
import dev.sightline.node.Flags;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.Program;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints a link that lets whoever has it watch, without asking any node. */
@Command(
    name = "link",
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class,
    description =
        "Prints a URL that lets whoever has it watch a stream for a time. The edges need the same"
            + " keys (access.links.keys-file).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline link --new-key >> link-keys",
      "  sightline link --keys-file link-keys --stream yard --for 1h",
      "  sightline link --config sightline.yaml --stream yard --for 720h \\",
      "                 --base-url https://cams.example.org --path page --viewers 3"
    })
public final class LinkCommand implements Callable<Integer> {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(3653);
  private static final int MOST_VIEWERS = 1_000_000;
  private static final int MOST_STREAMS = 100;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings of an edge, for the keys and the port.")
  private Path configFile;

  @Option(
      names = "--keys-file",
      paramLabel = "FILE",
      description = "The keys; those of the configuration unless set.")
  private Path keysFile;

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "The stream; more than once for several, of which the URL is the first one's.")
  private List<String> streams = List.of();

  @Option(names = "--for", paramLabel = "DURATION", description = "How long, such as 30m or 24h.")
  private String life;

  @Option(
      names = "--viewers",
      paramLabel = "COUNT",
      defaultValue = "0",
      description = "How many may use it at a time, at each edge; any number unless set.")
  private int viewers;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "How viewers reach the edges; this machine unless set.")
  private String baseUrl;

  @Option(
      names = "--path",
      paramLabel = "WHAT",
      defaultValue = "stream",
      description =
          "stream, snapshot, page, status, live.ts, ws or websocket; ${DEFAULT-VALUE} unless set.")
  private String path;

  @Option(names = "--new-key", description = "Print a fresh line for the file of keys instead.")
  private boolean newKey;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    say(newKey ? LinkKeys.newLine() : link());
    return 0;
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private String link() throws ConfigException {
    if (streams.isEmpty() || life == null) {
      throw mistake("--stream and --for must be given, or --new-key");
    }
    if (streams.size() > MOST_STREAMS) {
      throw mistake("--stream may be given at most %d times".formatted(MOST_STREAMS));
    }
    if (viewers < 0 || viewers > MOST_VIEWERS) {
      throw mistake("--viewers must be from 0 to %d".formatted(MOST_VIEWERS));
    }
    LinkTarget target =
        LinkTarget.of(path)
            .orElseThrow(() -> mistake("--path must be one of " + LinkTarget.words()));
    Set<StreamId> named = streams.stream().map(this::stream).collect(Collectors.toSet());
    Duration time = life();
    Settings settings = settings();
    LinkKeys keys = keys(settings);
    String token = new Links(() -> keys, Clock.systemUTC()).sign(named, time, viewers);
    String base = baseUrl == null ? "http://localhost:" + settings.port : base();
    return target.url(base, new StreamId(streams.get(0)), token);
  }

  private StreamId stream(String name) {
    try {
      return new StreamId(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--stream: " + e.getMessage(), e);
    }
  }

  private Duration life() {
    try {
      Duration time = DurationText.parse(life);
      if (time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0) {
        return time;
      }
      throw new IllegalArgumentException("must be from 1s to 87672h, which are ten years");
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--for " + e.getMessage(), e);
    }
  }

  private String base() {
    try {
      String url = Urls.parse(baseUrl).toString();
      if (url.contains("?")) {
        throw new IllegalArgumentException("must have no query");
      }
      return url.replaceFirst("/+$", "");
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--base-url " + e.getMessage(), e);
    }
  }

  private record Settings(int port, Optional<Path> keysFile) {}

  private Settings settings() throws ConfigException {
    ConfigReader reader =
        new ConfigReader(
            ConfigSources.load(Optional.ofNullable(configFile), System.getenv(), new Flags()));
    int port = HttpConfig.read(reader).port();
    Optional<Path> keys = AccessConfig.read(reader).links().map(LinkConfig::keysFile);
    reader.finish();
    return new Settings(port, keys);
  }

  private LinkKeys keys(Settings settings) {
    Path file =
        Optional.ofNullable(keysFile)
            .or(settings::keysFile)
            .orElseThrow(
                () ->
                    mistake(
                        "there are no keys: give --keys-file, or --config with"
                            + " access.links.keys-file"));
    try {
      return WatchedFile.read(file, LinkKeys.MOST_BYTES, LinkKeys::parseSome);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--keys-file " + e.getMessage(), e);
    }
  }

  private ParameterException mistake(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
