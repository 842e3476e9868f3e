/* SPDX-License-Identifier: Apache-2.0
 * Lookups and saves of compiled kernels on disk. Nothing that was not compared with its digest and
 * its full key gets out of here, and nothing that goes wrong here is more than a miss. Called by
 * kernels.c. */
#include "runtime/kernel_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/io.h"
#include "jit/plugin.h"

enum {
    DAY_SECONDS = 24 * 60 * 60,
    FILE_MODE = 0600,
    EVICT_MASK = 15 /* one save in sixteen looks at the whole folder */
};

/* What the caller wants, as an entry without object and symbol. */
static kiln_status wanted_entry(const kernel_spec *spec, kiln_isa isa, const char *llvm_version,
                                kn_text *key, kn_text *work, store_entry *want,
                                char name[STORE_NAME_NBYTES]) {
    kernel_key(spec, key);
    *want = (store_entry){.isa = (uint32_t)isa,
                          .emitter = JIT_EMITTER_VERSION,
                          .llvm = llvm_version,
                          .llvm_nbytes = strlen(llvm_version),
                          .key = key->data,
                          .key_nbytes = key->len};
    if (key->failed) return KILN_NO_MEMORY;
    rt_store_name(want, work, name);
    return work->failed ? KILN_NO_MEMORY : KILN_OK;
}

static store_reason compare(const store_entry *have, const store_entry *want) {
    if (have->isa != want->isa) return STORE_ISA;
    if (have->emitter != want->emitter) return STORE_EMITTER;
    if (have->llvm_nbytes != want->llvm_nbytes ||
        memcmp(have->llvm, want->llvm, want->llvm_nbytes) != 0)
        return STORE_LLVM;
    if (have->key_nbytes != want->key_nbytes || memcmp(have->key, want->key, want->key_nbytes) != 0)
        return STORE_KEY;
    return STORE_FINE;
}

/* A hit keeps an entry from being evicted; once a day is enough to know. */
static void touch(int folder, const char *name, int64_t changed) {
    int64_t now = (int64_t)time(NULL);
    if (now - changed > DAY_SECONDS || changed > now)
        (void)utimensat(folder, name, NULL, AT_SYMLINK_NOFOLLOW);
}

static kiln_status refuse(int folder, const char *name, store_reason reason, const char *text,
                          kn_text *why) {
    kn_text_add(why, "%s: %s: %s", rt_store_reason_name(reason), name,
                text ? text : rt_store_reason_text(reason));
    (void)kn_io()->unlinkat(folder, name, 0);
    return KILN_BAD_FILE;
}

/* The file's bytes; to be freed when the result is OK. */
static kiln_status read_entry(const kn_alloc *alloc, int folder, const char *name, void **bytes,
                              size_t *nbytes, kn_text *why) {
    kn_text trouble;
    int64_t changed = 0;
    kn_text_init(&trouble, alloc);
    kiln_status status = kn_file_read_at(alloc, folder, name, STORE_ENTRY_LIMIT, true, bytes,
                                         nbytes, &changed, &trouble);
    if (status == KILN_BAD_FILE)
        refuse(folder, name, STORE_FILE, kn_text_str(&trouble), why);
    else if (status != KILN_OK)
        kn_text_bytes(why, kn_text_str(&trouble), trouble.len);
    else
        touch(folder, name, changed);
    kn_text_free(&trouble);
    return status;
}

static kiln_status load_entry(const kn_alloc *alloc, int folder, const char *name,
                              const store_entry *want, const unsigned char *mac_key,
                              kn_text *object, char symbol[STORE_SYMBOL_NBYTES], kn_text *why) {
    void *bytes;
    size_t nbytes;
    store_entry have;
    KN_TRY(read_entry(alloc, folder, name, &bytes, &nbytes, why));
    kiln_status status = KILN_OK;
    store_reason reason = rt_store_decode(bytes, nbytes, &have);
    if (reason == STORE_FINE) reason = compare(&have, want);
    if (reason == STORE_FINE && mac_key)
        reason = rt_store_check_mac(bytes, nbytes, &have, name, mac_key);
    if (reason == STORE_FINE) {
        kn_text_clear(object);
        kn_text_bytes(object, have.object, have.object_nbytes);
        memcpy(symbol, have.symbol, have.symbol_nbytes);
        symbol[have.symbol_nbytes] = '\0';
        if (object->failed) status = KILN_NO_MEMORY;
    } else {
        status = refuse(folder, name, reason, NULL, why);
    }
    kn_free(alloc, bytes, nbytes);
    return status;
}

kiln_status rt_store_load(const kn_alloc *alloc, const char *dir, const kernel_spec *spec,
                          kiln_isa isa, const char *llvm_version, kn_text *object, char symbol[64],
                          kn_text *why) {
    return rt_store_load_signed(alloc, dir, spec, isa, llvm_version, NULL, object, symbol, why);
}

kiln_status rt_store_load_signed(const kn_alloc *alloc, const char *dir, const kernel_spec *spec,
                                 kiln_isa isa, const char *llvm_version,
                                 const unsigned char *mac_key, kn_text *object, char symbol[64],
                                 kn_text *why) {
    kn_text key, work;
    store_entry want;
    char name[STORE_NAME_NBYTES];
    int folder;
    KN_TRY(kn_folder_open(dir, &folder, why));
    kn_text_init(&key, alloc);
    kn_text_init(&work, alloc);
    kiln_status status = wanted_entry(spec, isa, llvm_version, &key, &work, &want, name);
    if (status == KILN_OK)
        status = load_entry(alloc, folder, name, &want, mac_key, object, symbol, why);
    kn_text_free(&key);
    kn_text_free(&work);
    kn_io()->close(folder);
    return status;
}

static kiln_status save_entry(const kn_alloc *alloc, int folder, const char *name,
                              const kn_text *bytes, kn_text *why) {
    kn_file_out out;
    KN_TRY(kn_file_out_begin_at(&out, alloc, folder, name, FILE_MODE, why));
    out.hasty = true; /* a torn entry fails its digest and is made again */
    kiln_status status = kn_file_out_bytes(&out, bytes->data, bytes->len, why);
    if (status == KILN_OK) return kn_file_out_commit(&out, why);
    kn_file_out_drop(&out);
    return status;
}

static kiln_status open_or_make(const char *dir, int *folder, kn_text *why) {
    size_t before = why->len;
    kiln_status status = kn_folder_open(dir, folder, why);
    if (status == KILN_OK || why->len > before) return status; /* without a word: there is none */
    KN_TRY(kn_folder_private(dir, why));
    return kn_folder_open(dir, folder, why);
}

kiln_status rt_store_save(const kn_alloc *alloc, const char *dir, const kernel_spec *spec,
                          kiln_isa isa, const char *llvm_version, const kn_text *object,
                          const char symbol[64], kn_text *why) {
    return rt_store_save_signed(alloc, dir, spec, isa, llvm_version, NULL, object, symbol, why);
}

kiln_status rt_store_save_signed(const kn_alloc *alloc, const char *dir, const kernel_spec *spec,
                                 kiln_isa isa, const char *llvm_version,
                                 const unsigned char *mac_key, const kn_text *object,
                                 const char symbol[64], kn_text *why) {
    kn_text key, work;
    store_entry entry;
    char name[STORE_NAME_NBYTES];
    int folder;
    KN_TRY(open_or_make(dir, &folder, why));
    kn_text_init(&key, alloc);
    kn_text_init(&work, alloc);
    kiln_status status = wanted_entry(spec, isa, llvm_version, &key, &work, &entry, name);
    entry.symbol = symbol;
    entry.symbol_nbytes = strnlen(symbol, STORE_SYMBOL_NBYTES);
    entry.object = object->data;
    entry.object_nbytes = object->len;
    if (status == KILN_OK) {
        rt_store_encode(&entry, &work);
        if (mac_key) rt_store_sign(&work, name, mac_key);
        if (work.failed)
            status = KILN_NO_MEMORY;
        else if (work.len > STORE_ENTRY_LIMIT)
            status = KILN_TOO_LARGE;
        else
            status = save_entry(alloc, folder, name, &work, why);
    }
    /* Names are hashes, so their digits pick one save in sixteen. */
    bool look = status == KILN_OK && ((unsigned char)name[0] & EVICT_MASK) == ('7' & EVICT_MASK);
    if (look) (void)rt_store_evict(alloc, folder, STORE_CAP_NBYTES, NULL, NULL);
    kn_text_free(&key);
    kn_text_free(&work);
    kn_io()->close(folder);
    return status;
}

kiln_status rt_store_name_of(const kn_alloc *alloc, const kernel_spec *spec, kiln_isa isa,
                             const char *llvm_version, char name[STORE_NAME_NBYTES]) {
    kn_text key, work;
    store_entry entry;
    kn_text_init(&key, alloc);
    kn_text_init(&work, alloc);
    kiln_status status = wanted_entry(spec, isa, llvm_version, &key, &work, &entry, name);
    kn_text_free(&key);
    kn_text_free(&work);
    return status;
}

void rt_store_remove(const kn_alloc *alloc, const char *dir, const kernel_spec *spec, kiln_isa isa,
                     const char *llvm_version) {
    char name[STORE_NAME_NBYTES];
    int folder;
    if (rt_store_name_of(alloc, spec, isa, llvm_version, name) != KILN_OK) return;
    if (kn_folder_open(dir, &folder, NULL) != KILN_OK) return;
    (void)kn_io()->unlinkat(folder, name, 0);
    kn_io()->close(folder);
}
