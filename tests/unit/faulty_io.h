/* SPDX-License-Identifier: Apache-2.0
 * A table of system calls that fails, shortens or ends with the call of a given number: include it
 * in one test program and the library's files go through it. A killed process makes no call more,
 * but the system closes its descriptors; with `cut` the power goes, and what was written and not
 * synced lasts by half, or by as many eighths as `lasts` says, as does the write torn by `tear`. */
#ifndef KN_TESTS_UNIT_FAULTY_IO_H
#define KN_TESTS_UNIT_FAULTY_IO_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"

typedef enum faulty_kind {
    FAULTY_NONE,
    FAULTY_ERROR,
    FAULTY_SHORT,
    FAULTY_KILL,
    FAULTY_TEAR,
    FAULTY_CUT
} faulty_kind;
enum { FAULTY_FILES = 64 };

static struct faulty {
    faulty_kind kind;
    int at, error, calls; /* the call number `at`, from 1 */
    const char *row;      /* which call that was; NULL: it did not come so far */
    bool dead;
    int lasts; /* eighths of what is torn or was not synced */
    struct {
        int fd, again;
        bool dirty;
        off_t synced;     /* so much of it lasts whole */
    } file[FAULTY_FILES]; /* of CUT */
    int files, cut;       /* cut: how many were shortened by the last faulty_end */
} faulty;

static inline void faulty_begin(faulty_kind kind, int at, int error) {
    memset(&faulty, 0, sizeof faulty);
    faulty.kind = kind;
    faulty.at = at;
    faulty.error = error;
    faulty.lasts = 4;
}

/* Makes the working folder one whose syncs cost nothing, where there is one: thousands of saves are
 * made. */
static inline void faulty_place(void) { (void)!chdir("/dev/shm"); }

/* Back to calls that work. True when the fault came. */
static inline bool faulty_end(void) {
    bool came = faulty.row != NULL;
    faulty.cut = 0;
    for (int i = 0; i < faulty.files; i++) {
        struct stat st;
        off_t whole = faulty.file[i].synced;
        if (came && faulty.file[i].dirty && fstat(faulty.file[i].again, &st) == 0 &&
            st.st_size > whole)
            faulty.cut += ftruncate(faulty.file[i].again,
                                    whole + (st.st_size - whole) * faulty.lasts / 8) == 0;
        close(faulty.file[i].again);
    }
    faulty.kind = FAULTY_NONE;
    faulty.files = 0;
    faulty.dead = false;
    return came;
}

/* Counts a call. True when it fails, with errno. */
static inline bool faulty_step(const char *row) {
    if (faulty.dead) {
        errno = EIO;
        return true;
    }
    if (faulty.kind == FAULTY_NONE || ++faulty.calls != faulty.at) return false;
    faulty.row = row;
    if (faulty.kind == FAULTY_SHORT) return false;
    faulty.dead = faulty.kind != FAULTY_ERROR;
    errno = faulty.kind == FAULTY_ERROR ? faulty.error : EIO;
    return true;
}

static inline bool faulty_here(void) {
    return faulty.kind != FAULTY_NONE && faulty.calls == faulty.at;
}

static inline void faulty_mark(int fd, bool dirty) {
    if (faulty.kind != FAULTY_CUT) return;
    struct stat st;
    off_t size = fstat(fd, &st) == 0 ? st.st_size : 0;
    for (int i = 0; i < faulty.files; i++)
        if (faulty.file[i].fd == fd) {
            faulty.file[i].dirty = dirty;
            if (!dirty) faulty.file[i].synced = size;
            return;
        }
    char name[64];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    int again =
        faulty.files < FAULTY_FILES ? open(name, O_RDWR | O_CLOEXEC) : -1; /* a lock of its own */
    if (again < 0) return;
    faulty.file[faulty.files].fd = fd;
    faulty.file[faulty.files].again = again;
    faulty.file[faulty.files].synced = size;
    faulty.file[faulty.files++].dirty = dirty;
}

#define FAULTY(row, failed, call) (faulty_step(#row) ? (failed) : kn_io_system.row call)

static inline int faulty_openat(int f, const char *n, int flags, mode_t m) {
    return FAULTY(openat, -1, (f, n, flags, m));
}
static inline int faulty_ftruncate(int fd, off_t n) { return FAULTY(ftruncate, -1, (fd, n)); }
static inline int faulty_fstat(int fd, struct stat *st) { return FAULTY(fstat, -1, (fd, st)); }
static inline int faulty_fstatat(int f, const char *n, struct stat *st, int flags) {
    return FAULTY(fstatat, -1, (f, n, st, flags));
}
static inline int faulty_fchmod(int fd, mode_t m) { return FAULTY(fchmod, -1, (fd, m)); }
static inline int faulty_flock(int fd, int how) { return FAULTY(flock, -1, (fd, how)); }
static inline int faulty_renameat(int f, const char *a, int t, const char *b) {
    return FAULTY(renameat, -1, (f, a, t, b));
}
static inline int faulty_unlinkat(int f, const char *n, int flags) {
    return FAULTY(unlinkat, -1, (f, n, flags));
}
static inline int faulty_mkdirat(int f, const char *n, mode_t m) {
    return FAULTY(mkdirat, -1, (f, n, m));
}
static inline DIR *faulty_fdopendir(int fd) { return FAULTY(fdopendir, NULL, (fd)); }
static inline struct dirent *faulty_readdir(DIR *d) { return FAULTY(readdir, NULL, (d)); }
static inline void *faulty_mmap(void *at, size_t n, int p, int flags, int fd, off_t from) {
    return FAULTY(mmap, (void *)-1, (at, n, p, flags, fd, from));
}

static inline int faulty_fsync(int fd) {
    int done = FAULTY(fsync, -1, (fd));
    if (done == 0) faulty_mark(fd, false);
    return done;
}

static inline int faulty_fdatasync(int fd) {
    int done = FAULTY(fdatasync, -1, (fd));
    if (done == 0) faulty_mark(fd, false);
    return done;
}

static inline ssize_t faulty_read(int fd, void *bytes, size_t n) {
    if (faulty_step("read")) return -1;
    return kn_io_system.read(fd, bytes, faulty_here() && n > 1 ? n / 2 : n);
}

static inline ssize_t faulty_pread(int fd, void *bytes, size_t n, off_t at) {
    if (faulty_step("pread")) return -1;
    return kn_io_system.pread(fd, bytes, faulty_here() && n > 1 ? n / 2 : n, at);
}

static inline ssize_t faulty_write(int fd, const void *bytes, size_t n) {
    bool was_dead = faulty.dead, failed = faulty_step("write");
    if (!failed || !was_dead) faulty_mark(fd, true);
    if (failed && faulty.kind == FAULTY_TEAR && !was_dead)
        (void)!write(fd, bytes, n * (size_t)faulty.lasts / 8);
    if (failed) return -1;
    return kn_io_system.write(fd, bytes, faulty_here() && n > 1 ? n / 2 : n);
}

static inline ssize_t faulty_pwrite(int fd, const void *bytes, size_t n, off_t at) {
    bool was_dead = faulty.dead, failed = faulty_step("pwrite");
    if (!failed || !was_dead) faulty_mark(fd, true);
    if (failed && faulty.kind == FAULTY_TEAR && !was_dead)
        (void)!pwrite(fd, bytes, n * (size_t)faulty.lasts / 8, at);
    if (failed) return -1;
    return kn_io_system.pwrite(fd, bytes, faulty_here() && n > 1 ? n / 2 : n, at);
}

/* These act whatever comes: the system does what a dead process leaves undone. */
static inline int faulty_close(int fd) {
    bool failed = faulty_step("close");
    int error = errno, done = kn_io_system.close(fd);
    for (int i = 0; i < faulty.files; i++)
        if (faulty.file[i].fd == fd) faulty.file[i].fd = -1;
    if (!failed) return done;
    errno = error;
    return -1;
}

static inline int faulty_closedir(DIR *d) { return kn_io_system.closedir(d); }
static inline int faulty_munmap(void *at, size_t n) { return kn_io_system.munmap(at, n); }

const kn_io_table *kn_io(void) {
    static const kn_io_table table = {
        .openat = faulty_openat,
        .close = faulty_close,
        .read = faulty_read,
        .pread = faulty_pread,
        .write = faulty_write,
        .pwrite = faulty_pwrite,
        .fsync = faulty_fsync,
        .fdatasync = faulty_fdatasync,
        .ftruncate = faulty_ftruncate,
        .fstat = faulty_fstat,
        .fstatat = faulty_fstatat,
        .fchmod = faulty_fchmod,
        .flock = faulty_flock,
        .renameat = faulty_renameat,
        .unlinkat = faulty_unlinkat,
        .mkdirat = faulty_mkdirat,
        .fdopendir = faulty_fdopendir,
        .readdir = faulty_readdir,
        .closedir = faulty_closedir,
        .mmap = faulty_mmap,
        .munmap = faulty_munmap,
    };
    return &table;
}

/* The faults that a disk, a mount and a process's limits make. */
static const int faulty_errors[] = {ENOSPC, EIO, EINTR, EMFILE, EROFS, EACCES, EDQUOT, ENOMEM};
enum { FAULTY_ERRORS = sizeof faulty_errors / sizeof *faulty_errors };

#endif
