/* SPDX-License-Identifier: Apache-2.0
 * Files under faults: each scenario of the io_points_*.c beside it runs with each of its system
 * calls failing by each error, cut short, being the last before the process or the power goes, and
 * with memory ending besides. What is left must be old or new, and whole; what was acknowledged,
 * there; and the same calls must work once nothing fails. Run by ctest and scripts/torture.
 *
 *     io-points [--every N] [--only NAME] [--pairs N] [--json FILE] [--list]
 */
#include "io_points.h"

#include <stdarg.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "faulty_io.h"

enum { FILES = 32, MOST_CALLS = 20000, MOST_LINES = 40, HEAD = 64 };

static const char *scenario, *point_text;
static char point[200];
static long failures;

void io_find(const char *format, ...) {
    if (++failures > MOST_LINES) return;
    va_list args;
    va_start(args, format);
    printf("%s, %s: ", scenario, point_text ? point_text : point);
    vprintf(format, args);
    putchar('\n');
    va_end(args);
}

/* ---- memory */

static void *resize(void *user, void *block, size_t old_nbytes, size_t new_nbytes) {
    io_memory *m = user;
    char *base = block ? (char *)block - HEAD : NULL;
    if (base && *(size_t *)(void *)base != old_nbytes) io_find("a block of another size is freed");
    if (new_nbytes == 0) {
        m->live -= base ? (long)old_nbytes : 0;
        free(base);
        return NULL;
    }
    m->calls++;
    if (m->fail_at && (m->calls == m->fail_at || (m->for_ever && m->calls > m->fail_at)))
        return NULL;
    void *fresh;
    if (posix_memalign(&fresh, HEAD, HEAD + new_nbytes) != 0) return NULL;
    *(size_t *)fresh = new_nbytes;
    size_t kept = old_nbytes < new_nbytes ? old_nbytes : new_nbytes;
    if (base) memcpy((char *)fresh + HEAD, block, kept);
    free(base);
    m->live += (long)new_nbytes - (base ? (long)old_nbytes : 0);
    return (char *)fresh + HEAD;
}

static void memory_begin(io_memory *m) {
    memset(m, 0, sizeof *m);
    m->vtable = (kiln_allocator){.resize = resize, .user = m};
}

static void memory_fail(io_memory *m, long at, bool for_ever) {
    m->calls = 0;
    m->fail_at = at;
    m->for_ever = for_ever;
}

/* ---- files */

const char *io_path(const io_run *r, const char *name) {
    static char text[4][320];
    static unsigned turn;
    char *to = text[turn++ % 4];
    snprintf(to, sizeof text[0], "%.60s/%.255s", r->folder, name);
    return to;
}

bool io_write_file(const char *path, const void *bytes, size_t nbytes) {
    FILE *f = fopen(path, "wb");
    bool done = f && fwrite(bytes, 1, nbytes, f) == nbytes;
    return f && fclose(f) == 0 && done;
}

char *io_read_file(const char *path, size_t *nbytes) {
    FILE *f = fopen(path, "rb");
    char *bytes = NULL;
    if (!f) return NULL;
    fseek(f, 0, SEEK_END);
    *nbytes = (size_t)ftell(f);
    rewind(f);
    bytes = malloc(*nbytes + 1);
    if (bytes && fread(bytes, 1, *nbytes, f) != *nbytes) *nbytes = 0;
    if (bytes) bytes[*nbytes] = '\0';
    fclose(f);
    return bytes;
}

/* The folder as it was before. */
static struct {
    char name[256], *bytes;
    size_t nbytes;
} before[FILES];
static int before_count;

/* Calls `each` on every name of the folder: how many there are. */
static int each_file(const io_run *r, void (*each)(const io_run *r, const char *name)) {
    DIR *d = opendir(r->folder);
    int n = 0;
    for (struct dirent *e; d && (e = readdir(d)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        each(r, e->d_name);
        n++;
    }
    if (d) closedir(d);
    return n;
}

static void remove_file(const io_run *r, const char *name) {
    if (unlink(io_path(r, name)) != 0) io_find("%s stays", name);
}

static void remember(const io_run *r, const char *name) {
    if (before_count == FILES) io_find("more files than there is room for");
    if (before_count == FILES) return;
    snprintf(before[before_count].name, sizeof before[0].name, "%s", name);
    before[before_count].bytes = io_read_file(io_path(r, name), &before[before_count].nbytes);
    before_count++;
}

static void refuse_leftover(const io_run *r, const char *name) {
    (void)r;
    if (strstr(name, ".tmp-")) io_find("%s is left when all is done again", name);
}

static void restore(const io_run *r) {
    each_file(r, remove_file);
    for (int i = 0; i < before_count; i++)
        if (!io_write_file(io_path(r, before[i].name), before[i].bytes, before[i].nbytes))
            io_find("%s cannot be put back", before[i].name);
}

static int descriptors(void) {
    int n = 0;
    for (int fd = 0; fd < 128; fd++) n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

kiln_session *io_session(io_run *r) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    o.cache_dir = "off";
    o.threads = 1;
    o.allocator = &r->m.vtable;
    return kiln_open(&o);
}

/* ---- one point */

typedef struct fault {
    faulty_kind kind;
    int at, error, lasts;
    long memory_at;
    bool for_ever;
} fault;

typedef struct outcome {
    bool came, memory_came; /* the fault of files; of memory */
    int calls, cut;
    long allocations;
    char row[16]; /* the call that was hit */
} outcome;

static void describe(const fault *f) {
    static const char *const name[] = {"nothing fails", "fails", "cut short",
                                       "killed",        "torn",  "power gone"};
    int n = snprintf(point, sizeof point, "call %d: %s%s%s", f->at, name[f->kind],
                     f->kind == FAULTY_ERROR ? ", " : "",
                     f->kind == FAULTY_ERROR ? strerror(f->error) : "");
    if (f->kind >= FAULTY_TEAR)
        n += snprintf(point + n, sizeof point - (size_t)n, ", %d/8", f->lasts);
    if (f->memory_at)
        snprintf(point + n, sizeof point - (size_t)n, ", allocation %ld fails %s", f->memory_at,
                 f->for_ever ? "for ever" : "once");
}

static void run_once(const io_case *c, io_run *r, const fault *f, outcome *o) {
    r->acked = 0;
    r->why[0] = '\0';
    r->crashed = r->cut = false;
    memory_begin(&r->m);
    if (c->open) c->open(r);
    memory_fail(&r->m, f->memory_at, f->for_ever);
    faulty_begin(f->kind, f->at, f->error);
    faulty.lasts = f->lasts;
    r->status = c->act(r);
    o->calls = faulty.calls;
    snprintf(o->row, sizeof o->row, "%s", faulty.row ? faulty.row : "");
    o->allocations = r->m.calls;
    o->memory_came = f->memory_at && r->m.calls >= f->memory_at;
    memory_fail(&r->m, 0, false);
    o->came = faulty_end();
    o->cut = faulty.cut;
    r->crashed = o->came && f->kind >= FAULTY_KILL;
    r->cut = r->crashed && f->kind == FAULTY_CUT;
    if (c->close) c->close(r);
    if (r->m.live != 0) io_find("%ld bytes leaked", r->m.live);
}

/* The fault, what it left, and the same again with nothing failing. */
static outcome try_point(const io_case *c, io_run *r, const fault *f) {
    static const fault none = {0};
    int open_before = descriptors();
    outcome o, again;
    describe(f);
    restore(r);
    run_once(c, r, f, &o);
    size_t len = strlen(point);
    snprintf(point + len, sizeof point - len, " (%s)", o.row);
    if (!o.came && !o.memory_came && r->status != KILN_OK)
        io_find("nothing failed, and it says %s: %s", kiln_status_name(r->status), r->why);
    c->look(r);
    run_once(c, r, &none, &again);
    if (r->status != KILN_OK)
        io_find("afterwards it says %s: %s", kiln_status_name(r->status), r->why);
    c->look(r);
    if (!c->reads) each_file(r, refuse_leftover);
    if (descriptors() != open_before) io_find("descriptors stay open");
    return o;
}

/* ---- all points of a scenario */

typedef struct tally {
    long calls, allocations, io, crash, both;
} tally;
static long every = 1, pairs = 200, turn;

static bool due(void) { return turn++ % every == 0; }

static void io_faults(const io_case *c, io_run *r, tally *t) {
    for (int e = 0; e <= FAULTY_ERRORS; e++)
        for (int at = 1; at <= t->calls; at++) {
            fault f = {e < FAULTY_ERRORS ? FAULTY_ERROR : FAULTY_SHORT,
                       at,
                       e < FAULTY_ERRORS ? faulty_errors[e] : 0,
                       4,
                       0,
                       false};
            if (!due()) continue;
            outcome o = try_point(c, r, &f);
            /* a short count is one of calls that count */
            bool counts = e < FAULTY_ERRORS || strstr(o.row, "read") || strstr(o.row, "write");
            t->io += o.came && counts && strcmp(o.row, "readdir") != 0;
        }
}

/* Killed before call k, so that it is dropped; in it, when it writes; and the power gone there,
 * where something was not synced. */
static void crashes(const io_case *c, io_run *r, tally *t) {
    static const int parts[] = {0, 1, 4, 7};
    for (int at = 1; at <= t->calls; at++) {
        if (!due()) continue;
        fault f = {FAULTY_KILL, at, 0, 4, 0, false};
        outcome o = try_point(c, r, &f);
        t->crash += o.came;
        for (int i = 1; i < 4 && strstr(o.row, "write"); i++) {
            f = (fault){FAULTY_TEAR, at, 0, parts[i], 0, false};
            t->crash += try_point(c, r, &f).came;
        }
        for (int i = 0, cut = 1; i < 4 && cut; i++) {
            f = (fault){FAULTY_CUT, at, 0, parts[i], 0, false};
            cut = try_point(c, r, &f).cut;
            t->crash += cut > 0;
        }
    }
}

/* Pairs spread over the calls and the allocations. */
static void both(const io_case *c, io_run *r, tally *t) {
    static const faulty_kind kinds[] = {FAULTY_ERROR, FAULTY_KILL, FAULTY_SHORT};
    for (long i = 0; i < pairs && t->allocations > 0 && t->calls > 0; i++) {
        faulty_kind kind = kinds[c->reads ? 0 : i % 3];
        fault f = {kind, (int)(1 + i * t->calls / pairs), faulty_errors[i % FAULTY_ERRORS],
                   4,    1 + i * 7919 % t->allocations,   i % 2 == 1};
        if (!due()) continue;
        outcome o = try_point(c, r, &f);
        t->both += o.came && o.memory_came;
    }
}

static bool try_case(const io_case *c, tally *t) {
    char folder[] = "io-points-XXXXXX";
    io_run r = {.folder = mkdtemp(folder)};
    if (!r.folder) return false;
    scenario = c->name;
    point_text = "before";
    before_count = 0;
    memory_begin(&r.m);
    bool done = c->prepare(&r);
    if (!done) io_find("its files cannot be written: %s", r.why);
    each_file(&r, remember);
    point_text = NULL;
    fault count = {FAULTY_SHORT, MOST_CALLS, 0, 4, 0, false};
    outcome o = try_point(c, &r, &count);
    t->calls = o.calls;
    t->allocations = o.allocations;
    if (done) io_faults(c, &r, t);
    if (done && !c->reads) crashes(c, &r, t);
    if (done) both(c, &r, t);
    each_file(&r, remove_file);
    for (int i = 0; i < before_count; i++) free(before[i].bytes);
    return rmdir(folder) == 0 && done;
}

/* ---- the report */

static void print_case(FILE *to, const char *name, const tally *t, long failed, const char *end) {
    fprintf(to,
            "{\"scenario\":\"%s\",\"calls\":%ld,\"allocations\":%ld,\"io_faults\":%ld,"
            "\"crash_states\":%ld,\"both\":%ld,\"failures\":%ld}%s\n",
            name, t->calls, t->allocations, t->io, t->crash, t->both, failed, end);
}

enum { PER_TABLE = 16 };

/* Scenario i of table i / PER_TABLE; NULL when it has no so many. */
static const io_case *case_at(size_t i) {
    const io_case *const table[] = {io_cache_cases, io_saved_cases, io_trace_cases,
                                    io_beside_cases};
    const io_case *c = table[i / PER_TABLE];
    for (size_t k = i % PER_TABLE; c->name && k > 0; k--) c++;
    return c->name ? c : NULL;
}

static void run_cases(const char *only, bool list, FILE *json, tally *sum) {
    if (json) fputs("{\"program\":\"io-points\",\"scenarios\":[\n", json);
    for (size_t i = 0; i < 4 * PER_TABLE; i++) {
        const io_case *c = case_at(i);
        tally t = {0};
        long failed = failures;
        if (!c || (only && strcmp(only, c->name) != 0)) continue;
        if (!try_case(c, &t) && failed == failures) io_find("the folder stays");
        sum->calls += t.calls;
        sum->io += t.io;
        sum->crash += t.crash;
        sum->both += t.both;
        if (list) print_case(stdout, c->name, &t, failures - failed, "");
        if (json) print_case(json, c->name, &t, failures - failed, ",");
    }
    if (!json) return;
    print_case(json, "all", sum, failures, "");
    fputs("]}\n", json);
}

int main(int argc, char **argv) {
    const char *only = NULL, *json = NULL;
    bool list = false, usage = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--list") == 0)
            list = true;
        else if (i + 1 >= argc)
            usage = true;
        else if (strcmp(argv[i], "--every") == 0)
            every = strtol(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--pairs") == 0)
            pairs = strtol(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--only") == 0)
            only = argv[++i];
        else if (strcmp(argv[i], "--json") == 0)
            json = argv[++i];
        else
            usage = true;
    }
    if (usage || every < 1 || pairs < 0) {
        fputs("usage: io-points [--every N] [--only NAME] [--pairs N] [--json FILE] [--list]\n",
              stderr);
        return 2;
    }
    FILE *to = json ? fopen(json, "w") : NULL;
    if (json && !to) {
        perror(json);
        return 2;
    }
    tally sum = {0};
    faulty_place();
    run_cases(only, list, to, &sum);
    if (to) fclose(to);
    printf("%ld faults of files, %ld crash states, %ld with memory ending too, %ld failures\n",
           sum.io, sum.crash, sum.both, failures);
    return failures == 0 && sum.io > 0 ? 0 : 1;
}
