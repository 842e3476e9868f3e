/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as the sidecar of a file that lost a burst, with the headers' digests as they are and
 * made right. */
#include "fuzz.h"
#include "kiln/sidecar.h"
#include "runtime/sidecar.h"

enum { FILE_NBYTES = 700 };

static void try_sidecar(const void *bytes, size_t size, bool damaged) {
    uint8_t file[FILE_NBYTES];
    fuzz_memory m;
    char why[512] = "";
    kiln_sidecar_options o = KILN_SIDECAR_OPTIONS_INIT;
    kiln_sidecar_report report = KILN_SIDECAR_REPORT_INIT;
    for (int i = 0; i < FILE_NBYTES; i++) file[i] = (uint8_t)(i * i % 251);
    if (damaged) memset(file + 200, 7, 60);
    fuzz_memory_init(&m);
    o.allocator = &m.vtable;
    fuzz_file("f" KILN_SIDECAR_SUFFIX, bytes, size);
    const char *path = fuzz_file("f", file, sizeof file);
    kiln_status status = kiln_sidecar_verify(path, &o, &report, why, sizeof why);
    FUZZ_CHECK(status == KILN_OK || why[0] != '\0');
    bool could = report.state == KILN_SIDECAR_INTACT || report.state == KILN_SIDECAR_DAMAGED;
    status = kiln_sidecar_repair(path, &o, &report, why, sizeof why);
    FUZZ_CHECK(status == KILN_OK || why[0] != '\0');
    FUZZ_CHECK(status != KILN_OK || could);
    if (status == KILN_OK)
        FUZZ_CHECK(kiln_sidecar_verify(path, &o, &report, why, sizeof why) == KILN_OK);
    FUZZ_CHECK(m.live == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    try_sidecar(data, size, true);
    uint8_t *copy = malloc(size + 1);
    FUZZ_CHECK(copy);
    if (size > 0) memcpy(copy, data, size);
    for (size_t i = 0; i + SC_HEADER <= size; i++) {
        if (memcmp(copy + i, sc_magic, sizeof sc_magic) != 0) continue;
        sc_put_hash(copy + i + SC_HEADER - SC_DIGEST,
                    kn_hash_bytes(copy + i, SC_HEADER - SC_DIGEST));
    }
    try_sidecar(copy, size, true);
    try_sidecar(copy, size, false);
    free(copy);
    return 0;
}
