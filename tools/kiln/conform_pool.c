/* SPDX-License-Identifier: Apache-2.0
 * Runs families on worker processes. A worker that dies or hangs costs its case, not the report:
 * the case is recorded as failed and another worker goes on behind it. Called by cmd_conform.c. */
#include "conform.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { IDLE, BUSY, GONE };

typedef struct seat {
    pid_t pid;
    int commands, answers; /* our ends */
    int state;
    size_t family;
    json_t *begun;    /* the case it is in */
    size_t next_case; /* where to go on, should it die between cases */
    int next_mode;
    double since; /* of `begun`, or of the latest answer: now_us() */
    bool killed;
    char *text; /* what came, up to the last line's end */
    size_t used, room;
} seat;

typedef struct pool {
    const cf_plan *plan;
    cf_table *table;
    seat *seats;
    size_t nseats, *order, next, done, cases, failed;
    double shown; /* when progress was */
} pool;

/* ---- processes */

static void close_seat(seat *s) {
    if (s->commands >= 0) close(s->commands);
    if (s->answers >= 0) close(s->answers);
    s->commands = s->answers = -1;
}

static bool start(pool *p, seat *s) {
    int down[2], up[2];
    if (pipe(down) != 0) return false;
    if (pipe(up) != 0) {
        close(down[0]);
        close(down[1]);
        return false;
    }
    fflush(NULL);
    s->pid = fork();
    if (s->pid == 0) {
        /* so that each worker sees its own end of file */
        for (size_t i = 0; i < p->nseats; i++) close_seat(&p->seats[i]);
        close(down[1]);
        close(up[0]);
        signal(SIGPIPE, SIG_DFL);
        exit(cf_work(p->plan, p->table, down[0], up[1]));
    }
    close(down[0]);
    close(up[1]);
    s->commands = down[1];
    s->answers = up[0];
    s->state = IDLE;
    s->used = 0;
    s->killed = false;
    if (s->pid > 0) return true;
    close_seat(s);
    s->state = GONE;
    return false;
}

static bool command_seat(seat *s, size_t family, size_t first, int mode) {
    char line[96];
    int n = snprintf(line, sizeof line, "%zu %zu %d\n", family, first, mode);
    s->family = family;
    s->next_case = first;
    s->next_mode = mode;
    s->state = BUSY;
    s->since = now_us();
    return write(s->commands, line, (size_t)n) == n;
}

static void give_next(pool *p, seat *s) {
    s->state = IDLE;
    if (p->next < p->table->nfolders) command_seat(s, p->order[p->next++], 0, 0);
}

/* ---- what workers say */

static void refuse_family(pool *p, size_t family, const char *why) {
    cf_folder *f = &p->table->folder[family];
    free(f->refused);
    f->refused = strdup(why);
}

static void show(pool *p) {
    double now = now_us();
    if (now - p->shown < 1e5) return;
    p->shown = now;
    progress("conform: %zu of %zu families, %zu cases, %zu failed", p->done, p->table->nfolders,
             p->cases, p->failed);
}

static bool hear(pool *p, seat *s, json_t *said) {
    json_int_t family = json_integer_value(json_object_get(said, "family"));
    const char *refused = json_string_value(json_object_get(said, "refused"));
    const char *name = json_string_value(json_object_get(said, "name"));
    bool ok = json_is_object(said) && family >= 0 && (size_t)family == s->family, kept = false;
    if (ok && refused != NULL) refuse_family(p, s->family, refused);
    s->since = now_us();
    if (ok && json_is_true(json_object_get(said, "begin"))) {
        json_decref(s->begun);
        s->begun = json_incref(said);
    } else if (ok && name != NULL) {
        free(p->table->folder[s->family].name);
        p->table->folder[s->family].name = strdup(name);
    } else if (ok && json_object_get(said, "verdicts") != NULL) {
        json_decref(s->begun);
        s->begun = NULL;
        s->next_mode = (int)json_integer_value(json_object_get(said, "mode")) + 1;
        s->next_case = (size_t)json_integer_value(json_object_get(said, "case"));
        p->cases++;
        if (json_array_size(json_object_get(said, "failures")) > 0) p->failed++;
        ok = kept = cf_table_add(p->table, said);
    }
    if (ok && json_is_true(json_object_get(said, "done"))) {
        p->done++;
        give_next(p, s);
    }
    if (!kept) json_decref(said);
    return ok;
}

static bool hear_lines(pool *p, seat *s) {
    char *at = s->text, *end;
    size_t left = s->used;
    bool ok = true;
    while (ok && (end = memchr(at, '\n', left)) != NULL) {
        json_t *said = json_loadb(at, (size_t)(end - at), 0, NULL);
        ok = hear(p, s, said);
        left -= (size_t)(end + 1 - at);
        at = end + 1;
    }
    memmove(s->text, at, left);
    s->used = left;
    show(p);
    return ok;
}

/* False at the end of what the worker says. */
static bool listen_to(pool *p, seat *s) {
    if (s->room - s->used < 65536) {
        char *more = realloc(s->text, s->room + 131072);
        if (more == NULL) return false;
        s->text = more;
        s->room += 131072;
    }
    ssize_t n = read(s->answers, s->text + s->used, s->room - s->used);
    if (n < 0 && errno == EINTR) return true;
    if (n <= 0) return false;
    s->used += (size_t)n;
    return hear_lines(p, s);
}

/* ---- deaths */

static const char *death(char *out, size_t size, const seat *s, int status) {
    if (s->killed)
        snprintf(out, size, "timed out");
    else if (WIFSIGNALED(status))
        snprintf(out, size, "crashed: signal %d", WTERMSIG(status));
    else
        snprintf(out, size, "crashed: exit code %d", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return out;
}

/* The record a worker would have written of the case it died in. */
static bool record_death(pool *p, seat *s, const char *why) {
    static const char *const what[] = {"forward", "grad", "second", "error"};
    json_t *r = s->begun, *asks = json_object_get(r, "asks"), *verdicts = json_array(),
           *failures = json_array();
    for (size_t k = 0; k < CF_KINDS; k++) {
        bool asked = json_is_true(json_array_get(asks, k));
        json_array_append_new(verdicts, json_integer(asked ? CF_FAIL : CF_NONE));
        if (!asked) continue;
        json_array_append_new(failures,
                              json_pack("{s:O,s:s,s:i,s:[],s:s,s:s,s:n,s:s}", "id",
                                        json_object_get(r, "id"), "what", what[k], "output", 0,
                                        "index", "ours", "", "oracle", "", "ulp", "message", why));
    }
    s->next_case = (size_t)json_integer_value(json_object_get(r, "case"));
    s->next_mode = (int)json_integer_value(json_object_get(r, "mode")) + 1;
    s->begun = NULL;
    p->cases++;
    p->failed++;
    json_object_update_new(r, json_pack("{s:o,s:f,s:b,s:b,s:o}", "verdicts", verdicts, "ulp", 0.0,
                                        "paths", 0, "modes", 0, "failures", failures));
    return cf_table_add(p->table, r);
}

/* A worker is gone: records what it died of and seats another that goes on. False when there is
 * none to be had. */
static bool bury(pool *p, seat *s) {
    int status = 0, state = s->state;
    char why[64];
    close_seat(s);
    while (waitpid(s->pid, &status, 0) < 0 && errno == EINTR) continue;
    s->state = GONE;
    if (state != BUSY) return true; /* it was told to go, or had nothing to do */
    death(why, sizeof why, s, status);
    bool in_case = s->begun != NULL;
    if (in_case && !record_death(p, s, why)) return false;
    if (!in_case) {
        char text[128];
        snprintf(text, sizeof text, "the reader %s", why);
        refuse_family(p, s->family, text);
        p->done++;
    }
    if (!start(p, s)) return false;
    if (!in_case)
        give_next(p, s);
    else
        command_seat(s, s->family, s->next_case, s->next_mode);
    return true;
}

static void kill_late(pool *p) {
    double now = now_us();
    for (size_t i = 0; i < p->nseats; i++) {
        seat *s = &p->seats[i];
        if (s->state != BUSY || s->killed || now - s->since < p->plan->limit * 1e6) continue;
        s->killed = true;
        kill(s->pid, SIGKILL);
    }
}

/* ---- the whole */

static const cf_folder *sorted_by; /* qsort has no argument for it */
static int larger_first(const void *a, const void *b) {
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    double d = sorted_by[y].bytes - sorted_by[x].bytes;
    return d > 0 ? 1 : d < 0 ? -1 : x > y ? 1 : -1;
}

static bool busy(const pool *p) {
    for (size_t i = 0; i < p->nseats; i++)
        if (p->seats[i].state == BUSY) return true;
    return false;
}

static bool run(pool *p) {
    struct pollfd fd[256];
    seat *of[256];
    for (size_t i = 0; i < p->nseats; i++) give_next(p, &p->seats[i]);
    while (busy(p) && !budget_over(p->plan->budget)) {
        nfds_t n = 0;
        for (size_t i = 0; i < p->nseats; i++) {
            if (p->seats[i].state == GONE) continue;
            of[n] = &p->seats[i];
            fd[n++] = (struct pollfd){.fd = p->seats[i].answers, .events = POLLIN};
        }
        if (poll(fd, n, 200) < 0 && errno != EINTR) return false;
        for (nfds_t i = 0; i < n; i++) {
            if ((fd[i].revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
            if (listen_to(p, of[i])) continue;
            kill(of[i]->pid, SIGKILL); /* gone already, or speaks nonsense */
            if (!bury(p, of[i])) return false;
        }
        kill_late(p);
    }
    return true;
}

/* Tells the workers to go. False when one ends badly although its cases were done: a leak that a
 * sanitizer found, say. */
static bool dismiss(pool *p) {
    bool ok = true;
    for (size_t i = 0; i < p->nseats; i++) {
        seat *s = &p->seats[i];
        int status = 0;
        if (s->state == BUSY) kill(s->pid, SIGKILL);
        close_seat(s);
        if (s->state != GONE && s->pid > 0 && waitpid(s->pid, &status, 0) == s->pid &&
            s->state == IDLE)
            ok = ok && status == 0;
        json_decref(s->begun);
        free(s->text);
    }
    return ok;
}

int cf_run_all(const cf_plan *plan, cf_table *t) {
    pool p = {.plan = plan, .table = t};
    p.nseats = plan->jobs < 1 ? 1 : plan->jobs > 256 ? 256 : (size_t)plan->jobs;
    if (p.nseats > t->nfolders) p.nseats = t->nfolders;
    p.seats = calloc(p.nseats, sizeof *p.seats);
    p.order = calloc(t->nfolders, sizeof *p.order);
    bool ok = p.seats != NULL && p.order != NULL;
    void (*before)(int) = signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < t->nfolders && ok; i++) p.order[i] = i;
    for (size_t i = 0; i < p.nseats && ok; i++)
        p.seats[i] = (seat){.state = GONE, .commands = -1, .answers = -1};
    sorted_by = t->folder;
    if (ok) qsort(p.order, t->nfolders, sizeof *p.order, larger_first);
    for (size_t i = 0; i < p.nseats && ok; i++) ok = start(&p, &p.seats[i]);
    ok = ok && run(&p);
    bool clean = p.seats == NULL || dismiss(&p);
    signal(SIGPIPE, before);
    progress("%s", "");
    free(p.seats);
    free(p.order);
    if (ok && p.done < t->nfolders && budget_over(plan->budget))
        return fail(EXIT_BUDGET,
                    "the deadline of %g seconds passed after %zu of %zu families, %zu cases",
                    plan->limits.deadline, p.done, t->nfolders, p.cases);
    if (!ok) return fail(EXIT_IO, "the worker processes cannot be run: %s", strerror(errno));
    return clean ? EXIT_OK : fail(EXIT_FAILED, "a worker process ended badly after its last case");
}
