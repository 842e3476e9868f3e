/* SPDX-License-Identifier: Apache-2.0
 * What saving, opening and loading checkpoints share: names inside the file, and the open file.
 * Used by src/frontend/checkpoint*.c only. */
#ifndef KN_FRONTEND_CHECKPOINT_INTERNAL_H
#define KN_FRONTEND_CHECKPOINT_INTERNAL_H

#include "base/text.h"
#include "frontend/files/safetensors_internal.h"
#include "kiln/checkpoint.h"

#define KN_CP_OWN "kiln."
#define KN_CP_STATE "kiln.optimizer."
#define KN_CP_GENERATOR "kiln.generator" /* FE_GENERATOR_BYTES of u8 */
#define KN_CP_FORMAT "kiln.checkpoint"   /* metadata: version of the format */
#define KN_CP_DIGEST "kiln.digest"       /* of all bytes, with zeros here */
#define KN_CP_STEP "kiln.step"
#define KN_CP_SEED "kiln.counter_seed"
#define KN_CP_KIND "checkpoint"
enum { KN_CP_NAME = sizeof "step-000000000000.safetensors" };

struct kiln_checkpoint_file {
    const kn_alloc *alloc;
    char *path;
    kiln_safetensors **shard; /* one, but of an index */
    size_t nshards;
    int64_t step, counter_seed;
    bool ours; /* a checkpoint of Kiln's */
};

kiln_status kn_cp_open(const kn_alloc *alloc, const char *path, unsigned flags,
                       kiln_checkpoint_file **out, kn_text *why);
/* One file into memory, envelope and digest checked, header read; CANCELLED when `stop` says so.
 * `kind`, `newest`: of the envelope. */
kiln_status kn_cp_load_file(const kn_alloc *alloc, const char *path, unsigned flags, kn_stop stop,
                            const char *kind, int64_t newest, kiln_safetensors **st,
                            kn_st_stamped *stamped, bool *enveloped, kn_text *why);
/* All files that an index names, checked against it. */
kiln_status kn_cp_open_shards(kiln_checkpoint_file *f, unsigned flags, kn_text *why);
/* Removes what the rotation lets go (NULL: nothing), `written` never, and what killed saves
 * left. */
kiln_status kn_cp_rotate(const kn_alloc *alloc, const char *folder, const kiln_rotation *keep,
                         const char *written, kn_text *why);
void kn_cp_name(int64_t step, char out[KN_CP_NAME]);

#endif
