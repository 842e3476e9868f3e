/* SPDX-License-Identifier: Apache-2.0
 * Errors someone can see: of calls without a session, of poisoned arguments, and of what is found while computing. */
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
    CHECK_STR(kiln_error_text(b), "a.c:3: add: argument 2 is the result of a call that failed in another session");
    kiln_clear_error(a);
    (void)(kiln_exp)("a.c:4", bad);
    CHECK_STR(kiln_error_text(a), "a.c:4: exp: argument 1 is the result of a call that failed; the error was cleared since");
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
