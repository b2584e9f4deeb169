package dev.sightline.wan;

/** What has gone one way over a wire, packets with all that surrounds them. */
record Flow(long bytes, long packets) {

  /** Ethernet's header, IP's, and TCP's with a time stamp. */
  private static final int HEADERS = 14 + 20 + 32;

  Flow since(Flow before) {
    return new Flow(bytes - before.bytes, packets - before.packets);
  }

  /** Bytes that TCP carries. */
  long payload() {
    return bytes - packets * HEADERS;
  }
}
