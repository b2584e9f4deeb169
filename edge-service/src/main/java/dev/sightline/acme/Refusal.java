package dev.sightline.acme;

import java.net.URI;
import java.time.Instant;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** What the ACME server, or the way to it, has against an order, as a sentence. */
final class Refusal {

  /** Of what a server says; it may quote what it got from strangers. */
  private static final int LONGEST = 300;

  private Refusal() {}

  static OrderException of(URI directory, Exception e) {
    String host = directory.getHost();
    if (e instanceof AcmeNetworkException) {
      return new OrderException("%s can't be reached (%s)".formatted(host, e.getCause()), e);
    }
    if (e instanceof AcmeServerException refused) {
      Instant retryAfter =
          e instanceof AcmeRateLimitedException limited
              ? limited.getRetryAfter().orElse(null)
              : null;
      return new OrderException(
          "%s refuses: %s".formatted(host, words(refused.getProblem())), retryAfter, e);
    }
    boolean isSentence = e instanceof AcmeException || e instanceof AcmeProtocolException;
    String what = isSentence ? e.getMessage() : e.toString();
    return new OrderException(
        "%s answers otherwise than expected (%s)".formatted(host, plain(what)), e);
  }

  static String words(Problem problem) {
    String type = problem.getType().toString().replaceFirst(".*:", "");
    return plain(problem.getDetail().map(detail -> "%s (%s)".formatted(detail, type)).orElse(type));
  }

  private static String plain(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
