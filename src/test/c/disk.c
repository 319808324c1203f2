/*
 * Stands between a process and one folder of its disk, preloaded (LD_PRELOAD).
 *
 * Notes, in the order in which they happened: what is written to files below FNSTORE_DISK_FOLDER,
 * which syncs complete, which names appear and go, and what is sent on sockets. Fails on demand.
 *
 *   FNSTORE_DISK_FOLDER    an absolute path without a slash at its end
 *   FNSTORE_DISK_TRACE     where to note it, a file that is appended to; nothing is noted without
 *   FNSTORE_DISK_CONTROL   a file of 8 numbers (int32), shared with the test, which may change any
 *                          of them at any time:
 *       [0] errno of failing calls, 0: none fail
 *       [1] which calls: 1 write, 2 sync, 4 create, 8 truncate, rename and unlink
 *       [2] how many of these still succeed
 *       [3] how many have failed; counted here
 *       [4] 1: lie; a sync does nothing and says it was done
 *       [5] which files: 0 all, 1 names that end in .log, 2 in .sst, 4 MANIFEST-*
 *
 * One note, all numbers little-endian:
 *
 *   length of all that follows (4), kind (1), file id (4), offset (8),
 *   length of name (2), name, length of data (4), data
 *
 * A write, a name and the end of a sync are noted after they happened, the beginning of a sync and
 * what is sent before: so whatever the notes call durable before a reply was so.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind {
  STARTED = 'p',     /* a process begins to use the shim; file ids begin anew */
  OPENED = 'o',      /* name; offset is 1 if this created it, 2 if this cut it to nothing, else 0 */
  WRITTEN = 'w',     /* data at offset */
  SYNC_BEGINS = 'b', /* offset is the number of the sync */
  SYNCED = 's',      /* offset is the number of the sync */
  TRUNCATED = 't',   /* to offset */
  RENAMED = 'r',     /* name to data */
  UNLINKED = 'u',    /* name */
  FOLDER_MADE = 'm', /* name */
  FOLDER_GONE = 'd', /* name */
  FAILED = 'f',      /* a call was made to fail; offset is the kind of call */
  SENT = 'n'         /* data; the id is the descriptor of the socket */
};

enum call { WRITE = 1, SYNC = 2, CREATE = 4, NAMES = 8 };

#define MAX_DESCRIPTORS 65536
#define OTHER 1
#define SOCKET 2
#define TRACKED 3

/* What a descriptor is: 0 not known yet, OTHER, SOCKET or TRACKED. */
static volatile unsigned char kind_of[MAX_DESCRIPTORS];
static uint32_t id_of[MAX_DESCRIPTORS];
static unsigned char appends[MAX_DESCRIPTORS];
static unsigned char group_of[MAX_DESCRIPTORS];

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static char folder[PATH_MAX];
static size_t folder_length;
static int trace = -1;
static volatile int32_t *control;
static uint32_t next_id = 1;
static uint64_t next_sync = 1;

#define REAL(name) real_##name
#define DECLARE(result, name, ...) static result (*REAL(name))(__VA_ARGS__)

DECLARE(int, open, const char *, int, ...);
DECLARE(int, openat, int, const char *, int, ...);
DECLARE(int, close, int);
DECLARE(ssize_t, write, int, const void *, size_t);
DECLARE(ssize_t, writev, int, const struct iovec *, int);
DECLARE(ssize_t, pwrite, int, const void *, size_t, off_t);
DECLARE(ssize_t, pwritev, int, const struct iovec *, int, off_t);
DECLARE(ssize_t, send, int, const void *, size_t, int);
DECLARE(ssize_t, sendto, int, const void *, size_t, int, const struct sockaddr *, socklen_t);
DECLARE(ssize_t, sendmsg, int, const struct msghdr *, int);
DECLARE(int, fsync, int);
DECLARE(int, fdatasync, int);
DECLARE(int, sync_file_range, int, off64_t, off64_t, unsigned int);
DECLARE(int, ftruncate, int, off_t);
DECLARE(int, rename, const char *, const char *);
DECLARE(int, unlink, const char *);
DECLARE(int, unlinkat, int, const char *, int);
DECLARE(int, mkdir, const char *, mode_t);
DECLARE(int, rmdir, const char *);
DECLARE(int, dup2, int, int);

static void *find(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) {
    fprintf(stderr, "disk shim: no %s\n", name);
    _exit(99);
  }
  return found;
}

static void set_up(void) {
  REAL(open) = find("open");
  REAL(openat) = find("openat");
  REAL(close) = find("close");
  REAL(write) = find("write");
  REAL(writev) = find("writev");
  REAL(pwrite) = find("pwrite");
  REAL(pwritev) = find("pwritev");
  REAL(send) = find("send");
  REAL(sendto) = find("sendto");
  REAL(sendmsg) = find("sendmsg");
  REAL(fsync) = find("fsync");
  REAL(fdatasync) = find("fdatasync");
  REAL(sync_file_range) = find("sync_file_range");
  REAL(ftruncate) = find("ftruncate");
  REAL(rename) = find("rename");
  REAL(unlink) = find("unlink");
  REAL(unlinkat) = find("unlinkat");
  REAL(mkdir) = find("mkdir");
  REAL(rmdir) = find("rmdir");
  REAL(dup2) = find("dup2");
  const char *watched = getenv("FNSTORE_DISK_FOLDER");
  if (watched) {
    snprintf(folder, sizeof folder, "%s", watched);
    folder_length = strlen(folder);
  }
  const char *notes = getenv("FNSTORE_DISK_TRACE");
  if (notes) {
    trace = REAL(open)(notes, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (trace < 0) {
      fprintf(stderr, "disk shim: cannot write %s\n", notes);
      _exit(99);
    }
  }
  const char *orders = getenv("FNSTORE_DISK_CONTROL");
  if (orders) {
    int fd = REAL(open)(orders, O_RDWR | O_CLOEXEC);
    void *shared = fd < 0 ? MAP_FAILED : mmap(NULL, 32, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (shared == MAP_FAILED) {
      fprintf(stderr, "disk shim: cannot read %s\n", orders);
      _exit(99);
    }
    control = shared;
    REAL(close)(fd);
  }
}

static void ready(void) { pthread_once(&once, set_up); }

/* ---- notes ---- */

static int write_all(const void *data, size_t length) {
  const char *at = data;
  while (length > 0) {
    ssize_t done = REAL(write)(trace, at, length);
    if (done < 0 && errno != EINTR) {
      fprintf(stderr, "disk shim: the trace cannot be written\n");
      _exit(99);
    }
    if (done > 0) {
      at += done;
      length -= (size_t)done;
    }
  }
  return 0;
}

/* With the lock held. */
static void note(enum kind kind, uint32_t id, uint64_t offset, const char *name,
                 const struct iovec *data, int count, size_t data_length) {
  if (trace < 0) {
    return;
  }
  int saved = errno;
  uint16_t name_length = name ? (uint16_t)strlen(name) : 0;
  uint32_t length = (uint32_t)(1 + 4 + 8 + 2 + name_length + 4 + data_length);
  uint32_t data_length32 = (uint32_t)data_length;
  char head[4 + 1 + 4 + 8 + 2 + PATH_MAX + 4];
  char *at = head;
  memcpy(at, &length, 4), at += 4;
  *at++ = (char)kind;
  memcpy(at, &id, 4), at += 4;
  memcpy(at, &offset, 8), at += 8;
  memcpy(at, &name_length, 2), at += 2;
  memcpy(at, name ? name : "", name_length), at += name_length;
  memcpy(at, &data_length32, 4), at += 4;
  write_all(head, (size_t)(at - head));
  size_t left = data_length;
  for (int i = 0; i < count && left > 0; i++) {
    size_t part = data[i].iov_len < left ? data[i].iov_len : left;
    write_all(data[i].iov_base, part);
    left -= part;
  }
  errno = saved;
}

static void note_bytes(enum kind kind, uint32_t id, uint64_t offset, const char *name,
                       const void *data, size_t length) {
  struct iovec one = {(void *)data, length};
  note(kind, id, offset, name, &one, 1, length);
}

__attribute__((constructor)) static void started(void) {
  ready();
  note(STARTED, 0, 0, NULL, NULL, 0, 0);
}

/* ---- what is watched ---- */

/* The path below the watched folder ("" for itself), or NULL. */
static const char *watched(int at, const char *path, char *buffer) {
  if (!folder_length || !path) {
    return NULL;
  }
  if (path[0] != '/') {
    char base[PATH_MAX];
    if (at == AT_FDCWD) {
      if (!getcwd(base, sizeof base)) {
        return NULL;
      }
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", at);
      ssize_t length = readlink(link, base, sizeof base - 1);
      if (length < 0) {
        return NULL;
      }
      base[length] = 0;
    }
    if (snprintf(buffer, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) {
      return NULL;
    }
    path = buffer;
  }
  if (strncmp(path, folder, folder_length) != 0) {
    return NULL;
  }
  const char *rest = path + folder_length;
  if (*rest != '/' && *rest != 0) {
    return NULL;
  }
  while (*rest == '/') {
    rest++;
  }
  return rest;
}

static unsigned char group(const char *name) {
  const char *slash = strrchr(name, '/');
  const char *file = slash ? slash + 1 : name;
  size_t length = strlen(file);
  if (length > 4 && strcmp(file + length - 4, ".log") == 0) {
    return 1;
  } else if (length > 4 && strcmp(file + length - 4, ".sst") == 0) {
    return 2;
  }
  return strncmp(file, "MANIFEST-", 9) == 0 ? 4 : 8;
}

static int is_socket(int fd) {
  if (fd < 0 || fd >= MAX_DESCRIPTORS) {
    return 0;
  }
  if (!kind_of[fd]) {
    struct stat state;
    kind_of[fd] = fstat(fd, &state) == 0 && S_ISSOCK(state.st_mode) ? SOCKET : OTHER;
  }
  return kind_of[fd] == SOCKET;
}

static int is_tracked(int fd) {
  return fd >= 0 && fd < MAX_DESCRIPTORS && kind_of[fd] == TRACKED;
}

/* With the lock held: whether this call has to fail; sets errno. */
static int fails(enum call call, unsigned char files) {
  if (!control || control[0] == 0 || !(control[1] & (int)call)) {
    return 0;
  }
  if (control[5] != 0 && !(control[5] & files)) {
    return 0;
  }
  if (control[2] > 0) {
    control[2]--;
    return 0;
  }
  control[3]++;
  note(FAILED, 0, (uint64_t)call, NULL, NULL, 0, 0);
  errno = control[0];
  return 1;
}

static int fails_on_name(enum call call, const char *name) {
  pthread_mutex_lock(&lock);
  int failing = fails(call, group(name));
  pthread_mutex_unlock(&lock);
  return failing;
}

/* ---- opening ---- */

static int opened(int fd, const char *name, int flags, int existed) {
  if (fd >= 0 && fd < MAX_DESCRIPTORS) {
    pthread_mutex_lock(&lock);
    id_of[fd] = next_id++;
    appends[fd] = (flags & O_APPEND) != 0;
    group_of[fd] = group(name);
    kind_of[fd] = TRACKED;
    uint64_t how = !existed && (flags & O_CREAT) ? 1 : flags & O_TRUNC ? 2 : 0;
    note(OPENED, id_of[fd], how, name, NULL, 0, 0);
    pthread_mutex_unlock(&lock);
  }
  return fd;
}

static int open_file(int at, const char *path, int flags, mode_t mode) {
  ready();
  char buffer[PATH_MAX];
  const char *name = watched(at, path, buffer);
  if (!name) {
    int fd = REAL(openat)(at, path, flags, mode);
    if (fd >= 0 && fd < MAX_DESCRIPTORS) {
      kind_of[fd] = 0;
    }
    return fd;
  }
  struct stat state;
  int existed = fstatat(at, path, &state, 0) == 0;
  if ((flags & O_CREAT) && !existed && fails_on_name(CREATE, name)) {
    return -1;
  }
  return opened(REAL(openat)(at, path, flags, mode), name, flags, existed);
}

#define MODE(flags)                             \
  mode_t mode = 0;                              \
  if ((flags) & (O_CREAT | __O_TMPFILE)) {      \
    va_list arguments;                          \
    va_start(arguments, flags);                 \
    mode = va_arg(arguments, mode_t);           \
    va_end(arguments);                          \
  }

int open(const char *path, int flags, ...) {
  MODE(flags)
  return open_file(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE(flags)
  return open_file(AT_FDCWD, path, flags, mode);
}

int openat(int at, const char *path, int flags, ...) {
  MODE(flags)
  return open_file(at, path, flags, mode);
}

int openat64(int at, const char *path, int flags, ...) {
  MODE(flags)
  return open_file(at, path, flags, mode);
}

int __open_2(const char *path, int flags) { return open_file(AT_FDCWD, path, flags, 0); }

int __open64_2(const char *path, int flags) { return open_file(AT_FDCWD, path, flags, 0); }

int creat(const char *path, mode_t mode) {
  return open_file(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int close(int fd) {
  ready();
  if (fd >= 0 && fd < MAX_DESCRIPTORS) {
    kind_of[fd] = 0;
  }
  return REAL(close)(fd);
}

int dup2(int from, int to) {
  ready();
  if (to >= 0 && to < MAX_DESCRIPTORS) {
    kind_of[to] = 0;
  }
  return REAL(dup2)(from, to);
}

/* ---- writing ---- */

/*
 * A full disk takes a part of what does not fit before it refuses: so does this one.
 */
static ssize_t write_tracked(int fd, const struct iovec *data, int count, off_t offset,
                             int positioned) {
  pthread_mutex_lock(&lock);
  if (fails(WRITE, group_of[fd])) {
    int error = errno;
    if (error == ENOSPC && control[3] == 1 && count > 0 && data[0].iov_len > 1) {
      struct iovec half = {data[0].iov_base, data[0].iov_len / 2};
      off_t at = positioned ? offset
                 : appends[fd] ? lseek(fd, 0, SEEK_END)
                               : lseek(fd, 0, SEEK_CUR);
      ssize_t done = positioned ? REAL(pwrite)(fd, half.iov_base, half.iov_len, offset)
                                : REAL(write)(fd, half.iov_base, half.iov_len);
      if (done > 0) {
        note(WRITTEN, id_of[fd], (uint64_t)at, NULL, &half, 1, (size_t)done);
      }
      pthread_mutex_unlock(&lock);
      return done;
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return -1;
  }
  off_t at = positioned ? offset
             : appends[fd] ? lseek(fd, 0, SEEK_END)
                           : lseek(fd, 0, SEEK_CUR);
  ssize_t done = positioned ? REAL(pwritev)(fd, data, count, offset) : REAL(writev)(fd, data, count);
  if (done > 0) {
    note(WRITTEN, id_of[fd], (uint64_t)at, NULL, data, count, (size_t)done);
  }
  pthread_mutex_unlock(&lock);
  return done;
}

static void sent(int fd, const struct iovec *data, int count) {
  size_t length = 0;
  for (int i = 0; i < count; i++) {
    length += data[i].iov_len;
  }
  pthread_mutex_lock(&lock);
  note(SENT, (uint32_t)fd, 0, NULL, data, count, length);
  pthread_mutex_unlock(&lock);
}

ssize_t write(int fd, const void *data, size_t length) {
  ready();
  struct iovec one = {(void *)data, length};
  if (is_tracked(fd)) {
    return write_tracked(fd, &one, 1, 0, 0);
  }
  if (is_socket(fd)) {
    sent(fd, &one, 1);
  }
  return REAL(write)(fd, data, length);
}

ssize_t writev(int fd, const struct iovec *data, int count) {
  ready();
  if (is_tracked(fd)) {
    return write_tracked(fd, data, count, 0, 0);
  }
  if (is_socket(fd)) {
    sent(fd, data, count);
  }
  return REAL(writev)(fd, data, count);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
  ready();
  struct iovec one = {(void *)data, length};
  return is_tracked(fd) ? write_tracked(fd, &one, 1, offset, 1)
                        : REAL(pwrite)(fd, data, length, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
  return pwrite(fd, data, length, offset);
}

ssize_t pwritev(int fd, const struct iovec *data, int count, off_t offset) {
  ready();
  return is_tracked(fd) ? write_tracked(fd, data, count, offset, 1)
                        : REAL(pwritev)(fd, data, count, offset);
}

ssize_t pwritev64(int fd, const struct iovec *data, int count, off64_t offset) {
  return pwritev(fd, data, count, offset);
}

ssize_t send(int fd, const void *data, size_t length, int flags) {
  ready();
  struct iovec one = {(void *)data, length};
  sent(fd, &one, 1);
  return REAL(send)(fd, data, length, flags);
}

ssize_t sendto(int fd, const void *data, size_t length, int flags, const struct sockaddr *address,
               socklen_t address_length) {
  ready();
  struct iovec one = {(void *)data, length};
  sent(fd, &one, 1);
  return REAL(sendto)(fd, data, length, flags, address, address_length);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  ready();
  sent(fd, message->msg_iov, (int)message->msg_iovlen);
  return REAL(sendmsg)(fd, message, flags);
}

/* ---- syncing ---- */

static int synced(int fd, int (*sync)(int)) {
  if (!is_tracked(fd)) {
    return sync(fd);
  }
  pthread_mutex_lock(&lock);
  if (control && control[4] == 1) {
    pthread_mutex_unlock(&lock);
    return 0;
  }
  if (fails(SYNC, group_of[fd])) {
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return -1;
  }
  uint64_t number = next_sync++;
  note(SYNC_BEGINS, id_of[fd], number, NULL, NULL, 0, 0);
  pthread_mutex_unlock(&lock);
  int result = sync(fd);
  if (result == 0) {
    pthread_mutex_lock(&lock);
    note(SYNCED, id_of[fd], number, NULL, NULL, 0, 0);
    pthread_mutex_unlock(&lock);
  }
  return result;
}

int fsync(int fd) {
  ready();
  return synced(fd, REAL(fsync));
}

int fdatasync(int fd) {
  ready();
  return synced(fd, REAL(fdatasync));
}

/* Makes nothing durable by itself: neither sizes nor the disk's own cache. Not noted as a sync. */
int sync_file_range(int fd, off64_t offset, off64_t length, unsigned int flags) {
  ready();
  if (is_tracked(fd)) {
    pthread_mutex_lock(&lock);
    int failing = fails(SYNC, group_of[fd]);
    int error = errno;
    pthread_mutex_unlock(&lock);
    if (failing) {
      errno = error;
      return -1;
    }
  }
  return REAL(sync_file_range)(fd, offset, length, flags);
}

/* ---- sizes and names ---- */

int ftruncate(int fd, off_t length) {
  ready();
  if (!is_tracked(fd)) {
    return REAL(ftruncate)(fd, length);
  }
  pthread_mutex_lock(&lock);
  int result = fails(NAMES, group_of[fd]) ? -1 : REAL(ftruncate)(fd, length);
  if (result == 0) {
    note(TRUNCATED, id_of[fd], (uint64_t)length, NULL, NULL, 0, 0);
  }
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

int rename(const char *from, const char *to) {
  ready();
  char from_buffer[PATH_MAX];
  char to_buffer[PATH_MAX];
  const char *old_name = watched(AT_FDCWD, from, from_buffer);
  const char *new_name = watched(AT_FDCWD, to, to_buffer);
  if (!old_name || !new_name) {
    return REAL(rename)(from, to);
  }
  pthread_mutex_lock(&lock);
  int result = fails(NAMES, group(new_name)) ? -1 : REAL(rename)(from, to);
  if (result == 0) {
    note_bytes(RENAMED, 0, 0, old_name, new_name, strlen(new_name));
  }
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

static int removed(const char *name, int gone, enum kind kind) {
  if (name && gone == 0) {
    pthread_mutex_lock(&lock);
    note(kind, 0, 0, name, NULL, 0, 0);
    pthread_mutex_unlock(&lock);
  }
  return gone;
}

int unlink(const char *path) {
  ready();
  char buffer[PATH_MAX];
  const char *name = watched(AT_FDCWD, path, buffer);
  if (name && fails_on_name(NAMES, name)) {
    return -1;
  }
  return removed(name, REAL(unlink)(path), UNLINKED);
}

int unlinkat(int at, const char *path, int flags) {
  ready();
  char buffer[PATH_MAX];
  const char *name = watched(at, path, buffer);
  if (name && fails_on_name(NAMES, name)) {
    return -1;
  }
  return removed(name, REAL(unlinkat)(at, path, flags),
                 flags & AT_REMOVEDIR ? FOLDER_GONE : UNLINKED);
}

int mkdir(const char *path, mode_t mode) {
  ready();
  char buffer[PATH_MAX];
  const char *name = watched(AT_FDCWD, path, buffer);
  if (name && fails_on_name(CREATE, name)) {
    return -1;
  }
  return removed(name, REAL(mkdir)(path, mode), FOLDER_MADE);
}

int rmdir(const char *path) {
  ready();
  char buffer[PATH_MAX];
  const char *name = watched(AT_FDCWD, path, buffer);
  return removed(name, REAL(rmdir)(path), FOLDER_GONE);
}
