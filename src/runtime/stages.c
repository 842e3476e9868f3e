/* SPDX-License-Identifier: Apache-2.0
 * Every stage of a compilation as text: numbered files of KILN_DUMP, and `kiln dump`. Called by
 * make_plan.c and the frontend. */
#include <fcntl.h>
#include <stdio.h>

#include "base/file.h"
#include "base/io.h"
#include "runtime/engine.h"
#include "runtime/process.h"

enum { MOST_DUMPS = 100000 };

/* Sessions may share the folder: a number that is taken is passed over. */
static bool free_path(rt_engine *e, const char *stage, const char *extension, kn_text *path) {
    while (e->dump_number < MOST_DUMPS) {
        kn_text_clear(path);
        kn_text_add(path, "%s/%03u-%s.%s", e->config.dump_dir, ++e->dump_number, stage, extension);
        if (path->failed) return false;
        struct stat st;
        if (kn_io()->fstatat(AT_FDCWD, kn_text_str(path), &st, 0) != 0) return true;
    }
    return false;
}

/* A dump that cannot be written is told to the ledger; the evaluation goes on. */
void rt_dump_text(rt_engine *e, const char *stage, const char *extension, const kn_text *text) {
    kn_text path, why;
    if (!e->config.dump_dir) return;
    kn_text_init(&path, e->alloc);
    kn_text_init(&why, e->alloc);
    bool written = !text->failed && free_path(e, stage, extension, &path) &&
                   kn_file_write(e->alloc, kn_text_str(&path), kn_text_str(text), text->len, 0644,
                                 &why) == KILN_OK;
    if (!written) {
        kn_text_clear(&path);
        kn_text_add(&path, "\"stage\":\"%s\",\"why\":", stage);
        kn_text_json_string(&path, kn_text_str(&why));
        if (!path.failed) rt_note(e, "dump_failed", kn_text_str(&path));
    }
    kn_text_free(&path);
    kn_text_free(&why);
}

void rt_dump_graph(rt_engine *e, const char *stage, const ir_graph *g) {
    kn_text text;
    if (!e->config.dump_dir) return;
    kn_text_init(&text, e->alloc);
    ir_print(g, &text);
    rt_dump_text(e, stage, "kiln", &text);
    kn_text_free(&text);
}

typedef struct code_dump {
    rt_engine *e;
    const jit_api *api;
    const plan *p;
    jit_dump what;
    kn_text *out, *why;
    kiln_status status;
} code_dump;

/* On a big stack: LLVM. */
static void *dump_code(void *user) {
    code_dump *d = user;
    d->status = KILN_OK;
    for (size_t i = 0; i < d->p->nkernels && d->status == KILN_OK; i++) {
        char hex[33], symbol[64];
        kn_hash_hex(d->p->kernels[i].hash, hex);
        snprintf(symbol, sizeof symbol, "kiln_%s", hex);
        kn_text_add(d->out, "; kernel %zu: %s\n", i, hex);
        d->status = d->api->dump(d->e->alloc, d->p->kernels[i].spec, d->e->config.isa, symbol,
                                 d->what, d->out, d->why);
    }
    return NULL;
}

kiln_status rt_dump_code(rt_engine *e, const plan *p, bool assembly, kn_text *out, kn_text *why) {
    jit_linker *linker;
    code_dump d = {e, NULL, p, assembly ? JIT_DUMP_ASM : JIT_DUMP_LLVM, out, why, KILN_NO_MEMORY};
    kiln_status status = rt_process_jit(&d.api, &linker, why);
    if (status != KILN_OK) return status == KILN_NO_MEMORY ? status : KILN_UNSUPPORTED;
    if (!rt_process_big_stack(dump_code, &d)) kn_text_add(why, "no thread to generate code on");
    return d.status;
}

void rt_dump_loops(const plan *p, kn_text *out) {
    for (size_t i = 0; i < p->nkernels; i++) {
        char hex[33];
        kn_hash_hex(p->kernels[i].hash, hex);
        kn_text_add(out, "kernel %zu %s: ", i, hex);
        kernel_print(p->kernels[i].spec, out);
    }
}

/* ---- rt_dump */
static void add_pass(void *user, const char *pass, const ir_graph *g) {
    kn_text *out = user;
    kn_text_add(out, "; after %s\n", pass);
    ir_print(g, out);
}

static kiln_status dump_plan(rt_engine *e, const ir_graph *g, const char *stage, kn_text *out,
                             kn_text *why) {
    pass_config config = rt_pass_config(e, true);
    plan *p = NULL;
    bool passes = strcmp(stage, "passes") == 0;
    if (passes) {
        config.on_graph = add_pass;
        config.user = out;
    }
    KN_TRY(passes_build_plan(e->alloc, g, &config, &p, why));
    kiln_status status = KILN_OK;
    if (strcmp(stage, "plan") == 0)
        plan_print(p, out);
    else if (strcmp(stage, "loops") == 0)
        rt_dump_loops(p, out);
    else if (!passes)
        status = rt_dump_code(e, p, strcmp(stage, "asm") == 0, out, why);
    plan_free(p);
    return status;
}

kiln_status rt_dump(rt_engine *e, const ir_graph *g, const char *stage, kn_text *out,
                    kn_text *why) {
    static const char *const planned[] = {"passes", "plan", "loops", "llvm", "asm"};
    kiln_status status = KILN_OK;
    bool known = true;
    if (strcmp(stage, "graph") == 0)
        ir_print(g, out);
    else if (strcmp(stage, "dot") == 0)
        ir_print_dot(g, out);
    else if (strcmp(stage, "json") == 0)
        ir_print_json(g, out);
    else
        known = false;
    for (size_t i = 0; i < sizeof planned / sizeof *planned && !known; i++) {
        if (strcmp(stage, planned[i]) != 0) continue;
        known = true;
        status = dump_plan(e, g, stage, out, why);
    }
    if (!known) {
        kn_text_add(why,
                    "no stage \"%s\": expected graph, passes, plan, loops, llvm, asm, dot or json",
                    stage);
        return KILN_BAD_ARGUMENT;
    }
    return status == KILN_OK && out->failed ? KILN_NO_MEMORY : status;
}
