/* SPDX-License-Identifier: Apache-2.0
 * Dtype promotion against PyTorch's tables: all pairs of dtypes, of tensors, of rank-0 tensors and
 * of numbers. KILN_TEST: sanitize=address */
#include "check.h"
#include "frontend/core/frontend.h"
#include "promote_cases.h"

static void expect(kiln_value a, kiln_value b, kiln_dtype want, const char *what) {
    kiln_value forth[2] = {a, b}, back[2] = {b, a};
    cr_expect_eq(fe_promote(forth, 2), want, "%s: %s, wanted %s", what,
                 kiln_dtype_name(fe_promote(forth, 2)), kiln_dtype_name(want));
    cr_expect_eq(fe_promote(back, 2), want, "%s, other way round", what);
}

/* A handle to a slot of the test's own. */
static kiln_value tensor(fe_slot *slot) { return kiln_v_tensor((kiln_tensor *)slot); }

Test(promote, all_pairs) {
    for (int a = 0; a < KILN_DTYPE_COUNT; a++) {
        fe_slot row = {{.dtype = (uint8_t)a, .rank = 1}}, point = {{.dtype = (uint8_t)a}};
        kiln_value number[3] = {kiln_v_bool(true), kiln_v_int(3), kiln_v_float(2.5)};
        char what[64];
        for (int b = 0; b < KILN_DTYPE_COUNT; b++) {
            fe_slot other_row = {{.dtype = (uint8_t)b, .rank = 2}},
                    other_point = {{.dtype = (uint8_t)b}};
            snprintf(what, sizeof what, "%s with %s", kiln_dtype_name((kiln_dtype)a),
                     kiln_dtype_name((kiln_dtype)b));
            CHECK_EQ(fe_wider((kiln_dtype)a, (kiln_dtype)b), promote_types[a][b]);
            expect(tensor(&row), tensor(&other_row), promote_types[a][b], what);
            expect(tensor(&point), tensor(&other_point), promote_types[a][b], what);
            expect(tensor(&row), tensor(&other_point), promote_rank_0[a][b], what);
        }
        for (int n = 0; n < 3; n++) {
            snprintf(what, sizeof what, "%s with number %d", kiln_dtype_name((kiln_dtype)a), n);
            expect(tensor(&row), number[n], promote_number[a][n], what);
            expect(tensor(&point), number[n], promote_number[a][n], what);
        }
    }
}

/* Results of public calls, each dtype with each. */
Test(promote, sums_have_the_promoted_dtype) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    kiln_session *s = kiln_open(&o);
    for (int a = 0; a < KILN_DTYPE_COUNT; a++)
        for (int b = 0; b < KILN_DTYPE_COUNT; b++) {
            kiln_tensor *x = kiln_ones(s, KILN_SHAPE(3), (kiln_dtype)a),
                        *y = kiln_ones(s, KILN_SHAPE(3), (kiln_dtype)b);
            kiln_tensor *sum = kiln_add(x, y);
            CHECK_EQ(kiln_dtype_of(sum), promote_types[a][b]);
            CHECK_EQ(kiln_dtype_of(kiln_eq(x, y)), KILN_BOOL);
            kiln_tensor *one = kiln_amax(sum, KILN_ALL_AXES, false);
            double want = a == KILN_BOOL && b == KILN_BOOL ? 1 : 2;
            cr_assert(kiln_item(one) == want, "%s + %s: %g: %s", kiln_dtype_name((kiln_dtype)a),
                      kiln_dtype_name((kiln_dtype)b), kiln_item(one), kiln_error_text(s));
        }
    kiln_close(s);
}
