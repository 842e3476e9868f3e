/* SPDX-License-Identifier: Apache-2.0
 * Random programs of writes: windows of every kind, of values that are read again and of values
 * that are dead, in place where they may be and copied where not, joins, and maps between them.
 * Fused and reference results must agree bit for bit. KILN_TEST: timeout=300 */
#include "paths.h"

enum { GRAPHS = PATH_SANITIZED ? 600 : 4000, MOST_VALUES = 40, MOST_WRITES = 9 };

typedef struct program {
    path_bench *p;
    uint64_t random;
    kiln_dtype dtype;
    int rank;
    int64_t extent[3], numel;
    ir_id value[MOST_VALUES]; /* all of that shape; the last one is written to most often */
    int nvalues;
} program;

static int64_t pick(program *m, int64_t below) {
    return (int64_t)(path_next(&m->random) % (uint64_t)below);
}

static void add(program *m, ir_id id) {
    cr_assert(id != IR_NONE, "%s: %s", m->p->label, m->p->b.message);
    m->value[m->nvalues++] = id;
}

static ir_id old_value(program *m) {
    return m->value[pick(m, 4) ? m->nvalues - 1 : pick(m, m->nvalues)];
}

typedef struct window {
    int64_t start[3], step[3], extent[3];
} window;

static window any_window(program *m) {
    window w;
    for (int d = 0; d < m->rank; d++) {
        int64_t n = m->extent[d], step = 1 + (pick(m, 3) == 0) * pick(m, 3),
                most = (n - 1) / step + 1;
        w.extent[d] = pick(m, 3) ? 1 + pick(m, most) : most;
        w.step[d] = step;
        w.start[d] = pick(m, n - (w.extent[d] - 1) * step);
        if (pick(m, 4)) continue;
        w.start[d] += (w.extent[d] - 1) * step;
        w.step[d] = -step;
    }
    return w;
}

/* What is to be written: new, a number, a part of what is there already, perhaps that very part, or
 * made of whole rows. */
static ir_id part_for(program *m, const window *w) {
    ir_builder *b = &m->p->b;
    window from = any_window(m);
    ir_id x = path_in(m->p, m->dtype, m->rank, w->extent), y;
    int64_t way = pick(m, 7);
    bool same = pick(m, 2);
    if (way == 0) return ir_expand(b, ir_const(b, m->dtype, 3), m->rank, w->extent);
    if (way == 1) return x;
    if (way == 2) {
        if (pick(m, 2)) return ir_map1(b, IR_NEG, x);
        y = ir_reduce(b, IR_SUM, x, m->rank - 1, m->rank);
        return ir_map2(b, IR_ADD, x, ir_expand(b, y, m->rank, w->extent));
    }
    memcpy(from.extent, w->extent, sizeof from.extent);
    for (int d = 0; d < m->rank; d++) {
        int64_t reach = w->extent[d] - 1;
        from.step[d] = 1;
        from.start[d] = pick(m, m->extent[d] - reach);
    }
    y = ir_slice(b, old_value(m), same ? w->start : from.start, same ? w->step : from.step,
                 w->extent);
    if (way == 3) return y;
    return ir_map2(b, way == 4 ? IR_MUL : IR_ADD, y, x);
}

static void write_window(program *m) {
    window w = any_window(m);
    ir_id base = old_value(m);
    add(m, ir_update(&m->p->b, base, part_for(m, &w), w.start, w.step));
}

/* Over all elements as one line, in strides that may meet. */
static void write_strided(program *m) {
    int64_t extent[2] = {1 + pick(m, 3), 1 + pick(m, 4)},
            stride[2] = {pick(m, 9) - 2, pick(m, 4) - 1}, low = 0, high = 0;
    for (int d = 0; d < 2; d++) {
        int64_t far = stride[d] * (extent[d] - 1);
        *(far < 0 ? &low : &high) += far;
    }
    if (high - low >= m->numel) return;
    ir_op op = pick(m, 2) ? IR_STRIDED_SET : IR_STRIDED_ADD;
    ir_id part = path_in(m->p, m->dtype, 2, extent), base = old_value(m);
    if (pick(m, 2)) part = ir_map1(&m->p->b, IR_NEG, part);
    add(m,
        ir_strided_put(&m->p->b, op, base, part, pick(m, m->numel - (high - low)) - low, stride));
}

/* Parts one after the other along an axis, over something whose elements nobody sees. */
static void write_join(program *m) {
    int axis = (int)pick(m, m->rank);
    ir_id whole = pick(m, 2)
                      ? old_value(m)
                      : ir_expand(&m->p->b, ir_const(&m->p->b, m->dtype, 0), m->rank, m->extent);
    window w = {.step = {1, 1, 1}};
    memcpy(w.extent, m->extent, sizeof w.extent);
    for (int64_t at = 0; at < m->extent[axis]; at += w.extent[axis]) {
        w.start[axis] = at;
        w.extent[axis] = 1 + pick(m, m->extent[axis] - at);
        whole = ir_update(&m->p->b, whole, part_for(m, &w), w.start, w.step);
    }
    add(m, whole);
}

/* As derivatives of slices are: sums of parts that lie among zeros. */
static void add_parts(program *m) {
    ir_builder *b = &m->p->b;
    ir_id zeros = ir_expand(b, ir_const(b, m->dtype, 0), m->rank, m->extent), sum = IR_NONE;
    for (int64_t n = 1 + pick(m, 5); n > 0; n--) {
        window w = any_window(m);
        ir_id placed = ir_update(b, zeros, part_for(m, &w), w.start, w.step);
        if (sum == IR_NONE)
            sum = pick(m, 3) ? placed : ir_map1(b, IR_ABS, old_value(m));
        else
            sum = pick(m, 2) ? ir_map2(b, IR_ADD, sum, placed) : ir_map2(b, IR_ADD, placed, sum);
    }
    add(m, sum);
}

static void map_whole(program *m) {
    ir_builder *b = &m->p->b;
    ir_id x = old_value(m);
    int order[3] = {0, 1, 2};
    if (pick(m, 3) == 0 && m->rank == 3 && m->extent[0] == m->extent[1]) {
        order[0] = 1, order[1] = 0;
        add(m, ir_permute(b, x, order));
        return;
    }
    add(m, ir_map2(b, IR_ADD, x, pick(m, 2) ? x : m->value[pick(m, m->nvalues)]));
}

static void build(program *m, path_bench *p, uint64_t seed) {
    static const int64_t extents[] = {1, 2, 3, 5, 16, 17, 40};
    static const kiln_dtype dtypes[] = {KILN_F32, KILN_F32, KILN_I32, KILN_F64, KILN_U8};
    *m = (program){.p = p, .random = seed * 7919 + 1, .rank = 1, .numel = 1};
    m->rank = 1 + (int)pick(m, 3);
    m->dtype = dtypes[pick(m, 5)];
    for (int d = 0; d < m->rank; d++) m->extent[d] = extents[pick(m, 7)];
    if (m->rank == 1 && pick(m, 2)) m->extent[0] = 40000;
    if (m->rank == 3 && pick(m, 2)) m->extent[1] = m->extent[0];
    for (int d = 0; d < m->rank; d++) m->numel *= m->extent[d];
    p->fill = (path_fill)pick(m, 4);
    p->random = seed;
    path_begin(p, "program %llu", (unsigned long long)seed);
    ir_id x = path_in(p, m->dtype, m->rank, m->extent);
    add(m, pick(m, 2)   ? x
           : pick(m, 2) ? ir_expand(&p->b, ir_const(&p->b, m->dtype, 0), m->rank, m->extent)
                        : ir_map1(&p->b, IR_NEG, x));
    for (int64_t n = 1 + pick(m, MOST_WRITES); n > 0; n--) {
        int64_t way = pick(m, 10);
        if (way < 4)
            write_window(m);
        else if (way == 4)
            write_join(m);
        else if (way == 5)
            map_whole(m);
        else if (way > 7)
            add_parts(m);
        else
            write_strided(m);
        if (pick(m, 6) == 0) path_out(p, ir_reduce(&p->b, IR_SUM, old_value(m), 0, m->rank));
    }
    path_out(p, m->value[m->nvalues - 1]);
    for (int64_t n = pick(m, 3); n > 0; n--) path_out(p, old_value(m));
}

static void part(uint64_t which) {
    static path_bench bench;
    program m;
    path_open(&bench);
    path_add_lane(&bench, KILN_ISA_DEFAULT, 2, KILN_STRICT);
    path_add_lane(&bench, KILN_ISA_AVX2, 3, KILN_HARDENED);
    path_add_lane(&bench, KILN_ISA_BASE, 1, KILN_STRICT);
    for (uint64_t i = 0; i < GRAPHS / 2; i++) {
        build(&m, &bench, 2 * i + which);
        if (!path_run(&bench, i % 8 == 0 ? 7 : 1) && bench.failures < 3) {
            kn_text text;
            kn_text_init(&text, kn_alloc_default());
            ir_print(&bench.g, &text);
            fprintf(stderr, "%s\n", kn_text_str(&text));
            kn_text_free(&text);
        }
    }
    path_close(&bench, "writes");
}

Test(into_place, programs_0) { part(0); }
Test(into_place, programs_1) { part(1); }
