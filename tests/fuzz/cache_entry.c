/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as an entry of the kernel cache, as they are and with the digest made right; one that
 * decodes encodes to the same bytes, and a key that is one gives a kernel that holds and prints. */
#include "fuzz.h"
#include "runtime/kernel_store.h"

static void try_key(const store_entry *e) {
    kernel_spec *spec = malloc(sizeof *spec);
    kn_text text;
    FUZZ_CHECK(spec);
    kn_text_init(&text, kn_alloc_default());
    if (kernel_from_key(e->key, e->key_nbytes, spec)) {
        FUZZ_CHECK(kernel_verify(spec, &text) == KILN_OK);
        kernel_print(spec, &text);
        kn_text_clear(&text);
        kernel_key(spec, &text);
        FUZZ_CHECK(text.len == e->key_nbytes && memcmp(text.data, e->key, text.len) == 0);
    }
    kn_text_free(&text);
    free(spec);
}

static void try_entry(const void *bytes, size_t size) {
    store_entry e;
    store_reason reason = rt_store_decode(bytes, size, &e);
    FUZZ_CHECK(rt_store_reason_text(reason) != NULL);
    if (reason != STORE_FINE) return;
    kn_text again;
    char name[STORE_NAME_NBYTES];
    kiln_cache_counts c = {.struct_size = sizeof c};
    kn_text_init(&again, kn_alloc_default());
    rt_store_name(&e, &again, name);
    rt_store_encode(&e, &again);
    FUZZ_CHECK(again.len == size && memcmp(again.data, bytes, size) == 0);
    kn_text_free(&again);
    try_key(&e);
    const char *path = fuzz_file(name, bytes, size);
    FUZZ_CHECK(chmod(path, 0600) == 0);
    FUZZ_CHECK(kiln_cache_verify(fuzz_folder, NULL, NULL, &c, NULL, 0) == KILN_OK);
    FUZZ_CHECK(c.entries == 1 && c.bad == 0);
    unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    try_entry(data, size);
    if (size < STORE_DIGEST_NBYTES) return 0;
    uint8_t *copy = malloc(size);
    FUZZ_CHECK(copy);
    memcpy(copy, data, size);
    kn_hash digest = kn_hash_bytes(copy, size - STORE_DIGEST_NBYTES);
    memcpy(copy + size - STORE_DIGEST_NBYTES, &digest, STORE_DIGEST_NBYTES);
    try_entry(copy, size);
    free(copy);
    return 0;
}
