package dev.sightline.node;

import java.util.Locale;

/**
 * Something that a node does seldom and that takes a while, from its beginning to its end: one span
 * of a trace. Any thread. What is said after its end is ignored.
 */
public interface Operation {

  /** All that is traced; nothing of it happens per frame. */
  enum Name {
    /** From the start of a node until it serves. */
    START,
    /** The joining of the cluster. */
    JOIN_CLUSTER,
    /** The end of a node that is told to. */
    DRAIN,
    /** New viewers are still let in, until balancers have noticed. */
    DELAY,
    REFUSE_VIEWERS,
    SEND_VIEWERS_AWAY,
    GIVE_UP_CAMERAS,
    /** Servers and sources are closed. */
    STOP_ROLES,
    LEAVE_CLUSTER,
    /** One attempt to get pictures from a source, until the first is there. */
    CONNECT,
    /** A stream becomes this ingest's. */
    TAKE_OVER,
    /** It becomes nobody's, or another's, until its source has closed. */
    GIVE_UP,
    /** From a viewer's request to his first picture. */
    FIRST_PICTURE;

    @Override
    public String toString() {
      return word(this);
    }
  }

  /** What is told of an operation; never a credential. */
  enum Detail {
    STREAM,
    /** Where a stream comes from. */
    ORIGIN,
    /** In which a stream is owned. */
    EPOCH,
    /** How an attempt ended. */
    RESULT,
    REASON,
    /** This node's name in the cluster, and how many there are. */
    NODE,
    NODES;

    /** Its key, in a name space of its own. */
    String key() {
      return "sightline." + word(this);
    }
  }

  /** One of which nobody wants to know. */
  Operation UNTRACED =
      new Operation() {
        @Override
        public Operation with(Detail detail, Object value) {
          return this;
        }

        @Override
        public Operation begin(Name part) {
          return this;
        }

        @Override
        public void end() {}

        @Override
        public void fail(String sentence) {}
      };

  /** Tells a detail of it. */
  Operation with(Detail detail, Object value);

  /** Begins a part of it. */
  Operation begin(Name part);

  /** All went well. */
  void end();

  /** It came to nothing. */
  void fail(String sentence);

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
