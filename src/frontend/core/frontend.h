/* SPDX-License-Identifier: Apache-2.0
 * What the frontend's files share: sessions, handles, storages, views, and the fe_ functions that record on node ids. Public functions
 * check handles, call fe_ functions, and wrap the result in a handle; composites call fe_ functions only. */
#ifndef KN_FRONTEND_H
#define KN_FRONTEND_H

#include "kiln/kiln.h"
#include "base/map.h"
#include "ir/graph.h"
#include "runtime/floating.h"
#include "runtime/runtime.h"

/* A line of the program in the 48 bits that an address has. */
static inline kiln_site fe_address(uint32_t high, uint32_t low) { return (kiln_site)(uintptr_t)((uint64_t)high << 32 | low); }
static inline uint16_t fe_high_half(const char *at) { return (uint16_t)((uint64_t)(uintptr_t)at >> 32); }
static inline uint32_t fe_low_half(const char *at) { return (uint32_t)(uintptr_t)at; }

/* Elements somewhere in memory; shared by storages and by nodes that were computed. */
typedef struct fe_buffer {
    uint32_t number;            /* from 1, of its place in the session's slab: nodes know it by that */
    uint32_t refs : 31;
    uint32_t window : 1;        /* of another's elements, during one evaluation (input_window.c) */
    void *data;
    size_t nbytes;
} fe_buffer;

/* What aliases share: the current value, as a node or a buffer, and how often it was written. */
typedef struct fe_past fe_past;
typedef struct fe_storage {
    uint32_t refs;              /* handles */
    uint32_t epoch;             /* the segment `node` belongs to */
    ir_id node;                 /* current value; meaningless once the epoch is past */
    uint32_t depth;             /* scopes open when the current value was recorded */
    uint32_t dtype : 5, rank : 5, device : 4; /* device: place in fe_devices */
    uint32_t wanted : 1;        /* kept or written: computed with the next evaluation; then it is in the session's list */
    uint32_t foreseen : 1;      /* computed because its place in the program was remembered (s->foretold), and not asked for yet */
    uint32_t write_high : 16;   /* of the line of the latest write: fe_written_at */
    uint32_t write_low;
    ir_id write_node;           /* g->count when it was written, in segment `write_epoch` */
    uint32_t write_epoch;
    fe_buffer *buffer;          /* current value when computed */
    uint64_t value;             /* number of the current value: no two values of a session have the same */
    fe_past *past;              /* what the current value was made of in scopes that have closed; NULL: of nothing one could differentiate by */
    uint64_t version;
    struct fe_storage *prev, *next; /* wanted list */
    struct fe_storage *older, *younger; /* list of values that may outlive the scope they were recorded in; NULL: not in it */
    int64_t extent[];           /* `rank` of them: a session's storages are of FE_STORAGE_SIZES sizes */
} fe_storage;
static inline kiln_site fe_written_at(const fe_storage *st) { return fe_address(st->write_high, st->write_low); }
static inline void fe_put_written(fe_storage *st, kiln_site at) {
    st->write_high = fe_high_half(at);
    st->write_low = fe_low_half(at);
}
enum { FE_STORAGE_SIZES = 4 };

/* One step from a storage to a handle's view of it. Counted, and never changed once a handle has it. */
typedef enum fe_view_kind { FE_RESHAPE, FE_PERMUTE, FE_EXPAND, FE_SLICE, FE_STRIDED, FE_RETYPE } fe_view_kind;
enum { FE_MOST_STEPS = 8 };
typedef struct fe_view {
    struct fe_view *parent;     /* NULL: the storage itself */
    uint32_t refs, depth;
    uint8_t kind, rank, dtype;
    bool told;                  /* RESHAPE: `a` holds the strides */
    int64_t extent[IR_MAX_RANK];
    int64_t a[IR_MAX_RANK];     /* PERMUTE: order; EXPAND: which axes repeat; SLICE: start; STRIDED: stride, an axis of the view */
    int64_t b[IR_MAX_RANK];     /* SLICE: step; STRIDED: the offset alone */
    int64_t stride[IR_MAX_RANK]; /* those torch.Tensor.stride tells; what can be viewed anew follows from them */
    int64_t offset;             /* torch.Tensor.storage_offset */
} fe_view;

typedef enum fe_state { FE_DEAD = 0x7d, FE_LIVE = 0x5a11, FE_POISON = 0xbad } fe_state;

enum { FE_SITES = 4 }; /* lines that a slot remembers */
typedef struct fe_sites { uint32_t low[FE_SITES]; uint16_t high[FE_SITES]; } fe_sites;
static inline kiln_site fe_site(const fe_sites *s, uint32_t i) { return fe_address(s->high[i % FE_SITES], s->low[i % FE_SITES]); }
static inline void fe_put_site(fe_sites *s, uint32_t i, kiln_site at) {
    s->low[i % FE_SITES] = fe_low_half(at);
    s->high[i % FE_SITES] = fe_high_half(at);
}

/* What a handle stands for. kiln_tensor is never defined: a handle is the address of such a slot, and in the bits that addresses leave free the
 * generation of the slot, so that a handle whose slot was given to another tensor is told from that tensor's (handle.c). fe_of gives the slot.
 * A program holds many, so what is here is small: up to `session` a free slot keeps its words. */
typedef struct fe_tensor {
    uint16_t state;             /* fe_state */
    uint8_t dtype, rank;
    uint32_t generation : 24;   /* how many tensors had the slot before, within the handle's bits */
    uint32_t kept : 1;
    uint32_t owned : 1;         /* a parameter's: its sets release it */
    uint32_t detached : 1;      /* shows the storage's value as a constant, and what is written through it is no history of the storage's */
    uint32_t mark;              /* what the handle that is valid has beside the address; FE_NO_MARK when the slot is free */
    ir_id node;                 /* the value at (epoch, version) */
    kiln_session *session;
    fe_storage *storage;
    fe_view *view;              /* NULL: the whole storage */
    uint32_t epoch;
    uint32_t version;           /* the storage's, its low bits: a segment has fewer nodes */
    struct fe_tensor *prev, *next; /* scope list, kept list or free list */
    const int64_t *extent;      /* the view's or the storage's */
    fe_sites made;              /* of the slot's latest tensors, this one's too: at the generation */
} fe_tensor;

/* A slot's alignment; how many of a handle's bits lie below it, and from which bit on above the address. */
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
static inline bool fe_alive(const kiln_tensor *t) { return t != NULL && fe_of(t)->mark == fe_mark(t); }
static inline kiln_tensor *fe_handle_of(const fe_tensor *t) { /* of a live one */
    return (kiln_tensor *)((uintptr_t)t | t->mark >> FE_HIGH_BITS | (uintptr_t)t->mark << FE_HIGH_FROM);
}
static inline kiln_site fe_made_at(const fe_tensor *t) { return fe_site(&t->made, t->generation); }
/* Its node is that of the current value, if it is of this segment. */
static inline bool fe_is_current(const fe_tensor *t) { return t->version == (uint32_t)t->storage->version; }

/* Fixed-size objects in blocks; freed ones are reused, in hardened mode only after `quarantine` others. */
typedef struct fe_block fe_block;
typedef struct fe_slab {
    const kn_alloc *alloc;
    size_t each, used, nblocks, blocks_cap, free_count, quarantine;
    fe_block **blocks;
    bool lasting;               /* its blocks go to the process's next sessions when it is freed */
    uint8_t link;               /* where a free object has the next */
    void *free_first, *free_last; /* linked through the objects, see slab.c */
} fe_slab;

typedef struct fe_parts fe_parts;

/* Which evaluations are traced by themselves. */
typedef struct fe_tracing {
    uint64_t every, most, seen, written, lost; /* every 0: none */
    char *folder, *made_by;
    uint64_t *numbers;         /* of the files that are there, a ring of `most` */
    kiln_trace_options options;
} fe_tracing;

enum { FE_MOST_WINDOWS = 16 }; /* of an evaluation */

/* Flags of a node of the segment. OWNED: it is, or was, the value of one storage, whose number for it is the node's tag; no two storages have the same.
 * SHOWN: a view's value. ENDED: no storage's value any more. RAN: computed at least once. PAST: the value of a storage, recorded in a
 * scope that has closed, so that derivatives end at it. GRAD: recorded by a derivative. FAULTY: could not be computed. */
enum { FE_OWNED = 1, FE_SHOWN = 2, FE_NAMED = FE_OWNED | FE_SHOWN, FE_ENDED = 4, FE_RAN = 8, FE_PAST = 16, FE_GRAD = 32, FE_FAULTY = 64 };

/* Whether a node of the segment is the current value of a storage. */
static inline bool fe_has_handle(const ir_node *n) { return n->tag != 0 && (n->flags & FE_ENDED) == 0; }

/* A call of the segment: the nodes from `first` to the next call's. */
typedef struct fe_call {
    ir_id first;
    uint32_t name_low;
    uint16_t name_high;
} fe_call;
static inline const char *fe_call_name(const fe_call *c) { return fe_address(c->name_high, c->name_low); }

/* A write of the segment: the storage's values before and after, what of it was written, and g->count when the call began: values that nodes
 * from there on need were read by the writing call itself. */
typedef struct fe_write {
    ir_id before, part, after, from;
    kiln_site site;
} fe_write;

/* Of a node: 1 + index of the write that ended it as a storage's value, that it came from as a part, that made it. A write that was taken back
 * leaves its own: fate_of in stale.c looks whether the write says the same. */
typedef struct fe_fate { uint32_t ended, part, made; } fe_fate;

/* What a node of the segment, a survivor's value, was made of in closed scopes: values of that time, which change their numbers only when a parameter
 * moves. Shared by those with the same. */
struct fe_past {
    uint32_t refs, count, pruned; /* pruned: how many there were when those nobody holds any more were last taken out */
    kiln_site scope;            /* which was opened there; of a packed parameter where its optimiser was made */
    bool packed;
    uint64_t value[];           /* ascending, with repeats where several moved to one storage */
};
typedef struct fe_leaf { ir_id node; fe_past *past; } fe_leaf;

/* Of derivatives: the nodes from `first` to before `end` were made by the rule of node `of`, or add up contributions to its gradient. */
typedef struct fe_origin { ir_id first, end, of; bool sum; } fe_origin;

/* A tensor and its storage as they were before a write of the call. */
typedef struct fe_before {
    kiln_tensor *a;
    fe_storage *storage;        /* referenced, as the buffer is */
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
    bool open, drawn;           /* drawn: the generator moved; before is generator[1] */
    size_t count, nwrites;      /* of before; of the session's writes when it began */
    fe_before *before;
    size_t cap;
    fe_tensor *last;            /* of the innermost scope when it began */
} fe_transaction;

#define FE_GIVEN 4 /* tensors of a call that a refusal names */
struct kiln_session {
    const kn_alloc *alloc;
    rt_engine *engine;          /* NULL when opening failed */
    kn_stop loading;            /* while values are copied from a file */
    atomic_uint *state;         /* the engine's */
    rt_config config;
    bool hardened;
    _Atomic(const struct fe_doors *) inside; /* hardened: of the thread that is in a call */
    ir_graph g;                 /* the current segment */
    ir_builder b;
    uint32_t epoch;
    size_t pinned_bytes;        /* of computed nodes: node.reserved is the number of the buffer */
    size_t flush_base, compact_at; /* node counts: after the latest flush; at which to look */
    size_t flush_pinned, compact_pinned; /* pinned_bytes at which to look */
    uint64_t values_made;
    fe_storage **young;         /* by number of open scopes: values recorded there that may outlive that scope */
    size_t young_cap;
    fe_past *latest_past;       /* that was made, for the next values to share */
    fe_leaf *pasts;             /* of nodes of the segment, by node */
    size_t npasts, pasts_cap;
    fe_origin *origins;         /* of the segment, by first */
    size_t norigins, origins_cap;
    size_t nfaulty;             /* nodes of the segment that could not be computed, since it was last compacted */
    fe_slab tensors, storages[FE_STORAGE_SIZES], buffers;
    fe_tensor **scopes;         /* list heads; [0] is the session's own */
    size_t nscopes, scopes_made, scopes_cap, scopes_failed;
    fe_tensor *kept;            /* list head */
    struct rt_mt19937 *generator; /* NULL until drawn from; two: as it is, and as it was when the transaction began */
    fe_transaction transaction;
    fe_parts *parts;            /* arrays of results, innermost scope first */
    kiln_params *params;        /* sets, the latest first; the optimisers likewise */
    kiln_optimizer *optimizers;
    fe_storage *wanted;         /* list head */
    size_t nwanted, live;
    fe_call *calls;             /* of the segment, like the writes */
    fe_write *writes;
    fe_fate *fates;             /* by node, of those below nfates */
    size_t ncalls, calls_cap, nwrites, writes_cap, nfates, fates_cap;
    /* the call being recorded */
    const char *call;
    uint64_t door;              /* of the host's call that entered last */
    const kiln_tensor *given[FE_GIVEN]; /* the first tensors of that call, of `ngiven`, for the text of a refusal; 0 once one may be gone */
    size_t ngiven;
    ir_id begun;                /* g->count when it began */
    bool write_shares;          /* it writes what it reads by another argument too */
    fe_tensor *poison;
    kiln_status error;
    kn_text error_text;
    /* foresee.c */
    kn_map spots;               /* places in the program that were asked again, and how */
    kn_map foretold;            /* by value of a storage that is foreseen: its place */
    ir_id evaluated_to;         /* g->count at the latest evaluation */
    uint64_t recomputed, foreseen, flushes;
    /* scratch of evaluation, kept for reuse */
    ir_graph eval_graph;
    ir_cut cut, staying;        /* of evaluations; of what stays */
    kn_bits marks, now, derivable;
    ir_id *roots, *flushed, *frontier;
    size_t roots_cap, flushed_cap, frontier_cap;
    ir_id *stored;              /* nodes with a value and no handle, oldest first */
    size_t nstored, stored_cap, stored_nbytes;
    uint64_t *numbers;
    size_t numbers_cap;
    void **inputs, **outputs;
    uint8_t *donated;           /* by input */
    uint8_t *named;             /* by node of eval_graph: a handle lives */
    void **kept_values;         /* likewise: what the run kept of it */
    size_t named_cap, kept_values_cap;
    fe_buffer **made;
    ir_id windows[FE_MOST_WINDOWS]; /* nodes whose values are parts of others' while an evaluation runs */
    size_t nwindows;
    fe_tracing tracing;
    size_t inputs_cap, outputs_cap, made_cap, donated_cap;
    kn_map written;             /* of the buffers results lie in */
    ir_graph spare;             /* the segment's other room, from one compaction to the next */
    kn_text dump_text, setting_text;
    uint64_t nodes_recorded;
};

/* Opens every public function that records, computes or turns numbers into text: the host's floating-point state waits outside, and functions
 * that were called by the host are told from those that others of ours called. */
typedef struct fe_doors {
    uint64_t number;            /* which call of the host's it is */
    unsigned open;              /* doors inside one another */
    atomic_uint *inside;        /* state of the engine that the call may compute with, until it ends: a cancel is for it; NULL: none yet */
    kiln_session *within;       /* hardened: the session the thread is in a call on */
} fe_doors;
void fe_leave(kiln_session *s); /* audit_door.c */
extern _Thread_local fe_doors fe_doors_of_thread __attribute__((tls_model("initial-exec"), visibility("hidden")));
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

/* ---- error.c */
/* First failure wins; text "site: call: message". With s NULL it is the thread's, and that of the session the thread used last. */
void fe_error(kiln_session *s, kiln_site at, const char *call, kiln_status status, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
kiln_tensor *fe_poison(kiln_session *s);
void fe_note_use(const kiln_session *s);   /* by this thread, which a later error without a session is told through */
kiln_session *fe_open_failed(void);           /* NULL, which then means NO_MEMORY until a session could be opened */
void fe_note_open(const kiln_session *s);
void fe_note_close(const kiln_session *s);
void fe_take_orphan(kiln_session *s);      /* the thread's error without a session, if there is one, becomes that of s */

/* ---- evidence/audit_door.c */
void fe_audit(kiln_session *s, rt_check check, kiln_site at, const char *call); /* a finding; in strict mode nothing */
bool fe_alone(kiln_session *s, kiln_site at, const char *call); /* hardened: no other thread is in a call; false: an error of the thread's */

/* ---- handle.c */
/* Starts recording a public call: every handle must be alive, of one session, not poisoned. NULL when not, with the error set. */
kiln_session *fe_enter(kiln_site at, const char *call, kiln_tensor *const *tensors, size_t n);
kiln_session *fe_enter1(kiln_site at, const char *call, const kiln_tensor *a);
kiln_session *fe_enter2(kiln_site at, const char *call, const kiln_tensor *a, const kiln_tensor *b);
kiln_session *fe_enter_values(kiln_site at, const char *call, const kiln_value *v, size_t n);
kiln_session *fe_enter_session(kiln_site at, const char *call, kiln_session *s);
/* The poison that answers a failed fe_enter: of any session among the tensors. */
kiln_tensor *fe_poison_like(const kiln_tensor *a, const kiln_tensor *b);
const kiln_tensor *fe_first(kiln_list list); /* NULL where there is none */
/* A new handle in the innermost scope for a recorded value; poison when id is IR_NONE. */
kiln_tensor *fe_result(kiln_session *s, ir_id id);
kiln_tensor *fe_result_view(kiln_session *s, kiln_tensor *of, fe_view_kind kind, ir_id id, const int64_t *a, const int64_t *b);
kiln_tensor *fe_handle(kiln_session *s, fe_storage *st, fe_view *view); /* takes over one reference of view; the storage gains one */
kiln_tensor *fe_aliased(kiln_session *s, kiln_tensor *a);
void fe_storages_init(kiln_session *s);
fe_storage *fe_storage_new(kiln_session *s, kiln_dtype dtype, int rank, const int64_t *extent);
void fe_view_unref(kiln_session *s, fe_view *v);
void fe_storage_unref(kiln_session *s, fe_storage *st);
void fe_value_ends(kiln_session *s, fe_storage *st);   /* it gets another value, or dies */
void fe_want(kiln_session *s, fe_storage *st);
void fe_unwant(kiln_session *s, fe_storage *st);
void fe_close_slots(kiln_session *s);                 /* no handle of the session is valid from here on */
void fe_drop(kiln_session *s, kiln_tensor *t);        /* releases a live handle */
bool fe_good_axes(kiln_session *s, kiln_axes axes);  /* not null where it names any */
bool fe_axis(kiln_session *s, int axis, int rank, int *out); /* normalises; error when out of range */

/* ---- gradient.c */
typedef enum fe_no_path { FE_UNUSED_ERROR, FE_UNUSED_ZEROS, FE_UNUSED_NULL } fe_no_path; /* what a wrt that no path leads to gets */
kiln_status fe_gradients(kiln_site at, const char *call, kiln_tensor *loss, kiln_list wrt, fe_no_path unused, kiln_tensor **out);

/* ---- transaction.c */
/* From fe_begin to fe_end writes are remembered, and draws: when the call did not go well they are taken back, and the handles it made dropped. */
void fe_begin(kiln_session *s);
void fe_end(kiln_session *s, bool well);
kiln_tensor *fe_ended(kiln_session *s, kiln_tensor *t);  /* t, after fe_end: well when t is no poison */
bool fe_remember(kiln_session *s, kiln_tensor *a);       /* before a write; outside a transaction nothing. False: an error, in s->b */

/* ---- parts.c */
kiln_parts fe_parts_new(kiln_session *s, size_t count);  /* filled with poison; count 0 and NULL without memory */
kiln_parts fe_parts_done(kiln_session *s, kiln_parts r); /* r, or nothing when any of it is poison: then the others are dropped */
kiln_parts fe_parts_fail(void);
kiln_parts fe_parts_refuse(kiln_session *s);             /* what s->b holds becomes the session's error */
void fe_parts_free(kiln_session *s, size_t depth);       /* those made in this scope or deeper */
kiln_pair fe_pair(kiln_session *s, ir_id first, ir_id second); /* both results, or poison when either is IR_NONE */
kiln_pair fe_pair_fail(kiln_session *s);

/* ---- stale.c */
bool fe_note_call(kiln_session *s, const char *name);    /* false: no memory */
ir_id fe_own(kiln_session *s, ir_id id);                 /* id, or a copy of it where it is a storage's or a view's value already */
ir_id fe_latest_value(const kiln_session *s, ir_id id);   /* of the storage that had the value `id` and was written since */
kiln_status fe_note_write(kiln_session *s, ir_id before, ir_id part, ir_id after, ir_id from);
void fe_renumber_writes(kiln_session *s);                 /* by s->staying: the graph is being compacted */
/* Whether PyTorch could still take that derivative, or a value it saved was overwritten: KILN_STALE, in s->b. */
kiln_status fe_check_saved(kiln_session *s, const ir_id *roots, size_t nroots, const ir_id *wrt, size_t nwrt);

/* ---- overlap.c */
typedef enum fe_sharing { FE_APART, FE_PARTLY, FE_SAME } fe_sharing;
bool fe_overlaps_itself(const kiln_tensor *a);
fe_sharing fe_shared(const kiln_tensor *a, const kiln_tensor *b);

/* ---- inplace.c */
/* Before the function whose in-place form `call` is: v[0] will be written, the others are read. NULL when refused. */
kiln_session *fe_write_begin(kiln_site at, const char *call, const kiln_value *v, size_t n);
/* Makes `value`, of a's dtype and rank 0 or a's shape, the value of a's part of its storage. `from`: as fe_write. Returns a, or poison. */
kiln_tensor *fe_store(kiln_session *s, kiln_tensor *a, ir_id value, ir_id from);
/* Writes `result`, just computed from a by the function the call is the in-place form of, over a, and drops it. Shape must be a's, dtype castable
 * to a's (torch.can_cast). Returns a, or poison; poison is passed on. */
kiln_tensor *fe_write_back(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *result);
/* Makes `view`, just made of a by the function the call is the in-place form of, a's own look at their storage, and drops it. Nothing is
 * written, but PyTorch counts it as a write. Returns a, or poison; poison is passed on. */
kiln_tensor *fe_view_back(kiln_site at, const char *call, kiln_tensor *a, kiln_tensor *view);

/* Host data of a's size over its elements; poison after an error. In a transaction it can be taken back. */
kiln_tensor *fe_write_bytes(kiln_session *s, kiln_tensor *a, const void *data, size_t nbytes);

/* ---- ops/random/random.c: the session's generator as bytes, the same on every machine of one byte order */
enum { FE_GENERATOR_BYTES = 624 * 4 + 16 };
bool fe_generator_get(kiln_session *s, void *bytes);       /* false: no memory, in s->b */
bool fe_generator_good(const void *bytes);                 /* whether they can be a state */
bool fe_generator_put(kiln_session *s, const void *bytes); /* good ones; false: no memory, in s->b */

/* ---- device.c */
extern const char *const fe_devices[]; /* names; NULL ends */
bool fe_device_here(kiln_site at, const char *call, const kiln_tensor *t, kiln_session *s, size_t argument);

/* ---- fault.c */
/* After an rt_run of s->eval_graph that failed: whether an op met an element it does not take, which then is the session's error, at the
 * line that recorded the op. `at` and `reason` tell what asked for it. */
bool fe_fault(kiln_session *s, kiln_site at, const char *reason, kiln_status status);
const fe_origin *fe_origin_of(const kiln_session *s, ir_id id); /* NULL: no derivative made it */
bool fe_can_be_wrong(int op);               /* has operands whose elements it may not take */
ir_id fe_fault_node(const kiln_session *s); /* of the segment; IR_NONE where no op is known to be at fault */
const fe_call *fe_call_of(const kiln_session *s, ir_id id); /* NULL before the first */
void fe_add_position(kn_text *to, int rank, const int64_t *shape, int64_t at); /* "[1, 0]" of a row-major place */

/* ---- slab.c */
void fe_slab_init(fe_slab *p, const kn_alloc *alloc, size_t each, size_t quarantine, bool lasting);
void fe_slab_each(const fe_slab *p, void (*visit)(void *object)); /* every object that was ever got */
void *fe_slab_get(fe_slab *p);
void *fe_slab_at(const fe_slab *p, size_t i);            /* the object that was made as number i */
size_t fe_slab_made(const fe_slab *p);                    /* how many ever were; one got anew is the latest */
void fe_slab_put(fe_slab *p, void *object);
void fe_slab_free(fe_slab *p);

/* ---- value.c */
/* The node that holds t's value now, recording what is needed to reach it (an input leaf, the steps of a view). */
ir_id fe_node(kiln_session *s, kiln_tensor *t);
/* The node to compute for it: of a detached handle the one that was detached, so that what it shares is computed once. */
ir_id fe_shown_node(kiln_session *s, kiln_tensor *t);
/* a's storage by view v, as if it were a handle: to find or look at its value. The caller's slot is filled, and the handle is to that. */
typedef struct fe_slot { _Alignas(FE_SLOT) fe_tensor tensor; } fe_slot;
kiln_tensor *fe_through(const kiln_tensor *a, fe_view *v, fe_slot *slot);
/* The step of v or under it whose elements strides count: that to another dtype; NULL for the storage's own. Those lie in row-major order. */
fe_view *fe_ground(const fe_view *v);
fe_buffer *fe_buffer_new(kiln_session *s, size_t nbytes);
void fe_buffer_unref(kiln_session *s, fe_buffer *b);
fe_buffer *fe_buffer_of(kiln_session *s, void *data, size_t nbytes); /* takes over the data; NULL: no memory */
void fe_attach(kiln_session *s, ir_id id, fe_buffer *b);          /* the node's value is known */
fe_buffer *fe_detach(kiln_session *s, ir_id id);                  /* it is not any more; the node's reference is the caller's */
fe_buffer *fe_value_of(const kiln_session *s, ir_id id);          /* NULL when not computed */
ir_id fe_apply_view(kiln_session *s, ir_id base, const fe_view *v);               /* v's part of base */
ir_id fe_unapply_view(kiln_session *s, ir_id base, const fe_view *v, ir_id value); /* base with v's part replaced */

/* ---- ops/make/creation.c */
/* A tensor of a copy of that data, whose size is checked; poison after an error. */
kiln_tensor *fe_from_bytes(kiln_session *s, const void *data, size_t nbytes, kiln_dtype dtype, kiln_shape shape);
/* Zeros that are there at once, as host data is. */
kiln_tensor *fe_zeros_now(kiln_session *s, kiln_dtype dtype, kiln_shape shape);
/* Whether a tensor of that dtype and shape can be; numel is how many elements. */
bool fe_good_tensor(kiln_session *s, kiln_dtype dtype, kiln_shape shape, int64_t *numel);
/* Whether PyTorch would write the number to a tensor of that dtype; the error calls it `name`. Tensors fit: they are cast. */
bool fe_number_fits(kiln_session *s, kiln_value v, kiln_dtype d, const char *name);
kiln_dtype fe_dtype_of_value(kiln_value v);              /* what torch.tensor makes of it */

/* A product of strides and extents. What overflows is the step of an axis that is never stepped along. */
static inline int64_t fe_stride_times(int64_t a, int64_t b) {
    int64_t product;
    return kn_mul_i64(a, b, &product) ? product : INT64_MAX;
}

/* ---- view.c: views by one step from a handle, in the innermost scope; poison after an error. Arguments are checked but for their shapes. */
const int64_t *fe_strides(const kiln_tensor *a, int64_t *room); /* in elements, as torch.Tensor.stride; `room` for IR_MAX_RANK numbers */
bool fe_is_contiguous(const kiln_tensor *a); /* torch.Tensor.is_contiguous */
void fe_view_strides(fe_view *v, const kiln_tensor *of); /* fills v->stride and v->offset from the rest of v */
/* v over st, with as few steps as show the same: two of a kind are one, one that changes nothing is none (then the parent, NULL for the
 * storage itself), too many become strides over the ground. Takes over the reference of v and gives one of the result. */
fe_view *fe_view_joined(kiln_session *s, fe_view *v, const fe_storage *st);
bool fe_can_view(const kiln_tensor *a, int rank, const int64_t *extent); /* what torch.Tensor.view allows; as many elements */
kiln_tensor *fe_reshaped(kiln_session *s, kiln_tensor *a, int rank, const int64_t *extent); /* a copy where no view can be */
kiln_tensor *fe_regrouped(kiln_session *s, kiln_tensor *a, int rank, const int64_t *extent, const int64_t *stride); /* axes of 1 more or less; the strides are those */
kiln_tensor *fe_permuted(kiln_session *s, kiln_tensor *a, const int *order);
kiln_tensor *fe_expanded(kiln_session *s, kiln_tensor *a, int rank, const int64_t *extent); /* of a's rank or more */
kiln_tensor *fe_sliced(kiln_session *s, kiln_tensor *a, int axis, int64_t start, int64_t step, int64_t length);
kiln_tensor *fe_selected(kiln_session *s, kiln_tensor *a, int axis, int64_t index);
/* `stride` and `offset` count row-major elements of a; `true_stride` is what fe_strides tells of the view. */
kiln_tensor *fe_strided(kiln_session *s, kiln_tensor *a, int rank, const int64_t *extent, const int64_t *stride, int64_t offset,
                        const int64_t *true_stride);
/* Only to be made into another view: `a` is released, and `next` returned. */
kiln_tensor *fe_then(kiln_session *s, kiln_tensor *a, kiln_tensor *next);
bool fe_wrap(kiln_session *s, int axis, int rank, int *out); /* fe_axis, where rank 0 has one axis */
bool fe_good_shape(kiln_session *s, kiln_shape shape, const char *name); /* not null, rank within bounds */
void fe_row_major(int rank, const int64_t *extent, int64_t *stride);

/* ---- retype.c */
/* x's bytes as elements of dtype d; of that shape, which has as many bytes. */
ir_id fe_retype(kiln_session *s, ir_id x, kiln_dtype d, int rank, const int64_t *extent);

/* ---- segment.c */
enum { FE_COMPACT_LEAST = KN_TORTURED ? 16 : 256 }; /* nodes below which nothing is compacted */
void fe_segment_begin(kiln_session *s);
typedef void (*fe_visitor)(kiln_session *s, fe_tensor *t, void *user);
void fe_each_live(kiln_session *s, fe_visitor visit, void *user);
void fe_segment_free(kiln_session *s);
/* What nobody can reach goes, nodes and values, when that is worth while. No caller of the session may hold the id of a node. */
void fe_compact_if_due(kiln_session *s, bool scope_closed);
void fe_compact(kiln_session *s);
void fe_flush_if_due(kiln_session *s);                     /* likewise */
void fe_note_stored(kiln_session *s, ir_id id);            /* its value, if it has one, is no handle's, or not any more */
/* Of the inputs of s->eval_graph, cut by s->cut, marks the large ones that nobody can ask for once its roots, the first in s->roots, are computed.
 * Without memory none. */
void fe_mark_dead(kiln_session *s, size_t nroots, uint8_t *dead, size_t ninputs);

/* ---- past.c: what survives its scope, and derivatives that would need what did not */
void fe_scope_passed(kiln_session *s, size_t depth, kiln_site opened); /* scope number `depth` has closed */
void fe_may_outlive(kiln_session *s, fe_storage *st);                  /* its current value, the scope that is open */
void fe_stays(kiln_session *s, fe_storage *st);                        /* it does not outlive it after all */
void fe_past_unref(kiln_session *s, fe_past *p);
/* A parameter moves to another storage: of what closed scopes made of its value a derivative by that one is refused from here on. */
void fe_past_moved(kiln_session *s, const fe_storage *from, const fe_storage *to);
/* Derivatives end at its value, a node of the segment, from here on: an optimiser is made. */
void fe_past_leaf(kiln_session *s, fe_storage *st);
kiln_status fe_note_leaf(kiln_session *s, ir_id leaf, fe_storage *st); /* node `leaf` stands for st's value */
fe_past *fe_past_of(const kiln_session *s, ir_id id);                  /* NULL where there is none */
/* NO_DERIVATIVE, in s->b, where a way from the roots to a wrt leads through a closed scope. */
kiln_status fe_check_past(kiln_session *s, const ir_id *roots, size_t nroots, kiln_list wrt, const ir_id *nodes);

/* ---- training/params_name.c: what the user calls the elements of a recorded value */
typedef struct fe_names {
    kiln_trace_parameter *name; /* offsets among the value's elements: negative where it begins within the parameter */
    size_t count, cap;
} fe_names;
/* Adds those of node `id`: parameters of sets and the state of optimisers, by offset, each by one of its names. They are the sets' texts. Or NO_MEMORY. */
kiln_status fe_names_add(const kiln_session *s, ir_id id, fe_names *to);
void fe_names_free(const kiln_session *s, fe_names *names);
enum { FE_PARAMETER_TEXT = 300 };
/* `before` and then: parameter "fc.weight", or the first of them "and N others"; "" for none. In buf, for messages. */
const char *fe_parameter_text(const kiln_session *s, ir_id id, const char *before, char *buf, size_t size);

/* ---- foresee.c: places in the program whose values were computed twice */
typedef enum fe_foresight { FE_STORE = 1, FE_COMPUTE = 2 } fe_foresight; /* at its first computing; together with what is asked before it */
/* Adds to s->roots what is better computed or stored now; s->cut.needed is what the *n roots need, the first nasked of which were asked for. */
kiln_status fe_foresee(kiln_session *s, size_t *n, size_t nasked, kiln_site at);
void fe_asked(kiln_session *s, fe_storage *st);                        /* it was foreseen rightly */
void fe_unforeseen(kiln_session *s, fe_storage *st);                   /* it dies, and nobody asked for it */

/* ---- evidence/trace.c, trace_steps.c */
/* Writes the trace of s->eval_graph, just cut out, whose inputs these are: computes it for that. */
typedef struct fe_trace_what {
    const char *path, *reason;
    kiln_site at;
    void *const *inputs;
    const char *const *names;  /* of the graph's outputs; NULL: none */
    const kiln_trace_options *options;
} fe_trace_what;
const char *fe_wrong_trace_options(const kiln_trace_options *o); /* NULL: nothing */
kiln_status fe_trace_write(kiln_session *s, const fe_trace_what *what, kn_text *why);
kiln_status fe_trace_step(kiln_session *s, kiln_site at); /* before an evaluation, when its inputs are bound; CANCELLED or OK */
void fe_trace_steps_end(kiln_session *s);

/* ---- training/params.c */
void fe_params_close(kiln_session *s); /* its sets, and optimisers, have no session from here on */

/* ---- training/optimizer_state.c */
bool fe_optimizers_tell_steps(kiln_session *s, kiln_site at); /* "step" of all states is up to date; false: an error */

/* ---- input_window.c: s->cut.needed is what the sorted roots need */
bool fe_in_one_piece(const ir_graph *g, ir_id id, int64_t *offset); /* a slice, and from which of the operand's elements on */
void fe_take_windows(kiln_session *s, size_t nroots);
void fe_drop_windows(kiln_session *s);

/* ---- evaluate.c */
kiln_status fe_evaluate(kiln_session *s, kiln_site at, const char *reason, kiln_tensor *const *asked, size_t n);
fe_buffer *fe_data(kiln_session *s, kiln_site at, const char *reason, kiln_tensor *t); /* computed elements, contiguous; NULL on failure */
/* The one element of t, or of a recorded value, computed now: a float, an int or a bool by its dtype. False on failure. */
bool fe_element(kiln_session *s, kiln_site at, const char *reason, kiln_tensor *t, kiln_value *value);
bool fe_element_of(kiln_session *s, kiln_site at, ir_id id, kiln_value *value);
kiln_status fe_extract_for(kiln_session *s, kiln_tensor *const *asked, size_t n);
kiln_status fe_extract_pending(kiln_session *s, kiln_tensor *const *asked, size_t n); /* to s->eval_graph; inputs: what has a value */
/* What is pending, and those nodes; whatever is wrong among them is left out. Errors stay untold. */
kiln_status fe_evaluate_nodes(kiln_session *s, kiln_site at, const char *reason, ir_id *nodes, size_t n);
kiln_status fe_add_root(kiln_session *s, size_t *n, ir_id id);
void fe_storage_computed(kiln_session *s, fe_storage *st);             /* where its node is */

/* ---- record.c: everything below works on node ids, returns IR_NONE after an error (s->b holds it), and passes IR_NONE on. */
static inline kiln_dtype fe_dtype(const kiln_session *s, ir_id a) { return (kiln_dtype)ir_at(&s->g, a)->dtype; }
static inline int fe_rank(const kiln_session *s, ir_id a) { return ir_at(&s->g, a)->rank; }
bool fe_is_float(kiln_dtype d);
ir_id fe_const(kiln_session *s, kiln_dtype d, double value);
ir_id fe_number(kiln_session *s, kiln_dtype d, double value);   /* a run-time scalar */
bool fe_usable(kiln_session *s, kiln_value v, const char *name); /* a number, or a live tensor of this session; else BAD_HANDLE */
ir_id fe_value_node(kiln_session *s, kiln_value v, kiln_dtype number_dtype);
kiln_dtype fe_promote(const kiln_value *v, int n);
kiln_dtype fe_wider(kiln_dtype a, kiln_dtype b);              /* torch.promote_types */
kiln_dtype fe_opmath(kiln_dtype d);                           /* what a composite of that dtype is computed in: f32 for halves */
kiln_dtype fe_promote_ids(kiln_session *s, ir_id a, ir_id b);
/* Most are to the dtype that is there: every recorded operand comes this way. */
static inline ir_id fe_cast(kiln_session *s, ir_id a, kiln_dtype d) {
    return a == IR_NONE || ir_at(&s->g, a)->dtype == d ? a : ir_cast(&s->b, a, d);
}
/* A value that promotes to `d`, in the dtype of computing: numbers and rank-0 tensors are not rounded to d on the way. */
ir_id fe_operand(kiln_session *s, kiln_value v, kiln_dtype d, kiln_dtype computing);
ir_id fe_real(kiln_session *s, ir_id a);                         /* integers and bools as f32 */
bool fe_broadcast(kiln_session *s, const ir_id *ids, int n, int *rank, int64_t *extent); /* the common shape, or an error */
ir_id fe_expand_to(kiln_session *s, ir_id a, int rank, const int64_t *extent); /* right-aligned broadcast; rank 0 stays, maps repeat it */
ir_id fe_repeat_to(kiln_session *s, ir_id a, int rank, const int64_t *extent); /* the same, and rank 0 is repeated too */
bool fe_same_dtype(kiln_session *s, const kiln_tensor *a, const kiln_tensor *b, const char *second); /* or BAD_DTYPE; a is called input */
ir_id fe_map1(kiln_session *s, ir_op op, ir_id a);
ir_id fe_map2(kiln_session *s, ir_op op, ir_id a, ir_id b);      /* broadcasts; dtypes must agree */
ir_id fe_map3(kiln_session *s, ir_op op, ir_id a, ir_id b, ir_id c);
static inline ir_id fe_add(kiln_session *s, ir_id a, ir_id b) { return fe_map2(s, IR_ADD, a, b); }
static inline ir_id fe_sub(kiln_session *s, ir_id a, ir_id b) { return fe_map2(s, IR_SUB, a, b); }
static inline ir_id fe_mul(kiln_session *s, ir_id a, ir_id b) { return fe_map2(s, IR_MUL, a, b); }
static inline ir_id fe_div(kiln_session *s, ir_id a, ir_id b) { return fe_map2(s, IR_DIV, a, b); }
static inline ir_id fe_where(kiln_session *s, ir_id c, ir_id a, ir_id b) { return fe_map3(s, IR_SELECT, c, a, b); }
/* A constant or a run-time number of x's dtype. */
/* "f32[2,3]", in buf, for messages. */
static inline const char *fe_type_text(const kiln_tensor *t, char *buf, size_t size) {
    return ir_type_format((kiln_dtype)fe_of(t)->dtype, fe_of(t)->rank, fe_of(t)->extent, buf, size);
}
static inline ir_id fe_const_like(kiln_session *s, ir_id x, double v) { return x == IR_NONE ? x : fe_const(s, fe_dtype(s, x), v); }
static inline ir_id fe_number_like(kiln_session *s, ir_id x, double v) { return x == IR_NONE ? x : fe_number(s, fe_dtype(s, x), v); }
/* x brought up to what its dtype is computed in. */
static inline ir_id fe_wide(kiln_session *s, ir_id x) { return x == IR_NONE ? x : fe_cast(s, x, fe_opmath(fe_dtype(s, x))); }
/* A derivative by formula, where PyTorch's is not what the ops of the value give: fe_still(y) is y without its own derivative; fe_slope adds to
 * y's derivative g * d with respect to x, fe_slope_over g / d. One dtype; y of the result's shape, x and d too or of rank 0. x may be any expression
 * (a sum, an expand, another slope), computed only where its value is read; derivatives of d itself come in with the second order. */
static inline ir_id fe_still(kiln_session *s, ir_id y) { return fe_map1(s, IR_DETACH, y); }
static inline ir_id fe_slope(kiln_session *s, ir_id y, ir_id x, ir_id d) { return fe_map3(s, IR_SLOPE, y, x, d); }
static inline ir_id fe_slope_over(kiln_session *s, ir_id y, ir_id x, ir_id d) { return fe_map3(s, IR_SLOPE_OVER, y, x, d); }
ir_id fe_reduce(kiln_session *s, ir_op op, ir_id a, kiln_axes axes, bool keepdim); /* any axes; splits into neighbour runs */
ir_id fe_reduce_whole(kiln_session *s, ir_op op, ir_id a, kiln_axes axes, bool keepdim); /* one node, for what shares out gradients */
bool fe_mark_axes(kiln_session *s, ir_id a, kiln_axes axes, bool *reduced);         /* which axes are named: each once, in range */
ir_id fe_reduce_last(kiln_session *s, ir_op op, ir_id a, int axis);                 /* one axis, kept */
ir_id fe_drop_axes(kiln_session *s, ir_id a, const bool *drop);
int64_t fe_count_axes(kiln_session *s, ir_id a, kiln_axes axes);
ir_id fe_full(kiln_session *s, ir_id rank0, int rank, const int64_t *extent);
ir_id fe_line(kiln_session *s, ir_id a);                         /* rank 0 as one element along an axis */
ir_id fe_unline(kiln_session *s, ir_id a, const kiln_tensor *like); /* and back, where `like` has rank 0 */
ir_id fe_part(kiln_session *s, ir_id a, int axis, int64_t first, int64_t count); /* that stretch of an axis */
ir_id fe_matmul(kiln_session *s, ir_id a, ir_id b);
/* indexing.c: x's last axes, taken as one, at those places: [the other axes.., places' shape]. Gradients of halves are rounded after every
 * addition, in the order of the places. */
ir_id fe_read_places(kiln_session *s, ir_id x, int axes, ir_id places);
ir_id fe_diagonal(kiln_session *s, ir_id x, int64_t offset, int dim1, int dim2); /* diagonal.c: the other axes first, then the diagonal */
ir_id fe_reversed(kiln_session *s, ir_id a, const bool *axis);   /* arrange.c: along each axis marked */
ir_id fe_join(kiln_session *s, const ir_id *parts, size_t n, int axis); /* joining.c: one or more, of one dtype */

#endif
