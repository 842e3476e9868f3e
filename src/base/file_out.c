/* SPDX-License-Identifier: Apache-2.0
 * The one way in which the library writes a file: under another name in the same folder, synced,
 * then renamed. Called by everything that saves. Every call is relative to the folder, opened
 * first, so that what happens to the path meanwhile changes nothing and no descriptor can be
 * missing at the end. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* O_PATH */
#endif

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"
#include "base/map.h"

enum {
    TEMP_SLOTS = 32, /* writers of one name at the same time */
    TEMP_TAIL = sizeof ".tmp-0123456789abcdef" - 1,
    DAY_SECONDS = 24 * 60 * 60
};

/* The name that writer number `slot` of `name` works under. Every process finds the same ones, so
 * what a dead writer left is met by the next; the hash makes them names that nobody else gives a
 * file. */
static void temp_name(kn_text *out, const char *name, int slot) {
    size_t len = strlen(name), kept = len < NAME_MAX - TEMP_TAIL ? len : NAME_MAX - TEMP_TAIL;
    kn_text_clear(out);
    kn_text_add(out, "%s/%d", name, slot);
    uint64_t tag = out->failed ? 0 : kn_hash_bytes(out->data, out->len).lo;
    kn_text_clear(out);
    kn_text_bytes(out, name, kept);
    kn_text_add(out, ".tmp-%016llx", (unsigned long long)tag);
}

/* A writer holds a lock on its file while it lives. On a file system without locks, a day without a
 * write is taken for death. */
static bool writer_is_dead(int fd, const struct stat *st) {
    if (kn_io()->flock(fd, LOCK_EX | LOCK_NB) == 0) return true;
    return errno != EWOULDBLOCK && errno != EINTR && time(NULL) - st->st_mtime > DAY_SECONDS;
}

/* The lock is held from the look at the name to its removal: whoever else wants to remove the file,
 * or put another in its place, needs it too or finds the name taken. */
bool kn_file_remove_dead(int folder, const char *name) {
    struct stat st, named;
    int fd = kn_io_open(folder, name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0);
    if (fd < 0) return errno == ENOENT;
    bool gone = kn_io()->fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
                st.st_nlink == 1 && writer_is_dead(fd, &st) &&
                kn_io()->fstatat(folder, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
                named.st_dev == st.st_dev && named.st_ino == st.st_ino &&
                kn_io()->unlinkat(folder, name, 0) == 0;
    kn_io()->close(fd);
    return gone;
}

/* Between its making and its locking somebody may take the file for a dead one's: EEXIST then. */
static int create_locked(int folder, const char *name, unsigned mode) {
    struct stat st;
    int fd = kn_io_open(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd < 0) return -1;
    bool ours = kn_io()->flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
    if (ours && kn_io()->fstat(fd, &st) == 0 && st.st_nlink > 0) return fd;
    kn_io()->close(fd);
    errno = EEXIST;
    return -1;
}

/* One that may be searched and not listed cannot be synced: it is held by its path alone. */
static int open_folder(const char *path, const char *name) {
    char folder[PATH_MAX];
    size_t len = name == path ? 0 : name == path + 1 ? 1 : (size_t)(name - path - 1);
    if (len >= sizeof folder) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(folder, len ? path : ".", len ? len : 1);
    folder[len ? len : 1] = '\0';
    int fd = kn_io_open(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    return fd < 0 && errno == EACCES
               ? kn_io_open(AT_FDCWD, folder, O_PATH | O_DIRECTORY | O_CLOEXEC, 0)
               : fd;
}

/* Some file systems, and a folder held by its path, cannot sync it. */
static bool sync_folder(int folder) {
    return kn_io_sync(folder) || errno == EINVAL || errno == EBADF || errno == ENOTSUP ||
           errno == EROFS;
}

void kn_file_sync_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    int fd = open_folder(path, slash ? slash + 1 : path);
    if (fd < 0) return;
    (void)sync_folder(fd);
    kn_io()->close(fd);
}

static void let_go(kn_file_out *out) {
    if (out->fd >= 0) kn_io()->close(out->fd);
    if (out->owns_folder) kn_io()->close(out->folder);
    out->fd = -1;
    out->owns_folder = false;
    kn_text_free(&out->temp);
}

/* A file under the first name that no living writer has. */
static void open_temp(kn_file_out *out, unsigned mode) {
    for (int slot = 0; slot < TEMP_SLOTS && !out->temp.failed; slot++) {
        temp_name(&out->temp, out->name, slot);
        if (!out->temp.failed) (void)kn_file_remove_dead(out->folder, kn_text_str(&out->temp));
    }
    errno = EEXIST;
    for (int slot = 0; slot < TEMP_SLOTS && out->fd < 0 && !out->temp.failed && errno == EEXIST;
         slot++) {
        temp_name(&out->temp, out->name, slot);
        if (out->temp.failed) return;
        errno = 0;
        out->fd = create_locked(out->folder, kn_text_str(&out->temp), mode);
    }
}

static kiln_status begin(kn_file_out *out, unsigned mode, kn_text *why) {
    struct stat old;
    bool replaces = kn_io()->fstatat(out->folder, out->name, &old, AT_SYMLINK_NOFOLLOW) == 0;
    if (replaces && !S_ISREG(old.st_mode) && !S_ISLNK(old.st_mode))
        return kn_file_fail(why, KILN_IO, out->path, "is there and no regular file");
    open_temp(out, mode);
    if (out->temp.failed) return kn_file_fail(why, KILN_NO_MEMORY, out->path, "memory ran out");
    if (out->fd < 0 && errno == EEXIST)
        return kn_file_fail(why, KILN_IO, out->path, "too many others are writing it");
    if (out->fd < 0) return kn_file_fail_errno(why, out->path, "cannot be created");
    /* whom the old one was for */
    if (replaces && S_ISREG(old.st_mode)) (void)kn_io()->fchmod(out->fd, old.st_mode & 0777);
    return KILN_OK;
}

kiln_status kn_file_out_begin(kn_file_out *out, const kn_alloc *a, const char *path, unsigned mode,
                              kn_text *why) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    *out = (kn_file_out){.path = path, .name = name, .fd = -1, .owns_folder = true};
    out->folder = open_folder(path, name);
    if (out->folder < 0) return kn_file_fail_errno(why, path, "cannot be created");
    kn_text_init(&out->temp, a);
    kiln_status status = begin(out, mode, why);
    if (status != KILN_OK) let_go(out);
    return status;
}

kiln_status kn_file_out_begin_at(kn_file_out *out, const kn_alloc *a, int folder, const char *name,
                                 unsigned mode, kn_text *why) {
    *out = (kn_file_out){.path = name, .name = name, .fd = -1, .folder = folder};
    kn_text_init(&out->temp, a);
    kiln_status status = begin(out, mode, why);
    if (status != KILN_OK) let_go(out);
    return status;
}

kiln_status kn_file_out_bytes(kn_file_out *out, const void *bytes, size_t nbytes, kn_text *why) {
    const char *at = bytes;
    for (size_t left = nbytes, piece; left > 0; left -= piece, at += piece) {
        piece = out->stop.asked && left > KN_STOP_NBYTES ? KN_STOP_NBYTES : left;
        if (kn_stopped(out->stop))
            return kn_file_fail(why, KILN_CANCELLED, out->path, "cancelled while it was written");
        if (!kn_io_write(out->fd, at, piece, -1))
            return kn_file_fail_errno(why, out->path, "cannot be written");
        if (out->digest) kn_digest_add(out->digest, at, piece);
    }
    return KILN_OK;
}

kiln_status kn_file_out_patch(kn_file_out *out, uint64_t at, const void *bytes, size_t nbytes,
                              kn_text *why) {
    if (kn_io_write(out->fd, bytes, nbytes, (off_t)at)) return KILN_OK;
    return kn_file_fail_errno(why, out->path, "cannot be written");
}

void kn_file_out_drop(kn_file_out *out) {
    /* while it is locked: afterwards the name may be another's */
    kn_io()->unlinkat(out->folder, kn_text_str(&out->temp), 0);
    let_go(out);
}

kiln_status kn_file_out_commit(kn_file_out *out, kn_text *why) {
    kiln_status status = KILN_OK;
    if (!out->hasty && !kn_io_sync(out->fd))
        status = kn_file_fail_errno(why, out->path, "cannot be synced");
    else if (kn_io()->renameat(out->folder, kn_text_str(&out->temp), out->folder, out->name) != 0)
        status = kn_file_fail_errno(why, out->path, "cannot be replaced");
    if (status != KILN_OK) {
        kn_file_out_drop(out);
        return status;
    }
    if (kn_io()->close(out->fd) != 0 && out->hasty)
        status = kn_file_fail_errno(why, out->path, "cannot be closed");
    out->fd = -1;
    if (!out->hasty && !sync_folder(out->folder)) /* the rename itself */
        status = kn_file_fail_errno(why, out->path, "is written, but its folder cannot be synced");
    let_go(out);
    return status;
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
