/* SPDX-License-Identifier: Apache-2.0
 * A trace computed again on an engine, and where it parts from what was recorded. Called by the
 * frontend's trace.c. */
#include <inttypes.h>
#include <stdio.h>

#include "runtime/engine.h"
#include "runtime/trace.h"

typedef struct replay {
    rt_engine *e;
    const kiln_trace_file *t;
    void *const *inputs;
    void **outputs;
    kiln_replay *report;
    ir_id differs; /* the first node whose digest is another; IR_NONE */
} replay;

static kiln_status compare_node(void *user, ir_id id, const void *data) {
    replay *r = user;
    kn_hash found;
    if (!rt_trace_digest(&r->t->g, id, data, &found)) return KILN_NO_MEMORY;
    if (!kn_hash_same(found, r->t->nodes[id]) && r->differs == IR_NONE) r->differs = id;
    return KILN_OK;
}

void rt_trace_value(kiln_dtype dtype, const void *element, char *to, size_t size) {
    char aligned[16] = {0};
    kn_text text;
    memcpy(aligned, element, kiln_dtype_size(dtype));
    kn_text_init(&text, kn_alloc_default());
    rt_add_value(&text, dtype, aligned);
    kn_text_copy_out(&text, to, size);
    kn_text_free(&text);
}

/* The first element that is another one, where the trace has the recorded ones. */
static void find_element(replay *r, size_t o) {
    const rt_trace_item *item = &r->t->outputs[o];
    kiln_dtype dtype = (kiln_dtype)ir_at(&r->t->g, item->node)->dtype;
    size_t size = kiln_dtype_size(dtype), at;
    const char *now = r->outputs[o], *then = item->data;
    if (!then || !rt_first_difference(dtype, now, then, item->nbytes, &at)) return;
    r->report->element = (int64_t)at;
    rt_trace_value(dtype, then + at * size, r->report->recorded, sizeof r->report->recorded);
    rt_trace_value(dtype, now + at * size, r->report->replayed, sizeof r->report->replayed);
}

static kiln_status compare_outputs(replay *r) {
    for (size_t o = 0; o < r->t->noutputs; o++) {
        kn_hash found;
        if (!rt_trace_digest(&r->t->g, r->t->outputs[o].node, r->outputs[o], &found))
            return KILN_NO_MEMORY;
        if (kn_hash_same(found, r->t->outputs[o].digest)) continue;
        if (r->report->outputs_differ++ > 0) continue;
        r->report->output = (int64_t)o;
        find_element(r, o);
    }
    r->report->same = r->report->outputs_differ == 0;
    return KILN_OK;
}

static kiln_status compare_nodes(replay *r, kn_text *why) {
    if (!r->t->nodes) return KILN_OK;
    KN_TRY(rt_trace_each_node(r->e, &r->t->g, r->inputs, compare_node, r, why));
    if (r->differs != IR_NONE) r->report->node = r->differs;
    if (r->differs != IR_NONE) r->report->same = false;
    return KILN_OK;
}

static void say(replay *r) {
    kiln_replay *p = r->report;
    kn_text text;
    kn_text_init(&text, r->e->alloc);
    if (p->same)
        kn_text_add(&text, "the same bits: %zu outputs%s", r->t->noutputs,
                    r->t->nodes ? ", and every node" : "");
    if (!p->same && p->node >= 0) {
        kn_text_add(&text, "node ");
        ir_print_node(&r->t->g, (ir_id)p->node, &text);
        kn_text_add(&text, " differs");
        const char *site = ir_at(&r->t->g, (ir_id)p->node)->site;
        if (site) kn_text_add(&text, ", recorded at %s", site);
        if (p->output >= 0) kn_text_add(&text, "; ");
    }
    if (!p->same && p->output >= 0) {
        kn_text_add(&text, "output \"%s\" differs", r->t->outputs[p->output].name);
        if (p->element >= 0)
            kn_text_add(&text, " at element %" PRId64 ": recorded %s, replayed %s", p->element,
                        p->recorded, p->replayed);
        else
            kn_text_add(&text, "; the trace has its digest alone");
        if (p->node < 0 && r->t->nodes)
            kn_text_add(
                &text,
                "; the reference computes every node as recorded: the session's path does not");
    }
    kn_text_copy_out(&text, p->text, sizeof p->text);
    kn_text_free(&text);
}

kiln_status rt_trace_replay(rt_engine *e, const kiln_trace_file *t, void *const *inputs,
                            const char *site, kiln_replay *report, kn_text *why) {
    replay r = {.e = e, .t = t, .inputs = inputs, .report = report, .differs = IR_NONE};
    *report = (kiln_replay){.struct_size = sizeof *report, .node = -1, .output = -1, .element = -1};
    r.outputs = kn_calloc(e->alloc, t->noutputs, sizeof *r.outputs);
    if (!r.outputs && t->noutputs > 0) return KILN_NO_MEMORY;
    rt_io io = {.inputs = inputs, .outputs = r.outputs};
    kiln_status status = rt_run(e, &t->g, &io, "replay", site, why);
    if (status == KILN_OK) status = compare_outputs(&r);
    if (status == KILN_OK) status = compare_nodes(&r, why);
    if (status == KILN_OK) say(&r);
    for (size_t o = 0; o < t->noutputs; o++)
        if (r.outputs[o]) rt_buffer_put(e, r.outputs[o], t->outputs[o].nbytes);
    kn_free(e->alloc, r.outputs, t->noutputs * sizeof *r.outputs);
    return status;
}
