/* SPDX-License-Identifier: Apache-2.0
 * Public derivatives: finds the nodes, lets autograd append the backward graph, wraps the results. */
#include "autograd/autograd.h"
#include "frontend/frontend.h"

/* A tensor written after the loss was recorded no longer holds the value the loss was made of: PyTorch refuses, and so do we. */
static bool overwritten(kiln_session *s, const kiln_tensor *t, ir_id loss) {
    const fe_storage *st = t->storage;
    if (st->write_epoch != s->epoch || st->write_node <= loss) return false;
    ir_fail(&s->b, KILN_STALE, "a tensor to differentiate by was written at %s after the output was recorded",
            st->write_site != NULL ? st->write_site : "an unknown line");
    return true;
}

static kiln_status differentiate(kiln_session *s, kiln_tensor *root, kiln_tensor *seed, kiln_list wrt, ir_id *nodes, bool *found) {
    ir_id r = fe_node(s, root), sd = seed != NULL ? fe_node(s, seed) : IR_NONE;
    ir_id *grads = nodes + wrt.count;
    if (r == IR_NONE || (seed != NULL && sd == IR_NONE)) return s->b.status;
    for (size_t i = 0; i < wrt.count; i++) {
        nodes[i] = fe_node(s, wrt.tensor[i]);
        if (nodes[i] == IR_NONE) return s->b.status;
    }
    KN_TRY(ad_gradients(&s->b, &r, &sd, 1, nodes, wrt.count, grads, found));
    for (size_t i = 0; i < wrt.count; i++)
        if (!found[i] && overwritten(s, wrt.tensor[i], r)) return s->b.status;
    return KILN_OK;
}

static kiln_status gradients(kiln_site at, const char *call, kiln_tensor *root, kiln_tensor *seed, kiln_list wrt, kiln_tensor **out) {
    kiln_session *s = fe_enter1(at, call, root);
    if (s != NULL && wrt.count > 0 && fe_enter(at, call, wrt.tensor, wrt.count) != s) s = NULL;
    if (s != NULL && seed != NULL && fe_enter1(at, call, seed) != s) s = NULL;
    kiln_session *of = root != NULL ? kiln_session_of(root) : NULL;
    if (out == NULL || s == NULL) {
        for (size_t i = 0; out != NULL && i < wrt.count; i++) out[i] = fe_poison(of);
        if (out == NULL) fe_error(of, at, call, KILN_BAD_ARGUMENT, "the array for the gradients is null");
        return of != NULL && of->error != KILN_OK ? of->error : KILN_BAD_HANDLE;
    }
    ir_id *nodes = kn_malloc(s->alloc, wrt.count * 2 * sizeof *nodes);
    bool *found = kn_calloc(s->alloc, wrt.count + 1, sizeof *found);
    kiln_status status = KILN_NO_MEMORY;
    if ((nodes != NULL || wrt.count == 0) && found != NULL) status = differentiate(s, root, seed, wrt, nodes, found);
    for (size_t i = 0; i < wrt.count; i++) out[i] = fe_poison(s);
    if (status != KILN_OK) fe_error(s, at, call, status, "%s", s->b.status != KILN_OK ? s->b.message : kiln_status_text(status));
    for (size_t i = 0; i < wrt.count && status == KILN_OK; i++) {
        out[i] = fe_result(s, nodes[wrt.count + i]);
        if (!kiln_ok(out[i])) status = s->error;
    }
    kn_free(s->alloc, nodes, wrt.count * 2 * sizeof *nodes);
    kn_free(s->alloc, found, wrt.count + 1);
    return status;
}

kiln_status (kiln_grad)(kiln_site at, kiln_tensor *loss, kiln_list wrt, kiln_tensor **out) {
    if (kiln_ok(loss) && kiln_numel(loss) != 1)
        fe_error(loss->session, at, "grad", KILN_BAD_SHAPE, "loss has %lld elements, expected one; kiln_vjp takes a seed", (long long)kiln_numel(loss));
    if (kiln_ok(loss) && kiln_numel(loss) != 1) {
        for (size_t i = 0; out != NULL && i < wrt.count; i++) out[i] = fe_poison(loss->session);
        return KILN_BAD_SHAPE;
    }
    return gradients(at, "grad", loss, NULL, wrt, out);
}

kiln_status (kiln_vjp)(kiln_site at, kiln_tensor *output, kiln_tensor *seed, kiln_list wrt, kiln_tensor **out) {
    return gradients(at, "vjp", output, seed, wrt, out);
}
