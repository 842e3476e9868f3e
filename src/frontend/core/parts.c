/* SPDX-License-Identifier: Apache-2.0
 * Several results of one call: pairs, and arrays that are freed when the scope they were made in
 * closes. */
#include "frontend/core/frontend.h"

struct fe_parts {
    struct fe_parts *next;
    size_t depth, count; /* depth: s->nscopes when it was made */
    kiln_tensor *tensor[];
};

enum { MOST_PARTS = 1 << 24 };

kiln_parts fe_parts_new(kiln_session *s, size_t count) {
    kiln_parts none = {0, NULL};
    size_t bytes;
    if (count > MOST_PARTS) {
        fe_error(s, s->b.site, s->call, KILN_TOO_LARGE,
                 "%zu results are asked for, the limit is %d", count, MOST_PARTS);
        return none;
    }
    fe_parts *p = NULL;
    if (!kn_mul_size(count, sizeof *p->tensor, &bytes) || bytes > SIZE_MAX - sizeof *p ||
        (p = kn_malloc(s->alloc, sizeof *p + bytes)) == NULL) {
        fe_error(s, s->b.site, s->call, KILN_NO_MEMORY, "no memory for %zu results", count);
        return none;
    }
    p->next = s->parts;
    p->depth = s->nscopes;
    p->count = count;
    for (size_t i = 0; i < count; i++) p->tensor[i] = fe_poison(s);
    s->parts = p;
    return (kiln_parts){count, p->tensor};
}

void fe_parts_free(kiln_session *s, size_t depth) {
    while (s->parts != NULL && s->parts->depth >= depth) {
        fe_parts *p = s->parts;
        s->parts = p->next;
        kn_free(s->alloc, p, sizeof *p + p->count * sizeof *p->tensor);
    }
}

kiln_parts fe_parts_done(kiln_session *s, kiln_parts r) {
    bool well = true;
    for (size_t i = 0; i < r.count && well; i++) well = kiln_ok(r.tensor[i]);
    if (well || r.count == 0) return r;
    for (size_t i = 0; i < r.count; i++)
        if (kiln_ok(r.tensor[i])) fe_drop(s, r.tensor[i]);
    fe_parts *p = s->parts; /* the array just made */
    s->parts = p->next;
    kn_free(s->alloc, p, sizeof *p + p->count * sizeof *p->tensor);
    return fe_parts_fail();
}

kiln_parts fe_parts_fail(void) { return (kiln_parts){0, NULL}; }

kiln_parts fe_parts_refuse(kiln_session *s) {
    (void)fe_result(s, IR_NONE);
    return fe_parts_fail();
}

kiln_pair fe_pair(kiln_session *s, ir_id first, ir_id second) {
    kiln_pair p;
    p.first = fe_result(s, second == IR_NONE ? second : first);
    p.second = kiln_ok(p.first) ? fe_result(s, second) : p.first;
    if (kiln_ok(p.first) && !kiln_ok(p.second)) {
        fe_drop(s, p.first);
        p.first = p.second;
    }
    return p;
}

kiln_pair fe_pair_fail(kiln_session *s) { return (kiln_pair){fe_poison(s), fe_poison(s)}; }
