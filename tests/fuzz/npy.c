/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as an .npy or .npz file; what is read is written as .npz, and read again the same. */
#include "fuzz.h"
#include "kiln/npy.h"

static void again(const kiln_npy *f, const kiln_allocator *a) {
    static kiln_st_entry entry[64];
    size_t n = kiln_npy_count(f);
    char why[256];
    kiln_npy *g = NULL;
    if (n > 64) return;
    for (size_t i = 0; i < n; i++) entry[i] = *kiln_npy_at(f, i);
    const char *path = fuzz_path("f.npz");
    kiln_status status = kiln_npz_save(path, entry, n, a, why, sizeof why);
    if (status != KILN_OK) return; /* the one array of an .npy has no name */
    FUZZ_CHECK(kiln_npy_open(path, a, &g, why, sizeof why) == KILN_OK);
    FUZZ_CHECK(kiln_npy_count(g) == n);
    for (size_t i = 0; i < n; i++) {
        const kiln_st_entry *e = kiln_npy_at(g, i);
        FUZZ_CHECK(e->nbytes == entry[i].nbytes && e->dtype == entry[i].dtype);
        FUZZ_CHECK(e->nbytes == 0 || memcmp(e->data, entry[i].data, e->nbytes) == 0);
    }
    kiln_npy_close(g);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_memory m;
    char why[256] = "";
    kiln_npy *f = NULL;
    fuzz_memory_init(&m);
    kiln_status status = kiln_npy_open_memory(data, size, &m.vtable, &f, why, sizeof why);
    FUZZ_CHECK((status == KILN_OK) == (f != NULL) && (f || why[0] != '\0'));
    for (size_t i = 0; f && i < kiln_npy_count(f); i++)
        fuzz_touch(kiln_npy_at(f, i)->data, kiln_npy_at(f, i)->nbytes);
    if (f) again(f, &m.vtable);
    kiln_npy_close(f);
    FUZZ_CHECK(m.live == 0);
    return 0;
}
