/* SPDX-License-Identifier: Apache-2.0
 * A kernel specification as readable loops. Called by `kiln dump --stage loops` and when a cache
 * entry is written. */
#include "ir/graph.h"
#include "ir/kernel.h"

static const char *const kind_names[] = {"map", "row", "lane", "column", "contract"};
static const char *const step_names[] = {"0", "1", "s"};

static const char *dtype_text(int dtype) { return kiln_dtype_short((kiln_dtype)dtype); }

static void print_leaf(const kernel_spec *s, int l, kn_text *out) {
    const kernel_leaf *leaf = &s->leaf[l];
    kn_text_add(out, "  leaf %d: %s%s [", l, leaf->is_index ? "index " : "",
                dtype_text(leaf->dtype));
    for (int d = 0; d < s->rank; d++) {
        const char *step = leaf->step[d] <= STEP_ANY ? step_names[leaf->step[d]] : "?";
        kn_text_add(out, "%s%s", d ? ", " : "", step);
    }
    kn_text_add(out, "]\n");
}

static void print_value(const kernel_spec *s, int v, const char *indent, kn_text *out) {
    const kernel_value *kv = &s->value[v];
    kn_text_add(out, "%s%%%d:%s = ", indent, v, dtype_text(kv->dtype));
    switch (kv->kind) {
    case KV_LOAD: kn_text_add(out, "leaf %d", kv->index); break;
    case KV_CONST:
        kn_text_add(out, "const %.17g (0x%llx)", ir_value_of((kiln_dtype)kv->dtype, kv->bits),
                    (unsigned long long)kv->bits);
        break;
    case KV_SCALAR: kn_text_add(out, "scalar %d", kv->index); break;
    case KV_ACC: kn_text_add(out, "sum over k of leaf 0 * leaf 1"); break;
    case KV_REDUCE:
        kn_text_add(out, "%s over the loop of %%%d", ir_ops[kv->op].name, kv->operand[0]);
        break;
    default:
        kn_text_add(out, "%s", ir_ops[kv->op].name);
        for (int i = 0; i < ir_ops[kv->op].noperands; i++)
            kn_text_add(out, "%s%%%d", i ? ", " : " ", kv->operand[i]);
    }
    kn_text_add(out, "\n");
}

static void print_stores(const kernel_spec *s, int v, const char *indent, kn_text *out) {
    for (int o = 0; o < s->noutputs; o++) {
        if (s->output[o] != v) continue;
        const char *how = s->stream >> o & 1    ? " (streamed)"
                          : s->scatter >> o & 1 ? " (window, scattered)"
                          : s->window >> o & 1  ? " (window)"
                                                : "";
        kn_text_add(out, "%sout %d <- %%%d%s\n", indent, o, v, how);
    }
}

/* One loop over the row a stage: rowwise values before it, full values and reductions in it. */
static void print_row_stages(const kernel_spec *s, kn_text *out) {
    uint8_t stage[KERNEL_MAX_VALUES], keep[KERNEL_MAX_VALUES];
    int count = kernel_stages(s, stage, keep);
    for (int at = 0; at < count; at++) {
        for (int v = 0; v < s->nvalues; v++) {
            const kernel_value *kv = &s->value[v];
            if (!kv->rowwise || kv->kind == KV_REDUCE || stage[v] != at) continue;
            print_value(s, v, "    ", out);
            print_stores(s, v, "    ", out);
        }
        kn_text_add(out, "    for c: stage %d\n", at);
        for (int v = 0; v < s->nvalues; v++) {
            const kernel_value *kv = &s->value[v];
            if ((kv->rowwise && kv->kind != KV_REDUCE) || stage[v] != at) continue;
            print_value(s, v, "      ", out);
            if (keep[v]) kn_text_add(out, "      keep %%%d\n", v);
            print_stores(s, v, kv->kind == KV_REDUCE ? "    " : "      ", out);
        }
    }
}

static void print_body(const kernel_spec *s, kn_text *out) {
    static const char *const loops[] = {
        "  for r, c:\n",          "  for r:\n",
        "  for r, block of c:\n", "  for outer, block of r, c:\n",
        "  for batch, m, n:\n",
    };
    kn_text_add(out, "%s", loops[s->kind]);
    if (s->kind == KERNEL_ROW) {
        print_row_stages(s, out);
        return;
    }
    for (int v = 0; v < s->nvalues; v++) {
        print_value(s, v, "    ", out);
        print_stores(s, v, "    ", out);
    }
}

void kernel_print(const kernel_spec *s, kn_text *out) {
    if (s->kind > KERNEL_CONTRACT) {
        kn_text_add(out, "kernel of unknown kind %d\n", s->kind);
        return;
    }
    kn_text_add(out, "%s rank %d", kind_names[s->kind], s->rank);
    if (s->kind == KERNEL_CONTRACT) kn_text_add(out, " tile %d x %d", s->mr, s->nr);
    kn_text_add(out, ": %d leaves, %d values, %d outputs, %d scalars\n", s->nleaves, s->nvalues,
                s->noutputs, s->nscalars);
    for (int l = 0; l < s->nleaves; l++) print_leaf(s, l, out);
    print_body(s, out);
}
