/* SPDX-License-Identifier: Apache-2.0
 * PyTorch's generator: one sequence of draws after manual_seed(42), compared with what PyTorch
 * 2.13.0 drew; and the counter-based numbers' moments are in test_math.
 * KILN_TEST: sanitize=address */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "kiln/kiln.h"

static const float uniform[5] = {0x1.c3b8cc0000000p-1f, 0x1.d47b660000000p-1f,
                                 0x1.880d700000000p-2f, 0x1.eb2a1c0000000p-1f,
                                 0x1.8fd1a80000000p-2f};
static const int64_t below[5] = {35, 20, 24, 50, 13};
static const int64_t wide[3] = {902372521174LL, 319800038858LL, -724416205452LL};
static const int64_t permutation[10] = {5, 0, 9, 6, 1, 3, 7, 2, 4, 8};
static const double uniform64[2] = {0x1.3f674d96f6c94p-3, 0x1.309812e8c14bfp-1};
static const float normal3[3] = {0x1.4b07dc0000000p+0f, 0x1.a7a7520000000p-2f,
                                 -0x1.245a080000000p-1f};
static const float normal20[20] = {
    -0x1.b2b51a0000000p-2f, 0x1.390ee80000000p-2f,  -0x1.8c97640000000p-1f, 0x1.1e007e0000000p-5f,
    -0x1.d843820000000p-1f, 0x1.cfb2860000000p+0f,  0x1.48d6440000000p-3f,  0x1.7810080000000p-2f,
    0x1.673dcc0000000p-3f,  0x1.6299e20000000p+0f,  -0x1.c88d6e0000000p-2f, 0x1.71f44a0000000p+0f,
    0x1.6a665e0000000p-1f,  -0x1.136d420000000p+0f, 0x1.1241540000000p-1f,  0x1.2ce4e60000000p+0f,
    0x1.1f522e0000000p-1f,  -0x1.cf9d2e0000000p-2f, -0x1.8b26780000000p-1f, -0x1.60a5380000000p-3f};
static const double normal17[17] = {
    0x1.2e20df8ad3ed6p-2, -0x1.c13dab5dd1979p-2, -0x1.1a10382a42d26p-1, 0x1.d9800c62502b4p-1,
    0x1.b95e3fc1d6988p-3, 0x1.18d6442a8074dp-5,  0x1.0a82c7ffc87fcp-3,  -0x1.557718d65a301p+0,
    0x1.2f2d909706fdcp+0, 0x1.bb692e2840eb5p+0,  -0x1.e69d1549f1a36p-1, -0x1.6690dc9c8dbbcp+0,
    0x1.863fd69dcd36ap-1, 0x1.7c5c16ea06820p+0,  -0x1.230003910a4bep+0, 0x1.220faaba26914p-2,
    0x1.6689932a78289p-3};
static const float brain[3] = {0x1.9000000000000p-2f, 0x1.6400000000000p-1f, 0x1.7000000000000p-4f};
static const float half[3] = {0x1.be00000000000p-1f, 0x1.1040000000000p-3f, 0x1.a780000000000p-2f};

static void same(kiln_tensor *t, const void *want, size_t nbytes) {
    unsigned char got[256];
    cr_assert_eq(kiln_read(t, got, nbytes), KILN_OK, "%s", kiln_error_text(kiln_session_of(t)));
    cr_assert(memcmp(got, want, nbytes) == 0);
}

static void near32(kiln_tensor *t, const float *want, size_t n) {
    float got[64];
    cr_assert_eq(kiln_read(t, got, n * sizeof *got), KILN_OK);
    for (size_t i = 0; i < n; i++) {
        float ulp = nextafterf(fabsf(want[i]), INFINITY) - fabsf(want[i]);
        cr_assert(fabsf(got[i] - want[i]) <= 2 * ulp, "%zu: %a, expected %a within 2 ULP", i,
                  (double)got[i], (double)want[i]);
    }
}

static void near64(kiln_tensor *t, const double *want, size_t n) {
    double got[64];
    cr_assert_eq(kiln_read(t, got, n * sizeof *got), KILN_OK);
    for (size_t i = 0; i < n; i++) {
        double ulp = nextafter(fabs(want[i]), INFINITY) - fabs(want[i]);
        cr_assert(fabs(got[i] - want[i]) <= 2 * ulp, "%zu: %a, expected %a within 2 ULP", i, got[i],
                  want[i]);
    }
}

Test(random, draws_as_pytorch_after_the_same_seed) {
    kiln_options o = {.struct_size = sizeof o, .path = KILN_EAGER};
    kiln_session *s = kiln_open(&o);
    for (int again = 0; again < 2; again++) {
        cr_assert_eq(kiln_manual_seed(s, 42), KILN_OK);
        same(kiln_rand(s, KILN_SHAPE(5)), uniform, sizeof uniform);
        same(kiln_randint(s, 100, KILN_SHAPE(5)), below, sizeof below);
        same(kiln_randint_from(s, -(INT64_C(1) << 40), INT64_C(1) << 40, KILN_SHAPE(3)), wide,
             sizeof wide);
        same(kiln_randperm(s, 10), permutation, sizeof permutation);
        same(kiln_rand(s, KILN_SHAPE(2), KILN_F64), uniform64, sizeof uniform64);
        near32(kiln_randn(s, KILN_SHAPE(3)), normal3, 3);
        near32(kiln_randn(s, KILN_SHAPE(4, 5)), normal20, 20);
        near64(kiln_randn(s, KILN_SHAPE(17), KILN_F64), normal17, 17);
        same(kiln_to(kiln_rand(s, KILN_SHAPE(3), KILN_BF16), KILN_F32), brain, sizeof brain);
        same(kiln_to(kiln_rand(s, KILN_SHAPE(3), KILN_F16), KILN_F32), half, sizeof half);
    }
    cr_assert_not(kiln_ok(kiln_randint_from(s, 3, 3, KILN_SHAPE(1))));
    kiln_clear_error(s);
    cr_assert_not(kiln_ok(kiln_randperm(s, -1)));
    kiln_clear_error(s);
    cr_assert_not(kiln_ok(kiln_rand(s, KILN_SHAPE(2), KILN_I32)));
    kiln_clear_error(s);
    cr_assert_not(kiln_ok(kiln_rand(s, KILN_SHAPE(INT64_MAX, 2))));
    kiln_close(s);
}
