/* SPDX-License-Identifier: Apache-2.0
 * Prints, a line a case, digests of what was recorded, of its plan, of results, gradients and
 * second gradients: of the cases of conformance families, and of random calls. Builds of the
 * library by different compilers must print the same. Run by tests/scripts/compilers.sh.
 *
 *     record-bits [--only FAMILY[/ID]] [--every K] [--random N] [--seed S] [--case N] [--fused]
 *     [--text] [--host STATE] FAMILIES
 *
 * --every: each so-many-th case of the families. --random: so many random calls after them; --case:
 * that one of them alone. --fused: by generated code. --text: what the digests are of. --host:
 * under that floating-point state (upward, downward, zero, flush, traps), which no case may change;
 * the lines are the same. The program's own numbers are made of bits. */
#define _GNU_SOURCE /* feenableexcept */
#include "record_bits.h"

#include <dirent.h>
#include <fenv.h>
#include <stdlib.h>
#include <string.h>
#include <xmmintrin.h>

static int wrong(const char *what, const char *which) {
    fprintf(stderr, "record-bits: %s%s\n", what, which);
    return EXIT_REFUSED;
}

static bool number(const char *text, long *out) {
    char *end;
    *out = strtol(text, &end, 10);
    return *text != '\0' && *end == '\0' && *out >= 0;
}

/* The host's floating-point state: both units' control words, and the flags. */
typedef struct host_state {
    unsigned sse;
    unsigned short x87;
} host_state;

static host_state host_now(void) {
    host_state h = {_mm_getcsr(), 0};
    __asm__ volatile("fnstcw %0" : "=m"(h.x87));
    return h;
}

static bool set_host(const char *state) {
    if (state == NULL) return true;
    bool known = true;
    if (strcmp(state, "upward") == 0)
        fesetround(FE_UPWARD);
    else if (strcmp(state, "downward") == 0)
        fesetround(FE_DOWNWARD);
    else if (strcmp(state, "zero") == 0)
        fesetround(FE_TOWARDZERO);
    else if (strcmp(state, "flush") == 0)
        _mm_setcsr(_mm_getcsr() | 0x8040);
    else if (strcmp(state, "traps") == 0)
        feclearexcept(FE_ALL_EXCEPT), feenableexcept(FE_ALL_EXCEPT);
    else
        known = false;
    return known;
}

static void check_host(const rb_options *o, host_state want, const char *where, long number) {
    host_state now = host_now();
    if (o->host == NULL || (now.sse == want.sse && now.x87 == want.x87)) return;
    printf("%s %ld: the host's state was %x %x and is %x %x\n", where, number, want.sse, want.x87,
           now.sse, now.x87);
}

static int read_options(int argc, char **argv, rb_options *o) {
    enum {
        ONLY = 'o',
        EVERY = 'e',
        RANDOM = 'r',
        SEED = 's',
        CASE = 'n',
        FUSED = 'F',
        TEXT = 't',
        HOST = 'h'
    };
    static const struct option known[] = {{"only", 1, NULL, ONLY},     {"every", 1, NULL, EVERY},
                                          {"random", 1, NULL, RANDOM}, {"seed", 1, NULL, SEED},
                                          {"case", 1, NULL, CASE},     {"fused", 0, NULL, FUSED},
                                          {"text", 0, NULL, TEXT},     {"host", 1, NULL, HOST},
                                          {NULL, 0, NULL, 0}};
    long seed = 1;
    *o = (rb_options){.every = 1, .families = true};
    for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        bool ok = true;
        switch (c) {
        case ONLY: o->only = optarg; break;
        case EVERY: ok = number(optarg, &o->every) && o->every > 0; break;
        case RANDOM: ok = number(optarg, &o->random); break;
        case SEED: ok = number(optarg, &seed); break;
        case CASE:
            ok = number(optarg, &o->first);
            o->random = 1;
            o->families = false;
            break;
        case FUSED: o->fused = true; break;
        case TEXT: o->text = true; break;
        case HOST: o->host = optarg; break;
        default: return EXIT_REFUSED;
        }
        if (!ok) return wrong("not a number: ", optarg);
    }
    o->seed = (uint64_t)seed;
    return optind + 1 == argc ? EXIT_OK : wrong("one folder of families, please", "");
}

static bool wanted(const rb_options *o, const cf_family *f, const cf_case *c, size_t number) {
    if (o->only == NULL) return number % (size_t)o->every == 0;
    size_t n = strlen(f->name);
    if (strncmp(o->only, f->name, n) != 0) return false;
    return o->only[n] == '\0' || (o->only[n] == '/' && strcmp(o->only + n + 1, c->id) == 0);
}

static void set_environment(const rb_options *o) {
    setenv("KILN_PATH", o->fused ? "fused" : "eager", 1);
    setenv("KILN_VERIFY", "off", 1);
    setenv("KILN_THREADS", "1", 1);
    if (!o->fused) setenv("KILN_CACHE_DIR", "off", 1);
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Folders by name, in that order everywhere; free each and the list. */
static size_t folders(const char *dir, char ***out) {
    size_t n = 0;
    DIR *d = opendir(dir);
    *out = NULL;
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
        if (e->d_name[0] == '.') continue;
        size_t size = strlen(dir) + strlen(e->d_name) + 2;
        char **more = realloc(*out, (n + 1) * sizeof *more), *path = malloc(size);
        if (more == NULL || path == NULL) abort();
        snprintf(path, size, "%s/%s", dir, e->d_name);
        *out = more;
        more[n++] = path;
    }
    if (d != NULL) closedir(d);
    if (n > 0) qsort(*out, n, sizeof **out, by_name);
    return n;
}

static bool read_all(const char *dir, cf_family **out, size_t *count) {
    char **folder, why[800];
    size_t n = folders(dir, &folder);
    bool ok = n > 0 || (wrong("no families in ", dir), false);
    *count = 0;
    *out = calloc(n + 1, sizeof **out);
    if (*out == NULL) abort();
    for (size_t i = 0; i < n; i++) {
        if (ok && cf_family_read(folder[i], &(*out)[*count], why, sizeof why))
            ++*count;
        else if (ok)
            ok = (wrong(folder[i], why), false);
        free(folder[i]);
    }
    free(folder);
    return ok;
}

static void run(const rb_options *o, const cf_family *family, size_t count) {
    size_t met = 0;
    rb_library library = {0};
    host_state host = host_now();
    for (size_t i = 0; i < count && o->families; i++)
        for (size_t k = 0; k < family[i].ncases; k++) {
            if (!wanted(o, &family[i], &family[i].cases[k], met++)) continue;
            rb_family_case(o, &family[i], &family[i].cases[k]);
            check_host(o, host, family[i].name, (long)k);
        }
    if (o->random == 0) return;
    for (size_t i = 0; i < count; i++)
        if (!rb_library_add(&library, &family[i])) abort();
    for (long i = 0; i < o->random; i++) {
        rb_random_case(o, &library, o->first + i);
        check_host(o, host, "random", i);
    }
    rb_library_free(&library);
}

int main(int argc, char **argv) {
    rb_options o;
    cf_family *family;
    size_t count;
    int code = read_options(argc, argv, &o);
    if (code != EXIT_OK) return code;
    set_environment(&o);
    bool ok = read_all(argv[optind], &family, &count);
    if (ok && !set_host(o.host)) ok = (wrong("no state of a host: ", o.host), false);
    if (ok) run(&o, family, count);
    fesetenv(FE_DFL_ENV);
    for (size_t i = 0; i < count; i++) cf_family_free(&family[i]);
    free(family);
    if (ok && fflush(stdout) != 0) return wrong("the output cannot be written", "");
    return ok ? EXIT_OK : EXIT_DATA;
}
