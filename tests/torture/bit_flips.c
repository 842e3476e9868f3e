/* SPDX-License-Identifier: Apache-2.0
 * Every bit of what is kept, flipped one at a time: five entries of the kernel cache, a trace, a
 * checkpoint and its envelope, and a sidecar. Each must be noticed by the function that reads it.
 * Prints how many were; status 1 when one was not. Run by ctest and scripts/torture.
 *
 *     bit-flips [--every N] [--json FILE]
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <kiln/kiln.h>
#include <kiln/cache.h>
#include <kiln/sidecar.h>

enum { ENTRIES = 5, SHAPE = 6 };

static char folder[] = "bit-flips-XXXXXX";
static long every = 1;
static FILE *json;

typedef struct file {
    char path[400];
    unsigned char *bytes;
    size_t nbytes;
} file;

static const char *at(const char *name) {
    static char text[4][360];
    static unsigned turn;
    char *to = text[turn++ % 4];
    snprintf(to, sizeof text[0], "%s/%.300s", folder, name);
    return to;
}

static bool load(file *f, const char *path) {
    snprintf(f->path, sizeof f->path, "%s", path);
    FILE *from = fopen(path, "rb");
    if (!from) return false;
    fseek(from, 0, SEEK_END);
    f->nbytes = (size_t)ftell(from);
    rewind(from);
    f->bytes = malloc(f->nbytes + 1);
    bool done = f->bytes && fread(f->bytes, 1, f->nbytes, from) == f->nbytes;
    fclose(from);
    return done;
}

/* ---- who notices; true: it says that all is well */

static bool cache_is_well(const file *f) {
    kiln_cache_counts c = {.struct_size = sizeof c};
    (void)f;
    return kiln_cache_verify(at("cache"), NULL, NULL, &c, NULL, 0) == KILN_OK && c.bad == 0;
}

static bool trace_is_well(const file *f) {
    kiln_trace_file *t = NULL;
    bool well = kiln_trace_open(f->path, NULL, &t, NULL, 0) == KILN_OK;
    kiln_trace_close(t);
    return well;
}

static bool checkpoint_is_well(const file *f) {
    kiln_checkpoint_file *c = NULL;
    (void)f;
    bool well = kiln_checkpoint_open(at("c"), 0, NULL, &c, NULL, 0) == KILN_OK;
    kiln_checkpoint_close(c);
    return well;
}

static bool envelope_is_well(const file *f) {
    (void)f;
    return kiln_envelope_check(at("c"), "checkpoint", 1, NULL, NULL, NULL, NULL, 0) == KILN_OK;
}

static bool sidecar_is_well(const file *f) {
    (void)f;
    return kiln_sidecar_verify(at("s"), NULL, NULL, NULL, 0) == KILN_OK;
}

/* ---- flipping */

typedef struct count {
    long bits, noticed;
} count;

static bool put(int fd, const file *f, size_t i) {
    return pwrite(fd, f->bytes + i, 1, (off_t)i) == 1;
}

static count flip(const char *what, const char *path, bool (*is_well)(const file *f)) {
    file f = {.bytes = NULL};
    count n = {0, 0};
    int fd = load(&f, path) ? open(path, O_WRONLY) : -1;
    bool good = fd >= 0 && is_well(&f);
    for (size_t bit = 0; good && bit < f.nbytes * 8; bit += (size_t)every) {
        f.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        good = put(fd, &f, bit / 8);
        n.bits++;
        if (!is_well(&f))
            n.noticed++;
        else if (n.bits - n.noticed < 5)
            printf("%s: bit %zu is not noticed\n", path, bit);
        f.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        good = good && put(fd, &f, bit / 8);
    }
    if (!good || !is_well(&f)) {
        printf("%s: %s cannot be tried\n", what, path);
        n.bits++;
    }
    if (fd >= 0) close(fd);
    free(f.bytes);
    printf("%-12s %8zu bytes %9ld bits flipped %9ld noticed\n", what, f.nbytes, n.bits, n.noticed);
    if (json)
        fprintf(json, "{\"what\":\"%s\",\"bytes\":%zu,\"flipped\":%ld,\"noticed\":%ld},\n", what,
                f.nbytes, n.bits, n.noticed);
    return n;
}

static void add(count *sum, count n) {
    sum->bits += n.bits;
    sum->noticed += n.noticed;
}

/* Of ENTRIES entries. */
static void flip_entries(count *sum) {
    char name[ENTRIES][256];
    int n = 0;
    DIR *d = opendir(at("cache"));
    for (struct dirent *e; d && n < ENTRIES && (e = readdir(d)) != NULL;)
        if (strstr(e->d_name, ".kiln-kernel")) snprintf(name[n++], sizeof name[0], "%s", e->d_name);
    if (d) closedir(d);
    for (int i = 0; i < n; i++) {
        char path[700];
        /* one alone in the folder, or each check would read them all */
        snprintf(path, sizeof path, "%s/%s", at("cache"), name[i]);
        for (int k = i + 1; k < n && i == 0; k++) {
            char other[700];
            snprintf(other, sizeof other, "%s/%s", at("cache"), name[k]);
            rename(other, at(name[k]));
        }
        if (i > 0) rename(at(name[i]), path);
        add(sum, flip("cache entry", path, cache_is_well));
        unlink(path);
    }
    if (n == ENTRIES) return;
    printf("%d cache entries instead of %d\n", n, ENTRIES);
    sum->bits++;
}

/* ---- what is kept */

static bool keep_checkpoint(kiln_session *s, kiln_tensor *x) {
    static const char *const names[1] = {"w"};
    kiln_checkpoint c = KILN_CHECKPOINT_INIT;
    kiln_tensor *t[1] = {x};
    c.parameters = kiln_named_of(1, names, t);
    return kiln_checkpoint_save(s, at("c"), &c) == KILN_OK;
}

static bool keep_trace(kiln_tensor *x) {
    kiln_trace_options o = KILN_TRACE_OPTIONS_INIT;
    kiln_tensor *loss = kiln_mean(kiln_square(x)), *g = NULL;
    o.nodes = true;
    return kiln_grad(loss, KILN_LIST(x), &g) == KILN_OK &&
           kiln_trace_save(at("t"), KILN_LIST(loss, g), NULL, &o) == KILN_OK;
}

/* Kernels of five kinds. */
static bool keep_entries(kiln_tensor *x) {
    kiln_tensor *y[ENTRIES] = {kiln_exp(x), kiln_softmax(x, 1), kiln_sum(x),
                               kiln_matmul(x, kiln_t(x)), kiln_cumsum(x, 0)};
    double total = 0;
    for (int i = 0; i < ENTRIES; i++) total += kiln_item(kiln_sum(y[i]));
    return total == total;
}

static bool keep_all(void) {
    kiln_options o = KILN_OPTIONS_INIT;
    bool done = false;
    o.cache_dir = at("cache");
    o.threads = 1;
    o.path = KILN_FUSED;
    kiln_session *s = kiln_open(&o);
    kiln_scope (s) {
        kiln_tensor *x = kiln_counter_uniform(s, 1, KILN_F32, KILN_SHAPE(SHAPE, SHAPE));
        done = keep_entries(x) && keep_trace(x) && keep_checkpoint(s, x);
    }
    if (kiln_failed(s)) printf("%s\n", kiln_error_text(s));
    kiln_close(s);
    FILE *f = fopen(at("s"), "wb");
    for (int i = 0; f && i < 700; i++) fputc(i * i % 251, f);
    if (f) fclose(f);
    return done && kiln_sidecar_protect(at("s"), NULL, NULL, NULL, 0) == KILN_OK;
}

static int flip_all(void) {
    count sum = {0, 0};
    if (!keep_all()) {
        printf("nothing could be kept\n");
        return 1;
    }
    add(&sum, flip("trace", at("t"), trace_is_well));
    add(&sum, flip("checkpoint", at("c"), checkpoint_is_well));
    add(&sum, flip("envelope", at("c" KILN_ENVELOPE_SUFFIX), envelope_is_well));
    add(&sum, flip("sidecar", at("s" KILN_SIDECAR_SUFFIX), sidecar_is_well));
    add(&sum, flip("protected", at("s"), sidecar_is_well));
    flip_entries(&sum);
    printf("%ld bits flipped, %ld noticed\n", sum.bits, sum.noticed);
    if (json)
        fprintf(json, "{\"what\":\"all\",\"flipped\":%ld,\"noticed\":%ld}]}\n", sum.bits,
                sum.noticed);
    return sum.bits > 0 && sum.bits == sum.noticed ? 0 : 1;
}

int main(int argc, char **argv) {
    char command[64];
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--every") == 0)
            every = strtol(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--json") == 0)
            json = fopen(argv[i + 1], "w");
    }
    if (argc % 2 == 0 || every < 1) {
        fputs("usage: bit-flips [--every N] [--json FILE]\n", stderr);
        return 2;
    }
    if (json) fputs("{\"program\":\"bit-flips\",\"kinds\":[\n", json);
    (void)!chdir("/dev/shm");
    if (!mkdtemp(folder)) return 2;
    int failed = flip_all();
    if (json) fclose(json);
    snprintf(command, sizeof command, "rm -rf ./%s", folder);
    return system(command) == 0 ? failed : 2;
}
