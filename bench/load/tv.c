/* tv: uploads an MPEG transport stream as ffmpeg does: POST without an end, a chunk per picture.
 *
 * MPEG-1 video, of which one picture in twelve is one that a decoder can begin with and four times
 * as large; PAT and PMT before it and every three pictures. It isn't to be looked at: pictures are
 * noise, but every packet has its number and time, see ts.h. Ends with 1 when the relay answers. */
#include <getopt.h>
#include <signal.h>

#include "ts.h"

enum {
  GROUP = 12,
  TABLES_EVERY = 3,
  LARGER = 4,
  PMT_PID = 0x1000,
  VIDEO_PID = 0x100,
  CLOCK = 90000,
  START_AT = 1 << 20 /* some time after the beginning of the clock */
};

static int port, relay = -1;
static double fps = 25, bitrate = 1e6;
static char path[512];
static uint8_t counters[TS_PIDS];
static uint8_t *chunk;
static size_t chunk_len;
static uint64_t pictures, number;

static volatile sig_atomic_t stopped;
static void on_signal(int signal) {
  (void)signal;
  stopped = 1;
}

/* --- packets, into the chunk --- */

/* Returns where the packet's payload begins. */
static uint8_t *begin_packet(int pid, bool unit_start) {
  uint8_t *p = chunk + chunk_len;
  chunk_len += TS_PACKET;
  memset(p, 0xff, TS_PACKET);
  p[0] = TS_SYNC;
  put_be(p + 1, (unit_start ? 0x4000u : 0) | (unsigned)pid, 2);
  p[3] = (uint8_t)(0x10 | (counters[pid]++ & 15));
  return p + 4;
}

static uint32_t checksum(const uint8_t *p, size_t n) {
  uint32_t crc = ~0u;
  for (; n--; p++) {
    crc ^= (uint32_t)*p << 24;
    for (int bit = 0; bit < 8; bit++) crc = crc << 1 ^ (crc >> 31 ? 0x04c11db7 : 0);
  }
  return crc;
}

static void put_table(int pid, uint8_t id, const uint8_t *content, size_t n) {
  uint8_t *p = begin_packet(pid, true);
  *p++ = 0; /* the table begins at once */
  p[0] = id;
  put_be(p + 1, 0xb000 | (n + 9), 2);
  put_be(p + 3, 1, 2); /* number of the stream or program */
  p[5] = 0xc1;
  p[6] = p[7] = 0;
  memcpy(p + 8, content, n);
  put_be(p + 8 + n, checksum(p, 8 + n), 4);
}

static void put_tables(void) {
  static const uint8_t pat[] = {0, 1, 0xe0 | PMT_PID >> 8, PMT_PID & 0xff};
  static const uint8_t pmt[] = {0xe0 | VIDEO_PID >> 8, VIDEO_PID & 0xff, 0xf0, 0, 1,
                                0xe0 | VIDEO_PID >> 8, VIDEO_PID & 0xff, 0xf0, 0};
  put_table(TS_PAT, 0, pat, sizeof pat);
  put_table(PMT_PID, 2, pmt, sizeof pmt);
}

/* The clock, before a picture; returns where the payload begins now. */
static uint8_t *put_clock(uint8_t *p, uint64_t time, bool start) {
  p[-1] |= 0x20;
  p[0] = 7;
  p[1] = start ? 0x50 : 0x10;
  put_be(p + 2, time >> 1, 4);
  put_be(p + 6, (time & 1) << 15 | 0x7e00, 2);
  return p + 8;
}

static uint8_t *put_picture_header(uint8_t *p, uint64_t time, bool start) {
  static const uint8_t sequence[] = {0,    0,    1, 0xb3, 0x14, 0,    0xf0, 0x13, 0xff, 0xff,
                                     0xe0, 0x18, 0, 0,    1,    0xb8, 0,    8,    0,    0x40};
  static const uint8_t intra[] = {0, 0, 1, 0, 0, 0x0f, 0xff, 0xf8, 0, 0, 1, 1};
  static const uint8_t predicted[] = {0, 0, 1, 0, 0, 0x57, 0xff, 0xf9, 0, 0, 1, 1};
  put_be(p, 0x000001e0, 4);
  put_be(p + 4, 0, 2); /* of any length */
  put_be(p + 6, 0x808005, 3);
  p[9] = (uint8_t)(0x21 | (time >> 29 & 0x0e));
  put_be(p + 10, (time >> 14 & 0xfffe) | 1, 2);
  put_be(p + 12, (time << 1 & 0xfffe) | 1, 2);
  p += 14;
  if (start) {
    memcpy(p, sequence, sizeof sequence);
    p += sizeof sequence;
  }
  memcpy(p, start ? intra : predicted, sizeof intra);
  return p + sizeof intra;
}

/* Noise without zeros, so without start codes. */
static void put_noise(uint8_t *p, const uint8_t *end) {
  static uint32_t random = 12345;
  while (p < end) {
    random = random * 1664525 + 1013904223;
    *p++ = (uint8_t)(random >> 24 | 1);
  }
}

static void put_picture(int packets, uint64_t due) {
  bool start = pictures % GROUP == 0;
  uint64_t time = START_AT + (uint64_t)((double)pictures * CLOCK / fps);
  if (start || pictures % TABLES_EVERY == 0) put_tables();
  for (int i = 0; i < packets; i++) {
    uint8_t *p = begin_packet(VIDEO_PID, i == 0), *packet = p - 4;
    if (i == 0) p = put_picture_header(put_clock(p, time, start), time, start);
    put_noise(p, packet + TS_PACKET);
    put_stamp(packet, ++number, due);
  }
}

/* --- the upload --- */

static void send_all(const void *bytes, size_t n) {
  const char *p = bytes;
  while (n && !stopped) {
    ssize_t sent = send(relay, p, n, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) die("the relay takes no more");
    p += sent;
    n -= (size_t)sent;
  }
}

static void send_chunk(void) {
  char size[16];
  send_all(size, (size_t)snprintf(size, sizeof size, "%zx\r\n", chunk_len));
  memcpy(chunk + chunk_len, "\r\n", 2);
  send_all(chunk, chunk_len + 2);
  chunk_len = 0;
}

/* An upload without an end isn't answered unless something is wrong. */
static void heed_answer(void) {
  char answer[512];
  ssize_t n = recv(relay, answer, sizeof answer - 1, MSG_DONTWAIT);
  if (n < 0) return;
  fprintf(stderr, "the relay has ended the upload: %.*s\n", (int)n, answer);
  exit(1);
}

static void open_upload(void) {
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  relay = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (relay < 0) die("socket");
  no_delay(relay);
  if (connect(relay, (struct sockaddr *)&a, sizeof a)) die("the relay doesn't listen");
  char head[1024];
  send_all(head, (size_t)snprintf(head, sizeof head,
                                  "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: bench\r\n"
                                  "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
                                  path, port));
}

static void sleep_until(uint64_t t) {
  struct timespec at = {(time_t)(t / SECOND), (long)(t % SECOND)};
  while (!stopped && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, 0) == EINTR) continue;
}

static const char *parse_options(int argc, char **argv) {
  enum { URL = 1, FPS, BITRATE };
  static const struct option options[] = {
      {"url", 1, 0, URL}, {"fps", 1, 0, FPS}, {"bitrate", 1, 0, BITRATE}, {0}};
  const char *url = 0;
  for (int c; (c = getopt_long(argc, argv, "", options, 0)) != -1;) {
    if (c == URL) url = optarg;
    if (c == FPS) fps = atof(optarg);
    if (c == BITRATE) bitrate = atof(optarg);
    if (c == '?') return 0;
  }
  return fps > 0 && bitrate > 0 ? url : 0;
}

int main(int argc, char **argv) {
  const char *url = parse_options(argc, argv);
  if (!url) {
    fputs("tv --url URL [--fps 25] [--bitrate 1000000]\n", stderr);
    return 2;
  }
  parse_url(url, &port, path);
  /* No SA_RESTART, so that a blocked send ends too. */
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGTERM, &action, 0);
  sigaction(SIGINT, &action, 0);
  int least = (int)(bitrate / 8 / fps / TS_PACKET * GROUP / (GROUP - 1 + LARGER) + 0.5);
  if (least < 1) least = 1;
  chunk = grown(0, (size_t)(least * LARGER + 2) * TS_PACKET + 2);
  open_upload();
  uint64_t period = (uint64_t)(1e9 / fps), due = now_ns();
  for (; !stopped; pictures++, due += period) {
    sleep_until(due);
    put_picture(pictures % GROUP ? least : least * LARGER, due);
    send_chunk();
    heed_answer();
  }
  return 0;
}
