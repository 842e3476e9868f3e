/* SPDX-License-Identifier: Apache-2.0
 * Whole-file reads, private folders, and the wording of what went wrong with a file. Called by the
 * kernel cache, the ledger, safetensors and the dumps. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* strerror_r that returns the text */
#endif

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "base/io.h"

kiln_status kn_file_fail(kn_text *why, kiln_status status, const char *path, const char *what) {
    if (why) kn_text_add(why, "%s: %s", path, what);
    return status;
}

kiln_status kn_file_fail_errno(kn_text *why, const char *path, const char *doing) {
    int error = errno;
    char text[128];
    const char *shown = strerror_r(error, text, sizeof text);
    if (why) kn_text_add(why, "%s: %s: %s", path, doing, shown);
    return error == ENOMEM ? KILN_NO_MEMORY : KILN_IO;
}

static kiln_status check_private(const struct stat *st, const char *path, kn_text *why) {
    if (st->st_uid != geteuid()) return kn_file_fail(why, KILN_IO, path, "belongs to another user");
    if (st->st_mode & (S_IWGRP | S_IWOTH))
        return kn_file_fail(why, KILN_IO, path, "other users may write it");
    return KILN_OK;
}

/* How many came: fewer where the file ends, or it was stopped; -1 with errno. */
static ssize_t read_pieces(int fd, char *to, size_t size, kn_stop stop) {
    size_t done = 0;
    while (done < size && !kn_stopped(stop)) {
        size_t piece = stop.asked && size - done > KN_STOP_NBYTES ? KN_STOP_NBYTES : size - done;
        ssize_t got = kn_io_read(fd, to + done, piece, -1);
        if (got < 0) return -1;
        done += (size_t)got;
        if ((size_t)got < piece) break;
    }
    return (ssize_t)done;
}

static kiln_status read_bytes(const kn_alloc *a, int fd, const char *path, size_t size,
                              kn_stop stop, void **bytes, size_t *nbytes, kn_text *why) {
    char *block = kn_malloc(a, size);
    if (!block && size > 0) return kn_file_fail(why, KILN_NO_MEMORY, path, "memory ran out");
    ssize_t got = read_pieces(fd, block, size, stop);
    if (got >= 0 && (size_t)got == size) {
        *bytes = block;
        *nbytes = size;
        return KILN_OK;
    }
    kiln_status status =
        got < 0            ? kn_file_fail_errno(why, path, "cannot be read")
        : kn_stopped(stop) ? kn_file_fail(why, KILN_CANCELLED, path, "cancelled while it was read")
                           : kn_file_fail(why, KILN_IO, path, "shrank while it was read");
    kn_free(a, block, size);
    return status;
}

static kiln_status read_open(const kn_alloc *a, int fd, const char *path, size_t limit,
                             bool private_to_user, kn_stop stop, void **bytes, size_t *nbytes,
                             kn_text *why) {
    struct stat st;
    if (kn_io()->fstat(fd, &st) != 0) return kn_file_fail_errno(why, path, "cannot be examined");
    if (!S_ISREG(st.st_mode)) return kn_file_fail(why, KILN_IO, path, "is not a regular file");
    if (private_to_user) KN_TRY(check_private(&st, path, why));
    if ((uintmax_t)st.st_size > limit)
        return kn_file_fail(why, KILN_TOO_LARGE, path, "is larger than allowed");
    return read_bytes(a, fd, path, (size_t)st.st_size, stop, bytes, nbytes, why);
}

kiln_status kn_file_read(const kn_alloc *a, const char *path, size_t limit, bool private_to_user,
                         kn_stop stop, void **bytes, size_t *nbytes, kn_text *why) {
    *bytes = NULL;
    *nbytes = 0;
    /* O_NONBLOCK: opening a pipe must not wait for its writer; regular files ignore it. */
    int links = private_to_user ? O_NOFOLLOW : 0;
    int fd = kn_io_open(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | links, 0);
    if (fd < 0) return kn_file_fail_errno(why, path, "cannot be opened");
    kiln_status status = read_open(a, fd, path, limit, private_to_user, stop, bytes, nbytes, why);
    kn_io()->close(fd);
    return status;
}

/* What makes a file unfit, as opposed to what keeps it from being read. */
static kiln_status check_file(const struct stat *st, const char *name, size_t limit,
                              bool private_to_user, kn_text *why) {
    if (!S_ISREG(st->st_mode))
        return kn_file_fail(why, KILN_BAD_FILE, name, "is not a regular file");
    if (private_to_user && check_private(st, name, why) != KILN_OK) return KILN_BAD_FILE;
    /* No name at all is fine: it was replaced a moment ago. */
    if (private_to_user && st->st_nlink > 1)
        return kn_file_fail(why, KILN_BAD_FILE, name, "has other names (hard links)");
    if ((uintmax_t)st->st_size > limit)
        return kn_file_fail(why, KILN_BAD_FILE, name, "is larger than allowed");
    return KILN_OK;
}

kiln_status kn_file_read_at(const kn_alloc *a, int folder, const char *name, size_t limit,
                            bool private_to_user, void **bytes, size_t *nbytes, int64_t *changed,
                            kn_text *why) {
    struct stat st;
    *bytes = NULL;
    *nbytes = 0;
    int links = private_to_user ? O_NOFOLLOW : 0;
    int fd = kn_io_open(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | links, 0);
    if (fd < 0 && errno == ENOENT) return KILN_IO;
    if (fd < 0 && errno == ELOOP && private_to_user)
        return kn_file_fail(why, KILN_BAD_FILE, name, "is a link");
    if (fd < 0 && (errno == ENXIO || errno == ENODEV))
        return kn_file_fail(why, KILN_BAD_FILE, name, "is not a regular file");
    if (fd < 0) return kn_file_fail_errno(why, name, "cannot be opened");
    kiln_status status = kn_io()->fstat(fd, &st) == 0
                             ? check_file(&st, name, limit, private_to_user, why)
                             : kn_file_fail_errno(why, name, "cannot be examined");
    if (status == KILN_OK) {
        *changed = st.st_mtime;
        status = read_bytes(a, fd, name, (size_t)st.st_size, (kn_stop){0}, bytes, nbytes, why);
    }
    kn_io()->close(fd);
    return status;
}

/* Length without trailing "/" and "/.", behind which the system would follow a link. */
static size_t trimmed_length(const char *path) {
    size_t len = strlen(path);
    for (;;) {
        if (len > 1 && path[len - 1] == '/')
            len--;
        else if (len > 2 && path[len - 1] == '.' && path[len - 2] == '/')
            len--;
        else
            return len;
    }
}

kiln_status kn_folder_open(const char *path, int *fd, kn_text *why) {
    char folder[PATH_MAX];
    struct stat st;
    size_t len = trimmed_length(path);
    if (len == 0) return kn_file_fail(why, KILN_BAD_ARGUMENT, "folder", "has no name");
    if (len >= sizeof folder) return kn_file_fail(why, KILN_TOO_LARGE, path, "name is too long");
    memcpy(folder, path, len);
    folder[len] = '\0';
    *fd = kn_io_open(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
    if (*fd < 0 && errno == ENOENT) return KILN_IO;
    if (*fd < 0 && (errno == ENOTDIR || errno == ELOOP))
        return kn_file_fail(why, KILN_IO, folder, "is a link or not a folder");
    if (*fd < 0) return kn_file_fail_errno(why, folder, "cannot be opened");
    kiln_status status = kn_io()->fstat(*fd, &st) == 0
                             ? check_private(&st, folder, why)
                             : kn_file_fail_errno(why, folder, "cannot be examined");
    if (status == KILN_OK) return KILN_OK;
    kn_io()->close(*fd);
    *fd = -1;
    return status;
}

kiln_status kn_folder_private(const char *path, kn_text *why) {
    char folder[PATH_MAX];
    size_t len = trimmed_length(path);
    if (len == 0) return kn_file_fail(why, KILN_BAD_ARGUMENT, "folder", "has no name");
    if (len >= sizeof folder) return kn_file_fail(why, KILN_TOO_LARGE, path, "name is too long");
    memcpy(folder, path, len);
    folder[len] = '\0';
    for (size_t i = 1; i <= len; i++) {
        if (folder[i] != '/' && folder[i] != '\0') continue;
        folder[i] = '\0';
        struct stat st;
        int made = kn_io()->mkdirat(AT_FDCWD, folder, S_IRWXU);
        /* What stands there already is judged below; parents may also be unmakeable but present. */
        int error = made != 0 ? errno : 0;
        if (error != 0 && error != EEXIST && kn_io()->fstatat(AT_FDCWD, folder, &st, 0) != 0) {
            errno = error;
            return kn_file_fail_errno(why, folder, "cannot be made");
        }
        if (i < len) folder[i] = '/';
    }
    int fd;
    KN_TRY(kn_folder_open(folder, &fd, why));
    kn_io()->close(fd);
    return KILN_OK;
}

kiln_status kn_file_take(const kn_alloc *a, const char *path, const void *memory,
                         size_t memory_nbytes, void **bytes, size_t *nbytes, kn_text *why) {
    if (path) return kn_file_read(a, path, SIZE_MAX / 2, false, (kn_stop){0}, bytes, nbytes, why);
    if (memory_nbytes == 0) return KILN_OK;
    *bytes = kn_malloc(a, memory_nbytes);
    if (!*bytes) return KILN_NO_MEMORY;
    memcpy(*bytes, memory, memory_nbytes);
    *nbytes = memory_nbytes;
    return KILN_OK;
}
