/* SPDX-License-Identifier: Apache-2.0
 * How soon a running evaluation ends once another thread has asked, or, with --deadlines, a
 * budget's deadline has passed: many kinds of long work, each stopped at random times, with median,
 * 99th percentile and most by kind. Whatever the times, an evaluation must end with OK or
 * CANCELLED, and the next one must give the right bits; status 1 where one does not. Figures depend
 * on the machine, so no time is judged; `work` is the computing thread's own time from the call on,
 * which leaves out what other programs took, and with --threads 1 is all there is. Sizes are such
 * that the work takes 25 ms or so, so that a thousand moments take less than a minute; --long
 * leaves them as they are, a second or so on one core.
 *
 *     stop-times [--rounds N] [--long] [--threads N] [--deadlines] [KIND...]
 */
#define _GNU_SOURCE
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "stop_times.h"

static double ms_of(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static void sleep_ms(double ms) {
    struct timespec t = {(time_t)(ms / 1e3), (long)((ms - 1e3 * (double)(time_t)(ms / 1e3)) * 1e6)};
    nanosleep(&t, NULL);
}

static uint64_t random_bits(void) {
    static uint64_t state = 7;
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return state >> 11;
}

/* ---- one thread computes, another one stops it */

typedef struct stopper {
    kiln_session *s;
    atomic_bool told; /* what takes no session asks for it */
    clockid_t clock;  /* of the computing thread */
    double after_ms, at_ms, work_ms;
    atomic_bool go;
} stopper;

static void *stop_soon(void *user) {
    stopper *x = user;
    while (!atomic_load(&x->go)) sleep_ms(0.02);
    sleep_ms(x->after_ms);
    if (x->s) kiln_cancel(x->s);
    atomic_store(&x->told, true);
    x->work_ms = ms_of(x->clock);
    x->at_ms = ms_of(CLOCK_MONOTONIC);
    return NULL;
}

static bool told(void *user) { return atomic_load(&((stopper *)user)->told); }

static uint64_t digest(kiln_tensor *t, const char *name, bool *ok) {
    static const size_t sizes[KILN_DTYPE_COUNT] = {
        [KILN_BOOL] = 1, [KILN_F32] = 4, [KILN_F64] = 8, [KILN_I64] = 8};
    size_t nbytes = (size_t)kiln_numel(t) * sizes[kiln_dtype_of(t)];
    unsigned char *data = malloc(nbytes + 1);
    uint64_t h = 1469598103934665603u;
    kiln_status status = data ? kiln_read(t, data, nbytes) : KILN_NO_MEMORY;
    if (status != KILN_OK) {
        printf("%s: reading gives %s: %s\n", name, kiln_status_name(status),
               kiln_error_text(kiln_session_of(t)));
        *ok = false;
    }
    for (size_t i = 0; status == KILN_OK && i + 8 <= nbytes; i += 8) {
        uint64_t word;
        memcpy(&word, data + i, 8);
        h = (h ^ word) * 1099511628211u;
    }
    free(data);
    return h;
}

typedef struct outcome {
    double *ms, *work;
    int stopped, finished;
    bool ok;
    double run_ms;
    uint64_t want;
} outcome;

/* Whether the result is what it was, now and then. */
static void look_again(const kind *k, work *w, outcome *out) {
    if (!folder_is_clean(w))
        out->ok = printf("%s: a temporary file is left after a stop\n", k->name) < 0;
    if (w->round % 4 != 0 || k->compiles) return;
    w->stop = NULL;
    if (k->act && k->act(w) != KILN_OK)
        out->ok = printf("%s: does not go through after a stop\n", k->name) < 0;
    if (k->act) return;
    kiln_scope (w->s)
        if (digest(k->record(w), k->name, &out->ok) != out->want) {
            printf("%s: another result after a stop\n", k->name);
            out->ok = false;
        }
}

static void count_end(const kind *k, const work *w, outcome *out, kiln_status status,
                      kiln_status stopped, double late, double worked) {
    /* what has no session knows no budget */
    if (k->act && status == KILN_CANCELLED) status = stopped;
    if (status == stopped) {
        out->work[out->stopped] = worked > 0 ? worked : 0;
        out->ms[out->stopped++] = late > 0 ? late : 0;
    } else if (status == KILN_OK)
        out->finished++;
    if (status != KILN_OK && status != stopped) {
        printf("%s: %s: %s\n", k->name, kiln_status_name(status), kiln_error_text(w->s));
        out->ok = false;
    }
    kiln_clear_error(w->s);
}

#ifdef KILN_NO_BUDGETS
static void deadline_round(const kind *k, work *w, outcome *out) { (void)k, (void)w, (void)out; }
#else
static bool over(void *user) { return kiln_budget_over(user); }

static kiln_status act_within(const kind *k, work *w, kiln_budget *b) {
    w->stop = over;
    w->user = b;
    if (kiln_budget_enter(w->s, b) != KILN_OK) return KILN_INTERNAL;
    kiln_status status = k->act(w);
    kiln_clear_error(w->s);
    (void)kiln_budget_leave(w->s, b);
    return status;
}

/* What the computing thread had worked when the deadline passed: its own signal handler looks, so
 * that it is exact however late other threads are woken. */
static volatile double worked_by_then;
static void note_worked(int signal) {
    (void)signal;
    worked_by_then = ms_of(CLOCK_THREAD_CPUTIME_ID);
}

static bool start_timer(timer_t *timer, double ms) {
    struct sigaction action = {.sa_handler = note_worked, .sa_flags = SA_RESTART};
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID,
                             .sigev_signo = SIGUSR1,
                             ._sigev_un._tid = gettid()};
    struct itimerspec at = {
        .it_value = {.tv_sec = (time_t)(ms / 1e3),
                     .tv_nsec = (long)((ms - 1e3 * (double)(time_t)(ms / 1e3)) * 1e6) + 1}};
    worked_by_then = -1;
    return sigaction(SIGUSR1, &action, NULL) == 0 &&
           timer_create(CLOCK_MONOTONIC, &event, timer) == 0 &&
           timer_settime(*timer, 0, &at, NULL) == 0;
}

static void deadline_round(const kind *k, work *w, outcome *out) {
    double after_ms = (double)(random_bits() % 1000000) * 1e-6 * out->run_ms;
    kiln_limits limits = {.struct_size = sizeof limits,
                          .deadline_ns = (uint64_t)(1e6 * after_ms) + 1};
    kiln_scope (w->s) {
        kiln_tensor *t = k->act ? NULL : k->record(w);
        kiln_budget *b = NULL;
        timer_t timer;
        double at = ms_of(CLOCK_MONOTONIC) + after_ms;
        kiln_status status = kiln_budget_open(&limits, NULL, &b, NULL, 0);
        bool timed = start_timer(&timer, after_ms);
        if (status == KILN_OK)
            status = k->act ? act_within(k, w, b) : kiln_eval_within(b, KILN_LIST(t));
        double late = ms_of(CLOCK_MONOTONIC) - at, worked = ms_of(CLOCK_THREAD_CPUTIME_ID);
        if (timed) timer_delete(timer);
        count_end(k, w, out, status, KILN_BUDGET, late,
                  worked_by_then < 0 ? 0 : worked - worked_by_then);
        kiln_budget_close(b);
    }
    look_again(k, w, out);
}
#endif

static void one_round(const kind *k, work *w, outcome *out) {
    stopper x = {.s = w->s, .after_ms = (double)(random_bits() % 1000000) * 1e-6 * out->run_ms};
    pthread_t thread;
    if (pthread_getcpuclockid(pthread_self(), &x.clock) != 0) return;
    if (pthread_create(&thread, NULL, stop_soon, &x) != 0) return;
    kiln_scope (w->s) {
        kiln_tensor *t = k->act ? NULL : k->record(w);
        w->stop = told;
        w->user = &x;
        atomic_store(&x.go, true);
        kiln_status status = k->act ? k->act(w) : kiln_eval(KILN_LIST(t));
        double ended = ms_of(CLOCK_MONOTONIC), worked = ms_of(CLOCK_THREAD_CPUTIME_ID);
        pthread_join(thread, NULL);
        count_end(k, w, out, status, KILN_CANCELLED, ended - x.at_ms, worked - x.work_ms);
    }
    look_again(k, w, out);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

enum { WANTED_MS = 25 };

static void end_data(const kind *k, work *w) {
    for (int i = 0; i < 3; i++)
        if (w->data[i]) kiln_release(w->data[i]);
    memset(w->data, 0, sizeof w->data);
    if (k->end) k->end(w);
}

/* How long all of it takes; the second turn has plan and pages. */
static void run_whole(const kind *k, work *w, outcome *out) {
    w->stop = NULL;
    for (int turn = 0; turn < (k->compiles ? 1 : 2); turn++)
        kiln_scope (w->s) {
            kiln_tensor *t = k->act ? NULL : k->record(w);
            double start = ms_of(CLOCK_MONOTONIC);
            kiln_status status = k->act ? k->act(w) : kiln_eval(KILN_LIST(t));
            out->run_ms = ms_of(CLOCK_MONOTONIC) - start;
            if (status != KILN_OK) out->ok = printf("%s: %s\n", k->name, kiln_error_text(w->s)) < 0;
            if (t && turn == 0) out->want = digest(t, k->name, &out->ok);
        }
}

/* Doubles or halves the size until the work takes about as long as wanted. */
static void prepare(const kind *k, work *w, outcome *out, bool whole) {
    bool fixed = whole || k->compiles, grows = true;
    for (w->n = fixed ? k->size : k->size / 16 + 48;;) {
        k->data(w);
        for (int i = 0; i < 3; i++)
            if (w->data[i]) kiln_eval(KILN_LIST(w->data[i]));
        run_whole(k, w, out);
        bool small = out->run_ms < 0.5 * WANTED_MS && w->n < k->size && grows,
             large = out->run_ms > 2 * WANTED_MS && w->n > 32;
        if (fixed || !out->ok || (!small && !large)) return;
        end_data(k, w);
        grows = small;
        w->n = small ? 2 * w->n : w->n / 2;
    }
}

static void print_row(const kind *k, outcome *out) {
    int n = out->stopped, p99 = n > 0 ? (n * 99 + 99) / 100 - 1 : 0;
    qsort(out->ms, (size_t)n, sizeof *out->ms, by_size);
    qsort(out->work, (size_t)n, sizeof *out->work, by_size);
    printf("%-18s run %8.1f ms   stopped %4d of %4d   p50 %7.2f   p99 %7.2f   most %7.2f ms   work "
           "p50 %7.2f   p99 %7.2f ms\n",
           k->name, out->run_ms, n, n + out->finished, out->ms[n / 2], out->ms[p99],
           n > 0 ? out->ms[n - 1] : 0, out->work[n / 2], out->work[p99]);
}

static bool run_kind(const kind *k, int rounds, int threads, bool whole, bool deadlines) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = k->path;
    o.verify = k->verify;
    o.isa = k->isa;
    o.threads = threads;
    o.cache_dir = k->compiles ? "off" : NULL;
    work w = {.s = kiln_open(&o)};
    outcome out = {.ms = calloc(2 * (size_t)rounds + 2, sizeof(double)), .ok = true};
    out.work = out.ms + rounds + 1;
    if (kiln_failed(w.s) || !out.ms)
        return printf("%s: no session\n", k->name), free(out.ms), false;
    prepare(k, &w, &out, whole);
    for (int r = 0; r < rounds && out.ok; r++) {
        w.round = (uint64_t)r + 1;
        if (deadlines)
            deadline_round(k, &w, &out);
        else
            one_round(k, &w, &out);
    }
    print_row(k, &out);
    free(out.ms);
    end_data(k, &w);
    kiln_close(w.s);
    return out.ok;
}

int main(int argc, char **argv) {
    int rounds = 40, threads = 0, named = 0;
    bool whole = false, good = true, deadlines = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc)
            rounds = atoi(argv[++i]);
        else if (strcmp(argv[i], "--threads") == 0 && i + 1 < argc)
            threads = atoi(argv[++i]);
        else if (strcmp(argv[i], "--long") == 0)
            whole = true;
        else if (strcmp(argv[i], "--deadlines") == 0)
            deadlines = true;
        else
            argv[1 + named++] = argv[i];
    }
    setvbuf(stdout, NULL, _IOLBF, 0); /* each row when it is ready, also into a pipe */
    for (size_t k = 0; k < tensor_kinds_count + file_kinds_count; k++) {
        const kind *one =
            k < tensor_kinds_count ? &tensor_kinds[k] : &file_kinds[k - tensor_kinds_count];
        bool wanted = named == 0;
        for (int i = 0; i < named; i++) wanted = wanted || strcmp(argv[1 + i], one->name) == 0;
        if (wanted) good = run_kind(one, rounds, threads, whole, deadlines) && good;
    }
    return good ? 0 : 1;
}
