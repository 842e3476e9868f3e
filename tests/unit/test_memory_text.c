/* SPDX-License-Identifier: Apache-2.0
 * Memory that ends while values are computed: the error says how many bytes were wanted, and for
 * what. KILN_TEST: sanitize=address */
#include "check.h"
#include "kiln/kiln.h"

enum { MOST = 1 << 20 };

/* Refuses single blocks above a megabyte. */
static void *small_blocks(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    const kn_alloc *real = kn_alloc_default();
    (void)user;
    return new_nbytes > MOST ? NULL : real->resize(real->user, block, old_nbytes, new_nbytes);
}

static const kiln_allocator small = {small_blocks, NULL};

static kiln_session *open_on(kiln_path path) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = path;
    o.cache_dir = "off";
    o.allocator = &small;
    return kiln_open(&o);
}

static void expect(kiln_session *s, const char *part, const char *other) {
    CHECK_EQ(kiln_error(s), KILN_NO_MEMORY);
    CHECK_HAS(kiln_error_text(s), part);
    CHECK_HAS(kiln_error_text(s), other);
    kiln_clear_error(s);
}

Test(memory_text, results_and_values_name_op_shape_line_and_bytes) {
    for (int path = KILN_FUSED; path <= KILN_EAGER; path++) {
        kiln_session *s = open_on((kiln_path)path);
        kiln_scope (s) {
            kiln_tensor *a = kiln_exp(kiln_zeros(s, KILN_SHAPE(600, 600)));
            CHECK(kiln_host(a).data == NULL);
            expect(s, "host: no memory for the 1440000 bytes of exp f32[600,600] (",
                   "test_memory_text.c:");
            kiln_item(kiln_sum(kiln_matmul(a, a), KILN_ALL_AXES, false));
            expect(s, "item: no memory for ",
                   path == KILN_EAGER ? "the 1440000 bytes of "
                                      : " bytes of temporaries; the largest takes 1440000: ");
            kiln_item(kiln_sum(a, KILN_ALL_AXES, false)); /* fused needs no such block */
            if (kiln_error(s) != KILN_OK)
                expect(s, "no memory for the 1440000 bytes of ", "f32[600,600] (");
            CHECK_EQ(kiln_item(kiln_sum(kiln_ones(s, KILN_SHAPE(10)), KILN_ALL_AXES, false)), 10);
        }
        CHECK_EQ(kiln_close(s), 0);
    }
}

/* What the plain kernels work in, beside operands and result; the matrix of 300 x 300 doubles needs
 * 720,000 bytes itself. */
Test(memory_text, room_to_work_in_names_op_line_and_bytes) {
    for (int path = KILN_FUSED; path <= KILN_EAGER; path++) {
        kiln_session *s = open_on((kiln_path)path);
        kiln_scope (s) {
            kiln_tensor *a = kiln_counter_uniform(s, 1, KILN_F64, KILN_SHAPE(300, 300));
            CHECK(kiln_host(kiln_linalg_matrix_power(a, -1)).data == NULL);
            expect(s,
                   "host: no memory for the 1440000 bytes that are worked in by inverse "
                   "f64[300,300] (",
                   "test_memory_text.c:");
            kiln_item(kiln_linalg_matrix_norm_str(a, "nuc"));
            expect(s,
                   "item: no memory for the 1444856 bytes that are worked in by svd_s f64[300] (",
                   "test_memory_text.c:");
            CHECK(kiln_host(kiln_argsort(kiln_counter_uniform(s, 2, KILN_F32, KILN_SHAPE(100000))))
                      .data == NULL);
            expect(
                s,
                "host: no memory for the 2000000 bytes that are worked in by argsort i64[100000] (",
                "test_memory_text.c:");
        }
        CHECK_EQ(kiln_close(s), 0);
    }
}

/* A plan of another line of the program says the line of this run. */
static kiln_tensor *twice(kiln_session *s, kiln_site at) {
    kiln_tensor *a = (kiln_exp)(at, kiln_zeros(s, KILN_SHAPE(600, 600)));
    return (kiln_sum)(at, (kiln_matmul)(at, a, a), KILN_ALL_AXES, false, KILN_NO_DTYPE);
}

Test(memory_text, a_plan_from_the_cache_names_the_line_of_this_run) {
    kiln_session *s = open_on(KILN_FUSED);
    kiln_scope (s) {
        kiln_item(twice(s, "first.c:1"));
        expect(s, "no memory for", "(first.c:1)");
        kiln_item(twice(s, "second.c:2"));
        expect(s, "no memory for", "(second.c:2)");
    }
    CHECK_EQ(kiln_close(s), 0);
}
