/* SPDX-License-Identifier: Apache-2.0
 * The matrix that gives repair symbols from source symbols. RFC 6330 (section 5.3.3) has
 * intermediate symbols C with A C = D, where A holds the LDPC, HDPC and LT rules and D is zeros
 * and then the source; a repair symbol is g C. So it is x D with x A = g, and x is solved for
 * here, for all repair symbols together, as transpose(A) x = g by dense elimination. Called by
 * codec.c. */
#include "raptorq/codec.h"
#include "raptorq/tables.h"

/* The RFC's names: L = K' + S + H intermediate symbols, W of them LT and P = L - W inactive. */
typedef struct precode {
    gf_matrix m; /* m[i][j] is A[j][i] for j < L, and symbol j - L's g[i] from there */
    uint32_t k, j, s, h, w, l, p, p1;
} precode;

static bool is_prime(uint32_t n) {
    for (uint32_t d = 2; d * d <= n; d++)
        if (n % d == 0) return false;
    return true;
}

static void describe(precode *c, uint32_t source) {
    const raptorq_row *row = raptorq_row_for(source);
    c->k = row->extended;
    c->j = row->index;
    c->s = row->ldpc;
    c->h = row->hdpc;
    c->w = row->lt;
    c->l = c->k + c->s + c->h;
    c->p = c->l - c->w;
    for (c->p1 = c->p; !is_prime(c->p1);) c->p1++;
}

/* Adds c to intermediate symbol i's coefficient in rule (or repair symbol) `rule`. */
static void put(precode *c, uint32_t rule, uint32_t i, uint8_t value) {
    gf_row(&c->m, i)[rule] ^= value;
}

/* Section 5.3.3.3: each of the W - S first symbols is in three LDPC rules, each rule has two
 * inactive symbols, and one that is its own. */
static void put_ldpc(precode *c) {
    for (uint32_t i = 0; i < c->w - c->s; i++) {
        uint32_t step = 1 + i / c->s, rule = i % c->s;
        for (int n = 0; n < 3; n++, rule = (rule + step) % c->s) put(c, rule, i, 1);
    }
    for (uint32_t i = 0; i < c->s; i++) {
        put(c, i, c->w - c->s + i, 1);
        put(c, i, c->w + i % c->p, 1);
        put(c, i, c->w + (i + 1) % c->p, 1);
    }
}

/* The same section: MT times GAMMA, where GAMMA[i][j] is alpha^(i-j) below the diagonal; so each
 * column is alpha times the next one plus its own of MT. Alpha is 2. */
static void put_hdpc(precode *c) {
    uint8_t column[UINT8_MAX] = {1};
    for (uint32_t i = 1; i < c->h; i++) column[i] = gf_twice(column[i - 1]);
    for (uint32_t j = c->k + c->s; j-- > 0;) {
        for (uint32_t i = 0; i < c->h; i++) put(c, c->s + i, j, column[i]);
        if (j == 0) break;
        for (uint32_t i = 0; i < c->h; i++) column[i] = gf_twice(column[i]);
        uint32_t one = raptorq_random(j, 6, c->h), two = raptorq_random(j, 7, c->h - 1);
        column[one] ^= 1;
        column[(one + two + 1) % c->h] ^= 1;
    }
    for (uint32_t i = 0; i < c->h; i++) put(c, c->s + i, c->k + c->s + i, 1);
}

/* Sections 5.3.5.3 and 5.3.5.4: the intermediate symbols whose sum is the symbol of number x. */
static void put_symbol(precode *c, uint32_t rule, uint32_t x) {
    uint32_t y = 10267 * (c->j + 1) + x * ((53591 + c->j * 997) | 1);
    uint32_t d = raptorq_degree(raptorq_random(y, 0, 1 << 20), c->w - 2);
    uint32_t a = 1 + raptorq_random(y, 1, c->w - 1), b = raptorq_random(y, 2, c->w);
    for (uint32_t i = 0; i < d; i++, b = (b + a) % c->w) put(c, rule, b, 1);
    uint32_t d1 = d < 4 ? 2 + raptorq_random(x, 3, 2) : 2;
    uint32_t a1 = 1 + raptorq_random(x, 4, c->p1 - 1), b1 = raptorq_random(x, 5, c->p1);
    for (uint32_t i = 0; i < d1; i++, b1 = (b1 + a1) % c->p1) {
        while (b1 >= c->p) b1 = (b1 + a1) % c->p1;
        put(c, rule, c->w + b1, 1);
    }
}

static void put_all(precode *c, const raptorq_block *block) {
    put_ldpc(c);
    put_hdpc(c);
    for (uint32_t x = 0; x < c->k; x++) put_symbol(c, c->s + c->h + x, x);
    /* Ids of repair symbols go on where the zeros that fill the block up end. */
    for (uint32_t r = 0; r < block->repair; r++)
        put_symbol(c, c->l + r, block->first - block->source + c->k + r);
}

/* The fill is zero and needs no coefficients; neither do the rules whose sum is zero. */
static kiln_status take_out(const raptorq_codec *codec, const precode *c,
                            const raptorq_block *block, gf_matrix *out) {
    KN_TRY(gf_matrix_make(codec->alloc, out, block->repair, block->source));
    for (uint32_t r = 0; r < block->repair; r++)
        for (uint32_t k = 0; k < block->source; k++)
            gf_row(out, r)[k] = gf_row(&c->m, c->s + c->h + k)[c->l + r];
    return KILN_OK;
}

kiln_status raptorq_precode(const raptorq_codec *codec, const raptorq_block *block,
                            gf_matrix *out) {
    precode c;
    size_t rank;
    describe(&c, block->source);
    KN_TRY(gf_matrix_make(codec->alloc, &c.m, c.l, c.l + block->repair));
    put_all(&c, block);
    kiln_status status = gf_eliminate(codec, &c.m, c.l, &rank);
    if (status == KILN_OK && rank < c.l) status = KILN_INTERNAL; /* no row of the table is so */
    if (status == KILN_OK) status = take_out(codec, &c, block, out);
    gf_matrix_free(codec->alloc, &c.m);
    return status;
}
