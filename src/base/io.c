/* SPDX-License-Identifier: Apache-2.0
 * The table of system calls for files, and those that are repeated until done. Called through io.h by whatever
 * in the library touches a file. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* openat and the rest by their modern names */
#endif

#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define MOST_PER_CALL ((size_t)1 << 30) /* Linux moves a little less than 2 GiB per call */

static int open_at(int folder, const char *name, int flags, mode_t mode) {
    return openat(folder, name, flags, mode);
}

const kn_io_table kn_io_system = {
    .openat = open_at,
    .close = close,
    .read = read,
    .pread = pread,
    .write = write,
    .pwrite = pwrite,
    .fsync = fsync,
    .fdatasync = fdatasync,
    .ftruncate = ftruncate,
    .fstat = fstat,
    .fstatat = fstatat,
    .fchmod = fchmod,
    .flock = flock,
    .renameat = renameat,
    .unlinkat = unlinkat,
    .mkdirat = mkdirat,
    .fdopendir = fdopendir,
    .readdir = readdir,
    .closedir = closedir,
    .mmap = mmap,
    .munmap = munmap,
};

__attribute__((weak)) const kn_io_table *kn_io(void) { return &kn_io_system; }

int kn_io_open(int folder, const char *name, int flags, unsigned mode) {
    int fd;
    do fd = kn_io()->openat(folder, name, flags, (mode_t)mode);
    while (fd < 0 && errno == EINTR);
    return fd;
}

static ssize_t read_some(int fd, void *bytes, size_t nbytes, off_t at) {
    size_t now = nbytes < MOST_PER_CALL ? nbytes : MOST_PER_CALL;
    ssize_t got;
    do got = at < 0 ? kn_io()->read(fd, bytes, now) : kn_io()->pread(fd, bytes, now, at);
    while (got < 0 && errno == EINTR);
    return got;
}

ssize_t kn_io_read(int fd, void *bytes, size_t nbytes, off_t at) {
    size_t done = 0;
    while (done < nbytes) {
        off_t from = at < 0 ? at : at + (off_t)done;
        ssize_t got = read_some(fd, (char *)bytes + done, nbytes - done, from);
        if (got < 0) return -1;
        if (got == 0) break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

/* A limit on the size of files is told by a signal that ends the program, unless it is held back meanwhile: then
 * by EFBIG. One that came before is not ours to take. */
static ssize_t write_some(int fd, const void *bytes, size_t nbytes, off_t at) {
    sigset_t limit, before, pending;
    sigemptyset(&limit);
    sigaddset(&limit, SIGXFSZ);
    bool held = pthread_sigmask(SIG_BLOCK, &limit, &before) == 0;
    bool hosts = sigpending(&pending) == 0 && sigismember(&pending, SIGXFSZ) == 1;
    ssize_t wrote = at < 0 ? kn_io()->write(fd, bytes, nbytes) : kn_io()->pwrite(fd, bytes, nbytes, at);
    int error = errno;
    if (wrote < 0 && error == EFBIG && held && !hosts)
        (void)sigtimedwait(&limit, NULL, &(struct timespec){0});
    if (held) (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return wrote;
}

ssize_t kn_io_write_some(int fd, const void *bytes, size_t nbytes) { return write_some(fd, bytes, nbytes, -1); }

bool kn_io_write(int fd, const void *bytes, size_t nbytes, off_t at) {
    const char *from = bytes;
    while (nbytes > 0) {
        ssize_t wrote = write_some(fd, from, nbytes < MOST_PER_CALL ? nbytes : MOST_PER_CALL, at);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote == 0) errno = ENOSPC;
        if (wrote <= 0) return false;
        from += wrote;
        if (at >= 0) at += wrote;
        nbytes -= (size_t)wrote;
    }
    return true;
}

bool kn_io_sync(int fd) {
    int done;
    do done = kn_io()->fsync(fd);
    while (done != 0 && errno == EINTR);
    return done == 0;
}

bool kn_io_sync_data(int fd) {
    int done;
    do done = kn_io()->fdatasync(fd);
    while (done != 0 && errno == EINTR);
    return done == 0;
}
