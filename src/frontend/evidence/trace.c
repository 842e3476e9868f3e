/* SPDX-License-Identifier: Apache-2.0
 * Public traces: what is cut out and written, what is read, replayed and compared. */
#include "runtime/trace.h"

#include <inttypes.h>

#include "base/file.h"
#include "frontend/core/frontend.h"

static bool has_value(const ir_node *n) { return n->reserved != 0; }

/* ---- writing */

/* How node `id` of the segment came about, if a derivative appended it. */
static rt_derived derivation(const kiln_session *s, ir_id id) {
    rt_derived d = {.of = IR_NONE, .kind = RT_DERIVED_SEED};
    const fe_origin *x = fe_origin_of(s, id);
    if (x == NULL) return d;
    d.kind = x->sum ? RT_DERIVED_SUM : RT_DERIVED_RULE;
    d.of = ir_cut_to(&s->cut, x->of);
    d.op = ir_at(&s->g, x->of)->op;
    return d;
}

static kiln_status derivations(const kiln_session *s, rt_derived **out, size_t *n) {
    const ir_graph *g = &s->eval_graph;
    *n = 0;
    *out = kn_malloc(s->alloc, g->count * sizeof **out);
    if (*out == NULL && g->count > 0) return KILN_NO_MEMORY;
    for (ir_id id = 0; id < g->count; id++) {
        ir_id of = s->cut.origin[id];
        if (ir_at(g, id)->op == IR_INPUT || (ir_at(&s->g, of)->flags & FE_GRAD) == 0) continue;
        (*out)[*n] = derivation(s, of);
        (*out)[(*n)++].node = id;
    }
    return KILN_OK;
}

/* What the user calls the leaves; where each leaf's end is in `ends`. */
static kiln_status name_leaves(const kiln_session *s, fe_names *names, size_t **ends) {
    const ir_graph *g = &s->eval_graph;
    size_t place = 0;
    *ends = kn_calloc(s->alloc, g->ninputs, sizeof **ends);
    if (*ends == NULL && g->ninputs > 0) return KILN_NO_MEMORY;
    for (ir_id id = 0; id < g->count; id++) {
        if (ir_at(g, id)->op != IR_INPUT) continue;
        KN_TRY(fe_names_add(s, s->cut.origin[id], names));
        (*ends)[place++] = names->count;
    }
    return KILN_OK;
}

typedef struct node_digests {
    const ir_graph *g;
    kn_hash *to;
} node_digests;

static kiln_status note_digest(void *user, ir_id id, const void *data) {
    const node_digests *d = user;
    return rt_trace_digest(d->g, id, data, &d->to[id]) ? KILN_OK : KILN_NO_MEMORY;
}

static kiln_status digest_nodes(kiln_session *s, void *const *inputs, kn_hash **out, kn_text *why) {
    const ir_graph *g = &s->eval_graph;
    *out = kn_malloc(s->alloc, g->count * sizeof **out);
    if (*out == NULL && g->count > 0) return KILN_NO_MEMORY;
    node_digests d = {g, *out};
    return rt_trace_each_node(s->engine, g, inputs, note_digest, &d, why);
}

static void note_written(kiln_session *s, const fe_trace_what *what, const rt_derived *derived,
                         size_t n, uint64_t nbytes) {
    size_t sums = 0;
    kn_text line;
    for (size_t i = 0; i < n; i++) sums += derived[i].kind == RT_DERIVED_SUM;
    kn_text_init(&line, s->alloc);
    kn_text_add(&line, "\"path\":");
    kn_text_json_string(&line, what->path);
    kn_text_add(&line,
                ",\"reason\":\"%s\",\"nodes\":%zu,\"leaves\":%zu,\"outputs\":%zu,\"derived\":%zu,"
                "\"sums\":%zu,\"nbytes\":%" PRIu64,
                what->reason, s->eval_graph.count, (size_t)s->eval_graph.ninputs,
                s->eval_graph.noutputs, n, sums, nbytes);
    if (!line.failed) rt_note(s->engine, "trace", kn_text_str(&line));
    kn_text_free(&line);
}

static kiln_status write_computed(kiln_session *s, const fe_trace_what *what, void *const *outputs,
                                  kn_text *why) {
    rt_derived *derived = NULL;
    kn_hash *nodes = NULL;
    size_t n = 0, *ends = NULL;
    uint64_t nbytes = 0;
    fe_names parameters = {0};
    rt_trace_source source = {.g = &s->eval_graph,
                              .inputs = what->inputs,
                              .outputs = outputs,
                              .names = what->names,
                              .options = what->options};
    /* the last one's text is the session's */
    for (int i = 0; i < RT_TRACE_SETTINGS; i++)
        source.settings[i] = kiln_setting(s, rt_trace_settings[i]);
    kiln_status status = derivations(s, &derived, &n);
    if (status == KILN_OK) status = name_leaves(s, &parameters, &ends);
    if (status == KILN_OK && what->options->nodes)
        status = digest_nodes(s, what->inputs, &nodes, why);
    source.derived = derived;
    source.nderived = n;
    source.nodes = nodes;
    source.parameters = parameters.name;
    source.parameters_end = ends;
    rt_spending spending;
    if (status == KILN_OK) {
        status = rt_beside_open(s->engine, &spending, &source.stop, why);
        if (status == KILN_OK) status = rt_trace_write(s->alloc, what->path, &source, &nbytes, why);
        status = rt_beside_close(s->engine, status, what->reason, what->at, &spending, why);
    }
    if (status == KILN_OK) note_written(s, what, derived, n, nbytes);
    kn_free(s->alloc, derived, s->eval_graph.count * sizeof *derived);
    kn_free(s->alloc, ends, ends != NULL ? s->eval_graph.ninputs * sizeof *ends : 0);
    fe_names_free(s, &parameters);
    kn_free(s->alloc, nodes, nodes != NULL ? s->eval_graph.count * sizeof *nodes : 0);
    return status;
}

kiln_status fe_trace_write(kiln_session *s, const fe_trace_what *what, kn_text *why) {
    const ir_graph *g = &s->eval_graph;
    void **outputs = kn_calloc(s->alloc, g->noutputs, sizeof *outputs);
    if (outputs == NULL && g->noutputs > 0) return KILN_NO_MEMORY;
    rt_io io = {.inputs = what->inputs, .outputs = outputs};
    kiln_status status = rt_run(s->engine, g, &io, "trace", what->at, why);
    if (status == KILN_OK) status = write_computed(s, what, outputs, why);
    for (size_t o = 0; o < g->noutputs; o++)
        if (outputs[o] != NULL)
            rt_buffer_put(s->engine, outputs[o], ir_nbytes(g, g->outputs[o].id));
    kn_free(s->alloc, outputs, g->noutputs * sizeof *outputs);
    return status;
}

/* ---- what is traced */

/* Roots whose values are there are computed anew, from what they were made of. */
static kiln_status cut_out(kiln_session *s, const ir_id *roots, uint32_t *values, size_t n) {
    for (size_t i = 0; i < n; i++) {
        values[i] = ir_at(&s->g, roots[i])->reserved;
        ir_edit(&s->g, roots[i])->reserved = 0;
    }
    s->cut.leaf = has_value;
    s->cut.values = true;
    kiln_status status = ir_extract(&s->eval_graph, &s->g, roots, n, &s->cut);
    for (size_t i = n; i-- > 0;)
        if (values[i] != 0) ir_edit(&s->g, roots[i])->reserved = values[i];
    return status;
}

static kiln_status bind_leaves(kiln_session *s, void **inputs, kn_text *why) {
    size_t place = 0;
    for (ir_id id = 0; id < s->eval_graph.count; id++) {
        if (ir_at(&s->eval_graph, id)->op != IR_INPUT) continue;
        fe_buffer *b = fe_value_of(s, s->cut.origin[id]);
        if (b == NULL) {
            const char *site = ir_at(&s->eval_graph, id)->site;
            kn_text_add(why,
                        "the value of a leaf, made at %s, was written over; save the trace before",
                        site != NULL ? site : "an unknown line");
            return KILN_STALE;
        }
        inputs[place++] = b->data;
    }
    return KILN_OK;
}

static kiln_status find_roots(kiln_session *s, kiln_list outputs, ir_id *roots, kn_text *why) {
    char type[160];
    for (size_t i = 0; i < outputs.count; i++) {
        roots[i] = fe_node(s, outputs.tensor[i]);
        if (roots[i] == IR_NONE) return s->b.status;
        if (ir_at(&s->g, roots[i])->op == IR_INPUT) {
            kn_text_add(why, "output %zu, %s, is a leaf: nothing that is still known made it", i,
                        fe_type_text(outputs.tensor[i], type, sizeof type));
            return KILN_BAD_ARGUMENT;
        }
        for (size_t k = 0; k < i; k++) {
            if (roots[k] != roots[i]) continue;
            kn_text_add(why, "outputs %zu and %zu are the same value", k, i);
            return KILN_BAD_ARGUMENT;
        }
    }
    return KILN_OK;
}

static kiln_status save(kiln_session *s, kiln_list outputs, fe_trace_what *what, ir_id *roots,
                        uint32_t *values, kn_text *why) {
    KN_TRY(find_roots(s, outputs, roots, why));
    KN_TRY(cut_out(s, roots, values, outputs.count));
    void **inputs = kn_calloc(s->alloc, s->eval_graph.ninputs, sizeof *inputs);
    if (inputs == NULL && s->eval_graph.ninputs > 0) return KILN_NO_MEMORY;
    what->inputs = inputs;
    kiln_status status = bind_leaves(s, inputs, why);
    if (status == KILN_OK) status = fe_trace_write(s, what, why);
    kn_free(s->alloc, inputs, s->eval_graph.ninputs * sizeof *inputs);
    return status;
}

const char *fe_wrong_trace_options(const kiln_trace_options *o) {
    if (o->struct_size != sizeof *o) return "the options' struct_size is not this version's";
    if (o->leaves != KILN_TRACE_EMBED && o->leaves != KILN_TRACE_DIGEST)
        return "options.leaves is neither EMBED nor DIGEST";
    return o->made_by != NULL && !kn_is_utf8(o->made_by) ? "options.made_by is not UTF-8" : NULL;
}

static const char *wrong_arguments(const char *path, kiln_list outputs, const char *const *names,
                                   const kiln_trace_options *o) {
    if (path == NULL || path[0] == '\0') return "the path is null or empty";
    for (size_t i = 0; names != NULL && i < outputs.count; i++) {
        if (names[i] == NULL || names[i][0] == '\0') return "a name is null or empty";
        if (!kn_is_utf8(names[i])) return "a name is not UTF-8";
        for (size_t k = 0; k < i; k++)
            if (strcmp(names[k], names[i]) == 0) return "two outputs have one name";
    }
    return fe_wrong_trace_options(o);
}

kiln_status(kiln_trace_save)(kiln_site at, const char *path, kiln_list outputs,
                             const char *const *names, const kiln_trace_options *options) {
    FE_DOOR;
    const kiln_trace_options defaults = KILN_TRACE_OPTIONS_INIT,
                             *o = options != NULL ? options : &defaults;
    kiln_session *s = fe_enter(at, "trace_save", outputs.tensor, outputs.count);
    if (s == NULL) {
        kiln_session *of = kiln_session_of(fe_first(outputs));
        return of != NULL && of->error != KILN_OK ? of->error : KILN_BAD_ARGUMENT;
    }
    const char *wrong = wrong_arguments(path, outputs, names, o);
    if (wrong != NULL) {
        fe_error(s, at, "trace_save", KILN_BAD_ARGUMENT, "%s", wrong);
        return KILN_BAD_ARGUMENT;
    }
    kn_text why;
    kn_text_init(&why, s->alloc);
    ir_id *roots = kn_malloc(s->alloc, outputs.count * sizeof *roots);
    uint32_t *values = kn_malloc(s->alloc, outputs.count * sizeof *values);
    fe_trace_what what = {.path = path, .reason = "asked", .at = at, .names = names, .options = o};
    kiln_status status = roots != NULL && values != NULL
                             ? save(s, outputs, &what, roots, values, &why)
                             : KILN_NO_MEMORY;
    if (status != KILN_OK &&
        !(status == KILN_BAD_ARGUMENT && why.len == 0 && fe_fault(s, at, "trace_save", status)))
        fe_error(s, at, "trace_save", status, "%s",
                 why.len > 0              ? kn_text_str(&why)
                 : s->b.status != KILN_OK ? s->b.message
                                          : kiln_status_text(status));
    kn_free(s->alloc, roots, outputs.count * sizeof *roots);
    kn_free(s->alloc, values, outputs.count * sizeof *values);
    kn_text_free(&why);
    return status;
}

/* ---- reading */

kiln_status kiln_trace_open(const char *path, const kiln_allocator *allocator,
                            kiln_trace_file **out, char *why, size_t why_size) {
    if (why != NULL && why_size > 0) why[0] = '\0';
    if (out != NULL) *out = NULL;
    if (path == NULL || out == NULL) {
        if (why != NULL && why_size > 0)
            snprintf(why, why_size, "%s is NULL", path == NULL ? "path" : "out");
        return KILN_BAD_ARGUMENT;
    }
    const kn_alloc *a = allocator != NULL ? allocator : kn_alloc_default();
    kn_text text;
    kn_text_init(&text, a);
    kiln_status status = rt_trace_read(a, path, out, &text);
    if (status != KILN_OK && text.len == 0)
        kn_text_add(&text, "%s: %s", path, kiln_status_text(status));
    if (status != KILN_OK) kn_text_copy_out(&text, why, why_size);
    kn_text_free(&text);
    return status;
}

void kiln_trace_close(kiln_trace_file *t) { rt_trace_free(t); }
const kiln_envelope *kiln_trace_envelope(const kiln_trace_file *t) {
    return t != NULL ? t->envelope : NULL;
}
size_t kiln_trace_leaf_count(const kiln_trace_file *t) { return t != NULL ? t->nleaves : 0; }
size_t kiln_trace_output_count(const kiln_trace_file *t) { return t != NULL ? t->noutputs : 0; }
size_t kiln_trace_node_count(const kiln_trace_file *t) { return t != NULL ? t->g.count : 0; }
size_t kiln_trace_derived_count(const kiln_trace_file *t) { return t != NULL ? t->nderived : 0; }

const char *kiln_trace_graph(const kiln_trace_file *t, size_t *nbytes) {
    if (nbytes != NULL) *nbytes = t != NULL ? t->text_nbytes : 0;
    return t != NULL ? t->text : NULL;
}

const char *kiln_trace_setting(const kiln_trace_file *t, const char *key) {
    for (int i = 0; t != NULL && key != NULL && i < RT_TRACE_SETTINGS; i++)
        if (strcmp(key, rt_trace_settings[i]) == 0) return t->settings[i];
    return NULL;
}

static kiln_trace_item item_of(const kiln_trace_file *t, const rt_trace_item *x) {
    const ir_node *n = ir_at(&t->g, x->node);
    kiln_trace_item item = {
        x->name, (kiln_dtype)n->dtype, {n->rank, ir_shape(&t->g, x->node)}, "", x->data, x->nbytes,
        x->site};
    kn_hash_hex(x->digest, item.digest);
    return item;
}

kiln_trace_item kiln_trace_leaf(const kiln_trace_file *t, size_t i) {
    const kiln_trace_item none = {0};
    return t != NULL && i < t->nleaves ? item_of(t, &t->leaves[i]) : none;
}

kiln_trace_item kiln_trace_output(const kiln_trace_file *t, size_t i) {
    const kiln_trace_item none = {0};
    return t != NULL && i < t->noutputs ? item_of(t, &t->outputs[i]) : none;
}

size_t kiln_trace_parameter_count(const kiln_trace_file *t, size_t leaf) {
    return t != NULL && leaf < t->nleaves ? t->leaves[leaf].nparameters : 0;
}

kiln_trace_parameter kiln_trace_parameter_at(const kiln_trace_file *t, size_t leaf, size_t i) {
    const kiln_trace_parameter none = {0};
    return i < kiln_trace_parameter_count(t, leaf) ? t->leaves[leaf].parameters[i] : none;
}

kiln_trace_derived kiln_trace_derived_at(const kiln_trace_file *t, size_t i) {
    const kiln_trace_derived none = {0};
    if (t == NULL || i >= t->nderived) return none;
    const rt_derived *d = &t->derived[i];
    const char *rule = d->kind == RT_DERIVED_RULE  ? ir_ops[d->op].name
                       : d->kind == RT_DERIVED_SUM ? "accumulate"
                                                   : "seed";
    return (kiln_trace_derived){d->node, d->of == IR_NONE ? -1 : (int64_t)d->of, rule};
}

bool kiln_trace_node_digest(const kiln_trace_file *t, size_t node, char digest[33]) {
    if (t == NULL || t->nodes == NULL || node >= t->g.count || digest == NULL) return false;
    kn_hash_hex(t->nodes[node], digest);
    return true;
}

kiln_status kiln_trace_compare(const kiln_trace_file *a, const kiln_trace_file *b,
                               kiln_trace_difference *out) {
    FE_DOOR;
    if (a == NULL || b == NULL || out == NULL || out->struct_size != sizeof *out)
        return KILN_BAD_ARGUMENT;
    rt_trace_compare(a, b, out);
    return KILN_OK;
}

/* ---- computing again */

static const kiln_trace_given *given_for(const char *name, const kiln_trace_given *given,
                                         size_t n) {
    for (size_t i = 0; i < n; i++)
        if (given[i].name != NULL && strcmp(given[i].name, name) == 0) return &given[i];
    return NULL;
}

/* A leaf's elements in a buffer of their own, as kernels read them. */
static kiln_status bind_leaf(kiln_session *s, const kiln_trace_file *t, size_t i,
                             const kiln_trace_given *given, size_t ngiven, void **to,
                             kn_text *why) {
    const rt_trace_item *leaf = &t->leaves[i];
    const kiln_trace_given *g = given_for(leaf->name, given, ngiven);
    const void *data = g != NULL ? g->data : leaf->data;
    kn_hash found;
    if (data == NULL && leaf->nbytes > 0) {
        kn_text_add(why, "leaf \"%s\" is in the trace by its digest alone, and is not given",
                    leaf->name);
        return KILN_BAD_ARGUMENT;
    }
    if (g != NULL && g->nbytes != leaf->nbytes) {
        kn_text_add(why, "leaf \"%s\" is given with %zu bytes, expected %zu", leaf->name, g->nbytes,
                    leaf->nbytes);
        return KILN_BAD_ARGUMENT;
    }
    *to = rt_buffer_get(s->engine, leaf->nbytes);
    if (*to == NULL) return KILN_NO_MEMORY;
    if (leaf->nbytes > 0) memcpy(*to, data, leaf->nbytes);
    if (!rt_trace_digest(&t->g, leaf->node, *to, &found)) return KILN_NO_MEMORY;
    if (kn_hash_same(found, leaf->digest)) return KILN_OK;
    char expected[33], have[33];
    kn_hash_hex(leaf->digest, expected);
    kn_hash_hex(found, have);
    kn_text_add(why, "leaf \"%s\" is given with digest %s, expected %s", leaf->name, have,
                expected);
    return KILN_BAD_ARGUMENT;
}

static void note_replay(kiln_session *s, const kiln_trace_file *t, kiln_status status,
                        const kiln_replay *r) {
    kn_text line;
    kn_text_init(&line, s->alloc);
    kn_text_add(&line, "\"trace\":\"%s\",\"nodes\":%zu,\"status\":\"%s\",\"same\":%s,\"text\":",
                t->envelope->digest, t->g.count, kiln_status_name(status),
                status == KILN_OK && r->same ? "true" : "false");
    kn_text_json_string(&line, status == KILN_OK ? r->text : "");
    if (!line.failed) rt_note(s->engine, "replay", kn_text_str(&line));
    kn_text_free(&line);
}

static kiln_status replay(kiln_session *s, kiln_site at, const kiln_trace_file *t,
                          const kiln_trace_given *given, size_t ngiven, kiln_replay *report,
                          kn_text *why) {
    if (strcmp(kiln_setting(s, "matmul"), kiln_trace_setting(t, "matmul")) != 0) {
        kn_text_add(why,
                    "settings.matmul: the trace was made with %s, the session has %s, and bits "
                    "depend on it",
                    kiln_trace_setting(t, "matmul"), kiln_setting(s, "matmul"));
        return KILN_UNSUPPORTED;
    }
    for (size_t i = 0; i < ngiven; i++) {
        size_t k = 0;
        while (k < t->nleaves &&
               (given[i].name == NULL || strcmp(given[i].name, t->leaves[k].name) != 0))
            k++;
        if (k < t->nleaves) continue;
        kn_text_add(why, "\"%s\" is given, which is no leaf of the trace",
                    given[i].name != NULL ? given[i].name : "(null)");
        return KILN_BAD_ARGUMENT;
    }
    void **inputs = kn_calloc(s->alloc, t->nleaves, sizeof *inputs);
    if (inputs == NULL && t->nleaves > 0) return KILN_NO_MEMORY;
    kiln_status status = KILN_OK;
    for (size_t i = 0; i < t->nleaves && status == KILN_OK; i++)
        status = bind_leaf(s, t, i, given, ngiven, &inputs[i], why);
    if (status == KILN_OK) status = rt_trace_replay(s->engine, t, inputs, at, report, why);
    for (size_t i = 0; i < t->nleaves; i++)
        if (inputs[i] != NULL) rt_buffer_put(s->engine, inputs[i], t->leaves[i].nbytes);
    kn_free(s->alloc, inputs, t->nleaves * sizeof *inputs);
    return status;
}

kiln_status(kiln_trace_replay)(kiln_site at, kiln_session *s, const kiln_trace_file *t,
                               const kiln_trace_given *given, size_t ngiven, kiln_replay *report) {
    FE_DOOR;
    if (fe_enter_session(at, "trace_replay", s) == NULL)
        return s != NULL && s->error != KILN_OK ? s->error : KILN_BAD_ARGUMENT;
    const char *wrong = t == NULL                     ? "the trace is null"
                        : report == NULL              ? "the report is null"
                        : given == NULL && ngiven > 0 ? "the list of leaves is null"
                        : report->struct_size != sizeof *report
                            ? "the report's struct_size is not this version's"
                            : NULL;
    if (wrong != NULL) {
        fe_error(s, at, "trace_replay", KILN_BAD_ARGUMENT, "%s", wrong);
        return KILN_BAD_ARGUMENT;
    }
    kn_text why;
    kn_text_init(&why, s->alloc);
    *report = (kiln_replay){.struct_size = sizeof *report, .node = -1, .output = -1, .element = -1};
    kiln_status status = replay(s, at, t, given, ngiven, report, &why);
    note_replay(s, t, status, report);
    if (status != KILN_OK)
        fe_error(s, at, "trace_replay", status, "%s",
                 why.len > 0 ? kn_text_str(&why) : kiln_status_text(status));
    kn_text_free(&why);
    return status;
}
