/* SPDX-License-Identifier: Apache-2.0
 * Snapshots: tensors of a session as they are, computed or not, in one file: elements of storages,
 * how often each was written, the recorded program of what waits, the generator. Restored in a new
 * process, what waited computes to the same bits. docs/files.md has the layout. Since 0.1. */
#ifndef KILN_SNAPSHOT_H
#define KILN_SNAPSHOT_H

#include "kiln/checkpoint.h" /* kiln_named */

#ifdef __cplusplus
extern "C" {
#endif

#define KILN_SNAPSHOT_FORMAT 1

/* Writes the tensors by their names to `path`, as kiln_checkpoint_save does, and its envelope.
 * Nothing is computed. Tensors of one storage are so again; a view is refused by name, as it would
 * come back as another storage: name its base. What was computed is a value afterwards: derivatives
 * lead through what waits alone. Errors, the session's too: BAD_ARGUMENT, BAD_HANDLE, TOO_LARGE,
 * NO_MEMORY, IO. */
KILN_API kiln_status kiln_snapshot_save(kiln_site at, kiln_session *s, const char *path,
                                        kiln_named tensors);
#define kiln_snapshot_save(...)                                                                    \
    KILN_TAKES_3_(kiln_snapshot_save, kiln_status, "kiln_snapshot_save(s, path, tensors)",         \
                  __VA_ARGS__)

/* Makes the tensors of those names, in the innermost scope, and sets the session's generator. On
 * failure nothing has changed and every one of `out` is poison. Errors: NOT_FOUND (a name),
 * BAD_FILE, UNSUPPORTED (newer), IO, NO_MEMORY, BAD_ARGUMENT. */
KILN_API kiln_status kiln_snapshot_load(kiln_site at, kiln_session *s, const char *path,
                                        size_t count, const char *const *names, kiln_tensor **out);
#define kiln_snapshot_load(...)                                                                    \
    KILN_TAKES_5_(kiln_snapshot_load, kiln_status,                                                 \
                  "kiln_snapshot_load(s, path, count, names, out)", __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
