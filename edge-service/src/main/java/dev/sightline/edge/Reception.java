package dev.sightline.edge;

import dev.sightline.access.Pass;
import dev.sightline.node.Connections;

/**
 * What one event loop knows of those who come to it.
 *
 * @param door whether any more are let in
 * @param gatekeeper who may come in at all
 * @param guests those who stay
 * @param connections all of them, whatever they are for
 */
record Reception(Door door, Gatekeeper gatekeeper, Guests guests, Connections connections) {

  /** Somebody stays. */
  void welcome(Guest guest, Pass pass) {
    guests.add(guest);
    gatekeeper.welcome(guest, pass);
  }

  /** Somebody has gone. */
  void gone(Guest guest) {
    guests.remove(guest);
    gatekeeper.gone(guest);
  }
}
