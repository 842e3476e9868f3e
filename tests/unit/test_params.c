/* SPDX-License-Identifier: Apache-2.0
 * Sets of named parameters: what goes in and out, names that cannot be, who owns what, and sets of
 * closed sessions.
 * KILN_TEST: sanitize=address */
#include "check.h"
#include "kiln/kiln.h"

static kiln_session *open_eager(void) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    kiln_session *s = kiln_open(&o);
    cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
    return s;
}

static kiln_tensor *add(kiln_params *p, const char *name, double value) {
    kiln_tensor *t =
        kiln_params_add(p, name,
                        kiln_full(kiln_session_of(kiln_params_at(p, 0)), KILN_SHAPE(2), value));
    CHECK(kiln_ok(t));
    return t;
}

static kiln_params *set_of(kiln_session *s, const char *const *names, size_t n) {
    kiln_params *p = kiln_params_new(s);
    for (size_t i = 0; i < n; i++)
        CHECK(kiln_ok(kiln_params_add(p, names[i], kiln_full(s, KILN_SHAPE(2), (double)i))));
    return p;
}

static void check_names(const kiln_params *p, const char *const *names, size_t n) {
    CHECK_EQ(kiln_params_count(p), n);
    for (size_t i = 0; i < n; i++) CHECK_STR(kiln_params_name(p, i), names[i]);
    CHECK(kiln_params_name(p, n) == NULL && kiln_params_at(p, n) == NULL);
}

static void refused(kiln_session *s, kiln_status wanted, const char *part) {
    CHECK_STATUS(kiln_error(s), wanted);
    CHECK_HAS(kiln_error_text(s), part);
    CHECK_HAS(kiln_error_text(s), "test_params.c:");
    kiln_clear_error(s);
}

static const char *const three[] = {"blocks.0.attn.weight", "blocks.0.attn.bias", "head"};

Test(params, are_found_by_name_and_listed_in_order) {
    kiln_session *s = open_eager();
    kiln_params *p = set_of(s, three, 3);
    check_names(p, three, 3);
    CHECK(kiln_params_get(p, "head") == kiln_params_at(p, 2) && kiln_params_has(p, "head") &&
          !kiln_params_has(p, "hea"));
    CHECK_EQ(kiln_params_numel(p), 6);
    kiln_list all = kiln_params_list(p);
    CHECK(all.count == 3 && all.tensor[1] == kiln_params_at(p, 1));
    CHECK(!kiln_ok(kiln_params_get(p, "tail")));
    refused(s, KILN_NOT_FOUND, "params_get: no parameter is named \"tail\"");
    add(p, "tail", 7);
    CHECK_OK(kiln_params_rename(p, "blocks.0.attn.bias",
                                "blocks.0.attn"
                                ".offset"));
    CHECK_OK(kiln_params_remove(p, "head"));
    const char *const now[] = {"blocks.0.attn.weight", "blocks.0.attn.offset", "tail"};
    check_names(p, now, 3);
    CHECK_EQ(kiln_item(kiln_sum(kiln_params_get(p, "tail"))), 14);
    kiln_params_free(p);
    CHECK_EQ(kiln_close(s), 0);
}

Test(params, names_that_cannot_be_are_refused) {
    kiln_session *s = open_eager();
    kiln_params *p = set_of(s, three, 3);
    const struct {
        const char *name, *why;
    } bad[] = {{NULL, "name is null"},
               {"", "name is empty"},
               {".a", "has an empty part"},
               {"a.", "has an empty part"},
               {"a..b", "has an empty part"},
               {"head", "\"head\" is in the set already"},
               {"head.weight", "would lie under the parameter \"head\""},
               {"blocks", "\"blocks\" has parameters under it"},
               {"blocks.0.attn", "has parameters under it"},
               {"a\xff", "is not UTF-8 at byte 1"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kiln_tensor *t = kiln_zeros(s, KILN_SHAPE(1));
        CHECK(!kiln_ok(kiln_params_add(p, bad[i].name, t)));
        refused(s, KILN_BAD_ARGUMENT, bad[i].why);
        CHECK(kiln_ok(t));
    }
    add(p, "block", 0); /* the beginning of another name, but of no part of it */
    add(p, "blocks.01", 0);
    CHECK_STATUS(kiln_params_rename(p, "head", "blocks"), KILN_BAD_ARGUMENT);
    refused(s, KILN_BAD_ARGUMENT, "params_rename: \"blocks\" has parameters under it");
    CHECK_OK(kiln_params_rename(p, "head", "head.weight"));
    CHECK_OK(kiln_params_rename(p, "head.weight", "head"));
    CHECK_OK(kiln_params_rename(p, "head", "head"));
    CHECK_EQ(kiln_params_count(p), 5);
    kiln_params_free(p);
    CHECK_EQ(kiln_close(s), 0);
}

Test(params, a_set_owns_its_handles) {
    kiln_session *s = open_eager();
    kiln_params *p = kiln_params_new(s), *q = kiln_params_new(s);
    kiln_tensor *w = NULL;
    kiln_scope (s) w = kiln_params_add(p, "w", kiln_ones(s, KILN_SHAPE(2)));
    CHECK_EQ(kiln_item(kiln_sum(w)), 2); /* it outlived its scope */
    kiln_release(w);
    CHECK_STATUS(kiln_error(s), KILN_BAD_ARGUMENT);
    CHECK_HAS(kiln_error_text(s), "the tensor is a parameter");
    kiln_clear_error(s);
    CHECK(!kiln_ok(kiln_params_add(q, "w", w)));
    refused(s, KILN_BAD_ARGUMENT, "kiln_params_share");
    CHECK(kiln_params_share(q, "tied", p, "w") == w && kiln_params_share(p, "again", p, "w") == w);
    CHECK(!kiln_ok(kiln_params_take(p, "w")));
    refused(s, KILN_BAD_ARGUMENT, "is held by another name or set too");
    kiln_params_free(p);
    CHECK(kiln_ok(w) && kiln_params_take(q, "tied") == w && kiln_params_count(q) == 0);
    kiln_params_free(q);
    CHECK_EQ(kiln_item(kiln_sum(w)), 2);
    kiln_release(w);
    CHECK(!kiln_failed(s) && !kiln_ok(w));
    CHECK_EQ(kiln_close(s), 0);
}

Test(params, sets_nest_and_are_looked_at_by_prefix) {
    kiln_session *s = open_eager();
    const char *const inner[] = {"weight", "bias"};
    kiln_params *p = set_of(s, three, 3), *q = set_of(s, inner, 2), *r = set_of(s, inner, 2);
    CHECK_OK(kiln_params_nest(p, "blocks.1.attn", q));
    CHECK_EQ(kiln_params_count(q), 0);
    const char *const now[] = {"blocks.0.attn.weight", "blocks.0.attn.bias", "head",
                               "blocks.1.attn.weight", "blocks.1.attn.bias"};
    check_names(p, now, 5);
    CHECK_STATUS(kiln_params_nest(p, "head", r), KILN_BAD_ARGUMENT); /* all or none */
    refused(s, KILN_BAD_ARGUMENT, "\"head.weight\" would lie under the parameter \"head\"");
    CHECK_OK(kiln_params_rename(r, "bias", "x"));
    CHECK_OK(kiln_params_rename(r, "weight", "blocks.2"));
    CHECK_OK(kiln_params_rename(r, "x", "blocks.0.attn.bias"));
    CHECK_STATUS(kiln_params_nest(p, "", r), KILN_BAD_ARGUMENT);
    refused(s, KILN_BAD_ARGUMENT, "\"blocks.0.attn.bias\" is in the set already");
    check_names(p, now, 5);
    CHECK_EQ(kiln_params_count(r), 2);
    CHECK_STATUS(kiln_params_nest(p, "a", p), KILN_BAD_ARGUMENT);
    refused(s, KILN_BAD_ARGUMENT, "a set cannot go into itself");
    kiln_params *part = kiln_params_under(p, "blocks.1");
    const char *const under[] = {"attn.weight", "attn.bias"};
    check_names(part, under, 2);
    CHECK(kiln_params_get(part, "attn.bias") == kiln_params_get(p, "blocks.1.attn.bias"));
    CHECK(kiln_params_under(p, "block") == NULL);
    refused(s, KILN_NOT_FOUND, "no parameter lies under \"block\"");
    kiln_params_free(p);
    CHECK_EQ(kiln_item(kiln_sum(kiln_params_get(part, "attn.bias"))), 2);
    kiln_params_free(part);
    kiln_params_free(q);
    kiln_params_free(r);
    CHECK_EQ(kiln_close(s), 0);
}

Test(params, strangers_and_nothing_are_refused) {
    kiln_session *s = open_eager(), *other = open_eager();
    kiln_params *p = kiln_params_new(s), *q = kiln_params_new(other);
    CHECK(!kiln_ok(kiln_params_add(p, "w", kiln_zeros(other, KILN_SHAPE(1)))));
    refused(s, KILN_BAD_HANDLE, "the tensor belongs to another session than the set");
    CHECK(!kiln_ok(kiln_params_add(p, "w", NULL)));
    CHECK_HAS(kiln_error_text(s), "params_add: argument 1 is a null tensor");
    kiln_clear_error(s);
    CHECK(!kiln_ok(kiln_params_add(p, "w", kiln_zeros(s, KILN_SHAPE(-1)))) &&
          kiln_params_count(p) == 0);
    kiln_clear_error(s);
    CHECK_STATUS(kiln_params_nest(p, "a", q), KILN_BAD_HANDLE);
    refused(s, KILN_BAD_HANDLE, "the other set is of another session");
    CHECK_STATUS(kiln_params_nest(p, "a", NULL), KILN_BAD_ARGUMENT);
    refused(s, KILN_BAD_ARGUMENT, "the other set is null");
    CHECK(!kiln_ok(kiln_params_get(NULL, "w")));
    CHECK_HAS(kiln_error_text(NULL), "params_get: the set is null");
    kiln_clear_error(NULL);
    CHECK(kiln_params_count(NULL) == 0 && kiln_params_list(NULL).count == 0 &&
          !kiln_params_has(NULL, "w") && kiln_params_new(NULL) == NULL);
    kiln_clear_error(NULL);
    kiln_params_free(NULL);
    kiln_params_free(p);
    CHECK_EQ(kiln_close(s), 0);
    CHECK(kiln_ok(kiln_params_add(q, "w", kiln_zeros(other, KILN_SHAPE(1)))));
    CHECK_EQ(kiln_close(other), 1); /* the set was not freed, so its tensor is still kept */
    CHECK(kiln_params_count(q) == 0 && !kiln_params_has(q, "w"));
    CHECK_STATUS(kiln_params_remove(q, "w"), KILN_BAD_HANDLE);
    CHECK_HAS(kiln_error_text(NULL), "the session of the set was closed");
    kiln_clear_error(NULL);
    kiln_params_free(q);
}

Test(params, gradients_are_by_the_whole_set) {
    kiln_session *s = open_eager();
    kiln_params *p = kiln_params_new(s);
    kiln_tensor *a = kiln_params_add(p, "a", kiln_full(s, KILN_SHAPE(2, 3), 2.0)),
                *b = kiln_params_add(p, "b", kiln_full(s, KILN_SHAPE(4), 3.0));
    kiln_scope (s) {
        kiln_tensor *qa = kiln_sum(kiln_mul(a, a)), *cube = kiln_sum(kiln_mul(b, kiln_mul(b, b)));
        kiln_parts g = kiln_params_grad(kiln_add(qa, cube), p);
        CHECK(g.count == 2 && kiln_extent(g.tensor[0], 1) == 3 &&
              kiln_shares_storage(g.tensor[0], g.tensor[1]));
        CHECK(kiln_item(kiln_sum(g.tensor[0])) == 24 && kiln_item(kiln_sum(g.tensor[1])) == 108);
        kiln_parts second = kiln_params_grad_unused(kiln_sum(g.tensor[1]), p, KILN_UNUSED_NULL);
        CHECK(second.count == 2 && second.tensor[0] == NULL &&
              kiln_item(kiln_sum(second.tensor[1])) == 72);
        second = kiln_params_grad_unused(kiln_sum(g.tensor[1]), p, KILN_UNUSED_ZEROS);
        CHECK(kiln_item(kiln_sum(second.tensor[0])) == 0);
        CHECK_EQ(kiln_params_grad(cube, p).count, 0);
        refused(s, KILN_BAD_ARGUMENT, "params_grad: the loss does not depend on parameter \"a\"");
        CHECK_EQ(kiln_params_grad(a, p).count, 0);
        refused(s, KILN_BAD_SHAPE, "params_grad: loss is f32[2,3], expected one element");
        CHECK(kiln_ok(kiln_params_add(p, "c", kiln_zeros(s, KILN_SHAPE(2), KILN_I64))));
        CHECK_EQ(kiln_params_grad(qa, p).count, 0);
        refused(s, KILN_BAD_DTYPE, "parameter \"c\" is i64[2], expected a float dtype");
        CHECK_EQ(kiln_params_grad_unused(qa, p, (kiln_unused)9).count, 0);
        refused(s, KILN_BAD_ARGUMENT, "unused is 9");
    }
    kiln_params_free(p);
    p = kiln_params_new(s);
    CHECK(kiln_params_grad(kiln_sum(kiln_ones(s, KILN_SHAPE(1))), p).count == 0 && !kiln_failed(s));
    kiln_params_free(p);
    CHECK_EQ(kiln_close(s), 0);
}

/* Names are looked up, not searched for, and a large set goes as it came. */
Test(params, many) {
    kiln_session *s = open_eager();
    kiln_params *p = kiln_params_new(s), *q = kiln_params_new(s);
    char name[64];
    for (int i = 0; i < 2000; i++) {
        snprintf(name, sizeof name, "layers.%d.%d.weight", i / 10, i);
        CHECK(kiln_ok(kiln_params_add(p, name, kiln_zeros(s, KILN_SHAPE(1)))));
    }
    CHECK_OK(kiln_params_nest(q, "model", p));
    CHECK(kiln_params_has(q, "model.layers.7.77.weight") && kiln_params_count(q) == 2000);
    for (int i = 0; i < 2000; i += 2) {
        snprintf(name, sizeof name, "model.layers.%d.%d.weight", i / 10, i);
        CHECK_OK(kiln_params_remove(q, name));
    }
    CHECK(kiln_params_count(q) == 1000 && kiln_params_has(q, "model.layers.7.77.weight"));
    kiln_params_free(p);
    kiln_params_free(q);
    CHECK_EQ(kiln_close(s), 0);
}

static bool build(const kiln_allocator *a) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    o.allocator = a;
    kiln_session *s = kiln_open(&o);
    kiln_params *p = kiln_params_new(s), *q = kiln_params_new(s);
    kiln_params_add(p, "a.b", kiln_ones(s, KILN_SHAPE(3)));
    kiln_params_add(p, "a.c", kiln_ones(s, KILN_SHAPE(2, 2)));
    kiln_params_rename(p, "a.c", "a.d");
    kiln_params_nest(q, "m", p);
    kiln_params *u = kiln_params_under(q, "m.a");
    kiln_adam_options usual = KILN_ADAM_OPTIONS_INIT;
    kiln_optimizer *opt = kiln_optimizer_adam(q, &usual);
    kiln_tensor *sum = kiln_sum(kiln_mul(kiln_params_get(q, "m.a.b"), 2.0)),
                *more = kiln_sum(kiln_params_get(q, "m.a.d"));
    kiln_parts g = kiln_params_grad(kiln_add(sum, more), q);
    kiln_clip_grad_norm_(kiln_list_from(g.count, g.tensor), 1.0, 2);
    kiln_optimizer_step(opt, kiln_list_from(g.count, g.tensor));
    (void)kiln_optimizer_state(opt);
    kiln_eval(kiln_params_list(q));
    bool well = !kiln_failed(s);
    kiln_params_free(p);
    kiln_params_free(q);
    kiln_params_free(u);
    kiln_optimizer_free(opt);
    kiln_close(s);
    return well;
}

/* Each allocation fails in turn: no crash, no leak, and the session says so or nothing was lost. */
Test(params, every_allocation_may_fail) {
    check_alloc a;
    bool well = false;
    for (long long at = 1; !well && at < 4000; at++) {
        check_alloc_init(&a, at);
        well = build(&a.vtable) && atomic_load(&a.calls) < at;
        cr_assert(atomic_load(&a.live) == 0, "failing allocation %lld leaves %lld bytes", at,
                  (long long)atomic_load(&a.live));
    }
    CHECK(well);
}

/* ---- with checkpoints */

Test(params, a_set_and_its_optimiser_go_through_a_checkpoint) {
    char folder[64], path[96];
    double end[2];
    check_folder(folder);
    snprintf(path, sizeof path, "%s/c.safetensors", folder);
    for (int second = 0; second < 2; second++) {
        kiln_options o = KILN_OPTIONS_INIT;
        o.cache_dir = "off";
        kiln_session *s = kiln_open(&o);
        kiln_params *p = kiln_params_new(s);
        kiln_params_add(p, "fc.weight", kiln_ones(s, KILN_SHAPE(3, 4)));
        kiln_params_add(p, "fc.bias", kiln_ones(s, KILN_SHAPE(3)));
        kiln_adam_options adam = KILN_ADAM_OPTIONS_INIT;
        kiln_optimizer *optimizer = kiln_optimizer_adam(p, &adam);
        kiln_checkpoint c = KILN_CHECKPOINT_INIT;
        c.parameters = kiln_params_named(p);
        c.state = kiln_params_named(kiln_optimizer_state(optimizer)); /* once */
        for (int step = second ? 3 : 0; step < 6; step++) {
            if (!second && step == 3) {
                char beside[112];
                snprintf(beside, sizeof beside, "%s.raptorq", path);
                fclose(fopen(beside, "w")); /* of an older file: it would bring that back */
                CHECK_OK(kiln_checkpoint_save(s, path, &c));
                cr_assert(fopen(beside, "r") == NULL);
            }
            if (second && step == 3) {
                kiln_checkpoint_file *f;
                CHECK_OK(kiln_checkpoint_open(path, 0, NULL, &f, NULL, 0));
                CHECK_OK(kiln_checkpoint_load(s, f, &c));
                kiln_checkpoint_close(f);
            }
            kiln_scope (s) {
                kiln_tensor *w = kiln_params_get(p, "fc.weight"),
                            *b = kiln_params_get(p, "fc.bias");
                kiln_tensor *y = kiln_add(kiln_sum(kiln_square(w), KILN_AXES(1), false), b);
                kiln_tensor *loss = kiln_sum(kiln_square(y), KILN_ALL_AXES, false);
                kiln_parts g = kiln_params_grad(loss, p);
                kiln_optimizer_step(optimizer, kiln_list_from(g.count, g.tensor));
                end[second] = kiln_item(loss);
            }
        }
        cr_assert(!kiln_failed(s), "%s", kiln_error_text(s));
        kiln_optimizer_free(optimizer);
        kiln_params_free(p);
        kiln_close(s);
    }
    cr_assert(end[0] == end[1], "%.17g, then %.17g", end[0], end[1]);
    check_unfolder(folder);
}
