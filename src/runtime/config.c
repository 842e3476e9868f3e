/* SPDX-License-Identifier: Apache-2.0
 * What a session was told: options, then environment, then defaults; every bad value is refused by
 * name. Called by kiln_open before rt_open. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* sched_getaffinity */
#endif
#ifdef __x86_64__
#include <cpuid.h>
#endif
#include <errno.h>
#include <sched.h>
#include <stdlib.h>

#include "base/env.h"
#include "runtime/pool.h"
#include "runtime/runtime.h"

#define FLUSH_NODES UINT64_C(65536)
#define FLUSH_BYTES (UINT64_C(1) << 30)

/* One setting with named values: 0 is "default". */
typedef struct choice {
    const char *field;
    kn_env_id env;
    int fallback, count;
    const char *names[4];
} choice;

static const choice mode_choice = {
    "mode", KN_ENV_KILN_MODE, KILN_STRICT, 3, {"", "strict", "hardened", ""}};
static const choice path_choice = {
    "path", KN_ENV_KILN_PATH, KILN_FUSED, 3, {"", "fused", "eager", ""}};
static const choice verify_choice = {
    "verify", KN_ENV_KILN_VERIFY, KILN_VERIFY_FIRST, 4, {"", "off", "first", "every"}};
static const choice matmul_choice = {
    "matmul", KN_ENV_KILN_MATMUL, KILN_MATMUL_EMITTED, 4, {"", "emitted", "openblas", "auto"}};
static const choice sync_choice = {"ledger_sync",
                                   KN_ENV_KILN_LEDGER_SYNC,
                                   KILN_LEDGER_SYNC_SECOND,
                                   4,
                                   {"", "none", "second", "line"}};
static const choice isa_choice = {"isa", KN_ENV_KILN_ISA, 0, 4, {"", "base", "avx2", "avx512"}};

static kiln_status pick(const choice *c, int option, int *out, kn_text *why) {
    if (option < 0 || option >= c->count) {
        kn_text_add(why, "option `%s` is %d: expected 0..%d", c->field, option, c->count - 1);
        return KILN_BAD_ARGUMENT;
    }
    *out = option ? option : c->fallback;
    const char *text = option ? NULL : kn_env_get(c->env);
    if (!text) return KILN_OK;
    for (int i = 1; i < c->count; i++) {
        if (strcmp(text, c->names[i]) != 0) continue;
        *out = i;
        return KILN_OK;
    }
    const kn_env_row *row = &kn_env_table()[c->env];
    kn_text_add(why, "%s is \"%s\": expected %s", row->name, text, row->values);
    return KILN_BAD_ARGUMENT;
}

#ifdef __x86_64__
/* Clang 14 knows these by no name. None adds a state that the system must save beside AVX's. */
static bool has_f16c_movbe_lzcnt(void) {
    unsigned a, b, c, d, extended;
    return __get_cpuid(1, &a, &b, &c, &d) && __get_cpuid(0x80000001, &a, &b, &extended, &d) &&
           (c & bit_F16C) && (c & bit_MOVBE) && (extended & bit_LZCNT);
}
#endif

/* What processor and operating system can run. The compilers' test includes the OS state. */
static kiln_isa machine_isa(void) {
#ifdef __x86_64__
    __builtin_cpu_init();
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                has_f16c_movbe_lzcnt();
    bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512vl");
    return avx512 ? KILN_ISA_AVX512 : avx2 ? KILN_ISA_AVX2 : KILN_ISA_BASE;
#else
    return KILN_ISA_BASE;
#endif
}

static kiln_status pick_isa(int option, kiln_isa *out, kn_text *why) {
    kiln_isa machine = machine_isa();
    int isa;
    KN_TRY(pick(&isa_choice, option, &isa, why));
    *out = isa ? (kiln_isa)isa : machine;
    if (*out <= machine) return KILN_OK;
    kn_text_add(why, "instruction set %s is above this machine's, %s", isa_choice.names[isa],
                isa_choice.names[machine]);
    return KILN_UNSUPPORTED;
}

static int usable_cores(void) {
    cpu_set_t cores;
    int n = sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
    return n < 1 ? 1 : n > RT_MAX_THREADS ? RT_MAX_THREADS : n;
}

static kiln_status pick_threads(int option, int *out, kn_text *why) {
    if (option < 0 || option > RT_MAX_THREADS) {
        kn_text_add(why, "option `threads` is %d: expected 0..%d", option, RT_MAX_THREADS);
        return KILN_BAD_ARGUMENT;
    }
    const char *text = option ? NULL : kn_env_get(KN_ENV_KILN_THREADS);
    *out = option ? option : usable_cores();
    if (!text) return KILN_OK;
    char *end;
    errno = 0;
    long n = strtol(text, &end, 10);
    if (errno == 0 && *end == '\0' && n >= 1 && n <= RT_MAX_THREADS && *text >= '0' &&
        *text <= '9') {
        *out = (int)n;
        return KILN_OK;
    }
    kn_text_add(why, "KILN_THREADS is \"%s\": expected 1..%d", text, RT_MAX_THREADS);
    return KILN_BAD_ARGUMENT;
}

static kiln_status copy_path(const kn_alloc *a, const char *head, const char *tail, char **out) {
    size_t nhead = strlen(head), ntail = strlen(tail);
    char *copy = kn_malloc(a, nhead + ntail + 1);
    if (!copy) return KILN_NO_MEMORY;
    memcpy(copy, head, nhead);
    memcpy(copy + nhead, tail, ntail + 1);
    *out = copy;
    return KILN_OK;
}

/* Option, then variable; an empty text counts as absent, "off" is none. */
static kiln_status pick_path(const kn_alloc *a, const char *option, kn_env_id env, char **out) {
    const char *text = option && *option ? option : kn_env_get(env);
    return text && strcmp(text, "off") != 0 ? copy_path(a, text, "", out) : KILN_OK;
}

static kiln_status pick_cache(const kn_alloc *a, const char *option, char **out) {
    const char *text = option && *option ? option : kn_env_get(KN_ENV_KILN_CACHE_DIR);
    if (text) return strcmp(text, "off") == 0 ? KILN_OK : copy_path(a, text, "", out);
    if ((text = kn_env_xdg_cache())) return copy_path(a, text, "/kiln", out);
    if ((text = kn_env_home())) return copy_path(a, text, "/.cache/kiln", out);
    return KILN_OK; /* nowhere to put one */
}

static kiln_status pick_choices(const kiln_options *o, rt_config *c, kn_text *why) {
    int mode, path, verify, matmul, sync;
    KN_TRY(pick(&mode_choice, (int)o->mode, &mode, why));
    KN_TRY(pick(&path_choice, (int)o->path, &path, why));
    KN_TRY(pick(&verify_choice, (int)o->verify, &verify, why));
    KN_TRY(pick(&matmul_choice, (int)o->matmul, &matmul, why));
    KN_TRY(pick(&sync_choice, (int)o->ledger_sync, &sync, why));
    c->ledger_sync = (kiln_ledger_sync)sync;
    c->mode = (kiln_mode)mode;
    c->path = (kiln_path)path;
    c->verify = (kiln_verify)verify;
    c->matmul = (kiln_matmul_route)matmul;
    KN_TRY(pick_isa((int)o->isa, &c->isa, why));
    return pick_threads(o->threads, &c->threads, why);
}

/* Fields that the caller's version of the struct lacks are defaults. */
static kiln_status copy_options(const kiln_options *from, kiln_options *to, kn_text *why) {
    *to = (kiln_options)KILN_OPTIONS_INIT;
    if (!from) return KILN_OK;
    if (from->struct_size < sizeof from->struct_size || from->struct_size > sizeof *to) {
        kn_text_add(why, "option `struct_size` is %zu: expected %zu", from->struct_size,
                    sizeof *to);
        return KILN_BAD_ARGUMENT;
    }
    memcpy(to, from, from->struct_size);
    return KILN_OK;
}

kiln_status rt_config_resolve(const kn_alloc *alloc, const kiln_options *options, rt_config *out,
                              kn_text *why) {
    kiln_options o;
    *out = (rt_config){0};
    kiln_status status = copy_options(options, &o, why);
    if (status == KILN_OK) status = pick_choices(&o, out, why);
    if (status == KILN_OK) status = pick_cache(alloc, o.cache_dir, &out->cache_dir);
    if (status == KILN_OK) status = pick_path(alloc, o.ledger, KN_ENV_KILN_LEDGER, &out->ledger);
    if (status == KILN_OK) status = pick_path(alloc, o.dump_dir, KN_ENV_KILN_DUMP, &out->dump_dir);
    out->flush_nodes = o.flush_nodes ? o.flush_nodes : FLUSH_NODES;
    out->flush_bytes = o.flush_bytes ? o.flush_bytes : FLUSH_BYTES;
    if (status != KILN_OK) rt_config_free(alloc, out);
    return status;
}

static void free_text(const kn_alloc *a, char **text) {
    if (*text) kn_free(a, *text, strlen(*text) + 1);
    *text = NULL;
}

void rt_config_free(const kn_alloc *alloc, rt_config *c) {
    free_text(alloc, &c->cache_dir);
    free_text(alloc, &c->ledger);
    free_text(alloc, &c->dump_dir);
}
