/* SPDX-License-Identifier: Apache-2.0
 * Whole-file reads, atomic writes and private folders. Called by the kernel cache, the ledger,
 * safetensors and the dumps. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* strerror_r that returns the text */
#endif

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/map.h"

enum { TEMP_SLOTS = 32 /* writers of one name at the same time */, TEMP_TAIL = sizeof ".tmp-0123456789abcdef" - 1,
       DAY_SECONDS = 24 * 60 * 60 };
#define MOST_PER_CALL ((size_t)1 << 30) /* Linux moves a little less than 2 GiB per call */

static kiln_status fail(kn_text *why, kiln_status status, const char *path, const char *what) {
    if (why) kn_text_add(why, "%s: %s", path, what);
    return status;
}

static kiln_status fail_errno(kn_text *why, const char *path, const char *doing) {
    int error = errno;
    char text[128];
    const char *shown = strerror_r(error, text, sizeof text);
    if (why) kn_text_add(why, "%s: %s: %s", path, doing, shown);
    return error == ENOMEM ? KILN_NO_MEMORY : KILN_IO;
}

/* A limit on the size of files is told by a signal that ends the program, unless it is held back meanwhile: then by EFBIG. */
ssize_t kn_fd_write_some(int fd, const void *bytes, size_t nbytes) {
    sigset_t limit, before, pending;
    sigemptyset(&limit);
    sigaddset(&limit, SIGXFSZ);
    bool held = pthread_sigmask(SIG_BLOCK, &limit, &before) == 0;
    bool hosts = sigpending(&pending) == 0 && sigismember(&pending, SIGXFSZ) == 1; /* one that came before is not ours to take */
    ssize_t wrote = write(fd, bytes, nbytes);
    int error = errno;
    if (wrote < 0 && error == EFBIG && held && !hosts) (void)sigtimedwait(&limit, NULL, &(struct timespec){0});
    if (held) (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return wrote;
}

bool kn_fd_write(int fd, const void *bytes, size_t nbytes) {
    const char *from = bytes;
    while (nbytes > 0) {
        ssize_t wrote = kn_fd_write_some(fd, from, nbytes < MOST_PER_CALL ? nbytes : MOST_PER_CALL);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote == 0) errno = ENOSPC;
        if (wrote <= 0) return false;
        from += wrote;
        nbytes -= (size_t)wrote;
    }
    return true;
}

static kiln_status check_private(const struct stat *st, const char *path, kn_text *why) {
    if (st->st_uid != geteuid()) return fail(why, KILN_IO, path, "belongs to another user");
    if (st->st_mode & (S_IWGRP | S_IWOTH)) return fail(why, KILN_IO, path, "other users may write it");
    return KILN_OK;
}

static kiln_status read_bytes(const kn_alloc *a, int fd, const char *path, size_t size, void **bytes,
                              size_t *nbytes, kn_text *why) {
    size_t done = 0;
    char *block = kn_malloc(a, size);
    if (!block && size > 0) return fail(why, KILN_NO_MEMORY, path, "memory ran out");
    while (done < size) {
        ssize_t got = read(fd, block + done, size - done < MOST_PER_CALL ? size - done : MOST_PER_CALL);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) {
            kiln_status status = got < 0 ? fail_errno(why, path, "cannot be read")
                                         : fail(why, KILN_IO, path, "shrank while it was read");
            kn_free(a, block, size);
            return status;
        }
        done += (size_t)got;
    }
    *bytes = block;
    *nbytes = size;
    return KILN_OK;
}

static kiln_status read_open(const kn_alloc *a, int fd, const char *path, size_t limit, bool private_to_user,
                             void **bytes, size_t *nbytes, kn_text *why) {
    struct stat st;
    if (fstat(fd, &st) != 0) return fail_errno(why, path, "cannot be examined");
    if (!S_ISREG(st.st_mode)) return fail(why, KILN_IO, path, "is not a regular file");
    if (private_to_user) KN_TRY(check_private(&st, path, why));
    if ((uintmax_t)st.st_size > limit) return fail(why, KILN_TOO_LARGE, path, "is larger than allowed");
    return read_bytes(a, fd, path, (size_t)st.st_size, bytes, nbytes, why);
}

kiln_status kn_file_read(const kn_alloc *a, const char *path, size_t limit, bool private_to_user,
                         void **bytes, size_t *nbytes, kn_text *why) {
    *bytes = NULL;
    *nbytes = 0;
    /* O_NONBLOCK: opening a pipe must not wait for its writer; regular files ignore it. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (private_to_user ? O_NOFOLLOW : 0));
    if (fd < 0) return fail_errno(why, path, "cannot be opened");
    kiln_status status = read_open(a, fd, path, limit, private_to_user, bytes, nbytes, why);
    close(fd);
    return status;
}

/* What makes a file unfit, as opposed to what keeps it from being read. */
static kiln_status check_file(const struct stat *st, const char *name, size_t limit, bool private_to_user,
                              kn_text *why) {
    if (!S_ISREG(st->st_mode)) return fail(why, KILN_BAD_FILE, name, "is not a regular file");
    if (private_to_user && check_private(st, name, why) != KILN_OK) return KILN_BAD_FILE;
    /* No name at all is fine: it was replaced a moment ago. */
    if (private_to_user && st->st_nlink > 1)
        return fail(why, KILN_BAD_FILE, name, "has other names (hard links)");
    if ((uintmax_t)st->st_size > limit) return fail(why, KILN_BAD_FILE, name, "is larger than allowed");
    return KILN_OK;
}

kiln_status kn_file_read_at(const kn_alloc *a, int folder, const char *name, size_t limit,
                            bool private_to_user,
                            void **bytes, size_t *nbytes, int64_t *changed, kn_text *why) {
    struct stat st;
    *bytes = NULL;
    *nbytes = 0;
    int links = private_to_user ? O_NOFOLLOW : 0;
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | links);
    if (fd < 0 && errno == ENOENT) return KILN_IO;
    if (fd < 0 && errno == ELOOP && private_to_user) return fail(why, KILN_BAD_FILE, name, "is a link");
    if (fd < 0 && (errno == ENXIO || errno == ENODEV))
        return fail(why, KILN_BAD_FILE, name, "is not a regular file");
    if (fd < 0) return fail_errno(why, name, "cannot be opened");
    kiln_status status = fstat(fd, &st) == 0 ? check_file(&st, name, limit, private_to_user, why)
                                             : fail_errno(why, name, "cannot be examined");
    if (status == KILN_OK) {
        *changed = st.st_mtime;
        status = read_bytes(a, fd, name, (size_t)st.st_size, bytes, nbytes, why);
    }
    close(fd);
    return status;
}

/* The name that writer number `slot` of `path` works under. Every process finds the same ones, so what a dead writer left is
 * met by the next; the hash makes them names that nobody else gives a file. */
static void temp_name(kn_text *out, const char *path, int slot) {
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    size_t nbase = strlen(base), kept = nbase < NAME_MAX - TEMP_TAIL ? nbase : NAME_MAX - TEMP_TAIL;
    kn_text_clear(out);
    kn_text_add(out, "%s/%d", base, slot);
    uint64_t tag = out->failed ? 0 : kn_hash_bytes(out->data, out->len).lo;
    kn_text_clear(out);
    kn_text_bytes(out, path, (size_t)(base - path) + kept);
    kn_text_add(out, ".tmp-%016llx", (unsigned long long)tag);
}

/* A writer holds a lock on its file while it lives. On a file system without locks, a day without a write is taken for death. */
static bool writer_is_dead(int fd, const struct stat *st) {
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) return true;
    return errno != EWOULDBLOCK && errno != EINTR && time(NULL) - st->st_mtime > DAY_SECONDS;
}

/* The lock is held from the look at the name to its removal: whoever else wants to remove the file, or put another
 * in its place, needs it too or finds the name taken. */
bool kn_file_remove_dead(int folder, const char *name) {
    struct stat st, named;
    int fd = openat(folder, name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) return errno == ENOENT;
    bool gone = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && st.st_nlink == 1 &&
                writer_is_dead(fd, &st) && fstatat(folder, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
                named.st_dev == st.st_dev && named.st_ino == st.st_ino && unlinkat(folder, name, 0) == 0;
    close(fd);
    return gone;
}

/* Between its making and its locking somebody may take the file for a dead one's: EEXIST then. */
static int create_locked(int folder, const char *name, unsigned mode) {
    struct stat st;
    int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, (mode_t)mode);
    if (fd < 0) return -1;
    bool ours = flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
    if (ours && fstat(fd, &st) == 0 && st.st_nlink > 0) return fd;
    close(fd);
    errno = EEXIST;
    return -1;
}

kiln_status kn_file_out_begin(kn_file_out *out, const kn_alloc *a, const char *path, unsigned mode,
                              kn_text *why) {
    return kn_file_out_begin_at(out, a, AT_FDCWD, path, mode, why);
}

kiln_status kn_file_out_begin_at(kn_file_out *out, const kn_alloc *a, int folder, const char *path,
                                 unsigned mode, kn_text *why) {
    struct stat old;
    bool replaces = fstatat(folder, path, &old, AT_SYMLINK_NOFOLLOW) == 0;
    *out = (kn_file_out){.path = path, .fd = -1, .folder = folder};
    if (replaces && !S_ISREG(old.st_mode) && !S_ISLNK(old.st_mode)) return fail(why, KILN_IO, path, "is there and no regular file");
    kn_text_init(&out->temp, a);
    for (int slot = 0; slot < TEMP_SLOTS && !out->temp.failed; slot++) {
        temp_name(&out->temp, path, slot);
        if (!out->temp.failed) (void)kn_file_remove_dead(folder, kn_text_str(&out->temp));
    }
    for (int slot = 0; slot < TEMP_SLOTS && out->fd < 0 && !out->temp.failed; slot++) {
        temp_name(&out->temp, path, slot);
        if (!out->temp.failed) out->fd = create_locked(folder, kn_text_str(&out->temp), mode);
        if (out->fd < 0 && errno != EEXIST) break;
    }
    if (out->fd >= 0 && replaces && S_ISREG(old.st_mode)) (void)fchmod(out->fd, old.st_mode & 0777); /* whom the old one was for */
    if (out->fd >= 0) return KILN_OK;
    kiln_status status = out->temp.failed  ? fail(why, KILN_NO_MEMORY, path, "memory ran out")
                         : errno == EEXIST ? fail(why, KILN_IO, path, "too many others are writing it")
                                           : fail_errno(why, path, "cannot be created");
    kn_text_free(&out->temp);
    return status;
}

kiln_status kn_file_out_bytes(kn_file_out *out, const void *bytes, size_t nbytes, kn_text *why) {
    return kn_fd_write(out->fd, bytes, nbytes) ? KILN_OK : fail_errno(why, out->path, "cannot be written");
}

void kn_file_out_drop(kn_file_out *out) {
    unlinkat(out->folder, kn_text_str(&out->temp), 0); /* while it is locked: afterwards the name may be another's */
    if (out->fd >= 0) close(out->fd);
    out->fd = -1;
    kn_text_free(&out->temp);
}

void kn_file_sync_folder(const char *path) {
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t len = !slash ? 0 : slash == path ? 1 : (size_t)(slash - path);
    if (len >= sizeof folder) return;
    memcpy(folder, len ? path : ".", len ? len : 1);
    folder[len ? len : 1] = '\0';
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    (void)fsync(fd);
    close(fd);
}

kiln_status kn_file_out_commit(kn_file_out *out, kn_text *why) {
    kiln_status status = KILN_OK;
    if (!out->hasty && fsync(out->fd) != 0) status = fail_errno(why, out->path, "cannot be synced");
    if (status == KILN_OK && renameat(out->folder, kn_text_str(&out->temp), out->folder, out->path) != 0)
        status = fail_errno(why, out->path, "cannot be replaced");
    if (status != KILN_OK) {
        kn_file_out_drop(out);
        return status;
    }
    if (close(out->fd) != 0 && out->hasty) status = fail_errno(why, out->path, "cannot be closed");
    out->fd = -1;
    kn_text_free(&out->temp);
    if (out->hasty) return status;
    if (out->folder == AT_FDCWD) kn_file_sync_folder(out->path); /* the rename itself */
    else (void)fsync(out->folder);
    return KILN_OK;
}

kiln_status kn_file_write(const kn_alloc *a, const char *path, const void *bytes, size_t nbytes,
                          unsigned mode, kn_text *why) {
    kn_file_out out;
    KN_TRY(kn_file_out_begin(&out, a, path, mode, why));
    kiln_status status = kn_file_out_bytes(&out, bytes, nbytes, why);
    if (status == KILN_OK) return kn_file_out_commit(&out, why);
    kn_file_out_drop(&out);
    return status;
}

/* Length without trailing "/" and "/.", behind which the system would follow a link. */
static size_t trimmed_length(const char *path) {
    size_t len = strlen(path);
    for (;;) {
        if (len > 1 && path[len - 1] == '/') len--;
        else if (len > 2 && path[len - 1] == '.' && path[len - 2] == '/') len--;
        else return len;
    }
}

kiln_status kn_folder_open(const char *path, int *fd, kn_text *why) {
    char folder[PATH_MAX];
    struct stat st;
    size_t len = trimmed_length(path);
    if (len == 0) return fail(why, KILN_BAD_ARGUMENT, "folder", "has no name");
    if (len >= sizeof folder) return fail(why, KILN_TOO_LARGE, path, "name is too long");
    memcpy(folder, path, len);
    folder[len] = '\0';
    *fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (*fd < 0 && errno == ENOENT) return KILN_IO;
    if (*fd < 0 && (errno == ENOTDIR || errno == ELOOP))
        return fail(why, KILN_IO, folder, "is a link or not a folder");
    if (*fd < 0) return fail_errno(why, folder, "cannot be opened");
    kiln_status status = fstat(*fd, &st) == 0 ? check_private(&st, folder, why)
                                              : fail_errno(why, folder, "cannot be examined");
    if (status == KILN_OK) return KILN_OK;
    close(*fd);
    *fd = -1;
    return status;
}

kiln_status kn_folder_private(const char *path, kn_text *why) {
    char folder[PATH_MAX];
    size_t len = trimmed_length(path);
    if (len == 0) return fail(why, KILN_BAD_ARGUMENT, "folder", "has no name");
    if (len >= sizeof folder) return fail(why, KILN_TOO_LARGE, path, "name is too long");
    memcpy(folder, path, len);
    folder[len] = '\0';
    for (size_t i = 1; i <= len; i++) {
        if (folder[i] != '/' && folder[i] != '\0') continue;
        folder[i] = '\0';
        int made = mkdir(folder, S_IRWXU);
        /* What stands there already is judged below; parents may also be unmakeable but present. */
        int error = made != 0 ? errno : 0;
        if (error != 0 && error != EEXIST && access(folder, F_OK) != 0) {
            errno = error;
            return fail_errno(why, folder, "cannot be made");
        }
        if (i < len) folder[i] = '/';
    }
    int fd;
    KN_TRY(kn_folder_open(folder, &fd, why));
    close(fd);
    return KILN_OK;
}
