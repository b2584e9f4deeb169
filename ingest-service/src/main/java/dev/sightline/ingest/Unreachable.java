package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why there is no answer of a camera, or of whoever else is dialled, in words. */
final class Unreachable {

  static final String NO_ANSWER = "it doesn't answer";
  static final String NOT_HTTP = "it answers with something else than HTTP";
  private static final String LONG_HEADER = "the header of its answer is longer than 16KiB";

  /** The first that a failure, or a cause of it, is an instance of; so the narrow ones lead. */
  private static final Map<Class<?>, String> SENTENCES = new LinkedHashMap<>();

  static {
    SENTENCES.put(UnknownHostException.class, "its host name is not known");
    SENTENCES.put(ConnectTimeoutException.class, NO_ANSWER);
    SENTENCES.put(TimeoutException.class, NO_ANSWER);
    SENTENCES.put(ConnectException.class, "it refuses the connection");
    SENTENCES.put(HttpClosedException.class, "it hung up without an answer");
    SENTENCES.put(
        WebSocketClientHandshakeException.class, "it answers with something else than a WebSocket");
    SENTENCES.put(WebSocketHandshakeException.class, NO_ANSWER); // Hung up, by whichever side.
    SENTENCES.put(TooLongHttpHeaderException.class, LONG_HEADER);
    SENTENCES.put(TooLongHttpLineException.class, LONG_HEADER);
    SENTENCES.put(NotSslRecordException.class, "it doesn't speak TLS at this port");
    SENTENCES.put(CertificateExpiredException.class, "its TLS certificate has expired");
    SENTENCES.put(CertificateNotYetValidException.class, "its TLS certificate isn't valid yet");
    SENTENCES.put(CertPathBuilderException.class, "nobody trusted vouches for its TLS certificate");
    SENTENCES.put(
        CertificateException.class, "its TLS certificate is another one, or for another name");
    SENTENCES.put(SSLException.class, "its TLS handshake is not accepted");
    SENTENCES.put(IllegalArgumentException.class, NOT_HTTP);
    SENTENCES.put(DecoderException.class, NOT_HTTP);
  }

  /** The only place where Netty tells what a proxy has answered. */
  private static final Pattern PROXY_STATUS = Pattern.compile("status: (\\d{3})\\b");

  private Unreachable() {}

  /**
   * @param proxy what was on the way, if anything
   */
  static EndReason reason(Throwable failure, Optional<SourceUrl> proxy) {
    boolean isUntrusted =
        causedBy(failure, CertificateException.class)
            || causedBy(failure, CertPathBuilderException.class);
    String sentence = proxy.flatMap(way -> blame(failure, way)).orElseGet(() -> explain(failure));
    return new EndReason(isUntrusted ? Kind.UNTRUSTED : Kind.UNREACHABLE, sentence);
  }

  /** A proxy is all that we look up and connect to ourselves, so these are its own troubles. */
  private static Optional<String> blame(Throwable failure, SourceUrl proxy) {
    String name = proxy.authority();
    if (causedBy(failure, UnknownHostException.class)) {
      return Optional.of("the host name of the proxy %s is not known".formatted(name));
    }
    if (causedBy(failure, ProxyConnectException.class)) {
      return Optional.of("the proxy %s %s".formatted(name, refusal(failure)));
    }
    return causedBy(failure, ConnectException.class)
        ? Optional.of("the proxy %s can't be reached".formatted(name))
        : Optional.empty();
  }

  private static String refusal(Throwable failure) {
    Matcher status = PROXY_STATUS.matcher(String.valueOf(failure.getMessage()));
    if (!status.find()) {
      return "gives no connection to it";
    }
    return status.group(1).equals("407")
        ? "wants another name and password (407)"
        : "gives no connection to it (%s)".formatted(status.group(1));
  }

  /** Exception messages hold addresses and class names; users get the few cases in words. */
  static String explain(Throwable failure) {
    return SENTENCES.entrySet().stream()
        .filter(known -> causedBy(failure, known.getKey()))
        .map(Entry::getValue)
        .findFirst()
        .orElse("the connection failed (%s)".formatted(failure.getClass().getSimpleName()));
  }

  /** Whether {@code failure} is of this type or was caused by one; bounded, should causes loop. */
  private static boolean causedBy(Throwable failure, Class<?> type) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (type.isInstance(at)) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }
}
