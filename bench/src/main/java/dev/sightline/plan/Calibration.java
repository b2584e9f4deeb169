package dev.sightline.plan;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The costs that docs/scale.md goes by. They were measured with frames of 40 KB; those of the bus
 * are taken for smaller ones too.
 */
final class Calibration {

  private static final String FILE = "costs.json";

  /** Of what a viewer's frame of 40 KB costs, as docs/performance.md has it for 10 to 200 KB. */
  private static final double WHATEVER_ITS_SIZE = 0.43;

  private Calibration() {}

  /** With viewers who come by TLS. */
  static Costs tls() {
    JsonObject measured = measured();
    double view = measured.getDouble("view");
    double perKilobyte = 1_000 * (1 - WHATEVER_ITS_SIZE) * view / Reality.FRAME;
    Cost plain = new Cost(WHATEVER_ITS_SIZE * view, perKilobyte);
    return new Costs(
        cost(measured, "read"),
        cost(measured, "send"),
        cost(measured, "receive"),
        plain.plus(new Cost(0, measured.getDouble("encryptKilobyte"))),
        cost(measured, "join"),
        cost(measured, "announcement"),
        cost(measured, "idle"),
        Math.round(measured.getDouble("wakeUp") * Simulation.MICROSECOND));
  }

  private static Cost cost(JsonObject measured, String name) {
    return new Cost(measured.getDouble(name), 0);
  }

  private static JsonObject measured() {
    try (InputStream file = Calibration.class.getResourceAsStream(FILE)) {
      return new JsonObject(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What bench/plan has measured, in the words of the file; each is the median of all rounds. */
  static String of(Measured measured) {
    int streams = 20;
    int edges = 4;
    int few = 10;
    int many = 300;
    double idle =
        (measured.median(1, streams, 0, Run::ingest) + measured.median(1, streams, 0, Run::edge))
            / 2;
    double one = measured.median(1, streams, 1, run -> run.perPicture(run.ingest() - idle));
    double all = measured.median(edges, streams, 1, run -> run.perPicture(run.ingest() - idle));
    double send = (all - one) / (edges - 1);
    double receive = measured.median(1, streams, 1, run -> run.perPicture(run.edge() - idle));
    double fewViews = measured.median(1, 1, few, run -> run.perPicture(run.edge() - idle));
    double manyViews = measured.median(1, 1, many, run -> run.perPicture(run.edge() - idle));
    return new JsonObject()
        .put("read", micros(one - send))
        .put("send", micros(send))
        .put("receive", micros(receive))
        .put("view", micros((manyViews - fewViews) / (many - few)))
        .put("join", Math.round(measured.join()))
        .put("idle", micros(idle))
        .encodePrettily();
  }

  private static double micros(double seconds) {
    return Math.round(1e7 * seconds) / 10.0;
  }
}
