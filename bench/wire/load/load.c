/*
 * The load of the wire benchmark: many DEALERs in one process, each with some requests in flight.
 *
 * It speaks ZMTP 3.0 (mechanism NULL) over plain sockets, so that it needs neither libzmq nor a second thread and takes a
 * small part of what a server takes: a client of libzmq's own would be the limit on a machine of two cores.
 *
 * load PORT IN_FLIGHT SECONDS REQUESTS EXPECTED < BODIES
 *   BODIES    one line a connection: its request, with ten `@` where the number of the request goes
 *   REQUESTS  ends there, before SECONDS have passed; 0 for no such end
 *   EXPECTED  text that every reply must hold
 * Prints {"requests", "seconds", "cpu_us" (of this process, a request), "p50_us", "p99_us" (of a request)}.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CONNECTIONS = 256, MAX_BODY = 4096, MAX_IN_FLIGHT = 64, INPUT = 1 << 18, DIGITS = 10, GREETING = 64 };
enum { LONG = 2, COMMAND = 4 };
/* Latencies are counted by microseconds up to here; what took longer counts as this. */
enum { MAX_LATENCY = 4000000 };
/* Milliseconds without any reply after which the run has failed. */
enum { SILENCE = 20000 };

typedef struct {
  int fd;
  /* A whole frame, head and body. */
  uint8_t frame[MAX_BODY + 16];
  size_t length, digits;
  uint8_t input[INPUT];
  size_t filled;
  /* When the requests in flight were sent, the oldest first: replies come in order. */
  double sent[MAX_IN_FLIGHT];
  unsigned first, in_flight;
} Connection;

static Connection *connections;
static struct pollfd polled[MAX_CONNECTIONS];
static int count;
static uint32_t *latencies;
static uint64_t number, done, limit;
static double ends;
static const char *expected;
static size_t expected_length;

static void fail(const char *what) {
  fprintf(stderr, "load: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void send_all(int fd, const uint8_t *bytes, size_t length) {
  while (length > 0) {
    ssize_t n = send(fd, bytes, length, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail("cannot send");
    bytes += n;
    length -= (size_t)n;
  }
}

static void receive_all(int fd, uint8_t *bytes, size_t length) {
  while (length > 0) {
    ssize_t n = recv(fd, bytes, length, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail("the connection ended in its handshake");
    bytes += n;
    length -= (size_t)n;
  }
}

static void shake_hands(int fd) {
  uint8_t greeting[GREETING] = {0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0, 'N', 'U', 'L', 'L'};
  static const uint8_t ready[] = "\x04\x1c\x05READY\x0bSocket-Type\0\0\0\x06" "DEALER";
  uint8_t head[2], body[255];
  send_all(fd, greeting, sizeof greeting);
  send_all(fd, ready, sizeof ready - 1);
  receive_all(fd, greeting, sizeof greeting);
  receive_all(fd, head, sizeof head);
  if (head[0] != COMMAND) fail("the server did not greet");
  receive_all(fd, body, head[1]);
  if (head[1] < 6 || memcmp(body, "\x05READY", 6) != 0) fail("the server refused the connection");
}

static void open_connection(Connection *c, int port, char *body) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  const char *place = strstr(body, "@@@@@@@@@@");
  size_t length = strlen(body), head;
  int on = 1;
  if (place == NULL) fail("a body has no place for the number of the request");
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&address, sizeof address) < 0) fail("cannot connect");
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  shake_hands(c->fd);
  if (length <= 255) {
    c->frame[0] = 0;
    c->frame[1] = (uint8_t)length;
    head = 2;
  } else {
    c->frame[0] = LONG;
    for (int i = 0; i < 8; i++) c->frame[1 + i] = (uint8_t)((uint64_t)length >> (56 - 8 * i));
    head = 9;
  }
  memcpy(c->frame + head, body, length);
  c->length = head + length;
  c->digits = head + (size_t)(place - body);
}

/* Sends as many requests, in one piece. */
static void request(Connection *c, unsigned requests, double at) {
  static uint8_t output[MAX_IN_FLIGHT * (MAX_BODY + 16)];
  size_t length = 0;
  for (; requests > 0; requests--) {
    uint64_t rest = ++number;
    for (int i = DIGITS - 1; i >= 0; i--, rest /= 10) c->frame[c->digits + (size_t)i] = (uint8_t)('0' + rest % 10);
    memcpy(output + length, c->frame, c->length);
    length += c->length;
    c->sent[(c->first + c->in_flight++) % MAX_IN_FLIGHT] = at;
  }
  if (length > 0) send_all(c->fd, output, length);
}

/* Answers a heartbeat: `PING`, two bytes of time, and a text that comes back behind `PONG`. */
static void command(Connection *c, const uint8_t *body, size_t length) {
  uint8_t pong[64] = {COMMAND, 0, 4, 'P', 'O', 'N', 'G'};
  size_t text = length - 7;
  if (length < 7 || memcmp(body, "\4PING", 5) != 0) return;
  if (text > 16) text = 16;
  memcpy(pong + 7, body + 7, text);
  pong[1] = (uint8_t)(5 + text);
  send_all(c->fd, pong, 7 + text);
}

static void reply(Connection *c, const uint8_t *body, size_t length, double at) {
  double us = (at - c->sent[c->first]) * 1e6;
  if (memmem(body, length, expected, expected_length) == NULL) {
    fprintf(stderr, "load: a reply without %s: %.*s\n", expected, (int)length, (const char *)body);
    exit(1);
  }
  latencies[us < MAX_LATENCY ? (uint32_t)us : MAX_LATENCY]++;
  c->first = (c->first + 1) % MAX_IN_FLIGHT;
  c->in_flight--;
  done++;
}

static void receive(Connection *c) {
  ssize_t n = recv(c->fd, c->input + c->filled, INPUT - c->filled, 0);
  size_t at = 0;
  unsigned replies = 0;
  double moment = now();
  if (n < 0 && errno == EINTR) return;
  if (n <= 0) fail("the server ended the connection");
  c->filled += (size_t)n;
  while (c->filled - at >= 2) {
    const uint8_t *frame = c->input + at;
    size_t head = frame[0] & LONG ? 9 : 2;
    uint64_t length = frame[1];
    if (c->filled - at < head) break;
    if (head == 9) {
      length = 0;
      for (int i = 1; i < 9; i++) length = length << 8 | frame[i];
    }
    if (head + length > INPUT) fail("a reply is too long");
    if (c->filled - at < head + length) break;
    if (frame[0] & COMMAND) {
      command(c, frame + head, length);
    } else {
      reply(c, frame + head, length, moment);
      replies++;
    }
    at += head + length;
  }
  c->filled -= at;
  memmove(c->input, c->input + at, c->filled);
  if (moment < ends && (limit == 0 || number < limit)) request(c, replies, moment);
}

static double percentile(double part) {
  uint64_t left = (uint64_t)((double)done * part);
  for (uint32_t us = 0; us < MAX_LATENCY; us++) {
    if (left < latencies[us]) return us;
    left -= latencies[us];
  }
  return MAX_LATENCY;
}

int main(int argc, char **argv) {
  char line[MAX_BODY];
  struct rusage usage;
  double start, seconds, cpu;
  unsigned in_flight;
  if (argc != 6) fail("load PORT IN_FLIGHT SECONDS REQUESTS EXPECTED");
  in_flight = (unsigned)atoi(argv[2]);
  if (in_flight < 1 || in_flight > MAX_IN_FLIGHT) fail("too many in flight");
  limit = strtoull(argv[4], NULL, 10);
  expected = argv[5];
  expected_length = strlen(expected);
  connections = calloc(MAX_CONNECTIONS, sizeof(Connection));
  latencies = calloc(MAX_LATENCY + 1, sizeof(uint32_t));
  if (connections == NULL || latencies == NULL) fail("no memory");
  while (count < MAX_CONNECTIONS && fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = 0;
    open_connection(&connections[count], atoi(argv[1]), line);
    polled[count] = (struct pollfd){.fd = connections[count].fd, .events = POLLIN};
    count++;
  }
  errno = 0;
  start = now();
  ends = start + atof(argv[3]);
  for (int i = 0; i < count; i++) request(&connections[i], in_flight, start);
  while (done < number) {
    int n = poll(polled, (nfds_t)count, SILENCE);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail("no reply came");
    for (int i = 0; i < count; i++) if (polled[i].revents) receive(&connections[i]);
  }
  seconds = now() - start;
  getrusage(RUSAGE_SELF, &usage);
  cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  printf("{\"requests\":%llu,\"seconds\":%.6f,\"cpu_us\":%.3f,\"p50_us\":%.0f,\"p99_us\":%.0f}\n",
         (unsigned long long)done, seconds, cpu / (double)done, percentile(0.5), percentile(0.99));
  return 0;
}
