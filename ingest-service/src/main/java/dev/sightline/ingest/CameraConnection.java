package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.multipart.Boundary;
import dev.sightline.multipart.MalformedPartException;
import dev.sightline.multipart.Part;
import dev.sightline.multipart.PartLimits;
import dev.sightline.multipart.PartParser;
import dev.sightline.node.DurationText;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * One connection to one camera, from the request to its end for whatever reason.
 *
 * <p>Lives on the ingest's event loop and is used once. {@link Listener#ended} is called exactly
 * once, unless {@link #close} came first. A camera that gives no response within the connect time
 * is given up, and a connection that brings no whole picture for the stall time ends, however many
 * bytes it brings.
 *
 * <p>Next: {@link PartParser}
 */
final class CameraConnection {

  /** Who supervises the connection. */
  interface Listener {

    /** Takes a part and tells whether it held a whole picture. */
    boolean part(Part part);

    void ended(EndReason reason);
  }

  private static final String NO_ANSWER = "it doesn't answer";

  private static final int MAX_HEADER_BYTES = 8 << 10;

  /** Of what the camera says of itself, so much is repeated on the status page. */
  private static final int MAX_QUOTE = 80;

  /** Noise before the first part that is put up with; between parts it may be a frame's size. */
  private static final int MAX_PREAMBLE_BYTES = 64 << 10;

  private final Vertx vertx;
  private final CameraConfig camera;
  private final Listener listener;
  private HttpClientRequest request;
  private PartParser parser;
  private boolean answered;
  private long progressAt;
  private long watchdog = -1;
  private boolean ended;

  CameraConnection(Vertx vertx, CameraConfig camera, Listener listener) {
    this.vertx = vertx;
    this.camera = camera;
    this.listener = listener;
  }

  void open(HttpClient client) {
    progress();
    watch();
    client
        .request(requestOptions())
        .onSuccess(this::send)
        .onFailure(failure -> end(Kind.UNREACHABLE, unreachable(failure)));
  }

  private RequestOptions requestOptions() {
    SourceUrl url = camera.source();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(url.host())
            .setPort(url.port())
            .setSsl(url.tls())
            .setURI(url.target())
            .setConnectTimeout(camera.policy().connectTimeout().toMillis())
            .putHeader(HttpHeaders.ACCEPT, "*/*")
            .putHeader(HttpHeaders.USER_AGENT, "Sightline");
    url.credentials()
        .ifPresent(known -> options.putHeader(HttpHeaders.AUTHORIZATION, known.basicHeader()));
    return options;
  }

  private void send(HttpClientRequest sent) {
    request = sent;
    if (ended) {
      hangUp();
      return;
    }
    // Without a handler Vert.x logs each reset as an error of its own.
    request.connection().exceptionHandler(this::brokeOff);
    request.send().onSuccess(this::respond).onFailure(this::brokeOff);
  }

  private void respond(HttpClientResponse response) {
    if (ended) {
      return;
    }
    String type = text(response.getHeader(HttpHeaders.CONTENT_TYPE));
    if (response.statusCode() != 200) {
      String status = response.statusCode() + " " + quote(text(response.statusMessage()));
      end(Kind.REFUSED, "it answers " + status.strip());
    } else if (type.isEmpty()) {
      end(Kind.REFUSED, "it answers without a Content-Type and not with a multipart stream");
    } else if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      end(
          Kind.REFUSED,
          "it answers with '%s' and not with a multipart stream".formatted(quote(type)));
    } else {
      answered = true;
      progress();
      watch();
      read(response, Boundary.of(type));
    }
  }

  private static String text(String value) {
    return value == null ? "" : value.strip();
  }

  private static String quote(String text) {
    return text.length() <= MAX_QUOTE ? text : text.substring(0, MAX_QUOTE) + "…";
  }

  private void read(HttpClientResponse response, Boundary boundary) {
    PartLimits limits =
        new PartLimits(MAX_HEADER_BYTES, camera.policy().maxFrameBytes(), MAX_PREAMBLE_BYTES);
    parser = new PartParser(boundary, limits, this::take);
    response
        .handler(this::chunk)
        .endHandler(v -> end(Kind.CLOSED, "it ended the stream"))
        .exceptionHandler(this::brokeOff);
    ChunkTap.open(vertx, request.connection(), this::chunk);
  }

  private void brokeOff(Throwable failure) {
    if (answered) {
      end(Kind.CLOSED, "the connection broke off");
    } else {
      end(Kind.UNREACHABLE, unreachable(failure));
    }
  }

  private void chunk(Buffer chunk) {
    if (ended) {
      return;
    }
    try {
      parser.handle(chunk);
    } catch (MalformedPartException e) {
      end(Kind.MALFORMED, e.getMessage());
    }
  }

  private void take(Part part) {
    if (!ended && listener.part(part)) {
      progress();
    }
  }

  private void progress() {
    progressAt = System.nanoTime();
  }

  private void watch() {
    vertx.cancelTimer(watchdog);
    long quiet = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - progressAt);
    long left = patience().toMillis() - quiet;
    if (left > 0) {
      watchdog = vertx.setTimer(left, id -> watch());
    } else if (answered) {
      end(Kind.STALLED, "no picture for " + DurationText.format(patience()));
    } else {
      end(Kind.UNREACHABLE, NO_ANSWER);
    }
  }

  private Duration patience() {
    return answered ? camera.policy().stallTimeout() : camera.policy().connectTimeout();
  }

  /** Ends the connection without telling the listener. */
  void close() {
    ended = true;
    vertx.cancelTimer(watchdog);
    hangUp();
  }

  private void end(Kind kind, String sentence) {
    if (!ended) {
      close();
      listener.ended(new EndReason(kind, sentence));
    }
  }

  private void hangUp() {
    if (request != null) {
      request.connection().close();
    }
  }

  /** Exception messages hold addresses and class names; users get the few cases in words. */
  private static String unreachable(Throwable failure) {
    Predicate<Class<?>> is = type -> causedBy(failure, type);
    if (is.test(UnknownHostException.class)) {
      return "its host name is not known";
    }
    if (is.test(io.netty.channel.ConnectTimeoutException.class)
        || is.test(TimeoutException.class)) {
      return NO_ANSWER;
    }
    if (is.test(ConnectException.class)) {
      return "it refuses the connection";
    }
    if (is.test(HttpClosedException.class)) {
      return "it hung up without an answer";
    }
    if (is.test(javax.net.ssl.SSLException.class)) {
      return "its TLS certificate or handshake is not accepted";
    }
    if (is.test(IllegalArgumentException.class)
        || is.test(io.netty.handler.codec.DecoderException.class)) {
      return "it answers with something else than HTTP";
    }
    return "the connection failed (%s)".formatted(failure.getClass().getSimpleName());
  }

  private static boolean causedBy(Throwable failure, Class<?> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
