/* SPDX-License-Identifier: Apache-2.0
 * Traces as files and as computations (docs/traces.md). Called by the frontend's trace.c and
 * trace_steps.c.
 *
 *     head of an envelope | {"graph":n,...} one line | graph text, n bytes | notes of the
 *     derivative | digests of nodes | data */
#ifndef KN_RUNTIME_TRACE_H
#define KN_RUNTIME_TRACE_H

#include "base/arena.h"
#include "base/digest.h"
#include "kiln/trace.h"
#include "runtime/runtime.h"

enum { RT_TRACE_SETTINGS = 5 };
extern const char *const rt_trace_settings[RT_TRACE_SETTINGS]; /* their keys */

/* Of a node that a derivative appended. */
typedef enum rt_derived_kind {
    RT_DERIVED_NOT,
    RT_DERIVED_RULE,
    RT_DERIVED_SUM,
    RT_DERIVED_SEED
} rt_derived_kind;
typedef struct rt_derived {
    ir_id node, of; /* of: IR_NONE where it is not in the graph */
    rt_derived_kind kind;
    uint16_t op; /* whose rule: of RULE */
} rt_derived;

typedef struct rt_trace_item {
    const char *name, *site;
    kiln_trace_parameter *parameters; /* of a leaf */
    size_t nparameters;
    kn_hash digest;
    const void *data; /* NULL: by digest alone */
    size_t nbytes;
    ir_id node;
} rt_trace_item;

struct kiln_trace_file {
    const kn_alloc *alloc;
    kn_arena memory; /* of names, items, notes */
    void *bytes;     /* the file */
    size_t nbytes;
    kiln_envelope *envelope;
    ir_graph g;
    const char *text; /* of the graph */
    size_t text_nbytes;
    const char *settings[RT_TRACE_SETTINGS];
    rt_trace_item *leaves, *outputs;
    size_t nleaves, noutputs;
    rt_derived *derived;
    size_t nderived;
    kn_hash *nodes; /* by node, or NULL */
};

/* Digest of dtype, rank, extents and elements. False when memory runs out. */
bool rt_trace_digest(const ir_graph *g, ir_id id, const void *data, kn_hash *out);

/* What is written. */
typedef struct rt_trace_source {
    const ir_graph *g;
    void *const *inputs, *const *outputs;   /* by place; outputs computed */
    const char *const *names;               /* of outputs; NULL: "out0" ... */
    const kiln_trace_parameter *parameters; /* of all leaves, leaf by leaf */
    const size_t *parameters_end;           /* by leaf: where its own end among them */
    const char *settings[RT_TRACE_SETTINGS];
    const rt_derived *derived;
    size_t nderived;
    const kn_hash *nodes; /* NULL: without */
    const kiln_trace_options *options;
    kn_stop stop; /* asked while it is written */
} rt_trace_source;
kiln_status rt_trace_write(const kn_alloc *a, const char *path, const rt_trace_source *source,
                           uint64_t *nbytes, kn_text *why);

kiln_status rt_trace_read(const kn_alloc *a, const char *path, kiln_trace_file **out, kn_text *why);
void rt_trace_free(kiln_trace_file *t);

/* Computes each node in order by the reference and tells its value, which lasts until the call
 * returns; stops with what the call gives unless OK. */
typedef kiln_status (*rt_trace_visit)(void *user, ir_id id, const void *data);
kiln_status rt_trace_each_node(rt_engine *e, const ir_graph *g, void *const *inputs,
                               rt_trace_visit visit, void *user, kn_text *why);

/* Computes all of it and compares; `inputs` as rt_run takes them. */
kiln_status rt_trace_replay(rt_engine *e, const kiln_trace_file *t, void *const *inputs,
                            const char *site, kiln_replay *report, kn_text *why);

/* an element's text, exactly; not aligned */
void rt_trace_value(kiln_dtype dtype, const void *element, char *to, size_t size);

/* Where the first of b's nodes parts from a's. */
void rt_trace_compare(const kiln_trace_file *a, const kiln_trace_file *b,
                      kiln_trace_difference *out);

#endif
