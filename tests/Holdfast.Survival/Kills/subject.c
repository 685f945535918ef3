/* subject FILE KIND LINES CODE: a command of known behaviour. FILE, which is its own, says that it started and that it came to its end;
   FILE.count is the number of lines that it has written, kept in memory that outlives it. FILE is in its command line and in that of all it
   starts, so that they are found whatever became of their marks, parents and sessions. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static volatile uint64_t *written;
static char *file;

static void pause_ms(long ms) {
  struct timespec time = {ms / 1000, ms % 1000 * 1000000};
  while (nanosleep(&time, &time) != 0) {}
}

static void note(const char *word) {
  char line[64];
  int length = snprintf(line, sizeof line, "%s %d\n", word, (int)getpid());
  int fd = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0 || write(fd, line, length) != length) _exit(99);
  close(fd);
}

static void open_count(void) {
  char name[4096];
  snprintf(name, sizeof name, "%s.count", file);
  int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0 || ftruncate(fd, sizeof *written) != 0) _exit(99);
  void *place = mmap(NULL, sizeof *written, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (place == MAP_FAILED) _exit(99);
  close(fd);
  written = place;
}

/* One line at a time, so that what was written is known to the line. */
static void write_line(uint64_t number) {
  char line[32];
  int length = snprintf(line, sizeof line, "%08llu\n", (unsigned long long)number);
  if (write(1, line, length) != length) _exit(98);
  *written = number + 1;
}

/* Children that stay: one holds the output, one has left its session and its parent, one has erased its environment as well. */
static void leave_children(char *self) {
  char *stay[] = {self, file, "stay", "0", "0", NULL}, *nothing[] = {NULL};
  for (int i = 0; i < 3; i++) {
    if (fork() != 0) continue;
    if (i > 0) {
      setsid();
      if (fork() != 0) _exit(0);
      close(1), close(2);
    }
    execve(self, stay, i == 2 ? nothing : environ);
    _exit(97);
  }
}

int main(int count, char **arguments) {
  if (count != 5) return 2;
  file = arguments[1];
  const char *kind = arguments[2];
  uint64_t lines = strtoull(arguments[3], NULL, 10);
  if (strcmp(kind, "stay") == 0) {
    signal(SIGTERM, SIG_IGN);
    for (;;) pause();
  }

  int endless = strcmp(kind, "endless") == 0 || strcmp(kind, "stubborn") == 0;
  int slow = endless || strcmp(kind, "slow") == 0;
  if (strcmp(kind, "stubborn") == 0) signal(SIGTERM, SIG_IGN);
  note("start");
  open_count();
  if (strcmp(kind, "family") == 0) leave_children(arguments[0]);
  if (strcmp(kind, "silent") == 0) for (;;) pause();
  for (uint64_t i = 0; endless || i < lines; i++) {
    write_line(i);
    if (slow) pause_ms(5);
  }
  note("end");
  if (strcmp(kind, "signalled") == 0) kill(getpid(), SIGUSR1);
  return atoi(arguments[4]);
}
