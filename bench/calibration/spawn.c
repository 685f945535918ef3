// The calibration: how fast this machine starts processes, with nothing around it. Every speed of Holdfast is told as a share of
// this, measured in the same run, because machines are shared and noisy.
//
//   cc -O2 -o spawn spawn.c && ./spawn COUNT AT_ONCE PROGRAM [ARGUMENT...]
//
// prints: processes per second, then milliseconds of CPU per process (its own and the children's).
#define _GNU_SOURCE
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double seconds(struct timeval t) { return t.tv_sec + t.tv_usec / 1e6; }

static double cpu_seconds(void)
{
    struct rusage self, children;
    getrusage(RUSAGE_SELF, &self);
    getrusage(RUSAGE_CHILDREN, &children);
    return seconds(self.ru_utime) + seconds(self.ru_stime) + seconds(children.ru_utime) + seconds(children.ru_stime);
}

static double now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: spawn COUNT AT_ONCE PROGRAM [ARGUMENT...]\n");
        return 2;
    }
    long count = atol(argv[1]), at_once = atol(argv[2]), started = 0, running = 0;
    double began = now_seconds();
    while (started < count || running > 0) {
        if (started < count && running < at_once) {
            pid_t pid;
            int error = posix_spawn(&pid, argv[3], NULL, NULL, argv + 3, environ);
            if (error != 0) {
                fprintf(stderr, "%s cannot be started: %s\n", argv[3], strerror(error));
                return 1;
            }
            started++;
            running++;
        } else if (wait(NULL) > 0) {
            running--;
        } else if (errno != EINTR) {
            perror("wait");
            return 1;
        }
    }
    printf("%.1f %.4f\n", count / (now_seconds() - began), cpu_seconds() * 1000 / count);
    return 0;
}
