package dev.sightline.auth;

import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Proves to one camera who we are, over all its connections: it remembers what the camera asked
 * for, so that a further request need not be refused first.
 *
 * <p>Lives on the ingest's event loop. A camera gets one wrong answer of each scheme per attempt,
 * since some lock out who is wrong too often, and one altogether once it has rejected Digest; while
 * it says that only a nonce was wrong, two more.
 */
public final class Authenticator {

  /** What to make of an answer 401. */
  public enum Verdict {
    /** The next request will carry an answer that the camera hasn't seen. */
    AGAIN,
    /** The camera wants credentials and there are none. */
    NO_CREDENTIALS,
    /** The camera understood and doesn't accept these credentials. */
    REJECTED,
    /** The camera wants something that we may not or can not give. */
    UNSUPPORTED
  }

  private enum Sent {
    NOTHING,
    BASIC,
    /** With a nonce of an earlier attempt, whose time may have run out. */
    DIGEST,
    /** With a nonce that the camera gave in this attempt. */
    FRESH_DIGEST
  }

  /** So often a camera may call a nonce stale that it has just given out. */
  private static final int MAX_STALE = 2;

  private static final int MAX_HEADERS = 16;
  private static final int CNONCE_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Optional<Credentials> credentials;
  private final Authentication allowed;
  private final Supplier<String> cnonces;
  private boolean basic;
  private Optional<DigestSession> digest = Optional.empty();
  private Optional<String> wanted = Optional.empty();

  // Of the attempt under way:
  private Sent sent = Sent.NOTHING;
  private boolean isFresh;
  private int stale;
  private boolean basicRefused;
  private boolean digestRefused;

  /**
   * @param cnonces what nobody can guess, such as {@link #cnonce}
   */
  public Authenticator(
      Optional<Credentials> credentials, Authentication allowed, Supplier<String> cnonces) {
    this.credentials = credentials;
    this.allowed = allowed;
    this.cnonces = cnonces;
    this.basic = allowed != Authentication.DIGEST;
  }

  /** 128 random bits. */
  public static String cnonce() {
    byte[] bytes = new byte[CNONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * The value of the {@code Authorization} header of a request that is about to be sent.
   *
   * @param target path and query exactly as they go on the wire
   */
  public Optional<String> authorization(String method, String target, Buffer body) {
    if (basic) {
      sent = credentials.isPresent() ? Sent.BASIC : Sent.NOTHING;
      return credentials.map(Credentials::basicHeader);
    }
    sent = digest.isEmpty() ? Sent.NOTHING : isFresh ? Sent.FRESH_DIGEST : Sent.DIGEST;
    return digest.map(session -> session.answer(method, target, body));
  }

  /** A further attempt to get an answer from the camera begins. */
  public void begin() {
    accepted();
    basicRefused = false;
    digestRefused = false;
  }

  /** The camera has answered the latest request with something else than 401. */
  public void accepted() {
    isFresh = false;
    stale = 0;
  }

  /**
   * Learns from an answer 401 to the latest request.
   *
   * @param wwwAuthenticate the values of all its headers of that name
   */
  public Verdict challenged(List<String> wwwAuthenticate) {
    List<Challenge> offers =
        wwwAuthenticate.stream()
            .limit(MAX_HEADERS)
            .map(ChallengeParser::parse)
            .flatMap(Collection::stream)
            .limit(ChallengeParser.MAX_CHALLENGES)
            .toList();
    Optional<DigestChallenge> best = strongest(offers);
    wanted = best.map(DigestChallenge::describe).or(() -> names(offers));
    if (credentials.isEmpty()) {
      return Verdict.NO_CREDENTIALS;
    }
    noteRefusal(best);
    if (best.isPresent() && allowed != Authentication.BASIC) {
      return digestRefused ? rejected() : answerDigest(best.get());
    }
    if (!offersBasic(offers) || allowed == Authentication.DIGEST) {
      return Verdict.UNSUPPORTED;
    }
    return basicRefused || (digestRefused && offers.isEmpty()) ? rejected() : answerBasic();
  }

  private void noteRefusal(Optional<DigestChallenge> challenge) {
    boolean isStale = challenge.map(DigestChallenge::stale).orElse(false);
    switch (sent) {
      case BASIC -> basicRefused = true;
      case FRESH_DIGEST -> digestRefused |= !isStale || ++stale > MAX_STALE;
      case DIGEST, NOTHING -> {}
    }
  }

  /** A remembered nonce would cost the next attempt a second wrong answer. */
  private Verdict rejected() {
    digest = Optional.empty();
    return Verdict.REJECTED;
  }

  /**
   * Takes the header {@code Authentication-Info} of an answer, by which a camera may give the nonce
   * for the request after. A session's key is made of its first nonce, so there the camera is left
   * to call the old one stale.
   */
  public void informed(String authenticationInfo) {
    accepted();
    digest = digest.map(session -> next(session, authenticationInfo));
  }

  /** For people: what the camera has asked for, or was told without being asked. */
  public Optional<String> scheme() {
    return wanted.or(() -> Optional.of("Basic").filter(basic -> sent == Sent.BASIC));
  }

  private Verdict answerDigest(DigestChallenge challenge) {
    basic = false;
    isFresh = true;
    digest = Optional.of(session(challenge));
    return Verdict.AGAIN;
  }

  private Verdict answerBasic() {
    basic = true;
    digest = Optional.empty();
    return Verdict.AGAIN;
  }

  private DigestSession next(DigestSession session, String authenticationInfo) {
    DigestChallenge challenge = session.challenge();
    if (challenge.algorithm().isSession()) {
      return session;
    }
    return nextNonce(authenticationInfo)
        .map(nonce -> session(challenge.withNonce(nonce)))
        .orElse(session);
  }

  private DigestSession session(DigestChallenge challenge) {
    return new DigestSession(credentials.orElseThrow(), challenge, cnonces.get());
  }

  private static Optional<DigestChallenge> strongest(List<Challenge> offers) {
    return offers.stream()
        .map(DigestChallenge::of)
        .flatMap(Optional::stream)
        .max(Comparator.comparing(DigestChallenge::algorithm));
  }

  /** A camera that refuses and doesn't say what it wants is taken to want the usual. */
  private static boolean offersBasic(List<Challenge> offers) {
    return offers.isEmpty() || offers.stream().anyMatch(offer -> offer.is("Basic"));
  }

  private static Optional<String> names(List<Challenge> offers) {
    return Optional.of(
            offers.stream().map(Challenge::scheme).distinct().collect(Collectors.joining(", ")))
        .filter(names -> !names.isEmpty());
  }

  private static Optional<String> nextNonce(String authenticationInfo) {
    return ChallengeParser.parse("Digest " + authenticationInfo).stream()
        .findFirst()
        .flatMap(challenge -> challenge.parameter("nextnonce"))
        .filter(nonce -> !nonce.isEmpty());
  }
}
