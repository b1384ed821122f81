/* A disk that fails on demand: preloaded, it refuses to write, to make durable and to rename under one folder.

   disk_fails(folder, after, times, number): from the `after`-th such call on, `times` of them give the error `number`.
   disk_calls(): how many there have been since. Nothing fails before disk_fails was called. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char folder[4096];
static long after, times, calls;
static int number;

void disk_fails(const char *under, long from, long how_often, int with) {
  strncpy(folder, under, sizeof folder - 1);
  after = from, times = how_often, number = with, calls = 0;
}

long disk_calls(void) { return calls; }

static int refuses(const char *path) {
  if (!folder[0] || strncmp(path, folder, strlen(folder))) return 0;
  long call = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
  if (call < after || call >= after + times) return 0;
  errno = number;
  return 1;
}

static int refuses_file(int file) {
  char name[64], path[4096];
  snprintf(name, sizeof name, "/proc/self/fd/%d", file);
  ssize_t length = folder[0] ? readlink(name, path, sizeof path - 1) : -1;
  if (length < 0) return 0;
  path[length] = 0;
  return refuses(path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
ssize_t write(int f, const void *b, size_t n) { return refuses_file(f) ? -1 : REAL(write)(f, b, n); }
ssize_t writev(int f, const struct iovec *v, int n) { return refuses_file(f) ? -1 : REAL(writev)(f, v, n); }
ssize_t pwrite(int f, const void *b, size_t n, off_t o) { return refuses_file(f) ? -1 : REAL(pwrite)(f, b, n, o); }
ssize_t pwrite64(int f, const void *b, size_t n, off64_t o) { return refuses_file(f) ? -1 : REAL(pwrite64)(f, b, n, o); }
int fsync(int f) { return refuses_file(f) ? -1 : REAL(fsync)(f); }
int fdatasync(int f) { return refuses_file(f) ? -1 : REAL(fdatasync)(f); }
int rename(const char *from, const char *to) { return refuses(to) ? -1 : REAL(rename)(from, to); }
