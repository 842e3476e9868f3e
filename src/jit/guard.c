/* SPDX-License-Identifier: Apache-2.0
 * The one way into LLVM: a reserve of memory is taken first, and LLVM's fatal errors come back as
 * ordinary ones. Called by plugin.c and linker.c around everything they do with LLVM, from any
 * number of threads. */
#include <llvm-c/ErrorHandling.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>

#include "jit/jit.h"
#include "jit/memory.h"

/* building a kernel's IR, starting LLVM, linking: measured up to 3 */
#define RESERVE_NBYTES ((size_t)8 << 20)
#define COMPANY_NBYTES ((size_t)64 << 20)

/* LLVM's fatal-error handler and its target registry belong to the process, and a handler may only
 * leave by a jump: these three are the state that forces on us. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t left;
    int inside;
    atomic_bool started;
} door = {.lock = PTHREAD_MUTEX_INITIALIZER, .left = PTHREAD_COND_INITIALIZER};
static atomic_bool dead;
static _Thread_local struct {
    sigjmp_buf *back; /* NULL: not inside */
    jit_reserve *reserve;
    kiln_status status;
    bool refused;
    char reason[96];
} inside;

bool jit_dead(void) { return atomic_load(&dead); }

jit_reserve **jit_reserve_at_hand(void) { return inside.back ? &inside.reserve : NULL; }

void jit_memory_refused(void) { inside.refused = true; }

static void leave_for_good(kiln_status status, const char *reason) {
    atomic_store(&dead, true);
    if (!inside.back) return;
    inside.status = status;
    strncpy(inside.reason, reason ? reason : "unknown", sizeof inside.reason - 1);
    siglongjmp(*inside.back, 1);
}

static void on_fatal(const char *reason) { leave_for_good(KILN_JIT, reason); }

void jit_memory_ended(void) {
    leave_for_good(KILN_NO_MEMORY, "the memory set aside for it ran out");
}

/* Company is let in only where memory is plenty, because a thread that jumps out may hold a lock of
 * LLVM's that another one waits for. */
static kiln_status enter(jit_reserve **reserve, kn_text *why) {
    kiln_status status = KILN_OK;
    *reserve = NULL;
    pthread_mutex_lock(&door.lock);
    for (;;) {
        bool alone = door.inside == 0;
        if (jit_dead())
            status = KILN_JIT;
        else if (alone || door.started)
            *reserve = jit_reserve_take(RESERVE_NBYTES, alone ? 0 : COMPANY_NBYTES);
        if (alone && status == KILN_OK && !*reserve) status = KILN_NO_MEMORY;
        if (*reserve || status != KILN_OK) break;
        pthread_cond_wait(&door.left, &door.lock);
    }
    if (*reserve) door.inside++;
    pthread_mutex_unlock(&door.lock);
    if (status == KILN_JIT) kn_text_add(why, "LLVM is switched off after a fatal error");
    if (status == KILN_NO_MEMORY)
        kn_text_add(why, "code generation needs %zu MiB of address space", RESERVE_NBYTES >> 20);
    return status;
}

kiln_status jit_reserve_more(size_t nbytes, kn_text *why) {
    jit_reserve *more = jit_reserve_map(nbytes, 0, inside.reserve);
    if (more)
        inside.reserve = more;
    else
        kn_text_add(why, "code generation needs %zu MiB of address space", nbytes >> 20);
    return more ? KILN_OK : KILN_NO_MEMORY;
}

static void leave(void) {
    inside.back = NULL;
    jit_reserve_give(inside.reserve);
    pthread_mutex_lock(&door.lock);
    door.inside--;
    door.started = true;
    pthread_cond_broadcast(&door.left);
    pthread_mutex_unlock(&door.lock);
}

kiln_status jit_guarded(kiln_status (*work)(void *), void *user, kn_text *why) {
    jit_reserve *reserve;
    sigjmp_buf here;
    KN_TRY(enter(&reserve, why));
    inside.back = &here;
    inside.reserve = reserve;
    inside.refused = false;
    if (sigsetjmp(here, 0) == 0) {
        if (!door.started) jit_start(on_fatal);
        inside.status = work(user);
        if (inside.status == KILN_JIT && inside.refused) inside.status = KILN_NO_MEMORY;
    } else {
        kn_text_add(why, "LLVM: %s", inside.reason);
    }
    leave();
    return inside.status;
}
