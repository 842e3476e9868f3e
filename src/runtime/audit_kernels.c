/* SPDX-License-Identifier: Apache-2.0
 * Hardened mode: what is looked at while kernels are fetched, and the sizes of their functions.
 * Called by kernels.c. */
#include <stdio.h>

#include "runtime/engine.h"
#include "runtime/kernel_store.h"
#include "runtime/object.h"

/* JIT: as if the linker had refused it. */
kiln_status rt_check_object(rt_engine *e, const kn_text *object, const char *symbol, kn_text *why) {
    if (!rt_hardened(e)) return KILN_OK;
    RT_PLANT(e, RT_PLANT_OBJECT, (void *)(uintptr_t)object, 0);
    rt_looked(e, RT_CHECK_OBJECT);
    if (rt_object_check(object->data, object->len, symbol, why) == KILN_OK) return KILN_OK;
    rt_audit(e, RT_CHECK_OBJECT, IR_NONE, "%s", kn_text_str(why));
    return KILN_JIT;
}

/* How long the functions are is for the digest of their pages. */
void rt_note_sizes(rt_code *c, const kn_text *object, const char *symbol) {
    char edge[STORE_SYMBOL_NBYTES + sizeof "_edge"];
    snprintf(edge, sizeof edge, "%s_edge", symbol);
    c->entry_nbytes = rt_object_size_of(object->data, object->len, symbol);
    if (c->edge) c->edge_nbytes = rt_object_size_of(object->data, object->len, edge);
}

/* Reasons begin with their names. */
void rt_note_mac(rt_engine *e, kiln_status status, const kn_text *why) {
    const char *text = kn_text_str(why);
    if (status != KILN_OK && status != KILN_BAD_FILE) return; /* there was no entry */
    rt_looked(e, RT_CHECK_MAC);
    if (strncmp(text, "MAC:", 4) == 0 || strncmp(text, "UNSIGNED:", 9) == 0)
        rt_audit(e, RT_CHECK_MAC, IR_NONE, "%s", text);
}

/* NULL: there is none that is only the user's, and the cache is not used. */
const unsigned char *rt_mac_key_of(rt_engine *e) {
    rt_mac_key *k = &e->mac_key;
    if (!k->asked) {
        kn_text why;
        kn_text_init(&why, e->alloc);
        rt_looked(e, RT_CHECK_KEY);
        k->asked = true;
        k->good = rt_mac_key_read(e->alloc, e->config.cache_dir, k->bytes, &why) == KILN_OK;
        if (!k->good) rt_audit(e, RT_CHECK_KEY, IR_NONE, "%s", kn_text_str(&why));
        kn_text_free(&why);
    }
    return k->good ? k->bytes : NULL;
}
