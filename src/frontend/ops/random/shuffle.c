/* SPDX-License-Identifier: Apache-2.0
 * Public rearrangements of image channels (channel_shuffle, pixel_shuffle, pixel_unshuffle), and
 * kron, which are a reshape, a permute and a reshape. */
#include "frontend/core/frontend.h"

#define ENTER(call)                                                                                \
    kiln_session *s = fe_enter1(at, call, a);                                                      \
    if (s == NULL) return fe_poison_like(a, NULL)

#define REFUSE(...) return fe_result(s, ir_fail(&s->b, __VA_ARGS__))

/* The elements as `apart`, its axes in `order`, then as `whole`. */
static ir_id shuffled(kiln_session *s, ir_id x, int apart_rank, const int64_t *apart,
                      const int *order, int rank, const int64_t *whole) {
    if (x == IR_NONE) return x;
    x = ir_reshape(&s->b, x, apart_rank, apart);
    if (x != IR_NONE) x = ir_permute(&s->b, x, order);
    return x == IR_NONE ? x : ir_reshape(&s->b, x, rank, whole);
}

kiln_tensor *(kiln_channel_shuffle)(kiln_site at, kiln_tensor *a, int64_t groups) {
    FE_DOOR;
    ENTER("channel_shuffle");
    int order[4] = {0, 2, 1, 3};
    int64_t rest = 1;
    if (fe_of(a)->rank < 3)
        REFUSE(KILN_BAD_SHAPE, "rank is %d, expected at least 3", fe_of(a)->rank);
    if (groups < 1 || fe_of(a)->extent[1] % groups != 0)
        REFUSE(KILN_BAD_ARGUMENT, "groups is %lld, expected a divisor of the channels, %lld",
               (long long)groups, (long long)fe_of(a)->extent[1]);
    for (int i = 2; i < fe_of(a)->rank; i++) rest *= fe_of(a)->extent[i];
    int64_t apart[4] = {fe_of(a)->extent[0], groups, fe_of(a)->extent[1] / groups, rest};
    return fe_result(s,
                     shuffled(s, fe_node(s, a), 4, apart, order, fe_of(a)->rank, fe_of(a)->extent));
}

kiln_tensor *(kiln_pixel_shuffle)(kiln_site at, kiln_tensor *a, int64_t r) {
    FE_DOOR;
    ENTER("pixel_shuffle");
    static const int order[6] = {0, 1, 4, 2, 5, 3};
    int64_t square, lead = 1, whole[IR_MAX_RANK], h, w;
    if (fe_of(a)->rank < 3)
        REFUSE(KILN_BAD_SHAPE, "rank is %d, expected at least 3", fe_of(a)->rank);
    int64_t c = fe_of(a)->extent[fe_of(a)->rank - 3];
    if (r < 1 || !kn_mul_i64(r, r, &square) || c % square != 0)
        REFUSE(KILN_BAD_ARGUMENT,
               "upscale_factor is %lld, expected a number whose square divides the channels, %lld",
               (long long)r, (long long)c);
    if (!kn_mul_i64(fe_of(a)->extent[fe_of(a)->rank - 2], r, &h) ||
        !kn_mul_i64(fe_of(a)->extent[fe_of(a)->rank - 1], r, &w))
        REFUSE(KILN_TOO_LARGE, "the extents of the result overflow");
    for (int i = 0; i < fe_of(a)->rank - 3; i++) lead *= whole[i] = fe_of(a)->extent[i];
    int64_t apart[6] = {lead,
                        c / square,
                        r,
                        r,
                        fe_of(a)->extent[fe_of(a)->rank - 2],
                        fe_of(a)->extent[fe_of(a)->rank - 1]};
    whole[fe_of(a)->rank - 3] = c / square;
    whole[fe_of(a)->rank - 2] = h;
    whole[fe_of(a)->rank - 1] = w;
    return fe_result(s, shuffled(s, fe_node(s, a), 6, apart, order, fe_of(a)->rank, whole));
}

kiln_tensor *(kiln_pixel_unshuffle)(kiln_site at, kiln_tensor *a, int64_t r) {
    FE_DOOR;
    ENTER("pixel_unshuffle");
    static const int order[6] = {0, 1, 3, 5, 2, 4};
    int64_t square, c, lead = 1, whole[IR_MAX_RANK];
    if (fe_of(a)->rank < 3)
        REFUSE(KILN_BAD_SHAPE, "rank is %d, expected at least 3", fe_of(a)->rank);
    int64_t h = fe_of(a)->extent[fe_of(a)->rank - 2], w = fe_of(a)->extent[fe_of(a)->rank - 1];
    if (r < 1 || h % r != 0 || w % r != 0)
        REFUSE(KILN_BAD_ARGUMENT,
               "downscale_factor is %lld, expected a divisor of height %lld and width %lld",
               (long long)r, (long long)h, (long long)w);
    if (!kn_mul_i64(r, r, &square) || !kn_mul_i64(fe_of(a)->extent[fe_of(a)->rank - 3], square, &c))
        REFUSE(KILN_TOO_LARGE, "the channels of the result overflow");
    /* PyTorch returns what is empty as it is */
    if (kiln_numel(a) == 0) return fe_result(s, fe_node(s, a));
    for (int i = 0; i < fe_of(a)->rank - 3; i++) lead *= whole[i] = fe_of(a)->extent[i];
    int64_t apart[6] = {lead, fe_of(a)->extent[fe_of(a)->rank - 3], h / r, r, w / r, r};
    whole[fe_of(a)->rank - 3] = c;
    whole[fe_of(a)->rank - 2] = h / r;
    whole[fe_of(a)->rank - 1] = w / r;
    return fe_result(s, shuffled(s, fe_node(s, a), 6, apart, order, fe_of(a)->rank, whole));
}

/* Axis i of the one beside axis i of the other: their products are those of all pairs. Where one
 * has extent 1, one axis is enough. */
kiln_tensor *(kiln_kron)(kiln_site at, kiln_tensor *a, kiln_tensor *other) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "kron", a, other);
    if (s == NULL) return fe_poison_like(a, other);
    int rank = fe_of(a)->rank > fe_of(other)->rank ? fe_of(a)->rank : fe_of(other)->rank;
    int64_t mine[2 * IR_MAX_RANK], others[2 * IR_MAX_RANK], whole[IR_MAX_RANK];
    int n = 0;
    for (int i = 0; i < rank; i++) {
        int64_t p = i < rank - fe_of(a)->rank ? 1 : fe_of(a)->extent[i - (rank - fe_of(a)->rank)],
                q = i < rank - fe_of(other)->rank
                        ? 1
                        : fe_of(other)->extent[i - (rank - fe_of(other)->rank)];
        if (!kn_mul_i64(p, q, &whole[i]))
            REFUSE(KILN_TOO_LARGE, "extent %d of the result overflows", i);
        mine[n] = p, others[n++] = p == 1 ? q : 1;
        if (p != 1 && q != 1) mine[n] = 1, others[n++] = q;
    }
    if (n > IR_MAX_RANK)
        REFUSE(KILN_TOO_LARGE, "the products have %d axes longer than 1, at most %d are allowed", n,
               IR_MAX_RANK);
    kiln_dtype d = fe_wider((kiln_dtype)fe_of(a)->dtype, (kiln_dtype)fe_of(other)->dtype);
    ir_id x = fe_cast(s, fe_node(s, a), d), y = fe_cast(s, fe_node(s, other), d);
    if (x != IR_NONE) x = ir_reshape(&s->b, x, n, mine);
    if (y != IR_NONE) y = ir_reshape(&s->b, y, n, others);
    x = fe_map2(s, d == KILN_BOOL ? IR_AND : IR_MUL, x, y);
    return fe_result(s, x == IR_NONE ? x : ir_reshape(&s->b, x, rank, whole));
}
