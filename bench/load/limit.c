/* limit: the least a relay can cost on this machine, the yardstick of all others.
 *
 * One thread, one connection to the camera, one shared copy of the newest frame (reference
 * counted), and per viewer a pointer and an offset: a viewer still busy with a frame misses those
 * in between, so one that stalls costs nothing but its socket's buffer. One system call per viewer
 * and frame, since part header, picture and CR LF lie in one block. Sockets are registered once,
 * edge-triggered, so there is no epoll_ctl while streaming.
 *
 * --notsent and --sndbuf bound what the kernel queues for a viewer that doesn't read. */
#include <getopt.h>
#include <signal.h>
#include <sys/epoll.h>

#include "common.h"

enum { LEAST_ROOM = 1 << 18, RETRY_MS = 200 };

struct frame {
  int references;
  size_t len;
  uint8_t bytes[];
};

struct viewer {
  int fd, slot; /* slot: where in viewers[], -1 before its request is complete */
  struct frame *frame;
  size_t off;
  uint64_t version; /* of the newest frame it was given */
  char request[1024];
  size_t request_len;
};

static int poller, notsent, sndbuf;
static struct viewer **viewers;
static int n_viewers, room_for_viewers;
static struct frame *latest;
static uint64_t version;

/* --- viewers --- */

static void release(struct frame *f) {
  if (f && !--f->references) free(f);
}

static void drop(struct viewer *v) {
  close(v->fd);
  release(v->frame);
  if (v->slot >= 0) {
    viewers[v->slot] = viewers[--n_viewers];
    viewers[v->slot]->slot = v->slot;
  }
  free(v);
}

/* Sends what the socket takes; false = the viewer is gone. */
static bool pump(struct viewer *v) {
  for (;;) {
    if (!v->frame) {
      if (!latest || v->version == version) return true;
      v->frame = latest;
      v->frame->references++;
      v->version = version;
      v->off = 0;
    }
    ssize_t r = send(v->fd, v->frame->bytes + v->off, v->frame->len - v->off, MSG_NOSIGNAL);
    if (r < 0 && errno == EAGAIN) return true; /* epoll will say when there is room */
    if (r < 0 && errno != EINTR) return false;
    if (r > 0) v->off += (size_t)r;
    if (v->off < v->frame->len) continue;
    release(v->frame);
    v->frame = 0;
  }
}

static void publish(const uint8_t *jpeg, size_t n) {
  char header[128];
  size_t h = (size_t)sprintf(
      header, "--limit\r\nContent-Type: image/jpeg\r\nContent-Length: %zu\r\n\r\n", n);
  struct frame *f = grown(0, sizeof *f + h + n + 2);
  f->references = 1;
  f->len = h + n + 2;
  memcpy(f->bytes, header, h);
  memcpy(f->bytes + h, jpeg, n);
  memcpy(f->bytes + h + n, "\r\n", 2);
  release(latest);
  latest = f;
  version++;
  /* One that has gone keeps its frame, so it isn't tried again, until epoll reports its end. */
  for (int i = 0; i < n_viewers; i++) {
    if (!viewers[i]->frame) pump(viewers[i]);
  }
}

static bool admit(struct viewer *v) {
  static const char response[] =
      "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=limit\r\n"
      "Cache-Control: no-cache\r\nConnection: close\r\n\r\n";
  if (send(v->fd, response, sizeof response - 1, MSG_NOSIGNAL) < 0) return false;
  if (n_viewers == room_for_viewers) {
    room_for_viewers = room_for_viewers * 2 + 64;
    viewers = grown(viewers, (size_t)room_for_viewers * sizeof *viewers);
  }
  v->slot = n_viewers;
  viewers[n_viewers++] = v;
  return true;
}

static bool read_request(struct viewer *v) { /* false = gone */
  for (;;) {
    size_t room = sizeof v->request - 1 - v->request_len;
    ssize_t r = recv(v->fd, v->request + v->request_len, room, 0);
    if (r < 0 && errno == EAGAIN) return true;
    if (r <= 0) return false;
    if (v->slot >= 0) continue; /* whatever else it says */
    v->request_len += (size_t)r;
    v->request[v->request_len] = 0;
    if (!strstr(v->request, "\r\n\r\n")) continue;
    v->request_len = 0;
    if (!admit(v)) return false;
  }
}

static bool on_viewer(struct viewer *v, uint32_t events) {
  if (events & (EPOLLHUP | EPOLLERR)) return false;
  if ((events & EPOLLIN) && !read_request(v)) return false;
  return v->slot < 0 || pump(v);
}

static void accept_viewers(int listener) {
  for (int fd; (fd = accept4(listener, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
    no_delay(fd);
    if (sndbuf) setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof sndbuf);
    if (notsent) setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &notsent, sizeof notsent);
    struct viewer *v = grown(0, sizeof *v);
    *v = (struct viewer){.fd = fd, .slot = -1};
    struct epoll_event e = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = v};
    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &e);
  }
}

/* --- camera: parts with Content-Length --- */

static int camera = -1, camera_port;
static char camera_path[512];
static bool asked;
static uint8_t *in;
static size_t in_len, in_room;
static uint64_t retry_at;

static void lose_camera(void) {
  if (camera >= 0) close(camera);
  camera = -1;
  in_len = 0;
  retry_at = now_ns() + RETRY_MS * MILLISECOND;
}

static void connect_camera(void) {
  camera = tcp_connect(camera_port);
  asked = false;
  if (camera < 0) {
    lose_camera();
    return;
  }
  struct epoll_event e = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = &camera};
  epoll_ctl(poller, EPOLL_CTL_ADD, camera, &e);
}

/* Publishes the whole parts; returns how many bytes they were. The response's header counts as a
 * part without a length. */
static size_t publish_parts(void) {
  size_t at = 0;
  for (;;) {
    uint8_t *end = memmem(in + at, in_len - at, "\r\n\r\n", 4);
    if (!end) return at;
    *end = 0;
    char *length = strcasestr((char *)in + at, "content-length:");
    *end = '\r';
    size_t n = length ? strtoull(length + 15, 0, 10) : 0, body = (size_t)(end - in) + 4;
    if (body + n > in_len) return at;
    if (n) publish(in + body, n);
    at = body + n;
  }
}

static void read_camera(void) {
  for (;;) {
    if (in_room - in_len < LEAST_ROOM) in = grown(in, in_room = in_room * 2 + 2 * LEAST_ROOM);
    ssize_t r = recv(camera, in + in_len, in_room - in_len - 1, 0);
    if (r < 0 && errno == EAGAIN) return;
    if (r <= 0) {
      lose_camera();
      return;
    }
    in_len += (size_t)r;
    size_t used = publish_parts();
    memmove(in, in + used, in_len - used);
    in_len -= used;
  }
}

static void on_camera(uint32_t events) {
  char request[700];
  if (camera < 0) return;
  if (events & (EPOLLHUP | EPOLLERR)) {
    lose_camera();
    return;
  }
  if (!asked && (events & EPOLLOUT)) {
    int n = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n",
                     camera_path, camera_port);
    asked = true;
    if (send(camera, request, (size_t)n, MSG_NOSIGNAL) < 0) {
      lose_camera();
      return;
    }
  }
  read_camera();
}

int main(int argc, char **argv) {
  static const struct option options[] = {{"port", 1, 0, 'p'},
                                          {"camera", 1, 0, 'c'},
                                          {"notsent", 1, 0, 'n'},
                                          {"sndbuf", 1, 0, 'b'},
                                          {0}};
  const char *url = 0;
  int port = 0;
  for (int c; (c = getopt_long(argc, argv, "", options, 0)) != -1;) {
    if (c == 'p') port = atoi(optarg);
    if (c == 'c') url = optarg;
    if (c == 'n') notsent = atoi(optarg);
    if (c == 'b') sndbuf = atoi(optarg);
    if (c == '?') port = -1;
  }
  if (!url || port < 1) {
    fputs("limit --camera URL --port PORT [--notsent BYTES] [--sndbuf BYTES]\n", stderr);
    return 2;
  }
  parse_url(url, &camera_port, camera_path);
  poller = epoll_create1(EPOLL_CLOEXEC);
  int listener = tcp_listen(port);
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = &listener};
  epoll_ctl(poller, EPOLL_CTL_ADD, listener, &e);
  for (;;) {
    struct epoll_event events[512];
    if (camera < 0 && now_ns() >= retry_at) connect_camera();
    int n = epoll_wait(poller, events, 512, camera < 0 ? RETRY_MS / 4 : 1000);
    for (int i = 0; i < n; i++) {
      void *from = events[i].data.ptr;
      if (from == &listener) {
        accept_viewers(listener);
      } else if (from == &camera) {
        on_camera(events[i].events);
      } else if (!on_viewer(from, events[i].events)) {
        drop(from);
      }
    }
  }
}
