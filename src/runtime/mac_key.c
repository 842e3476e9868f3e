/* SPDX-License-Identifier: Apache-2.0
 * The file the user's key lies in: beside the cache's folder and not in it, so that a copy of the
 * cache, or who may write to it alone, has no key. 32 random bytes, 0600. Called through mac_key.h.
 */
#include "runtime/mac_key.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/io.h"

enum { KEY_MODE = 0600, OTHERS = 077 };

static kiln_status refuse(kn_text *why, const char *path, const char *what) {
    return kn_file_fail(why, KILN_BAD_FILE, path, what);
}

static kiln_status check(const struct stat *st, const char *path, kn_text *why) {
    if (!S_ISREG(st->st_mode)) return refuse(why, path, "is not a regular file");
    if (st->st_uid != geteuid()) return refuse(why, path, "belongs to another user");
    if (st->st_mode & OTHERS)
        return refuse(why, path, "may be read or written by others: expected mode 0600");
    if (st->st_nlink != 1) return refuse(why, path, "has other names");
    return st->st_size == KN_BLAKE2B_KEY ? KILN_OK : refuse(why, path, "has not 32 bytes");
}

static kiln_status read_key(const char *path, unsigned char *key, kn_text *why) {
    struct stat st;
    int fd = kn_io_open(AT_FDCWD, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd < 0 && errno == ELOOP) return refuse(why, path, "is a link");
    if (fd < 0) return kn_file_fail_errno(why, path, "cannot be opened");
    kiln_status status = kn_io()->fstat(fd, &st) == 0
                             ? check(&st, path, why)
                             : kn_file_fail_errno(why, path, "cannot be examined");
    if (status == KILN_OK && kn_io_read(fd, key, KN_BLAKE2B_KEY, 0) != KN_BLAKE2B_KEY)
        status = kn_file_fail_errno(why, path, "cannot be read");
    kn_io()->close(fd);
    return status;
}

/* Of several that make it at once the last one's counts; what the others signed meanwhile is signed
 * anew. */
static kiln_status make_key(const kn_alloc *alloc, const char *path, kn_text *why) {
    unsigned char key[KN_BLAKE2B_KEY];
    if (getrandom(key, sizeof key, 0) != (ssize_t)sizeof key)
        return kn_file_fail_errno(why, path, "no random bytes");
    return kn_file_write(alloc, path, key, sizeof key, KEY_MODE, why);
}

/* The folder above may not be there yet. */
static kiln_status make_room(const char *cache_dir, kn_text *why) {
    return kn_folder_private(cache_dir, why);
}

kiln_status rt_mac_key_read(const kn_alloc *alloc, const char *cache_dir,
                            unsigned char key[KN_BLAKE2B_KEY], kn_text *why) {
    struct stat st;
    kn_text path;
    size_t len = strlen(cache_dir);
    while (len > 1 && cache_dir[len - 1] == '/') len--;
    kn_text_init(&path, alloc);
    kn_text_add(&path, "%.*s.key", (int)len, cache_dir);
    kiln_status status = path.failed ? KILN_NO_MEMORY : KILN_OK;
    const char *name = kn_text_str(&path);
    if (status == KILN_OK && kn_io()->fstatat(AT_FDCWD, name, &st, AT_SYMLINK_NOFOLLOW) != 0 &&
        errno == ENOENT) {
        status = make_room(cache_dir, why);
        if (status == KILN_OK) status = make_key(alloc, name, why);
    }
    if (status == KILN_OK) status = read_key(name, key, why);
    kn_text_free(&path);
    return status;
}
