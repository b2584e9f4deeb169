/*
 * Viewers by TLS, in one thread, that take all that comes and look at none of it; and what the servers' processes took
 * meanwhile:  tls PORT PATH VIEWERS WARM SECONDS FRAME_BYTES PID...
 *
 * Prints the frames that came, in bytes divided by FRAME_BYTES, and the CPU time of the processes for each, in µs.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 1 << 16, EVENTS = 256, TICK_MILLIS = 20 };

static char buffer[BUFFER];

static void die(const char *what) {
  fprintf(stderr, "tls: %s\n", what);
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* User and system time of a process so far, in seconds: fields 14 and 15 of its stat. */
static double cpu_of(int pid) {
  char path[64], line[4096];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  FILE *file = fopen(path, "r");
  if (!file || !fgets(line, sizeof line, file)) die("a process has ended");
  fclose(file);
  long user, system;
  char *after_name = strrchr(line, ')');
  if (!after_name || sscanf(after_name + 2, "%*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %ld %ld", &user, &system) != 2)
    die("a stat is of another form");
  return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static double cpu(int count, char **pids) {
  double sum = 0;
  for (int i = 0; i < count; i++) sum += cpu_of(atoi(pids[i]));
  return sum;
}

static SSL *join(SSL_CTX *context, int port, const char *path) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address)) die("no connection");
  SSL *viewer = SSL_new(context);
  SSL_set_fd(viewer, fd);
  if (SSL_connect(viewer) != 1) die("no handshake");
  char request[512];
  int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
  if (SSL_write(viewer, request, length) != length) die("no request");
  fcntl(fd, F_SETFL, O_NONBLOCK);
  return viewer;
}

static long take(SSL *viewer) {
  long bytes = 0;
  int count;
  while ((count = SSL_read(viewer, buffer, BUFFER)) > 0) bytes += count;
  if (SSL_get_error(viewer, count) != SSL_ERROR_WANT_READ) die("a stream has ended");
  return bytes;
}

int main(int argc, char **argv) {
  if (argc < 8) die("PORT PATH VIEWERS WARM SECONDS FRAME_BYTES PID...");
  int viewers = atoi(argv[3]), poll = epoll_create1(0);
  double warm = atof(argv[4]), seconds = atof(argv[5]), frame = atof(argv[6]);
  SSL_CTX *context = SSL_CTX_new(TLS_client_method());
  for (int i = 0; i < viewers; i++) {
    SSL *viewer = join(context, atoi(argv[1]), argv[2]);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = viewer};
    epoll_ctl(poll, EPOLL_CTL_ADD, SSL_get_fd(viewer), &event);
  }
  double begin = now() + warm, before = -1;
  long bytes = 0;
  while (now() < begin + seconds) {
    if (before < 0 && now() >= begin) {
      before = cpu(argc - 7, argv + 7);
      bytes = 0;
    }
    struct epoll_event events[EVENTS];
    int count = epoll_wait(poll, events, EVENTS, TICK_MILLIS);
    for (int i = 0; i < count; i++) bytes += take(events[i].data.ptr);
  }
  double frames = (double)bytes / frame;
  printf("%.0f %.1f\n", frames / seconds, (cpu(argc - 7, argv + 7) - before) * 1e6 / frames);
}
