/* SPDX-License-Identifier: Apache-2.0
 * What a session is made of: handles' slots, storages, views, buffers, pasts, and the door that
 * every public function opens. Read by all of the frontend, through frontend.h. */
#ifndef KN_FRONTEND_SESSION_H
#define KN_FRONTEND_SESSION_H

#include "kiln/kiln.h"
#include "base/map.h"
#include "ir/graph.h"
#include "runtime/floating.h"
#include "runtime/runtime.h"

/* A line of the program in the 48 bits that an address has. */
static inline kiln_site fe_address(uint32_t high, uint32_t low) {
    return (kiln_site)(uintptr_t)((uint64_t)high << 32 | low);
}
static inline uint16_t fe_high_half(const char *at) {
    return (uint16_t)((uint64_t)(uintptr_t)at >> 32);
}
static inline uint32_t fe_low_half(const char *at) { return (uint32_t)(uintptr_t)at; }

/* Elements somewhere in memory; shared by storages and by nodes that were computed. */
typedef struct fe_buffer {
    /* from 1, of its place in the session's slab: nodes know it by that */
    uint32_t number;
    uint32_t refs : 31;
    uint32_t window : 1; /* of another's elements, during one evaluation (input_window.c) */
    void *data;
    size_t nbytes;
} fe_buffer;

/* What aliases share: the current value, as a node or a buffer, and how often it was written. */
typedef struct fe_past fe_past;
typedef struct fe_storage {
    uint32_t refs;  /* handles */
    uint32_t epoch; /* the segment `node` belongs to */
    ir_id node;     /* current value; meaningless once the epoch is past */
    uint32_t depth; /* scopes open when the current value was recorded */
    uint32_t dtype : 5, rank : 5, device : 4; /* device: place in fe_devices */
    /* kept or written: computed with the next evaluation; then it is in the session's list */
    uint32_t wanted : 1;
    /* computed because its place in the program was remembered (s->foretold), and not asked for yet
     */
    uint32_t foreseen : 1;
    uint32_t write_high : 16; /* of the line of the latest write: fe_written_at */
    uint32_t write_low;
    ir_id write_node; /* g->count when it was written, in segment `write_epoch` */
    uint32_t write_epoch;
    fe_buffer *buffer; /* current value when computed */
    /* number of the current value: no two values of a session have the same */
    uint64_t value;
    /* what the current value was made of in scopes that have closed; NULL: of nothing one could
     * differentiate by */
    fe_past *past;
    uint64_t version;
    struct fe_storage *prev, *next; /* wanted list */
    /* list of values that may outlive the scope they were recorded in; NULL: not in it */
    struct fe_storage *older, *younger;
    /* `rank` of them: a session's storages are of FE_STORAGE_SIZES sizes */
    int64_t extent[];
} fe_storage;
static inline kiln_site fe_written_at(const fe_storage *st) {
    return fe_address(st->write_high, st->write_low);
}
static inline void fe_put_written(fe_storage *st, kiln_site at) {
    st->write_high = fe_high_half(at);
    st->write_low = fe_low_half(at);
}
enum { FE_STORAGE_SIZES = 4 };

/* One step from a storage to a handle's view of it. Counted, and never changed once a handle has
 * it. */
typedef enum fe_view_kind {
    FE_RESHAPE,
    FE_PERMUTE,
    FE_EXPAND,
    FE_SLICE,
    FE_STRIDED,
    FE_RETYPE
} fe_view_kind;
enum { FE_MOST_STEPS = 8 };
typedef struct fe_view {
    struct fe_view *parent; /* NULL: the storage itself */
    uint32_t refs, depth;
    uint8_t kind, rank, dtype;
    bool told; /* RESHAPE: `a` holds the strides */
    int64_t extent[IR_MAX_RANK];
    /* PERMUTE: order; EXPAND: which axes repeat; SLICE: start; STRIDED: stride, an axis of the view
     */
    int64_t a[IR_MAX_RANK];
    int64_t b[IR_MAX_RANK]; /* SLICE: step; STRIDED: the offset alone */
    /* those torch.Tensor.stride tells; what can be viewed anew follows from them */
    int64_t stride[IR_MAX_RANK];
    int64_t offset; /* torch.Tensor.storage_offset */
} fe_view;

typedef enum fe_state { FE_DEAD = 0x7d, FE_LIVE = 0x5a11, FE_POISON = 0xbad } fe_state;

enum { FE_SITES = 4 }; /* lines that a slot remembers */
typedef struct fe_sites {
    uint32_t low[FE_SITES];
    uint16_t high[FE_SITES];
} fe_sites;
static inline kiln_site fe_site(const fe_sites *s, uint32_t i) {
    return fe_address(s->high[i % FE_SITES], s->low[i % FE_SITES]);
}
static inline void fe_put_site(fe_sites *s, uint32_t i, kiln_site at) {
    s->low[i % FE_SITES] = fe_low_half(at);
    s->high[i % FE_SITES] = fe_high_half(at);
}

/* What a handle stands for. kiln_tensor is never defined: a handle is the address of such a slot,
 * and in the bits that addresses leave free the generation of the slot, so that a handle whose slot
 * was given to another tensor is told from that tensor's (handle.c). fe_of gives the slot. A
 * program holds many, so what is here is small: up to `session` a free slot keeps its words. */
typedef struct fe_tensor {
    uint16_t state; /* fe_state */
    uint8_t dtype, rank;
    uint32_t generation : 24; /* how many tensors had the slot before, within the handle's bits */
    uint32_t kept : 1;
    uint32_t owned : 1; /* a parameter's: its sets release it */
    /* shows the storage's value as a constant, and what is written through it is no history of the
     * storage's */
    uint32_t detached : 1;
    /* what the handle that is valid has beside the address; FE_NO_MARK when the slot is free */
    uint32_t mark;
    ir_id node; /* the value at (epoch, version) */
    kiln_session *session;
    fe_storage *storage;
    fe_view *view; /* NULL: the whole storage */
    uint32_t epoch;
    uint32_t version;              /* the storage's, its low bits: a segment has fewer nodes */
    struct fe_tensor *prev, *next; /* scope list, kept list or free list */
    const int64_t *extent;         /* the view's or the storage's */
    /* of the slot's latest tensors, this one's too: at the generation */
    fe_sites made;
} fe_tensor;

/* A slot's alignment; how many of a handle's bits lie below it, and from which bit on above the
 * address. */
enum { FE_SLOT = 32, FE_LOW_BITS = 5, FE_HIGH_FROM = 48, FE_NO_MARK = 0xffffff };
_Static_assert(sizeof(fe_tensor) % FE_SLOT == 0, "no room is lost between slots");
static inline fe_tensor *fe_of(const kiln_tensor *t) {
    return (fe_tensor *)((uintptr_t)t & (((uintptr_t)1 << FE_HIGH_FROM) - FE_SLOT));
}
/* Bits above the address, then those below. */
enum { FE_HIGH_BITS = 64 - FE_HIGH_FROM, FE_MARKS = 1 << (FE_HIGH_BITS + FE_LOW_BITS) };
static inline uint32_t fe_mark(const kiln_tensor *t) {
    return (uint32_t)((uintptr_t)t << FE_HIGH_BITS | (uintptr_t)t >> FE_HIGH_FROM) & (FE_MARKS - 1);
}
static inline bool fe_alive(const kiln_tensor *t) {
    return t != NULL && fe_of(t)->mark == fe_mark(t);
}
static inline kiln_tensor *fe_handle_of(const fe_tensor *t) { /* of a live one */
    return (kiln_tensor *)((uintptr_t)t | t->mark >> FE_HIGH_BITS |
                           (uintptr_t)t->mark << FE_HIGH_FROM);
}
static inline kiln_site fe_made_at(const fe_tensor *t) { return fe_site(&t->made, t->generation); }
/* Its node is that of the current value, if it is of this segment. */
static inline bool fe_is_current(const fe_tensor *t) {
    return t->version == (uint32_t)t->storage->version;
}

/* Fixed-size objects in blocks; freed ones are reused, in hardened mode only after `quarantine`
 * others. */
typedef struct fe_block fe_block;
typedef struct fe_slab {
    const kn_alloc *alloc;
    size_t each, used, nblocks, blocks_cap, free_count, quarantine;
    fe_block **blocks;
    bool lasting; /* its blocks go to the process's next sessions when it is freed */
    uint8_t link; /* where a free object has the next */
    void *free_first, *free_last; /* linked through the objects, see slab.c */
} fe_slab;

typedef struct fe_parts fe_parts;

/* Which evaluations are traced by themselves. */
typedef struct fe_tracing {
    uint64_t every, most, seen, written, lost; /* every 0: none */
    char *folder, *made_by;
    uint64_t *numbers; /* of the files that are there, a ring of `most` */
    kiln_trace_options options;
} fe_tracing;

enum { FE_MOST_WINDOWS = 16 }; /* of an evaluation */

/* Flags of a node of the segment. OWNED: it is, or was, the value of one storage, whose number for
 * it is the node's tag; no two storages have the same. SHOWN: a view's value. ENDED: no storage's
 * value any more. RAN: computed at least once. PAST: the value of a storage, recorded in a scope
 * that has closed, so that derivatives end at it. GRAD: recorded by a derivative. FAULTY: could not
 * be computed. */
enum {
    FE_OWNED = 1,
    FE_SHOWN = 2,
    FE_NAMED = FE_OWNED | FE_SHOWN,
    FE_ENDED = 4,
    FE_RAN = 8,
    FE_PAST = 16,
    FE_GRAD = 32,
    FE_FAULTY = 64
};

/* Whether a node of the segment is the current value of a storage. */
static inline bool fe_has_handle(const ir_node *n) {
    return n->tag != 0 && (n->flags & FE_ENDED) == 0;
}

/* A call of the segment: the nodes from `first` to the next call's. */
typedef struct fe_call {
    ir_id first;
    uint32_t name_low;
    uint16_t name_high;
} fe_call;
static inline const char *fe_call_name(const fe_call *c) {
    return fe_address(c->name_high, c->name_low);
}

/* A write of the segment: the storage's values before and after, what of it was written, and
 * g->count when the call began: values that nodes from there on need were read by the writing call
 * itself. */
typedef struct fe_write {
    ir_id before, part, after, from;
    kiln_site site;
} fe_write;

/* Of a node: 1 + index of the write that ended it as a storage's value, that it came from as a
 * part, that made it. A write that was taken back leaves its own: fate_of in stale.c looks whether
 * the write says the same. */
typedef struct fe_fate {
    uint32_t ended, part, made;
} fe_fate;

/* What a node of the segment, a survivor's value, was made of in closed scopes: values of that
 * time, which change their numbers only when a parameter moves. Shared by those with the same. */
struct fe_past {
    /* pruned: how many there were when those nobody holds any more were last taken out */
    uint32_t refs, count, pruned;
    /* which was opened there; of a packed parameter where its optimiser was made */
    kiln_site scope;
    bool packed;
    uint64_t value[]; /* ascending, with repeats where several moved to one storage */
};
/* A detached alias that was written in the scope of that depth. */
typedef struct fe_writer {
    kiln_tensor *handle;
    size_t depth;
} fe_writer;
typedef struct fe_leaf {
    ir_id node;
    fe_past *past;
} fe_leaf;

/* Of derivatives: the nodes from `first` to before `end` were made by the rule of node `of`, or add
 * up contributions to its gradient. */
typedef struct fe_origin {
    ir_id first, end, of;
    bool sum;
} fe_origin;

/* A tensor and its storage as they were before a write of the call. */
typedef struct fe_before {
    kiln_tensor *a;
    fe_storage *storage; /* referenced, as the buffer is */
    ir_id handle_node;
    uint32_t handle_epoch;
    uint32_t handle_version;
    ir_id node;
    uint32_t epoch;
    ir_id write_node;
    uint32_t write_epoch;
    uint64_t version;
    kiln_site write_site;
    fe_buffer *buffer;
    bool wanted;
    uint64_t value;
    fe_past *past;
    uint32_t depth;
} fe_before;

/* What a call did that must not stay when it fails. */
typedef struct fe_transaction {
    bool open, drawn;      /* drawn: the generator moved; before is generator[1] */
    size_t count, nwrites; /* of before; of the session's writes when it began */
    fe_before *before;
    size_t cap;
    fe_tensor *last; /* of the innermost scope when it began */
} fe_transaction;

#define FE_GIVEN 4 /* tensors of a call that a refusal names */
struct kiln_session {
    const kn_alloc *alloc;
    rt_engine *engine;  /* NULL when opening failed */
    kn_stop loading;    /* while values are copied from a file */
    atomic_uint *state; /* the engine's */
    rt_config config;
    bool hardened;
    _Atomic(const struct fe_doors *) inside; /* hardened: of the thread that is in a call */
    ir_graph g;                              /* the current segment */
    ir_builder b;
    uint32_t epoch;
    size_t pinned_bytes; /* of computed nodes: node.reserved is the number of the buffer */
    size_t flush_base, compact_at;       /* node counts: after the latest flush; at which to look */
    size_t flush_pinned, compact_pinned; /* pinned_bytes at which to look */
    uint64_t values_made;
    /* by number of open scopes: values recorded there that may outlive that scope */
    fe_storage **young;
    size_t young_cap;
    fe_past *latest_past; /* that was made, for the next values to share */
    fe_leaf *pasts;       /* of nodes of the segment, by node */
    size_t npasts, pasts_cap;
    fe_origin *origins; /* of the segment, by first */
    size_t norigins, origins_cap;
    /* nodes of the segment that could not be computed, since it was last compacted */
    size_t nfaulty;
    fe_slab tensors, storages[FE_STORAGE_SIZES], buffers;
    fe_tensor **scopes; /* list heads; [0] is the session's own */
    size_t nscopes, scopes_made, scopes_cap, scopes_failed;
    fe_tensor *kept; /* list head */
    /* NULL until drawn from; two: as it is, and as it was when the transaction began */
    struct rt_mt19937 *generator;
    fe_transaction transaction;
    fe_parts *parts;     /* arrays of results, innermost scope first */
    kiln_params *params; /* sets, the latest first; the optimisers likewise */
    kiln_optimizer *optimizers;
    fe_storage *wanted; /* list head */
    size_t nwanted, live;
    fe_call *calls; /* of the segment, like the writes */
    fe_write *writes;
    fe_fate *fates; /* by node, of those below nfates */
    size_t ncalls, calls_cap, nwrites, writes_cap, nfates, fates_cap;
    /* the call being recorded */
    const char *call;
    uint64_t door; /* of the host's call that entered last */
    /* the first tensors of that call, of `ngiven`, for the text of a refusal; 0 once one may be
     * gone */
    const kiln_tensor *given[FE_GIVEN];
    size_t ngiven;
    ir_id begun;       /* g->count when it began */
    bool write_shares; /* it writes what it reads by another argument too */
    fe_tensor *poison;
    kiln_status error;
    kn_text error_text;
    /* foresee.c */
    kn_map spots;       /* places in the program that were asked again, and how */
    kn_map foretold;    /* by value of a storage that is foreseen: its place */
    ir_id evaluated_to; /* g->count at the latest evaluation */
    uint64_t recomputed, foreseen, flushes;
    /* scratch of evaluation, kept for reuse */
    ir_graph eval_graph;
    ir_cut cut, staying; /* of evaluations; of what stays */
    kn_bits marks, now, derivable;
    ir_id *roots, *flushed, *frontier;
    size_t roots_cap, flushed_cap, frontier_cap;
    ir_id *stored; /* nodes with a value and no handle, oldest first */
    size_t nstored, stored_cap, stored_nbytes;
    uint64_t *numbers;
    size_t numbers_cap;
    fe_writer *writers; /* by depth */
    size_t nwriters, writers_cap;
    void **inputs, **outputs;
    uint8_t *donated;   /* by input */
    uint8_t *named;     /* by node of eval_graph: a handle lives */
    void **kept_values; /* likewise: what the run kept of it */
    size_t named_cap, kept_values_cap;
    fe_buffer **made;
    /* nodes whose values are parts of others' while an evaluation runs */
    ir_id windows[FE_MOST_WINDOWS];
    size_t nwindows;
    fe_tracing tracing;
    size_t inputs_cap, outputs_cap, made_cap, donated_cap;
    kn_map written; /* of the buffers results lie in */
    ir_graph spare; /* the segment's other room, from one compaction to the next */
    kn_text dump_text, setting_text;
    uint64_t nodes_recorded;
};

/* Opens every public function that records, computes or turns numbers into text: the host's
 * floating-point state waits outside, and functions that were called by the host are told from
 * those that others of ours called. */
typedef struct fe_doors {
    uint64_t number; /* which call of the host's it is */
    unsigned open;   /* doors inside one another */
    /* state of the engine that the call may compute with, until it ends: a cancel is for it; NULL:
     * none yet */
    atomic_uint *inside;
    kiln_session *within; /* hardened: the session the thread is in a call on */
} fe_doors;
void fe_leave(kiln_session *s); /* audit_door.c */
extern _Thread_local fe_doors fe_doors_of_thread
    __attribute__((tls_model("initial-exec"), visibility("hidden")));
static inline rt_floating fe_door_open(void) {
    fe_doors_of_thread.number += fe_doors_of_thread.open++ == 0;
    return rt_floating_open();
}
static inline void fe_door_close(const rt_floating *f) {
    if (--fe_doors_of_thread.open == 0) {
        if (fe_doors_of_thread.within != NULL) fe_leave(fe_doors_of_thread.within);
        if (fe_doors_of_thread.inside != NULL) rt_call_end(fe_doors_of_thread.inside);
        fe_doors_of_thread.inside = NULL;
    }
    rt_floating_close(f);
}
#define FE_DOOR __attribute__((cleanup(fe_door_close), unused)) rt_floating door_ = fe_door_open()

#endif
