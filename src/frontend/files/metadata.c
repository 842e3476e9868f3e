/* SPDX-License-Identifier: Apache-2.0
 * Hardened mode: a file of ours with metadata this version does not know is not read, for it may
 * say that the rest is meant in another way. What does not begin as ours is the user's own. Called
 * by checkpoint_load.c and snapshot_load.c. */
#include "frontend/core/frontend.h"
#include "frontend/files/metadata.h"

#define OWN "kiln."

/* A name that ends in a dot stands for all that begin with it. */
static bool is_known(const char *key, const char *const *known) {
    for (; *known != NULL; known++) {
        size_t n = strlen(*known);
        bool family = n > 0 && (*known)[n - 1] == '.';
        if (family ? strncmp(key, *known, n) == 0 : strcmp(key, *known) == 0) return true;
    }
    return false;
}

kiln_status fe_check_metadata(kiln_session *s, const kiln_safetensors *st, const char *const *known,
                              kn_text *why) {
    if (!s->hardened || st == NULL) return KILN_OK;
    rt_looked(s->engine, RT_CHECK_METADATA);
    for (size_t i = 0; i < kiln_safetensors_meta_count(st); i++) {
        const kiln_st_meta *m = kiln_safetensors_meta_at(st, i);
        if (strncmp(m->key, OWN, sizeof OWN - 1) != 0 || is_known(m->key, known)) continue;
        kn_text_add(why,
                    "metadata %s is not known to this version, and hardened mode reads no file "
                    "that has such",
                    m->key);
        rt_audit(s->engine, RT_CHECK_METADATA, IR_NONE, "%s", kn_text_str(why));
        return KILN_BAD_FILE;
    }
    return KILN_OK;
}
