/* SPDX-License-Identifier: Apache-2.0
 * A trace as a file: texts are composed, data are streamed from where they lie. Called by the
 * frontend's trace.c. */
#include <inttypes.h>
#include <stdio.h>

#include "base/file.h"
#include "runtime/envelope.h"
#include "runtime/trace.h"

enum { EMBED_OUTPUTS_NBYTES = 1 << 20, HEAD_ROOM = 64 };

const char *const rt_trace_settings[RT_TRACE_SETTINGS] = {"mode", "path", "matmul", "isa",
                                                          "threads"};

bool rt_trace_digest(const ir_graph *g, ir_id id, const void *data, kn_hash *out) {
    const ir_node *n = ir_at(g, id);
    const char *dtype = kiln_dtype_name((kiln_dtype)n->dtype);
    int64_t rank = n->rank;
    kn_digest d;
    if (!kn_digest_begin(&d)) return false;
    kn_digest_add(&d, dtype, strlen(dtype) + 1);
    kn_digest_add(&d, &rank, sizeof rank);
    kn_digest_add(&d, ir_shape(g, id), (size_t)rank * sizeof(int64_t));
    kn_digest_add(&d, data, ir_nbytes(g, id));
    *out = kn_digest_now(&d);
    kn_digest_end(&d);
    return true;
}

/* What is written after the texts, in order. */
typedef struct writer {
    const kn_alloc *a;
    const rt_trace_source *s;
    kn_text meta, graph, derived, nodes;
    uint64_t data_nbytes;
    bool embed_outputs;
} writer;

static void add_parameters(writer *w, size_t leaf) {
    const kiln_trace_parameter *p = w->s->parameters;
    size_t first = leaf > 0 ? w->s->parameters_end[leaf - 1] : 0;
    kn_text_add(&w->meta, ",\"parameters\":[");
    for (size_t i = first; i < w->s->parameters_end[leaf]; i++) {
        kn_text_add(&w->meta, "%s{\"name\":", i > first ? "," : "");
        kn_text_json_string(&w->meta, p[i].name);
        kn_text_add(&w->meta, ",\"offset\":%" PRId64 ",\"numel\":%" PRId64 "}", p[i].offset,
                    p[i].numel);
    }
    kn_text_add(&w->meta, "]");
}

/* Without its closing brace. */
static void add_item(writer *w, ir_id id, const char *name, const char *site, kn_hash digest,
                     bool embed) {
    const ir_node *n = ir_at(w->s->g, id);
    char hex[33];
    kn_hash_hex(digest, hex);
    kn_text_add(&w->meta, "{\"name\":");
    kn_text_json_string(&w->meta, name);
    kn_text_add(&w->meta, ",\"dtype\":\"%s\",\"shape\":[", kiln_dtype_name((kiln_dtype)n->dtype));
    for (int d = 0; d < n->rank; d++)
        kn_text_add(&w->meta, "%s%" PRId64, d > 0 ? "," : "", ir_shape(w->s->g, id)[d]);
    kn_text_add(&w->meta, "],\"site\":");
    kn_text_json_string(&w->meta, site != NULL ? site : "");
    kn_text_add(&w->meta, ",\"xxh3_128\":\"%s\",\"embedded\":%s", hex, embed ? "true" : "false");
    if (embed) w->data_nbytes += ir_nbytes(w->s->g, id);
}

static kiln_status add_leaves(writer *w) {
    const ir_graph *g = w->s->g;
    size_t place = 0;
    for (ir_id id = 0; id < g->count; id++) {
        if (ir_at(g, id)->op != IR_INPUT) continue;
        char name[24];
        kn_hash digest;
        const char *known = ir_input_name(g, id);
        snprintf(name, sizeof name, "in%zu", place);
        if (!rt_trace_digest(g, id, w->s->inputs[place], &digest)) return KILN_NO_MEMORY;
        if (place > 0) kn_text_add(&w->meta, ",");
        add_item(w, id, known != NULL ? known : name, ir_at(g, id)->site, digest,
                 w->s->options->leaves == KILN_TRACE_EMBED);
        add_parameters(w, place++);
        kn_text_add(&w->meta, "}");
    }
    return KILN_OK;
}

static kiln_status add_outputs(writer *w) {
    const ir_graph *g = w->s->g;
    uint64_t nbytes = 0;
    for (size_t o = 0; o < g->noutputs; o++) nbytes += ir_nbytes(g, g->outputs[o].id);
    w->embed_outputs = nbytes <= EMBED_OUTPUTS_NBYTES;
    for (size_t o = 0; o < g->noutputs; o++) {
        char name[24];
        kn_hash digest;
        snprintf(name, sizeof name, "out%zu", o);
        if (!rt_trace_digest(g, g->outputs[o].id, w->s->outputs[o], &digest)) return KILN_NO_MEMORY;
        if (o > 0) kn_text_add(&w->meta, ",");
        add_item(w, g->outputs[o].id, w->s->names != NULL ? w->s->names[o] : name,
                 ir_at(g, g->outputs[o].id)->site, digest, w->embed_outputs);
        kn_text_add(&w->meta, "}");
    }
    return KILN_OK;
}

static void compose_notes(writer *w) {
    static const char *const words[] = {"", "rule", "sum", "seed"};
    for (size_t i = 0; i < w->s->nderived; i++) {
        const rt_derived *d = &w->s->derived[i];
        kn_text_add(&w->derived, "%u %s", (unsigned)d->node, words[d->kind]);
        if (d->kind != RT_DERIVED_SEED && d->of != IR_NONE)
            kn_text_add(&w->derived, " %u", (unsigned)d->of);
        else
            kn_text_add(&w->derived, " -");
        kn_text_add(&w->derived, " %s\n", d->kind == RT_DERIVED_RULE ? ir_ops[d->op].name : "-");
    }
    for (size_t i = 0; w->s->nodes != NULL && i < w->s->g->count; i++) {
        char hex[33];
        kn_hash_hex(w->s->nodes[i], hex);
        kn_text_add(&w->nodes, "%s\n", hex);
    }
}

static kiln_status compose(writer *w) {
    ir_print(w->s->g, &w->graph);
    compose_notes(w);
    kn_text_add(&w->meta, "{\"graph\":%zu,\"derived\":%zu,\"nodes\":%zu,\"settings\":{",
                w->graph.len, w->derived.len, w->nodes.len);
    for (int i = 0; i < RT_TRACE_SETTINGS; i++) {
        kn_text_add(&w->meta, "%s\"%s\":", i > 0 ? "," : "", rt_trace_settings[i]);
        kn_text_json_string(&w->meta, w->s->settings[i]);
    }
    kn_text_add(&w->meta, "},\"leaves\":[");
    KN_TRY(add_leaves(w));
    kn_text_add(&w->meta, "],\"outputs\":[");
    KN_TRY(add_outputs(w));
    kn_text_add(&w->meta, "]}\n");
    return w->meta.failed || w->graph.failed || w->derived.failed || w->nodes.failed
               ? KILN_NO_MEMORY
               : KILN_OK;
}

static kiln_status stream(const writer *w, kn_file_out *out, kn_text *why) {
    const ir_graph *g = w->s->g;
    const kn_text *texts[] = {&w->meta, &w->graph, &w->derived, &w->nodes};
    size_t place = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        KN_TRY(kn_file_out_bytes(out, kn_text_str(texts[i]), texts[i]->len, why));
    for (ir_id id = 0; id < g->count && w->s->options->leaves == KILN_TRACE_EMBED; id++)
        if (ir_at(g, id)->op == IR_INPUT)
            KN_TRY(kn_file_out_bytes(out, w->s->inputs[place++], ir_nbytes(g, id), why));
    for (size_t o = 0; o < g->noutputs && w->embed_outputs; o++)
        KN_TRY(kn_file_out_bytes(out, w->s->outputs[o], ir_nbytes(g, g->outputs[o].id), why));
    return KILN_OK;
}

static kiln_status write_all(const writer *w, kn_file_out *out, const kiln_envelope *e,
                             kn_text *head, kn_text *why) {
    kn_digest digest;
    if (!kn_digest_begin(&digest)) return KILN_NO_MEMORY;
    kiln_status status = kn_file_out_bytes(out, kn_text_str(head), head->len, why);
    out->digest = &digest;
    if (status == KILN_OK) status = stream(w, out, why);
    out->digest = NULL;
    kiln_envelope sealed = *e;
    size_t room = head->len;
    sealed.length = digest.length;
    kn_hash_hex(kn_digest_now(&digest), sealed.digest);
    kn_digest_end(&digest);
    kn_text_clear(head);
    if (status == KILN_OK) status = kn_envelope_head(&sealed, room, head, why);
    return status == KILN_OK ? kn_file_out_patch(out, 0, kn_text_str(head), head->len, why)
                             : status;
}

static kiln_status write_file(const writer *w, const char *path, uint64_t *nbytes, kn_text *why) {
    const kiln_trace_options *o = w->s->options;
    kiln_envelope e = KILN_ENVELOPE_INIT;
    kn_text head;
    kn_file_out out;
    e.kind = "trace";
    e.format = KILN_TRACE_FORMAT;
    e.made_by = o->made_by;
    e.created = o->created == KILN_ENVELOPE_NOW ? kn_envelope_now() : o->created;
    kn_hash_hex(kn_hash_bytes("", 0), e.digest);
    kn_text_init(&head, w->a);
    kiln_status status = kn_envelope_head(&e, 0, &head, why);
    size_t room = head.len + HEAD_ROOM;
    kn_text_clear(&head);
    if (status == KILN_OK) status = kn_envelope_head(&e, room, &head, why);
    if (status == KILN_OK) status = kn_file_out_begin(&out, w->a, path, 0666, why);
    if (status == KILN_OK) {
        out.stop = w->s->stop;
        status = write_all(w, &out, &e, &head, why);
        if (status == KILN_OK)
            status = kn_file_out_commit(&out, why);
        else
            kn_file_out_drop(&out);
    }
    *nbytes = room + w->meta.len + w->graph.len + w->derived.len + w->nodes.len + w->data_nbytes;
    kn_text_free(&head);
    return status;
}

kiln_status rt_trace_write(const kn_alloc *a, const char *path, const rt_trace_source *source,
                           uint64_t *nbytes, kn_text *why) {
    writer w = {.a = a, .s = source};
    kn_text *texts[] = {&w.meta, &w.graph, &w.derived, &w.nodes};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) kn_text_init(texts[i], a);
    kiln_status status = compose(&w);
    if (status == KILN_OK) status = write_file(&w, path, nbytes, why);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) kn_text_free(texts[i]);
    return status;
}
