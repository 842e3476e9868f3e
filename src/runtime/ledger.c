/* SPDX-License-Identifier: Apache-2.0
 * The writing half of the evidence ledger. Called by sessions through ledger.h. Under one mutex and
 * one flock: look at the file's end if somebody else moved it, then append one line with one
 * write(2). Waits are bounded, because a stopped neighbour must cost evidence, never the run. */
#include "runtime/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/io.h"
#include "kiln/envelope.h"

#define DIGEST_TAIL ((size_t)45) /* ,"digest":"<32 hex>"} */
#define NEAR_TAIL ((size_t)8 << 10)
#define FAR_TAIL (2 * KN_LEDGER_LINE_MAX + 2) /* a whole line, then a torn one */
#define LOCK_TRIES 4000
#define LOCK_PAUSE_NS 500000L /* 4000 of them are 2 s */
#define MUTEX_WAIT_S 2
#define TORN_NAMES 1000

struct kn_ledger {
    const kn_alloc *alloc;
    pthread_mutex_t mutex;
    atomic_uint_fast64_t count, lost;
    int fd;     /* -1: entries are only counted */
    pid_t pid;  /* who opened fd: locks are shared across fork, so a child opens its own */
    char *path; /* absolute when it could be made so */
    off_t end;  /* file size after the line that `prev` and `seq` come from */
    kn_hash prev;
    uint64_t seq;
    uint64_t told; /* of the lost, in "lost" entries */
    kiln_ledger_sync policy;
    uint64_t unsynced; /* entries since the last sync */
    int64_t synced_at; /* seconds */
    kn_text line;
};

typedef struct tail {
    kn_hash prev;
    uint64_t seq;
    size_t torn; /* bytes after the last newline */
} tail;

typedef enum tail_state { TAIL_OK, TAIL_MORE, TAIL_BAD } tail_state;

bool kn_ledger_line_digest(const char *line, size_t len, kn_hash *digest) {
    char want[DIGEST_TAIL + 1], hex[33];
    if (len <= DIGEST_TAIL) return false;
    *digest = kn_hash_bytes(line, len - DIGEST_TAIL);
    kn_hash_hex(*digest, hex);
    snprintf(want, sizeof want, ",\"digest\":\"%s\"}", hex);
    return memcmp(want, line + len - DIGEST_TAIL, DIGEST_TAIL) == 0;
}

/* bytes[0, n) are the file's last ones, bytes[n] is NUL; `whole`: they are all of it. */
static tail_state parse_tail(const char *bytes, size_t n, bool whole, tail *out) {
    *out = (tail){0};
    while (out->torn < n && bytes[n - 1 - out->torn] != '\n') out->torn++;
    size_t end = n - out->torn;
    if (end == 0) return !whole ? TAIL_MORE : out->torn <= KN_LEDGER_LINE_MAX ? TAIL_OK : TAIL_BAD;
    size_t start = end - 1;
    while (start > 0 && bytes[start - 1] != '\n') start--;
    if (start == 0 && !whole) return TAIL_MORE;
    const char *line = bytes + start;
    static const char head[] = "{\"seq\":";
    if (end - 1 - start <= sizeof head || memcmp(line, head, sizeof head - 1) != 0) return TAIL_BAD;
    if (!kn_ledger_line_digest(line, end - 1 - start, &out->prev)) return TAIL_BAD;
    out->seq = strtoull(line + sizeof head - 1, NULL, 10);
    return TAIL_OK;
}

/* On success *bytes is NUL-terminated and owned by the caller. */
static bool read_end(kn_ledger *l, off_t size, size_t n, char **bytes) {
    char *block = kn_malloc(l->alloc, n + 1);
    if (!block) {
        errno = ENOMEM;
        return false;
    }
    if (kn_io_read(l->fd, block, n, size - (off_t)n) != (ssize_t)n) {
        kn_free(l->alloc, block, n + 1);
        return false;
    }
    block[n] = '\0';
    *bytes = block;
    return true;
}

/* Saves what follows the last newline under a free name, then cuts it off. */
static bool move_torn(kn_ledger *l, const char *bytes, size_t nbytes, off_t size,
                      char name[PATH_MAX]) {
    int fd = -1;
    for (int i = 1; i <= TORN_NAMES && fd < 0; i++) {
        int len = snprintf(name, PATH_MAX, "%s.torn-%d", l->path, i);
        if (len < 0 || len >= PATH_MAX) return false;
        fd = kn_io_open(AT_FDCWD, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                        S_IRUSR | S_IWUSR);
        if (fd < 0 && errno != EEXIST) return false;
    }
    if (fd < 0) return false;
    bool saved = kn_io_write(fd, bytes, nbytes, -1) && kn_io_sync(fd);
    kn_io()->close(fd);
    if (!saved) kn_io()->unlinkat(AT_FDCWD, name, 0);
    return saved && kn_io()->ftruncate(l->fd, size - (off_t)nbytes) == 0;
}

/* A seal is of all lines: it goes before another one comes. One that cannot be removed does not
 * match from then on. */
static void break_seal(const kn_ledger *l) {
    char name[PATH_MAX];
    int len = snprintf(name, sizeof name, "%s" KILN_ENVELOPE_SUFFIX, l->path);
    if (len > 0 && (size_t)len < sizeof name) (void)kn_io()->unlinkat(AT_FDCWD, name, 0);
}

static bool write_line(kn_ledger *l, const char *kind, const char *fields) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    char hex[33];
    kn_text *t = &l->line;
    kn_text_clear(t);
    kn_text_add(t, "{\"seq\":%llu,\"time_us\":%lld,\"kind\":", (unsigned long long)(l->seq + 1),
                (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
    kn_text_json_string(t, kind);
    if (fields && *fields) kn_text_add(t, ",%s", fields);
    kn_hash_hex(l->prev, hex);
    kn_text_add(t, ",\"prev\":\"%s\"", hex);
    kn_hash digest = kn_hash_bytes(kn_text_str(t), t->len);
    kn_hash_hex(digest, hex);
    kn_text_add(t, ",\"digest\":\"%s\"}\n", hex);
    if (t->failed || t->len - 1 > KN_LEDGER_LINE_MAX || memchr(t->data, '\n', t->len - 1))
        return false;
    break_seal(l);
    ssize_t wrote;
    do wrote = kn_io_write_some(l->fd, t->data, t->len);
    while (wrote < 0 && errno == EINTR);
    if (wrote != (ssize_t)t->len) { /* the disk is full: leave no half line, if even that works */
        if (wrote > 0) (void)!kn_io()->ftruncate(l->fd, l->end);
        return false;
    }
    l->end += (off_t)t->len;
    l->prev = digest;
    l->seq++;
    l->unsynced++;
    return true;
}

static bool refuse(kn_text *why, const char *path, const char *what) {
    if (why) kn_text_add(why, "%s: %s", path, what);
    return false;
}

/* Opening tells it by errno, as open(2) does. */
static bool no_memory(kn_text *why, const char *path) {
    refuse(why, path, "memory ran out");
    errno = ENOMEM;
    return false;
}

static bool recover(kn_ledger *l, const char *torn, size_t nbytes, off_t size, kn_text *why) {
    char name[PATH_MAX];
    if (!move_torn(l, torn, nbytes, size, name))
        return refuse(why, l->path, "last line is cut short and cannot be moved aside");
    l->end = size - (off_t)nbytes;
    kn_text fields;
    kn_text_init(&fields, l->alloc);
    kn_text_add(&fields, "\"torn_bytes\":%zu,\"moved_to\":", nbytes);
    kn_text_json_string(&fields, name);
    bool noted = !fields.failed && write_line(l, "recovered", kn_text_str(&fields)),
         memory = !fields.failed && !l->line.failed;
    kn_text_free(&fields);
    if (!memory) return no_memory(why, l->path);
    return noted || refuse(why, l->path, "cannot be written");
}

/* Brings prev, seq and end up to the file's size; cheap when nobody else wrote. Needs the lock. */
static bool catch_up(kn_ledger *l, kn_text *why) {
    struct stat st;
    if (kn_io()->fstat(l->fd, &st) != 0) return refuse(why, l->path, "cannot be examined");
    if (st.st_size == l->end) return true;
    tail found = {0};
    char *bytes = NULL;
    size_t n = 0;
    tail_state state = TAIL_MORE;
    for (size_t want = NEAR_TAIL; state == TAIL_MORE; want = FAR_TAIL) {
        kn_free(l->alloc, bytes, n + 1);
        bytes = NULL;
        if (n == FAR_TAIL) return refuse(why, l->path, "last line is too long for a ledger");
        n = (uintmax_t)st.st_size < want ? (size_t)st.st_size : want;
        errno = 0;
        if (!read_end(l, st.st_size, n, &bytes))
            return errno == ENOMEM ? no_memory(why, l->path)
                                   : refuse(why, l->path, "cannot be read");
        state = parse_tail(bytes, n, (uintmax_t)n == (uintmax_t)st.st_size, &found);
    }
    bool ok = state == TAIL_OK || refuse(why, l->path, "last line is no intact ledger entry");
    if (ok) {
        l->prev = found.prev;
        l->seq = found.seq;
        l->end = st.st_size;
        if (found.torn > 0) ok = recover(l, bytes + n - found.torn, found.torn, st.st_size, why);
    }
    if (!ok) l->end = -1; /* look again next time */
    kn_free(l->alloc, bytes, n + 1);
    return ok;
}

bool kn_ledger_lock(int fd) {
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (kn_io()->flock(fd, LOCK_EX | LOCK_NB) == 0) return true;
        if (errno != EWOULDBLOCK && errno != EINTR) return false;
        nanosleep(&(struct timespec){0, LOCK_PAUSE_NS}, NULL);
    }
    return false;
}

/* After fork, parent and child hold one open file, hence one lock: the child opens the file anew.
 */
static bool own_descriptor(kn_ledger *l) {
    pid_t pid = getpid();
    if (pid == l->pid) return true;
    char name[64];
    snprintf(name, sizeof name, "/proc/self/fd/%d", l->fd);
    int fd = kn_io_open(AT_FDCWD, name, O_RDWR | O_APPEND | O_CLOEXEC, 0);
    if (fd < 0) return false;
    kn_io()->close(l->fd);
    l->fd = fd;
    l->pid = pid;
    return true;
}

static int open_file(const char *path, kn_text *why) {
    struct stat st;
    int flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    int fd = kn_io_open(AT_FDCWD, path, flags, S_IRUSR | S_IWUSR);
    if (fd < 0) {
        refuse(why, path, errno == ELOOP ? "is a link" : "cannot be opened for appending");
        return -1;
    }
    if (kn_io()->fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) return fd;
    refuse(why, path, "is not a regular file");
    kn_io()->close(fd);
    return -1;
}

/* Torn lines are moved beside the ledger even after the program changed its folder. */
static char *absolute_path(const kn_alloc *alloc, const char *path) {
    char folder[PATH_MAX];
    bool relative = path[0] != '/' && getcwd(folder, sizeof folder);
    size_t head = relative ? strlen(folder) + 1 : 0, len = strlen(path);
    char *copy = kn_malloc(alloc, head + len + 1);
    if (!copy) return NULL;
    if (relative)
        snprintf(copy, head + len + 1, "%s/%s", folder, path);
    else
        memcpy(copy, path, len + 1);
    return copy;
}

static bool open_chain(kn_ledger *l, const char *path, kn_text *why) {
    l->path = absolute_path(l->alloc, path);
    if (!l->path) return no_memory(why, path);
    l->fd = open_file(path, why);
    if (l->fd < 0) return false;
    if (!kn_ledger_lock(l->fd)) return refuse(why, path, "is locked by another process");
    bool ok = catch_up(l, why);
    kn_io()->flock(l->fd, LOCK_UN);
    return ok;
}

static int64_t seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

kn_ledger *kn_ledger_open(const kn_alloc *alloc, const char *path, kn_text *why) {
    kn_ledger *l = kn_calloc(alloc, 1, sizeof *l);
    if (!l) {
        no_memory(why, path ? path : "ledger");
        return NULL;
    }
    errno = 0;
    l->alloc = alloc;
    l->fd = -1;
    l->pid = getpid();
    l->policy = KILN_LEDGER_SYNC_NONE;
    l->synced_at = seconds_now();
    kn_text_init(&l->line, alloc);
    if (pthread_mutex_init(&l->mutex, NULL) != 0) {
        refuse(why, path ? path : "ledger", "no mutex to be had");
        kn_free(alloc, l, sizeof *l);
        return NULL;
    }
    if (path && !open_chain(l, path, why)) {
        int cause = errno;
        (void)kn_ledger_close(l);
        errno = cause;
        return NULL;
    }
    return l;
}

void kn_ledger_sync_by(kn_ledger *l, kiln_ledger_sync policy) {
    l->policy = policy;
    /* it may be new */
    if (l->path && policy != KILN_LEDGER_SYNC_NONE) kn_file_sync_folder(l->path);
}

static void lose(kn_ledger *l, uint64_t entries) {
    atomic_fetch_add_explicit(&l->lost, entries, memory_order_relaxed);
}

/* Mutex held. A system that failed to write a page forgets it: what was not synced counts as lost.
 */
static void sync_lines(kn_ledger *l) {
    if (!kn_io_sync_data(l->fd)) lose(l, l->unsynced);
    l->unsynced = 0;
    l->synced_at = seconds_now();
}

static void sync_when_due(kn_ledger *l) {
    bool waits = l->unsynced > 0 && l->policy != KILN_LEDGER_SYNC_NONE;
    if (waits && (l->policy == KILN_LEDGER_SYNC_LINE || seconds_now() > l->synced_at))
        sync_lines(l);
}

/* Mutex and lock held. What got lost is told after the first entry that can be written again: where
 * a long one finds no room and a short one does, there would be a line for each. */
static bool append(kn_ledger *l, const char *kind, const char *fields) {
    char count[32];
    if (!catch_up(l, NULL) || (kind && !write_line(l, kind, fields))) return false;
    uint64_t lost = atomic_load(&l->lost);
    if (lost == l->told) return true;
    snprintf(count, sizeof count, "\"lost\":%llu", (unsigned long long)(lost - l->told));
    if (write_line(l, "lost", count)) l->told = lost;
    return true;
}

static bool lock_mutex(kn_ledger *l) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += MUTEX_WAIT_S;
    return pthread_mutex_timedlock(&l->mutex, &until) == 0;
}

/* kind NULL: only what waits to be told. */
static bool add(kn_ledger *l, const char *kind, const char *fields) {
    bool written = false;
    if (!lock_mutex(l)) return false;
    if (own_descriptor(l) && kn_ledger_lock(l->fd)) {
        written = append(l, kind, fields);
        kn_io()->flock(l->fd, LOCK_UN);
    }
    sync_when_due(l);
    pthread_mutex_unlock(&l->mutex);
    return written;
}

void kn_ledger_add(kn_ledger *l, const char *kind, const char *fields) {
    if (!l) return;
    atomic_fetch_add_explicit(&l->count, 1, memory_order_relaxed);
    if (l->fd >= 0 && !add(l, kind, fields)) lose(l, 1);
}

void kn_ledger_tick(kn_ledger *l) {
    if (!l || l->policy != KILN_LEDGER_SYNC_SECOND || pthread_mutex_trylock(&l->mutex) != 0) return;
    sync_when_due(l);
    pthread_mutex_unlock(&l->mutex);
}

uint64_t kn_ledger_count(kn_ledger *l) { return l ? atomic_load(&l->count) : 0; }

uint64_t kn_ledger_lost(kn_ledger *l) { return l ? atomic_load(&l->lost) : 0; }

uint64_t kn_ledger_close(kn_ledger *l) {
    if (!l) return 0;
    if (l->fd >= 0 && atomic_load(&l->lost) > l->told) (void)add(l, NULL, NULL);
    if (l->fd >= 0 && l->unsynced > 0 && l->policy != KILN_LEDGER_SYNC_NONE) sync_lines(l);
    uint64_t lost = atomic_load(&l->lost);
    if (l->fd >= 0) kn_io()->close(l->fd);
    if (l->path) kn_free(l->alloc, l->path, strlen(l->path) + 1);
    kn_text_free(&l->line);
    pthread_mutex_destroy(&l->mutex);
    kn_free(l->alloc, l, sizeof *l);
    return lost;
}
