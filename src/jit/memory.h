/* SPDX-License-Identifier: Apache-2.0
 * Where LLVM's memory comes from when the host's has ended. LLVM cannot be told that an allocation
 * failed: it aborts. So the plug-in's own calls of malloc's family go through memory.c (the
 * linker's --wrap), which falls back on a reserve that guard.c took before LLVM was entered. */
#ifndef KN_JIT_MEMORY_H
#define KN_JIT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

typedef struct jit_reserve jit_reserve;

/* Address space, not yet memory: pages cost something once malloc has failed and they are used.
 * NULL when `nbytes` are not to be had, or not with `beside` more, or when malloc gives nothing
 * already. */
jit_reserve *jit_reserve_take(size_t nbytes, size_t beside);
/* The same whatever malloc says, on top of `below`, which it extends. */
jit_reserve *jit_reserve_map(size_t nbytes, size_t beside, jit_reserve *below);
/* Gives it back with what it was extended by. Blocks that live on keep their pages until they are
 * freed. */
void jit_reserve_give(jit_reserve *r);

/* ---- guard.c: the thread that is inside LLVM */
jit_reserve **jit_reserve_at_hand(void); /* NULL: the thread is not inside */
/* the system did not map memory; LLVM makes an ordinary error of it */
void jit_memory_refused(void);
/* the reserve is used up: leaves LLVM for good when the thread is inside */
void jit_memory_ended(void);

#endif
