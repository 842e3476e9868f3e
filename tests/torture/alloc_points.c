/* SPDX-License-Identifier: Apache-2.0
 * Every public function while the memory of its session ends: each allocation fails once, and from
 * then on, and each time the function must say NO_MEMORY, change nothing, lose nothing, and work as
 * soon as there is memory again. Prints what did not; status 1 then. Run by ctest and
 * scripts/check.
 *
 * KILN_TEST: timeout=600
 *     alloc-points [--every N] [--cases N] [--jobs N] [--list] FAMILIES [FUNCTION ...]
 */
#include "alloc_points.h"

#include <dirent.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_CALLS = 256, MOST_JOBS = 64, MOST_SIGNALS = 40, GROUP_SECONDS = 240 };

static const char *const kind_name[AP_KINDS] = {"ended by a signal",
                                                "another status than NO_MEMORY",
                                                "text without the function",
                                                "result that is no poison",
                                                "input changed",
                                                "not usable afterwards",
                                                "wrong bits",
                                                "scope does not close",
                                                "tensors left at close",
                                                "bytes leaked",
                                                "freed with another size",
                                                "refused with all memory there is"};

void ap_find(ap_report *r, ap_kind kind, const char *format, ...) {
    r->failed[kind]++;
    if (r->failed[kind] > 6) return; /* of one kind, so many lines */
    char line[700];
    int n = snprintf(line, sizeof line, "%s: ", r->point);
    va_list args;
    va_start(args, format);
    if (n > 0 && (size_t)n < sizeof line)
        vsnprintf(line + n, sizeof line - (size_t)n, format, args);
    va_end(args);
    size_t len = strlen(line);
    if (r->used + len + 2 > sizeof r->text) return;
    memcpy(r->text + r->used, line, len);
    r->used += len;
    r->text[r->used++] = '\n';
    r->text[r->used] = '\0';
}

/* ---- groups: a family, the calls without family, or one door; each in a process of its own */

typedef struct group {
    char *family; /* folder; NULL: number says */
    size_t number;
} group;
enum { OWN_CALLS = 0, FIRST_DOOR = 1 };

static char *const *only;
/* signatures' names that were called; by the parent, from the names the groups report */
static bool seen[4096];

static bool wanted(const char *name) {
    for (char *const *o = only; *o != NULL; o++)
        if (strcmp(*o, name) == 0) return true;
    return *only == NULL;
}

static void try_calls(const ap_plan *p, const ap_call *call, size_t n, ap_report *r) {
    for (size_t i = 0; i < n; i++)
        if (wanted(call[i].name)) ap_try_call(p, &call[i], r);
}

static void run_group(const ap_plan *p, const group *g, ap_report *r) {
    static ap_call call[MOST_CALLS];
    char why[512];
    cf_family f;
    if (g->family == NULL) {
        if (g->number == OWN_CALLS)
            try_calls(p, ap_own_calls, ap_own_count, r);
        else if (wanted(ap_door_name(g->number - FIRST_DOOR)))
            ap_try_door(p, g->number - FIRST_DOOR, r);
        return;
    }
    snprintf(r->point, sizeof r->point, "%s", g->family);
    if (!cf_family_read(g->family, &f, why, sizeof why)) {
        ap_find(r, AP_CASE, "%s", why);
        return;
    }
    try_calls(p, call, ap_choose(&f, p->cases, call, MOST_CALLS), r);
    cf_family_free(&f);
}

/* ---- the functions each group calls, to know of those that none does */

static void mark(const char *name) {
    const char *signature;
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof seen && (signature = kiln_signature(i)) != NULL; i++)
        if (strncmp(signature, name, n) == 0 && signature[n] == '(') seen[i] = true;
}

static size_t count_unseen(void) {
    const char *signature;
    size_t n = 0;
    for (size_t i = 0; i < sizeof seen && (signature = kiln_signature(i)) != NULL; i++)
        if (!seen[i]) {
            printf("no call of %s\n", signature);
            n++;
        }
    return n;
}

/* ---- running them */

typedef struct slot {
    pid_t pid;
    size_t group;
    long skip;
    int signals;
    ap_report *r;
} slot;

static void start(const ap_plan *p, const group *groups, slot *s) {
    fflush(stdout);
    s->pid = fork();
    if (s->pid != 0) return;
    ap_plan mine = *p;
    mine.skip = s->skip;
    s->r->sessions = 0;
    alarm(GROUP_SECONDS);
    run_group(&mine, &groups[s->group], s->r);
    _exit(0);
}

/* A group whose process ended goes on behind the point that ended it. Whether it is through. */
static bool ended(const ap_plan *p, const group *groups, slot *s, int status) {
    bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (well) return true;
    ap_find(s->r, AP_SIGNAL, "%s %d", WIFSIGNALED(status) ? "signal" : "exit status",
            WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    if (++s->signals >= MOST_SIGNALS || s->r->sessions <= s->skip) return true;
    s->r->points++;
    s->skip = s->r->sessions;
    start(p, groups, s);
    return false;
}

static void add_up(ap_report *total, const group *g, const ap_report *r, bool verbose) {
    total->sessions += r->sessions;
    total->points += r->points;
    long failures = 0;
    for (int k = 0; k < AP_KINDS; k++) {
        total->failed[k] += r->failed[k];
        failures += r->failed[k];
    }
    const char *name = g->family != NULL        ? strrchr(g->family, '/') + 1
                       : g->number == OWN_CALLS ? "(no family)"
                                                : ap_door_name(g->number - FIRST_DOOR);
    if ((verbose && r->points > 0) || failures > 0)
        printf("%-40s %6ld points %5ld failures\n", name, r->points, failures);
    fputs(r->text, stdout);
}

static void run_all(const ap_plan *p, const group *groups, size_t n, size_t jobs,
                    ap_report *total) {
    slot slots[MOST_JOBS] = {{0}};
    size_t next = 0, running = 0;
    for (size_t i = 0; i < jobs; i++) {
        void *shared = mmap(NULL, sizeof(ap_report), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (shared == MAP_FAILED) exit(EXIT_IO);
        slots[i].r = shared;
    }
    do {
        for (size_t i = 0; i < jobs && next < n; i++) {
            if (slots[i].pid != 0) continue;
            memset(slots[i].r, 0, sizeof *slots[i].r);
            slots[i].group = next++;
            slots[i].skip = slots[i].signals = 0;
            start(p, groups, &slots[i]);
            running++;
        }
        int status;
        pid_t pid = waitpid(-1, &status, 0);
        for (size_t i = 0; i < jobs && pid > 0; i++) {
            if (slots[i].pid != pid || !ended(p, groups, &slots[i], status)) continue;
            add_up(total, &groups[slots[i].group], slots[i].r, p->verbose);
            slots[i].pid = 0;
            running--;
            break;
        }
    } while (running > 0 || next < n);
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const group *)a)->family, ((const group *)b)->family);
}

/* All families but those of second derivatives, which call nothing else; NULL when the folder
 * cannot be read. */
static group *find_groups(const char *folder, size_t *count) {
    struct dirent *e;
    DIR *d = opendir(folder);
    size_t n = 0, room = 4096;
    group *g = d != NULL ? calloc(room, sizeof *g) : NULL;
    while (g != NULL && (e = readdir(d)) != NULL && n + 2 + ap_door_count < room) {
        if (e->d_name[0] == '.' || strncmp(e->d_name, "second-", 7) == 0) continue;
        size_t size = strlen(folder) + strlen(e->d_name) + 2;
        g[n].family = malloc(size);
        if (g[n].family != NULL) snprintf(g[n++].family, size, "%s/%s", folder, e->d_name);
    }
    if (d != NULL) closedir(d);
    if (g == NULL) return NULL;
    qsort(g, n, sizeof *g, by_name);
    for (size_t i = 0; i <= ap_door_count; i++) g[n++].number = i;
    *count = n;
    return g;
}

static void mark_all(const ap_plan *p, const group *g, size_t n) {
    static ap_call call[MOST_CALLS];
    char why[512];
    cf_family f;
    for (size_t i = 0; i < ap_own_count; i++) mark(ap_own_calls[i].name);
    for (size_t i = 0; i < n; i++) {
        if (g[i].family == NULL || !cf_family_read(g[i].family, &f, why, sizeof why)) continue;
        for (size_t k = ap_choose(&f, p->cases, call, MOST_CALLS); k-- > 0;) mark(call[k].name);
        cf_family_free(&f);
    }
}

int main(int argc, char **argv) {
    static const struct option options[] = {{"every", required_argument, NULL, 'e'},
                                            {"cases", required_argument, NULL, 'c'},
                                            {"jobs", required_argument, NULL, 'j'},
                                            {"list", no_argument, NULL, 'l'},
                                            {NULL, 0, NULL, 0}};
    ap_plan p = {.cases = 4, .every = 1};
    long jobs = 2;
    for (int o; (o = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (o == 'e')
            p.every = strtol(optarg, NULL, 10);
        else if (o == 'c')
            p.cases = strtol(optarg, NULL, 10);
        else if (o == 'j')
            jobs = strtol(optarg, NULL, 10);
        else if (o == 'l')
            p.verbose = true;
        else
            return EXIT_REFUSED;
    }
    size_t n = 0;
    if (optind >= argc || p.every < 1 || p.cases < 1 || jobs < 1 || jobs > MOST_JOBS) {
        fputs("usage: alloc-points [--every N] [--cases N] [--jobs N] [--list] FAMILIES [FUNCTION "
              "...]\n",
              stderr);
        return EXIT_REFUSED;
    }
    only = argv + optind + 1;
    group *groups = find_groups(argv[optind], &n);
    if (groups == NULL) {
        perror(argv[optind]);
        return EXIT_IO;
    }
    static ap_report total;
    ap_find_edges();
    run_all(&p, groups, n, (size_t)jobs, &total);
    size_t unseen = 0;
    if (*only == NULL) {
        mark_all(&p, groups, n);
        unseen = count_unseen();
    }
    long failures = (long)unseen;
    for (int k = 0; k < AP_KINDS; k++) {
        failures += total.failed[k];
        if (total.failed[k] > 0) printf("%6ld %s\n", total.failed[k], kind_name[k]);
    }
    printf("%ld points in %ld sessions, %ld failures\n", total.points, total.sessions, failures);
    for (size_t i = 0; i < n; i++) free(groups[i].family);
    free(groups);
    return failures == 0 && total.points > 0 ? EXIT_OK : EXIT_FAILED;
}
