/* SPDX-License-Identifier: Apache-2.0
 * Compiled kernels on disk, one self-describing file an entry (docs/cache.md). Called by kernels.c,
 * and by frontend/ for `kiln cache`. */
#ifndef KN_RUNTIME_KERNEL_STORE_H
#define KN_RUNTIME_KERNEL_STORE_H

#include "base/blake2b.h"
#include "ir/kernel.h"
#include "kiln/cache.h"

/* Why an entry is refused. A refused entry is removed and is a miss. */
#define STORE_REASONS(X)                                                                           \
    X(FILE, "is not a private regular file")                                                       \
    X(SHORT, "is too short to be an entry")                                                        \
    X(MAGIC, "does not begin like an entry")                                                       \
    X(FORMAT, "has another format version")                                                        \
    X(SIZE, "has another size than its header says")                                               \
    X(DIGEST, "content does not match its digest")                                                 \
    X(SYMBOL, "symbol is not a name")                                                              \
    X(ISA, "is for another instruction set")                                                       \
    X(EMITTER, "is from another version of the emitter")                                           \
    X(LLVM, "is from another version of LLVM")                                                     \
    X(KEY, "is another kernel's")                                                                  \
    X(UNSIGNED, "has no MAC, and hardened mode takes no other")                                    \
    X(MAC, "has another MAC than the user's key gives")                                            \
    X(NAME, "name is not the hash of its key")                                                     \
    X(CODE, "code is not what the compiler makes of its key")

typedef enum store_reason {
    STORE_FINE,
#define STORE_REASON_ENUM(name, text) STORE_##name,
    STORE_REASONS(STORE_REASON_ENUM)
#undef STORE_REASON_ENUM
} store_reason;
const char *rt_store_reason_name(store_reason r);
const char *rt_store_reason_text(store_reason r);

enum {
    STORE_SYMBOL_NBYTES = 64,
    STORE_HEAD_NBYTES = 48,
    STORE_DIGEST_NBYTES = 16,
    STORE_MAC_NBYTES = 32,
    STORE_NAME_NBYTES = 64,
    STORE_ENTRY_LIMIT = 64 << 20
};
#define STORE_CAP_NBYTES ((uint64_t)256 << 20)

/* OK: `object` and `symbol` are filled. BAD_FILE: an entry is there and was refused ("CODE: name:
 * text" in `why`); IO: none (`why` stays empty), or not readable. Both are misses. NO_MEMORY. */
kiln_status rt_store_load(const kn_alloc *alloc, const char *dir, const kernel_spec *spec,
                          kiln_isa isa, const char *llvm_version, kn_text *object, char symbol[64],
                          kn_text *why);
/* The same with the user's key of 32 bytes, or NULL: an entry without its MAC is refused, as
 * UNSIGNED or MAC. */
kiln_status rt_store_load_signed(const kn_alloc *alloc, const char *dir, const kernel_spec *spec,
                                 kiln_isa isa, const char *llvm_version, const unsigned char *key,
                                 kn_text *object, char symbol[64], kn_text *why);
/* Makes the folder when needed. A save now and then brings the folder below its cap. A failure
 * leaves things as they were and is worth a line in a log, no more. */
kiln_status rt_store_save(const kn_alloc *alloc, const char *dir, const kernel_spec *spec,
                          kiln_isa isa, const char *llvm_version, const kn_text *object,
                          const char symbol[64], kn_text *why);
/* The same; with a key a MAC is added. */
kiln_status rt_store_save_signed(const kn_alloc *alloc, const char *dir, const kernel_spec *spec,
                                 kiln_isa isa, const char *llvm_version, const unsigned char *key,
                                 const kn_text *object, const char symbol[64], kn_text *why);

/* The file name of a kernel's entry, and its removal, best effort, whatever it holds. NO_MEMORY. */
kiln_status rt_store_name_of(const kn_alloc *alloc, const kernel_spec *spec, kiln_isa isa,
                             const char *llvm_version, char name[STORE_NAME_NBYTES]);
void rt_store_remove(const kn_alloc *alloc, const char *dir, const kernel_spec *spec, kiln_isa isa,
                     const char *llvm_version);

/* ---- store_entry.c: the bytes of an entry */
typedef struct store_entry {
    uint32_t isa, emitter;
    const char *llvm, *symbol; /* not NUL-terminated */
    const void *key, *object;
    size_t llvm_nbytes, symbol_nbytes, key_nbytes, object_nbytes;
    const unsigned char *mac; /* NULL: it has none */
} store_entry;
void rt_store_encode(const store_entry *e, kn_text *bytes);
/* points into `bytes` */
store_reason rt_store_decode(const void *bytes, size_t nbytes, store_entry *e);
/* Adds the MAC of the bytes and the name. */
void rt_store_sign(kn_text *bytes, const char *name, const unsigned char key[KN_BLAKE2B_KEY]);
/* FINE, UNSIGNED or MAC. `e` is what the bytes were decoded to. */
store_reason rt_store_check_mac(const void *bytes, size_t nbytes, const store_entry *e,
                                const char *name, const unsigned char key[KN_BLAKE2B_KEY]);
/* "<32 hex>.kiln-kernel" of an entry's key. `work` is cleared and used. */
void rt_store_name(const store_entry *e, kn_text *work, char name[STORE_NAME_NBYTES]);

/* ---- store_folder.c: all entries at once */
kiln_status rt_store_stat(const kn_alloc *alloc, const char *dir, kiln_cache_counts *counts,
                          kn_text *why);
/* `code`: what can be compiled here is compiled anew and compared as well. */
kiln_status rt_store_verify(const kn_alloc *alloc, const char *dir, bool code,
                            kiln_cache_bad_fn on_bad, void *user, kiln_cache_counts *counts,
                            kn_text *why);
kiln_status rt_store_clear(const kn_alloc *alloc, const char *dir, kiln_cache_counts *counts,
                           kn_text *why);
/* When the entries are above `cap` bytes, removes the least recently used until they are an eighth
 * below it; also temporary files of writers that are gone. `removed` and `why` may be NULL. */
kiln_status rt_store_evict(const kn_alloc *alloc, int folder, uint64_t cap, uint64_t *removed,
                           kn_text *why);

#endif
