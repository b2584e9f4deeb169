package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
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
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why there is no answer of a camera, in words. */
final class Unreachable {

  static final String NO_ANSWER = "it doesn't answer";

  private static final String NOT_HTTP = "it answers with something else than HTTP";
  private static final String LONG_HEADER = "the header of its answer is longer than 16KiB";

  /** The first that a failure, or a cause of it, is an instance of; so the narrow ones lead. */
  private static final Map<Class<?>, String> SENTENCES = new LinkedHashMap<>();

  static {
    SENTENCES.put(UnknownHostException.class, "its host name is not known");
    SENTENCES.put(ProxyConnectException.class, "the proxy gives no connection to it");
    SENTENCES.put(ConnectTimeoutException.class, NO_ANSWER);
    SENTENCES.put(TimeoutException.class, NO_ANSWER);
    SENTENCES.put(ConnectException.class, "it refuses the connection");
    SENTENCES.put(HttpClosedException.class, "it hung up without an answer");
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

  private Unreachable() {}

  static EndReason reason(Throwable failure) {
    boolean isUntrusted =
        causedBy(failure, CertificateException.class)
            || causedBy(failure, CertPathBuilderException.class);
    return new EndReason(isUntrusted ? Kind.UNTRUSTED : Kind.UNREACHABLE, explain(failure));
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
