/* SPDX-License-Identifier: Apache-2.0
 * What fuzz targets share: a check that ends the process, memory with a limit that must all come
 * back, and an input as a file. Each target is one file with LLVMFuzzerTestOneInput; scripts/fuzz
 * links it with libFuzzer, and the tests with replay_main.c. */
#ifndef KILN_TESTS_FUZZ_H
#define KILN_TESTS_FUZZ_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiln/options.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(condition)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* A file that claims to be large is refused for want of memory, and the fuzzer goes on. */
enum { FUZZ_LIMIT = 64 << 20 };

typedef struct fuzz_memory {
    kiln_allocator vtable;
    size_t live;
} fuzz_memory;

static inline void *fuzz_resize(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    fuzz_memory *m = (fuzz_memory *)user;
    if (new_nbytes > FUZZ_LIMIT || m->live - old_nbytes + new_nbytes > FUZZ_LIMIT) return NULL;
    void *fresh = NULL;
    if (new_nbytes > 0 && posix_memalign(&fresh, 64, new_nbytes) != 0) return NULL;
    if (block && fresh) memcpy(fresh, block, old_nbytes < new_nbytes ? old_nbytes : new_nbytes);
    free(block);
    m->live += new_nbytes - old_nbytes;
    return fresh;
}

static inline void fuzz_memory_init(fuzz_memory *m) {
    memset(m, 0, sizeof *m);
    m->vtable.resize = fuzz_resize;
    m->vtable.user = m;
}

static char fuzz_folder[64];

static inline void fuzz_remove_folder(void) {
    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", fuzz_folder);
    if (fuzz_folder[0] && system(command) != 0) perror(fuzz_folder);
}

/* "FOLDER/NAME", the folder one of this process that goes with it; one of four places in turn. */
static inline const char *fuzz_path(const char *name) {
    static char text[4][128];
    static unsigned turn;
    if (!fuzz_folder[0]) {
        const char *where = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
        snprintf(fuzz_folder, sizeof fuzz_folder, "%s/kiln-fuzz-%ld", where, (long)getpid());
        FUZZ_CHECK(mkdir(fuzz_folder, 0700) == 0);
        atexit(fuzz_remove_folder);
    }
    char *to = text[turn++ % 4];
    snprintf(to, sizeof text[0], "%s/%s", fuzz_folder, name);
    return to;
}

static inline const char *fuzz_file(const char *name, const void *bytes, size_t nbytes) {
    const char *path = fuzz_path(name);
    FILE *f = fopen(path, "wb");
    FUZZ_CHECK(f && fwrite(bytes, 1, nbytes, f) == nbytes && fclose(f) == 0);
    return path;
}

/* A sum over all of them, so that a sanitizer sees each read. */
static inline unsigned fuzz_touch(const void *bytes, size_t nbytes) {
    unsigned sum = 0;
    for (size_t i = 0; i < nbytes; i++) sum += ((const uint8_t *)bytes)[i];
    return sum;
}

#endif
