package dev.sightline.containers;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/**
 * How a kubelet asks a container over HTTP, and how often it must hear the same to believe it.
 *
 * @param failures in a row
 * @param successes in a row
 */
record Probe(
    String path, int port, Duration period, Duration timeout, int failures, int successes) {

  /** With Kubernetes' defaults for what isn't given. */
  static Probe of(JsonObject probe, int port) {
    return new Probe(
        probe.getJsonObject("httpGet").getString("path"),
        port,
        Duration.ofSeconds(probe.getInteger("periodSeconds", 10)),
        Duration.ofSeconds(probe.getInteger("timeoutSeconds", 1)),
        probe.getInteger("failureThreshold", 3),
        probe.getInteger("successThreshold", 1));
  }

  /** Whether a container says yes, now. */
  boolean ask(String address) {
    try {
      URI url = URI.create("http://%s:%d%s".formatted(address, port, path));
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setConnectTimeout((int) timeout.toMillis());
      connection.setReadTimeout((int) timeout.toMillis());
      int status = connection.getResponseCode();
      connection.disconnect();
      return status >= 200 && status < 400;
    } catch (IOException e) {
      return false;
    }
  }

  /** Believes an answer that came often enough in a row; not thread-safe. */
  final class Opinion {

    private boolean holds;
    private int against;

    Opinion(boolean atFirst) {
      holds = atFirst;
    }

    /** Takes note of an answer, and tells what is believed now. */
    boolean after(boolean answer) {
      against = answer == holds ? 0 : against + 1;
      if (against >= (holds ? failures : successes)) {
        holds = answer;
        against = 0;
      }
      return holds;
    }
  }
}
