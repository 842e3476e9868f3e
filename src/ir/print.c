/* SPDX-License-Identifier: Apache-2.0
 * The text form of docs/ir.md. Called by dumps, by error reports and by tests; parse.c reads it
 * back. */
#include "ir/draft.h"

static void print_type(const ir_node *n, kn_text *out) {
    kn_text_add(out, "%s", kiln_dtype_short((kiln_dtype)n->dtype));
    for (int i = 0; i < n->rank; i++)
        kn_text_add(out, "%c%lld", i ? ',' : '[', (long long)n->shape[i]);
    if (n->rank) kn_text_bytes(out, "]", 1);
}

static void print_attrs(const ir_graph *g, const ir_node *n, kn_text *out) {
    const ir_attr *list;
    int count = ir_attr_list(n->op, &list);
    const int64_t *at = n->attrs;
    if (n->nattrs == 0) return;
    int rank = ir_attr_rank(
        g, &(ir_draft){.op = n->op, .rank = n->rank, .operand = {n->operand[0], n->operand[1]}});
    for (int i = 0; i < count; i++) {
        int numbers = list[i].per_axis ? rank : 1;
        if (numbers == 0) continue;
        kn_text_add(out, "%s%s=", i ? " " : " {", list[i].name);
        for (int k = 0; k < numbers; k++)
            kn_text_add(out, "%s%lld", k ? "," : "", (long long)*at++);
    }
    kn_text_bytes(out, "}", 1);
}

/* A comment ends its line, so nothing in a site may. Blanks at the end of a line mean nothing, so a
 * site has none there. */
static void print_site(const char *site, kn_text *out) {
    enum { LONGEST = 1024 };
    size_t len = strnlen(site, LONGEST);
    while (len > 0 && site[len - 1] == ' ') len--;
    if (len > 0) kn_text_add(out, "  ; at ");
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)site[i];
        kn_text_add(out, "%c", c < 0x20 || c == 0x7f ? '?' : c);
    }
}

/* `same`: the earlier input that this one is another name of, or IR_NONE. */
static void print_line(const ir_graph *g, ir_id id, ir_id same, kn_text *out) {
    const ir_node *n = ir_at(g, id);
    kn_text_add(out, "%%%lu = %s ", (unsigned long)id, ir_ops[n->op].name);
    print_type(n, out);
    for (int k = 0; k < n->noperands; k++) kn_text_add(out, " %%%lu", (unsigned long)n->operand[k]);
    print_attrs(g, n, out);
    if (n->op == IR_CONST || n->op == IR_SCALAR) {
        kn_text_bytes(out, " ", 1);
        ir_value_print(out, (kiln_dtype)n->dtype, n->bits);
    }
    if (n->op == IR_INPUT && same != IR_NONE) {
        kn_text_add(out, " {same=%%%lu}", (unsigned long)same);
    } else if (n->op == IR_INPUT && ir_input_name(g, id)) {
        kn_text_bytes(out, " ", 1);
        kn_text_json_string(out, ir_input_name(g, id));
    }
    if (n->site) print_site(n->site, out);
}

void ir_print_node(const ir_graph *g, ir_id id, kn_text *out) { print_line(g, id, IR_NONE, out); }

void ir_print_op(const ir_graph *g, ir_id id, kn_text *out) {
    const ir_node *n = ir_at(g, id);
    kn_text_add(out, "%s ", ir_ops[n->op].name);
    print_type(n, out);
}

kiln_status ir_no_memory(const ir_graph *g, ir_id id, kn_text *why) {
    const ir_node *n = ir_at(g, id);
    if (!why) return KILN_NO_MEMORY;
    kn_text_add(why, "no memory for the %zu bytes of ", ir_nbytes(g, id));
    ir_print_op(g, id, why);
    if (n->site) kn_text_add(why, " (%s)", n->site);
    return KILN_NO_MEMORY;
}

static void print_outputs(const ir_graph *g, kn_text *out) {
    for (size_t i = 0; i < g->noutputs; i++) {
        kn_text_bytes(out, "output ", 7);
        if (g->outputs[i].name) {
            kn_text_json_string(out, g->outputs[i].name);
            kn_text_bytes(out, " ", 1);
        }
        kn_text_add(out, "%%%lu\n", (unsigned long)g->outputs[i].id);
    }
}

void ir_print(const ir_graph *g, kn_text *out) {
    size_t ninputs, place = 0;
    uint32_t *alias = ir_input_aliases(g, &ninputs);
    /* of inputs, by place */
    ir_id *ids = ninputs ? kn_malloc(g->alloc, ninputs * sizeof *ids) : NULL;
    if (ninputs && (!alias || !ids)) {
        out->failed = true;
    } else {
        kn_text_add(out, "kiln 1\n");
        for (size_t id = 0; id < g->count; id++) {
            ir_id same = IR_NONE;
            if (ir_at(g, id)->op == IR_INPUT) {
                if (alias[place] != place) same = ids[alias[place]];
                ids[place++] = (ir_id)id;
            }
            print_line(g, (ir_id)id, same, out);
            kn_text_bytes(out, "\n", 1);
        }
        print_outputs(g, out);
    }
    kn_free(g->alloc, ids, ninputs * sizeof *ids);
    kn_free(g->alloc, alias, ninputs * sizeof *alias);
}
