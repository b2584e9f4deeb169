package dev.sightline.acme;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the next one must know of the orders so far: a node that is started again and again must not
 * use up what the ACME server allows.
 *
 * @param issuer the directory of the server that issued the certificate; empty before the first
 * @param server the directory of the server that was tried
 * @param tries when it was tried lately, at most {@link #MOST_TRIES}, the latest last
 * @param notBefore until when the server wants to be left alone
 */
record Journal(String issuer, String server, List<Instant> tries, Instant notBefore) {

  /** As many failed ones an hour Let's Encrypt allows. */
  static final int MOST_TRIES = 5;

  static final Duration WITHIN = Duration.ofHours(1);

  static final Journal EMPTY = new Journal("", "", List.of(), Instant.EPOCH);

  Journal {
    tries = List.copyOf(tries.subList(Math.max(0, tries.size() - MOST_TRIES), tries.size()));
  }

  /** What can't be read is as if there was nothing. */
  static Journal parse(String text) {
    try {
      JsonObject json = new JsonObject(text);
      return new Journal(
          json.getString("issuer", ""),
          json.getString("server", ""),
          json.getJsonArray("tries", new JsonArray()).stream()
              .map(at -> Instant.parse((String) at))
              .toList(),
          Instant.parse(json.getString("notBefore")));
    } catch (RuntimeException e) {
      return EMPTY;
    }
  }

  String text() {
    JsonArray times = new JsonArray();
    tries.forEach(at -> times.add(at.toString()));
    return new JsonObject()
        .put("issuer", issuer)
        .put("server", server)
        .put("tries", times)
        .put("notBefore", notBefore.toString())
        .encodePrettily();
  }

  boolean isIssuedBy(URI directory) {
    return issuer.equals(directory.toString());
  }

  /** From when on the server may be tried again. */
  Instant mayTryAt(URI directory) {
    if (!server.equals(directory.toString())) {
      return Instant.EPOCH;
    }
    Instant free = tries.size() < MOST_TRIES ? Instant.EPOCH : tries.get(0).plus(WITHIN);
    return free.isAfter(notBefore) ? free : notBefore;
  }

  Journal tried(URI directory, Instant at) {
    boolean isSame = server.equals(directory.toString());
    List<Instant> all = new ArrayList<>(isSame ? tries : List.of());
    all.add(at);
    return new Journal(issuer, directory.toString(), all, isSame ? notBefore : Instant.EPOCH);
  }

  Journal leftAloneUntil(Instant until) {
    return new Journal(issuer, server, tries, until);
  }

  Journal issuedBy(URI directory) {
    return new Journal(directory.toString(), server, tries, notBefore);
  }
}
