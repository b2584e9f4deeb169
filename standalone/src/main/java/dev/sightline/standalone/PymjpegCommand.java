package dev.sightline.standalone;

import dev.sightline.node.ConfigException;
import dev.sightline.node.Flags;
import dev.sightline.node.LogOptions;
import dev.sightline.node.Program;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes the place of pymjpeg: its port, its stream at any path, and the pictures of a folder. */
@Command(
    name = "pymjpeg",
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class,
    description = {
      "Takes the place of pymjpeg: the pictures of a folder, JPEG or PNG, played once in order of"
          + " their names to whoever connects, at any path; then the connection is closed.",
      "Several viewers at a time share one playing: who comes later sees the rest of it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline pymjpeg                        the pictures of this directory",
      "  sightline pymjpeg -p 8001 --fps 25 frames",
      "",
      "For a loop, or for the newest picture of a folder:",
      "  sightline dir:frames?fps=5",
      "  sightline dir:frames?play=watch",
      "",
      "Other settings come from variables, such as SIGHTLINE_HTTP_HOST=127.0.0.1."
    })
final class PymjpegCommand implements Callable<Integer> {

  /**
   * What it does unless told otherwise. Who finds nobody else begins at the first picture, so that
   * nothing lingers; and several of them on one machine must not ask for one management port.
   */
  private static final JsonObject DEFAULTS =
      new JsonObject()
          .put("http", new JsonObject().put("port", 8001))
          .put("management", new JsonObject().put("port", "off"))
          .put("ingest", new JsonObject().put("linger", "0s"));

  private static final String STREAM = "cameras." + Sightline.SINGLE_STREAM;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "Where viewers connect; 8001 unless set, 0 picks a free one.")
  private String port;

  @Option(
      names = "--fps",
      paramLabel = "N",
      description = "Pictures per second, 0.01 to 100; 5 unless set.")
  private String fps;

  @Mixin private LogOptions logOptions;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = ".",
      description = "The folder; the current directory unless given.")
  private Path directory;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    StandaloneConfig config = config();
    StandIn.start("pymjpeg", config, config.http().asPymjpeg(), spec.commandLine().getOut());
    return 0;
  }

  /** What was given on the command line, and the rest as pymjpeg has it. */
  StandaloneConfig config() throws ConfigException {
    if (!Files.isDirectory(directory)) {
      throw new ParameterException(
          spec.commandLine(), "'%s' is no folder that can be read".formatted(directory));
    }
    Flags flags =
        new Flags()
            .put("http.port", "--port", port)
            .put(STREAM + ".url", "DIR", url(directory))
            .put(STREAM + ".play", "pymjpeg", "once")
            .put(STREAM + ".fps", "--fps", fps);
    logOptions.addTo(flags);
    return StandIn.config(DEFAULTS, flags);
  }

  private static String url(Path directory) {
    return "dir:" + directory.toString().replace("%", "%25").replace("?", "%3F");
  }
}
