/* SPDX-License-Identifier: Apache-2.0
 * A small training step while the memory of the whole process ends, LLVM's and the C library's
 * included: this program's own malloc, mmap or pthread_create fails at one call, or from one call
 * on, or the address space may grow by so many MB only. Every attempt is a process of its own. It
 * must end by itself, with the right bits or NO_MEMORY, and once memory is back the same session
 * must compute, with compiled kernels. Prints what did not; status 1 then. Run by
 * scripts/memory_ends.sh.
 *
 *     memory-ends cold|warm malloc|mmap|thread|limit [POINTS [FIRST]]
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kiln/kiln.h"

/* ---- what fails */

typedef enum kind { MALLOC, MMAP, THREAD, LIMIT, KINDS } kind;
static const char *const kind_names[KINDS] = {"malloc", "mmap", "thread", "limit"};

static struct {
    atomic_bool armed;
    atomic_llong calls[KINDS];
    kind kind;
    long long fail_at; /* 0: never */
    bool for_ever;
} fault;

static bool fails(kind k) {
    if (!atomic_load_explicit(&fault.armed, memory_order_relaxed)) return false;
    long long n = atomic_fetch_add(&fault.calls[k], 1) + 1;
    if (k != fault.kind || fault.fail_at == 0 || n < fault.fail_at ||
        (n > fault.fail_at && !fault.for_ever))
        return false;
    errno = ENOMEM;
    return true;
}

/* The C library's own, under the names it keeps for programs like this one. */
void *__libc_malloc(size_t nbytes);
void *__libc_calloc(size_t count, size_t each);
void *__libc_realloc(void *old, size_t nbytes);
void *__libc_memalign(size_t align, size_t nbytes);

void *malloc(size_t nbytes) { return fails(MALLOC) ? NULL : __libc_malloc(nbytes); }
void *calloc(size_t count, size_t each) {
    return fails(MALLOC) ? NULL : __libc_calloc(count, each);
}
void *realloc(void *old, size_t nbytes) {
    return fails(MALLOC) ? NULL : __libc_realloc(old, nbytes);
}
void *memalign(size_t align, size_t nbytes) {
    return fails(MALLOC) ? NULL : __libc_memalign(align, nbytes);
}
void *aligned_alloc(size_t align, size_t nbytes) {
    return fails(MALLOC) ? NULL : __libc_memalign(align, nbytes);
}
int posix_memalign(void **out, size_t align, size_t nbytes) {
    void *block = fails(MALLOC) ? NULL : __libc_memalign(align, nbytes);
    if (!block) return ENOMEM;
    *out = block;
    return 0;
}

void *mmap(void *at, size_t nbytes, int prot, int flags, int fd, off_t offset) {
    if (fails(MMAP)) return MAP_FAILED;
    return (void *)syscall(SYS_mmap, at, nbytes, prot, flags, fd, offset);
}
void *mmap64(void *at, size_t nbytes, int prot, int flags, int fd, off_t offset)
    __attribute__((alias("mmap")));

int pthread_create(pthread_t *out, const pthread_attr_t *attributes, void *(*work)(void *),
                   void *user) {
    static int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    return fails(THREAD) ? EAGAIN : real(out, attributes, work, user);
}

/* ---- what is computed */

enum {
    ROWS = 6,
    COLS = 10,
    HIDDEN = 12,
    CLASSES = 4,
    PARAMETERS = 4,
    RESULTS = ROWS * COLS + CLASSES + 1
};

typedef struct values {
    float at[RESULTS];
} values;

static kiln_tensor *softmax_of(kiln_tensor *x) { return kiln_softmax(kiln_mul(x, 0.5), -1); }

/* Two layers, cross-entropy, their gradients and a step of Adam, and what else makes a kernel of
 * each kind. */
static kiln_status compute(kiln_session *s, values *out) {
    static const int64_t labels[ROWS] = {2, 0, 1, 3, 3, 0},
                         shapes[PARAMETERS][2] = {
                             {HIDDEN, COLS}, {HIDDEN, 0}, {CLASSES, HIDDEN}, {CLASSES, 0}};
    kiln_tensor *p[PARAMETERS], *m[PARAMETERS], *v[PARAMETERS], *g[PARAMETERS];
    memset(out, 0, sizeof *out);
    kiln_scope (s) {
        for (int i = 0; i < PARAMETERS; i++) {
            kiln_shape shape = {i % 2 ? 1 : 2, shapes[i]};
            p[i] = kiln_mul(kiln_counter_normal(s, i, KILN_F32, shape), 0.5);
            m[i] = kiln_zeros_like(p[i]);
            v[i] = kiln_zeros_like(p[i]);
        }
        kiln_tensor *x = kiln_counter_normal(s, 9, KILN_F32, KILN_SHAPE(ROWS, COLS));
        kiln_tensor *hidden = kiln_gelu(kiln_linear(x, p[0], p[1]));
        kiln_tensor *loss = kiln_cross_entropy(kiln_linear(hidden, p[2], p[3]),
                                               kiln_from(s, labels, KILN_I64, KILN_SHAPE(ROWS)));
        kiln_list wrt = {PARAMETERS, p};
        kiln_grad(loss, wrt, g);
        for (int i = 0; i < PARAMETERS; i++)
            kiln_adam_step(p[i], g[i], m[i], v[i], 1, (kiln_adam)KILN_ADAM_INIT);
        kiln_read(softmax_of(x), out->at, ROWS * COLS * sizeof(float));
        kiln_read(p[3], out->at + ROWS * COLS, CLASSES * sizeof(float));
        out->at[RESULTS - 1] = (float)kiln_item(loss);
    }
    return kiln_error(s);
}

/* ---- one attempt */

typedef enum outcome {
    FINE,
    NO_MEMORY,
    DIED,
    STATUS,
    BITS,
    UNUSABLE,
    NO_KERNELS,
    OUTCOMES
} outcome;
static const char *const outcome_names[OUTCOMES] = {"right",
                                                    "refused with NO_MEMORY",
                                                    "ended by a signal or exit",
                                                    "another status",
                                                    "other bits",
                                                    "not usable afterwards",
                                                    "no compiled kernel once memory was back"};

typedef struct report {
    outcome what;
    char text[256];
    long long calls[KINDS];
} report;

static values expected;
static char folder[64];

static void say(report *r, outcome what, kiln_session *s, const char *when) {
    if (r->what == FINE || r->what == NO_MEMORY) r->what = what;
    snprintf(r->text, sizeof r->text, "%s: %s: %.200s", when, kiln_status_name(kiln_error(s)),
             kiln_error_text(s));
}

static uint64_t kernels(kiln_session *s) {
    kiln_counters c = {.struct_size = sizeof c};
    kiln_count(s, &c);
    return c.kernels_compiled + c.kernels_from_disk + c.kernels_from_memory;
}

static rlim_t address_space(void) {
    unsigned long long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f && fscanf(f, "%llu", &pages) != 1) pages = 0;
    if (f) fclose(f);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void arm(kind k, long long at, bool for_ever) {
    struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
    fault.kind = k;
    fault.fail_at = k == LIMIT ? 0 : at;
    fault.for_ever = for_ever;
    if (k == LIMIT && at > 0) {
        all.rlim_cur = address_space() + ((rlim_t)at << 20);
        setrlimit(RLIMIT_AS, &all);
    }
    atomic_store(&fault.armed, true);
}

static void disarm(void) {
    struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
    atomic_store(&fault.armed, false);
    if (fault.kind == LIMIT) setrlimit(RLIMIT_AS, &all);
}

static void attempt(report *r, kind k, long long at, bool for_ever, const char *cache) {
    values got;
    kiln_options o = KILN_OPTIONS_INIT;
    o.threads = 2;
    o.cache_dir = cache;
    r->what = FINE;
    arm(k, at, for_ever);
    kiln_session *s = kiln_open(&o);
    kiln_status status = s ? compute(s, &got) : KILN_NO_MEMORY; /* NULL says so */
    disarm();
    for (int i = 0; i < KINDS; i++) r->calls[i] = atomic_load(&fault.calls[i]);
    if (status == KILN_NO_MEMORY)
        r->what = NO_MEMORY;
    else if (status != KILN_OK)
        say(r, STATUS, s, "while memory was short");
    else if (memcmp(&got, &expected, sizeof got) != 0)
        say(r, BITS, s, "while memory was short");
    kiln_clear_error(s);
    if (!s || kiln_failed(s)) { /* it could not even be opened */
        kiln_close(s);
        s = kiln_open(&o);
    }
    uint64_t before = kernels(s);
    status = compute(s, &got);
    if (status != KILN_OK)
        say(r, UNUSABLE, s, "with memory again");
    else if (memcmp(&got, &expected, sizeof got) != 0)
        say(r, BITS, s, "with memory again");
    else if (before == 0 && kernels(s) == 0)
        say(r, NO_KERNELS, s, kiln_setting(s, "llvm"));
    kiln_close(s);
}

/* ---- all of them */

static report *shared; /* written by the child, read here */

static void run(kind k, long long at, bool for_ever, bool cold) {
    char cache[96];
    snprintf(cache, sizeof cache, "%s/%s", folder, cold ? "cold" : "warm");
    if (cold) kiln_cache_clear(cache, NULL, NULL, 0);
    *shared = (report){.what = DIED};
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        report mine = {FINE, "", {0}};
        alarm(60); /* one that waits for ever dies too */
        attempt(&mine, k, at, for_ever, cache);
        *shared = mine;
        _exit(0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) {
        perror("memory-ends");
        exit(2);
    }
    if (shared->what != DIED) return;
    if (WIFSIGNALED(status))
        snprintf(shared->text, sizeof shared->text, "signal %d", WTERMSIG(status));
    else
        snprintf(shared->text, sizeof shared->text, "exit %d", WEXITSTATUS(status));
}

/* The first calls one by one, the others spread evenly. */
static long long nth(long long i, long long points, long long total) {
    long long dense = points / 4;
    return i < dense || total <= points
               ? i + 1
               : dense + 1 + (i - dense) * (total - dense) / (points - dense);
}

static long long sweep(kind k, bool cold, long long points, long long first) {
    long long count[OUTCOMES] = {0}, total = 500, bad = 0;
    if (k != LIMIT) {
        run(k, 0, false, cold);
        total = shared->calls[k];
        if (shared->what != FINE)
            printf("with all memory there is: %s: %s\n", outcome_names[shared->what], shared->text);
        if (total == 0) printf("no call of %s was seen\n", kind_names[k]);
        bad += shared->what != FINE || total == 0;
    }
    for (int pass = 0; pass < (k == LIMIT ? 1 : 2); pass++) {
        for (long long i = first; i < points; i++) {
            long long at = nth(i, points, total);
            if (at > total) break;
            run(k, at, pass == 1, cold);
            count[shared->what]++;
            if (shared->what == FINE || shared->what == NO_MEMORY) continue;
            bad++;
            printf("%s %s %lld%s: %s: %s\n", cold ? "cold" : "warm", kind_names[k], at,
                   pass ? " and all after it" : "", outcome_names[shared->what], shared->text);
        }
    }
    printf("%s %s, of %lld:", cold ? "cold" : "warm", kind_names[k], total);
    for (int i = 0; i < OUTCOMES; i++)
        if (count[i]) printf(" %lld %s;", count[i], outcome_names[i]);
    printf("\n");
    return bad;
}

static void clean(void) {
    char path[96];
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, i ? "cold" : "warm");
        kiln_cache_clear(path, NULL, NULL, 0);
        rmdir(path);
    }
    rmdir(folder);
}

int main(int argc, char **argv) {
    kiln_options o = KILN_OPTIONS_INIT;
    kind k = 0;
    bool cold = argc > 1 && strcmp(argv[1], "cold") == 0;
    while (argc > 2 && k < KINDS && strcmp(argv[2], kind_names[k]) != 0) k++;
    if (argc < 3 || k == KINDS || (!cold && strcmp(argv[1], "warm") != 0)) {
        fprintf(stderr, "memory-ends cold|warm malloc|mmap|thread|limit [POINTS [FIRST]]\n");
        return 2;
    }
    long long points = argc > 3 ? atoll(argv[3]) : 40, first = argc > 4 ? atoll(argv[4]) : 0;
    const char *tmp = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.40s/memory-ends.XXXXXX", tmp ? tmp : "/tmp");
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!mkdtemp(folder) || shared == MAP_FAILED) return 2;
    o.path = KILN_EAGER;
    o.threads = 1;
    o.cache_dir = "off";
    kiln_session *s = kiln_open(&o);
    kiln_status status = compute(s, &expected);
    if (status != KILN_OK) printf("eager: %s\n", kiln_error_text(s));
    kiln_close(s);
    long long bad = status != KILN_OK;
    if (!cold && bad == 0) {
        run(MALLOC, 0, false, false); /* fills the folder */
        bad += shared->what != FINE;
        if (bad)
            printf("with all memory there is: %s: %s\n", outcome_names[shared->what], shared->text);
    }
    if (bad == 0) bad = sweep(k, cold, points, first);
    clean();
    return bad > 0;
}
