/* SPDX-License-Identifier: Apache-2.0
 * Public programs: a parsed graph that is inlined into the session when run. */
#include "autograd/autograd.h"
#include "frontend/core/frontend.h"

struct kiln_program {
    kiln_session *session;
    ir_graph g;
    ir_id *inputs; /* INPUT nodes by place */
    size_t ninputs;
    char (*names)[24]; /* made-up names: inputs, then outputs */
};

static kiln_program *program_new(kiln_session *s) {
    kiln_program *p = kn_calloc(s->alloc, 1, sizeof *p);
    if (p == NULL) return NULL;
    p->session = s;
    ir_graph_init(&p->g, s->alloc);
    return p;
}

void kiln_program_close(kiln_program *p) {
    FE_DOOR;
    if (p == NULL) return;
    const kn_alloc *a = p->session->alloc;
    kn_free(a, p->names, (p->ninputs + p->g.noutputs) * sizeof *p->names);
    kn_free(a, p->inputs, p->ninputs * sizeof *p->inputs);
    ir_graph_free(&p->g);
    kn_free(a, p, sizeof *p);
}

/* Finds the inputs and makes names for what has none. */
static kiln_status program_index(kiln_program *p) {
    const kn_alloc *a = p->session->alloc;
    size_t n = 0;
    for (ir_id id = 0; id < p->g.count; id++) n += ir_at(&p->g, id)->op == IR_INPUT;
    ir_id *inputs = kn_calloc(a, n, sizeof *inputs);
    p->names = kn_calloc(a, n + p->g.noutputs, sizeof *p->names);
    if ((inputs == NULL && n > 0) || (p->names == NULL && n + p->g.noutputs > 0)) {
        kn_free(a, inputs, n * sizeof *inputs);
        kn_free(a, p->names, (n + p->g.noutputs) * sizeof *p->names);
        p->names = NULL;
        return KILN_NO_MEMORY;
    }
    p->inputs = inputs;
    for (ir_id id = 0; id < p->g.count; id++)
        if (ir_at(&p->g, id)->op == IR_INPUT) inputs[p->ninputs++] = id;
    for (size_t i = 0; i < n; i++) snprintf(p->names[i], sizeof p->names[i], "in%zu", i);
    for (size_t i = 0; i < p->g.noutputs; i++)
        snprintf(p->names[n + i], sizeof p->names[i], "out%zu", i);
    return KILN_OK;
}

static kiln_program *finished(kiln_program *p, kiln_site at, const char *call, kiln_status status,
                              const char *why) {
    if (status == KILN_OK && p != NULL) status = program_index(p);
    if (p == NULL) status = KILN_NO_MEMORY;
    if (status == KILN_OK) return p;
    if (p != NULL)
        fe_error(p->session, at, call, status, "%s",
                 why != NULL && why[0] != '\0' ? why : kiln_status_text(status));
    kiln_program_close(p);
    return NULL;
}

kiln_program *(kiln_program_parse)(kiln_site at, kiln_session *s, const char *text, size_t nbytes) {
    FE_DOOR;
    if (fe_enter_session(at, "program_parse", s) == NULL) return NULL;
    kiln_program *p = program_new(s);
    kn_text why;
    kn_text_init(&why, s->alloc);
    kiln_status status = p == NULL      ? KILN_NO_MEMORY
                         : text == NULL ? KILN_BAD_ARGUMENT
                                        : ir_parse(&p->g, text, nbytes, &why);
    if (p == NULL) fe_error(s, at, "program_parse", status, "no memory");
    p = finished(p, at, "program_parse", status, kn_text_str(&why));
    kn_text_free(&why);
    return p;
}

size_t kiln_program_inputs(const kiln_program *p) {
    FE_DOOR;
    return p != NULL ? p->ninputs : 0;
}
size_t kiln_program_outputs(const kiln_program *p) {
    FE_DOOR;
    return p != NULL ? p->g.noutputs : 0;
}

static kiln_port port(const kiln_program *p, ir_id id, const char *name, const char *made_up) {
    const ir_node *n = ir_at(&p->g, id);
    kiln_port r = {name != NULL ? name : made_up,
                   (kiln_dtype)n->dtype,
                   {n->rank, ir_shape(&p->g, id)}};
    return r;
}

kiln_port kiln_program_input(const kiln_program *p, size_t i) {
    FE_DOOR;
    const kiln_port none = {"", KILN_DTYPE_COUNT, {-1, NULL}};
    if (p == NULL || i >= p->ninputs) return none;
    return port(p, p->inputs[i], ir_input_name(&p->g, p->inputs[i]), p->names[i]);
}

kiln_port kiln_program_output(const kiln_program *p, size_t i) {
    FE_DOOR;
    const kiln_port none = {"", KILN_DTYPE_COUNT, {-1, NULL}};
    if (p == NULL || i >= p->g.noutputs) return none;
    return port(p, p->g.outputs[i].id, p->g.outputs[i].name, p->names[p->ninputs + i]);
}

static bool input_fits(kiln_session *s, const kiln_program *p, size_t i, const kiln_tensor *t) {
    kiln_port want = kiln_program_input(p, i);
    bool same = fe_of(t)->dtype == want.dtype && fe_of(t)->rank == want.shape.rank;
    for (int d = 0; same && d < fe_of(t)->rank; d++)
        same = fe_of(t)->extent[d] == want.shape.extent[d];
    char type[160];
    if (!same)
        ir_fail(&s->b, KILN_BAD_SHAPE, "input \"%.64s\" takes %s", want.name,
                ir_type_text(&p->g, p->inputs[i], type, sizeof type));
    return same;
}

static kiln_status inline_program(kiln_session *s, const kiln_program *p,
                                  kiln_tensor *const *inputs, ir_id *map) {
    size_t place = 0;
    for (ir_id id = 0; id < p->g.count; id++) {
        const ir_node *n = ir_at(&p->g, id);
        if (n->op == IR_INPUT) {
            if (!input_fits(s, p, place, inputs[place])) return s->b.status;
            map[id] = fe_node(s, inputs[place++]);
        } else {
            ir_id operands[IR_MAX_OPERANDS];
            for (int k = 0; k < n->noperands; k++) operands[k] = map[n->operand[k]];
            map[id] = ir_clone(&s->b, &p->g, id, operands);
        }
        if (map[id] == IR_NONE) return s->b.status;
    }
    return KILN_OK;
}

kiln_status(kiln_program_run)(kiln_site at, kiln_program *p, kiln_tensor *const *inputs,
                              kiln_tensor **outputs) {
    FE_DOOR;
    if (p == NULL || outputs == NULL || (inputs == NULL && p->ninputs > 0)) {
        fe_error(p != NULL ? p->session : NULL, at, "program_run", KILN_BAD_ARGUMENT, "%s null",
                 p == NULL ? "the program is" : "inputs or outputs are");
        return KILN_BAD_ARGUMENT;
    }
    kiln_session *s = p->session;
    for (size_t i = 0; i < p->g.noutputs; i++) outputs[i] = fe_poison(s);
    kiln_session *entered = p->ninputs > 0 ? fe_enter(at, "program_run", inputs, p->ninputs)
                                           : fe_enter_session(at, "program_run", s);
    if (entered != s) return s->error != KILN_OK ? s->error : KILN_BAD_HANDLE;
    ir_id *map = kn_malloc(s->alloc, p->g.count * sizeof *map);
    kiln_status status =
        map == NULL && p->g.count > 0 ? KILN_NO_MEMORY : inline_program(s, p, inputs, map);
    if (status != KILN_OK)
        fe_error(s, at, "program_run", status, "%s",
                 s->b.status != KILN_OK ? s->b.message : kiln_status_text(status));
    fe_begin(s);
    for (size_t i = 0; status == KILN_OK && i < p->g.noutputs; i++) {
        outputs[i] = fe_result(s, map[p->g.outputs[i].id]);
        if (!kiln_ok(outputs[i])) status = s->error;
    }
    fe_end(s, status == KILN_OK);
    for (size_t i = 0; status != KILN_OK && i < p->g.noutputs; i++) outputs[i] = fe_poison(s);
    kn_free(s->alloc, map, p->g.count * sizeof *map);
    return status;
}

static bool float_input(const kiln_program *p, size_t i) {
    return fe_is_float((kiln_dtype)ir_at(&p->g, p->inputs[i])->dtype);
}

/* The sum's gradient is a seed of ones. */
static kiln_status append_gradients(kiln_program *p, ir_builder *b) {
    if (p->g.noutputs == 0)
        return ir_fail(b, KILN_BAD_ARGUMENT, "the program has no output"), b->status;
    ir_id root = p->g.outputs[0].id,
          *wrt = kn_malloc(p->session->alloc, p->ninputs * 2 * sizeof *wrt);
    if (wrt == NULL && p->ninputs > 0) return KILN_NO_MEMORY;
    ir_id *grads = p->ninputs > 0 ? wrt + p->ninputs : NULL;
    size_t n = 0;
    for (size_t i = 0; i < p->ninputs; i++)
        if (float_input(p, i)) wrt[n++] = p->inputs[i];
    ir_id seed = ir_const(b, (kiln_dtype)ir_at(&p->g, root)->dtype, 1);
    if (ir_at(&p->g, root)->rank > 0 && seed != IR_NONE)
        seed = ir_expand(b, seed, ir_at(&p->g, root)->rank, ir_shape(&p->g, root));
    kiln_status status =
        seed == IR_NONE ? b->status : ad_gradients(b, &root, &seed, 1, wrt, n, grads, NULL);
    n = 0;
    for (size_t i = 0; status == KILN_OK && i < p->ninputs; i++) {
        if (!float_input(p, i)) continue;
        kn_text name;
        kn_text_init(&name, p->session->alloc);
        kn_text_add(&name, "grad.%s", kiln_program_input(p, i).name);
        status =
            name.failed ? KILN_NO_MEMORY : ir_add_output(&p->g, grads[n++], kn_text_str(&name));
        kn_text_free(&name);
    }
    kn_free(p->session->alloc, wrt, p->ninputs * 2 * sizeof *wrt);
    return status;
}

kiln_program *(kiln_program_grad)(kiln_site at, kiln_program *p) {
    FE_DOOR;
    if (fe_enter_session(at, "program_grad", p != NULL ? p->session : NULL) == NULL) return NULL;
    kiln_program *q = program_new(p->session);
    if (q == NULL) {
        fe_error(p->session, at, "program_grad", KILN_NO_MEMORY, "no memory");
        return NULL;
    }
    ir_builder b;
    ir_builder_init(&b, &q->g);
    kiln_status status = ir_graph_copy(&q->g, &p->g);
    if (status == KILN_OK) status = program_index(q);
    if (status == KILN_OK) status = append_gradients(q, &b);
    if (status == KILN_OK) { /* index again: there are more outputs */
        const kn_alloc *a = q->session->alloc;
        kn_free(a, q->names, (q->ninputs + p->g.noutputs) * sizeof *q->names);
        kn_free(a, q->inputs, q->ninputs * sizeof *q->inputs);
        q->names = NULL;
        q->inputs = NULL;
        q->ninputs = 0;
    } else if (q->names != NULL) {
        kn_free(q->session->alloc, q->names, (q->ninputs + p->g.noutputs) * sizeof *q->names);
        q->names = NULL;
    }
    return finished(q, at, "program_grad", status, b.message);
}

const char *(kiln_program_dump)(kiln_site at, kiln_program *p, const char *stage) {
    FE_DOOR;
    if (fe_enter_session(at, "program_dump", p != NULL ? p->session : NULL) == NULL) return NULL;
    if (stage == NULL)
        fe_error(p->session, at, "program_dump", KILN_BAD_ARGUMENT, "the stage is null");
    if (stage == NULL) return NULL;
    kiln_session *s = p->session;
    kn_text why;
    kn_text_init(&why, s->alloc);
    kn_text_clear(&s->dump_text);
    kiln_status status = rt_dump(s->engine, &p->g, stage, &s->dump_text, &why);
    if (status == KILN_OK && s->dump_text.failed) status = KILN_NO_MEMORY;
    if (status != KILN_OK)
        fe_error(s, at, "program_dump", status, "%s",
                 why.len > 0 ? kn_text_str(&why) : kiln_status_text(status));
    kn_text_free(&why);
    return status == KILN_OK ? kn_text_str(&s->dump_text) : NULL;
}
