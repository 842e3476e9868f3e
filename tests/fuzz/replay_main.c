/* SPDX-License-Identifier: Apache-2.0
 * main() of a fuzz target without a fuzzer: every file named, and every file of the folders named,
 * goes through it once. Run by ctest on tests/fuzz/corpus and tests/fuzz/regressions. */
#include <dirent.h>

#include "fuzz.h"

static long inputs;

static bool run_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) return false;
    fseek(f, 0, SEEK_END);
    size_t size = (size_t)ftell(f);
    rewind(f);
    uint8_t *data = malloc(size > 0 ? size : 1); /* exactly: a read beyond it is seen */
    bool done = data && fread(data, 1, size, f) == size;
    fclose(f);
    fprintf(stderr, "%s\n", path);
    if (done) LLVMFuzzerTestOneInput(data, size);
    free(data);
    inputs++;
    return done;
}

static bool run_folder(DIR *d, const char *folder) {
    bool done = true;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (e->d_name[0] != '.') done = run_file(path) && done;
    }
    return done;
}

int main(int argc, char **argv) {
    bool done = true;
    for (int i = 1; i < argc; i++) {
        DIR *d = opendir(argv[i]);
        done = (d ? run_folder(d, argv[i]) : run_file(argv[i])) && done;
        if (d) closedir(d);
    }
    printf("%ld inputs\n", inputs);
    return done && inputs > 0 ? 0 : 1;
}
