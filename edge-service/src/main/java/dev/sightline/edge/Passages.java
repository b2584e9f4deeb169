package dev.sightline.edge;

import java.util.Optional;

/** How much of one kind an event loop passes on at a time, in all and from one address. */
final class Passages {

  private final int most;
  private final Tally<String> ofAddresses;
  private int underWay;

  Passages(int most, int mostOfAnAddress) {
    this.most = most;
    this.ofAddresses = new Tally<>(mostOfAnAddress);
  }

  boolean areFull() {
    return underWay >= most;
  }

  /**
   * Begins another one.
   *
   * @param address whose it is, where that is known
   * @return empty if that one has as many as it may
   */
  Optional<Passage> begin(Optional<String> address) {
    boolean isOne = address.isEmpty() || ofAddresses.add(address.get());
    return isOne ? Optional.of(new Passage(address)) : Optional.empty();
  }

  /** One that is passed on. It may end in several ways, and counts until the first. */
  final class Passage {

    private final Optional<String> address;
    private boolean ended;

    private Passage(Optional<String> address) {
      this.address = address;
      underWay++;
    }

    void end() {
      if (!ended) {
        ended = true;
        underWay--;
        address.ifPresent(ofAddresses::remove);
      }
    }
  }
}
