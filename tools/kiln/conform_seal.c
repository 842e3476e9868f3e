/* SPDX-License-Identifier: Apache-2.0
 * The envelope of a fixture family: family.json is its index, and names no bytes of the tensors;
 * the envelope beside it has the digests of both. Written by `kiln conform --seal`, checked
 * whenever a family is read. */
#include "conform.h"

#include <string.h>
#include <sys/stat.h>

#define KIND "conformance-family"
#define TENSORS "tensors.safetensors"

typedef struct family_paths {
    char index[4096], tensors[4096], beside[4096];
} family_paths;

static bool paths_of(const char *dir, family_paths *p) {
    int longest =
        snprintf(p->beside, sizeof p->beside, "%s/family.json%s", dir, KILN_ENVELOPE_SUFFIX);
    int more = snprintf(p->tensors, sizeof p->tensors, "%s/" TENSORS, dir);
    (void)snprintf(p->index, sizeof p->index, "%s/family.json", dir);
    return longest >= 0 && (size_t)longest < sizeof p->beside && more >= 0 &&
           (size_t)more < sizeof p->tensors;
}

kiln_status cf_seal(const char *dir, char *why, size_t size) {
    family_paths p;
    kiln_envelope e = KILN_ENVELOPE_INIT;
    kiln_envelope_input tensors = {.name = TENSORS};
    if (!paths_of(dir, &p)) {
        snprintf(why, size, "the folder's name is too long");
        return KILN_BAD_ARGUMENT;
    }
    kiln_status status =
        kiln_envelope_digest(p.tensors, &tensors.length, tensors.digest, why, size);
    if (status != KILN_OK) return status;
    e.kind = KIND;
    e.made_by = "kiln conform --seal";
    e.inputs = &tensors;
    e.ninputs = 1;
    return kiln_envelope_write(p.index, &e, NULL, why, size);
}

static bool tensors_hold(const family_paths *p, const kiln_envelope *e, char *why, size_t size) {
    char digest[33], reason[512];
    uint64_t length;
    if (e->ninputs != 1 || strcmp(e->inputs[0].name, TENSORS) != 0) {
        snprintf(why, size, "family.json: inputs: expected " TENSORS " alone");
        return false;
    }
    if (kiln_envelope_digest(p->tensors, &length, digest, reason, sizeof reason) != KILN_OK)
        snprintf(why, size, TENSORS ": %s", reason);
    else if (strcmp(digest, e->inputs[0].digest) != 0)
        snprintf(why, size, TENSORS ": xxh3_128: expected %s, found %s", e->inputs[0].digest,
                 digest);
    else
        return true;
    return false;
}

bool cf_seal_holds(const char *dir, char *why, size_t size) {
    family_paths p;
    struct stat st;
    char reason[512];
    kiln_envelope *e = NULL;
    if (!paths_of(dir, &p) || stat(p.beside, &st) != 0) return true;
    if (kiln_envelope_check(p.index, KIND, 1, NULL, &e, NULL, reason, sizeof reason) != KILN_OK) {
        snprintf(why, size, "family.json is not what its envelope says: %s", reason);
        return false;
    }
    bool holds = tensors_hold(&p, e, why, size);
    kiln_envelope_free(e);
    return holds;
}
