package dev.sightline.link;

/** Why a link is ended, as WebSockets tell it (RFC 6455, section 7.4.1). */
enum CloseCode {
  GOING_AWAY(1001),
  PROTOCOL(1002),
  REPLACED(1008),
  TOO_LARGE(1009);

  private final short number;

  CloseCode(int number) {
    this.number = (short) number;
  }

  short number() {
    return number;
  }
}
