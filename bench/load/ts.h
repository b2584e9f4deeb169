/* What tv and viewers share: packets of an MPEG transport stream, and the stamp at the end of each
 * packet of video. A relay may change PIDs, counters and timestamps, but not this:
 *
 *   "SL" | number of the packet | CLOCK_MONOTONIC ns when its picture was due
 *
 * Numbers have 7 bits a byte and the eighth set, so that nothing in them looks like a start code.
 */
#ifndef TS_H
#define TS_H

#include "common.h"

enum {
  TS_PACKET = 188,
  TS_SYNC = 0x47,
  TS_PIDS = 8192,
  TS_PAT = 0,
  TS_NULL = TS_PIDS - 1,
  TS_NUMBER = 8,
  TS_TIME = 9,
  TS_STAMP = 2 + TS_NUMBER + TS_TIME
};

static inline void put_stamp(uint8_t packet[TS_PACKET], uint64_t number, uint64_t time) {
  uint8_t *p = packet + TS_PACKET - TS_STAMP;
  p[0] = 'S';
  p[1] = 'L';
  for (int i = TS_NUMBER; i--; number >>= 7) p[2 + i] = (uint8_t)(0x80 | number);
  for (int i = TS_TIME; i--; time >>= 7) p[2 + TS_NUMBER + i] = (uint8_t)(0x80 | time);
}

/* false = no packet of video, or not tv's. */
static inline bool get_stamp(const uint8_t packet[TS_PACKET], uint64_t *number, uint64_t *time) {
  const uint8_t *p = packet + TS_PACKET - TS_STAMP;
  if (p[0] != 'S' || p[1] != 'L') return false;
  *number = *time = 0;
  for (int i = 0; i < TS_NUMBER; i++) *number = *number << 7 | (p[2 + i] & 0x7f);
  for (int i = 0; i < TS_TIME; i++) *time = *time << 7 | (p[2 + TS_NUMBER + i] & 0x7f);
  return true;
}

static inline int ts_pid(const uint8_t packet[TS_PACKET]) {
  return (packet[1] & 0x1f) << 8 | packet[2];
}

/* The continuity counter goes on with each packet that has a payload. */
static inline int ts_counter(const uint8_t packet[TS_PACKET]) {
  return packet[3] & 15;
}

static inline bool ts_has_payload(const uint8_t packet[TS_PACKET]) {
  return packet[3] & 0x10;
}

#endif
