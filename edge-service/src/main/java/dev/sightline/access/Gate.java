package dev.sightline.access;

import dev.sightline.access.Denial.Reason;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Secret;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides who may come in: finds out who makes a request, and asks the rules. Used on one event
 * loop.
 */
public final class Gate {

  private static final String CHALLENGE = "WWW-Authenticate";

  private final AccessRules rules;
  private final boolean endsLinks;
  private final Optional<Logins> logins;
  private final Optional<Tokens> tokens;
  private final Optional<Links> links;
  private final Optional<Forward> forward;
  private final Origins origins;
  private final Function<HttpServerRequest, Caller> callers;
  private final LinkPlaces places;
  private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);
  private final Map<Means, Counter> letIn = new EnumMap<>(Means.class);

  Gate(
      AccessConfig config,
      Optional<Logins> logins,
      Optional<Tokens> tokens,
      Optional<Links> links,
      Optional<Forward> forward,
      Origins origins,
      Function<HttpServerRequest, Caller> callers,
      LinkPlaces places,
      RelayMetrics metrics) {
    this.rules = config.rules();
    this.endsLinks = config.links().map(LinkConfig::endStreams).orElse(false);
    this.logins = logins;
    this.tokens = tokens;
    this.links = links;
    this.forward = forward;
    this.origins = origins;
    this.callers = callers;
    this.places = places;
    for (Reason reason : Reason.values()) {
      refused.put(reason, metrics.edge().accessRefused(reason.label()));
    }
    for (Means means : Means.values()) {
      if (means != Means.NONE) {
        letIn.put(means, metrics.edge().accessGranted(means.label()));
      }
    }
  }

  /**
   * Whether this is open to anyone, so that nobody needs to be asked.
   *
   * @param stream empty for what shows several
   */
  public boolean isOpen(Action action, Optional<StreamId> stream) {
    return rules.isOpen(action, stream);
  }

  /**
   * Finds out who makes a request, and whether he may. Completes on this event loop, at once unless
   * somebody else has to be asked or a password checked.
   *
   * @param streams all of which are meant; none for what shows several
   * @return fails with a {@link DeniedException}
   */
  public Future<Pass> ask(HttpServerRequest request, Action action, Collection<StreamId> streams) {
    return identify(request, action, streams)
        .compose(pass -> judge(request, pass, action, streams))
        .onFailure(this::count);
  }

  private void count(Throwable failure) {
    if (failure instanceof DeniedException denial) {
      refused.get(denial.denial().reason()).increment();
    }
  }

  private Future<Pass> identify(
      HttpServerRequest request, Action action, Collection<StreamId> streams) {
    try {
      Credentials credentials = Credentials.of(request, action);
      if (credentials.token().isPresent() && (tokens.isPresent() || links.isPresent())) {
        return check(credentials.token().get());
      }
      if (credentials.login().isPresent() && logins.isPresent()) {
        return logins
            .get()
            .check(credentials.login().get(), callers.apply(request).counted())
            .recover(this::challenged);
      }
      if (forward.isPresent()) {
        Future<Pass> asked = forward.get().ask(request, action, streams, callers.apply(request));
        return isShownToAnyone(action, streams) ? asked.otherwise(Pass.NOBODY) : asked;
      }
      return Future.succeededFuture(Pass.NOBODY);
    } catch (DeniedException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Pass> check(Secret text) throws DeniedException {
    TokenText token = TokenText.of(text.value());
    if (Links.isMeant(token)) {
      if (links.isEmpty()) {
        throw TokenText.invalid();
      }
      return Future.succeededFuture(Pass.of(links.get().check(token)));
    }
    return tokens.orElseThrow(TokenText::invalid).check(token);
  }

  /** A wrong password may be followed by the right one. */
  private Future<Pass> challenged(Throwable failure) {
    if (failure instanceof DeniedException no && no.denial().status() == 401) {
      challenge(no.denial());
    }
    return Future.failedFuture(failure);
  }

  private Denial challenge(Denial denial) {
    if (logins.isPresent()) {
      denial.with(CHALLENGE, "Basic realm=\"Sightline\", charset=\"UTF-8\"");
    }
    if (tokens.isPresent() || links.isPresent()) {
      denial.with(CHALLENGE, "Bearer realm=\"Sightline\"");
    }
    return denial;
  }

  /** What shows several streams shows those that are open, if it is itself. */
  private boolean isShownToAnyone(Action action, Collection<StreamId> streams) {
    return streams.isEmpty() && rules.general().of(action).isAnyone();
  }

  private Future<Pass> judge(
      HttpServerRequest request, Pass pass, Action action, Collection<StreamId> streams) {
    if (!allows(pass, action, streams)) {
      return Future.failedFuture(
          new DeniedException(pass.means() == Means.NONE ? unknown() : notAllowed(pass)));
    }
    boolean mayBeMisused = action == Action.PUSH || request.canUpgradeToWebSocket();
    if (pass.means().isAmbient() && mayBeMisused && origins.isForeign(request)) {
      return Future.failedFuture(
          new DeniedException(
              Denial.of(
                  Reason.ORIGIN,
                  403,
                  "Pages of other sites may not do this with your sign-in; see http.cors.")));
    }
    if (pass.means() != Means.NONE) {
      letIn.get(pass.means()).increment();
    }
    return Future.succeededFuture(pass);
  }

  private boolean allows(Pass pass, Action action, Collection<StreamId> streams) {
    return streams.isEmpty()
        ? rules.allow(pass, action, Optional.empty())
        : streams.stream().allMatch(stream -> allows(pass, action, stream));
  }

  /** Whether somebody may do this with a stream. */
  public boolean allows(Pass pass, Action action, StreamId stream) {
    return rules.allow(pass, action, Optional.of(stream));
  }

  /** Whether everybody may do this with all streams. */
  public boolean allowsAll(Action action) {
    return rules.isOpen(action, Optional.empty());
  }

  private Denial unknown() {
    boolean isByLinkOnly =
        links.isPresent() && List.of(logins, tokens, forward).stream().allMatch(Optional::isEmpty);
    String sentence =
        isByLinkOnly
            ? "This is only for those who have a link."
            : "This is only for those who sign in.";
    return challenge(Denial.of(Reason.UNKNOWN, 401, sentence));
  }

  private static Denial notAllowed(Pass pass) {
    String sentence =
        pass.means() == Means.LINK
            ? "This link is for something else."
            : "You are signed in, but this isn't for you.";
    return Denial.of(Reason.NOT_ALLOWED, 403, sentence);
  }

  /** Why somebody can't stay whose link has as many viewers as it takes; empty for others. */
  public Optional<Denial> whyNoRoom(Pass pass) {
    if (pass.link().map(places::hasRoom).orElse(true)) {
      return Optional.empty();
    }
    refused.get(Reason.VIEWERS).increment();
    return Optional.of(
        Denial.later(
            Reason.VIEWERS, 429, 5, "This link has as many viewers as it takes; try again."));
  }

  /** Takes one of the places that a link has for viewers at a time; false if none is left. */
  public boolean enter(Pass pass) {
    return pass.link().map(places::enter).orElse(true);
  }

  /** Gives it back. */
  public void leave(Pass pass) {
    pass.link().ifPresent(places::leave);
  }

  /** Whether who came by this has to go now. */
  public boolean isOver(Pass pass) {
    return switch (pass.means()) {
      case LINK -> endsLinks && links.orElseThrow().isOver(pass.link().orElseThrow());
      case TOKEN -> tokens.orElseThrow().isOver(pass);
      case NONE, PASSWORD, FORWARD -> false;
    };
  }
}
