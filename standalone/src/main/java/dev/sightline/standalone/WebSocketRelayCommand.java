package dev.sightline.standalone;

import dev.sightline.node.ConfigException;
import dev.sightline.node.Flags;
import dev.sightline.node.Program;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes the place of websocket-relay: its command line, its port, its URLs, and its one stream. */
@Command(
    name = "websocket-relay",
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class,
    description = {
      "Takes the place of websocket-relay: MPEG-TS is uploaded to /upload/SECRET and watched with"
          + " JSMpeg at / or by /streamsocket and /live.ts, all on one port."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline websocket-relay --port 8888 --secret SECRET",
      "  ffmpeg -i ... -f mpegts -codec:v mpeg1video -bf 0 http://localhost:8888/upload/SECRET",
      "",
      "The secret can come from the variable SIGHTLINE_CAMERAS_LIVE_SECRET, which other users",
      "of the machine can't see. Other settings come from variables too, such as",
      "SIGHTLINE_MANAGEMENT_PORT=9081 for health and metrics, which are off here unless set."
    })
final class WebSocketRelayCommand implements Callable<Integer> {

  /** What its one stream is called. */
  static final String STREAM = "live";

  /** What it does unless told otherwise, in place of a configuration file. */
  private static final JsonObject DEFAULTS =
      new JsonObject()
          .put("http", new JsonObject().put("port", 8888))
          .put("management", new JsonObject().put("port", "off"))
          .put("cameras", new JsonObject().put(STREAM, new JsonObject().put("url", "upload:")));

  /** The original's words for levels, and ours. */
  private static final Map<String, String> LEVELS =
      Map.of("warning", "warn", "error", "warn", "none", "warn");

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "For uploads and viewers; 8888 unless set, 0 picks a free one.")
  private String port;

  @Option(
      names = "--secret",
      paramLabel = "SECRET",
      description = "What uploads have to know; without it any path below /upload/ will do.")
  private String secret;

  @Option(
      names = "--logging",
      paramLabel = "LEVEL",
      description = "debug, info or warning; info unless set. error and none are as warning.")
  private String logging;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    StandaloneConfig config = config();
    StandIn.start("websocket-relay", config, config.http(), spec.commandLine().getOut());
    return 0;
  }

  /** What was given on the command line, and the rest as websocket-relay has it. */
  StandaloneConfig config() throws ConfigException {
    Flags flags =
        new Flags()
            .put("http.port", "--port", port)
            .put("cameras.%s.secret".formatted(STREAM), "--secret", secret)
            .put(
                "log.level",
                "--logging",
                logging == null ? null : LEVELS.getOrDefault(logging, logging));
    return StandIn.config(DEFAULTS, flags);
  }
}
