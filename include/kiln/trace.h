/* SPDX-License-Identifier: Apache-2.0
 * Traces (docs/traces.md): a computation with its derivative as one file, that can be computed
 * again to the same bits, shown, and compared with another. Since 0.1. */
#ifndef KILN_TRACE_H
#define KILN_TRACE_H

#include "kiln/envelope.h"
#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

#define KILN_TRACE_FORMAT 2 /* what is written; 1, without the names of parameters, is read */

/* their elements in the file, or digests alone */
typedef enum kiln_trace_leaves { KILN_TRACE_EMBED, KILN_TRACE_DIGEST } kiln_trace_leaves;

typedef struct kiln_trace_options {
    size_t struct_size;       /* sizeof(kiln_trace_options) */
    kiln_trace_leaves leaves; /* EMBED */
    /* a digest of every node, computed by the reference: names the node at which two runs part */
    bool nodes;
    const char *made_by; /* of the envelope; NULL: "" */
    int64_t created;     /* seconds since 1970; KILN_ENVELOPE_NOW */
} kiln_trace_options;
#define KILN_TRACE_OPTIONS_INIT                                                                    \
    { sizeof(kiln_trace_options), KILN_TRACE_EMBED, false, NULL, KILN_ENVELOPE_NOW }

/* Writes the trace of `outputs` (losses, gradients, anything; of one session) to `path`, in one
 * step as kiln_safetensors_save does. They are computed for it, and stay as they were: nothing is
 * stored, no handle changes. `names` has a name for each, or is NULL ("out0" ...); `options` may be
 * NULL. Tensors that were computed are traced from what they were made of, as far as that is still
 * there: what a scope that closed made and computed is a leaf. What waits to be computed, as
 * parameters that earlier steps wrote and nobody asked for, is traced through: kiln_eval them first
 * where a trace is to begin with their values. Errors: BAD_ARGUMENT (a list that is empty or NULL,
 * options of another size, an output that is a leaf itself), STALE (the value of a leaf was written
 * over), IO, NO_MEMORY, and what computing gives. On failure no file is left. */
KILN_API kiln_status kiln_trace_save(kiln_site at, const char *path, kiln_list outputs,
                                     const char *const *names, const kiln_trace_options *options);
#define kiln_trace_save(...)                                                                       \
    KILN_AT_LEAST_4_(kiln_trace_save, kiln_status,                                                 \
                     "kiln_trace_save(path, outputs, names, options)", __VA_ARGS__)

/* From now on the trace of every `every`-th evaluation that has nodes of a derivative in it is
 * written to FOLDER/step-NNNNNNNN.trace, NNNNNNNN its number from 1; the folder is made. Of those
 * that the session wrote the newest `most` are left (0: all). `every` 0 ends it. An evaluation
 * whose trace cannot be written goes on; the ledger says so, and kiln_counters' traces_lost. Copies
 * folder and options. Errors: BAD_ARGUMENT, IO, NO_MEMORY. */
KILN_API kiln_status kiln_trace_steps(kiln_site at, kiln_session *s, const char *folder,
                                      uint64_t every, uint64_t most,
                                      const kiln_trace_options *options);
#define kiln_trace_steps(...)                                                                      \
    KILN_AT_LEAST_5_(kiln_trace_steps, kiln_status,                                                \
                     "kiln_trace_steps(s, folder, every, most, options)", __VA_ARGS__)

/* ---- reading. No session is needed; a trace is never changed, and any thread may read it. */

typedef struct kiln_trace_file kiln_trace_file;

/* A leaf or an output. Strings and data are the trace's. */
typedef struct kiln_trace_item {
    const char *name;
    kiln_dtype dtype;
    kiln_shape shape;
    char digest[33];
    const void *data; /* NULL: by digest alone; not aligned */
    size_t nbytes;
    /* of the call that made the node: of a computed leaf, that read it first; "" when it is not
     * known */
    const char *site;
} kiln_trace_item;

/* A parameter of a set (kiln/params.h), or state of an optimiser, that has elements in a leaf:
 * element `offset` of the leaf is the parameter's first (negative where the leaf begins within it),
 * and it has `numel`. */
typedef struct kiln_trace_parameter {
    const char *name;
    int64_t offset, numel;
} kiln_trace_parameter;

/* What a derivative appended. */
typedef struct kiln_trace_derived {
    int64_t node; /* in the graph's text */
    /* node whose rule made it, or whose gradient it adds to; -1: a seed, or one that is no part of
     * the graph */
    int64_t of;
    const char *rule; /* "matmul"; "accumulate": adds the next contribution; "seed" */
} kiln_trace_derived;

/* Reads and checks all of it, in at most twice the file's memory. *out is to be closed; `allocator`
 * (NULL: the C library's) must live until then. Errors: BAD_FILE (malformed, or a byte changed),
 * UNSUPPORTED (another version of format or contract, an unknown op or option), IO, NO_MEMORY,
 * BAD_ARGUMENT; `why` names the field, the byte where it is known, what was expected and found. */
KILN_API kiln_status kiln_trace_open(const char *path, const kiln_allocator *allocator,
                                     kiln_trace_file **out, char *why, size_t why_size);
KILN_API void kiln_trace_close(kiln_trace_file *trace);

KILN_API const kiln_envelope *kiln_trace_envelope(const kiln_trace_file *trace);
/* docs/ir.md */
KILN_API const char *kiln_trace_graph(const kiln_trace_file *trace, size_t *nbytes);
/* "mode", "path", "matmul", "isa", "threads" of the session that made it; NULL for other keys. Bits
 * depend on matmul alone. */
KILN_API const char *kiln_trace_setting(const kiln_trace_file *trace, const char *key);
KILN_API size_t kiln_trace_leaf_count(const kiln_trace_file *trace);
KILN_API size_t kiln_trace_output_count(const kiln_trace_file *trace);
KILN_API size_t kiln_trace_node_count(const kiln_trace_file *trace);
KILN_API size_t kiln_trace_derived_count(const kiln_trace_file *trace);
/* Those of leaf number i, by offset: one, or the several that an optimiser laid side by side; 0
 * where the leaf is none, or of format 1. */
KILN_API size_t kiln_trace_parameter_count(const kiln_trace_file *trace, size_t leaf);
/* all members 0 beyond the end */
KILN_API kiln_trace_parameter kiln_trace_parameter_at(const kiln_trace_file *trace, size_t leaf,
                                                      size_t i);
/* Of number i; all members 0 beyond the end. */
KILN_API kiln_trace_item kiln_trace_leaf(const kiln_trace_file *trace, size_t i);
KILN_API kiln_trace_item kiln_trace_output(const kiln_trace_file *trace, size_t i);
KILN_API kiln_trace_derived kiln_trace_derived_at(const kiln_trace_file *trace, size_t i);
/* false: it has none */
KILN_API bool kiln_trace_node_digest(const kiln_trace_file *trace, size_t node, char digest[33]);

/* ---- computing again */

/* A leaf's elements, for leaves that are there by digest alone; others may be given too, and must
 * be the same. */
typedef struct kiln_trace_given {
    const char *name;
    const void *data;
    size_t nbytes;
} kiln_trace_given;

typedef struct kiln_replay {
    size_t struct_size;    /* set it to sizeof(kiln_replay) before the call */
    bool same;             /* every digest is the recorded one */
    size_t outputs_differ; /* how many of the outputs */
    int64_t node;          /* the first that differs, in order; -1: none, or not known */
    /* the first output that differs, and its first element that does; -1: none, or not known */
    int64_t output, element;
    /* that element, exactly; "" where the trace has no elements of it */
    char recorded[64], replayed[64];
    char text[512]; /* one line */
} kiln_replay;

/* Computes the trace on the session's path, threads, instruction set and mode, and compares. OK
 * when it was computed, the same or not. Refused, with an error of the session: BAD_ARGUMENT (a
 * leaf that is missing or of another digest: named), UNSUPPORTED (another matmul route: bits depend
 * on it). */
KILN_API kiln_status kiln_trace_replay(kiln_site at, kiln_session *s, const kiln_trace_file *trace,
                                       const kiln_trace_given *given, size_t ngiven,
                                       kiln_replay *report);
#define kiln_trace_replay(...)                                                                     \
    KILN_TAKES_5_(kiln_trace_replay, kiln_status,                                                  \
                  "kiln_trace_replay(s, trace, given, ngiven, report)", __VA_ARGS__)

typedef enum kiln_trace_parting {
    KILN_TRACE_EQUAL,
    KILN_TRACE_STRUCTURE,
    KILN_TRACE_NUMBER,
    KILN_TRACE_LEAF,
    KILN_TRACE_NODE,
    KILN_TRACE_OUTPUT
} kiln_trace_parting;
typedef struct kiln_trace_difference {
    size_t struct_size; /* set it to sizeof(kiln_trace_difference) before the call */
    /* op, shape or operands; a number of the call; a leaf's digest; a node's; an output's */
    kiln_trace_parting what;
    int64_t node;        /* -1: an output, or none */
    char a[256], b[256]; /* the node's line in each, or the output's digest */
    /* of a LEAF that both have embedded, the first that differs: of the parameter where one is
     * named, else of the leaf; -1: not known */
    int64_t element;
    /* of a LEAF, the one that element is of, or, by digest alone, the first of those in the leaf;
     * "" for none */
    char parameter[256];
    char value_a[64], value_b[64]; /* that element, exactly; "" where it is not known */
} kiln_trace_difference;

/* The first node at which two traces part. BAD_ARGUMENT: NULL, or a struct of another size. */
KILN_API kiln_status kiln_trace_compare(const kiln_trace_file *a, const kiln_trace_file *b,
                                        kiln_trace_difference *out);

#ifdef __cplusplus
}
#endif
#endif
