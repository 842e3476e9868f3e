/* SPDX-License-Identifier: Apache-2.0
 * Envelopes beside files that others read: FILE.envelope.json, and the length and digest of FILE.
 * Called by frontend/evidence/envelope_door.c and checkpoints. */
#include <errno.h>
#include <fcntl.h>

#include "base/digest.h"
#include "base/io.h"
#include "kiln/sidecar.h"
#include "runtime/envelope.h"

enum { READ_AHEAD = 1 << 20 };
#define FILE_MODE 0644u

static kiln_status name_beside(const char *path, kn_text *name, kn_text *why) {
    kn_text_add(name, "%s" KILN_ENVELOPE_SUFFIX, path);
    return name->failed ? kn_file_fail(why, KILN_NO_MEMORY, path, "memory ran out") : KILN_OK;
}

kiln_status kn_envelope_write_beside(const kn_alloc *a, const char *path, const kiln_envelope *e,
                                     kn_text *why) {
    kn_text name, json;
    kn_text_init(&name, a);
    kn_text_init(&json, a);
    kiln_status status = name_beside(path, &name, why);
    if (status == KILN_OK) status = kn_envelope_compose(e, &json, why);
    if (status == KILN_OK)
        status = kn_file_write(a, kn_text_str(&name), json.data, json.len, FILE_MODE, why);
    kn_text_free(&name);
    kn_text_free(&json);
    return status;
}

kiln_status kn_envelope_read_beside(const kn_alloc *a, const char *path, kiln_envelope **out,
                                    kiln_envelope_fault *fault, kn_text *why) {
    kiln_envelope_fault own = {.offset = -1};
    void *bytes = NULL;
    size_t nbytes = 0;
    kn_text name;
    *out = NULL;
    kn_text_init(&name, a);
    kiln_status status = name_beside(path, &name, why);
    if (status == KILN_OK)
        status = kn_file_read(a, kn_text_str(&name), KN_ENVELOPE_LIMIT, false, (kn_stop){0}, &bytes,
                              &nbytes, why);
    if (status == KILN_OK) {
        status = kn_envelope_parse(a, bytes, nbytes, out, &own);
        if (status != KILN_OK) kn_envelope_say(&own, kn_text_str(&name), why);
        if (fault) *fault = own;
    }
    kn_free(a, bytes, nbytes);
    kn_text_free(&name);
    return status;
}

kiln_status kn_envelope_find_beside(const kn_alloc *a, const char *path, bool *there,
                                    kn_text *why) {
    struct stat st;
    kn_text name;
    kn_text_init(&name, a);
    kiln_status status = name_beside(path, &name, why);
    *there = status == KILN_OK && kn_io()->fstatat(AT_FDCWD, kn_text_str(&name), &st, 0) == 0;
    if (status == KILN_OK && !*there && errno != ENOENT)
        status = kn_file_fail_errno(why, kn_text_str(&name), "cannot be examined");
    kn_text_free(&name);
    return status;
}

const char *const kn_beside[KN_BESIDE] = {KILN_SIDECAR_SUFFIX,
                                          KILN_ENVELOPE_SUFFIX KILN_SIDECAR_SUFFIX,
                                          KILN_ENVELOPE_SUFFIX};

/* Once that has gone the old and the new file both stand alone; with it, only the old one would. */
kiln_status kn_beside_remove(const kn_alloc *a, const kn_file_out *out, kn_text *why) {
    static const char doing[] = "cannot be replaced";
    kiln_status status = kn_io_sync(out->fd) ? KILN_OK : kn_file_fail_errno(why, out->path, doing);
    bool gone = false;
    kn_text name;
    kn_text_init(&name, a);
    for (int i = 0; i < KN_BESIDE && status == KILN_OK; i++) {
        kn_text_clear(&name);
        kn_text_add(&name, "%s%s", out->name, kn_beside[i]);
        if (name.failed)
            status = KILN_NO_MEMORY;
        else if (kn_io()->unlinkat(out->folder, kn_text_str(&name), 0) == 0)
            gone = true;
        else if (errno != ENOENT)
            status = kn_file_fail_errno(why, out->path, doing);
    }
    if (gone)
        (void)kn_io_sync(out->folder); /* before the rename; what is wrong with the folder, the
                                          commit tells */
    kn_text_free(&name);
    return status;
}

/* An envelope that cannot be said must not be found out after the file is written. */
static kiln_status can_be_said(const kn_alloc *a, const kiln_envelope *e, kn_text *why) {
    kn_text json;
    kn_text_init(&json, a);
    kiln_status status = kn_envelope_compose(e, &json, why);
    kn_text_free(&json);
    return status;
}

kiln_status kn_envelope_save(const kn_alloc *a, const char *path, const void *bytes, size_t nbytes,
                             const kiln_envelope *e, kn_text *why) {
    kn_file_out out;
    kiln_envelope own = {0};
    if (e) {
        own = *e;
        own.length = nbytes;
        kn_hash_hex(kn_hash_bytes(bytes, nbytes), own.digest);
        KN_TRY(can_be_said(a, &own, why));
    }
    KN_TRY(kn_file_out_begin(&out, a, path, FILE_MODE, why));
    kiln_status status = kn_file_out_bytes(&out, bytes, nbytes, why);
    if (status == KILN_OK) status = kn_beside_remove(a, &out, why);
    if (status == KILN_OK)
        status = kn_file_out_commit(&out, why);
    else
        kn_file_out_drop(&out);
    return status == KILN_OK && e ? kn_envelope_write_beside(a, path, &own, why) : status;
}

static kiln_status digest_open(const char *path, int fd, char *buffer, kn_digest *d, kn_text *why) {
    struct stat st;
    ssize_t got;
    if (kn_io()->fstat(fd, &st) != 0) return kn_file_fail_errno(why, path, "cannot be examined");
    if (!S_ISREG(st.st_mode)) return kn_file_fail(why, KILN_IO, path, "is not a regular file");
    while ((got = kn_io_read(fd, buffer, READ_AHEAD, -1)) > 0)
        kn_digest_add(d, buffer, (size_t)got);
    return got < 0 ? kn_file_fail_errno(why, path, "cannot be read") : KILN_OK;
}

kiln_status kn_envelope_digest_file(const kn_alloc *a, const char *path, uint64_t *length,
                                    kn_hash *digest, kn_text *why) {
    int fd = kn_io_open(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
    if (fd < 0) return kn_file_fail_errno(why, path, "cannot be opened");
    kn_digest d;
    bool begun = kn_digest_begin(&d);
    char *buffer = begun ? kn_malloc(a, READ_AHEAD) : NULL;
    kiln_status status = buffer ? digest_open(path, fd, buffer, &d, why)
                                : kn_file_fail(why, KILN_NO_MEMORY, path, "memory ran out");
    if (status == KILN_OK) {
        *length = d.length;
        *digest = kn_digest_now(&d);
    }
    kn_free(a, buffer, READ_AHEAD);
    kn_digest_end(&d);
    kn_io()->close(fd);
    return status;
}
