package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places of an edge for viewers: how many there are on the node, for a stream and for an
 * address. Sockets on which any number of streams may be watched, perhaps none, have as many
 * besides. One for all event loops; any thread.
 */
final class Places {

  private final ClientAddresses clients;
  private final int most;
  private final AtomicInteger viewers = new AtomicInteger();
  private final AtomicInteger sockets = new AtomicInteger();
  private final Optional<Tally<StreamId>> ofStreams;
  private final Optional<Tally<String>> ofAddresses;
  private final Optional<Tally<String>> socketsOfAddresses;
  private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);

  Places(EdgeLimits limits, ClientAddresses clients, RelayMetrics metrics) {
    this.clients = clients;
    this.most = limits.viewers();
    this.ofStreams = tally(limits.viewersPerStream());
    this.ofAddresses = tally(limits.viewersPerAddress());
    this.socketsOfAddresses = tally(limits.viewersPerAddress());
    metrics.edge().places(most, viewers::get, sockets::get);
    for (Refusal refusal : Refusal.values()) {
      refused.put(refusal, metrics.edge().viewersRefused(refusal.label()));
    }
  }

  private static <K> Optional<Tally<K>> tally(OptionalInt most) {
    return most.isPresent() ? Optional.of(new Tally<>(most.getAsInt())) : Optional.empty();
  }

  int most() {
    return most;
  }

  int viewers() {
    return viewers.get();
  }

  ClientAddresses clients() {
    return clients;
  }

  /** Takes a viewer's place, or tells which limit there is none within. */
  Admission take(StreamId stream, ClientAddress client) {
    return take(Optional.of(stream), client.counted());
  }

  /** The same for a socket on which any streams may be watched. */
  Admission takeSocket(ClientAddress client) {
    return take(Optional.empty(), client.counted());
  }

  private Admission take(Optional<StreamId> stream, Optional<String> address) {
    if (!add(ofAddresses(stream), address)) {
      return refuse(Refusal.ADDRESS);
    }
    if (!add(ofStreams, stream)) {
      remove(ofAddresses(stream), address);
      return refuse(Refusal.STREAM);
    }
    Place place = new Place(this, stream, address);
    if (total(stream).incrementAndGet() > most) {
      place.leave();
      return refuse(Refusal.NODE);
    }
    return place;
  }

  void takeBack(Place place) {
    total(place.stream()).decrementAndGet();
    remove(ofStreams, place.stream());
    remove(ofAddresses(place.stream()), place.address());
  }

  private AtomicInteger total(Optional<StreamId> stream) {
    return stream.isPresent() ? viewers : sockets;
  }

  private Optional<Tally<String>> ofAddresses(Optional<StreamId> stream) {
    return stream.isPresent() ? ofAddresses : socketsOfAddresses;
  }

  private static <K> boolean add(Optional<Tally<K>> tally, Optional<K> name) {
    return tally.isEmpty() || name.isEmpty() || tally.get().add(name.get());
  }

  private static <K> void remove(Optional<Tally<K>> tally, Optional<K> name) {
    tally.ifPresent(counts -> name.ifPresent(counts::remove));
  }

  private Refusal refuse(Refusal refusal) {
    refused.get(refusal).increment();
    return refusal;
  }
}
