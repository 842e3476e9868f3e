/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a safetensors file; what is read is written, and read again the same. */
#include "fuzz.h"
#include "kiln/safetensors.h"

static void walk(const kiln_safetensors *f) {
    for (size_t i = 0; i < kiln_safetensors_count(f); i++) {
        const kiln_st_entry *e = kiln_safetensors_at(f, i);
        FUZZ_CHECK(kiln_safetensors_find(f, e->name) == e);
        fuzz_touch(e->data, e->nbytes);
    }
    for (size_t i = 0; i < kiln_safetensors_meta_count(f); i++) {
        const kiln_st_meta *m = kiln_safetensors_meta_at(f, i);
        FUZZ_CHECK(kiln_safetensors_meta(f, m->key) == m->value);
    }
}

static void again(const kiln_safetensors *f, const kiln_allocator *a) {
    static kiln_st_entry entry[64];
    static kiln_st_meta meta[64];
    size_t n = kiln_safetensors_count(f), nmeta = kiln_safetensors_meta_count(f);
    char why[256];
    kiln_safetensors *g = NULL;
    if (n > 64 || nmeta > 64) return;
    for (size_t i = 0; i < n; i++) entry[i] = *kiln_safetensors_at(f, i);
    for (size_t i = 0; i < nmeta; i++) meta[i] = *kiln_safetensors_meta_at(f, i);
    const char *path = fuzz_path("f");
    kiln_status status = kiln_safetensors_save(path, entry, n, meta, nmeta, a, why, sizeof why);
    FUZZ_CHECK(status == KILN_OK);
    FUZZ_CHECK(kiln_safetensors_open(path, a, &g, why, sizeof why) == KILN_OK);
    FUZZ_CHECK(kiln_safetensors_count(g) == n);
    for (size_t i = 0; i < n; i++) {
        const kiln_st_entry *e = kiln_safetensors_find(g, entry[i].name);
        FUZZ_CHECK(e && e->nbytes == entry[i].nbytes && e->dtype == entry[i].dtype);
        FUZZ_CHECK(e->nbytes == 0 || memcmp(e->data, entry[i].data, e->nbytes) == 0);
    }
    kiln_safetensors_close(g);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_memory m;
    char why[256] = "";
    kiln_safetensors *f = NULL;
    fuzz_memory_init(&m);
    kiln_status status = kiln_safetensors_open_memory(data, size, &m.vtable, &f, why, sizeof why);
    FUZZ_CHECK((status == KILN_OK) == (f != NULL) && (f || why[0] != '\0'));
    if (f) {
        walk(f);
        again(f, &m.vtable);
    }
    kiln_safetensors_close(f);
    FUZZ_CHECK(m.live == 0);
    return 0;
}
