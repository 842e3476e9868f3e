/* SPDX-License-Identifier: Apache-2.0
 * The graph as DOT and as JSON, for `kiln dump` and for other programs. Neither is read back. */
#include "ir/draft.h"

/* ---- DOT */

/* JSON's quoting is DOT's too, but for what follows a backslash; a label here holds none. */
static void dot_node(const ir_graph *g, ir_id id, kn_text *out) {
    char type[352];
    const ir_node *n = ir_at(g, id);
    kn_text_add(out, "  n%lu [label=\"%%%lu %s", (unsigned long)id, (unsigned long)id,
                ir_ops[n->op].name);
    if (n->op == IR_CONST || n->op == IR_SCALAR) {
        kn_text_bytes(out, " ", 1);
        ir_value_print(out, (kiln_dtype)n->dtype, n->bits);
    }
    kn_text_add(out, "\\n%s\"%s];\n", ir_type_text(g, id, type, sizeof type),
                ir_op_class(n->op) == IR_SOURCE ? " shape=ellipse" : "");
    for (int k = 0; k < n->noperands; k++)
        kn_text_add(out, "  n%lu -> n%lu;\n", (unsigned long)n->operand[k], (unsigned long)id);
}

void ir_print_dot(const ir_graph *g, kn_text *out) {
    kn_text_add(out, "digraph kiln {\n  node [shape=box];\n");
    for (size_t id = 0; id < g->count; id++) dot_node(g, (ir_id)id, out);
    for (size_t i = 0; i < g->noutputs; i++)
        kn_text_add(out, "  out%zu [label=\"output %zu\" shape=plaintext];\n  n%lu -> out%zu;\n", i,
                    i, (unsigned long)g->outputs[i].id, i);
    kn_text_add(out, "}\n");
}

/* ---- JSON */

static void json_numbers(const int64_t *at, int n, kn_text *out) {
    kn_text_bytes(out, "[", 1);
    for (int i = 0; i < n; i++) kn_text_add(out, "%s%lld", i ? "," : "", (long long)at[i]);
    kn_text_bytes(out, "]", 1);
}

static void json_attrs(const ir_graph *g, const ir_node *n, kn_text *out) {
    const ir_attr *list;
    int count = ir_attr_list(n->op, &list);
    int rank = ir_attr_rank(
        g, &(ir_draft){.op = n->op, .rank = n->rank, .operand = {n->operand[0], n->operand[1]}});
    const int64_t *at = n->attrs;
    for (int i = 0; i < count; i++) {
        kn_text_add(out, ",\"%s\":", list[i].name);
        if (list[i].per_axis)
            json_numbers(at, rank, out);
        else
            kn_text_add(out, "%lld", (long long)*at);
        at += list[i].per_axis ? rank : 1;
    }
}

/* Values are strings: JSON has no NaN, no infinity and no 64-bit integers. */
static void json_node(const ir_graph *g, ir_id id, kn_text *out) {
    const ir_node *n = ir_at(g, id);
    kn_text_add(out, "{\"id\":%lu,\"op\":\"%s\",\"dtype\":\"%s\",\"shape\":", (unsigned long)id,
                ir_ops[n->op].name, kiln_dtype_short((kiln_dtype)n->dtype));
    json_numbers(ir_shape(g, id), n->rank, out);
    kn_text_add(out, ",\"operands\":[");
    for (int k = 0; k < n->noperands; k++)
        kn_text_add(out, "%s%lu", k ? "," : "", (unsigned long)n->operand[k]);
    kn_text_bytes(out, "]", 1);
    json_attrs(g, n, out);
    if (n->op == IR_CONST || n->op == IR_SCALAR) {
        kn_text_add(out, ",\"value\":\"");
        ir_value_print(out, (kiln_dtype)n->dtype, n->bits);
        kn_text_bytes(out, "\"", 1);
    }
    if (n->op == IR_INPUT) {
        kn_text_add(out, ",\"name\":");
        kn_text_json_string(out, ir_input_name(g, id));
    }
    if (n->site) {
        kn_text_add(out, ",\"site\":");
        kn_text_json_string(out, n->site);
    }
    kn_text_bytes(out, "}", 1);
}

void ir_print_json(const ir_graph *g, kn_text *out) {
    kn_text_add(out, "{\"kiln\":1,\"nodes\":[");
    for (size_t id = 0; id < g->count; id++) {
        kn_text_add(out, "%s\n", id ? "," : "");
        json_node(g, (ir_id)id, out);
    }
    kn_text_add(out, "\n],\"outputs\":[");
    for (size_t i = 0; i < g->noutputs; i++) {
        kn_text_add(out, "%s\n{\"id\":%lu,\"name\":", i ? "," : "",
                    (unsigned long)g->outputs[i].id);
        kn_text_json_string(out, g->outputs[i].name);
        kn_text_bytes(out, "}", 1);
    }
    kn_text_add(out, "\n]}\n");
}
