/* SPDX-License-Identifier: Apache-2.0
 * What hardened mode looks at: rights of the memory code lies in, guards of the results, NaNs that no
 * input had. Each finding is a line of the ledger, never another answer. Called by make_plan.c and run.c. */
#include <stdio.h>

#include "runtime/engine.h"

enum { PIECE_NBYTES = 1 << 20 };

/* NaN: all exponent bits and more. */
static bool has_nan(kiln_dtype dtype, const void *data, size_t nbytes, size_t *element) {
    const uint16_t *h = data;
    const uint32_t *f = data;
    const uint64_t *d = data;
    if (ir_dtype_is(dtype, IR_DT_HALF)) {
        uint16_t infinity = dtype == KILN_F16 ? 0x7c00 : 0x7f80;
        for (size_t i = 0; i < nbytes / sizeof *h; i++)
            if ((h[i] & 0x7fff) > infinity) return *element = i, true;
    } else if (dtype == KILN_F32) {
        for (size_t i = 0; i < nbytes / sizeof *f; i++)
            if ((f[i] & 0x7fffffffu) > 0x7f800000u) return *element = i, true;
    } else if (dtype == KILN_F64) {
        for (size_t i = 0; i < nbytes / sizeof *d; i++)
            if ((d[i] & UINT64_C(0x7fffffffffffffff)) > UINT64_C(0x7ff0000000000000))
                return *element = i, true;
    }
    return false;
}

/* The same in pieces: a run that is to stop is not looked at to its end. */
static bool finds_nan(const rt_engine *e, kiln_dtype dtype, const void *data, size_t nbytes, size_t *element) {
    for (size_t at = 0; at < nbytes && !rt_pool_stopped(&e->pool); at += PIECE_NBYTES) {
        size_t n = nbytes - at < PIECE_NBYTES ? nbytes - at : PIECE_NBYTES;
        if (!has_nan(dtype, (const char *)data + at, n, element)) continue;
        *element += at / kiln_dtype_size(dtype);
        return true;
    }
    return false;
}

static bool inputs_have_nan(const rt_engine *e, const ir_graph *g, void *const *inputs) {
    size_t n = 0, element;
    for (ir_id id = 0; id < g->count; id++) {
        if (ir_at(g, id)->op != IR_INPUT) continue;
        if (finds_nan(e, (kiln_dtype)ir_at(g, id)->dtype, inputs[n++], ir_nbytes(g, id), &element)) return true;
    }
    return false;
}

static void check_guards(rt_engine *e, const ir_graph *g, void *const *outputs) {
    for (size_t o = 0; o < g->noutputs; o++) {
        if (rt_buffer_guarded(e, outputs[o], ir_nbytes(g, g->outputs[o].id))) continue;
        char fields[64];
        snprintf(fields, sizeof fields, "\"check\":\"guard\",\"when\":\"run\",\"output\":%zu", o);
        rt_note(e, "guard", fields);
    }
}

static void note_nan(rt_engine *e, const ir_graph *g, size_t o, size_t element) {
    kn_text line, node;
    kn_text_init(&line, e->alloc);
    kn_text_init(&node, e->alloc);
    ir_print_node(g, g->outputs[o].id, &node);
    kn_text_add(&line, "\"check\":\"nan\",\"output\":%zu,\"element\":%zu,\"node\":", o, element);
    kn_text_json_string(&line, kn_text_str(&node));
    kn_text_add(&line, ",\"site\":");
    kn_text_json_string(&line, ir_at(g, g->outputs[o].id)->site);
    if (!line.failed) rt_note(e, "nan", kn_text_str(&line));
    kn_text_free(&node);
    kn_text_free(&line);
}

/* Addresses and rights of one line of the process's memory map: "7f00-7f10 r-xp ...". */
static size_t writable_in(const char *line, const rt_entry *entry) {
    unsigned long long start, end;
    char rights[5];
    size_t n = 0;
    if (sscanf(line, "%llx-%llx %4s", &start, &end, rights) != 3 || !strchr(rights, 'w')) return 0;
    for (size_t k = 0; k < entry->p->nkernels; k++) {
        uintptr_t entries[] = {(uintptr_t)entry->codes[k]->entry, (uintptr_t)entry->codes[k]->edge};
        n += (entries[0] >= start && entries[0] < end) || (entries[1] >= start && entries[1] < end);
    }
    return n;
}

void rt_audit_code(rt_engine *e, const rt_entry *entry) {
    char line[512], fields[96];
    size_t writable = 0;
    if (e->config.mode != KILN_HARDENED || !entry->codes) return;
    FILE *maps = fopen("/proc/self/maps", "re");
    if (!maps) {
        rt_note(e, "wx", "\"check\":\"wx\",\"why\":\"the memory map cannot be read\"");
        return;
    }
    while (fgets(line, sizeof line, maps)) writable += writable_in(line, entry);
    fclose(maps);
    snprintf(fields, sizeof fields, "\"check\":\"wx\",\"kernels\":%zu,\"writable\":%zu", entry->p->nkernels,
             writable);
    rt_note(e, "wx", fields);
}

void rt_harden_after(rt_engine *e, rt_entry *entry, const ir_graph *g, void *const *inputs,
                     void *const *outputs) {
    if (e->config.mode != KILN_HARDENED) return;
    check_guards(e, g, outputs);
    if (entry->nan_noted) return; /* once a plan: a diverged training would fill the ledger */
    for (size_t o = 0; o < g->noutputs; o++) {
        ir_id id = g->outputs[o].id;
        size_t element;
        if (!finds_nan(e, (kiln_dtype)ir_at(g, id)->dtype, outputs[o], ir_nbytes(g, id), &element)) continue;
        if (inputs_have_nan(e, g, inputs) || rt_pool_stopped(&e->pool)) return;
        note_nan(e, g, o, element);
        entry->nan_noted = true;
        return;
    }
}
