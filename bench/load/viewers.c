/* viewers: opens N viewers of a relay, watches for some seconds, and reports what arrived, how old
 * it was, and what it cost. One JSON object on standard output.
 *
 * One thread, epoll. To be cheap beside the server whose machine it shares, it reads headers and
 * the stamp only and has the kernel throw away the rest of a picture (recv with MSG_TRUNC); with
 * --verify it reads and hashes every byte. With --ts it reads messages of tv's transport stream
 * instead, looks at every packet, and what it counts as sequences are packets. CPU time and memory
 * of the server are sampled from /proc at the two ends of exactly the measured window. */
#include <ctype.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#include "ts.h"

enum { KEPT = 1024, READ = 2048, READ_ALL = 1 << 18, MAX_PIDS = 16, MOST_CONTROL = 125 };

enum state {
  CONNECTING,
  RESPONSE,   /* the response's header */
  DELIMITER,  /* multipart: before the first part, and between parts */
  PART,       /* a part's header */
  WS_HEADER,  /* WebSocket: the header of a frame */
  BODY,       /* a picture */
  WS_CONTROL, /* the payload of a ping, pong or close */
  GONE
};

struct viewer {
  int fd;
  enum state state;
  bool slow, joined, chunked, last_of_message;
  uint64_t chunk_left,
      chunk_size; /* HTTP chunk: bytes of it to come; its size line as read so far */
  int chunk_digits;
  char delimiter[80];
  size_t delimiter_len, matched;
  uint8_t ws_header[10];
  size_t ws_len;
  uint8_t control[MOST_CONTROL];
  size_t control_len;
  uint64_t body, left; /* bytes of this picture so far, and to come */
  uint32_t hash;
  uint8_t last[2]; /* the last two bytes of the picture */
  uint8_t kept[KEPT];
  size_t n_kept; /* a header's, or the beginning of a picture */
  uint64_t opened, sequence, frame_at, longest_silence, frames;
  double credit; /* bytes that a slow viewer may read now */
  uint8_t packet[TS_PACKET];
  size_t packet_len;
  uint64_t sent_at;  /* when the newest packet of this message was due */
  uint8_t *counters; /* of each PID; COUNTER_UNKNOWN before its first packet */
};

enum { COUNTER_UNKNOWN = 0xff };

struct samples {
  uint32_t *at;
  size_t n, room;
};

struct cost {
  double cpu, rss_mb;
};

/* --- settings --- */
static int n_viewers = 100, port, pids[MAX_PIDS], n_pids;
static bool websocket, verify, spin, ts;
static double seconds = 8, warm = 2, slow_part, slow_rate, join_seconds;
static char path[512];
static FILE *sequences; /* a line per picture: its number, or what is wrong with it */

/* --- what was seen; counts with m_ are of the measured window --- */
static struct viewer *viewers;
static int poller, n_slow, n_opened;
static bool measuring;
static uint64_t m_frames, m_bytes, m_gaps, m_corrupt, m_disconnects, m_torn, m_breaks, delivered,
    refused;
static uint64_t first_seq, newest_seq,
    last_seq;                                 /* window: camera's frames after first, up to last */
static struct samples ages, slow_ages, joins; /* microseconds */
static char note[160];
static uint8_t *scratch;

static void add(struct samples *s, uint64_t ns) {
  if (s->n == s->room) s->at = grown(s->at, (s->room = s->room * 2 + 4096) * sizeof *s->at);
  s->at[s->n++] = ns / 1000 > UINT32_MAX ? UINT32_MAX : (uint32_t)(ns / 1000);
}

static int by_value32(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

static int by_value64(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

/* Milliseconds of a quantile; -1 when there are no samples. They are sorted already. */
static double quantile(const struct samples *s, double q) {
  return s->n ? s->at[(size_t)((double)(s->n - 1) * q)] / 1000.0 : -1;
}

static void remember(const char *what) {
  if (!note[0]) snprintf(note, sizeof note, "%.*s", (int)strcspn(what, "\r\n"), what);
}

static void leave(struct viewer *v) {
  if (v->fd >= 0) close(v->fd);
  v->fd = -1;
  v->state = GONE;
  m_disconnects += measuring;
}

static void refuse(struct viewer *v, const char *why) {
  remember(why);
  refused++;
  leave(v);
}

/* --- pictures --- */

static void begin_body(struct viewer *v) {
  v->n_kept = 0;
  v->body = 0;
  v->hash = FNV0;
}

/* Keeps the beginning, the last two bytes, and with --verify the hash of what follows the stamp. */
static void add_to_body(struct viewer *v, const uint8_t *p, size_t n) {
  if (v->n_kept < KEPT) {
    size_t k = KEPT - v->n_kept < n ? KEPT - v->n_kept : n;
    memcpy(v->kept + v->n_kept, p, k);
    v->n_kept += k;
  }
  if (verify) {
    size_t skip = v->body < STAMPED ? STAMPED - v->body : 0;
    if (skip < n) v->hash = fnv(v->hash, p + skip, n - skip);
  }
  v->last[0] = n >= 2 ? p[n - 2] : v->last[1];
  v->last[1] = p[n - 1];
  v->body += n;
}

/* What is wrong with the picture; NULL = nothing. Some relays count a CR LF at its end as part of
 * it. */
static const char *fault(const struct viewer *v) {
  if (v->n_kept < STAMPED || memcmp(v->kept + STAMP_AT, STAMP_MAGIC, 8))
    return "no stamp in picture";
  uint64_t length = get_be(v->kept + STAMP_AT + 24, 4);
  if (v->body < length || v->body > length + 2) return "wrong length of picture";
  if (v->body > length) return NULL;
  if (v->last[0] != 0xff || v->last[1] != 0xd9) return "no end of image";
  if (verify && v->hash != get_be(v->kept + STAMP_AT + 28, 4)) return "picture has other bytes";
  return NULL;
}

static void end_body(struct viewer *v) {
  uint64_t t = now_ns();
  const char *bad = fault(v);
  if (bad) {
    remember(bad);
    if (sequences) fprintf(sequences, "%s\n", bad);
    m_corrupt += measuring;
    return;
  }
  uint64_t seq = get_be(v->kept + STAMP_AT + 8, 8), age = t - get_be(v->kept + STAMP_AT + 16, 8);
  if (sequences) fprintf(sequences, "%llu\n", (unsigned long long)seq);
  if (seq > newest_seq) newest_seq = seq;
  if (!v->joined && !v->slow) add(&joins, t - v->opened);
  v->joined = true;
  /* Delivered: sent within the window, and here at most a second after its end. */
  bool in_window = first_seq && seq > first_seq && (!last_seq || seq <= last_seq);
  if (!v->slow && in_window && seq > v->sequence) delivered++;
  if (measuring) {
    m_frames++;
    v->frames++;
    add(v->slow ? &slow_ages : &ages, age);
    if (!v->slow && v->sequence && seq > v->sequence + 1) m_gaps += seq - v->sequence - 1;
    if (v->frame_at && t - v->frame_at > v->longest_silence) v->longest_silence = t - v->frame_at;
  }
  v->frame_at = t;
  v->sequence = seq;
}

/* --- packets of a transport stream --- */

/* A counter that jumps; a packet that nobody lists is none of ours. */
static void check_counter(struct viewer *v) {
  int pid = ts_pid(v->packet), before = v->counters[pid], counter = ts_counter(v->packet);
  if (pid == TS_NULL) return;
  v->counters[pid] = (uint8_t)counter;
  if (before == COUNTER_UNKNOWN || counter == ((before + ts_has_payload(v->packet)) & 15)) return;
  remember("a continuity counter jumps");
  m_breaks += measuring && !v->slow;
}

static void on_stamp(struct viewer *v, uint64_t number, uint64_t time) {
  if (v->sequence && number <= v->sequence) {
    remember("a packet comes again or too late");
    m_corrupt += measuring;
    return;
  }
  if (number > newest_seq) newest_seq = number;
  bool in_window = first_seq && number > first_seq && (!last_seq || number <= last_seq);
  if (!v->slow && in_window) delivered++;
  if (measuring && !v->slow && v->sequence) m_gaps += number - v->sequence - 1;
  v->sequence = number;
  v->sent_at = time;
}

static void end_packet(struct viewer *v) {
  uint64_t number, time;
  v->packet_len = 0;
  check_counter(v);
  if (get_stamp(v->packet, &number, &time)) on_stamp(v, number, time);
}

/* Bytes before a sync byte are as bad as torn packets. */
static void add_to_packets(struct viewer *v, const uint8_t *p, size_t n) {
  for (size_t k; n; p += k, n -= k) {
    k = TS_PACKET - v->packet_len < n ? TS_PACKET - v->packet_len : n;
    if (!v->packet_len && *p != TS_SYNC) {
      remember("a packet doesn't begin with its sync byte");
      m_corrupt += measuring;
      k = 1;
      continue;
    }
    memcpy(v->packet + v->packet_len, p, k);
    v->packet_len += k;
    if (v->packet_len == TS_PACKET) end_packet(v);
  }
}

/* The packet that a message cuts in two goes on in the next, but not everybody can bear that. */
static void end_message(struct viewer *v) {
  uint64_t t = now_ns();
  if (v->packet_len) remember("a message isn't whole packets");
  if (!measuring) return;
  m_torn += v->packet_len > 0;
  m_frames++;
  v->frames++;
  if (v->sent_at) add(v->slow ? &slow_ages : &ages, t - v->sent_at);
  if (v->frame_at && t - v->frame_at > v->longest_silence) v->longest_silence = t - v->frame_at;
  v->frame_at = t;
}

/* --- bytes; each step takes at least one and returns how many --- */

static size_t header_end(struct viewer *v, const uint8_t *p, size_t n, bool *complete) {
  for (size_t k = 0; k < n; k++) {
    if (v->n_kept == KEPT - 1) {
      refuse(v, "a header is too long");
      return n;
    }
    v->kept[v->n_kept++] = p[k];
    if (p[k] == '\n' && v->n_kept >= 4 && !memcmp(v->kept + v->n_kept - 4, "\r\n\r\n", 4)) {
      v->kept[v->n_kept] = 0;
      *complete = true;
      return k + 1;
    }
  }
  return n;
}

static void find_boundary(struct viewer *v, const char *header) {
  const char *b = strcasestr(header, "boundary=");
  if (!b) {
    refuse(v, "no boundary in the response's header");
    return;
  }
  b += strlen("boundary=");
  b += strspn(b, "\"-");
  int n = (int)strcspn(b, "\"\r\n; ");
  v->delimiter_len =
      (size_t)snprintf(v->delimiter, sizeof v->delimiter, "--%.*s", n < 76 ? n : 76, b);
  v->matched = 0;
  v->state = DELIMITER;
}

static void on_response(struct viewer *v) {
  const char *header = (const char *)v->kept;
  if (strncmp(header + strlen("HTTP/1.x "), websocket ? "101" : "200", 3)) {
    refuse(v, header);
  } else if (!websocket) {
    v->chunked = strcasestr(header, "transfer-encoding: chunked");
    find_boundary(v, header);
  } else if (strcasestr(header, "permessage-deflate")) {
    refuse(v, "compresses pictures (permessage-deflate accepted)");
  } else {
    v->ws_len = 0;
    v->state = WS_HEADER;
  }
}

static size_t take_response(struct viewer *v, const uint8_t *p, size_t n) {
  bool complete = false;
  size_t k = header_end(v, p, n, &complete);
  if (complete) on_response(v);
  return k;
}

/* No boundary begins with a dash, see find_boundary, so the only overlap is in the two dashes. */
static size_t take_delimiter(struct viewer *v, const uint8_t *p, size_t n) {
  for (size_t k = 0; k < n; k++) {
    if (p[k] == v->delimiter[v->matched]) {
      v->matched++;
    } else {
      v->matched = p[k] != '-' ? 0 : v->matched == 2 ? 2 : 1;
    }
    if (v->matched == v->delimiter_len) {
      v->matched = 0;
      v->n_kept = 0;
      v->state = PART;
      return k + 1;
    }
  }
  return n;
}

static size_t take_part_header(struct viewer *v, const uint8_t *p, size_t n) {
  bool complete = false;
  size_t k = header_end(v, p, n, &complete);
  if (!complete) return k;
  const char *length = strcasestr((const char *)v->kept, "content-length:");
  v->left = length ? strtoull(length + strlen("content-length:"), 0, 10) : 0;
  v->state = BODY;
  if (!v->left) refuse(v, "a part without Content-Length");
  begin_body(v);
  return k;
}

/* A ping is answered with what it says, as by browsers; who doesn't is taken for dead. The mask is
 * 0. */
static void end_control(struct viewer *v) {
  uint8_t pong[6 + MOST_CONTROL] = {0x8a, (uint8_t)(0x80 | v->control_len)};
  v->state = WS_HEADER;
  if ((v->ws_header[0] & 15) != 9) return;
  memcpy(pong + 6, v->control, v->control_len);
  if (send(v->fd, pong, 6 + v->control_len, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
    remember("a pong could not be sent");
  }
}

static void on_ws_header(struct viewer *v, int length_bytes) {
  int opcode = v->ws_header[0] & 15;
  v->left = length_bytes ? get_be(v->ws_header + 2, length_bytes) : v->ws_header[1];
  v->ws_len = 0;
  if (opcode == 8) {
    remember("the relay closed a WebSocket");
    leave(v);
  } else if (opcode > 8) {
    v->control_len = 0;
    v->state = WS_CONTROL;
    if (!v->left) end_control(v);
  } else {
    if (opcode) begin_body(v);
    v->last_of_message = v->ws_header[0] & 0x80;
    v->state = v->left ? BODY : WS_HEADER;
  }
}

static size_t take_ws_header(struct viewer *v, const uint8_t *p) {
  v->ws_header[v->ws_len++] = *p;
  int length = v->ws_len < 2 ? 0 : v->ws_header[1], length_bytes = length == 127   ? 8
                                                                   : length == 126 ? 2
                                                                                   : 0;
  if (v->ws_len == 2 + (size_t)length_bytes) on_ws_header(v, length_bytes);
  return 1;
}

/* Counts n bytes of the picture as taken. */
static void advance(struct viewer *v, size_t n) {
  v->left -= n;
  if (v->left) return;
  if (ts && v->last_of_message) end_message(v);
  if (!ts && (!websocket || v->last_of_message)) end_body(v);
  v->state = websocket ? WS_HEADER : DELIMITER;
}

static size_t take_body(struct viewer *v, const uint8_t *p, size_t n) {
  if (n > v->left) n = (size_t)v->left;
  if (ts) {
    add_to_packets(v, p, n);
  } else {
    add_to_body(v, p, n);
  }
  advance(v, n);
  return n;
}

static size_t take_ws_control(struct viewer *v, const uint8_t *p, size_t n) {
  if (n > v->left) n = (size_t)v->left;
  if (v->control_len + n <= MOST_CONTROL) {
    memcpy(v->control + v->control_len, p, n);
    v->control_len += n;
  }
  v->left -= n;
  if (!v->left) end_control(v);
  return n;
}

static size_t take_content(struct viewer *v, const uint8_t *p, size_t n) {
  switch (v->state) {
    case DELIMITER:
      return take_delimiter(v, p, n);
    case PART:
      return take_part_header(v, p, n);
    case WS_HEADER:
      return take_ws_header(v, p);
    case BODY:
      return take_body(v, p, n);
    case WS_CONTROL:
      return take_ws_control(v, p, n);
    default:
      return n;
  }
}

/* HTTP's chunked encoding: CR LF, size, CR LF, content. */
static size_t take_chunked(struct viewer *v, const uint8_t *p, size_t n) {
  if (v->chunk_left) {
    size_t k = take_content(v, p, n < v->chunk_left ? n : (size_t)v->chunk_left);
    v->chunk_left -= k;
    return k;
  }
  if (isxdigit(*p)) {
    v->chunk_size =
        v->chunk_size * 16 + (unsigned)(isdigit(*p) ? *p - '0' : tolower(*p) - 'a' + 10);
    v->chunk_digits++;
  } else if (*p == '\n' && v->chunk_digits) {
    v->chunk_left = v->chunk_size;
    v->chunk_size = 0;
    v->chunk_digits = 0;
    if (!v->chunk_left) leave(v);
  }
  return 1;
}

static void take(struct viewer *v, const uint8_t *p, size_t n) {
  while (n && v->fd >= 0) {
    size_t k = v->state == RESPONSE ? take_response(v, p, n)
               : v->chunked         ? take_chunked(v, p, n)
                                    : take_content(v, p, n);
    p += k;
    n -= k;
  }
}

/* How many of the next bytes nobody needs to see: the middle of a picture. */
static size_t skippable(const struct viewer *v) {
  if (verify || ts || v->state != BODY || v->n_kept < STAMPED || v->left < READ) return 0;
  uint64_t n = v->left - 2;
  if (v->chunked && n > v->chunk_left) n = v->chunk_left;
  return (size_t)n;
}

/* Reads once, at most limit bytes. Returns how many, 0 when there is no more to read now. */
static size_t read_once(struct viewer *v, size_t limit) {
  size_t skip = skippable(v), want = skip ? skip : verify || ts ? READ_ALL : READ;
  if (want > limit) want = limit;
  ssize_t r = recv(v->fd, scratch, want, MSG_DONTWAIT | (skip ? MSG_TRUNC : 0));
  if (r < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (r <= 0) {
    remember(r ? strerror(errno) : "the relay closed a connection");
    leave(v);
    return 0;
  }
  if (measuring) m_bytes += (size_t)r;
  if (skip) {
    v->body += (size_t)r;
    v->left -= (size_t)r;
    if (v->chunked) v->chunk_left -= (size_t)r;
  } else {
    take(v, scratch, (size_t)r);
  }
  return (size_t)r < want ? 0 : (size_t)r; /* a short read has emptied the socket */
}

static void read_up_to(struct viewer *v, size_t limit) {
  while (v->fd >= 0 && limit) {
    size_t n = read_once(v, limit);
    if (!n) return;
    limit -= n;
  }
}

/* --- connections --- */

static void open_viewer(struct viewer *v) {
  v->opened = now_ns();
  v->fd = tcp_connect(port);
  if (v->fd < 0) {
    refuse(v, strerror(errno));
    return;
  }
  struct epoll_event e = {.events = EPOLLOUT, .data.ptr = v};
  epoll_ctl(poller, EPOLL_CTL_ADD, v->fd, &e);
}

static void on_connected(struct viewer *v) {
  char request[1024];
  int error = 0;
  socklen_t length = sizeof error;
  getsockopt(v->fd, SOL_SOCKET, SO_ERROR, &error, &length);
  if (error) {
    refuse(v, strerror(error));
    return;
  }
  /* Compression is offered as browsers offer it. */
  const char *upgrade = !websocket ? ""
                                   : "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: "
                                     "permessage-deflate; client_max_window_bits\r\n";
  int n = snprintf(
      request, sizeof request,
      "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: bench\r\nAccept: */*\r\n%s\r\n", path,
      port, upgrade);
  v->state = RESPONSE;
  if (send(v->fd, request, (size_t)n, MSG_NOSIGNAL) != n) {
    refuse(v, "a request could not be sent");
    return;
  }
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = v};
  epoll_ctl(poller, v->slow ? EPOLL_CTL_DEL : EPOLL_CTL_MOD, v->fd, &e);
}

/* The first viewer opens the camera; the others follow 0.3 s later, the slow ones spread evenly. */
static void open_due(uint64_t t) {
  static uint64_t next;
  uint64_t apart = join_seconds > 0 ? (uint64_t)(join_seconds * 1e9 / n_viewers) : SECOND / 2000;
  if (!next) next = t;
  while (n_opened < n_viewers && t >= next) {
    long i = n_opened++;
    viewers[i].slow = i * n_slow / n_viewers != (i + 1) * n_slow / n_viewers;
    open_viewer(&viewers[i]);
    next += i ? apart : 300 * MILLISECOND;
  }
}

/* Every 10 ms or so. The credit is bounded so that a pause isn't followed by a burst. */
static void read_slowly(uint64_t t) {
  static uint64_t last;
  double earned = last ? slow_rate * (double)(t - last) / 1e9 : 0;
  last = t;
  for (int i = 0; i < n_opened; i++) {
    struct viewer *v = &viewers[i];
    if (!v->slow || v->fd < 0 || v->state == CONNECTING) continue;
    v->credit += earned;
    if (v->credit > slow_rate / 20) v->credit = slow_rate / 20;
    size_t n = (size_t)v->credit;
    v->credit -= (double)n;
    read_up_to(v, n);
  }
}

static void handle_events(void) {
  struct epoll_event events[512];
  int n = epoll_wait(poller, events, 512, spin ? 0 : 5);
  for (int i = 0; i < n; i++) {
    struct viewer *v = events[i].data.ptr;
    if (v->fd < 0) continue;
    if (v->state == CONNECTING) {
      on_connected(v);
    } else {
      read_up_to(v, SIZE_MAX);
    }
  }
}

/* --- the server's cost --- */

static double cpu_of(int pid) { /* of all its threads, ended ones too */
  clockid_t clock;
  struct timespec t;
  if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &t)) return 0;
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double rss_mb_of(int pid) {
  char file[64];
  long pages = 0;
  snprintf(file, sizeof file, "/proc/%d/statm", pid);
  FILE *f = fopen(file, "r");
  if (!f) return 0;
  if (fscanf(f, "%*d %ld", &pages) != 1) pages = 0;
  fclose(f);
  return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1048576;
}

static struct cost server_cost(void) {
  struct cost all = {0};
  for (int i = 0; i < n_pids; i++) {
    all.cpu += cpu_of(pids[i]);
    all.rss_mb += rss_mb_of(pids[i]);
  }
  return all;
}

/* Memory of all TCP sockets, of both ends of a connection. */
static double tcp_mb(void) {
  char line[256];
  double pages = 0;
  FILE *f = fopen("/proc/net/sockstat", "r");
  if (!f) return 0;
  while (fgets(line, sizeof line, f)) {
    const char *mem = strstr(line, "mem ");
    if (!strncmp(line, "TCP:", 4) && mem) pages = atof(mem + 4);
  }
  fclose(f);
  return pages * (double)sysconf(_SC_PAGESIZE) / 1048576;
}

static double own_cpu(void) {
  struct rusage r;
  getrusage(RUSAGE_SELF, &r);
  return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
         (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

/* --- one run --- */

struct window {
  uint64_t from, to;
  struct cost idle, before, after;
  double own_before, own_after, tcp_idle_mb, tcp_most_mb;
};

static void begin_window(struct window *w) {
  w->before = server_cost();
  w->own_before = own_cpu();
  w->from = now_ns();
  first_seq = newest_seq;
  for (int i = 0; i < n_viewers; i++) viewers[i].frames = viewers[i].longest_silence = 0;
  measuring = true;
}

static void end_window(struct window *w) {
  w->after = server_cost();
  w->own_after = own_cpu();
  w->to = now_ns();
  last_seq = newest_seq;
  measuring = false;
}

/* One round of the loop; slow readers and memory have their turn every 10 and 200 ms. */
static void turn(struct window *w) {
  static uint64_t slow_turn, memory_turn;
  handle_events();
  uint64_t t = now_ns();
  open_due(t);
  if (slow_rate > 0 && t >= slow_turn) {
    slow_turn = t + 10 * MILLISECOND;
    read_slowly(t);
  }
  if (measuring && t >= memory_turn) {
    memory_turn = t + 200 * MILLISECOND;
    double mb = tcp_mb();
    if (mb > w->tcp_most_mb) w->tcp_most_mb = mb;
  }
}

static void turn_until(struct window *w, uint64_t end) {
  while (now_ns() < end) turn(w);
}

static struct window run(void) {
  struct window w = {.idle = server_cost(), .tcp_idle_mb = tcp_mb()};
  while (n_opened < n_viewers) turn(&w);
  /* Nothing is warm before the first picture, which a busy machine may take long for. */
  uint64_t patience = now_ns() + 30 * SECOND;
  while (!newest_seq && now_ns() < patience) turn(&w);
  turn_until(&w, now_ns() + (uint64_t)(warm * 1e9));
  begin_window(&w);
  turn_until(&w, now_ns() + (uint64_t)(seconds * 1e9));
  end_window(&w);
  turn_until(&w, now_ns() + SECOND); /* for frames under way */
  return w;
}

static void print_ages(const char *name, struct samples *s) {
  if (!s->n) return;
  qsort(s->at, s->n, sizeof *s->at, by_value32);
  printf(",\"%s\":{\"n\":%zu,\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f}", name, s->n, quantile(s, .5),
         quantile(s, .99), quantile(s, 1));
}

/* The least, middle and greatest frame rate, and the longest silence, of the viewers that read. */
static void print_per_viewer(const struct window *w, double elapsed) {
  uint64_t *frames = grown(0, (size_t)n_viewers * sizeof *frames), silence = 0;
  int n = 0;
  for (int i = 0; i < n_viewers; i++) {
    const struct viewer *v = &viewers[i];
    if (v->slow) continue;
    uint64_t at_end = v->frame_at && w->to > v->frame_at ? w->to - v->frame_at : 0;
    uint64_t longest = v->longest_silence > at_end ? v->longest_silence : at_end;
    if (longest > silence) silence = longest;
    frames[n++] = v->frames;
  }
  if (n) {
    qsort(frames, (size_t)n, sizeof *frames, by_value64);
    printf(",\"fps_min\":%.2f,\"fps_med\":%.2f,\"silence_max_ms\":%.0f",
           (double)frames[0] / elapsed, (double)frames[n / 2] / elapsed, (double)silence / 1e6);
  }
  free(frames);
}

static void report(const struct window *w) {
  double elapsed = (double)(w->to - w->from) / 1e9, cpu = w->after.cpu - w->before.cpu;
  uint64_t sent = last_seq - first_seq, expected = sent * (unsigned)(n_viewers - n_slow);
  int alive = 0;
  for (int i = 0; i < n_viewers; i++) alive += viewers[i].fd >= 0;
  printf(
      "{\"viewers\":%d,\"slow\":%d,\"secs\":%.2f,\"alive\":%d,\"refused\":%llu,\"disconnects\":%"
      "llu",
      n_viewers, n_slow, elapsed, alive, (unsigned long long)refused,
      (unsigned long long)m_disconnects);
  printf(",\"until_ns\":%llu", (unsigned long long)w->to);
  printf(
      ",\"camera_frames\":%llu,\"frames\":%llu,\"fps_total\":%.1f,\"mb_s\":%.1f,\"gaps\":%llu,"
      "\"corrupt\":%llu",
      (unsigned long long)sent, (unsigned long long)m_frames, (double)m_frames / elapsed,
      (double)m_bytes / elapsed / 1e6, (unsigned long long)m_gaps, (unsigned long long)m_corrupt);
  if (expected) printf(",\"delivered_pct\":%.2f", 100.0 * (double)delivered / (double)expected);
  if (ts) {
    printf(",\"torn\":%llu,\"breaks\":%llu", (unsigned long long)m_torn,
           (unsigned long long)m_breaks);
    if (m_frames) {
      printf(",\"us_per_message\":%.3f,\"us_per_mb\":%.1f,\"message_bytes\":%.0f",
             cpu * 1e6 / (double)m_frames, cpu * 1e12 / (double)m_bytes,
             (double)m_bytes / (double)m_frames);
    }
  } else if (m_frames) {
    printf(",\"us_per_frame\":%.3f", cpu * 1e6 / (double)m_frames);
  }
  printf(",\"cores\":%.3f,\"client_cores\":%.3f", cpu / elapsed,
         (w->own_after - w->own_before) / elapsed);
  printf(",\"rss_idle_mb\":%.1f,\"rss_before_mb\":%.1f,\"rss_mb\":%.1f", w->idle.rss_mb,
         w->before.rss_mb, w->after.rss_mb);
  printf(",\"tcp_idle_mb\":%.1f,\"tcp_mb\":%.1f", w->tcp_idle_mb, w->tcp_most_mb);
  print_per_viewer(w, elapsed);
  print_ages("age", &ages);
  print_ages("slow_age", &slow_ages);
  if (join_seconds > 0) print_ages("join", &joins);
  for (char *p = note; *p; p++) {
    if ((unsigned char)*p < ' ' || *p == '"' || *p == '\\') *p = ' ';
  }
  printf(",\"note\":\"%s\"}\n", note);
}

static void add_pids(char *list) {
  for (char *p = strtok(list, ","); p && n_pids < MAX_PIDS; p = strtok(0, ","))
    pids[n_pids++] = atoi(p);
}

static const char *parse_options(int argc, char **argv) {
  enum {
    URL = 1,
    VIEWERS,
    SECONDS,
    WARM,
    WS,
    TS,
    SLOW,
    SLOW_RATE,
    JOIN,
    VERIFY,
    SPIN,
    PID,
    SEQUENCES
  };
  static const struct option options[] = {{"url", 1, 0, URL},
                                          {"viewers", 1, 0, VIEWERS},
                                          {"seconds", 1, 0, SECONDS},
                                          {"warm", 1, 0, WARM},
                                          {"websocket", 0, 0, WS},
                                          {"ts", 0, 0, TS},
                                          {"slow", 1, 0, SLOW},
                                          {"slow-rate", 1, 0, SLOW_RATE},
                                          {"join-seconds", 1, 0, JOIN},
                                          {"verify", 0, 0, VERIFY},
                                          {"spin", 0, 0, SPIN},
                                          {"pid", 1, 0, PID},
                                          {"log-sequences", 1, 0, SEQUENCES},
                                          {0}};
  const char *url = 0;
  for (int c; (c = getopt_long(argc, argv, "", options, 0)) != -1;) {
    if (c == URL) url = optarg;
    if (c == VIEWERS) n_viewers = atoi(optarg);
    if (c == SECONDS) seconds = atof(optarg);
    if (c == WARM) warm = atof(optarg);
    if (c == WS) websocket = true;
    if (c == TS) websocket = ts = true;
    if (c == SLOW) slow_part = atof(optarg);
    if (c == SLOW_RATE) slow_rate = atof(optarg);
    if (c == JOIN) join_seconds = atof(optarg);
    if (c == VERIFY) verify = true;
    if (c == SPIN) spin = true;
    if (c == PID) add_pids(optarg);
    if (c == SEQUENCES && !(sequences = fopen(optarg, "w"))) die(optarg);
    if (c == '?') return 0;
  }
  return n_viewers > 0 ? url : 0;
}

int main(int argc, char **argv) {
  const char *url = parse_options(argc, argv);
  if (!url) {
    fputs(
        "viewers --url URL [--viewers 100] [--seconds 8] [--warm 2] [--websocket] [--pid "
        "PID,PID..]\n"
        "  [--ts: a transport stream from tv, by WebSocket]\n"
        "  [--slow PART [--slow-rate BYTES-PER-SECOND; without it they never read]]\n"
        "  [--join-seconds SECONDS; without it 2000 join per second] [--verify every byte]\n"
        "  [--spin: never sleep, so that the server pays no wake-ups]\n"
        "  [--log-sequences FILE: the number of each picture, or what is wrong with it]\n",
        stderr);
    return 2;
  }
  parse_url(url, &port, path);
  n_slow = (int)(slow_part * n_viewers + 0.5);
  viewers = grown(0, (size_t)n_viewers * sizeof *viewers);
  memset(viewers, 0, (size_t)n_viewers * sizeof *viewers);
  for (int i = 0; i < n_viewers; i++) {
    viewers[i].fd = -1;
    if (ts) viewers[i].counters = memset(grown(0, TS_PIDS), COUNTER_UNKNOWN, TS_PIDS);
  }
  scratch = grown(0, READ_ALL);
  poller = epoll_create1(EPOLL_CLOEXEC);
  struct window w = run();
  report(&w);
  return 0;
}
