/* SPDX-License-Identifier: Apache-2.0
 * src/ir/ops.c, build.c, infer.c, literal.c: the op table, what constructors give and refuse,
 * values. KILN_TEST: sanitize=address */
#include <math.h>

#include "base/file.h"
#include "ir_graphs.h"

#include "ir_fixture.h" /* after the others: its globals have short names */

TestSuite(ir, .init = setup, .fini = teardown);

#define TYPE(id, wanted)                                                                           \
    do {                                                                                           \
        char type_[352];                                                                           \
        ir_id type_id_ = (id);                                                                     \
        cr_assert(type_id_ != IR_NONE, "%s", b.message);                                           \
        CHECK_STR(ir_type_text(&g, type_id_, type_, sizeof type_), wanted);                        \
    } while (0)

/* The call fails with this status and words, and leaves the graph alone. */
#define REFUSED(call, wanted, words)                                                               \
    do {                                                                                           \
        size_t count_ = g.count, nints_ = g.nints, inputs_ = g.ninputs;                            \
        ir_builder_clear(&b);                                                                      \
        CHECK_EQ(call, IR_NONE);                                                                   \
        CHECK_STATUS(b.status, wanted);                                                            \
        CHECK_HAS(b.message, words);                                                               \
        CHECK_EQ(g.count, count_);                                                                 \
        CHECK_EQ(g.nints, nints_);                                                                 \
        CHECK_EQ(g.ninputs, inputs_);                                                              \
        ir_builder_clear(&b);                                                                      \
    } while (0)

/* ---- table */

Test(ir, table_rows_are_whole_and_distinct) {
    for (int i = 0; i < IR_OP_COUNT; i++) {
        CHECK(ir_ops[i].name && ir_ops[i].doc && ir_ops[i].allowed);
        CHECK(ir_ops[i].noperands <= IR_MAX_OPERANDS);
        CHECK_EQ(ir_ops[i].noperands == 0, ir_op_class(i) == IR_SOURCE);
        CHECK_EQ(strspn(ir_ops[i].name, "abcdefghijklmnopqrstuvwxyz_0123456789"),
                 strlen(ir_ops[i].name));
        for (int j = 0; j < i; j++) CHECK(strcmp(ir_ops[i].name, ir_ops[j].name) != 0);
    }
    CHECK(ir_op_has(IR_ADD, IR_COMM) && ir_op_has(IR_ADD, IR_CHEAP) && !ir_op_has(IR_SUB, IR_COMM));
    CHECK(ir_op_has(IR_SELECT, IR_SAMEBITS) && !ir_op_has(IR_CAST, IR_SAMEBITS));
    CHECK(ir_ops[IR_ADD].differentiable && !ir_ops[IR_IDIV].differentiable);
    CHECK_EQ(sizeof(ir_node), 64);
}

Test(ir, manual_lists_every_op) {
    char *manual = NULL;
    size_t nbytes;
    CHECK_OK(kn_file_read(g.alloc, KILN_SOURCE_DIR "/docs/ir.md", 1 << 20, false, (kn_stop){0},
                          (void **)&manual, &nbytes, NULL));
    kn_text_bytes(&text, manual, nbytes);
    kn_free(g.alloc, manual, nbytes);
    for (int i = 0; i < IR_OP_COUNT; i++) {
        char row[256];
        const char *derivative = ir_ops[i].differentiable ? "yes" : "none";
        snprintf(row, sizeof row, "\n| `%s` | %d |", ir_ops[i].name, ir_ops[i].noperands);
        const char *line = strstr(kn_text_str(&text), row);
        cr_assert(line, "docs/ir.md lacks the row of %s", ir_ops[i].name);
        if (strchr(ir_ops[i].doc, '|')) continue; /* escaped there */
        snprintf(row, sizeof row, "| %s | %s |", derivative, ir_ops[i].doc);
        const char *end = strstr(line + 1, row);
        cr_assert(end && end < strchr(line + 1, '\n'), "docs/ir.md: %s lacks '%s'", ir_ops[i].name,
                  row);
    }
}

/* ---- builder */

Test(ir, maps) {
    ir_id x = input(KILN_F32, 2, 128, 64), y = input(KILN_F32, 2, 128, 64),
          one = ir_const(&b, KILN_F32, 1);
    ir_id sum = ir_map2(&b, IR_ADD, x, y);
    TYPE(sum, "f32[128,64]");
    CHECK_EQ(ir_at(&g, sum)->shape, ir_at(&g, x)->shape);
    TYPE(ir_map2(&b, IR_MUL, one, x), "f32[128,64]");
    TYPE(ir_map2(&b, IR_MUL, x, one), "f32[128,64]");
    TYPE(ir_map2(&b, IR_ADD, one, one), "f32");
    TYPE(ir_map2(&b, IR_LT, x, one), "bool[128,64]");
    TYPE(ir_map3(&b, IR_SELECT, ir_map2(&b, IR_LT, x, one), one, y), "f32[128,64]");
    TYPE(ir_map3(&b, IR_FMA, one, one, y), "f32[128,64]");
    TYPE(ir_cast(&b, x, KILN_U8), "u8[128,64]");
    CHECK_EQ(ir_cast(&b, x, KILN_F32), x);
    CHECK_EQ(ir_numel(&g, x), 128 * 64);
    CHECK_EQ(ir_nbytes(&g, x), 128 * 64 * 4);
    CHECK(ir_same_shape(&g, x, y) && !ir_same_shape(&g, x, one));
    CHECK_OK(b.status);
}

Test(ir, map_refusals) {
    ir_id x = input(KILN_F32, 2, 128, 64), y = input(KILN_F32, 2, 10, 65),
          i = input(KILN_I32, 2, 128, 64);
    ir_id c = input(KILN_BOOL, 2, 128, 64), flat = input(KILN_F32, 1, 64);
    REFUSED(ir_map2(&b, IR_ADD, x, y), KILN_BAD_SHAPE,
            "add: operands are f32[128,64] and f32[10,65]");
    REFUSED(ir_map2(&b, IR_ADD, x, flat), KILN_BAD_SHAPE, "f32[128,64] and f32[64]");
    REFUSED(ir_map2(&b, IR_ADD, x, i), KILN_BAD_DTYPE,
            "f32[128,64] and i32[128,64]; their dtypes differ");
    REFUSED(ir_map2(&b, IR_ADD, c, c), KILN_BAD_DTYPE, "add: operands are bool[128,64]");
    REFUSED(ir_map2(&b, IR_DIV, i, i), KILN_BAD_DTYPE, "div:");
    REFUSED(ir_map1(&b, IR_NOT, x), KILN_BAD_DTYPE, "not: operand is f32[128,64]");
    REFUSED(ir_map3(&b, IR_SELECT, x, x, x), KILN_BAD_DTYPE, "the first must be bool");
    REFUSED(ir_map3(&b, IR_SELECT, c, x, i), KILN_BAD_DTYPE, "the last two dtypes differ");
    REFUSED(ir_map3(&b, IR_FMA, x, x, y), KILN_BAD_SHAPE,
            "f32[128,64], f32[128,64] and f32[10,65]");
    REFUSED(ir_map2(&b, IR_ADD, x, IR_NONE), KILN_BAD_ARGUMENT, "add: operand 2 does not exist");
    REFUSED(ir_map2(&b, IR_ADD, 1000, x), KILN_BAD_ARGUMENT, "add: operand 1 does not exist");
    REFUSED(ir_map1(&b, IR_ADD, x), KILN_BAD_ARGUMENT, "add is no map of 1 operands");
    REFUSED(ir_map1(&b, IR_CAST, x), KILN_BAD_ARGUMENT, "cast is no map");
    REFUSED(ir_map1(&b, (ir_op)999, x), KILN_BAD_ARGUMENT, "no map");
    REFUSED(ir_cast(&b, x, (kiln_dtype)55), KILN_BAD_DTYPE, "unknown");
    REFUSED(ir_cast(&b, 99, KILN_F32), KILN_BAD_ARGUMENT, "does not exist");
    REFUSED(ir_reduce(&b, IR_ADD, x, 0, 1), KILN_BAD_ARGUMENT, "not a reduction");
    REFUSED(ir_random(&b, IR_ADD, KILN_F32, x, x), KILN_BAD_ARGUMENT, "not a random op");
    REFUSED(ir_random(&b, IR_NORMAL, KILN_F32, i, i), KILN_BAD_DTYPE, "both must be i64");
    ir_id n = ir_scalar(&b, KILN_I64, 1);
    REFUSED(ir_random(&b, IR_NORMAL, KILN_I32, n, n), KILN_BAD_DTYPE,
            "normal: the result cannot be i32");
}

Test(ir, strided) {
    static const int64_t shape[] = {2, 3}, none[] = {0, 3}, up[] = {4, 1}, down[] = {-4, 1};
    static const int64_t far[] = {INT64_MAX, INT64_MAX}, one[] = {1, 1};
    ir_id x = input(KILN_F32, 2, 3, 4), part = input(KILN_F32, 2, 2, 3),
          i = input(KILN_I32, 2, 2, 3);
    ir_id half = input(KILN_BF16, 2, 3, 4), wide = input(KILN_F64, 2, 3, 4);
    TYPE(ir_strided(&b, x, 5, up, 2, shape), "f32[2,3]");
    TYPE(ir_strided(&b, x, 9, down, 2, shape), "f32[2,3]");
    TYPE(ir_strided(&b, x, 11, NULL, 0, NULL), "f32");
    TYPE(ir_strided(&b, x, 99, far, 2, none), "f32[0,3]");
    TYPE(ir_strided(&b, x, 11, far, 2, one), "f32[1,1]");
    TYPE(ir_strided_put(&b, IR_STRIDED_SET, x, part, 5, up), "f32[3,4]");
    TYPE(ir_strided_put(&b, IR_STRIDED_ADD, x, part, 5, up), "f32[3,4]");
    TYPE(ir_strided_put(&b, IR_STRIDED_ADD, half, part, 5, up), "bf16[3,4]");
    REFUSED(ir_strided_put(&b, IR_STRIDED_ADD, wide, part, 5, up), KILN_BAD_DTYPE,
            "their dtypes differ");
    REFUSED(ir_strided(&b, x, 6, up, 2, shape), KILN_BAD_SHAPE, "reach elements 6 to 12 of 12");
    REFUSED(ir_strided(&b, x, 3, down, 2, shape), KILN_BAD_SHAPE, "reach elements -1 to 5 of 12");
    REFUSED(ir_strided(&b, x, -1, up, 2, shape), KILN_BAD_SHAPE, "reach elements -1 to 5");
    REFUSED(ir_strided(&b, x, 0, far, 2, shape), KILN_BAD_SHAPE, "further than any tensor");
    REFUSED(ir_strided(&b, x, 12, NULL, 0, NULL), KILN_BAD_SHAPE, "reach elements 12 to 12 of 12");
    REFUSED(ir_strided_put(&b, IR_STRIDED_SET, x, part, 6, up), KILN_BAD_SHAPE,
            "strided_set: operands are f32[3,4]");
    REFUSED(ir_strided_put(&b, IR_STRIDED_ADD, x, i, 0, up), KILN_BAD_DTYPE, "their dtypes differ");
    REFUSED(ir_strided_put(&b, IR_UPDATE, x, part, 0, up), KILN_BAD_ARGUMENT,
            "not an op that writes at strides");
}

Test(ir, lines) {
    ir_id x = input(KILN_F32, 2, 3, 4), y = input(KILN_F32, 2, 3, 5), c = input(KILN_BOOL, 2, 3, 4);
    ir_id flat = input(KILN_F32, 1, 4), number = ir_const(&b, KILN_F32, 1);
    TYPE(ir_scan(&b, IR_CUMSUM, x, 1), "f32[3,4]");
    TYPE(ir_scan(&b, IR_CUMMAX, c, 0), "i64[3,4]");
    TYPE(ir_recur(&b, x, x, 0), "f32[3,4]");
    TYPE(ir_argsort(&b, c, 1, true), "i64[3,4]");
    TYPE(ir_searchsorted(&b, x, y, true), "i64[3,5]");
    REFUSED(ir_scan(&b, IR_CUMSUM, x, 2), KILN_BAD_ARGUMENT, "cumsum: axis 2 of rank 2");
    REFUSED(ir_scan(&b, IR_CUMSUM, number, 0), KILN_BAD_ARGUMENT, "axis 0 of rank 0");
    REFUSED(ir_scan(&b, IR_CUMSUM, c, 0), KILN_BAD_DTYPE, "cumsum: operand is bool[3,4]");
    REFUSED(ir_scan(&b, IR_SUM, x, 0), KILN_BAD_ARGUMENT, "not a scan");
    REFUSED(ir_recur(&b, x, y, 0), KILN_BAD_SHAPE, "their shapes differ");
    REFUSED(ir_searchsorted(&b, x, flat, false), KILN_BAD_SHAPE, "the same rank, 1 or more");
    REFUSED(ir_searchsorted(&b, x, c, false), KILN_BAD_DTYPE, "their dtypes differ");
    REFUSED(ir_scatter(&b, IR_GATHER, x, x, x, 0), KILN_BAD_ARGUMENT, "not a scatter");
    REFUSED(ir_convert(&b, IR_BITCAST, x, KILN_I64), KILN_BAD_DTYPE, "another size");
    REFUSED(ir_convert(&b, IR_BITCAST, c, KILN_U8), KILN_BAD_DTYPE, "does not take this dtype");
    REFUSED(ir_convert(&b, IR_ADD, x, KILN_I32), KILN_BAD_ARGUMENT, "not a cast");
    TYPE(ir_convert(&b, IR_BITCAST, x, KILN_I32), "i32[3,4]");
}

Test(ir, first_failure_is_kept) {
    ir_id x = input(KILN_F32, 1, 3), y = input(KILN_F32, 1, 4);
    ir_id bad = ir_map2(&b, IR_ADD, x, y);
    CHECK_EQ(ir_map2(&b, IR_MUL, bad, x), IR_NONE);
    CHECK_STATUS(b.status, KILN_BAD_SHAPE);
    CHECK_HAS(b.message, "add:");
    ir_builder_clear(&b);
    CHECK_OK(b.status);
    CHECK_STR(b.message, "");
}

Test(ir, sources) {
    static const int64_t shape[] = {2, 3}, negative[] = {2, -1}, many[17] = {0};
    static const int64_t fits[] = {1 << 30, 1 << 29}, big[] = {INT64_C(1) << 31, 1 << 30, 2};
    static const int64_t zero[] = {0, INT64_MAX}, max[] = {INT64_MAX};
    TYPE(ir_input(&b, KILN_U8, 2, shape, NULL), "u8[2,3]");
    TYPE(ir_input(&b, KILN_U8, 2, fits, NULL), "u8[1073741824,536870912]");
    TYPE(input(KILN_F32, 2, 0, 5), "f32[0,5]");
    TYPE(ir_input(&b, KILN_F32, 16, many, NULL), "f32[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]");
    CHECK_EQ(g.ninputs, 4);
    CHECK_EQ(ir_at(&g, 2)->bits, 2);
    REFUSED(ir_input(&b, KILN_F32, 2, negative, NULL), KILN_BAD_SHAPE,
            "extent -1 of axis 1 is negative");
    REFUSED(ir_input(&b, KILN_F32, 17, many, NULL), KILN_TOO_LARGE, "rank 17 is above 16");
    REFUSED(ir_input(&b, KILN_F32, -1, many, NULL), KILN_BAD_ARGUMENT, "rank -1");
    REFUSED(ir_input(&b, KILN_F32, 2, NULL, NULL), KILN_BAD_ARGUMENT, "no shape");
    REFUSED(ir_input(&b, KILN_U8, 3, big, NULL), KILN_TOO_LARGE, "has too many elements");
    REFUSED(ir_input(&b, KILN_U8, 2, zero, NULL), KILN_TOO_LARGE, "has too many elements");
    REFUSED(ir_input(&b, KILN_U8, 1, max, NULL), KILN_TOO_LARGE,
            "u8[9223372036854775807] has too many");
    REFUSED(ir_input(&b, (kiln_dtype)10, 2, shape, NULL), KILN_BAD_DTYPE, "cannot be unknown");
    TYPE(ir_iota(&b, KILN_I32, 2, shape, 1), "i32[2,3]");
    REFUSED(ir_iota(&b, KILN_I32, 2, shape, 2), KILN_BAD_ARGUMENT, "iota: axis 2 of rank 2");
    REFUSED(ir_iota(&b, KILN_I32, 0, NULL, 0), KILN_BAD_ARGUMENT, "axis 0 of rank 0");
    REFUSED(ir_iota(&b, KILN_BOOL, 2, shape, 0), KILN_BAD_DTYPE, "bool");
    char name[5000];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    REFUSED(ir_input(&b, KILN_F32, 2, shape, name), KILN_TOO_LARGE, "name is longer");
    CHECK_STATUS(ir_add_output(&g, 0, name), KILN_TOO_LARGE);
    CHECK_STATUS(ir_add_output(&g, 999, "y"), KILN_BAD_ARGUMENT);
}

Test(ir, reductions) {
    ir_id x = input(KILN_F32, 3, 2, 3, 4), ones = input(KILN_F32, 2, 5, 1);
    ir_id none = input(KILN_F32, 2, 5, 0), nothing = input(KILN_F32, 2, 0, 0);
    TYPE(ir_reduce(&b, IR_SUM, x, 1, 3), "f32[2,1,1]");
    TYPE(ir_reduce(&b, IR_ARGMAX, x, 0, 1), "i64[1,3,4]");
    TYPE(ir_reduce(&b, IR_SUM, x, 1, 1), "f32[2,3,4]");
    CHECK_EQ(ir_at(&g, ir_reduce(&b, IR_RMAX, ones, 1, 2))->shape, ir_at(&g, ones)->shape);
    TYPE(ir_reduce(&b, IR_SUM, none, 1, 2), "f32[5,1]");
    TYPE(ir_reduce(&b, IR_RMAX, none, 0, 1), "f32[1,0]");
    TYPE(ir_reduce(&b, IR_RMAX, nothing, 0, 1), "f32[1,0]");
    TYPE(ir_reduce(&b, IR_SUM, ir_const(&b, KILN_F32, 0), 0, 0), "f32");
    REFUSED(ir_reduce(&b, IR_RMAX, none, 1, 2), KILN_BAD_SHAPE, "rmax: operand is f32[5,0]");
    REFUSED(ir_reduce(&b, IR_ARGMIN, none, 0, 2), KILN_BAD_SHAPE, "empty range");
    REFUSED(ir_reduce(&b, IR_SUM, x, 2, 4), KILN_BAD_ARGUMENT, "sum: axes 2 to 4 of rank 3");
    REFUSED(ir_reduce(&b, IR_SUM, x, -1, 2), KILN_BAD_ARGUMENT, "axes -1");
    REFUSED(ir_reduce(&b, IR_SUM, x, 2, 1), KILN_BAD_ARGUMENT, "axes 2 to 1");
}

Test(ir, reshape_expand_permute) {
    ir_id x = input(KILN_F32, 2, 4, 6), row = input(KILN_F32, 2, 1, 6),
          one = ir_const(&b, KILN_F32, 1);
    static const int64_t flat[] = {24}, same[] = {4, 6}, bad[] = {5, 5}, wide[] = {3, 6},
                         zero[] = {0, 6};
    static const int64_t huge[] = {INT64_C(1) << 60, 6}, negative[] = {-1, 6}, unit[] = {1, 1};
    static const int turn[] = {1, 0}, stay[] = {0, 1}, twice[] = {1, 1}, out[] = {0, 2};
    TYPE(ir_reshape(&b, x, 1, flat), "f32[24]");
    CHECK_EQ(ir_reshape(&b, x, 2, same), x);
    REFUSED(ir_reshape(&b, x, 2, bad), KILN_BAD_SHAPE, "f32[5,5] has another number of elements");
    REFUSED(ir_reshape(&b, x, 2, negative), KILN_BAD_SHAPE, "negative");
    TYPE(ir_expand(&b, row, 2, wide), "f32[3,6]");
    TYPE(ir_expand(&b, row, 2, zero), "f32[0,6]");
    CHECK_EQ(ir_expand(&b, x, 2, same), x);
    TYPE(ir_expand(&b, one, 2, wide), "f32[3,6]");
    CHECK_EQ(ir_at(&g, g.count - 2)->op, IR_RESHAPE);
    TYPE(ir_expand(&b, one, 2, unit), "f32[1,1]");
    CHECK_EQ(ir_at(&g, g.count - 1)->op, IR_RESHAPE);
    CHECK_EQ(ir_expand(&b, one, 0, NULL), one);
    REFUSED(ir_expand(&b, x, 2, wide), KILN_BAD_SHAPE,
            "operand is f32[4,6]; it does not expand to f32[3,6]");
    REFUSED(ir_expand(&b, x, 1, flat), KILN_BAD_SHAPE, "does not expand");
    REFUSED(ir_expand(&b, row, 2, huge), KILN_TOO_LARGE, "too many elements");
    REFUSED(ir_expand(&b, one, 2, huge), KILN_TOO_LARGE, "too many elements");
    REFUSED(ir_expand(&b, one, 17, flat), KILN_TOO_LARGE, "rank 17");
    TYPE(ir_permute(&b, input(KILN_F32, 2, 2, 3), turn), "f32[3,2]");
    CHECK_EQ(ir_permute(&b, x, stay), x);
    REFUSED(ir_permute(&b, x, twice), KILN_BAD_ARGUMENT, "named twice");
    REFUSED(ir_permute(&b, x, out), KILN_BAD_ARGUMENT, "axis 2 of rank 2");
}

/* A shape read from the graph itself stays valid while the graph grows, and is shared. */
Test(ir, shape_pointer_into_the_graph) {
    ir_id x = input(KILN_F32, 3, 2, 3, 4), row = input(KILN_F32, 3, 1, 1, 4),
          one = ir_const(&b, KILN_F32, 1);
    for (int i = 0; i < 2000; i++) {
        ir_id y = ir_expand(&b, i % 2 ? row : one, 3, ir_shape(&g, x));
        TYPE(y, "f32[2,3,4]");
        CHECK(i % 2 == 0 || ir_at(&g, y)->shape == ir_at(&g, x)->shape);
        input(KILN_F32, 1, i);
    }
}

Test(ir, slice_and_update) {
    ir_id x = input(KILN_F32, 1, 10), none = input(KILN_F32, 1, 0);
    ir_id v = input(KILN_F32, 1, 3), i = input(KILN_I32, 1, 3);
    struct {
        int64_t start, step, count;
        const char *why;
    } rows[] = {{0, 3, 4, NULL},
                {9, -3, 4, NULL},
                {9, 0, 1, NULL},
                {3, INT64_MIN, 1, NULL},
                {99, 0, 0, NULL},
                {-5, 7, 0, NULL},
                {0, 3, 5,
                 "slice: operand is f32[10]; axis 0: start 0, step 3, 5 elements leave the extent"},
                {2, -1, 4, "leave the extent"},
                {0, 0, 2, "need a step"},
                {-1, 1, 2, "leave"},
                {10, 1, 1, "leave"},
                {0, INT64_MAX, 3, "leave"},
                {9, INT64_MIN, 2, "leave"},
                {1, INT64_MAX, 2, "leave"},
                {0, 1, -1, "negative"}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const int64_t *start = &rows[k].start, *step = &rows[k].step, *count = &rows[k].count;
        if (rows[k].why)
            REFUSED(ir_slice(&b, x, start, step, count), KILN_BAD_SHAPE, rows[k].why);
        else
            CHECK(ir_slice(&b, x, start, step, count) != IR_NONE);
    }
    int64_t zero = 0, one = 1, back = -1, ten = 10, nine = 9, eight = 8, four = 4;
    CHECK_EQ(ir_slice(&b, x, &zero, &one, &ten), x);
    CHECK(ir_slice(&b, x, &nine, &back, &ten) != x);
    REFUSED(ir_slice(&b, none, &zero, &one, &one), KILN_BAD_SHAPE, "leave");
    TYPE(ir_update(&b, x, v, &zero, &four), "f32[10]");
    TYPE(ir_update(&b, x, none, &ten, &zero), "f32[10]");
    REFUSED(ir_update(&b, x, v, &eight, &one), KILN_BAD_SHAPE,
            "update: operands are f32[10] and f32[3]");
    REFUSED(ir_update(&b, x, v, &eight, &zero), KILN_BAD_SHAPE, "need a step");
    REFUSED(ir_update(&b, x, i, &zero, &one), KILN_BAD_DTYPE, "differ");
    ir_id c = ir_const(&b, KILN_F32, 0);
    REFUSED(ir_update(&b, x, c, &zero, &one), KILN_BAD_SHAPE, "ranks differ");
}

Test(ir, matmul_gather_scatter) {
    ir_id x = input(KILN_F32, 3, 5, 2, 3), y = input(KILN_F32, 3, 5, 3, 7),
          z = input(KILN_F32, 3, 4, 3, 7);
    ir_id flat = input(KILN_F32, 1, 3), tall = input(KILN_F32, 2, 3, 7),
          at = input(KILN_I64, 2, 2, 9);
    ir_id src = input(KILN_F32, 2, 2, 9), i32 = input(KILN_I32, 2, 2, 9),
          deep = input(KILN_I64, 2, 4, 1);
    TYPE(ir_matmul(&b, x, y), "f32[5,2,7]");
    TYPE(ir_matmul(&b, input(KILN_I32, 2, 0, 3), input(KILN_I32, 2, 3, 2)), "i32[0,2]");
    REFUSED(ir_matmul(&b, x, z), KILN_BAD_SHAPE, "batch extents differ");
    REFUSED(ir_matmul(&b, x, x), KILN_BAD_SHAPE,
            "matmul: operands are f32[5,2,3] and f32[5,2,3]; the inner");
    REFUSED(ir_matmul(&b, x, tall), KILN_BAD_SHAPE, "same rank");
    REFUSED(ir_matmul(&b, flat, flat), KILN_BAD_SHAPE, "2 or more");
    static const int64_t wide[] = {INT64_C(1) << 40, 1}, high[] = {1, INT64_C(1) << 40};
    ir_id w = ir_input(&b, KILN_U8, 2, wide, NULL), h = ir_input(&b, KILN_U8, 2, high, NULL);
    REFUSED(ir_matmul(&b, w, h), KILN_TOO_LARGE, "too many elements");
    TYPE(ir_gather(&b, tall, at, 1), "f32[2,9]");
    REFUSED(ir_gather(&b, tall, at, 0), KILN_BAD_SHAPE, "larger off its axis");
    REFUSED(ir_gather(&b, tall, deep, 1), KILN_BAD_SHAPE, "larger off its axis");
    REFUSED(ir_gather(&b, tall, i32, 1), KILN_BAD_DTYPE, "index must be i64");
    REFUSED(ir_gather(&b, tall, at, 2), KILN_BAD_ARGUMENT, "gather: axis 2 of rank 2");
    REFUSED(ir_gather(&b, flat, at, 0), KILN_BAD_SHAPE, "ranks differ");
    TYPE(ir_scatter_add(&b, tall, at, src, 1), "f32[3,7]");
    REFUSED(ir_scatter_add(&b, tall, at, tall, 1), KILN_BAD_SHAPE, "index and source");
    REFUSED(ir_scatter_add(&b, tall, at, i32, 1), KILN_BAD_DTYPE, "first and the last");
    REFUSED(ir_scatter_add(&b, tall, at, src, 0), KILN_BAD_SHAPE, "off its axis");
}

Test(ir, values) {
    CHECK_EQ(ir_bits_of(KILN_F32, 1.5), 0x3fc00000);
    CHECK_EQ(ir_bits_of(KILN_F32, 0.1), 0x3dcccccd);
    CHECK_EQ(ir_bits_of(KILN_F32, 1e300), 0x7f800000);
    CHECK_EQ(ir_bits_of(KILN_U8, -3), 0);
    CHECK_EQ(ir_bits_of(KILN_U8, 300), 255);
    CHECK_EQ(ir_bits_of(KILN_I32, -1), 0xffffffff);
    CHECK_EQ(ir_bits_of(KILN_I32, 1e30), INT32_MAX);
    CHECK_EQ(ir_bits_of(KILN_I64, 1e30), INT64_MAX);
    CHECK_EQ(ir_bits_of(KILN_I64, -1e30), INT64_MIN);
    CHECK_EQ(ir_bits_of(KILN_I64, (double)NAN), 0);
    CHECK_EQ(ir_bits_of(KILN_BOOL, 0.5), 1);
    CHECK_EQ(ir_bits_of_i64(KILN_F32, 3), 0x40400000);
    CHECK_EQ(ir_bits_of_i64(KILN_U8, 1000), 255);
    CHECK_EQ(ir_bits_of_i64(KILN_I32, INT64_MIN), 0x80000000);
    CHECK(ir_value_of(KILN_I32, 0xffffffff) == -1 && ir_value_of(KILN_F32, 0x3fc00000) == 1.5);
    CHECK(ir_value_of(KILN_U8, 255) == 255 && ir_value_of(KILN_I64, UINT64_MAX) == -1);
    ir_id narrow = ir_scalar(&b, KILN_F32, UINT64_MAX), yes = ir_const_bits(&b, KILN_BOOL, 4);
    CHECK_EQ(ir_at(&g, narrow)->bits, 0xffffffff);
    CHECK_EQ(ir_at(&g, yes)->bits, 1);
}
