/* SPDX-License-Identifier: Apache-2.0
 * Calls that do not fit are refused with the caller's line and with what was given: its dtypes and
 * shapes. KILN_TEST: sanitize=address */
#include "check.h"
#include "kiln/kiln.h"

static kiln_session *s;

static void says(const char *call, int line) {
    char where[64];
    snprintf(where, sizeof where, "test_refusals.c:%d: ", line);
    cr_assert(kiln_failed(s), "%s is accepted", call);
    const char *text = kiln_error_text(s);
    cr_assert(strstr(text, where) != NULL, "%s: \"%s\" is not of line %d", call, text, line);
    const char *type = strchr(text, '[');
    cr_assert(type != NULL && type - text > 3 && type[-1] >= '0' && type[-1] <= '9',
              "%s: \"%s\" names no shape", call, text);
    kiln_clear_error(s);
}
#define REFUSED(call) ((void)(call), says(#call, __LINE__))

Test(refusals, name_shapes) {
    s = kiln_open(NULL);
    kiln_tensor *m = kiln_ones(s, KILN_SHAPE(2, 3)), *n = kiln_ones(s, KILN_SHAPE(4, 5)),
                *v = kiln_ones(s, KILN_SHAPE(7));
    kiln_tensor *z = kiln_ones(s, KILN_NO_SHAPE), *g = NULL,
                *i = kiln_zeros(s, KILN_SHAPE(2, 2), KILN_I64),
                *c = kiln_ones(s, KILN_SHAPE(2, 2, 3, 4));
    kiln_tensor *e = kiln_zeros(s, KILN_SHAPE(0, 3)),
                *b = kiln_zeros(s, KILN_SHAPE(2, 3), KILN_BOOL);
    REFUSED(kiln_reshape(m, KILN_SHAPE(4, -1)));
    REFUSED(kiln_reshape(m, KILN_SHAPE(-1, -1)));
    REFUSED(kiln_layer_norm(m, KILN_SHAPE(4)));
    REFUSED(kiln_layer_norm(m, KILN_SHAPE(3), v));
    REFUSED(kiln_add(m, n));
    REFUSED(kiln_matmul(m, n));
    REFUSED(kiln_mm(m, v));
    REFUSED(kiln_bmm(m, n));
    REFUSED(kiln_dot(m, v));
    REFUSED(kiln_cat(KILN_LIST(m, n)));
    REFUSED(kiln_cat(KILN_LIST(m, n), 5));
    REFUSED(kiln_stack(KILN_LIST(m, n)));
    REFUSED(kiln_transpose(m, 0, 4));
    REFUSED(kiln_permute(m, KILN_AXES(0, 0)));
    REFUSED(kiln_permute(m, KILN_AXES(0)));
    REFUSED(kiln_softmax(m, 3));
    REFUSED(kiln_sum(m, KILN_AXES(0, 0)));
    REFUSED(kiln_mean(i));
    REFUSED(kiln_amax(e));
    REFUSED(kiln_argmax(e));
    REFUSED(kiln_gather(m, 0, v));
    REFUSED(kiln_index_select(m, 0, i));
    REFUSED(kiln_embedding(v, m));
    REFUSED(kiln_conv2d(m, n, NULL));
    REFUSED(kiln_conv2d(c, c, v));
    REFUSED(kiln_max_pool2d(m, KILN_SHAPE(2, 2)));
    REFUSED(kiln_group_norm(c, 3));
    REFUSED(kiln_batch_norm(m, v, v));
    REFUSED(kiln_cross_entropy(m, v));
    REFUSED(kiln_mse_loss(m, n));
    REFUSED(kiln_binary_cross_entropy(m, n));
    REFUSED(kiln_nll_loss(m, i));
    REFUSED(kiln_expand(m, KILN_SHAPE(4, 3)));
    REFUSED(kiln_flatten(m, 1, 0));
    REFUSED(kiln_squeeze(m, KILN_AXES(7)));
    REFUSED(kiln_narrow(m, 0, 1, 5));
    REFUSED(kiln_chunk(m, 0));
    REFUSED(kiln_split(m, 0));
    REFUSED(kiln_tril(v));
    REFUSED(kiln_diagonal(m, 0, 0, 0));
    REFUSED(kiln_sort(m, 9));
    REFUSED(kiln_topk(m, 9));
    REFUSED(kiln_cumsum(m, 3));
    REFUSED(kiln_roll(m, KILN_SHAPE(1), KILN_AXES(0, 1)));
    REFUSED(kiln_flip(m, KILN_AXES(0, 0)));
    REFUSED(kiln_where(b, m, n));
    REFUSED(kiln_masked_fill(m, i, 1));
    REFUSED(kiln_bitwise_and(m, m));
    REFUSED(kiln_add_(m, n));
    REFUSED(kiln_sqrt_(i));
    REFUSED(kiln_glu(m, 1));
    REFUSED(kiln_pixel_shuffle(m, 2));
    REFUSED(kiln_linear(m, n));
    REFUSED(kiln_scaled_dot_product_attention(v, v, v));
    REFUSED(kiln_einsum("ij,jk->ik", KILN_LIST(m, n)));
    REFUSED(kiln_item(m));
    REFUSED(kiln_read(m, NULL, 3));
    REFUSED(kiln_view(kiln_t(m), KILN_SHAPE(6)));
    REFUSED(kiln_repeat_interleave(m, 2, 8));
    REFUSED(kiln_cross(m, n));
    REFUSED(kiln_pad(m, KILN_SHAPE(1)));
    REFUSED(kiln_unfold(m, 0, 9, 1));
    REFUSED(kiln_one_hot(m));
    REFUSED(kiln_unflatten(m, 0, KILN_SHAPE(3, 3)));
    REFUSED(kiln_trace(v));
    REFUSED(kiln_outer(m, v));
    REFUSED(kiln_addmm(z, m, n));
    REFUSED(kiln_searchsorted(m, n));
    REFUSED(kiln_bincount(m));
    REFUSED(kiln_vjp(m, n, KILN_LIST(m), &g));
    REFUSED(kiln_grad(m, KILN_LIST(m), &g));
    REFUSED(kiln_write(n, "abc", 3));
    REFUSED(kiln_from_bytes(s, "abc", 3, KILN_F32, KILN_SHAPE(2, 2)));
    REFUSED(kiln_zeros(s, KILN_SHAPE(-2, 2)));
    REFUSED(kiln_zeros(s, KILN_SHAPE(1LL << 40, 1LL << 40)));
    REFUSED(kiln_adam_step(m, n, m, m, 1, kiln_adam_of(0.1)));
    REFUSED(kiln_sgd_step(m, m, v, 0.1, 0.9));
    CHECK_EQ(kiln_close(s), 0);
}

/* Both the shape there is and the one asked for. */
Test(refusals, name_the_shape_that_was_asked_for) {
    s = kiln_open(NULL);
    kiln_tensor *m = kiln_ones(s, KILN_SHAPE(2, 3));
    (void)kiln_reshape(m, KILN_SHAPE(4, -1));
    CHECK_HAS(kiln_error_text(s),
              "6 elements of f32[2,3] do not divide into the extents of f32[4,-1]");
    kiln_clear_error(s);
    (void)kiln_layer_norm(m, KILN_SHAPE(4));
    CHECK_HAS(kiln_error_text(s), "normalized_shape is that of f32[4] and input f32[2,3]");
    kiln_clear_error(s);
    (void)kiln_view(kiln_t(m), KILN_SHAPE(6));
    CHECK_HAS(kiln_error_text(s), "the strides of f32[3,2] have no view that is f32[6]");
    kiln_clear_error(s);
    /* what was given is that call's, also after a refusal */
    (void)kiln_softmax(kiln_ones(s, KILN_SHAPE(2)), 3);
    CHECK_HAS(kiln_error_text(s), "; given f32[2]");
    kiln_clear_error(s);
    (void)kiln_cat(KILN_LIST(m, m, kiln_alias(m), kiln_alias(m), kiln_alias(m)), 7);
    CHECK_HAS(kiln_error_text(s), "; given f32[2,3], f32[2,3], f32[2,3], ...");
    kiln_close(s);
}
