package dev.sightline.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.TestCertificate;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames pass by each carrier and are measured, whatever the figures. */
class TransportIT {

  private static final int SECONDS = 2;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"bus,true", "link,false", "uplink,true"})
  void framesPassAndAreMeasured(String carrier, boolean encrypted) throws IOException {
    List<String> options = new ArrayList<>(List.of("--port", "" + FreePort.onLoopback()));
    if (encrypted) {
      options.addAll(List.of("--tls", certificate().toString()));
    }
    try (RunningProgram sender =
            node("send", carrier, options, List.of("--size", "20000", "--fps", "25"));
        RunningProgram taker = node("take", carrier, options, measures(sender.pid()))) {
      assertThat(taker.awaitExit()).as(taker::toString).isZero();

      JsonObject row = new JsonObject(taker.awaitLine("^(\\{.*})$").group(1));
      assertThat(row.getDouble("fps")).isPositive();
      assertThat(row.getDouble("p50")).isPositive().isLessThanOrEqualTo(row.getDouble("p99"));
      assertThat(row.getMap()).containsKeys("sender", "taker");
    }
  }

  private Path certificate() throws IOException {
    TestCertificate certificate = TestCertificate.selfSigned(directory, "ip:127.0.0.1");
    Files.writeString(directory.resolve("cert.pem"), certificate.pem());
    Files.writeString(directory.resolve("key.pem"), certificate.keyPem());
    return directory;
  }

  private static List<String> measures(long sender) {
    return List.of("--pid", "" + sender, "--warm", "1", "--seconds", "" + SECONDS);
  }

  private static RunningProgram node(
      String side, String carrier, List<String> options, List<String> more) {
    List<String> command = new ArrayList<>(List.of("java", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(side, carrier));
    command.addAll(options);
    command.addAll(more);
    return RunningProgram.start(command.toArray(String[]::new));
  }
}
