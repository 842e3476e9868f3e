/* SPDX-License-Identifier: Apache-2.0
 * The one file that reads the environment. Called when a session opens and by `kiln doctor`. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* secure_getenv */
#endif

#include "base/env.h"

#include <stdlib.h>

static const kn_env_row rows[KN_ENV_COUNT] = {
#define ENV_ROW(name, values, meaning) {#name, values, meaning},
    KN_ENV_MAP(ENV_ROW)
#undef ENV_ROW
};

const kn_env_row *kn_env_table(void) { return rows; }

/* secure_getenv: a program with raised privileges ignores what its caller set. */
static const char *get(const char *name) {
    const char *value = secure_getenv(name);
    return value && *value ? value : NULL;
}

static const char *get_absolute(const char *name) {
    const char *value = get(name);
    return value && *value == '/' ? value : NULL;
}

const char *kn_env_get(kn_env_id id) {
    return (unsigned)id < KN_ENV_COUNT ? get(rows[id].name) : NULL;
}

const char *kn_env_home(void) { return get_absolute("HOME"); }

const char *kn_env_xdg_cache(void) { return get_absolute("XDG_CACHE_HOME"); }
