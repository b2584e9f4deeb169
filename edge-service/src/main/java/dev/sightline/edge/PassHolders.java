package dev.sightline.edge;

import dev.sightline.access.Gate;
import dev.sightline.access.Pass;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Those on one event loop who came by a signed link or by a token: each takes one of the link's
 * places, and they go when it ends. Used on that loop.
 */
final class PassHolders {

  private static final String FULL = "the link has as many viewers as it takes";

  private final Context loop;
  private final Gate gate;
  private final Map<Guest, Pass> guests = new LinkedHashMap<>();

  /** To be made on the event loop. */
  PassHolders(Vertx vertx, Gate gate) {
    this.loop = vertx.getOrCreateContext();
    this.gate = gate;
  }

  /** Several may have found the same last place free, of whom one finds it so here. */
  void add(Guest guest, Pass pass) {
    if (!pass.hasEnd()) {
      return;
    }
    if (gate.enter(pass)) {
      guests.put(guest, pass);
    } else {
      loop.runOnContext(v -> guest.expire(FULL));
    }
  }

  void remove(Guest guest) {
    Pass pass = guests.remove(guest);
    if (pass != null) {
      gate.leave(pass);
    }
  }

  /** To be called every second. */
  void everySecond() {
    List<Map.Entry<Guest, Pass>> over =
        guests.entrySet().stream()
            .filter(each -> gate.isOver(each.getValue()))
            .map(Map.Entry::copyOf)
            .toList();
    over.forEach(each -> each.getKey().expire(why(each.getValue())));
  }

  private static String why(Pass pass) {
    return pass.link().isPresent() ? "the link has expired" : "the token has expired";
  }
}
