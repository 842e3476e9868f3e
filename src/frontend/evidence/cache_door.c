/* SPDX-License-Identifier: Apache-2.0
 * The public view of the kernel cache's folder. Called by programs and by `kiln cache`. */
#include "kiln/cache.h"

#include "runtime/floating.h"
#include "runtime/kernel_store.h"
#include "runtime/runtime.h"

typedef enum cache_verb { CACHE_STAT, CACHE_VERIFY, CACHE_AUDIT, CACHE_CLEAR } cache_verb;

static kiln_status run_verb(cache_verb verb, const char *folder, kiln_cache_bad_fn on_bad,
                            void *user, kiln_cache_counts *counts, kn_text *why) {
    const kn_alloc *alloc = kn_alloc_default();
    if (verb == CACHE_STAT) return rt_store_stat(alloc, folder, counts, why);
    if (verb != CACHE_CLEAR)
        return rt_store_verify(alloc, folder, verb == CACHE_AUDIT, on_bad, user, counts, why);
    return rt_store_clear(alloc, folder, counts, why);
}

static kiln_status on_folder(cache_verb verb, const char *folder, kiln_cache_bad_fn on_bad,
                             void *user, kiln_cache_counts *counts, kn_text *why) {
    const kn_alloc *alloc = kn_alloc_default();
    rt_config config;
    if (folder) return run_verb(verb, folder, on_bad, user, counts, why);
    KN_TRY(rt_config_resolve(alloc, NULL, &config, why));
    kiln_status status = KILN_UNSUPPORTED;
    if (config.cache_dir)
        status = run_verb(verb, config.cache_dir, on_bad, user, counts, why);
    else
        kn_text_add(why, "the disk cache is off, or there is no folder for it");
    rt_config_free(alloc, &config);
    return status;
}

static kiln_status cache_call(cache_verb verb, const char *folder, kiln_cache_bad_fn on_bad,
                              void *user, kiln_cache_counts *counts, char *why, size_t why_size) {
    kiln_cache_counts own = {.struct_size = sizeof own};
    kn_text text;
    rt_floating host = rt_floating_open(); /* an audit compiles */
    kn_text_init(&text, kn_alloc_default());
    kiln_status status = KILN_BAD_ARGUMENT;
    if (counts && counts->struct_size != sizeof *counts)
        kn_text_add(&text, "counts->struct_size is not set");
    else
        status = on_folder(verb, folder, on_bad, user, counts ? counts : &own, &text);
    if (why && why_size > 0) why[0] = '\0';
    kn_text_copy_out(&text, why, why_size);
    kn_text_free(&text);
    rt_floating_close(&host);
    return status;
}

kiln_status kiln_cache_stat(const char *folder, kiln_cache_counts *counts, char *why,
                            size_t why_size) {
    return cache_call(CACHE_STAT, folder, NULL, NULL, counts, why, why_size);
}

kiln_status kiln_cache_verify(const char *folder, kiln_cache_bad_fn on_bad, void *user,
                              kiln_cache_counts *counts, char *why, size_t why_size) {
    return cache_call(CACHE_VERIFY, folder, on_bad, user, counts, why, why_size);
}

kiln_status kiln_cache_audit(const char *folder, kiln_cache_bad_fn on_bad, void *user,
                             kiln_cache_counts *counts, char *why, size_t why_size) {
    return cache_call(CACHE_AUDIT, folder, on_bad, user, counts, why, why_size);
}

kiln_status kiln_cache_clear(const char *folder, kiln_cache_counts *counts, char *why,
                             size_t why_size) {
    return cache_call(CACHE_CLEAR, folder, NULL, NULL, counts, why, why_size);
}
