/* SPDX-License-Identifier: Apache-2.0
 * The process-wide state, what fork does to it, and how the code generator's plug-in is found.
 * Called by pool.c, kernels.c and engine.c. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dladdr */
#endif
#include "runtime/process.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PLUGIN "libkiln-jit.so"

static rt_process process = {.lock = PTHREAD_MUTEX_INITIALIZER, .gate = PTHREAD_RWLOCK_INITIALIZER};
static pthread_once_t fork_once = PTHREAD_ONCE_INIT;

/* The child has this thread alone. With gate and lock held here, LLVM and the code cache are at
 * rest in the copy. */
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

static void watch_forks(void) {
    pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
}

rt_process *rt_process_get(void) {
    pthread_once(&fork_once, watch_forks);
    return &process;
}

static bool on_big_stack(void *(*work)(void *), void *user) {
    pthread_t thread;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    pthread_attr_setstacksize(&attributes, RT_BIG_STACK);
    bool ran = pthread_create(&thread, &attributes, work, user) == 0;
    if (ran) pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
    return ran;
}

typedef struct opening {
    rt_process *p;
    void *plugin;
    bool seen;
    kiln_status status;
    kn_text why;
} opening;

/* RTLD_LOCAL: LLVM's names stay invisible to the host. */
static void open_at(opening *o, const char *path) {
    if (o->plugin) return;
    o->plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (o->plugin) return;
    o->seen = o->seen || access(path, F_OK) == 0;
    const char *message = o->why.len == 0 ? dlerror() : NULL;
    if (message) kn_text_add(&o->why, "%s", message);
}

/* Beside the library or program this code is in: an installed tree may be moved. A name without a
 * folder was found by a search; looking in the working folder instead would run whatever lies
 * there. */
static void open_beside(opening *o) {
    Dl_info here;
    char path[PATH_MAX];
    if (!dladdr((void *)(uintptr_t)rt_process_get, &here) || !here.dli_fname) return;
    const char *slash = strrchr(here.dli_fname, '/');
    if (!slash) return;
    int len =
        snprintf(path, sizeof path, "%.*s/" PLUGIN, (int)(slash - here.dli_fname), here.dli_fname);
    if (len > 0 && (size_t)len < sizeof path) open_at(o, path);
}

/* A plug-in that is there and cannot be opened may be opened when there is more memory: the loader
 * does not say which it was. */
static kiln_status open_plugin(opening *o) {
    open_beside(o);
#ifdef KILN_LIBDIR
    open_at(o, KILN_LIBDIR "/" PLUGIN);
#endif
#ifdef KILN_JIT_PATH
    open_at(o, KILN_JIT_PATH);
#endif
    if (!o->plugin) return o->seen ? KILN_NO_MEMORY : KILN_JIT;
    kn_text_clear(&o->why);
    kiln_jit_open_fn open = (kiln_jit_open_fn)(uintptr_t)dlsym(o->plugin, "kiln_jit_api");
    o->p->api = open ? open(JIT_ABI) : NULL;
    if (o->p->api) return KILN_OK;
    kn_text_add(&o->why, PLUGIN " is of another version");
    dlclose(o->plugin);
    return KILN_JIT;
}

/* On a big stack: LLVM. */
static void *open_jit(void *user) {
    opening *o = user;
    o->status = o->p->api ? KILN_OK : open_plugin(o);
    if (o->status == KILN_OK) o->status = o->p->api->linker_open(&o->p->linker, &o->why);
    return NULL;
}

/* Gate and lock held. */
static kiln_status open_once(rt_process *p) {
    opening o = {.p = p, .status = KILN_NO_MEMORY};
    if (p->linker) return KILN_OK;
    if (p->hopeless) return KILN_JIT;
    kn_text_init(&o.why, kn_alloc_default());
    if (!on_big_stack(open_jit, &o)) kn_text_add(&o.why, "no thread to open the code generator on");
    p->hopeless = o.status != KILN_OK && o.status != KILN_NO_MEMORY;
    kn_text_copy_out(&o.why, p->why, sizeof p->why);
    kn_text_free(&o.why);
    return o.status;
}

kiln_status rt_process_jit(const jit_api **api, jit_linker **linker, kn_text *why) {
    rt_process *p = rt_process_get();
    pthread_rwlock_rdlock(&p->gate);
    pthread_mutex_lock(&p->lock);
    kiln_status status = open_once(p);
    *api = p->api;
    *linker = p->linker;
    bool dead = status == KILN_OK && p->api->dead();
    if (status != KILN_OK) kn_text_add(why, "%s", p->why);
    pthread_mutex_unlock(&p->lock);
    pthread_rwlock_unlock(&p->gate);
    if (dead) kn_text_add(why, "the code generator met a fatal error earlier");
    return dead ? KILN_JIT : status;
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
    pthread_rwlock_rdlock(&p->gate);
    bool ran = on_big_stack(work, user);
    pthread_rwlock_unlock(&p->gate);
    return ran;
}
