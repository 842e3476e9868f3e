/* SPDX-License-Identifier: Apache-2.0
 * Two traces side by side: the first node at which they part, and by what. Called by the frontend's
 * trace.c. */
#include <stdio.h>

#include "runtime/engine.h"
#include "runtime/trace.h"

static bool same_ints(const int64_t *a, const int64_t *b, int n) {
    return n == 0 || memcmp(a, b, (size_t)n * sizeof *a) == 0;
}

static kiln_trace_parting parting(const kiln_trace_file *a, const kiln_trace_file *b, ir_id id,
                                  size_t place) {
    const ir_node *x = ir_at(&a->g, id), *y = ir_at(&b->g, id);
    bool same = x->op == y->op && x->dtype == y->dtype && x->rank == y->rank &&
                x->noperands == y->noperands && x->nattrs == y->nattrs &&
                same_ints(x->shape, y->shape, x->rank) && same_ints(x->attrs, y->attrs, x->nattrs);
    for (int k = 0; same && k < x->noperands; k++) same = x->operand[k] == y->operand[k];
    if (!same || (x->op == IR_CONST && x->bits != y->bits)) return KILN_TRACE_STRUCTURE;
    if (x->op == IR_SCALAR && x->bits != y->bits) return KILN_TRACE_NUMBER;
    if (x->op == IR_INPUT && !kn_hash_same(a->leaves[place].digest, b->leaves[place].digest))
        return KILN_TRACE_LEAF;
    return a->nodes && b->nodes && !kn_hash_same(a->nodes[id], b->nodes[id]) ? KILN_TRACE_NODE
                                                                             : KILN_TRACE_EQUAL;
}

static void say(const kiln_trace_file *t, ir_id id, const kn_hash *digest, char *to, size_t size) {
    kn_text line;
    char hex[33];
    kn_text_init(&line, t->alloc);
    if (id < t->g.count)
        ir_print_node(&t->g, id, &line);
    else
        kn_text_add(&line, "the end");
    if (digest) kn_hash_hex(*digest, hex);
    if (digest) kn_text_add(&line, " ; digest %s", hex);
    kn_text_copy_out(&line, to, size);
    kn_text_free(&line);
}

static const kn_hash *digest_of(const kiln_trace_file *t, kiln_trace_parting what, ir_id id,
                                size_t place) {
    return what == KILN_TRACE_LEAF   ? &t->leaves[place].digest
           : what == KILN_TRACE_NODE ? &t->nodes[id]
                                     : NULL;
}

/* The parameter that element `at` of the leaf is of; NULL: none that is known. */
static const kiln_trace_parameter *parameter_at(const rt_trace_item *leaf, int64_t at) {
    for (size_t i = 0; i < leaf->nparameters; i++) {
        const kiln_trace_parameter *p = &leaf->parameters[i];
        if (at >= p->offset && at - p->offset < p->numel) return p;
    }
    return NULL;
}

/* Which element of which parameter: as the first trace calls it, or else the second. */
static void name_leaf(const kiln_trace_file *a, const rt_trace_item *x, const rt_trace_item *y,
                      kiln_trace_difference *out) {
    kiln_dtype dtype = (kiln_dtype)ir_at(&a->g, x->node)->dtype;
    size_t at = 0, size = kiln_dtype_size(dtype);
    const rt_trace_item *names = x->nparameters > 0 ? x : y;
    bool known = x->data && y->data && rt_first_difference(dtype, x->data, y->data, x->nbytes, &at);
    const kiln_trace_parameter *p = known                    ? parameter_at(names, (int64_t)at)
                                    : names->nparameters > 0 ? names->parameters
                                                             : NULL;
    if (p) snprintf(out->parameter, sizeof out->parameter, "%s", p->name);
    if (!known) return;
    out->element = (int64_t)at - (p ? p->offset : 0);
    rt_trace_value(dtype, (const char *)x->data + at * size, out->value_a, sizeof out->value_a);
    rt_trace_value(dtype, (const char *)y->data + at * size, out->value_b, sizeof out->value_b);
}

static void compare_outputs(const kiln_trace_file *a, const kiln_trace_file *b,
                            kiln_trace_difference *out) {
    bool same = a->noutputs == b->noutputs;
    size_t o = 0;
    while (same && o < a->noutputs && a->outputs[o].node == b->outputs[o].node &&
           kn_hash_same(a->outputs[o].digest, b->outputs[o].digest))
        o++;
    if (same && o == a->noutputs) return;
    out->what = KILN_TRACE_OUTPUT;
    const kiln_trace_file *both[] = {a, b};
    char *to[] = {out->a, out->b};
    for (int i = 0; i < 2; i++) {
        char hex[33] = "";
        if (o < both[i]->noutputs) kn_hash_hex(both[i]->outputs[o].digest, hex);
        snprintf(to[i], sizeof out->a, "output %zu of %zu, node %%%u, digest %s", o,
                 both[i]->noutputs, o < both[i]->noutputs ? (unsigned)both[i]->outputs[o].node : 0u,
                 hex);
    }
}

void rt_trace_compare(const kiln_trace_file *a, const kiln_trace_file *b,
                      kiln_trace_difference *out) {
    *out = (kiln_trace_difference){.struct_size = sizeof *out, .node = -1, .element = -1};
    size_t n = a->g.count < b->g.count ? a->g.count : b->g.count, place = 0;
    for (ir_id id = 0; id < n; id++) {
        out->what = parting(a, b, id, place);
        if (out->what != KILN_TRACE_EQUAL) {
            out->node = id;
            say(a, id, digest_of(a, out->what, id, place), out->a, sizeof out->a);
            say(b, id, digest_of(b, out->what, id, place), out->b, sizeof out->b);
            if (out->what == KILN_TRACE_LEAF)
                name_leaf(a, &a->leaves[place], &b->leaves[place], out);
            return;
        }
        place += ir_at(&a->g, id)->op == IR_INPUT;
    }
    if (a->g.count == b->g.count) {
        compare_outputs(a, b, out);
        return;
    }
    out->what = KILN_TRACE_STRUCTURE;
    out->node = (int64_t)n;
    say(a, (ir_id)n, NULL, out->a, sizeof out->a);
    say(b, (ir_id)n, NULL, out->b, sizeof out->b);
}
