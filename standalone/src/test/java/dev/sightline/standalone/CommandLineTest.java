package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.node.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class CommandLineTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --port x                | --port (http.port) must be a whole number from 0 to 65535, not 'x'
          ingest -p 65536         | --port (http.port) must be a whole number from 0 to 65535, not '65536'
          edge -w -1              | --ws-port (edge.ws-port) must be 'off' or a whole number from 0 to 65535, not '-1'
          --management-port no    | --management-port (management.port) must be 'off' or a whole number from 0 to 65535, not 'no'
          edge --cluster a:b:c    | --cluster (cluster.join) must be HOST, HOST:PORT or dns:NAME, not 'a:b:c'
          edge --bus-port 0       | --bus-port (cluster.bus-port) must be a whole number from 1 to 65535, not '0'
          edge --cluster-port x   | --cluster-port (cluster.port) must be a whole number from 1 to 65535, not 'x'
          -q -d                   | --debug: log.level is already set by --quiet
          --config /none.yaml     | cannot use /none.yaml: there is no such file
          --camera http://h/?a=b  | --camera: needs a name before the URL, such as front=http://192.0.2.10/video.mjpg
          --camera front          | --camera: needs a name before the URL, such as front=http://192.0.2.10/video.mjpg
          --camera Front=http://h | --camera: stream name 'Front' must be 1 to 63 of a-z, 0-9, '-' and '_', starting with a letter or digit
          --camera api=http://h   | --camera: stream name 'api' is taken by the product's own URLs; choose another
          --camera =http://h      | --camera: stream name '' must be 1 to 63 of a-z, 0-9, '-' and '_', starting with a letter or digit
          --camera a=ftp://h      | --camera (cameras.a.url) must start with http:// or https://, not ftp://
          --camera a=http://h --camera a=http://i | --camera: cameras.a.url is already set by --camera
          --camera camera=http://h http://i | URL: cameras.camera.url is already set by --camera
          cam.local/video         | URL (cameras.camera.url) must start with http:// or https://
          mjpeg-relay -p x http://h | --port (http.port) must be a whole number from 0 to 65535, not 'x'
          mjpeg-relay -w x http://h | --ws-port (edge.ws-port) must be 'off' or a whole number from 0 to 65535, not 'x'
          mjpeg-relay -q -d http://h | --debug: log.level is already set by --quiet
          mjpeg-relay u:p@cam.local | URL (cameras.camera.url) must start with http:// or https://
          --camera a=exec:sh      | cameras.a.url names a program, and programs are named in the configuration file only
          --camera a=v4l2:video0  | --camera (cameras.a.url) must name a device below /dev, such as v4l2:/dev/video0
          --camera a=rtsp://u:p@/ | --camera (cameras.a.url) must name a host after the scheme: a name, an address, or an IPv6 address in brackets
          pyimagestream --width x | --camera (cameras.camera.url) must have a width that is a whole number from 1 to 16384
          pyimagestream --quality 0 | --quality (ingest.quality) must be a whole number from 1 to 100, not '0'
          u:p@cam.local/video     | URL (cameras.camera.url) must start with http:// or https://
          """)
  void aWrongArgumentIsOneSentenceAndExitCode2(String arguments, String sentence) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err).hasToString("sightline: %s%n".formatted(sentence));
    assertThat(out).hasToString("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --prot 1                | Unknown option: '--prot'
          http://a http://u:p@b   | Unmatched argument at index 1: 'http://***@b'
          http://a http://u:p/@w@b/x | Unmatched argument at index 1: 'http://***@b/x'
          http://a http://b/x?u=p'#q | Unmatched argument at index 1: 'http://b/x?…'
          mjpeg-relay             | Missing required parameter: 'URL'
          mjpeg-relay -q          | Missing required parameter: 'URL'
          mjpeg-relay http://a http://u:p@b | Unmatched argument at index 2: 'http://***@b'
          demo-camera --size big  | --size must be WIDTHxHEIGHT such as 1280x720, not 'big'
          demo-camera --fps 0     | the demo camera's fps must be from 0.1 to 60, but is 0.0
          """)
  void anUnknownArgumentIsOneSentenceWithAHint(String arguments, String sentence) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString().lines().findFirst()).contains("sightline: " + sentence);
    assertThat(err.toString().lines()).hasSize(2);
  }

  @Test
  void allMistakesOfAFileAreToldAtOnce(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("wrong.yaml"), "http: {port: x}\ncameras: {front: 'http://'}\n");
    assertThat(run("--config", file.toString())).isEqualTo(2);
    assertThat(err)
        .hasToString(
            """
            sightline: http.port must be a whole number from 0 to 65535, not 'x'
            sightline: cameras.front.url must name a host after the scheme: a name, an address, or an IPv6 address in brackets
            """);
  }

  @Test
  void aTakenPortIsOneSentenceAndExitCode1() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      String[] arguments = {"-p", "" + port, "--host", "127.0.0.1", "--management-port", "off"};
      assertThat(run(arguments)).isEqualTo(1);
      assertThat(err.toString())
          .matches(
              "sightline: port %d is already in use; choose another with --port, such as --port \\d+\\R"
                  .formatted(port));
    }
  }

  @Test
  void aForeignAddressIsOneSentenceAndExitCode1() {
    assertThat(run("-p", "0", "--host", "192.0.2.1", "--management-port", "off")).isEqualTo(1);
    assertThat(err).hasToString("sightline: 192.0.2.1 is not an address of this machine\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "ingest --help",
        "edge --help",
        "demo-camera --help",
        "mjpeg-relay --help"
      })
  void helpHasExamplesThatFitATerminal(String arguments) {
    assertThat(run(arguments.split(" "))).isZero();
    assertThat(out.toString()).contains("Examples:").contains("  sightline ");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void helpNamesEachKindOfSource() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("=dir:", "=push:", " v4l2:", " rtsp:", " poll:");
  }

  @Test
  void versionNamesTheProductAndJava() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString().lines()).hasSize(2).anyMatch(line -> line.startsWith("Java "));
  }

  private int run(String... arguments) {
    CommandLine commandLine = Program.commandLine(new Sightline());
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }
}
