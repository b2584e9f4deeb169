package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a link connected: dials, and dials again when it ends, in quick succession. Where there are
 * several servers, the next one is dialled after each failure.
 *
 * <p>Lives on the event loop that began it.
 */
final class Dialer {

  private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Less than until the third SYN, since a new attempt comes sooner after a cut than that one. */
  private static final Duration CONNECTED_WITHIN = Duration.ofMillis(1_500);

  private static final int CLOSING_SECONDS = 1;

  /** What nobody acknowledges for so long is lost (Linux). */
  private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(10);

  private static final RetryPolicy RETRY =
      new RetryPolicy(
          Duration.ofMillis(200),
          Duration.ofSeconds(3),
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ZERO);

  /** Who answers, but not as wanted, won't know better within the second. */
  private static final Duration AFTER_AN_ANSWER = Duration.ofSeconds(5);

  /** After so many connections in a row that soon ended there is something wrong. */
  private static final int MOST_SHORT = 3;

  private static final int LONGEST_SENTENCE = 200;

  /** The status that Netty gives an answer that it can't read. */
  private static final int UNREADABLE = 999;

  private final Vertx vertx;
  private final String what;
  private final DialConfig config;
  private final Function<WebSocket, Future<String>> join;
  private final Consumer<String> onTrouble;
  private final WebSocketClient client;
  private SourceUrl current;
  private final ReconnectBackoff backoff =
      new ReconnectBackoff(RETRY, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
  private int next;

  /** When the other end of the present connection said who it is, monotonic nanoseconds; or 0. */
  private long joinedAt;

  private int shortInARow;
  private long timer = -1;
  private boolean stopped;
  private String told = "";

  /**
   * @param what is dialled for, for people
   * @param join talks over a connection, calls {@link #joined} when somebody is there, and tells
   *     why it ended
   * @param onTrouble hears why there is no connection, without secrets
   */
  Dialer(
      Vertx vertx,
      String what,
      DialConfig config,
      Function<WebSocket, Future<String>> join,
      Consumer<String> onTrouble) {
    this.vertx = vertx;
    this.what = what;
    this.config = config;
    this.join = join;
    this.onTrouble = onTrouble;
    this.client = vertx.createWebSocketClient(options());
  }

  private WebSocketClientOptions options() {
    WebSocketClientOptions options =
        new WebSocketClientOptions()
            .setTryUsePerMessageCompression(false)
            .setTryUsePerFrameCompression(false)
            .setClosingTimeout(CLOSING_SECONDS)
            .setConnectTimeout((int) CONNECTED_WITHIN.toMillis())
            .setTcpUserTimeout((int) UNACKNOWLEDGED.toMillis())
            .setTcpNoDelay(true);
    TlsClient.secure(options, config.trust(), PATIENCE, () -> options.setVerifyHost(false));
    config.proxy().ifPresent(proxy -> options.setProxyOptions(TlsClient.through(proxy, PATIENCE)));
    return options;
  }

  void start() {
    if (config.isOpen()) {
      LOG.warn("{}: dialled without TLS, so whoever listens on the way reads the token", what);
    }
    dial();
  }

  /** Dials no more; whoever joined ends the connection that is there. */
  void stop() {
    stopped = true;
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
    client.close();
  }

  private void dial() {
    timer = -1;
    SourceUrl url = config.urls().get(next % config.urls().size());
    backoff.attempt();
    WebSocketConnectOptions request =
        new WebSocketConnectOptions()
            .setHost(url.host())
            .setPort(url.port())
            .setSsl(url.tls())
            .setURI(url.target());
    request.setTimeout(PATIENCE.toMillis());
    request.addHeader(HttpHeaders.AUTHORIZATION, config.token().header());
    client
        .connect(request)
        .onSuccess(socket -> connected(url, socket))
        .onFailure(failure -> failed(url, reason(failure)));
  }

  private void connected(SourceUrl url, WebSocket socket) {
    if (stopped) {
      socket.close();
      return;
    }
    current = url;
    joinedAt = 0;
    join.apply(socket).onSuccess(why -> ended(url, why));
  }

  /** The other end has said who it is, so that there is a link. */
  void joined() {
    joinedAt = System.nanoTime();
    backoff.live();
    LOG.info("{}: connected to {}", what, DialConfig.shown(current));
  }

  /** One that comes about and ends again and again isn't worth a try each second. */
  private void ended(SourceUrl url, String why) {
    boolean isShort =
        joinedAt == 0 || System.nanoTime() - joinedAt < ReconnectBackoff.SUSTAINED.toNanos();
    shortInARow = isShort ? shortInARow + 1 : 0;
    if (!isShort) {
      told = "";
    }
    boolean isWrong = joinedAt == 0 || shortInARow > MOST_SHORT;
    backoff.picture();
    failed(url, new EndReason(Kind.CLOSED, why, isWrong ? AFTER_AN_ANSWER : Duration.ZERO));
  }

  private void failed(SourceUrl url, EndReason end) {
    if (stopped) {
      return;
    }
    next++;
    String sentence = "%s: %s".formatted(DialConfig.shown(url), end.sentence());
    if (!sentence.equals(told)) {
      told = sentence;
      LOG.warn("{}: not connected to {}", what, sentence);
    }
    onTrouble.accept(end.sentence());
    timer = vertx.setTimer(Math.max(10, backoff.next(end).toMillis()), id -> dial());
  }

  private EndReason reason(Throwable failure) {
    if (!(failure instanceof UpgradeRejectedException rejected)) {
      return Unreachable.reason(failure, config.proxy());
    }
    int status = rejected.getStatus();
    if (status == UNREADABLE) {
      return new EndReason(Kind.UNREACHABLE, Unreachable.NOT_HTTP);
    }
    String said = rejected.getBody() == null ? "" : printable(rejected);
    Kind kind =
        switch (status) {
          case 401, 403 -> Kind.DENIED;
          case 429, 503 -> Kind.BUSY;
          default -> Kind.REFUSED;
        };
    String meaning =
        switch (kind) {
          case DENIED -> "; it doesn't know the token";
          case REFUSED -> "; no link is taken at this URL";
          default -> "";
        };
    String words = said.isEmpty() ? meaning : ": " + said;
    return new EndReason(kind, "it answers %d%s".formatted(status, words), pause(rejected));
  }

  private static Duration pause(UpgradeRejectedException rejected) {
    String wanted = rejected.getHeaders().get(HttpHeaders.RETRY_AFTER);
    return wanted == null ? AFTER_AN_ANSWER : Refusal.retryAfter(wanted, Clock.systemUTC());
  }

  private static String printable(UpgradeRejectedException rejected) {
    String text =
        rejected.getBody().getString(0, Math.min(LONGEST_SENTENCE, rejected.getBody().length()));
    String line = text.lines().findFirst().orElse("");
    boolean isPlain =
        StandardCharsets.US_ASCII.newEncoder().canEncode(line) && !line.startsWith("<");
    return isPlain ? line.replaceAll("\\p{Cntrl}", " ").strip() : "";
  }
}
