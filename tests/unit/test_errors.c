/* SPDX-License-Identifier: Apache-2.0
 * Errors someone can see: of calls without a session, of poisoned arguments, and of what is found
 * while computing. KILN_TEST: sanitize=address */
#include <math.h>
#include <pthread.h>

#include "kiln/kiln.h"
#include "unit/check.h"

static kiln_session *open_path(kiln_path path) {
    kiln_options o = {.struct_size = sizeof o, .path = path, .cache_dir = "off"};
    return kiln_open(&o);
}

Test(errors, a_call_without_a_session_fails_for_its_thread) {
    CHECK(kiln_failed(NULL));
    CHECK_STATUS(kiln_error(NULL), KILN_NO_MEMORY);
    kiln_session *s = open_path(KILN_EAGER);
    kiln_tensor *y = (kiln_sqrt)("net.c:12", NULL);
    CHECK(isnan((kiln_item)("net.c:13", y)));
    CHECK(kiln_failed(s));
    CHECK_STATUS(kiln_error(s), KILN_BAD_ARGUMENT);
    CHECK_STR(kiln_error_text(s), "net.c:12: sqrt: argument 1 is a null tensor");
    CHECK_STATUS(kiln_error(NULL), KILN_BAD_ARGUMENT);
    CHECK_STR(kiln_error_text(NULL), "net.c:12: sqrt: argument 1 is a null tensor");
    kiln_clear_error(s);
    cr_assert_not(kiln_failed(s));
    CHECK_STR(kiln_error_text(s), "");
    CHECK_STATUS(kiln_error(NULL), KILN_NO_MEMORY);
    kiln_tensor *x = kiln_ones(s, KILN_SHAPE(2));
    CHECK_EQ(kiln_item(kiln_sum(x)), 2);
    CHECK(isnan((kiln_item)("net.c:14", y))); /* forgotten, but not made good */
    CHECK_STR(kiln_error_text(s), "net.c:14: item: argument 1 is the result of a call that failed");
    kiln_clear_error(NULL);
    cr_assert_not(kiln_failed(s));
    kiln_close(s);
}

static void *nothing(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    return (void)user, (void)block, (void)old_nbytes, (void)new_nbytes, NULL;
}

/* All that follows from a session that could not be opened is told as what it follows from; a
 * session of the same thread is well. */
Test(errors, no_memory_for_a_session_stays_no_memory) {
    const kiln_allocator none = {nothing, NULL};
    kiln_options o = KILN_OPTIONS_INIT;
    o.allocator = &none;
    kiln_session *well = kiln_open(NULL), *s = kiln_open(&o);
    CHECK(s == NULL);
    CHECK(isnan(kiln_item(kiln_add(kiln_zeros(s, KILN_SHAPE(2)), 1))));
    CHECK_EQ(kiln_error(NULL), KILN_NO_MEMORY);
    CHECK_HAS(kiln_error_text(NULL), "no memory for a session");
    CHECK(!kiln_failed(well));
    CHECK_EQ(kiln_item(kiln_add(kiln_ones(well, KILN_SHAPE(1)), 1)), 2);
    kiln_close(well);
    well = kiln_open(NULL); /* the next one is told of again */
    kiln_sqrt(NULL);
    CHECK_EQ(kiln_error(NULL), KILN_BAD_ARGUMENT);
    CHECK(kiln_failed(well));
    kiln_close(well);
}

Test(errors, null_sessions_and_bare_numbers_are_told_of) {
    kiln_session *s = open_path(KILN_EAGER);
    (void)(kiln_zeros)("a.c:1", NULL, KILN_SHAPE(2), KILN_F32);
    CHECK_STR(kiln_error_text(s), "a.c:1: zeros: the session is null");
    kiln_clear_error(s);
    (void)(kiln_add)("a.c:2", KILN_V(1), KILN_V(2), KILN_V(1));
    CHECK_STR(kiln_error_text(s), "a.c:2: add: no argument is a tensor, so no session is known");
    kiln_clear_error(s);
    CHECK_OK(kiln_eval(((kiln_list){0, NULL})));
    cr_assert_not(kiln_failed(s));
    (void)(kiln_sqrt)("a.c:3", NULL);
    (void)(kiln_exp)("a.c:4", NULL); /* the first is told */
    CHECK_STR(kiln_error_text(s), "a.c:3: sqrt: argument 1 is a null tensor");
    (void)(kiln_reshape)("a.c:5", kiln_ones(s, KILN_SHAPE(2)), KILN_SHAPE(3));
    CHECK_STR(kiln_error_text(s), "a.c:3: sqrt: argument 1 is a null tensor");
    kiln_close(s);
    CHECK_STATUS(kiln_error(NULL), KILN_NO_MEMORY);
}

Test(errors, the_session_used_last_tells_and_the_one_given_the_result_takes_over) {
    kiln_session *a = open_path(KILN_EAGER), *b = open_path(KILN_EAGER);
    kiln_tensor *x = kiln_ones(a, KILN_SHAPE(2)), *y = kiln_ones(b, KILN_SHAPE(2));
    (void)kiln_exp(x);
    kiln_tensor *p = (kiln_sqrt)("a.c:1", NULL);
    CHECK(kiln_failed(a));
    cr_assert_not(kiln_failed(b));
    (void)kiln_add(y, p);
    CHECK_STR(kiln_error_text(b), "a.c:1: sqrt: argument 1 is a null tensor");
    cr_assert_not(kiln_failed(a));
    kiln_clear_error(b);
    kiln_tensor *bad = (kiln_reshape)("a.c:2", x, KILN_SHAPE(3));
    cr_assert_not(kiln_ok((kiln_add)("a.c:3", KILN_V(y), KILN_V(bad), KILN_V(1))));
    CHECK_STR(kiln_error_text(b),
              "a.c:3: add: argument 2 is the result of a call that failed in another session");
    kiln_clear_error(a);
    (void)(kiln_exp)("a.c:4", bad);
    CHECK_STR(
        kiln_error_text(a),
        "a.c:4: exp: argument 1 is the result of a call that failed; the error was cleared since");
    kiln_close(a);
    kiln_close(b);
}

static void *elsewhere(void *user) {
    kiln_session *s = user;
    kiln_tensor *p = (kiln_sqrt)("b.c:1", NULL);
    if (kiln_failed(s) || kiln_error(NULL) != KILN_BAD_ARGUMENT) return "told to the wrong one";
    kiln_session *own = open_path(KILN_EAGER);
    bool told = kiln_failed(own);
    kiln_close(own);
    (void)p;
    if (!told) return "not told to the session that came next";
    return kiln_error(NULL) == KILN_NO_MEMORY ? NULL : "outlived the session that told it";
}

Test(errors, another_thread_keeps_its_own) {
    kiln_session *s = open_path(KILN_EAGER);
    (void)kiln_ones(s, KILN_SHAPE(1));
    pthread_t thread;
    void *wrong = NULL;
    CHECK_EQ(pthread_create(&thread, NULL, elsewhere, s), 0);
    CHECK_EQ(pthread_join(thread, &wrong), 0);
    cr_assert_null(wrong, "%s", (const char *)wrong);
    cr_assert_not(kiln_failed(s));
    CHECK_STATUS(kiln_error(NULL), KILN_NO_MEMORY);
    kiln_close(s);
}

/* ---- found while computing */

static void told(kiln_session *s, const char *text) {
    CHECK_STR(kiln_error_text(s), text);
    kiln_clear_error(s);
}

static kiln_tensor *places(kiln_session *s, kiln_shape shape, const int64_t *at) {
    return (kiln_from)("n.c:1", s, at, KILN_I64, shape);
}

static void named(kiln_path path, int round) {
    kiln_session *s = open_path(path);
    kiln_tensor *table = kiln_ones(s, KILN_SHAPE(5, 3)), *row = kiln_ones(s, KILN_SHAPE(6));
    kiln_tensor *bad = places(s, KILN_SHAPE(2, 4), (int64_t[]){0, 1, 2, 3, 7, 0, 0, 0});
    /* the second time the plan is known, and the lines are others */
    for (int i = 0; i < round; i++) {
        const char *line = i == 0 ? "n.c:12" : "n.c:13";
        char text[200];
        kiln_tensor *y =
            (kiln_embedding)(line, bad, table, KILN_NO_INT, KILN_NO_VALUE, 2, false, false);
        CHECK(isnan((kiln_item)("n.c:20", kiln_sum(kiln_mul(y, 2)))));
        snprintf(text, sizeof text,
                 "%s: embedding: index 7 at [1, 0] of i64[2,4] is out of range for 5; computed by "
                 "item at n.c:20",
                 line);
        told(s, text);
    }
    kiln_tensor *low = places(s, KILN_SHAPE(3), (int64_t[]){0, -9, 2}),
                *high = places(s, KILN_SHAPE(3), (int64_t[]){0, 1, 6});
    (void)(kiln_item)("n.c:21", kiln_sum((kiln_take)("n.c:2", row, low)));
    told(
        s,
        "n.c:2: take: index -9 at [1] of i64[3] is out of range for 6; computed by item at n.c:21");
    (void)(kiln_item)("n.c:21", kiln_sum((kiln_gather)("n.c:3", row, 0, high)));
    told(s, "n.c:3: gather: index 6 at [2] of i64[3] is out of range for 6; computed by item at "
            "n.c:21");
    (void)(kiln_item)("n.c:21", kiln_sum((kiln_index_select)("n.c:4", table, 0, high)));
    told(s, "n.c:4: index_select: index 6 at [2] of i64[3] is out of range for 5; computed by item "
            "at n.c:21");
    kiln_tensor *turned =
        kiln_transpose(places(s, KILN_SHAPE(2, 2), (int64_t[]){0, 1, 4, 0}), 0, 1);
    (void)(kiln_item)("n.c:21",
                      kiln_sum((kiln_gather)("n.c:5", kiln_ones(s, KILN_SHAPE(2, 2)), 0, turned)));
    told(s, "n.c:5: gather: index 4 at [0, 1] of i64[2,2] is out of range for 2; computed by item "
            "at n.c:21");
    (void)(kiln_item)("n.c:21",
                      kiln_sum((kiln_put)("n.c:7", row, low, kiln_ones(s, KILN_SHAPE(3)), false)));
    told(s,
         "n.c:7: put: index -9 at [1] of i64[3] is out of range for 6; computed by item at n.c:21");
    (void)(kiln_item)("n.c:21", kiln_sum((kiln_index_put)("n.c:8", table, KILN_LIST(low),
                                                          kiln_ones(s, KILN_SHAPE(3)), false)));
    told(s, "n.c:8: index_put: index -9 at [1] of i64[3] is out of range for 5; computed by item "
            "at n.c:21");
    kiln_tensor *two =
        kiln_index_put(table, KILN_LIST(high, places(s, KILN_SHAPE(3), (int64_t[]){0, 1, 2})),
                       kiln_ones(s, KILN_SHAPE(3)), false);
    (void)(kiln_item)("n.c:21", kiln_sum(two));
    CHECK_HAS(kiln_error_text(s),
              "index_put: the index at [2] of i64[3] is out of range; computed by item at n.c:21");
    kiln_clear_error(s);
    (void)(kiln_item)("n.c:21", kiln_sum((kiln_scatter_value)("n.c:9", row, 0, high, KILN_V(1))));
    told(s, "n.c:9: scatter: index 6 at [2] of i64[3] is out of range for 6; computed by item at "
            "n.c:21");
    kiln_tensor *labels = places(s, KILN_SHAPE(2), (int64_t[]){2, 3});
    (void)(kiln_item)("n.c:21", (kiln_cross_entropy)("n.c:10", kiln_ones(s, KILN_SHAPE(2, 3)),
                                                     labels, NULL, -100, "mean", 0));
    told(s, "n.c:10: cross_entropy: label 3 at [1] of target is out of range for 3 classes");
    (void)(kiln_item)("n.c:21", (kiln_cross_entropy)("n.c:10", kiln_ones(s, KILN_SHAPE(2, 3)),
                                                     kiln_add(labels, 0), NULL, -100, "mean", 0));
    told(s, "n.c:10: cross_entropy: index 3 at [1] of i64[2] is out of range for 3; computed by "
            "item at n.c:21");
    kiln_tensor *zero = places(s, KILN_SHAPE(2, 2), (int64_t[]){1, 1, 0, 1});
    (void)(kiln_item)("n.c:21",
                      kiln_sum((kiln_floor_divide)("n.c:11", KILN_V(zero), KILN_V(zero))));
    told(
        s,
        "n.c:11: floor_divide: division by zero at [1, 0] of i64[2,2]; computed by item at n.c:21");
    (void)(kiln_item)("n.c:21",
                      kiln_sum((kiln_linalg_matrix_power)("n.c:14",
                                                          kiln_ones(s, KILN_SHAPE(3, 2, 2)), -1)));
    told(s, "n.c:14: linalg.matrix_power: the matrix at [0] of f32[3,2,2] is singular; computed by "
            "item at n.c:21");
    (void)(kiln_one_hot)("n.c:15", bad, 4);
    told(
        s,
        "n.c:15: one_hot: input has a class not below num_classes, 4, the largest is 7, at [1, 0]");
    (void)(kiln_one_hot)("n.c:16", low, -1);
    told(s, "n.c:16: one_hot: input has a negative class, at [1]");
    kiln_close(s);
}

Test(errors, what_is_found_while_computing_names_the_call_its_line_and_the_place) {
    named(KILN_EAGER, 2);
    named(KILN_FUSED, 2);
}

/* Every door tells of what is null, to the thread where no session is known. */
Test(errors, null_at_other_doors) {
    kiln_tensor *out[1];
    size_t count;
#define TOLD(call, text)                                                                           \
    do {                                                                                           \
        kiln_clear_error(NULL);                                                                    \
        (void)(call);                                                                              \
        CHECK_EQ(kiln_error(NULL), KILN_BAD_ARGUMENT);                                             \
        CHECK_HAS(kiln_error_text(NULL), text);                                                    \
    } while (0)
    TOLD(kiln_call(NULL, "exp", NULL, 0, out, 1, &count), "exp: the session is null");
    TOLD(kiln_program_run(NULL, NULL, out), "program_run: the program is null");
    TOLD(kiln_program_grad(NULL), "program_grad: the session is null");
    TOLD(kiln_program_dump(NULL, "graph"), "program_dump: the session is null");
    TOLD((kiln_scope_open(NULL), 0), "scope_open: the session is null");
    TOLD((kiln_scope_close(NULL), 0), "scope_close: the session is null");
    TOLD(kiln_keep(NULL), "keep: the tensor is null");
    kiln_clear_error(NULL);
}
