/* SPDX-License-Identifier: Apache-2.0
 * Checkpoints: named tensors, the optimiser's state, the session's generator, the step and texts of
 * the caller's, in one safetensors file that PyTorch's loader reads, with its envelope beside it
 * (kiln/envelope.h). docs/files.md has the layout.
 *
 *     kiln_checkpoint c = KILN_CHECKPOINT_INIT;
 *     c.parameters = kiln_params_named(set); // or kiln_named_of(n, names, tensors)
 *     c.state = kiln_params_named(kiln_optimizer_state(optimizer));
 *     c.step = step;
 *     kiln_checkpoint_save_in(s, "run", &c, &(kiln_rotation){.newest = 3});
 *     ...
 *     kiln_checkpoint_file *f;
 *     if (kiln_checkpoint_latest("run", 0, NULL, &f, why, sizeof why) == KILN_OK) {
 *         kiln_checkpoint_load(s, f, &c);       // c.step and c.counter_seed are set
 *         kiln_checkpoint_close(f);
 *     }
 *
 * A save that ends early, at any instruction, leaves the old file or the new one, whole. Since
 * 0.1. */
#ifndef KILN_CHECKPOINT_H
#define KILN_CHECKPOINT_H

#include "kiln/envelope.h"
#include "kiln/params.h"
#include "kiln/safetensors.h"
#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

#define KILN_CHECKPOINT_FORMAT 1

/* Tensors and their names, which are distinct UTF-8. The arrays are only read during the call. */
typedef struct kiln_named {
    size_t count;
    const char *const *name;
    kiln_tensor *const *tensor;
} kiln_named;
static inline kiln_named kiln_named_of(size_t count, const char *const *name,
                                       kiln_tensor *const *tensor) {
    kiln_named n;
    n.count = count;
    n.name = name;
    n.tensor = tensor;
    return n;
}
/* A whole set of parameters, or an optimiser's state; the arrays are the set's, until it changes.
 */
KILN_API kiln_named kiln_params_named(kiln_params *p);

/* What loading lets pass. */
enum {
    KILN_ALLOW_MISSING = 1,    /* tensors that the file has not: they keep their values */
    KILN_ALLOW_UNEXPECTED = 2, /* tensors of the file that nobody asks for */
    KILN_ALLOW_SHAPES = 4      /* tensors of another shape or dtype: they keep their values */
};

typedef struct kiln_checkpoint {
    size_t struct_size;
    kiln_named parameters;    /* in the file by their names, none of which begins with "kiln." */
    kiln_named state;         /* of the optimiser: in the file as "kiln.optimizer." and the name */
    int64_t step;             /* loading sets it: 0 of a file that is no checkpoint of Kiln's */
    int64_t counter_seed;     /* where the caller's counter-based seeds stand; likewise */
    const kiln_st_meta *meta; /* saving: UTF-8; no key is "format" or begins with "kiln." */
    size_t nmeta;
    const char *made_by; /* saving: for the envelope, as are the next three; NULL: "" */
    int64_t created;
    const kiln_envelope_input *inputs;
    size_t ninputs;
    unsigned allow; /* loading: KILN_ALLOW_ */
} kiln_checkpoint;

#define KILN_CHECKPOINT_INIT                                                                       \
    {                                                                                              \
        sizeof(kiln_checkpoint), {0, NULL, NULL}, {0, NULL, NULL}, 0, 0, NULL, 0, NULL,            \
            KILN_ENVELOPE_NOW, NULL, 0, 0                                                          \
    }

/* Writes a checkpoint to `path`, and its envelope to PATH.envelope.json. Computes what is pending.
 * Elements are written from where they lie: no second copy is made, but of views. The same content
 * gives the same bytes. Errors, the session's too: BAD_ARGUMENT (a name, a key), TOO_LARGE,
 * NO_MEMORY, IO, and what computing gives. (torch.save of state dicts) */
KILN_API kiln_status kiln_checkpoint_save(kiln_site at, kiln_session *s, const char *path,
                                          const kiln_checkpoint *c);
#define kiln_checkpoint_save(...)                                                                  \
    KILN_AT_LEAST_3_(kiln_checkpoint_save, kiln_status, "kiln_checkpoint_save(s, path, c)",        \
                     __VA_ARGS__)

/* Which checkpoints of a folder stay: the `newest` by step, and the `best` by the number that
 * metadata key `metric` has, the least unless `greater`. One is enough to stay. newest 0: all
 * stay. */
typedef struct kiln_rotation {
    size_t newest, best;
    const char *metric; /* NULL: none */
    bool greater;
} kiln_rotation;
/* Saves to FOLDER/step-000000000123.safetensors, by c->step, which is not negative, then removes
 * those that `keep` (NULL: all stay) lets go, the one just written never. The folder is made when
 * it is not there (its parent is). Errors as above. */
KILN_API kiln_status kiln_checkpoint_save_in(kiln_site at, kiln_session *s, const char *folder,
                                             const kiln_checkpoint *c, const kiln_rotation *keep);
#define kiln_checkpoint_save_in(...)                                                               \
    KILN_AT_LEAST_4_(kiln_checkpoint_save_in, kiln_status,                                         \
                     "kiln_checkpoint_save_in(s, folder, c, keep)", __VA_ARGS__)

/* ---- reading. No session is needed until kiln_checkpoint_load; an open file is immutable, any
 * thread may read it. */

typedef struct kiln_checkpoint_file kiln_checkpoint_file;
enum {
    KILN_CHECKPOINT_MAP = 1
}; /* map the file, do not read it: nobody may shorten it while it is open */

/* Opens a checkpoint, any other safetensors file, or the index of one in several files
 * (*.index.json, as Hugging Face writes it), and checks all of it: the envelope where there is one,
 * the digest inside where there is one. On failure *out is NULL and `why` (may be NULL) holds one
 * line. Errors: BAD_FILE, UNSUPPORTED (newer), IO, NO_MEMORY, BAD_ARGUMENT. */
KILN_API kiln_status kiln_checkpoint_open(const char *path, unsigned flags,
                                          const kiln_allocator *allocator,
                                          kiln_checkpoint_file **out, char *why, size_t why_size);
/* Opens the one with the highest step of those kiln_checkpoint_save_in wrote to the folder. Files
 * that are damaged, cannot be read or are of a newer version are passed over, and `why` names them
 * with the reason, also when the answer is OK; it is "" when there was none. NOT_FOUND: no usable
 * one, or no such folder. */
KILN_API kiln_status kiln_checkpoint_latest(const char *folder, unsigned flags,
                                            const kiln_allocator *allocator,
                                            kiln_checkpoint_file **out, char *why, size_t why_size);
KILN_API const char *kiln_checkpoint_path(const kiln_checkpoint_file *f);
KILN_API int64_t kiln_checkpoint_step(const kiln_checkpoint_file *f);
/* The value of a key of the caller's; NULL when absent. */
KILN_API const char *kiln_checkpoint_meta(const kiln_checkpoint_file *f, const char *key);
/* Tensors as they lie in the file, Kiln's own ("kiln.") too; NULL when absent. */
KILN_API size_t kiln_checkpoint_count(const kiln_checkpoint_file *f);
KILN_API const kiln_st_entry *kiln_checkpoint_at(const kiln_checkpoint_file *f, size_t index);
KILN_API const kiln_st_entry *kiln_checkpoint_find(const kiln_checkpoint_file *f, const char *name);
KILN_API void kiln_checkpoint_close(kiln_checkpoint_file *f);

/* Writes the file's values into the tensors of c, in place, sets the session's generator, c->step
 * and c->counter_seed: all of it, or nothing. What does not fit, missing, unexpected and otherwise
 * shaped names, is listed in one error: NOT_FOUND when a name is missing, else BAD_SHAPE, else
 * BAD_ARGUMENT. With c->state empty the optimiser's state in a checkpoint of Kiln's is passed over:
 * that loads the parameters alone; with any of it given, all of the file's is expected. Other
 * errors: BAD_HANDLE, OVERLAP, NO_MEMORY. (torch.nn.Module.load_state_dict) */
KILN_API kiln_status kiln_checkpoint_load(kiln_site at, kiln_session *s,
                                          const kiln_checkpoint_file *f, kiln_checkpoint *c);
#define kiln_checkpoint_load(...)                                                                  \
    KILN_TAKES_3_(kiln_checkpoint_load, kiln_status, "kiln_checkpoint_load(s, f, c)", __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
