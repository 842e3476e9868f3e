/* SPDX-License-Identifier: Apache-2.0
 * Where a sample looks: both ends of rows and of their number, where chunks and tiles meet, and
 * places by a fixed sequence of numbers. The same for the same plan. Called by sample.c. */
#include "ir/order.h"
#include "runtime/sample.h"

enum { MOST_ROWS = 16, MOST_RUNS = 8 };

typedef struct run {
    int64_t from, end;
} run;

static uint64_t next_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 17;
}

static int64_t random_below(uint64_t *state, int64_t n) {
    return (int64_t)(next_random(state) % (uint64_t)n);
}

static int add_row(int64_t *rows, int n, int64_t row, int64_t limit) {
    int at = 0;
    if (row < 0 || row >= limit) return n;
    while (at < n && rows[at] < row) at++;
    if (at < n && rows[at] == row) return n;
    for (int i = n; i > at; i--) rows[i] = rows[i - 1];
    rows[at] = row;
    return n + 1;
}

/* The last row first: tails are what extents change. */
static int pick_rows(const sample_grid *g, int64_t most, uint64_t *state, int64_t *rows) {
    int n = 0, limit = most > MOST_ROWS ? MOST_ROWS : (int)most;
    int64_t seam = g->row_seam, last_seam = seam > 0 ? (g->rows - 1) / seam * seam : 0;
    const int64_t wanted[] = {g->rows - 1, 0, last_seam, seam, seam - 1, last_seam - 1};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted && n < limit; i++)
        n = add_row(rows, n, wanted[i], g->rows);
    for (int tries = 0; n < limit && n < g->rows && tries < 2 * MOST_ROWS; tries++)
        n = add_row(rows, n, random_below(state, g->rows), g->rows);
    return n;
}

static int add_run(run *runs, int n, int64_t from, int64_t end, int64_t limit) {
    int at = 0;
    if (from < 0) from = 0;
    if (end > limit) end = limit;
    if (from >= end) return n;
    while (at < n && runs[at].from < from) at++;
    for (int i = n; i > at; i--) runs[i] = runs[i - 1];
    runs[at] = (run){from, end};
    return n + 1;
}

/* Runs may meet: each column is taken once. */
static void part_runs(run *runs, int n) {
    for (int i = 1; i < n; i++) {
        if (runs[i].from < runs[i - 1].end) runs[i].from = runs[i - 1].end;
        if (runs[i].end < runs[i].from) runs[i].end = runs[i].from;
    }
}

static int pick_runs(const sample_grid *g, int64_t length, uint64_t *state, run *runs) {
    int n = 0;
    int64_t cols = g->cols, seam = g->col_seam > 0 ? g->col_seam : 0;
    if (g->whole_rows || cols <= 4 * length) return add_run(runs, 0, 0, cols, cols);
    n = add_run(runs, n, 0, length, cols);
    n = add_run(runs, n, cols - length - cols % KERNEL_WIDTH, cols, cols);
    if (seam > 0 && seam < cols) {
        int64_t some = (1 + random_below(state, (cols - 1) / seam)) * seam;
        n = add_run(runs, n, some - length / 4, some + length / 4, cols);
    }
    int64_t middle = random_below(state, cols) / KERNEL_WIDTH * KERNEL_WIDTH;
    n = add_run(runs, n, middle, middle + length / 2, cols);
    part_runs(runs, n);
    return n;
}

static int64_t rows_to_take(const sample_grid *g, const sample_effort *effort, int64_t columns) {
    int64_t cost = g->row_cost + columns * g->col_cost, most = effort->rows,
            n = effort->elements / (cost > 0 ? cost : 1);
    if (columns > 0 && most > SAMPLE_MOST / columns) most = SAMPLE_MOST / columns;
    return n < 1 ? 1 : n > most ? most : n;
}

size_t sample_places(const sample_grid *g, const sample_effort *effort, int64_t *at) {
    uint64_t of_cols = UINT64_C(0x2545f4914f6cdd1d) ^ (uint64_t)g->cols,
             of_rows = UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)g->rows;
    run runs[MOST_RUNS];
    int64_t rows[MOST_ROWS + 1], columns = 0;
    size_t n = 0;
    if (g->rows <= 0 || g->cols <= 0) return 0;
    int64_t length = effort->run < SAMPLE_MOST / 8 ? effort->run : SAMPLE_MOST / 8;
    int nruns = pick_runs(g, length, &of_cols, runs);
    for (int i = 0; i < nruns; i++) columns += runs[i].end - runs[i].from;
    int nrows = pick_rows(g, rows_to_take(g, effort, columns), &of_rows, rows);
    for (int r = 0; r < nrows; r++)
        for (int i = 0; i < nruns; i++)
            for (int64_t c = runs[i].from; c < runs[i].end && n < SAMPLE_MOST; c++)
                at[n++] = rows[r] * g->cols + c;
    return n;
}

size_t sample_few_places(int64_t count, int64_t *at) {
    size_t n = 0;
    if (count <= SAMPLE_FEW) {
        for (; (int64_t)n < count; n++) at[n] = (int64_t)n;
        return n;
    }
    for (int64_t i = 0; i < 4; i++) at[n++] = i;
    for (int64_t i = 1; i <= SAMPLE_FEW - 8; i++) {
        int64_t place = count / (SAMPLE_FEW - 7) * i;
        if (place > at[n - 1] && place < count - 4) at[n++] = place;
    }
    for (int64_t i = 4; i >= 1; i--)
        if (count - i > at[n - 1]) at[n++] = count - i;
    return n;
}

/* A weight of what a point of the kernel costs. */
static int64_t ops_of(const kernel_spec *s) {
    int64_t ops = 1;
    for (int v = 0; v < s->nvalues; v++)
        if (!s->value[v].rowwise)
            ops += s->value[v].kind == KV_OP && !ir_op_has(s->value[v].op, IR_CHEAP) ? 3 : 1;
    return ops;
}

static void kernel_grid(const plan *p, const plan_step *st, uint32_t output, sample_grid *g) {
    const kernel_spec *s = p->kernels[st->kernel].spec;
    int64_t ops = ops_of(s), last = st->ints[s->rank - 1],
            length = s->rank > 1 ? st->ints[s->rank - 2] : 1;
    *g = (sample_grid){
        .cols = st->cols, .row_seam = st->row_grain, .col_seam = st->col_grain, .col_cost = ops};
    switch (s->kind) {
    case KERNEL_ROW:
        g->cols = s->value[s->output[output]].rowwise ? 1 : last;
        g->whole_rows = true;
        g->row_cost = ops * last;
        g->col_cost = 0;
        break;
    case KERNEL_LANE:
        g->col_cost = ops * (last < ORDER_LANE_BLOCK ? last : ORDER_LANE_BLOCK);
        break;
    case KERNEL_COLUMN:
        g->col_cost = ops * (length < ORDER_COLUMN_BLOCK ? length : ORDER_COLUMN_BLOCK);
        break;
    default: break;
    }
}

bool sample_is_window(const plan *p, const plan_step *st, uint32_t output) {
    return st->kind == STEP_KERNEL && (p->kernels[st->kernel].spec->window >> output & 1);
}

int64_t sample_window_place(const ir_graph *g, ir_id write, int64_t i) {
    const ir_node *n = ir_at(g, write), *part = ir_at(g, n->operand[1]);
    int64_t place = n->op == IR_UPDATE ? 0 : n->attrs[0], stride = 1;
    for (int d = part->rank - 1; d >= 0; d--) {
        int64_t index = i % part->shape[d];
        i /= part->shape[d];
        if (n->op != IR_UPDATE)
            place += index * n->attrs[1 + d];
        else
            place += (n->attrs[d] + index * n->attrs[n->rank + d]) * stride;
        if (n->op == IR_UPDATE) stride *= n->shape[d];
    }
    return place;
}

/* The step says how it cuts the results, the buffer or the part how many there are: a step that
 * leaves some out must be seen to. */
void sample_grid_of(const plan *p, const plan_step *st, uint32_t buf, uint32_t output,
                    sample_grid *g) {
    const plan_slot *to = &p->slots[st->bufs[buf].slot];
    int64_t count = (int64_t)(to->nbytes / kiln_dtype_size((kiln_dtype)to->dtype));
    if (sample_is_window(p, st, output))
        count = ir_numel(&p->graph, ir_at(&p->graph, st->bufs[buf].node)->operand[1]);
    *g = (sample_grid){.cols = count, .col_seam = 32768, .col_cost = 1};
    if (st->kind == STEP_KERNEL) kernel_grid(p, st, output, g);
    if (st->kind == STEP_FOLD)
        *g = (sample_grid){
            .cols = st->fold_inner, .row_seam = 256, .col_seam = 1024, .col_cost = st->fold_blocks};
    if (st->kind == STEP_CONTRACT) {
        const kernel_spec *s = p->kernels[st->kernel].spec;
        *g = (sample_grid){.cols = st->n,
                           .row_seam = s->mr,
                           .col_seam = s->nr,
                           .row_cost = st->k,
                           .col_cost = st->k / 8 + ops_of(s)};
    }
    if (g->cols <= 0 || count % g->cols != 0) g->cols = count;
    g->rows = g->cols > 0 ? count / g->cols : 0;
}
