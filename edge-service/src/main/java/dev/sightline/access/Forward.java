package dev.sightline.access;

import dev.sightline.access.Denial.Reason;
import dev.sightline.frame.StreamId;
import dev.sightline.node.SeldomLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Asks another service whether a request may go on, as reverse proxies do (forward-auth). It is
 * told method, host, address and URL, and given the request's credentials; what else the viewer may
 * have sent that looks like these is left out. Used on one event loop.
 */
final class Forward {

  static final int MOST_AT_A_TIME = 64;

  /** Answers that are kept, if any are. */
  static final int MOST_REMEMBERED = 10_000;

  /** The trouble that is told seldom, since each request may bring it. */
  private enum Trouble {
    NO_ANSWER
  }

  private static final SeldomLog SELDOM = new SeldomLog(LoggerFactory.getLogger(Forward.class));

  private static final int MOST_BODY = 64 << 10;
  private static final Set<Integer> PASSED_BACK = Set.of(401, 403, 302, 303, 307);
  private static final List<String> HEADERS_BACK =
      List.of("WWW-Authenticate", "Location", "Set-Cookie");
  private static final List<String> NAMES = List.of("Remote-User", "X-Auth-Request-User");

  private final ForwardConfig config;
  private final HttpClient client;
  private final Fingerprints fingerprints;
  private final Lately<String> remembered;
  private int underWay;

  /**
   * @param fingerprints the same for all event loops
   * @param remembered whom an answer let in, likewise
   */
  Forward(Vertx vertx, ForwardConfig config, Fingerprints fingerprints, Lately<String> remembered) {
    this.config = config;
    this.fingerprints = fingerprints;
    this.remembered = remembered;
    this.client =
        vertx.createHttpClient(
            config.service().client(config.timeout()),
            new PoolOptions().setHttp1MaxSize(MOST_AT_A_TIME));
  }

  /**
   * Fails with a {@link DeniedException}.
   *
   * @param caller who makes the request
   */
  Future<Pass> ask(
      HttpServerRequest request, Action action, Collection<StreamId> streams, Caller caller) {
    Question question;
    try {
      question = Question.of(request, action, streams, caller);
    } catch (DeniedException e) {
      return Future.failedFuture(e);
    }
    String name = fingerprints.of(question.parts());
    Optional<Pass> known = remembered.find(name).map(user -> Pass.of(Means.FORWARD, user.value()));
    if (known.isPresent()) {
      return Future.succeededFuture(known.get());
    }
    if (underWay >= MOST_AT_A_TIME) {
      return refused(later("This edge asks as often as it can who may come in; try again."));
    }
    underWay++;
    return client
        .request(options(question))
        .compose(asked -> asked.send().compose(this::read))
        .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(done -> underWay--)
        .onSuccess(pass -> remember(question, name, pass))
        .recover(
            failure ->
                failure instanceof DeniedException
                    ? Future.failedFuture(failure)
                    : refused(noAnswer(failure)));
  }

  private static Denial noAnswer(Throwable failure) {
    SELDOM.warn(Trouble.NO_ANSWER, "access.forward.url doesn't answer: {}", failure.toString());
    return later("The service that lets viewers in doesn't answer; try again.");
  }

  private void remember(Question question, String name, Pass pass) {
    if (question.showsCredentials() && !config.cache().isZero()) {
      remembered.put(name, pass.name());
    }
  }

  private RequestOptions options(Question question) {
    return new RequestOptions()
        .setMethod(HttpMethod.GET)
        .setAbsoluteURI(config.service().url().toString())
        .setFollowRedirects(false)
        .setTimeout(config.timeout().toMillis())
        .setHeaders(question.headers());
  }

  private Future<Pass> read(HttpClientResponse response) {
    int status = response.statusCode();
    return SmallAnswer.of(response, MOST_BODY)
        .compose(
            body -> {
              if (status >= 200 && status < 300) {
                return Future.succeededFuture(Pass.of(Means.FORWARD, nameIn(response)));
              }
              return refused(
                  PASSED_BACK.contains(status)
                      ? passedBack(status, response)
                      : later("The service that lets viewers in is in trouble; try again."));
            });
  }

  private static String nameIn(HttpClientResponse response) {
    return NAMES.stream()
        .map(response::getHeader)
        .filter(Objects::nonNull)
        .filter(name -> name.length() <= Users.LONGEST_NAME)
        .findFirst()
        .orElse("");
  }

  private static Denial passedBack(int status, HttpClientResponse response) {
    Denial denial =
        Denial.of(Reason.FORWARD, status, "The service that lets viewers in wants you to sign in.");
    HEADERS_BACK.forEach(
        name -> response.headers().getAll(name).forEach(value -> denial.with(name, value)));
    return denial;
  }

  private static Denial later(String sentence) {
    return Denial.later(Reason.BUSY, 503, 1, sentence);
  }

  private static Future<Pass> refused(Denial denial) {
    return Future.failedFuture(new DeniedException(denial));
  }
}
