/* SPDX-License-Identifier: Apache-2.0
 * The shapes and layouts of test_paths.c, and the graphs it builds from them. What an op needs
 * follows from its row in the op table, so a new row of a known kind is covered by being there. */
#ifndef KN_TESTS_UNIT_PATHS_CASES_H
#define KN_TESTS_UNIT_PATHS_CASES_H

#include "paths.h"

enum { MAX_RANK = 4 };
#define LENGTH(array) (int)(sizeof(array) / sizeof *(array))

static const kiln_dtype dtypes[] = {KILN_BOOL, KILN_U8,  KILN_I8,   KILN_I16, KILN_I32,
                                    KILN_I64,  KILN_F16, KILN_BF16, KILN_F32, KILN_F64};

typedef struct shape {
    int rank;
    int64_t extent[MAX_RANK];
} shape;

/* The first few are enough for engines after the first. */
static const shape map_shapes[] = {
    {3, {3, 5, 7}},    {1, {7}},     {2, {129, 65}}, {0, {0}},        {1, {33000}},  {1, {0}},
    {2, {0, 3}},       {1, {1}},     {2, {10, 1}},   {2, {1, 10}},    {2, {64, 64}}, {1, {1000}},
    {4, {2, 3, 4, 5}}, {2, {3, 16}}, {2, {5, 31}},   {3, {2, 1, 33}},
};
enum { FEW_SHAPES = 5 };

/* How an operand lies in memory. NUMBER: rank 0, where another operand has the shape. */
typedef enum layout {
    CONTIGUOUS,
    TRANSPOSED,
    STEPPED,
    REVERSED,
    ROW,
    COLUMN,
    NUMBER,
    LAYOUTS
} layout;
static const char *const layout_names[] = {"contiguous", "transposed", "stepped", "reversed",
                                           "row",        "column",     "number"};

static ir_id transposed(path_bench *p, kiln_dtype dtype, const shape *s) {
    int64_t extent[MAX_RANK];
    int perm[MAX_RANK];
    for (int i = 0; i < s->rank; i++)
        perm[i] = s->rank - 1 - i, extent[i] = s->extent[s->rank - 1 - i];
    return ir_permute(&p->b, path_in(p, dtype, s->rank, extent), perm);
}

/* Every second element from the second on, or all of them backwards. */
static ir_id windowed(path_bench *p, kiln_dtype dtype, const shape *s, bool reversed) {
    int64_t extent[MAX_RANK], start[MAX_RANK], step[MAX_RANK];
    for (int i = 0; i < s->rank; i++) {
        int64_t n = s->extent[i];
        extent[i] = reversed ? n : 2 * n + 1;
        start[i] = reversed && n > 0 ? n - 1 : n > 0;
        step[i] = reversed ? -1 : 2;
    }
    return ir_slice(&p->b, path_in(p, dtype, s->rank, extent), start, step, s->extent);
}

/* The first (ROW) or the last (COLUMN) axis repeated. */
static ir_id repeated(path_bench *p, kiln_dtype dtype, const shape *s, bool row) {
    int64_t extent[MAX_RANK];
    memcpy(extent, s->extent, sizeof extent);
    if (s->rank > 0) extent[row ? 0 : s->rank - 1] = 1;
    return ir_expand(&p->b, path_in(p, dtype, s->rank, extent), s->rank, s->extent);
}

static ir_id leaf(path_bench *p, kiln_dtype dtype, const shape *s, layout how) {
    switch (how) {
    case TRANSPOSED: return transposed(p, dtype, s);
    case STEPPED:
    case REVERSED: return windowed(p, dtype, s, how == REVERSED);
    case ROW:
    case COLUMN: return repeated(p, dtype, s, how == ROW);
    case NUMBER: return path_in(p, dtype, 0, NULL);
    default: return path_in(p, dtype, s->rank, s->extent);
    }
}

/* ---- one op with its dtypes */

typedef struct variant {
    ir_op op;
    kiln_dtype dtype, to; /* of cast and random ops */
} variant;

/* The dtype of operand k. */
static kiln_dtype operand_dtype(const variant *v, int k) {
    switch ((ir_type_rule)ir_ops[v->op].types) {
    case IR_TYPES_SEL: return k == 0 ? KILN_BOOL : v->dtype;
    case IR_TYPES_RAND: return KILN_I64;
    case IR_TYPES_IDX: return k == 1 ? KILN_I64 : v->dtype;
    default: return v->dtype;
    }
}

static ir_id apply_map(ir_builder *b, const variant *v, const ir_id *x) {
    if (ir_ops[v->op].types == IR_TYPES_CAST) return ir_convert(b, v->op, x[0], v->to);
    if (ir_ops[v->op].types == IR_TYPES_RAND) return ir_random(b, v->op, v->to, x[0], x[1]);
    switch (ir_ops[v->op].noperands) {
    case 1: return ir_map1(b, v->op, x[0]);
    case 2: return ir_map2(b, v->op, x[0], x[1]);
    default: return ir_map3(b, v->op, x[0], x[1], x[2]);
    }
}

/* Operands of one shape. Different layouts beside each other: operand k has the k-th after `how`;
 * one keeps the shape. */
static void operands(path_bench *p, const variant *v, const shape *s, layout how, ir_id *x) {
    int n = ir_ops[v->op].noperands;
    for (int k = 0; k < n; k++) {
        layout mine = how == CONTIGUOUS ? CONTIGUOUS : (layout)((how + k) % LAYOUTS);
        if (mine == NUMBER && n == 1) mine = CONTIGUOUS;
        x[k] = leaf(p, operand_dtype(v, k), s, mine);
    }
}

/* A sanitizer is after the code around the kernels, to which two dtypes are as good as six. */
static bool left_out(kiln_dtype dtype) {
    return PATH_SANITIZED && dtype != KILN_F32 && dtype != KILN_I64 && dtype != KILN_BOOL;
}

/* Calls `visit` for every dtype (and target) that the op takes. */
static void each_variant(path_bench *p, ir_op op, void (*visit)(path_bench *, const variant *)) {
    const ir_op_info *info = &ir_ops[op];
    bool to_any = info->types == IR_TYPES_CAST, to_float = info->types == IR_TYPES_RAND;
    for (int i = 0; i < LENGTH(dtypes); i++) {
        if (!ir_dtype_is(dtypes[i], info->allowed) || (to_float && dtypes[i] != KILN_I64) ||
            left_out(dtypes[i]))
            continue;
        for (int t = 0; t < LENGTH(dtypes); t++) {
            if (to_any ? t == i : to_float ? !ir_dtype_is(dtypes[t], IR_DT_FLT) : t != i) continue;
            /* two casts that are visited */
            if (op == IR_CAST && !ir_cast_exists(dtypes[i], dtypes[t])) continue;
            if (op == IR_BITCAST && (!ir_dtype_is(dtypes[t], info->allowed) ||
                                     kiln_dtype_size(dtypes[i]) != kiln_dtype_size(dtypes[t])))
                continue;
            visit(p, &(variant){op, dtypes[i], dtypes[t]});
        }
    }
}

/* ---- reductions: shapes with the axes to reduce. */

typedef struct range {
    shape s;
    int first, end;
} range;

static const range ranges[] = {
    {{3, {3, 5, 7}}, 2, 3},    {{3, {3, 5, 7}}, 1, 2},    {{3, {3, 5, 7}}, 0, 1},
    {{1, {33000}}, 0, 1},      {{2, {129, 65}}, 0, 1},    {{2, {129, 65}}, 1, 2},
    {{0, {0}}, 0, 0},          {{1, {0}}, 0, 1},          {{2, {0, 3}}, 0, 1},
    {{2, {0, 3}}, 1, 2},       {{1, {1}}, 0, 1},          {{1, {7}}, 0, 1},
    {{2, {10, 1}}, 0, 1},      {{2, {10, 1}}, 1, 2},      {{2, {1, 10}}, 0, 1},
    {{2, {1, 10}}, 1, 2},      {{3, {3, 5, 7}}, 0, 2},    {{3, {3, 5, 7}}, 1, 3},
    {{3, {3, 5, 7}}, 0, 3},    {{3, {3, 5, 7}}, 1, 1},    {{2, {64, 64}}, 0, 1},
    {{2, {64, 64}}, 1, 2},     {{2, {64, 64}}, 0, 2},     {{1, {1000}}, 0, 1},
    {{2, {4, 16400}}, 0, 1},   {{2, {4, 16400}}, 1, 2},   {{2, {4, 16400}}, 0, 2},
    {{2, {16400, 4}}, 0, 1},   {{3, {2, 600, 40}}, 1, 2}, {{3, {2, 257, 3}}, 1, 2},
    {{4, {2, 3, 4, 5}}, 1, 3}, {{2, {3, 128}}, 1, 2},     {{2, {300, 33}}, 1, 2},
    {{2, {40, 0}}, 1, 2},      {{1, {49153}}, 0, 1},
};
enum { FEW_RANGES = 6 };

/* Whether the rule of the table refuses it. */
static bool refused(ir_op op, const range *r) {
    bool empty = false, some = true;
    for (int i = 0; i < r->s.rank; i++) {
        bool reduced = i >= r->first && i < r->end;
        if (r->s.extent[i] != 0) continue;
        if (reduced)
            empty = true;
        else
            some = false;
    }
    return empty && some && op != IR_SUM && op != IR_PROD;
}

/* ---- contractions: [batch, m, k] by [batch, k, n]; batch -1: rank 2. */

typedef struct product {
    int64_t batch, m, k, n;
} product;

static const product products[] = {
    {-1, 5, 7, 9},    {-1, 33, 65, 17}, {2, 19, 21, 23},    {-1, 128, 64, 10}, {-1, 64, 64, 64},
    {-1, 1, 1, 1},    {-1, 0, 3, 2},    {-1, 2, 0, 3},      {-1, 3, 4, 0},     {-1, 1, 100, 130},
    {-1, 7, 300, 16}, {-1, 130, 3, 1},  {3, 1, 5, 1},       {0, 2, 3, 4},      {1, 8, 8, 8},
    {-1, 2, 1000, 5}, {5, 16, 16, 48},  {-1, 97, 259, 101},
};
enum { FEW_PRODUCTS = 4 };

/* One side: transposed in memory; one matrix for all of the batch; every second element. */
typedef enum side { PLAIN, FLIPPED, SHARED, STRIDED, SIDES } side;
static const char *const side_names[] = {"plain", "flipped", "shared", "strided"};

static ir_id matrix(path_bench *p, kiln_dtype dtype, int64_t batch, int64_t rows, int64_t cols,
                    side how) {
    int rank = batch < 0 ? 2 : 3;
    int64_t extent[] = {batch, rows, cols},
            twice[] = {how == SHARED ? 1 : batch, how == FLIPPED ? cols : rows,
                       how == FLIPPED   ? rows
                       : how == STRIDED ? 2 * cols
                                        : cols};
    static const int swap3[] = {0, 2, 1}, swap2[] = {1, 0};
    static const int64_t start[] = {0, 0, 0}, step[] = {1, 1, 2};
    int skip = 3 - rank;
    ir_id a = path_in(p, dtype, rank, twice + skip);
    if (how == FLIPPED) return ir_permute(&p->b, a, rank == 2 ? swap2 : swap3);
    if (how == SHARED) return ir_expand(&p->b, a, rank, extent + skip);
    return how == STRIDED ? ir_slice(&p->b, a, start + skip, step + skip, extent + skip) : a;
}

/* ---- gather and scatter_add: tensor, index and axis. */

typedef struct indexing {
    shape a, index;
    int axis;
} indexing;

static const indexing indexings[] = {
    {{2, {10, 7}}, {2, {4, 7}}, 0},
    {{2, {10, 7}}, {2, {10, 20}}, 1},
    {{1, {9}}, {1, {100}}, 0},
    {{2, {10, 7}}, {2, {3, 2}}, 1},
    {{3, {4, 5, 6}}, {3, {4, 3, 6}}, 1},
    {{3, {4, 5, 6}}, {3, {2, 5, 9}}, 2},
    {{1, {5}}, {1, {0}}, 0},
    {{2, {0, 4}}, {2, {0, 3}}, 1},
    {{2, {1, 1}}, {2, {1, 1}}, 0},
    {{2, {300, 70}}, {2, {300, 1}}, 1},
    {{2, {3, 2000}}, {2, {3, 9000}}, 1},
    {{2, {5, 0}}, {2, {4, 0}}, 0},
};
enum { FEW_INDEXINGS = 3 };

#endif
