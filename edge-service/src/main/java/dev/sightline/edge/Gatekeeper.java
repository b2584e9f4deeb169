package dev.sightline.edge;

import dev.sightline.access.Action;
import dev.sightline.access.Denial;
import dev.sightline.access.DeniedException;
import dev.sightline.access.Gate;
import dev.sightline.access.Means;
import dev.sightline.access.Pass;
import dev.sightline.frame.StreamId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks those who come to one event loop who they are, where not everybody may come in, and sends
 * away who came by a link or a token that has ended.
 */
final class Gatekeeper {

  private static final String PASS = Pass.class.getName();

  private final Gate gate;
  private final PassHolders holders;

  /** To be made on the event loop. */
  Gatekeeper(Vertx vertx, Gate gate) {
    this.gate = gate;
    this.holders = new PassHolders(vertx, gate);
  }

  /**
   * Goes on with {@code then} if who asks may do this, at once if anybody may; answers him
   * otherwise.
   *
   * @param stream empty for what shows several
   */
  void admit(RoutingContext context, Action action, Optional<StreamId> stream, Runnable then) {
    if (gate.isOpen(action, stream)) {
      then.run();
    } else {
      admit(context, action, stream.stream().toList(), then);
    }
  }

  /** The same where any of several streams may be meant, so that all must be allowed. */
  void admitToAll(RoutingContext context, Action action, List<StreamId> streams, Runnable then) {
    boolean areOpen = streams.stream().allMatch(stream -> gate.isOpen(action, Optional.of(stream)));
    if (areOpen && gate.isOpen(action, Optional.empty())) {
      then.run();
    } else {
      admit(context, action, streams, then);
    }
  }

  private void admit(
      RoutingContext context, Action action, Collection<StreamId> streams, Runnable then) {
    ask(
        context.request(),
        action,
        streams,
        pass -> {
          context.put(PASS, pass);
          if (action == Action.PUSH) {
            forgetCredentials(context.request(), pass);
          }
          try {
            then.run();
          } catch (RuntimeException e) {
            context.fail(e);
          }
        },
        denial -> refuse(context, action, denial));
  }

  /** What has let somebody in here is nothing for the ingest. */
  private static void forgetCredentials(HttpServerRequest request, Pass pass) {
    if (pass.means() != Means.NONE) {
      request.headers().remove(HttpHeaders.AUTHORIZATION);
    }
    if (pass.means() == Means.FORWARD) {
      request.headers().remove(HttpHeaders.COOKIE);
    }
  }

  /** The same for a WebSocket that no route has led here. */
  void admit(HttpServerRequest request, Optional<StreamId> stream, Consumer<Pass> then) {
    if (gate.isOpen(Action.WATCH, stream)) {
      then.accept(Pass.NOBODY);
    } else {
      ask(request, Action.WATCH, stream.stream().toList(), then, denial -> answer(denial, request));
    }
  }

  /** The request's body, and all that a client may say before it is answered, waits meanwhile. */
  private void ask(
      HttpServerRequest request,
      Action action,
      Collection<StreamId> streams,
      Consumer<Pass> then,
      Consumer<Denial> otherwise) {
    Future<Pass> asked = gate.ask(request, action, streams);
    boolean waits = !asked.isComplete();
    if (waits) {
      request.pause();
    }
    asked.onComplete(
        done -> {
          if (waits) {
            request.resume();
          }
          if (request.response().closed()) {
            return;
          }
          if (done.succeeded()) {
            then.accept(done.result());
          } else {
            otherwise.accept(denialOf(done.cause()));
          }
        });
  }

  private static Denial denialOf(Throwable failure) {
    return failure instanceof DeniedException refused ? refused.denial() : Denial.ofOurs();
  }

  private static void refuse(RoutingContext context, Action action, Denial denial) {
    put(denial, context.response());
    if (action == Action.PUSH) {
      PushProxy.refuse(context, denial.status(), denial.sentence());
    } else {
      Mistakes.sentence(context, denial.status(), denial.sentence());
    }
  }

  private static void answer(Denial denial, HttpServerRequest request) {
    HttpServerResponse response = request.response();
    put(denial, response);
    NoCache.putHeaders(response);
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    Answers.end(request, denial.sentence());
  }

  /** It tells nothing secret, so that the page of any site may read why there is no picture. */
  private static void put(Denial denial, HttpServerResponse response) {
    response.setStatusCode(denial.status());
    response.headers().addAll(denial.headers());
    if (!response.headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
  }

  /** Who makes a request that was admitted. */
  static Pass passOf(RoutingContext context) {
    Pass pass = context.get(PASS);
    return pass == null ? Pass.NOBODY : pass;
  }

  Sight sightOf(Pass pass, Action action) {
    return new Sight(gate, pass, action);
  }

  Sight sightOf(RoutingContext context, Action action) {
    return sightOf(passOf(context), action);
  }

  /** Answers who would be one too many by the same link, and tells whether that was so. */
  boolean turnsAway(HttpServerRequest request, Pass pass) {
    Optional<Denial> full = gate.whyNoRoom(pass);
    full.ifPresent(denial -> answer(denial, request));
    return full.isPresent();
  }

  /** Somebody stays. */
  void welcome(Guest guest, Pass pass) {
    holders.add(guest, pass);
  }

  /** Somebody has gone. */
  void gone(Guest guest) {
    holders.remove(guest);
  }

  void everySecond() {
    holders.everySecond();
  }
}
