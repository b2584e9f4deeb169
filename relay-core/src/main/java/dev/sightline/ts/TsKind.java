package dev.sightline.ts;

import java.util.Locale;

/** What an elementary stream is; the first kind there is tells where a decoder can begin. */
enum TsKind {
  VIDEO(0x100, TsMixer.MOST_STREAMS),
  AUDIO(0x110, TsMixer.MOST_STREAMS),

  /** Of these each upload may have its own, and one more for its clock. */
  OTHER(0x120, TsMixer.MOST_UPLOADS * (TsMixer.MOST_STREAMS + 1));

  private final int firstPid;
  private final int pids;

  TsKind(int firstPid, int pids) {
    this.firstPid = firstPid;
    this.pids = pids;
  }

  int firstPid() {
    return firstPid;
  }

  /** How many PIDs it has, from the first one on. */
  int pids() {
    return pids;
  }

  /** Whether only one upload may provide it. */
  boolean isExclusive() {
    return this != OTHER;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
