/* SPDX-License-Identifier: Apache-2.0
 * Everything around digits.c's training loop: the clock, the progress line, start times
 * measured in new processes, the report. Called by digits.c alone. */
#define _GNU_SOURCE
#include "digits_report.h"

#include <errno.h>
#include <fcntl.h>
#include <kiln/cache.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DUMPS "out/digits-dumps"

int digits_usage(void) {
    fputs("usage: digits data/digits.csv.gz\n", stderr);
    return 2;
}

/* ---- time */

double clock_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec * 1e-3;
}

void step_times_add(step_times *t, double us) {
    if (t->count < (int)(sizeof t->us / sizeof t->us[0])) t->us[t->count++] = us;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const double *values, int count) {
    double sorted[4096];
    if (count == 0) return 0;
    memcpy(sorted, values, (size_t)count * sizeof *sorted);
    qsort(sorted, (size_t)count, sizeof *sorted, ascending);
    return sorted[count / 2];
}

void progress(const char *path, int epoch, int epochs, double loss) {
    bool terminal = isatty(STDERR_FILENO);
    if (!terminal && epoch % 10 != 0) return;
    fprintf(stderr, "%s%s: epoch %2d of %d, loss %.4f%s", terminal ? "\r" : "",
            path != NULL ? path : "?", epoch, epochs, loss,
            terminal && epoch < epochs ? " " : "\n");
}

/* ---- outcomes */

bool outcome_finish(outcome *out, kiln_session *s) {
    bool ok = !kiln_failed(s);
    if (!ok) fprintf(stderr, "digits: %s\n", kiln_error_text(s));
    out->counters.struct_size = sizeof out->counters;
    kiln_count(s, &out->counters);
    const char *path = kiln_setting(s, "path");
    snprintf(out->path, sizeof out->path, "%s", path != NULL ? path : "?");
    kiln_close(s);
    return ok;
}

int first_step_say(const char *start_us, kiln_session *s) {
    double ms = (clock_us() - strtod(start_us, NULL)) * 1e-3;
    bool ok = !kiln_failed(s);
    if (ok)
        printf("%.3f\n", ms);
    else
        fprintf(stderr, "digits: %s\n", kiln_error_text(s));
    kiln_close(s);
    return ok ? 0 : 1;
}

/* ---- folders */

bool folder_make(char path[FOLDER_NAME]) {
    const char *base = getenv("TMPDIR");
    snprintf(path, FOLDER_NAME, "%s/kiln-digits-XXXXXX",
             base != NULL && base[0] == '/' ? base : "/tmp");
    if (mkdtemp(path) != NULL) return true;
    fprintf(stderr, "digits: cannot make a folder %s\n", path);
    return false;
}

void folder_remove(const char *path) {
    kiln_cache_counts counts = {.struct_size = sizeof counts};
    kiln_cache_clear(path, &counts, NULL, 0);
    rmdir(path);
}

const char *dumps_folder(void) {
    bool ok = mkdir("out", 0777) == 0 || errno == EEXIST;
    ok = ok && (mkdir(DUMPS, 0700) == 0 || errno == EEXIST);
    if (!ok) fprintf(stderr, "digits: cannot make the folder %s: no dumps\n", DUMPS);
    return ok ? DUMPS : NULL;
}

/* ---- start times */

/* From just before the process starts until its first step is done; negative on failure. */
static double first_step_ms(const char *data, const char *cache) {
    extern char **environ;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    char start[32];
    snprintf(start, sizeof start, "%.0f", clock_us());
    char *arguments[] = {
        (char *)"digits", (char *)"--first-step", (char *)data, (char *)cache, start, NULL};
    pid_t child = -1;
    bool started = posix_spawn(&child, "/proc/self/exe", &actions, NULL, arguments, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    double ms = -1;
    int status = 0;
    FILE *from = fdopen(ends[0], "r");
    if (from == NULL || fscanf(from, "%lf", &ms) != 1) ms = -1;
    if (from != NULL) fclose(from);
    if (!started || waitpid(child, &status, 0) != child || status != 0) ms = -1;
    return ms;
}

/* Medians of a few; every cold start gets an empty cache. */
static double cold_start_ms(const char *data) {
    double ms[3];
    for (int i = 0; i < 3; i++) {
        char empty[FOLDER_NAME];
        if (!folder_make(empty)) return -1;
        ms[i] = first_step_ms(data, empty);
        folder_remove(empty);
    }
    return median(ms, 3);
}

static double warm_start_ms(const char *data, const char *cache) {
    double ms[5];
    for (int i = 0; i < 5; i++) ms[i] = first_step_ms(data, cache);
    return median(ms, 5);
}

/* ---- report */

bool report(const char *data, const char *cache, int train, int test, const outcome *eager,
            const outcome *fused) {
    bool same = memcmp(eager->parameters, fused->parameters, sizeof eager->parameters) == 0;
    double eager_us = median(eager->times.us, eager->times.count);
    double fused_us = median(fused->times.us, fused->times.count);
    double cold = cold_start_ms(data), warm = warm_start_ms(data, cache);
    unsigned long long kernels = fused->counters.kernels_compiled,
                       verified = fused->counters.verified_plans;
    printf("learnt from %d handwritten digits; of %d others %.1f %% are read correctly\n", train,
           test, 100 * fused->accuracy);
    printf("parameters after %d steps, eager and %s: %s\n", fused->times.count, fused->path,
           same ? "the same bits" : "DIFFERENT");
    printf("time per step: eager %.0f us, %s %.0f us, %.1f times less (medians)\n", eager_us,
           fused->path, fused_us, eager_us / fused_us);
    printf("kernels compiled: %llu; plans compared with the reference, bit for bit: %llu\n",
           kernels, verified);
    printf("process start to first step done: cold %.1f ms (nothing cached), warm %.1f ms\n", cold,
           warm);
    printf("the graph after every stage of the compiler: %s\n", DUMPS);
    printf(
        "{\"dataset\":\"digits\",\"train\":%d,\"test\":%d,\"test_accuracy\":%.6f,\"same_bits\":%s,"
        "\"eager_step_us\":%.1f,\"fused_step_us\":%.1f,\"kernels_compiled\":%llu,\"cold_start_ms\":"
        "%.2f,"
        "\"warm_start_ms\":%.2f,\"verified_plans\":%llu}\n",
        train, test, fused->accuracy, same ? "true" : "false", eager_us, fused_us, kernels, cold,
        warm, verified);
    return same && cold >= 0 && warm >= 0;
}
