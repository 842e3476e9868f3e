/* SPDX-License-Identifier: Apache-2.0
 * What the files of the emitter share: the state of one compilation, and the small builders all of
 * them use. Private to src/jit. */
#ifndef KN_JIT_H
#define KN_JIT_H

#include <llvm-c/Core.h>
#include <llvm-c/TargetMachine.h>

#include "ir/order.h"
#include "jit/plugin.h"

enum {
    EMIT_MAX_CARRIED = 64,
    EMIT_ACCUMULATORS = ORDER_LANES / KERNEL_WIDTH,
    EMIT_SLACK_NBYTES = 128,
    EMIT_ROUND_NBYTES = 64
};
/* What a kernel may take of the stack it is called on, which may be a worker's or a host thread's:
 * a quarter of the former. */
#define EMIT_FRAME_NBYTES "262144"

/* What is known of the NaNs a float value may hold, against the same value of the reference path,
 * which has replaced every NaN it computed by the canonical one. */
typedef enum emit_nan {
    EMIT_NAN_RAW,   /* same bits, any of them: loaded or selected from what was loaded */
    EMIT_NAN_CLEAN, /* same bits, and no NaN but the canonical one */
    EMIT_NAN_DIRTY  /* a NaN here where the reference has the canonical one */
} emit_nan;

typedef struct emitter {
    const kn_alloc *alloc;
    const kernel_spec *s;
    kiln_isa isa;
    const char *symbol;
    LLVMContextRef ctx;
    LLVMModuleRef module;
    LLVMBuilderRef b;
    LLVMTypeRef none, i1, i8, i16, i32, i64, i128, f16, f32, f64, ptr;
    /* BASE: functions that emulate fma, made when first needed */
    LLVMValueRef fma32, fma64, fma64_lane;
    LLVMValueRef table; /* kn_two_over_pi, made when first needed */

    /* The function being emitted. */
    LLVMValueRef fn;
    LLVMBasicBlockRef entry;
    LLVMValueRef bufs, ints, scalars, scratch, r0, r1, c0, c1;
    LLVMValueRef buf[KERNEL_MAX_LEAVES + KERNEL_MAX_OUTPUTS];
    LLVMValueRef extent[KERNEL_MAX_RANK];
    LLVMValueRef stride[KERNEL_MAX_LEAVES][KERNEL_MAX_RANK]; /* NULL where the step is not ANY */
    LLVMValueRef base[KERNEL_MAX_LEAVES];                    /* index leaves */
    /* strides of outputs that have their own */
    LLVMValueRef window[KERNEL_MAX_OUTPUTS][KERNEL_MAX_RANK];

    /* Where in the domain values are being computed: KERNEL_WIDTH elements of the last dimension
     * from `col`.
     * */
    /* first element of the row; an index leaf's number there */
    LLVMValueRef row[KERNEL_MAX_LEAVES];
    LLVMValueRef out[KERNEL_MAX_OUTPUTS]; /* where the row's results go */
    LLVMValueRef col;
    /* elements of the row from col on; NULL: no need to mask */
    LLVMValueRef left;
    LLVMValueRef mask;                     /* with left: its lanes */
    LLVMValueRef fixed[KERNEL_MAX_VALUES]; /* values that do not change along the row */
    LLVMValueRef at[KERNEL_MAX_VALUES];    /* values here */
    uint8_t nan[KERNEL_MAX_VALUES];        /* emit_nan, of floats */
    uint8_t need[KERNEL_MAX_VALUES];       /* values to compute here */

    /* MAP with leaves that run down the rows: a square of KERNEL_WIDTH of their rows, on the stack.
     */
    LLVMValueRef tile[KERNEL_MAX_LEAVES], tile_row;

    /* ROW */
    unsigned this_stage;
    uint8_t stage[KERNEL_MAX_VALUES], keep[KERNEL_MAX_VALUES];
    LLVMValueRef kept[KERNEL_MAX_VALUES]; /* rows of scratch */
    /* of reductions: EMIT_ACCUMULATORS vectors on the stack */
    LLVMValueRef acc[KERNEL_MAX_VALUES];

    kn_text *why;
    kiln_status status; /* first failure */
} emitter;

#include "jit/build.h"

/* ---- emit.c: types, constants, blocks, loops */
kiln_status emit_init(emitter *e, const kn_alloc *alloc, const kernel_spec *s, kiln_isa isa,
                      const char *symbol, kn_text *why);
void emit_free(emitter *e);
kiln_status emit_module(emitter *e); /* the whole kernel, into e->module */
void emit_fail(emitter *e, const char *format, ...) __attribute__((format(printf, 2, 3)));
void emit_function(emitter *e, LLVMValueRef fn); /* begins one: entry block, builder at its end */
void emit_function_attributes(emitter *e, LLVMValueRef fn, bool keep_apart);

LLVMTypeRef emit_memory_type(emitter *e, unsigned dtype); /* bool is i8 */
LLVMTypeRef emit_lane_type(emitter *e, unsigned dtype);   /* bool is i1 */
LLVMTypeRef emit_vector_type(emitter *e, unsigned dtype); /* KERNEL_WIDTH of them */
/* as many lanes as `like` has */
LLVMTypeRef emit_like_type(LLVMTypeRef lane, LLVMValueRef like);
LLVMValueRef emit_i64(emitter *e, int64_t x);
LLVMValueRef emit_i32(emitter *e, int32_t x);
/* constant of the type of `like` */
LLVMValueRef emit_int_like(LLVMValueRef like, int64_t x);
LLVMValueRef emit_float_like(LLVMValueRef like, double x);
LLVMValueRef emit_bits_like(emitter *e, LLVMTypeRef type, unsigned dtype, uint64_t bits);
LLVMValueRef emit_splat(emitter *e, LLVMValueRef scalar);
LLVMValueRef emit_part(emitter *e, LLVMValueRef v, unsigned first, unsigned count);
LLVMValueRef emit_iota(emitter *e, LLVMTypeRef lane);
LLVMValueRef emit_intrinsic(emitter *e, const char *name, LLVMTypeRef *types, unsigned ntypes,
                            LLVMValueRef *args, unsigned nargs);
LLVMValueRef emit_unary_intrinsic(emitter *e, const char *name, LLVMValueRef x);
LLVMValueRef emit_stack(emitter *e, LLVMTypeRef type, unsigned count);
LLVMBasicBlockRef emit_block(emitter *e, const char *name);
void emit_at(emitter *e, LLVMBasicBlockRef block);
LLVMValueRef emit_whole_steps(emitter *e, LLVMValueRef start, LLVMValueRef end,
                              unsigned step);                      /* start + n * step <= end */
LLVMValueRef emit_min(emitter *e, LLVMValueRef a, LLVMValueRef b); /* of signed numbers */
LLVMValueRef emit_offset(emitter *e, LLVMTypeRef type, LLVMValueRef pointer, LLVMValueRef index);
LLVMValueRef emit_element(emitter *e, unsigned dtype, LLVMValueRef pointer, LLVMValueRef index);
static inline bool emit_is_float(unsigned dtype) {
    return ir_dtype_is((kiln_dtype)dtype, IR_DT_FLT);
}
static inline unsigned emit_size(unsigned dtype) {
    return (unsigned)kiln_dtype_size((kiln_dtype)dtype);
}

/* for (index = start; index < end; index += step), with values carried from one turn to the next.
 * carried[] holds the first values before begin, this turn's after it; the next turn's before end,
 * the last ones after it. */
typedef struct emit_loop {
    LLVMValueRef index, end;
    int64_t step;
    LLVMValueRef advance; /* instead of step, when set before the end */
    unsigned ncarried;
    LLVMValueRef carried[EMIT_MAX_CARRIED];
    LLVMValueRef first[EMIT_MAX_CARRIED], phi[EMIT_MAX_CARRIED];
    LLVMBasicBlockRef before, body, after;
} emit_loop;
void emit_loop_begin(emitter *e, emit_loop *l, LLVMValueRef start, LLVMValueRef end, int64_t step);
void emit_loop_end(emitter *e, emit_loop *l);

/* ---- emit_leaf.c: arguments, addresses, loads and stores */
void emit_arguments(emitter *e); /* buffers, extents, strides, constants, scalars */
void emit_row_decode(emitter *e, LLVMValueRef flat, unsigned ndims, LLVMValueRef *index);
void emit_row_leaves(emitter *e, const LLVMValueRef *index, unsigned ndims); /* sets e->row */
void emit_row_fixed(emitter *e); /* loads that do not change along the row */
/* KERNEL_WIDTH elements at e->col */
LLVMValueRef emit_load_leaf(emitter *e, unsigned leaf);
LLVMValueRef emit_load(emitter *e, unsigned dtype,
                       LLVMValueRef pointer); /* a vector, any alignment */
void emit_store(emitter *e, unsigned dtype, LLVMValueRef pointer, LLVMValueRef value,
                bool stream); /* honours e->left */
/* One by one from `row` + col * stride on; honours e->left. */
void emit_store_scattered(emitter *e, unsigned dtype, LLVMValueRef row, LLVMValueRef stride,
                          LLVMValueRef x);
void emit_store_lane(emitter *e, unsigned dtype, LLVMValueRef pointer, LLVMValueRef value);
void emit_store_fence(emitter *e);
void emit_prefetch(emitter *e, LLVMValueRef pointer);
void emit_set_left(emitter *e, LLVMValueRef left_or_null);

/* ---- emit_value.c, emit_float.c, emit_integer.c, emit_cast.c: values */
void emit_nan_states(emitter *e);     /* fills e->nan */
void emit_want(emitter *e);           /* extends e->need to operands that are not fixed */
unsigned emit_cost(const emitter *e); /* of e->need, about one a vector instruction */
void emit_values(emitter *e);         /* e->at of every needed value */
LLVMValueRef emit_value(emitter *e, unsigned v); /* fixed or here */
LLVMValueRef emit_result(emitter *e,
                         unsigned v); /* the same with canonical NaNs: what may be seen outside */
LLVMValueRef emit_canonical(emitter *e, LLVMValueRef x);
LLVMValueRef emit_one(emitter *e, unsigned v, const LLVMValueRef operand[3]); /* KV_OP */
LLVMValueRef emit_binary(emitter *e, unsigned op, unsigned dtype, LLVMValueRef a, LLVMValueRef b);
LLVMValueRef emit_integer_op(emitter *e, unsigned op, unsigned dtype, const LLVMValueRef x[3]);
LLVMValueRef emit_float_op(emitter *e, unsigned op, unsigned dtype, const LLVMValueRef x[3]);
LLVMValueRef emit_cast(emitter *e, unsigned from, unsigned to, LLVMValueRef x);

/* ---- emit_round.c, emit_fma.c: what SSE2 has no instruction for */
LLVMValueRef emit_rint(emitter *e, LLVMValueRef x);
LLVMValueRef emit_floor(emitter *e, LLVMValueRef x);
LLVMValueRef emit_ceil(emitter *e, LLVMValueRef x);
LLVMValueRef emit_trunc(emitter *e, LLVMValueRef x);
LLVMValueRef emit_fma(emitter *e, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c);

/* ---- emit_math.c */
/* of f32; its NaNs are canonical */
LLVMValueRef emit_to_half(emitter *e, unsigned dtype, LLVMValueRef x);
LLVMValueRef emit_from_half(emitter *e, unsigned dtype, LLVMValueRef x);
LLVMValueRef emit_math(emitter *e, unsigned op, unsigned dtype,
                       const LLVMValueRef x[3]); /* NULL: not a math function */

/* ---- one for each kernel kind, and what row, lanes and column share */
void emit_map(emitter *e);
/* The same for columns c0..end, whole vectors, when leaves that emit_runs_down() have unit steps
 * down. */
void emit_map_tiled(emitter *e, LLVMValueRef end);
bool emit_turns_squares(const emitter *e);
bool emit_runs_down(const kernel_spec *s, unsigned leaf);
/* output o at the current column, streamed when the spec says so */
void emit_store_output(emitter *e, unsigned o);
void emit_map_outputs(emitter *e); /* computes and stores one vector */
/* Sets e->out for the row, which is `row` of all or, for windows, at the index of the dimensions
 * before the last. */
void emit_out_rows(emitter *e, LLVMValueRef row, const LLVMValueRef *index);
void emit_row(emitter *e);
void emit_lane(emitter *e);
void emit_column(emitter *e);
void emit_contract(emitter *e);

LLVMValueRef emit_identity(emitter *e, unsigned v);
/* one element into each lane */
LLVMValueRef emit_accumulate(emitter *e, unsigned v, LLVMValueRef acc);
/* A loop over elements [start, end) of the row that feeds the reductions marked in `reduces`, then
 * fixes their results. `also` is called with every vector once e->need is computed there, for what
 * else the loop stores. */
void emit_reduce_span(emitter *e, const uint8_t *reduces, LLVMValueRef start, LLVMValueRef end,
                      void (*also)(emitter *e));
/* A loop over [start, end) of the row: `body` for vectors of full lanes, then masked ones. */
void emit_span(emitter *e, LLVMValueRef start, LLVMValueRef end, void (*body)(emitter *e));
unsigned emit_unroll(const emitter *e); /* vectors a turn of a loop over e->need */

/* ---- target.c */
void jit_start(void (*on_fatal)(const char *reason)); /* once a process */
LLVMTargetMachineRef jit_target_machine(kiln_isa isa, kn_text *why);

/* ---- guard.c: every call of LLVM is made inside this one */
/* The status of `work`, with NO_MEMORY for JIT where the system had refused memory; NO_MEMORY also
 * when there is not enough to begin. An LLVM fatal error, or memory that ends in spite of the
 * reserve, returns here too: jit_dead() from now on. */
kiln_status jit_guarded(kiln_status (*work)(void *), void *user, kn_text *why);
bool jit_dead(void);
/* For what `work` is about to do; NO_MEMORY when it should not. */
kiln_status jit_reserve_more(size_t nbytes, kn_text *why);

/* ---- linker.c */
kiln_status jit_linker_open(jit_linker **out, kn_text *why);
kiln_status jit_linker_add(jit_linker *l, const void *object, size_t nbytes, const char *symbol,
                           void **entry, void **edge, void **handle, kn_text *why);
kiln_status jit_linker_remove(jit_linker *l, void *handle);

#endif
