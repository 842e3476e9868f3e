/* SPDX-License-Identifier: Apache-2.0
 * Inside the engine: what its files share. Private to src/runtime. */
#ifndef KN_RUNTIME_ENGINE_H
#define KN_RUNTIME_ENGINE_H

#include "base/map.h"
#include "ir/stretch.h"
#include "jit/plugin.h"
#include "passes/passes.h"
#include "runtime/audit_sweep.h"
#include "runtime/blas.h"
#include "runtime/kernels.h"
#include "runtime/ledger.h"
#include "runtime/mac_key.h"
#include "runtime/pool.h"
#include "runtime/runtime.h"

/* ---- plan_cache.c */
enum { RT_COMPARED_RUNS = 2 };
typedef struct rt_entry {
    kn_hash hash;
    /* canonical bytes of the graph and what else the plan depends on */
    void *key;
    size_t nkey;
    plan *p;               /* NULL: the graph is run by the reference */
    const rt_code **codes; /* of p->kernels */
    uint64_t runs;
    uint64_t evaluation; /* the last that used it */
    /* number of the arena in which the ends of its slots are zero */
    uint64_t cleared;
    size_t charge; /* bytes it keeps, roughly */
    /* no p for want of memory: dropped after this run, so that the next one tries again */
    bool passing;
    bool parallel; /* some step has more than one chunk */
    /* NULL: no contraction goes to OpenBLAS; else not comparable bit for bit */
    const rt_blas *blas;
    uint8_t *routes; /* with blas: rt_route of each step */
    /* runs that were compared: with `first` the first, and a few elements of the next */
    uint8_t compared;
    /* elements compared so far where a full comparison would cost too much */
    uint64_t samples;
    bool nan_noted, infinity_noted;
    struct rt_regions *regions; /* hardened: of its arena */
    kn_hash digest;             /* hardened: of the plan, as it was built */
    struct rt_entry *newer, *older;
} rt_entry;

typedef struct rt_plan_cache {
    kn_map map;
    rt_entry ring; /* ring.older: last used; ring.newer: first to go */
    size_t count, charge;
    /* rt_kernels_forgotten() when plans were last looked through */
    uint64_t seen_forgotten;
} rt_plan_cache;

/* ---- buffers.c */
enum { RT_SIZE_CLASSES = 264 };
typedef struct rt_free_block {
    struct rt_free_block *next;
} rt_free_block;
/* of small blocks of that class; waiting: while it is trimmed */
typedef struct rt_piece {
    char *at;
    unsigned class;
    size_t waiting;
} rt_piece;
typedef struct rt_buffers {
    rt_free_block *free[RT_SIZE_CLASSES];
    size_t free_nbytes;
    rt_piece *pieces;
    size_t npieces, pieces_cap;
} rt_buffers;

/* Hardened: a buffer that is in use. `label`: of its dtype and shape, 0 as long as nobody told. */
typedef struct rt_live {
    void *data;
    size_t nbytes;
    uint64_t label;
} rt_live;
typedef struct rt_lives {
    rt_live *live;
    size_t count, cap;
    kn_map at;   /* by address */
    size_t turn; /* whose guards are looked at next */
} rt_lives;

/* grown, never shrunk but by rt_trim */
typedef struct rt_block {
    void *data;
    size_t nbytes;
    uint64_t number;
} rt_block;

/* ---- split.c: a long graph as a sequence of small ones */
enum {
    RT_WHOLE_NODES = 1024,   /* graphs up to here are never cut */
    RT_STRETCH_VALUES = 128, /* a stretch computes as many to twice as many */
    RT_MOST_WHOLE_VALUES =
        16384, /* graphs beyond are cut also where nothing repeats, into longer stretches */
};
typedef struct rt_split {
    /* the above, tests set others; the last two count what is computed */
    size_t whole, least, most_whole;
    ir_stretches s;
    ir_graph g; /* of the stretch at hand */
    void **data;
    size_t data_cap; /* by node of the whole: where its value is */
    void **inputs, **outputs;
    size_t inputs_cap, outputs_cap;
    /* given: by output, whether the caller brought it */
    uint8_t *donated, *given;
    size_t donated_cap, given_cap;
} rt_split;

struct rt_engine {
    const kn_alloc *alloc;
    rt_config config;
    rt_stats stats;
    kn_ledger *ledger;
    atomic_uint state; /* RT_RUNNING ..., also the pool's stop word */
    bool running;      /* inside rt_run */
    /* when the latest plan of the run at hand ended; 0: none did */
    uint64_t looked_ns;
    rt_budgets budgets;
    rt_watch watch;   /* of the run at hand */
    kn_alloc metered; /* alloc, as far as budgets allow */
    rt_pool pool;
    rt_buffers buffers;
    rt_plan_cache plans;
    kn_text key;             /* of the graph at hand */
    rt_block arena, scratch; /* of the plan at hand; scratch: one piece a thread */
    void **slots;
    size_t slots_cap; /* addresses of the plan's slots */
    uint64_t *scalars;
    size_t scalars_cap;
    const rt_io *keeping; /* of the run at hand; NULL: nothing is kept */
    /* of the run at hand; a plan may be older and know the lines of another */
    const ir_graph *graph;
    uint8_t *taken;
    size_t taken_cap; /* by output of the graph at hand: RT_GIVEN ... */
    size_t ntaken;    /* of them so far; 0 once they are returned */
    /* the step at which the run begins to write over an input: it is not stopped from there on */
    size_t no_return;
    rt_split split;
    size_t last_level_cache;
    uint64_t blocks_made;
    unsigned dump_number;
    kn_map compared;             /* structures, steps and code: structure.c */
    ref_fault fault;             /* of the latest run */
    struct ref_factors *factors; /* decompositions of the run in progress */
    /* hardened mode */
    rt_audit_count audits[RT_CHECKS];
    bool audit_failed; /* the evaluation is to end */
    kn_text audit_why;
    rt_lives lives;
    /* buffers that are taken are looked at together; NULL: each when it is taken */
    rt_sweep *taking;
    /* number of the arena that is poison throughout, between runs */
    uint64_t arena_poisoned;
    atomic_int foreign; /* 1 + the thread whose floating-point state was not ours */
    /* what a kernel may take to compile in a process of its own */
    unsigned compile_ms;
    rt_mac_key mac_key;                                           /* once it was asked for */
    void (*plant)(rt_engine *e, int point, void *what, size_t i); /* tests: faults, see RT_PLANT */
};

/* Where tests plant a fault: the library that is shipped has no such places. */
enum {
    RT_PLANT_BUILT,
    RT_PLANT_BOUND,
    RT_PLANT_BEFORE,
    RT_PLANT_DONE,
    RT_PLANT_RAN,
    RT_PLANT_OBJECT,
    RT_PLANT_CHUNK,
    RT_PLANT_WORKER
};
#ifdef KILN_PLANT
#define RT_PLANT(e, point, what, i)                                                                \
    do {                                                                                           \
        if ((e)->plant) (e)->plant((e), (point), (what), (i));                                     \
    } while (0)
#else
#define RT_PLANT(e, point, what, i) ((void)0)
#endif
static inline bool rt_hardened(const rt_engine *e) { return e->config.mode == KILN_HARDENED; }

/* buffers.c */
/* bytes that may be read past the end of a buffer (written: up to a multiple of 64); of a guard */
enum { RT_SLACK = 128, RT_GUARD = 64 };
enum { RT_GUARD_BYTE = 0xa7, RT_POISON_BYTE = 0xff };
kiln_status rt_block_grow(rt_engine *e, rt_block *b, size_t nbytes);
void rt_block_free(rt_engine *e, rt_block *b);
/* when it closes: none is used any more */
void rt_buffers_free(rt_engine *e);
/* bytes that growing to nbytes adds to what is live */
size_t rt_block_growth(const rt_block *b, size_t nbytes);
/* bytes live of a buffer of nbytes */
size_t rt_buffer_block(const rt_engine *e, size_t nbytes);

/* buffers.c: DEAD, of a block that waited */
void rt_note_dead_written(rt_engine *e, void *user, const rt_swept *what, size_t byte);

/* audit_buffers.c: hardened mode's half of buffers.c */
/* NULL: no buffer of this session, or released */
rt_live *rt_live_find(rt_engine *e, const void *data);
/* writes the guards too; false: no memory */
bool rt_live_add(rt_engine *e, void *data, size_t nbytes);
void rt_live_remove(rt_engine *e, rt_live *live);
void rt_lives_free(rt_engine *e);
/* Looks at both guards; `what` and `node` are for the text. */
void rt_check_guards(rt_engine *e, const rt_live *live, const char *what, ir_id node);
/* Before a run: inputs are what the plan takes them for. After it: results are what the graph says.
 */
void rt_check_labels(rt_engine *e, const ir_graph *g, void *const *inputs);
void rt_label_outputs(rt_engine *e, const ir_graph *g, void *const *outputs);
/* After a run: its results' guards, and those of some others. */
void rt_check_some_guards(rt_engine *e, const ir_graph *g, void *const *outputs);

/* audit_arena.c: guards between the arena's places, poison in dead ones */
kiln_status rt_regions_make(rt_engine *e, rt_entry *entry);
void rt_regions_free(rt_engine *e, rt_entry *entry);
void rt_arena_open(rt_engine *e, const rt_entry *entry);
void rt_arena_step(rt_engine *e, const rt_entry *entry, size_t step, bool done);
void rt_arena_close(rt_engine *e, const rt_entry *entry);
size_t rt_scratch_piece(const rt_engine *e, const plan *p);

/* audit_bounds.c */
void rt_check_bounds(rt_engine *e, const rt_entry *entry, size_t step);
ir_id rt_origin_of(const plan *p, const plan_step *st); /* the node of the graph at hand */

/* audit_code.c */
void rt_check_writable(rt_engine *e, const rt_entry *entry);
void rt_check_digests(rt_engine *e, rt_entry *entry);
kn_hash rt_plan_digest(const plan *p);

/* audit_kernels.c */
kiln_status rt_check_object(rt_engine *e, const kn_text *object, const char *symbol, kn_text *why);
void rt_note_sizes(rt_code *c, const kn_text *object, const char *symbol);
void rt_note_mac(rt_engine *e, kiln_status status, const kn_text *why);
const unsigned char *rt_mac_key_of(rt_engine *e); /* NULL: the cache is not used */

/* audit_values.c */
void rt_check_values(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs,
                     void *const *outputs);

/* plan_cache.c */
void rt_plans_init(rt_engine *e);
void rt_plans_free(rt_engine *e);
rt_entry *rt_plans_find(rt_engine *e, kn_hash hash, const void *key, size_t nkey);
/* Takes the entry over; the least recently used ones go, but none that this evaluation used. */
kiln_status rt_plans_add(rt_engine *e, rt_entry *entry);
void rt_plans_drop(rt_engine *e, rt_entry *entry);
/* Those whose code was found wrong since, in whichever session. */
void rt_plans_drop_stale(rt_engine *e);
void rt_entry_free(rt_engine *e, rt_entry *entry);

static inline bool rt_by_blas(const rt_entry *entry, size_t step) {
    return entry->blas && entry->routes[step] == RT_OPENBLAS;
}

/* outputs.c: fills what io->outputs lacks; `over` is NULL where inputs may not be written over, p
 * where there is no plan. BUDGET: what the plan needs is more than is allowed, and nothing was
 * taken. */
enum { RT_GIVEN, RT_TAKEN, RT_DONATED };
kiln_status rt_outputs_take(rt_engine *e, const ir_graph *g, const plan *over, const plan *p,
                            const rt_io *io, kn_text *why);
/* What the first n took: they are NULL again. */
void rt_outputs_return(rt_engine *e, const ir_graph *g, const rt_io *io, size_t n);

/* run.c: a graph as one plan, or by the reference where no code is to be had */
kiln_status rt_run_graph(rt_engine *e, const ir_graph *g, const rt_io *io, const char *reason,
                         const char *site, kn_text *why);

/* split.c */
void rt_split_init(rt_engine *e);
void rt_split_free(rt_engine *e);
/* Whether g is to be run in stretches: then *why says why and rt_split_run runs it; else NULL. */
kiln_status rt_split_find(rt_engine *e, const ir_graph *g, const char **why);
kiln_status rt_split_run(rt_engine *e, const rt_io *io, const char *split, const char *reason,
                         const char *site, kn_text *why);

/* make_plan.c: a plan with its code, for a graph the cache does not know */
kiln_status rt_build(rt_engine *e, const ir_graph *g, kn_hash hash, const char *reason,
                     const char *site, rt_entry **out, kn_text *why);
pass_config rt_pass_config(const rt_engine *e, bool jit);

enum { RT_COPY_NBYTES = 1 << 18 }; /* of one chunk of a copy */
/* execute.c: e->slots and e->scalars are bound. `hook`, when not NULL, is called before and after
 * each step. */
typedef kiln_status (*rt_step_hook)(void *user, size_t step, bool done, kn_text *why);
kiln_status rt_bind(rt_engine *e, const ir_graph *g, rt_entry *entry, void *const *inputs,
                    void *const *outputs, kn_text *why);
/* Bytes that running it adds to what is live: of temporaries and scratch. */
uint64_t rt_plan_growth(const rt_engine *e, const plan *p);
kiln_status rt_execute(rt_engine *e, const rt_entry *entry, rt_step_hook hook, void *user,
                       kn_text *why);
void rt_step_buffers(const rt_engine *e, const plan_step *st, void **bufs);
void rt_step_scalars(const rt_engine *e, const plan_step *st, uint64_t *scalars);

/* keep.c: slots of values that may be kept move into buffers of their own; and back, those are
 * released */
void rt_keep(rt_engine *e, const rt_entry *entry, const ir_graph *g);
void rt_keep_nothing(rt_engine *e, const rt_entry *entry, const ir_graph *g);

/* fold_partials.c */
void rt_fold(rt_engine *e, const plan_step *st, void *partials, void *result);

/* verification.c: one run of a plan; the other compares it with the reference. MISMATCH when they
 * differ also with kernels made anew; no kernel of the plan is in a cache then. */
kiln_status rt_run_plan(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs,
                        void *const *outputs, rt_step_hook hook, void *user, kn_text *why);
kiln_status rt_run_verified(rt_engine *e, rt_entry *entry, const ir_graph *g, const rt_io *io,
                            kn_text *why);
kiln_status rt_reference(rt_engine *e, const ir_graph *g, void *const *inputs, void *const *outputs,
                         kn_text *why);
/* compare.c */
bool rt_first_difference(kiln_dtype dtype, const void *a, const void *b, size_t nbytes,
                         size_t *element);
/* exactly: hexadecimal, and the bits of a NaN */
void rt_add_value(kn_text *t, kiln_dtype dtype, const void *element);

/* locate.c: which step of a plan first differs from its graph; adds what it found to `why` */
void rt_locate(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs,
               void *const *outputs, kn_text *why);

/* sample.c: one run of a plan, compared at some elements of every step and of the results. OK also
 * where nothing could be compared. */
typedef struct rt_samples {
    uint64_t samples; /* elements compared */
    uint64_t passed;  /* comparisons passed over: not to be had in part, or for too much */
    /* the rewritten graph may mean something else than the recorded one: only a full comparison can
     * tell */
    bool doubtful;
    bool no_memory; /* nothing was compared */
} rt_samples;
/* What of a plan no run was compared with before: its extents, its structure as well, or its
 * kernels even. */
typedef enum rt_novelty {
    RT_NEW_NUMBERS,
    RT_NEW_EXTENTS,
    RT_NEW_STRUCTURE,
    RT_NEW_KERNELS
} rt_novelty;
kiln_status rt_run_sampled(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs,
                           void *const *outputs, rt_novelty novelty, rt_samples *report,
                           kn_text *why);

/* structure.c: a plan without its extents, and which were compared in this session. False: no
 * memory. */
bool rt_structure_of(const rt_engine *e, const rt_entry *entry, const ir_graph *g, kn_hash *out);
/* false also where it has no such number */
bool rt_step_of(const rt_engine *e, const rt_entry *entry, const plan_step *st, kn_hash *out);
/* What was compared in this session: structures, steps, kernels by their code. */
bool rt_compared(rt_engine *e, kn_hash what);
void rt_compared_note(rt_engine *e, kn_hash what, bool agrees);
bool rt_kernels_compared(rt_engine *e, const rt_entry *entry);
void rt_kernels_note(rt_engine *e, const rt_entry *entry);

/* price.c: whether the reference adds little to what a plan's first run costs anyway, in time and
 * in memory */
bool rt_full_is_cheap(const rt_engine *e, const rt_entry *entry, const ir_graph *g,
                      rt_novelty novelty);

/* harden.c */
/* A new plan; a step's two ends, in rt_execute; the end of a run. Nothing in strict mode. */
kiln_status rt_harden_built(rt_engine *e, rt_entry *entry);
void rt_harden_bound(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs);
kiln_status rt_harden_step(rt_engine *e, const rt_entry *entry, size_t step, bool done,
                           kn_text *why);
kiln_status rt_harden_end(rt_engine *e, const rt_entry *entry, kn_text *why);
kiln_status rt_harden_after(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs,
                            void *const *outputs, kn_text *why);

/* stages.c */
void rt_dump_graph(rt_engine *e, const char *stage, const ir_graph *g);
void rt_dump_text(rt_engine *e, const char *stage, const char *extension, const kn_text *text);

kiln_status rt_dump_code(rt_engine *e, const plan *p, bool assembly, kn_text *out, kn_text *why);
void rt_dump_loops(const plan *p, kn_text *out);

/* engine.c */
uint64_t rt_now_ns(void);

/* spend.c: around a run, what it spends of the budgets that bind. BUDGET from open: nothing is to
 * be run, and closed. */
kiln_status rt_spend_open(rt_engine *e, uint64_t nodes, rt_spending *s, kn_text *why);
/* What the reference computes whole graphs in: counted while something binds. */
const kn_alloc *rt_spend_memory(rt_engine *e);
/* Gives the status that the run ends with. */
kiln_status rt_spend_close(rt_engine *e, kiln_status status, const char *reason, const char *site,
                           rt_spending *s, kn_text *why);

#endif
