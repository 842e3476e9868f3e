/* SPDX-License-Identifier: Apache-2.0
 * Every damage that sidecars must make good, many times: `sidecar-damage [--trials N] [--seed S]
 * [FOLDER]`. Prints a line a damage; status 1 when one trial was not rebuilt to the same bytes. */
#include "sidecar_damage.h"

enum { MOST_BYTES = 4 << 20 };

static int many(const sd_damage *damage, const char *folder, long trials, uint64_t seed) {
    int failed = 0;
    sd_trial t;
    for (long i = 0; i < trials; i++) {
        uint64_t own = seed + (uint64_t)i * 1000003;
        size_t spread = i % 4 == 0 ? 1 << 14 : MOST_BYTES - damage->least;
        const char *wrong = "it could not be protected";
        if (sd_begin(&t, folder, own, damage->least + (size_t)(own * 2654435761u % spread)))
            wrong = sd_run(&t, damage);
        if (wrong && failed++ < 3)
            printf("%s: seed %llu, %zu bytes: %s\n", damage->name, (unsigned long long)own,
                   t.file.n, wrong);
        sd_end(&t);
    }
    printf("%s: %ld trials, %d failed\n", damage->name, trials, failed);
    return failed;
}

int main(int argc, char **argv) {
    long trials = 1000;
    uint64_t seed = 1;
    const char *folder = ".";
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--trials") == 0 && i + 1 < argc)
            trials = strtol(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
            seed = strtoull(argv[++i], NULL, 10);
        else
            folder = argv[i];
    }
    int failed = 0;
    for (int d = 0; d < SD_DAMAGES; d++) failed += many(&sd_damages[d], folder, trials, seed);
    return failed > 0;
}
