/* adversary TOKEN SEED DEPTH: one process of a tree that does not want to end. What it does, and what it starts, its seed decides.
   TOKEN is in its command line, so that it is found again whatever it does to its environment, its parents and its session. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned seed;

static int chance(int percent) { return rand_r(&seed) % 100 < percent; }

static void start_child(char *self, char *token, int depth, int number) {
  char child_seed[16], child_depth[16];
  snprintf(child_seed, sizeof child_seed, "%u", seed * 31 + number);
  snprintf(child_depth, sizeof child_depth, "%d", depth - 1);
  char *arguments[] = {self, token, child_seed, child_depth, NULL};
  char *nothing[] = {NULL};
  int twice = chance(40), bare = chance(40);
  if (fork() != 0) return;
  if (twice && fork() != 0) _exit(0);
  execve(self, arguments, bare ? nothing : environ);
  _exit(127);
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  int depth = atoi(arguments[3]), is_root = depth >= 10;
  seed = (unsigned)strtoul(arguments[2], NULL, 10);
  if (is_root) depth -= 10;
  if (chance(50)) signal(SIGTERM, SIG_IGN);
  if (chance(30)) signal(SIGHUP, SIG_IGN);
  if (chance(40)) setsid();
  int children = depth > 0 ? (is_root ? 2 : 0) + rand_r(&seed) % 3 : 0;
  for (int i = 0; i < children; i++) start_child(arguments[0], arguments[1], depth, i);
  if (is_root) {
    printf("up\n");
    fflush(stdout);
    if (chance(30)) return 0; /* what it leaves is found all the same */
  } else if (chance(25)) {
    close(1), close(2);
  }
  if (chance(20)) raise(SIGSTOP);
  if (chance(20) && vfork() == 0) {
    for (;;) pause(); /* its parent stays in the kernel until this ends */
  }
  for (;;) pause();
}
