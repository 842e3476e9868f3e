/* SPDX-License-Identifier: Apache-2.0
 * The process-wide state, what fork does to it, and how the code generator's plug-in is found. Called by
 * pool.c, kernels.c and engine.c. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dladdr */
#endif
#include "runtime/process.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#define PLUGIN "libkiln-jit.so"

static rt_process process = {.lock = PTHREAD_MUTEX_INITIALIZER, .gate = PTHREAD_RWLOCK_INITIALIZER};
static pthread_once_t fork_once = PTHREAD_ONCE_INIT;

/* The child has this thread alone. With gate and lock held here, LLVM and the code cache are at rest in
 * the copy. */
static void before_fork(void) {
    pthread_rwlock_wrlock(&process.gate);
    pthread_mutex_lock(&process.lock);
}

static void after_fork_in_parent(void) {
    pthread_mutex_unlock(&process.lock);
    pthread_rwlock_unlock(&process.gate);
}

static void after_fork_in_child(void) {
    pthread_mutex_init(&process.lock, NULL);
    pthread_rwlock_init(&process.gate, NULL);
    memset((void *)&process.crew, 0, sizeof process.crew); /* its threads stayed behind */
}

static void watch_forks(void) { pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child); }

rt_process *rt_process_get(void) {
    pthread_once(&fork_once, watch_forks);
    return &process;
}

/* RTLD_LOCAL: LLVM's names stay invisible to the host. */
static void *open_at(const char *path, kn_text *why) {
    void *plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!plugin && why->len == 0) {
        const char *message = dlerror();
        kn_text_add(why, "%s", message ? message : "cannot be opened");
    }
    return plugin;
}

/* Beside the library or program this code is in: an installed tree may be moved. A name without a folder
 * was found by a search; looking in the working folder instead would run whatever lies there. */
static void *open_beside(kn_text *why) {
    Dl_info here;
    char path[PATH_MAX];
    if (!dladdr((void *)(uintptr_t)rt_process_get, &here) || !here.dli_fname) return NULL;
    const char *slash = strrchr(here.dli_fname, '/');
    if (!slash) return NULL;
    int len = snprintf(path, sizeof path, "%.*s/" PLUGIN, (int)(slash - here.dli_fname), here.dli_fname);
    if (len < 0 || (size_t)len >= sizeof path) return NULL;
    return open_at(path, why);
}

static const jit_api *open_plugin(kn_text *why) {
    void *plugin = open_beside(why);
#ifdef KILN_LIBDIR
    if (!plugin) plugin = open_at(KILN_LIBDIR "/" PLUGIN, why);
#endif
#ifdef KILN_JIT_PATH
    if (!plugin) plugin = open_at(KILN_JIT_PATH, why);
#endif
    if (!plugin) return NULL;
    kn_text_clear(why);
    kiln_jit_open_fn open = (kiln_jit_open_fn)(uintptr_t)dlsym(plugin, "kiln_jit_api");
    const jit_api *api = open ? open(JIT_ABI) : NULL;
    if (api) return api;
    kn_text_add(why, PLUGIN " is of another version");
    dlclose(plugin);
    return NULL;
}

/* Lock held. */
static void open_once(rt_process *p) {
    kn_text why;
    if (p->tried) return;
    p->tried = true;
    kn_text_init(&why, kn_alloc_default());
    p->api = open_plugin(&why);
    if (p->api && p->api->linker_open(&p->linker, &why) != KILN_OK) p->api = NULL;
    kn_text_copy_out(&why, p->why, sizeof p->why);
    kn_text_free(&why);
}

const jit_api *rt_process_jit(jit_linker **linker, kn_text *why) {
    rt_process *p = rt_process_get();
    pthread_rwlock_rdlock(&p->gate);
    pthread_mutex_lock(&p->lock);
    open_once(p);
    const jit_api *api = p->api;
    bool dead = api && api->dead();
    *linker = p->linker;
    pthread_mutex_unlock(&p->lock);
    pthread_rwlock_unlock(&p->gate);
    if (!api) kn_text_add(why, "%s", p->why);
    if (dead) kn_text_add(why, "the code generator met a fatal error earlier");
    return dead ? NULL : api;
}

const rt_blas *rt_process_blas(void) {
    rt_process *p = rt_process_get();
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    pthread_mutex_lock(&p->lock);
    bool here = p->blas_tried ? p->blas.library != NULL : rt_blas_open(&p->blas, &why);
    p->blas_tried = true;
    pthread_mutex_unlock(&p->lock);
    kn_text_free(&why);
    return here ? &p->blas : NULL;
}

bool rt_process_big_stack(void *(*work)(void *), void *user) {
    rt_process *p = rt_process_get();
    pthread_t thread;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    pthread_attr_setstacksize(&attributes, RT_BIG_STACK);
    pthread_rwlock_rdlock(&p->gate);
    bool ran = pthread_create(&thread, &attributes, work, user) == 0;
    if (ran) pthread_join(thread, NULL);
    pthread_rwlock_unlock(&p->gate);
    pthread_attr_destroy(&attributes);
    return ran;
}
