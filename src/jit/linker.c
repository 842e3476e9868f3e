/* SPDX-License-Identifier: Apache-2.0
 * Objects to running code, through one ORC LLJIT a process. The core calls it through jit_api;
 * cached objects and new ones take the same way. */
#define _GNU_SOURCE
#include <llvm-c/LLJIT.h>
#include <pthread.h>

#include "jit/jit.h"

struct jit_linker {
    LLVMOrcLLJITRef jit;
    pthread_mutex_t lock;
};

/* Takes the error. */
static kiln_status fail(kn_text *why, LLVMErrorRef error) {
    char *message = LLVMGetErrorMessage(error);
    kn_text_add(why, "LLVM: %s", message);
    LLVMDisposeErrorMessage(message);
    return KILN_JIT;
}

/* Every error also comes back from the call that met it; ORC would print it besides. */
static void on_error(void *user, LLVMErrorRef error) {
    (void)user;
    LLVMConsumeError(error);
}

typedef struct open_work {
    LLVMOrcLLJITRef jit;
    kn_text *why;
} open_work;

static kiln_status open_jit(void *user) {
    open_work *w = user;
    LLVMErrorRef error = LLVMOrcCreateLLJIT(&w->jit, NULL);
    if (error) return fail(w->why, error);
    LLVMOrcExecutionSessionSetErrorReporter(LLVMOrcLLJITGetExecutionSession(w->jit), on_error,
                                            NULL);
    return KILN_OK;
}

kiln_status jit_linker_open(jit_linker **out, kn_text *why) {
    const kn_alloc *alloc = kn_alloc_default();
    open_work w = {.why = why};
    *out = NULL;
    jit_linker *l = kn_calloc(alloc, 1, sizeof *l);
    if (!l) return KILN_NO_MEMORY;
    kiln_status status = jit_guarded(open_jit, &w, why);
    if (status != KILN_OK) {
        kn_free(alloc, l, sizeof *l);
        return status;
    }
    l->jit = w.jit;
    pthread_mutex_init(&l->lock, NULL);
    *out = l;
    return KILN_OK;
}

typedef struct add_work {
    jit_linker *l;
    const void *object;
    size_t nbytes;
    const char *symbol, *edge_symbol;
    void **entry, **edge, **handle;
    kn_text *why;
} add_work;

static LLVMErrorRef add_object(add_work *w, LLVMOrcResourceTrackerRef tracker) {
    LLVMMemoryBufferRef buffer =
        LLVMCreateMemoryBufferWithMemoryRangeCopy(w->object, w->nbytes, w->symbol);
    LLVMOrcExecutorAddress at = 0;
    LLVMErrorRef error = LLVMOrcLLJITAddObjectFileWithRT(w->l->jit, tracker, buffer);
    if (!error) error = LLVMOrcLLJITLookup(w->l->jit, &at, w->symbol);
    *w->entry = (void *)(uintptr_t)at;
    if (error || !w->edge_symbol) return error;
    error = LLVMOrcLLJITLookup(w->l->jit, &at, w->edge_symbol);
    if (!error) *w->edge = (void *)(uintptr_t)at;
    return error;
}

static kiln_status add(void *user) {
    add_work *w = user;
    LLVMOrcResourceTrackerRef tracker =
        LLVMOrcJITDylibCreateResourceTracker(LLVMOrcLLJITGetMainJITDylib(w->l->jit));
    LLVMErrorRef error = add_object(w, tracker);
    if (error) {
        kiln_status status = fail(w->why, error);
        LLVMConsumeError(LLVMOrcResourceTrackerRemove(tracker));
        LLVMOrcReleaseResourceTracker(tracker);
        return status;
    }
    *w->handle = tracker;
    return KILN_OK;
}

kiln_status jit_linker_add(jit_linker *l, const void *object, size_t nbytes, const char *symbol,
                           void **entry, void **edge, void **handle, kn_text *why) {
    add_work w = {l, object, nbytes, symbol, NULL, entry, edge, handle, why};
    char name[256];
    size_t len = strlen(symbol);
    *entry = *edge = *handle = NULL;
    if (len + sizeof "_edge" > sizeof name) return KILN_BAD_ARGUMENT;
    memcpy(name, symbol, len);
    memcpy(name + len, "_edge", sizeof "_edge");
    /* Asking ORC for a name that is not there is an error: look in the object's string table
     * instead. */
    if (memmem(object, nbytes, name, len + sizeof "_edge")) w.edge_symbol = name;
    pthread_mutex_lock(&l->lock);
    kiln_status status = jit_guarded(add, &w, why);
    pthread_mutex_unlock(&l->lock);
    return status;
}

static kiln_status remove_code(void *user) {
    LLVMOrcResourceTrackerRef tracker = user;
    LLVMConsumeError(LLVMOrcResourceTrackerRemove(tracker));
    LLVMOrcReleaseResourceTracker(tracker);
    return KILN_OK;
}

kiln_status jit_linker_remove(jit_linker *l, void *handle) {
    kn_text why = {.failed = true}; /* nobody to tell */
    if (!handle) return KILN_OK;
    pthread_mutex_lock(&l->lock);
    kiln_status status = jit_guarded(remove_code, handle, &why);
    pthread_mutex_unlock(&l->lock);
    return status;
}
