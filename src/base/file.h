/* SPDX-License-Identifier: Apache-2.0
 * Whole-file reads and the one way to write a file, with errors as text, over the table of io.h.
 * Used by the kernel cache, the ledger, safetensors, checkpoints and the dumps. */
#ifndef KN_BASE_FILE_H
#define KN_BASE_FILE_H

#include <sys/types.h>

#include "base/digest.h"
#include "base/text.h"

/* Reads a regular file of at most `limit` bytes. `private_to_user`: no link is followed, and the
 * file must belong to the caller with nobody else able to write it. Free with kn_free(*bytes,
 * *nbytes); an empty file gives NULL. CANCELLED when `stop`, asked every MiB, says so. `why` may be
 * NULL in every function here. */
kiln_status kn_file_read(const kn_alloc *a, const char *path, size_t limit, bool private_to_user,
                         kn_stop stop, void **bytes, size_t *nbytes, kn_text *why);
/* The same of any file, or a copy of memory where `path` is NULL. */
kiln_status kn_file_take(const kn_alloc *a, const char *path, const void *memory,
                         size_t memory_nbytes, void **bytes, size_t *nbytes, kn_text *why);
/* Writes to a temporary name in the same folder, fsyncs, renames, fsyncs the folder. The old file
 * stays whole on any failure but the last step's, which leaves the new one whole; a link at `path`
 * is replaced, not followed; a device, pipe or folder there is refused, and a file that is replaced
 * keeps its permissions. `mode` is narrowed by the umask. What writers of the same name that were
 * killed left behind is removed first; several may write one name at once, the last rename wins. */
kiln_status kn_file_write(const kn_alloc *a, const char *path, const void *bytes, size_t nbytes,
                          unsigned mode, kn_text *why);

/* The same in pieces, for files that never lie whole in memory. After begin succeeded, exactly one
 * of commit and drop must follow; commit drops by itself when it fails. */
typedef struct kn_file_out {
    const char *path; /* as messages say it */
    const char *name; /* of `path`, below `folder`, as `temp` is */
    kn_text temp;
    int fd, folder;
    bool owns_folder;
    kn_digest *digest; /* set after begin: takes every byte that is appended */
    /* set after begin: asked while bytes are appended, which end with CANCELLED then */
    kn_stop stop;
    bool hasty; /* set before commit: not synced, for what can be made again */
} kn_file_out;
kiln_status kn_file_out_begin(kn_file_out *out, const kn_alloc *a, const char *path, unsigned mode,
                              kn_text *why);
kiln_status kn_file_out_bytes(kn_file_out *out, const void *bytes, size_t nbytes, kn_text *why);
/* Over bytes already written. */
kiln_status kn_file_out_patch(kn_file_out *out, uint64_t at, const void *bytes, size_t nbytes,
                              kn_text *why);
kiln_status kn_file_out_commit(kn_file_out *out, kn_text *why);
void kn_file_out_drop(kn_file_out *out);

/* Relative to an open folder. read_at also gives the time of the last change, in seconds, and with
 * `private_to_user` refuses a file that has other names (hard links): BAD_FILE then, as for a link,
 * another owner or writers. A file that is not there is IO with an empty `why`. */
kiln_status kn_file_read_at(const kn_alloc *a, int folder, const char *name, size_t limit,
                            bool private_to_user, void **bytes, size_t *nbytes, int64_t *changed,
                            kn_text *why);
kiln_status kn_file_out_begin_at(kn_file_out *out, const kn_alloc *a, int folder, const char *name,
                                 unsigned mode, kn_text *why);

/* Removes a temporary file whose writer is gone: a private regular file that nobody holds locked.
 * True when the name is free afterwards. */
bool kn_file_remove_dead(int folder, const char *name);

/* Makes it last that `path` has a name. Best effort: some file systems refuse. */
void kn_file_sync_folder(const char *path);

/* "path: what", and "path: doing: text of errno"; NO_MEMORY for ENOMEM, else IO. */
kiln_status kn_file_fail(kn_text *why, kiln_status status, const char *path, const char *what);
kiln_status kn_file_fail_errno(kn_text *why, const char *path, const char *doing);

/* Makes the folder and its parents, 0700. Refuses one that is a link, belongs to another user or is
 * open to others' writing. */
kiln_status kn_folder_private(const char *path, kn_text *why);
/* The same check without making it, and the folder open in *fd, to be closed. One that is not
 * there: IO, empty `why`. */
kiln_status kn_folder_open(const char *path, int *fd, kn_text *why);

#endif
