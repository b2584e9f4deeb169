/* camera: a synthetic MJPEG camera.
 *
 *   GET /       multipart/x-mixed-replace
 *   GET /stats  JSON: clients now, at most at once, and ever; frames; frames that a slow client
 * missed
 *
 * One thread, poll(2). On each tick the next picture gets its sequence number and time, and every
 * client whose last picture has left is sent it; the others miss it, as with real cameras.
 *
 * It can misbehave in ten ways, see usage(). With --log-sequences it writes a line "SEQUENCE NS"
 * for each picture whose bytes it has sent whole, whatever stood around them, and when it began. */
#include <getopt.h>
#include <poll.h>
#include <signal.h>

#include "common.h"

enum { MAX_CLIENTS = 64, DISTINCT = 8, TAIL = 4096, HEADER = 128 };

struct client {
  int fd;
  bool streaming, closing;
  size_t len, off;
  char *out;
  char request[2048];
  size_t request_len;
  uint64_t whole,
      whole_at; /* the picture that is under way, if it is a whole one, and since when */
};

struct picture {
  uint8_t *bytes;
  size_t len;
};

static struct client clients[MAX_CLIENTS];
static int n_clients, most_clients, accepted;
static uint64_t sequence, skipped;
static struct picture pictures[DISTINCT];

/* --- misbehaviour; what happens every so many pictures is 0 when it never happens --- */
static bool no_length, no_newline, dashes, quoted;
static unsigned drop_every, stall_every, stall_ms, truncate_every, lie_every, garbage_every, chunk;
static FILE *sequences;

/* Whether it is the turn of what happens every so many pictures. */
static bool is_due(unsigned every) {
  return every && sequence % every == 0;
}

static volatile sig_atomic_t stopped;
static void on_signal(int signal) {
  (void)signal;
  stopped = 1;
}

/* --- pictures: 64x64 grey JPEGs, each 8x8 block one flat shade, padded with comment segments ---
 */

static uint8_t *bit_at;
static uint32_t bits;
static int n_bits;

static void put_bits(uint32_t value, int n) {
  bits = bits << n | value;
  n_bits += n;
  while (n_bits >= 8) {
    uint8_t b = (uint8_t)(bits >> (n_bits -= 8));
    *bit_at++ = b;
    if (b == 0xff) *bit_at++ = 0;
  }
}

static uint8_t *append(uint8_t *p, const void *bytes, size_t n) {
  memcpy(p, bytes, n);
  return p + n;
}

/* Everything from the quantization table to the end of the image; k chooses the shades. */
static size_t jpeg_tail(uint8_t *out, int k) {
  static const uint8_t quantization[] = {0xff, 0xdb, 0, 67, 0};
  static const uint8_t frame[] = {0xff, 0xc0, 0, 11, 8, 0, 64, 0, 64, 1, 1, 0x11, 0};
  static const uint8_t dc_table[] = {0xff, 0xc4, 0, 31, 0, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0,  0, 0,
                                     0,    0,    0, 0,  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  static const uint8_t ac_table[] = {0xff, 0xc4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0,
                                     0,    0,    0, 0,  0,    0, 0, 0, 0, 0, 0};
  static const uint8_t scan[] = {0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0};
  static const uint8_t code[] = {0, 2, 3, 4, 5, 6, 14, 30, 62},
                       length[] = {2, 3, 3, 3, 3, 3, 4, 5, 6};
  uint8_t *p = append(out, quantization, sizeof quantization);
  memset(p, 8, 64);
  p = append(p + 64, frame, sizeof frame);
  p = append(p, dc_table, sizeof dc_table);
  p = append(p, ac_table, sizeof ac_table);
  bit_at = append(p, scan, sizeof scan);
  bits = 0;
  n_bits = 0;
  for (int block = 0, last = 0; block < 64; block++) {
    int shade = (block * 4 + k * 37) % 255 - 127, step = shade - last, size = 0;
    while (abs(step) >> size) size++;
    put_bits(code[size], length[size]);
    if (size) put_bits((uint32_t)(step < 0 ? step + (1 << size) - 1 : step), size);
    put_bits(0, 1); /* end of block */
    last = shade;
  }
  while (n_bits & 7) put_bits(1, 1);
  return (size_t)(append(bit_at, "\xff\xd9", 2) - out);
}

/* Comment segments of noise without 0xff, n bytes in all; n is 0 or at least 4. */
static uint8_t *append_noise(uint8_t *p, size_t n) {
  static uint32_t random = 12345;
  while (n) {
    size_t segment = n <= 65537 ? n : n < 65541 ? 65533 : 65537;
    p[0] = 0xff;
    p[1] = 0xfe;
    put_be(p + 2, segment - 2, 2);
    for (size_t i = 4; i < segment; i++) {
      random = random * 1664525 + 1013904223;
      p[i] = (uint8_t)(random >> 24) == 0xff ? 0xfe : (uint8_t)(random >> 24);
    }
    p += segment;
    n -= segment;
  }
  return p;
}

static struct picture make_picture(int k, size_t size) {
  static const uint8_t head[STAMP_AT] = {0xff, 0xd8, 0xff, 0xe0, 0,    16,   'J', 'F',
                                         'I',  'F',  0,    1,    1,    0,    0,   1,
                                         0,    1,    0,    0,    0xff, 0xfe, 0,   STAMP_LEN + 2};
  uint8_t tail[TAIL];
  size_t tail_len = jpeg_tail(tail, k), least = STAMPED + tail_len;
  size_t len = size <= least ? least : size < least + 4 ? least + 4 : size;
  struct picture made = {grown(0, len), len};
  uint8_t *stamp = append(made.bytes, head, sizeof head);
  append(append_noise(append(stamp, STAMP_MAGIC, 8) + STAMP_LEN - 8, len - least), tail, tail_len);
  put_be(stamp + 24, len, 4);
  put_be(stamp + 28, fnv(FNV0, made.bytes + STAMPED, len - STAMPED), 4);
  return made;
}

/* --- clients --- */

static int streaming_clients(void) {
  int n = 0;
  for (int i = 0; i < n_clients; i++) n += clients[i].streaming;
  return n;
}

static void answer_stats(struct client *c) {
  char json[256];
  int n = snprintf(
      json, sizeof json,
      "{\"clients\":%d,\"clients_max\":%d,\"accepted\":%d,\"frames\":%llu,\"skipped\":%llu}\n",
      streaming_clients(), most_clients, accepted, (unsigned long long)sequence,
      (unsigned long long)skipped);
  c->out = grown(c->out, 512);
  c->len = (size_t)sprintf(c->out,
                           "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n"
                           "Content-Length: %d\r\nConnection: close\r\n\r\n%s",
                           n, json);
  c->closing = true;
}

static void answer_stream(struct client *c) {
  c->out = grown(c->out, 512);
  const char *quote = quoted ? "\"" : "";
  c->len =
      (size_t)sprintf(c->out,
                      "HTTP/1.0 200 OK\r\nConnection: close\r\nCache-Control: no-cache\r\n"
                      "Content-Type: multipart/x-mixed-replace;boundary=%s%sbenchframe%s\r\n\r\n",
                      quote, dashes ? "--" : "", quote);
  c->streaming = true;
  accepted++;
  int n = streaming_clients();
  if (n > most_clients) most_clients = n;
}

static void on_request(struct client *c) {
  if (!strncmp(c->request, "GET /stats", 10)) {
    answer_stats(c);
  } else {
    answer_stream(c);
  }
  c->off = 0;
}

/* Of a picture that is truncated or lied about, half is sent; only the lie promises all of it. */
static void put_picture(struct client *c, const struct picture *p) {
  bool halved = is_due(truncate_every) || is_due(lie_every), garbage = is_due(garbage_every);
  size_t len = halved ? p->len / 2 : p->len;
  c->out = grown(c->out, p->len + HEADER);
  size_t n = (size_t)sprintf(c->out, "--benchframe\r\nContent-Type: image/jpeg\r\n");
  if (!no_length) {
    size_t promised = is_due(truncate_every) ? len : p->len;
    n += (size_t)sprintf(c->out + n, "Content-Length: %zu\r\n", promised);
  }
  n += (size_t)sprintf(c->out + n, "\r\n");
  if (garbage) {
    memset(c->out + n, 'x', len);
  } else {
    memcpy(c->out + n, p->bytes, len);
  }
  n += len;
  if (!no_newline) n += (size_t)sprintf(c->out + n, "\r\n");
  c->len = n;
  c->off = 0;
  c->whole = halved || garbage ? 0 : sequence;
  c->whole_at = now_ns();
}

/* With --chunk in pieces of 1 to that many bytes, far enough apart for the receiver to see them. */
static ssize_t send_some(const struct client *c) {
  static uint32_t random = 4711;
  size_t n = c->len - c->off;
  if (chunk) {
    random = random * 1664525 + 1013904223;
    size_t piece = 1 + (random >> 8) % chunk;
    if (piece < n) n = piece;
    usleep(20);
  }
  return send(c->fd, c->out + c->off, n, MSG_NOSIGNAL);
}

static bool flush_client(struct client *c) { /* false = gone */
  while (c->off < c->len) {
    ssize_t r = send_some(c);
    if (r < 0) return errno == EAGAIN || errno == EINTR;
    c->off += (size_t)r;
  }
  if (c->whole && sequences) {
    fprintf(sequences, "%llu %llu\n", (unsigned long long)c->whole,
            (unsigned long long)c->whole_at);
  }
  c->whole = 0;
  return !c->closing;
}

static bool read_client(struct client *c) { /* false = gone */
  size_t room = sizeof c->request - 1 - c->request_len;
  ssize_t r = recv(c->fd, c->request + c->request_len, room, 0);
  if (r == 0 || (r < 0 && errno != EAGAIN)) return false;
  if (r < 0 || c->streaming || c->closing) return true;
  c->request_len += (size_t)r;
  c->request[c->request_len] = 0;
  if (strstr(c->request, "\r\n\r\n")) on_request(c);
  return true;
}

static void drop(int i) {
  close(clients[i].fd);
  free(clients[i].out);
  clients[i] = clients[--n_clients];
}

static void accept_client(int listener) {
  int fd = accept4(listener, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) return;
  if (n_clients == MAX_CLIENTS) {
    close(fd);
    return;
  }
  no_delay(fd);
  clients[n_clients++] = (struct client){.fd = fd};
}

static void serve_clients(int listener, int wait_ms) {
  struct pollfd polled[MAX_CLIENTS + 1];
  int n = n_clients;
  for (int i = 0; i < n; i++) {
    short out = clients[i].off < clients[i].len ? POLLOUT : 0;
    polled[i] = (struct pollfd){clients[i].fd, (short)(POLLIN | out), 0};
  }
  polled[n] = (struct pollfd){listener, POLLIN, 0};
  poll(polled, (nfds_t)n + 1, wait_ms);
  for (int i = n - 1; i >= 0; i--) {
    bool readable = polled[i].revents & (POLLIN | POLLHUP | POLLERR);
    if ((readable && !read_client(&clients[i])) || !flush_client(&clients[i])) drop(i);
  }
  if (polled[n].revents) accept_client(listener);
}

/* Cuts the connection in the middle of a picture, of this one unless one is under way. */
static void cut(int i, const struct picture *p) {
  struct client *c = &clients[i];
  if (c->off == c->len) {
    put_picture(c, p);
    c->len /= 2;
    c->whole = 0;
    flush_client(c);
  }
  drop(i);
}

static void tick(uint64_t at) {
  struct picture *p = &pictures[++sequence % DISTINCT];
  put_be(p->bytes + STAMP_AT + 8, sequence, 8);
  put_be(p->bytes + STAMP_AT + 16, at, 8);
  for (int i = n_clients - 1; i >= 0; i--) {
    struct client *c = &clients[i];
    if (!c->streaming) continue;
    if (is_due(drop_every)) {
      cut(i, p);
      continue;
    }
    if (c->off < c->len) {
      skipped++;
      continue;
    }
    put_picture(c, p);
    if (!flush_client(c)) drop(i);
  }
}

static void usage(void) {
  fputs(
      "camera --port PORT [--fps 10] [--size 50000] [--log-sequences FILE]\n"
      "  [--no-length] [--no-newline before a delimiter] [--dashes in the announced boundary]\n"
      "  [--quoted boundary] [--drop-every K: cut in the middle of a picture]\n"
      "  [--stall-every K --stall-ms MS] [--trunc-every K: half a picture, its length told]\n"
      "  [--lie-every K: half a picture, the length of all of it told]\n"
      "  [--garbage-every K: no picture at all] [--chunk N: in pieces of 1 to N bytes]\n",
      stderr);
  exit(2);
}

static unsigned count_of(const char *text) {
  return (unsigned)strtoul(text, 0, 10);
}

static FILE *log_to(const char *file) {
  FILE *log = fopen(file, "w");
  if (!log) die(file);
  setvbuf(log, 0, _IOLBF, 0);
  return log;
}

int main(int argc, char **argv) {
  enum {
    PORT = 1,
    FPS,
    SIZE,
    SEQUENCES,
    NO_LENGTH,
    NO_NEWLINE,
    DASHES,
    QUOTED,
    DROP,
    STALL,
    STALL_MS,
    TRUNCATE,
    LIE,
    GARBAGE,
    CHUNK
  };
  static const struct option options[] = {
      {"port", 1, 0, PORT},           {"fps", 1, 0, FPS},
      {"size", 1, 0, SIZE},           {"log-sequences", 1, 0, SEQUENCES},
      {"no-length", 0, 0, NO_LENGTH}, {"no-newline", 0, 0, NO_NEWLINE},
      {"dashes", 0, 0, DASHES},       {"quoted", 0, 0, QUOTED},
      {"drop-every", 1, 0, DROP},     {"stall-every", 1, 0, STALL},
      {"stall-ms", 1, 0, STALL_MS},   {"trunc-every", 1, 0, TRUNCATE},
      {"lie-every", 1, 0, LIE},       {"garbage-every", 1, 0, GARBAGE},
      {"chunk", 1, 0, CHUNK},         {0}};
  int port = 0, fps = 10;
  size_t size = 50000;
  for (int c; (c = getopt_long(argc, argv, "", options, 0)) != -1;) {
    if (c == PORT) port = atoi(optarg);
    if (c == FPS) fps = atoi(optarg);
    if (c == SIZE) size = (size_t)atol(optarg);
    if (c == SEQUENCES) sequences = log_to(optarg);
    if (c == NO_LENGTH) no_length = true;
    if (c == NO_NEWLINE) no_newline = true;
    if (c == DASHES) dashes = true;
    if (c == QUOTED) quoted = true;
    if (c == DROP) drop_every = count_of(optarg);
    if (c == STALL) stall_every = count_of(optarg);
    if (c == STALL_MS) stall_ms = count_of(optarg);
    if (c == TRUNCATE) truncate_every = count_of(optarg);
    if (c == LIE) lie_every = count_of(optarg);
    if (c == GARBAGE) garbage_every = count_of(optarg);
    if (c == CHUNK) chunk = count_of(optarg);
    if (c == '?') usage();
  }
  if (port < 1 || fps < 1) usage();
  signal(SIGTERM, on_signal);
  signal(SIGINT, on_signal);
  for (int k = 0; k < DISTINCT; k++) pictures[k] = make_picture(k, size);
  int listener = tcp_listen(port);
  uint64_t period = SECOND / (unsigned)fps, next = now_ns() + period;
  while (!stopped) {
    uint64_t t = now_ns();
    /* Rounded down: the last part of a millisecond is spent polling, for the sake of an even pace.
     */
    serve_clients(listener, next > t ? (int)((next - t) / MILLISECOND) : 0);
    t = now_ns();
    if (t < next) continue;
    next += period;
    if (next < t) next = t + period;
    tick(t);
    if (is_due(stall_every)) next += stall_ms * MILLISECOND;
  }
  return 0;
}
