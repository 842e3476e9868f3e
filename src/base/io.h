/* SPDX-License-Identifier: Apache-2.0
 * The system calls by which the library reaches files, as one table, and the few of them that must be repeated
 * when a signal or a short count ends them early. Called by base/file, the ledger and the kernel cache's folder;
 * nothing else in src/ opens, writes or renames. */
#ifndef KN_BASE_IO_H
#define KN_BASE_IO_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

/* Each row is the call of its name, errno included. */
typedef struct kn_io_table {
    int (*openat)(int folder, const char *name, int flags, mode_t mode);
    int (*close)(int fd);
    ssize_t (*read)(int fd, void *bytes, size_t nbytes);
    ssize_t (*pread)(int fd, void *bytes, size_t nbytes, off_t at);
    ssize_t (*write)(int fd, const void *bytes, size_t nbytes);
    ssize_t (*pwrite)(int fd, const void *bytes, size_t nbytes, off_t at);
    int (*fsync)(int fd);
    int (*fdatasync)(int fd);
    int (*ftruncate)(int fd, off_t nbytes);
    int (*fstat)(int fd, struct stat *st);
    int (*fstatat)(int folder, const char *name, struct stat *st, int flags);
    int (*fchmod)(int fd, mode_t mode);
    int (*flock)(int fd, int operation);
    int (*renameat)(int from, const char *old_name, int to, const char *new_name);
    int (*unlinkat)(int folder, const char *name, int flags);
    int (*mkdirat)(int folder, const char *name, mode_t mode);
    DIR *(*fdopendir)(int fd);
    struct dirent *(*readdir)(DIR *folder);
    int (*closedir)(DIR *folder);
    void *(*mmap)(void *at, size_t nbytes, int protection, int flags, int fd, off_t from);
    int (*munmap)(void *at, size_t nbytes);
} kn_io_table;

/* The system's own calls. */
extern const kn_io_table kn_io_system;

/* The table in use: kn_io_system, always. Weak, so that a test program which defines it puts calls that fail, or
 * that stop as a killed process does, in its place, while the library has no state for that. */
const kn_io_table *kn_io(void);

/* openat(2), again after a signal. */
int kn_io_open(int folder, const char *name, int flags, unsigned mode);
/* Until `nbytes` are read or the file ends: how many, or -1 with errno. `at` < 0: from where the file stands. */
ssize_t kn_io_read(int fd, void *bytes, size_t nbytes, off_t at);
/* write(2), which a limit on the size of files makes fail with EFBIG, not end the program. */
ssize_t kn_io_write_some(int fd, const void *bytes, size_t nbytes);
/* Until everything is written; false with errno on failure. `at` < 0: where the file stands. */
bool kn_io_write(int fd, const void *bytes, size_t nbytes, off_t at);
/* fsync(2), or fdatasync(2), again after a signal. */
bool kn_io_sync(int fd);
bool kn_io_sync_data(int fd);

#endif
