package dev.sightline.plan;

/**
 * Viewers of one stream at one event loop of an edge, as one: they cost as much and take as many
 * bytes as all of them, and take their next picture when the last one has left. An audience of one
 * is a viewer. What that leaves out: the first of an audience could have had its next picture while
 * the last one still waited, and others' pictures would have left between theirs.
 */
final class Audience {

  private final Simulation simulation;
  private final Node node;
  private final Loop loop;
  private final int stream;
  private final int viewers;
  private final Eyes eyes;
  private final Audience first;
  private final long came;
  private Picture newest;
  private Picture seen;
  private boolean underWay;
  private boolean gone;
  private long seenAt;
  private long longestSilence;

  Audience(Simulation simulation, Node node, Loop loop, int stream, int viewers, Eyes eyes) {
    this.simulation = simulation;
    this.node = node;
    this.loop = loop;
    this.stream = stream;
    this.viewers = viewers;
    this.eyes = eyes;
    this.first = this;
    this.came = simulation.now();
    this.seenAt = came;
  }

  private Audience(Audience before, Node node, Loop loop) {
    this.simulation = before.simulation;
    this.node = node;
    this.loop = loop;
    this.stream = before.stream;
    this.viewers = before.viewers;
    this.eyes = before.eyes;
    this.first = before.first;
    this.came = simulation.now();
    this.seen = before.seen;
    this.seenAt = before.seenAt;
    this.longestSilence = before.longestSilence;
  }

  /** The same viewers at another node, who remember when they last saw something new. */
  Audience movedTo(Node other, Loop itsLoop) {
    return new Audience(this, other, itsLoop);
  }

  /** They themselves, as they first came. */
  Audience first() {
    return first;
  }

  int stream() {
    return stream;
  }

  int viewers() {
    return viewers;
  }

  Node node() {
    return node;
  }

  /** Each of them costs something before there is a first picture. */
  void join(Costs costs) {
    loop.run(
        viewers * costs.join().nanos(0),
        () -> {
          if (!gone) {
            node.attach(this);
          }
        });
  }

  void leave() {
    gone = true;
    node.detach(this);
  }

  void offer(Picture picture) {
    newest = picture;
    if (!underWay) {
      write();
    }
  }

  /** The first picture leaves when it has been paid for, while the others are still written. */
  private void write() {
    underWay = true;
    long each = node.costs().view().nanos(newest.bytes());
    loop.run(each, this::send);
    if (viewers > 1) {
      loop.run((viewers - 1) * each, () -> {});
    }
  }

  /** What goes out is what is the newest by then. */
  private void send() {
    Picture picture = newest;
    newest = null;
    long bytes = (long) viewers * picture.bytes();
    node.link().send(bytes, begun -> left(picture, begun));
  }

  private void left(Picture picture, long begun) {
    underWay = false;
    if (gone) {
      return;
    }
    if (picture.isNewerThan(seen)) {
      see(picture, begun);
    }
    if (newest != null) {
      write();
    }
  }

  private void see(Picture picture, long begun) {
    long now = simulation.now();
    if (seen == null) {
      eyes.open(viewers, now - came);
    }
    seen = picture;
    longestSilence = Math.max(longestSilence, now - seenAt);
    seenAt = now;
    eyes.see(picture, viewers, begun, now);
  }

  /** Those until now don't count. */
  void forgetSilences() {
    longestSilence = 0;
  }

  /** One that still lasts included. */
  long longestSilence() {
    return Math.max(longestSilence, simulation.now() - seenAt);
  }
}
