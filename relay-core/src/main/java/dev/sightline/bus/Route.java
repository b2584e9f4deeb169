package dev.sightline.bus;

import dev.sightline.frame.StreamId;
import io.micrometer.core.instrument.Counter;

/**
 * Which node a subscription asks: the owner of the stream, or the edge that the owner named.
 *
 * <p>It changes by the owner's word, which is asked for again and again. And back to the owner it
 * goes at once, with a complaint, when that edge doesn't answer, refuses or gives nothing.
 */
final class Route {

  private final Subscription<?> subscription;
  private final FrameTransport transport;
  private final StreamId stream;
  private final Neighbourhood neighbourhood;
  private final Counter complaints;

  /** The way to the owner; null while nobody is asked. */
  private IngestLink source;

  /** The way to the node that is asked. */
  private IngestLink link;

  /** Null while that is the owner. */
  private Detour detour;

  /** The edge by which this one wasn't served, until the owner has answered that; else null. */
  private String complaint;

  Route(
      Subscription<?> subscription,
      FrameTransport transport,
      StreamId stream,
      Neighbourhood neighbourhood,
      Counter complaints) {
    this.subscription = subscription;
    this.transport = transport;
    this.stream = stream;
    this.neighbourhood = neighbourhood;
    this.complaints = complaints;
  }

  /** The way to the node that is asked; null if there is none. */
  IngestLink link() {
    return link;
  }

  /** The way to the owner; null if there is none. */
  IngestLink source() {
    return source;
  }

  boolean isDetour() {
    return detour != null;
  }

  /** Whether that way is asked, and is not the one to the owner. */
  boolean isDetourBy(IngestLink way) {
    return detour != null && way == link;
  }

  /** What the node that is asked is to know, if it is the owner. */
  Standing standing() {
    return new Standing(neighbourhood.serves(), complaint);
  }

  /** Leads to an owner from now on, and nowhere else. */
  void begin(IngestLink owner) {
    if (detour != null) {
      leave(link);
    }
    end();
    source = owner;
    link = owner;
    link.add(subscription);
    neighbourhood.show(stream, Place.FIRST);
  }

  /** Leads nowhere. */
  void end() {
    if (link != null) {
      link.remove(subscription);
      link = null;
      source = null;
      detour = null;
      complaint = null;
      neighbourhood.show(stream, null);
    }
  }

  /** Those who hold something for us forget it, and what they have sent: we may want it again. */
  void leave() {
    leave(link);
    if (detour != null) {
      leave(source);
    }
  }

  private void leave(IngestLink way) {
    way.ask(Ask.leave(transport.node(), stream, way.acknowledged()), IngestLink.PROBE_EXPIRY);
  }

  /** Begins anew at the owner. */
  void restart() {
    if (detour == null) {
      subscription.turned();
    } else {
      turn(source, null);
    }
  }

  /** The owner has answered an ask; true if by that another node is asked now. */
  boolean obey(IngestLink way, Answer answer) {
    if (way != source) {
      return false;
    }
    complaint = null;
    if (answer.elsewhere() == null) {
      return false;
    }
    take(answer.elsewhere());
    return true;
  }

  /** Something has come by that way. */
  void seen(IngestLink way) {
    if (isDetourBy(way)) {
      detour.seen();
    }
  }

  /** Looks after a detour; to be called at each turn of its link. */
  void tick() {
    if (detour != null && detour.isToTell()) {
      tell(detour);
    }
    if (detour != null && detour.isStarved()) {
      complain(link);
    }
  }

  /** The edge at the end of that way doesn't serve. */
  void complain(IngestLink way) {
    if (isDetourBy(way)) {
      complaints.increment();
      complaint = detour.place().parent();
      leave(link);
      turn(source, null);
    }
  }

  /** The owner may have a better place by now, or have forgotten who was silent for long. */
  private void tell(Detour told) {
    Standing standing = new Standing(neighbourhood.serves(), told.place().parent());
    IngestLink owner = source;
    owner
        .ask(
            Ask.forPlace(transport.node(), stream, owner.acknowledged()).with(standing),
            IngestLink.PROBE_EXPIRY)
        .onFailure(failure -> told.told(false))
        .onSuccess(answer -> heard(told, owner, answer));
  }

  private void heard(Detour told, IngestLink owner, Answer answer) {
    owner.see(answer);
    told.told(true);
    if (told == detour) {
      take(answer.elsewhere());
    }
  }

  /**
   * @param place null for the owner itself
   */
  private void take(Place place) {
    if (detour == null) {
      turn(neighbourhood.linkTo(place.parent()), place);
    } else if (place != null && place.parent().equals(detour.place().parent())) {
      detour.place(place);
      neighbourhood.show(stream, place);
    } else {
      leave(link);
      turn(place == null ? source : neighbourhood.linkTo(place.parent()), place);
    }
  }

  private void turn(IngestLink way, Place place) {
    link.remove(subscription);
    link = way;
    detour = place == null ? null : new Detour(place, way, () -> neighbourhood.bytesOf(stream));
    link.add(subscription);
    neighbourhood.show(stream, place == null ? Place.FIRST : place);
    subscription.turned();
  }
}
