package dev.sightline.ingest;

import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Why there is no answer of a camera, in words. */
final class Unreachable {

  static final String NO_ANSWER = "it doesn't answer";

  private Unreachable() {}

  /** Exception messages hold addresses and class names; users get the few cases in words. */
  static String explain(Throwable failure) {
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
