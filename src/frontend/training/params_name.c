/* SPDX-License-Identifier: Apache-2.0
 * What the user calls the elements of a recorded value: names of parameters, and of optimisers'
 * state. Called where errors are told (stale.c, past.c, gradient.c) and traces written (trace.c).
 */
#include <stdio.h>
#include <stdlib.h>

#include "frontend/training/params_internal.h"

/* The storage's value that `id` is a piece of, as it is now, and from which element on. */
static ir_id whole_of(const kiln_session *s, ir_id id, int64_t *offset) {
    *offset = 0;
    for (;;) {
        const ir_node *n = ir_at(&s->g, id);
        int64_t from = 0;
        if (n->noperands != 1 || (n->flags & FE_OWNED) != 0) break;
        if (n->op == IR_SLICE ? !fe_in_one_piece(&s->g, id, &from)
                              : n->op != IR_RESHAPE && n->op != IR_DETACH)
            break;
        *offset += from;
        id = n->operand[0];
    }
    return fe_latest_value(s, id);
}

/* Where t begins among the elements from `offset` on of node `whole`; false: it is no piece of
 * it. A parameter may still show what it was before it moved. */
static bool begins_at(const kiln_session *s, const kiln_tensor *t, ir_id whole, int64_t offset,
                      int64_t *at) {
    const fe_tensor *h = fe_of(t);
    uint64_t value = ir_at(&s->g, whole)->tag;
    bool shows = h->epoch == s->epoch && fe_is_current(h) && h->node == whole;
    int64_t own = 0;
    if (!shows && (value == 0 || h->storage->value != value || !fe_stretch_of(t, &own)))
        return false;
    *at = own - offset;
    return true;
}

/* By place; of several names of one parameter the longest, which says most, and so tells a state
 * from what it is of. */
static int by_place(const void *a, const void *b) {
    const kiln_trace_parameter *x = a, *y = b;
    if (x->offset != y->offset) return x->offset < y->offset ? -1 : 1;
    size_t nx = strlen(x->name), ny = strlen(y->name);
    return nx != ny ? (nx > ny ? -1 : 1) : strcmp(x->name, y->name);
}

static size_t one_each(kiln_trace_parameter *v, size_t n) {
    size_t kept = 0;
    if (n > 1) qsort(v, n, sizeof *v, by_place);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || v[kept - 1].offset != v[i].offset) v[kept++] = v[i];
    return kept;
}

kiln_status fe_names_add(const kiln_session *s, ir_id id, fe_names *to) {
    int64_t offset, at, total = ir_numel(&s->g, id);
    size_t first = to->count;
    ir_id whole = whole_of(s, id, &offset);
    for (const kiln_params *p = s->params; p != NULL; p = p->next)
        for (size_t i = 0; i < p->count; i++) {
            const kiln_tensor *t = p->tensor[i];
            if (!kiln_ok(t) || !begins_at(s, t, whole, offset, &at)) continue;
            int64_t numel = kiln_numel(t);
            if (at >= total || at + numel <= 0) continue;
            KN_TRY(kn_grow(s->alloc, &to->name, &to->cap, to->count + 1, sizeof *to->name));
            to->name[to->count++] = (kiln_trace_parameter){p->entry[i]->name, at, numel};
        }
    if (to->count > first) to->count = first + one_each(to->name + first, to->count - first);
    return KILN_OK;
}

void fe_names_free(const kiln_session *s, fe_names *names) {
    kn_free(s->alloc, names->name, names->cap * sizeof *names->name);
    *names = (fe_names){0};
}

const char *fe_parameter_text(const kiln_session *s, ir_id id, const char *before, char *buf,
                              size_t size) {
    fe_names names = {0};
    char more[48] = "";
    buf[0] = '\0';
    if (fe_names_add(s, id, &names) == KILN_OK && names.count > 0) {
        if (names.count > 1) snprintf(more, sizeof more, " and %zu others", names.count - 1);
        snprintf(buf, size, "%sparameter \"%.*s\"%s", before, FE_SHOWN_NAME, names.name[0].name,
                 more);
    }
    fe_names_free(s, &names);
    return buf;
}
