/* What camera, viewers and limit share: the stamp in every picture, and small helpers.
 *
 * A test picture is a valid grey JPEG. Behind SOI and the JFIF segment it has a comment segment
 * with this stamp (big endian):
 *
 *   "SLSTAMP1" | u64 sequence | u64 CLOCK_MONOTONIC ns when sent | u32 length of the picture |
 *   u32 FNV-1a of all its bytes after the stamp */
#ifndef COMMON_H
#define COMMON_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define STAMP_MAGIC "SLSTAMP1"
enum { STAMP_AT = 24, STAMP_LEN = 32, STAMPED = STAMP_AT + STAMP_LEN };

#define SECOND 1000000000ull
#define MILLISECOND 1000000ull

static inline uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

static inline void put_be(uint8_t *p, uint64_t v, int n) {
  while (n--) {
    p[n] = (uint8_t)v;
    v >>= 8;
  }
}

static inline uint64_t get_be(const uint8_t *p, int n) {
  uint64_t v = 0;
  while (n--) v = v << 8 | *p++;
  return v;
}

#define FNV0 2166136261u
static inline uint32_t fnv(uint32_t h, const uint8_t *p, size_t n) {
  while (n--) h = (h ^ *p++) * 16777619u;
  return h;
}

static inline void die(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

/* Memory is only asked for at the start or in proportion to what came in: without it, no figures.
 */
static inline void *grown(void *p, size_t n) {
  p = realloc(p, n);
  if (!p) die("memory");
  return p;
}

static inline void no_delay(int fd) {
  int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

static inline int tcp_listen(int port) {
  int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(fd, (struct sockaddr *)&a, sizeof a) || listen(fd, 4096)) die("listen");
  return fd;
}

/* Starts a non-blocking connect on loopback; the caller waits for writability. -1 = failed at once.
 */
static inline int tcp_connect(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0) die("socket");
  no_delay(fd);
  if (connect(fd, (struct sockaddr *)&a, sizeof a) && errno != EINPROGRESS) {
    close(fd);
    return -1;
  }
  return fd;
}

/* Splits http://127.0.0.1:port/path. Any other host is refused: load stays on this machine. */
static inline void parse_url(const char *url, int *port, char path[512]) {
  const char *host = strstr(url, "://127.0.0.1:");
  if (!host) {
    fprintf(stderr, "%s: not a URL like http://127.0.0.1:8080/\n", url);
    exit(2);
  }
  char *end;
  *port = (int)strtol(host + strlen("://127.0.0.1:"), &end, 10);
  snprintf(path, 512, "%s", *end == '/' ? end : "/");
}
#endif
