/* SPDX-License-Identifier: Apache-2.0
 * Public derivatives: finds the nodes, lets autograd append the backward graph, wraps the results.
 */
#include "autograd/autograd.h"
#include "frontend/core/frontend.h"

/* A tensor written after the loss was recorded no longer holds the value the loss was made of:
 * PyTorch refuses, and so do we. */
static bool overwritten(kiln_session *s, kiln_tensor *t, ir_id loss) {
    const fe_storage *st = fe_of(t)->storage;
    char of[FE_PARAMETER_TEXT];
    if (st->write_epoch != s->epoch || st->write_node <= loss) return false;
    fe_audit(s, RT_CHECK_STALE, s->b.site, "grad");
    ir_fail(&s->b, KILN_STALE,
            "a tensor to differentiate by%s was written at %s after the output was recorded",
            fe_parameter_text(s, fe_node(s, t), ", ", of, sizeof of),
            fe_written_at(st) != NULL ? fe_written_at(st) : "an unknown line");
    return true;
}

/* Room for the nodes of one call: roots, their seeds, wrt, gradients. */
typedef struct gradient_nodes {
    ir_id *root, *seed, *wrt, *grad;
    bool *found;
    size_t nids;
} gradient_nodes;

static bool nodes_take(kiln_session *s, gradient_nodes *n, size_t nroots, size_t nwrt) {
    n->nids = 2 * nroots + 2 * nwrt;
    n->root = kn_malloc(s->alloc, n->nids * sizeof *n->root);
    n->found = kn_calloc(s->alloc, nwrt + 1, sizeof *n->found);
    if (n->root == NULL || n->found == NULL) return false;
    n->seed = n->root + nroots;
    n->wrt = n->seed + nroots;
    n->grad = n->wrt + nwrt;
    return true;
}

static void nodes_give(kiln_session *s, gradient_nodes *n, size_t nwrt) {
    kn_free(s->alloc, n->root, n->nids * sizeof *n->root);
    kn_free(s->alloc, n->found, nwrt + 1);
}

/* So that an error names the call that it is the derivative of, and a trace says by which rules it
 * was made. */
static kiln_status note_origin(void *user, ir_id of, ir_id first, bool sum) {
    kiln_session *s = user;
    if (kn_grow(s->alloc, &s->origins, &s->origins_cap, s->norigins + 1, sizeof *s->origins) !=
        KILN_OK)
        return ir_fail(&s->b, KILN_NO_MEMORY, "no memory"), s->b.status;
    s->origins[s->norigins++] = (fe_origin){first, (ir_id)s->g.count, of, sum};
    return KILN_OK;
}

static void note_backward(kiln_session *s, size_t count, size_t norigins) {
    size_t sums = 0;
    kn_text line;
    if (s->config.ledger == NULL) return;
    for (size_t i = norigins; i < s->norigins; i++) sums += s->origins[i].sum;
    kn_text_init(&line, s->alloc);
    kn_text_add(&line, "\"site\":");
    kn_text_json_string(&line, s->b.site != NULL ? s->b.site : "");
    kn_text_add(
        &line,
        ",\"nodes\":%zu,\"rules\":%zu,\"sums\":%zu,\"order\":\"readers, the last recorded first\"",
        s->g.count - count, s->norigins - norigins - sums, sums);
    if (!line.failed) rt_note(s->engine, "backward", kn_text_str(&line));
    kn_text_free(&line);
}

static kiln_status record(kiln_session *s, kiln_list roots, kiln_list wrt, gradient_nodes *n) {
    size_t count = s->g.count, norigins = s->norigins;
    const ad_options options = {FE_PAST, note_origin, s};
    kiln_status status = ad_gradients_with(&s->b, n->root, n->seed, roots.count, n->wrt, wrt.count,
                                           &options, n->grad, n->found);
    if (status != KILN_OK)
        s->norigins = norigins;
    else
        note_backward(s, count, norigins);
    for (size_t id = count; id < s->g.count; id++) ir_edit(&s->g, (ir_id)id)->flags |= FE_GRAD;
    return status;
}

static kiln_status refuse_unused(kiln_session *s, kiln_tensor *t, size_t i) {
    char type[160], of[FE_PARAMETER_TEXT];
    ir_fail(&s->b, KILN_BAD_ARGUMENT,
            "the output does not depend on wrt[%zu]%s, %s made at %s; kiln_grad_unused gives zeros "
            "or NULL there",
            i, fe_parameter_text(s, fe_node(s, t), ", ", of, sizeof of),
            fe_type_text(t, type, sizeof type),
            fe_made_at(fe_of(t)) != NULL ? fe_made_at(fe_of(t)) : "an unknown line");
    return s->b.status;
}

static kiln_status differentiate(kiln_session *s, kiln_list roots, kiln_list seeds, kiln_list wrt,
                                 bool unused, gradient_nodes *n) {
    ir_id last = 0;
    for (size_t i = 0; i < roots.count; i++) {
        kiln_tensor *seed = seeds.count > 0 ? seeds.tensor[i] : NULL;
        n->root[i] = fe_node(s, roots.tensor[i]);
        n->seed[i] = seed != NULL ? fe_node(s, seed) : IR_NONE;
        if (n->root[i] == IR_NONE || (seed != NULL && n->seed[i] == IR_NONE)) return s->b.status;
        if (n->root[i] > last) last = n->root[i];
    }
    for (size_t i = 0; i < wrt.count; i++) {
        n->wrt[i] = fe_node(s, wrt.tensor[i]);
        if (n->wrt[i] == IR_NONE) return s->b.status;
    }
    KN_TRY(fe_check_past(s, n->root, roots.count, wrt));
    KN_TRY(fe_check_saved(s, n->root, roots.count, n->wrt, wrt.count));
    KN_TRY(record(s, roots, wrt, n));
    for (size_t i = 0; i < wrt.count; i++) {
        if (n->found[i]) continue;
        if (overwritten(s, wrt.tensor[i], last)) return s->b.status;
        if (!unused) return refuse_unused(s, wrt.tensor[i], i);
    }
    return KILN_OK;
}

/* All tensors of the call are of one session; missing seeds are allowed. NULL when not. */
static kiln_session *enter_all(kiln_site at, const char *call, kiln_list roots, kiln_list seeds,
                               kiln_list wrt) {
    kiln_session *s = fe_enter(at, call, roots.tensor, roots.count);
    if (s != NULL &&
        ((seeds.tensor == NULL && seeds.count > 0) || (wrt.tensor == NULL && wrt.count > 0))) {
        fe_error(s, at, call, KILN_BAD_ARGUMENT,
                 "a list of tensors is null, expected %zu seeds and %zu to differentiate by",
                 seeds.count, wrt.count);
        s = NULL;
    }
    for (size_t i = 0; i < seeds.count && s != NULL; i++)
        if (seeds.tensor[i] != NULL && fe_enter2(at, call, roots.tensor[0], seeds.tensor[i]) != s)
            s = NULL;
    for (size_t i = 0; i < wrt.count && s != NULL; i++)
        if (fe_enter2(at, call, roots.tensor[0], wrt.tensor[i]) != s) s = NULL;
    return s;
}

static kiln_status gradients(kiln_site at, const char *call, kiln_list roots, kiln_list seeds,
                             kiln_list wrt, fe_no_path unused, kiln_tensor **out) {
    kiln_session *s = enter_all(at, call, roots, seeds, wrt);
    kiln_session *of = s != NULL ? s : kiln_session_of(fe_first(roots));
    for (size_t i = 0; out != NULL && i < wrt.count; i++) out[i] = fe_poison(of);
    if (s != NULL && out == NULL)
        fe_error(s, at, call, KILN_BAD_ARGUMENT, "the array for the gradients is null");
    if (s == NULL || out == NULL)
        return of != NULL && of->error != KILN_OK ? of->error : KILN_BAD_HANDLE;
    gradient_nodes n = {0};
    kiln_status status = KILN_NO_MEMORY;
    if (nodes_take(s, &n, roots.count, wrt.count))
        status = differentiate(s, roots, seeds, wrt, unused != FE_UNUSED_ERROR, &n);
    if (status != KILN_OK)
        fe_error(s, at, call, status, "%s",
                 s->b.status != KILN_OK ? s->b.message : kiln_status_text(status));
    fe_begin(s);
    for (size_t i = 0; i < wrt.count && status == KILN_OK; i++) {
        out[i] = unused != FE_UNUSED_NULL || n.found[i] ? fe_result(s, n.grad[i]) : NULL;
        if (out[i] != NULL && !kiln_ok(out[i])) status = s->error;
    }
    fe_end(s, status == KILN_OK);
    for (size_t i = 0; i < wrt.count && status != KILN_OK; i++) out[i] = fe_poison(s);
    nodes_give(s, &n, wrt.count);
    return status;
}

kiln_status fe_gradients(kiln_site at, const char *call, kiln_tensor *loss, kiln_list wrt,
                         fe_no_path unused, kiln_tensor **out) {
    if (kiln_ok(loss) && kiln_numel(loss) != 1) {
        char type[160];
        fe_error(fe_of(loss)->session, at, call, KILN_BAD_SHAPE,
                 "loss is %s, expected one element; kiln_vjp takes a seed",
                 fe_type_text(loss, type, sizeof type));
        for (size_t i = 0; out != NULL && i < wrt.count; i++)
            out[i] = fe_poison(fe_of(loss)->session);
        return KILN_BAD_SHAPE;
    }
    return gradients(at, call, (kiln_list){1, &loss}, (kiln_list){0, NULL}, wrt, unused, out);
}

kiln_status(kiln_grad)(kiln_site at, kiln_tensor *loss, kiln_list wrt, kiln_tensor **out) {
    FE_DOOR;
    return fe_gradients(at, "grad", loss, wrt, FE_UNUSED_ERROR, out);
}

kiln_status(kiln_grad_unused)(kiln_site at, kiln_tensor *loss, kiln_list wrt, kiln_unused unused,
                              kiln_tensor **out) {
    FE_DOOR;
    kiln_session *s = kiln_session_of(loss);
    if (unused == KILN_UNUSED_ZEROS || unused == KILN_UNUSED_NULL)
        return fe_gradients(at, "grad_unused", loss, wrt,
                            unused == KILN_UNUSED_ZEROS ? FE_UNUSED_ZEROS : FE_UNUSED_NULL, out);
    fe_error(s, at, "grad_unused", KILN_BAD_ARGUMENT,
             "unused is %d, expected KILN_UNUSED_ZEROS or KILN_UNUSED_NULL", (int)unused);
    for (size_t i = 0; out != NULL && i < wrt.count; i++) out[i] = fe_poison(s);
    return KILN_BAD_ARGUMENT;
}

kiln_status(kiln_vjp)(kiln_site at, kiln_tensor *output, kiln_tensor *seed, kiln_list wrt,
                      kiln_tensor **out) {
    FE_DOOR;
    return gradients(at, "vjp", (kiln_list){1, &output}, (kiln_list){1, &seed}, wrt,
                     FE_UNUSED_ERROR, out);
}

kiln_status(kiln_vjps)(kiln_site at, kiln_list outputs, kiln_list seeds, kiln_list wrt,
                       kiln_tensor **out) {
    FE_DOOR;
    kiln_session *s = kiln_session_of(fe_first(outputs));
    if (outputs.count > 0 && outputs.count == seeds.count)
        return gradients(at, "vjps", outputs, seeds, wrt, FE_UNUSED_NULL, out);
    fe_error(
        s, at, "vjps", KILN_BAD_ARGUMENT,
        "%zu outputs and %zu seeds: expected one seed, or NULL, for each of one or more outputs",
        outputs.count, seeds.count);
    for (size_t i = 0; out != NULL && i < wrt.count; i++) out[i] = fe_poison(s);
    return KILN_BAD_ARGUMENT;
}
