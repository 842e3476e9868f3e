/* SPDX-License-Identifier: Apache-2.0
 * Public derivatives by a whole set of parameters. The gradients of one dtype become windows of one
 * storage, a run, so that what follows, clipping and an optimiser's step, is one step for all. */
#include "frontend/training/params_internal.h"

static bool all_floats(kiln_session *s, kiln_site at, const char *call, const kiln_params *p) {
    for (size_t i = 0; i < p->count; i++) {
        char type[160];
        if (!kiln_ok(p->tensor[i]) || fe_is_float((kiln_dtype)fe_of(p->tensor[i])->dtype)) continue;
        fe_error(s, at, call, KILN_BAD_DTYPE, "parameter \"%.200s\" is %s, expected a float dtype",
                 p->entry[i]->name, fe_type_text(p->tensor[i], type, sizeof type));
        return false;
    }
    return true;
}

/* Those of dtype d become windows of one storage. */
static bool join_dtype(kiln_session *s, kiln_tensor **g, size_t n, kiln_dtype d,
                       kiln_tensor **some) {
    size_t count = 0;
    int64_t numel = 0, offset = 0;
    for (size_t i = 0; i < n; i++)
        if (g[i] != NULL && fe_of(g[i])->dtype == d) {
            some[count++] = g[i];
            if (!kn_add_i64(numel, kiln_numel(g[i]), &numel))
                return ir_fail(&s->b, KILN_TOO_LARGE, "the elements of all gradients overflow"),
                       false;
        }
    if (count < 2 || numel == 0) return true;
    kiln_tensor *all = fe_result(s, fe_run_value(s, some, count, 1, &numel));
    for (size_t i = 0; i < n && kiln_ok(all); i++) {
        if (g[i] == NULL || fe_of(g[i])->dtype != d) continue;
        kiln_tensor *part =
            fe_window(s, fe_of(all)->storage, offset, fe_of(g[i])->rank, fe_of(g[i])->extent);
        if (!kiln_ok(part)) return false;
        fe_of(part)->node = fe_node(s, g[i]); /* not by way of the storage: a derivative by it leads
                                                 where the gradient does, and nowhere else */
        fe_of(part)->epoch = s->epoch;
        fe_of(part)->version = (uint32_t)fe_of(all)->storage->version;
        offset += kiln_numel(part);
        fe_drop(s, g[i]);
        g[i] = part;
    }
    if (!kiln_ok(all)) return false;
    fe_drop(s, all);
    return true;
}

static bool join_all(kiln_session *s, kiln_tensor **g, size_t n) {
    if (n == 0) return true;
    kiln_tensor **some = kn_malloc(s->alloc, n * sizeof *some);
    bool well = some != NULL;
    if (!well) ir_fail(&s->b, KILN_NO_MEMORY, "no memory for %zu gradients", n);
    for (int d = 0; d < KILN_DTYPE_COUNT && well; d++)
        if (fe_is_float((kiln_dtype)d)) well = join_dtype(s, g, n, (kiln_dtype)d, some);
    kn_free(s->alloc, some, n * sizeof *some);
    if (!well && s->b.status != KILN_OK) (void)fe_result(s, IR_NONE);
    return well;
}

static bool all_used(kiln_session *s, kiln_site at, const char *call, const kiln_params *p,
                     kiln_tensor *const *g) {
    for (size_t i = 0; i < p->count; i++)
        if (g[i] == NULL) {
            fe_error(s, at, call, KILN_BAD_ARGUMENT,
                     "the loss does not depend on parameter \"%.200s\"; kiln_params_grad_unused "
                     "allows that",
                     p->entry[i]->name);
            return false;
        }
    return true;
}

/* NULL stands for what is not there: fe_parts_done takes it for a failure. */
static kiln_parts all_or_none(kiln_session *s, kiln_parts r, bool well) {
    for (size_t i = 0; i < r.count && !well; i++) {
        if (kiln_ok(r.tensor[i])) fe_drop(s, r.tensor[i]);
        r.tensor[i] = fe_poison(s);
    }
    return well ? r : fe_parts_done(s, r);
}

kiln_parts fe_params_gradients(kiln_site at, const char *call, kiln_tensor *loss,
                               const kiln_params *p, fe_no_path unused) {
    kiln_session *s = fe_enter_params(at, call, p);
    if (s == NULL || !all_floats(s, at, call, p)) return fe_parts_fail();
    kiln_parts r = fe_parts_new(s, p->count);
    if (r.tensor == NULL) return fe_parts_fail();
    fe_no_path asked = unused == FE_UNUSED_ERROR ? FE_UNUSED_NULL : unused;
    bool well = fe_gradients(at, call, loss, kiln_params_list(p), asked, r.tensor) == KILN_OK;
    if (well && unused == FE_UNUSED_ERROR) well = all_used(s, at, call, p, r.tensor);
    if (well && s->b.status != KILN_OK) ir_builder_clear(&s->b);
    return all_or_none(s, r, well && join_all(s, r.tensor, r.count));
}

kiln_parts(kiln_params_grad)(kiln_site at, kiln_tensor *loss, const kiln_params *p) {
    FE_DOOR;
    return fe_params_gradients(at, "params_grad", loss, p, FE_UNUSED_ERROR);
}

kiln_parts(kiln_params_grad_unused)(kiln_site at, kiln_tensor *loss, const kiln_params *p,
                                    kiln_unused unused) {
    FE_DOOR;
    if (unused == KILN_UNUSED_ZEROS || unused == KILN_UNUSED_NULL)
        return fe_params_gradients(at, "params_grad_unused", loss, p,
                                   unused == KILN_UNUSED_ZEROS ? FE_UNUSED_ZEROS : FE_UNUSED_NULL);
    kiln_session *s = fe_enter_params(at, "params_grad_unused", p);
    if (s != NULL)
        fe_error(s, at, "params_grad_unused", KILN_BAD_ARGUMENT,
                 "unused is %d, expected KILN_UNUSED_ZEROS or KILN_UNUSED_NULL", (int)unused);
    return fe_parts_fail();
}
