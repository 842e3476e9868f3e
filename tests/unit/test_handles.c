/* SPDX-License-Identifier: Apache-2.0
 * Handles used after their tensor is gone, in every way a program comes to it: refused by name,
 * whatever has the place since. */
#include <stdlib.h>

#include "check.h"
#include "kiln/kiln.h"

static const float one = 1, other = 42;

static kiln_session *open_in(kiln_mode mode) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.mode = mode;
    o.path = KILN_EAGER;
    return kiln_open(&o);
}

static void expect_refused(kiln_session *s, const char *call, int made, int now) {
    char line[64];
    CHECK_EQ(kiln_error(s), KILN_BAD_HANDLE);
    CHECK_HAS(kiln_error_text(s), call);
    snprintf(line, sizeof line, "made at tests/unit/test_handles.c:%d", made);
    CHECK_HAS(kiln_error_text(s), line);
    if (now > 0) {
        snprintf(line, sizeof line, "a tensor made at tests/unit/test_handles.c:%d", now);
        CHECK_HAS(kiln_error_text(s), line);
    }
    kiln_clear_error(s);
}

/* Made, released, and its place given to another tensor: the old handle neither reads, writes,
 * keeps, releases nor describes that. */
Test(handles, a_released_handle_is_not_the_next_tensor) {
    kiln_session *s = open_in(KILN_STRICT);
    kiln_tensor *t = kiln_from(s, &one, KILN_F32, KILN_SHAPE(1));
    int made = __LINE__ - 1;
    kiln_release(t);
    kiln_tensor *u = kiln_from(s, &other, KILN_F32, KILN_SHAPE(1));
    int now = __LINE__ - 1;
    CHECK(!kiln_ok(t) && kiln_ok(u) && t != u);
    CHECK(kiln_rank(t) == -1 && kiln_numel(t) == 0 && kiln_extents(t) == NULL &&
          kiln_session_of(t) == NULL && !kiln_shares_storage(t, u));
    (void)kiln_item(t);
    expect_refused(s, "item", made, now);
    kiln_add_(t, 1);
    expect_refused(s, "add_", made, now);
    kiln_keep(t);
    expect_refused(s, "keep", made, now);
    kiln_release(t);
    expect_refused(s, "release", made, now);
    CHECK(!kiln_ok(kiln_where(kiln_gt(u, 0), u, t)));
    expect_refused(s, "where", made, now);
    CHECK(!kiln_ok(kiln_cat(KILN_LIST(u, t), 0)));
    expect_refused(s, "cat", made, now);
    kiln_tensor *g;
    CHECK(kiln_grad(kiln_sum(u), KILN_LIST(t), &g) == KILN_BAD_HANDLE);
    expect_refused(s, "grad", made, now);
    CHECK_EQ(kiln_item(u), 42);
    CHECK_EQ(kiln_close(s), 0);
}

Test(handles, a_handle_of_a_closed_scope_is_refused_too) {
    kiln_session *s = open_in(KILN_STRICT);
    kiln_tensor *in = NULL, *view = NULL;
    kiln_scope (s) {
        in = kiln_from(s, &one, KILN_F32, KILN_SHAPE(1));
        view = kiln_reshape(in, KILN_SHAPE(1, 1));
    }
    int made = __LINE__ - 3;
    (void)kiln_item(in);
    expect_refused(s, "item", made, 0);
    kiln_scope (s) {
        kiln_tensor *w = kiln_from(s, &other, KILN_F32, KILN_SHAPE(1));
        CHECK(kiln_ok(w) && w != in && w != view && !kiln_ok(in) && !kiln_ok(view));
        kiln_add(view, w);
        expect_refused(s, "add", made + 1, 0);
    }
    kiln_close(s);
}

/* How many of so many reuses of the first tensor's place make its handle live again. */
static int revived(kiln_mode mode, int times) {
    kiln_session *s = open_in(mode);
    kiln_tensor *old = kiln_from(s, &one, KILN_F32, KILN_SHAPE(1));
    kiln_release(old);
    int n = 0;
    for (int i = 0; i < times; i++) {
        kiln_tensor *t = kiln_from(s, &other, KILN_F32, KILN_SHAPE(1));
        CHECK(kiln_ok(t));
        n += kiln_ok(old);
        kiln_release(t);
    }
    CHECK(!kiln_failed(s));
    kiln_close(s);
    return n;
}

/* The first reuse in 64 only, as documented; never in hardened mode, where 200,000 are more than
 * its quarantine and many times 64. */
Test(handles, reuse) {
    CHECK(revived(KILN_STRICT, 64 * 100) <= 100);
    CHECK_EQ(revived(KILN_STRICT, 63), 0);
    CHECK_EQ(revived(KILN_HARDENED, 200000), 0);
}

/* Pseudo-random lives of many tensors at once: every handle that died stays dead for the next 63
 * lives of its place. */
Test(handles, many_lives) {
    enum { LIVE = 50, DEAD = 60 };
    kiln_session *s = open_in(KILN_STRICT);
    kiln_tensor *live[LIVE], *dead[DEAD] = {NULL};
    uint32_t seed = 12345;
    for (int i = 0; i < LIVE; i++) live[i] = kiln_from(s, &one, KILN_F32, KILN_SHAPE(1));
    for (int i = 0; i < 20000; i++) {
        seed = seed * 1664525u + 1013904223u;
        kiln_tensor **t = &live[(seed >> 16) % LIVE];
        kiln_release(*t);
        dead[i % DEAD] = *t;
        *t = kiln_from(s, &other, KILN_F32, KILN_SHAPE(1));
        for (int k = 0; k < DEAD; k++) CHECK(dead[k] == NULL || !kiln_ok(dead[k]));
        for (int k = 0; k < LIVE; k++) CHECK(kiln_ok(live[k]));
    }
    CHECK(!kiln_failed(s));
    kiln_close(s);
}

/* An allocator may give blocks that are less aligned than it should: handles are told apart all the
 * same. */
static void *crooked(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    (void)user;
    char *fresh = new_nbytes > 0 ? malloc(new_nbytes + 16) : NULL;
    if (fresh != NULL) fresh += 16;
    if (fresh != NULL && block != NULL)
        memcpy(fresh, block, old_nbytes < new_nbytes ? old_nbytes : new_nbytes);
    if (block != NULL) free((char *)block - 16);
    return fresh;
}

Test(handles, of_a_crooked_allocator) {
    const kiln_allocator crooks = {crooked, NULL};
    kiln_options o = KILN_OPTIONS_INIT;
    o.allocator = &crooks;
    o.path = KILN_EAGER;
    kiln_session *s = kiln_open(&o);
    for (int i = 0; i < 300; i++) {
        kiln_tensor *t = kiln_from(s, &one, KILN_F32, KILN_SHAPE(1)), *u = kiln_add(t, t);
        kiln_release(t);
        CHECK(!kiln_ok(t) && kiln_ok(u) && kiln_item(u) == 2);
    }
    CHECK(!kiln_failed(s));
    kiln_close(s);
}

/* A session's handles are refused when it is closed, whether or not another one is open, has the
 * places, or is of the other mode. */
static void use_after_close(kiln_mode mode, kiln_mode next) {
    kiln_session *s = open_in(mode), *open = open_in(mode);
    kiln_tensor *kept = kiln_keep(kiln_from(s, &one, KILN_F32, KILN_SHAPE(1)));
    int made = __LINE__ - 1;
    kiln_tensor *scoped = kiln_add(kept, kept), *poisoned = kiln_reshape(kept, KILN_SHAPE(7));
    kiln_clear_error(s);
    CHECK_EQ(kiln_close(s), 1);
    (void)kiln_item(kept);
    /* no session is known any more; the next one that is used tells it too */
    expect_refused(NULL, "item", made, 0);
    CHECK(!kiln_ok(kept) && !kiln_ok(scoped) && kiln_rank(scoped) == -1 &&
          kiln_session_of(kept) == NULL && kiln_session_of(poisoned) == NULL);
    kiln_session *t = open_in(next);
    for (int i = 0; i < 40; i++) {
        kiln_tensor *now = kiln_keep(kiln_from(t, &other, KILN_F32, KILN_SHAPE(1)));
        CHECK(kiln_ok(now) && !kiln_ok(kept) && !kiln_ok(scoped));
        kiln_add_(kept, 1);
        CHECK_EQ(kiln_error(t), KILN_BAD_HANDLE);
        kiln_clear_error(t);
        kiln_keep(scoped), kiln_release(scoped), kiln_release(poisoned);
        CHECK(kiln_failed(t));
        kiln_clear_error(t);
        CHECK_EQ(kiln_item(now), 42);
    }
    CHECK_EQ(kiln_close(t), 40);
    kiln_close(open);
}

Test(handles, of_a_closed_session) {
    use_after_close(KILN_STRICT, KILN_STRICT);
    use_after_close(KILN_HARDENED, KILN_HARDENED);
    use_after_close(KILN_HARDENED, KILN_STRICT);
    use_after_close(KILN_STRICT, KILN_HARDENED);
}

/* Sessions opened and closed in turn use the same places again: no memory is taken for each. */
Test(handles, sessions_come_and_go) {
    for (int i = 0; i < 300; i++) {
        kiln_session *s = open_in(i % 2 ? KILN_STRICT : KILN_HARDENED), *u = open_in(KILN_STRICT);
        for (int k = 0; k < 300; k++)
            CHECK(kiln_ok(kiln_from(k % 2 ? s : u, &one, KILN_F32, KILN_SHAPE(1))));
        CHECK(kiln_close(s) == 0 && kiln_close(u) == 0);
    }
}
