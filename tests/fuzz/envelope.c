/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as the envelope beside a file, with its seal as it is and made right, and as a file
 * that begins with one. What is read composes to the same bytes. */
#define _GNU_SOURCE /* memmem */
#include "base/digest.h"
#include "fuzz.h"
#include "runtime/envelope.h"

static void try_beside(const void *bytes, size_t size) {
    fuzz_memory m;
    char why[512] = "";
    kiln_envelope *e = NULL;
    fuzz_memory_init(&m);
    fuzz_file("f" KILN_ENVELOPE_SUFFIX, bytes, size);
    const char *path = fuzz_file("f", "payload", 7);
    kiln_status status = kiln_envelope_read(path, &m.vtable, &e, NULL, why, sizeof why);
    FUZZ_CHECK((status == KILN_OK) == (e != NULL) && (e || why[0] != '\0'));
    if (e) {
        kn_text again, reason;
        kn_text_init(&again, &m.vtable);
        kn_text_init(&reason, &m.vtable);
        FUZZ_CHECK(kn_envelope_compose(e, &again, &reason) == KILN_OK);
        FUZZ_CHECK(again.len <= size && memcmp(again.data, bytes, again.len - 1) == 0);
        kn_text_free(&again);
        kn_text_free(&reason);
    }
    kiln_envelope_free(e);
    (void)kiln_envelope_check(path, "evidence", 1, &m.vtable, NULL, NULL, why, sizeof why);
    FUZZ_CHECK(m.live == 0);
}

static void try_front(const void *bytes, size_t size) {
    fuzz_memory m;
    size_t payload = 0;
    kiln_envelope *e = NULL;
    kiln_envelope_fault fault = {.offset = -1};
    fuzz_memory_init(&m);
    kiln_status status = kn_envelope_open(&m.vtable, bytes, size, "trace", 1, &e, &payload, &fault);
    FUZZ_CHECK((status == KILN_OK) == (e != NULL) && payload <= size);
    kiln_envelope_free(e);
    FUZZ_CHECK(m.live == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char seal[] = ",\"seal\":\"";
    try_front(data, size);
    try_beside(data, size);
    char *copy = malloc(size + 1), *at;
    FUZZ_CHECK(copy);
    if (size > 0) memcpy(copy, data, size);
    at = memmem(copy, size, seal, sizeof seal - 1);
    if (at && (size_t)(copy + size - at) >= sizeof seal - 1 + 32) {
        char hex[33];
        kn_hash_hex(kn_hash_bytes(copy, (size_t)(at - copy)), hex);
        memcpy(at + sizeof seal - 1, hex, 32);
        try_beside(copy, size);
    }
    free(copy);
    return 0;
}
