/* SPDX-License-Identifier: Apache-2.0
 * KILN_TEST: heavy
 * Plants every fault of the tables, each in a process of its own, at three places, and each time
 * the same without it. A fault counts as found when the check that claims it found it, no other
 * check did, and, where that check ends evaluations, one ended with its name; without the fault
 * nothing may be found. Called by scripts/planted-faults and ctest.
 *   planted-faults [--list] [TEXT]     all, or those with TEXT in their names */
#include <sys/wait.h>
#include <unistd.h>

#include "planted.h"

const char *const graph_of_all =
    "kiln 1\n%x = input f32[600,64]\n%w = input f32[64,40]\n%v = input f32[40,24]\n%s = scalar f32 "
    "0x1.8p+0\n"
    "%m = matmul f32[600,40] %x %w\n%ms = mul f32[600,40] %m %s\n%me = exp f32[600,40] %ms\n"
    "%rm = rmax f32[600,1] %me {first=1 end=2}\n%rme = expand f32[600,40] %rm\n%d = sub "
    "f32[600,40] %me %rme\n"
    "%ee = exp f32[600,40] %d\n%rs = sum f32[600,1] %ee {first=1 end=2}\n%rse = expand f32[600,40] "
    "%rs\n"
    "%q = div f32[600,40] %ee %rse\n%cs = cumsum f32[600,40] %q {axis=0}\n%n = matmul f32[600,24] "
    "%cs %v\n"
    "%t = tanh f32[600,24] %n\n%col = sum f32[1,24] %t {first=0 end=1}\n%u = mul f32[600,24] %t "
    "%t\n"
    "output %col\noutput %u\noutput %x\n";

/* ---- one trial */

void trial_unable(trial *t, const char *why) {
    t->o.unable = true;
    snprintf(t->o.text, sizeof t->o.text, "%s", why);
}

static trial *at_hand;

static void plant_here(rt_engine *e, int point, void *what, size_t i) {
    trial *t = at_hand;
    if (e == t->e && t->planted && t->plant) t->plant(t, point, what, i);
}

void trial_open(trial *t, bool cache) {
    kiln_options o = KILN_OPTIONS_INIT;
    rt_config config;
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    o.mode = KILN_HARDENED;
    o.threads = 2;
    o.cache_dir = cache ? t->cache : "off";
    o.ledger = t->ledger;
    kiln_status status = rt_config_resolve(kn_alloc_default(), &o, &config, &why);
    if (status == KILN_OK) status = rt_open(kn_alloc_default(), &config, &t->e, &why);
    if (status != KILN_OK)
        trial_unable(t, kn_text_str(&why));
    else
        t->e->plant = plant_here;
    ir_graph_init(&t->g, kn_alloc_default());
    kn_text_free(&why);
}

/* Small numbers, 0 to 1, whatever the dtype. */
static void fill(void *data, kiln_dtype dtype, size_t nbytes) {
    size_t size = kiln_dtype_size(dtype);
    for (size_t i = 0; i < nbytes / size; i++) {
        uint64_t bits = ir_bits_of(dtype, (double)(i * 37 % 64) / 64.0);
        memcpy((char *)data + i * size, &bits, size);
    }
}

static void release(trial *t) {
    size_t n = 0;
    for (ir_id id = 0; id < t->g.count; id++)
        if (ir_at(&t->g, id)->op == IR_INPUT) rt_buffer_put(t->e, t->in[n++], ir_nbytes(&t->g, id));
    for (size_t o = 0; o < t->g.noutputs; o++)
        rt_buffer_put(t->e, t->out[o], ir_nbytes(&t->g, t->g.outputs[o].id));
    t->nin = 0;
}

void trial_graph(trial *t, const char *text) {
    kn_text why;
    release(t);
    ir_graph_reset(&t->g);
    kn_text_init(&why, kn_alloc_default());
    if (ir_parse(&t->g, text, strlen(text), &why) != KILN_OK) trial_unable(t, kn_text_str(&why));
    kn_text_free(&why);
    for (ir_id id = 0; id < t->g.count && !t->o.unable; id++) {
        if (ir_at(&t->g, id)->op != IR_INPUT) continue;
        t->in[t->nin] = rt_buffer_get(t->e, ir_nbytes(&t->g, id));
        fill(t->in[t->nin++], (kiln_dtype)ir_at(&t->g, id)->dtype, ir_nbytes(&t->g, id));
    }
    for (size_t o = 0; o < t->g.noutputs && !t->o.unable; o++)
        t->out[o] = rt_buffer_get(t->e, ir_nbytes(&t->g, t->g.outputs[o].id));
}

void trial_note(trial *t, kiln_status status, const char *text) {
    if (status != KILN_INTERNAL || t->o.ended) return;
    t->o.ended = true;
    snprintf(t->o.text, sizeof t->o.text, "%s", text);
}

kiln_status trial_run(trial *t) {
    kn_text why;
    if (t->o.unable) return KILN_INTERNAL;
    kn_text_init(&why, kn_alloc_default());
    t->runs++;
    rt_io io = {.inputs = t->in, .outputs = t->out};
    kiln_status status = rt_run(t->e, &t->g, &io, "test", "planted.c:1", &why);
    trial_note(t, status, kn_text_str(&why));
    if (strcmp(rt_llvm_version(t->e), "absent") == 0) trial_unable(t, "no code generator");
    kn_text_free(&why);
    return status;
}

void trial_close(trial *t) {
    release(t);
    ir_graph_free(&t->g);
    for (int i = 0; i < RT_CHECKS; i++)
        rt_audit_counts(t->e, (rt_check)i, &t->o.looked[i], &t->o.found[i]);
    rt_close(t->e);
    t->o.finished = true;
}

/* ---- in a process of its own */

static bool ledger_says(const char *path, const char *word) {
    char line[4096];
    bool found = false;
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        found = found || (strstr(line, "\"kind\":\"audit\",") && strstr(line, word));
    if (f) fclose(f);
    return found;
}

static void be_trial(const fault *f, bool planted, unsigned seed, int to) {
    static trial t;
    t = (trial){.planted = planted, .seed = seed, .plant = f->plant};
    snprintf(t.folder, sizeof t.folder, "/tmp/kiln-planted-XXXXXX");
    if (!mkdtemp(t.folder)) _exit(3);
    snprintf(t.cache, sizeof t.cache, "%s/cache", t.folder);
    snprintf(t.ledger, sizeof t.ledger, "%s/ledger", t.folder);
    at_hand = &t;
    f->run(&t);
    if (planted && f->says && !t.o.unable && !ledger_says(t.ledger, f->says))
        t.o.found[f->check] = 0;
    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", t.folder);
    if (system(command) != 0) _exit(3);
    _exit(write(to, &t.o, sizeof t.o) == (ssize_t)sizeof t.o ? 0 : 3);
}

static bool try_one(const fault *f, bool planted, unsigned seed, outcome *o) {
    int ends[2], status;
    memset(o, 0, sizeof *o);
    if (pipe(ends) != 0) return false;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) be_trial(f, planted, seed, ends[1]);
    close(ends[1]);
    bool told = child > 0 && read(ends[0], o, sizeof *o) == (ssize_t)sizeof *o;
    close(ends[0]);
    return child > 0 && waitpid(child, &status, 0) == child && told && status == 0;
}

/* NULL: as it should be. */
static const char *judge(const fault *f, bool planted, const outcome *o) {
    static char why[512];
    const char *name = rt_audit_at(f->check)->name;
    char begins[64];
    snprintf(begins, sizeof begins, "audit %s:", name);
    if (o->unable) return snprintf(why, sizeof why, "could not be set up: %s", o->text), why;
    if (!o->finished) return "did not finish";
    for (int i = 0; i < RT_CHECKS; i++)
        if (o->found[i] > 0 && (!planted || i != (int)f->check))
            return snprintf(why, sizeof why, "%s found something: %s", rt_audit_at((size_t)i)->name,
                            o->text),
                   why;
    if (!planted)
        return o->ended                   ? "an evaluation ended"
               : o->looked[f->check] == 0 ? "the check never looked"
                                          : NULL;
    if (o->found[f->check] == 0) return "was missed";
    bool fails = strcmp(rt_audit_at(f->check)->does, "fails") == 0;
    if (fails && (!o->ended || !strstr(o->text, begins)))
        return snprintf(why, sizeof why, "ended no evaluation by its name: %s", o->text), why;
    return NULL;
}

static bool try_all(const fault *f) {
    outcome o;
    bool good = true;
    for (unsigned i = 0; i < 2 * SEEDS && good; i++) {
        bool planted = i % 2 == 1;
        const char *why =
            try_one(f, planted, i / 2, &o) ? judge(f, planted, &o) : "ended by itself";
        good = why == NULL;
        if (!good)
            printf("%-10s %s, %s: %s\n", rt_audit_at(f->check)->name, f->name,
                   planted ? "planted" : "not planted", why);
    }
    if (good)
        printf("%-10s %s: found %d times of %d\n", rt_audit_at(f->check)->name, f->name, SEEDS,
               SEEDS);
    return good;
}

int main(int argc, char **argv) {
    const fault *const tables[] = {plan_faults, memory_faults, code_faults, cache_faults,
                                   use_faults};
    bool list = argc > 1 && strcmp(argv[1], "--list") == 0;
    const char *only = argc > 1 + list ? argv[1 + list] : "";
    int faults = 0, found = 0, checks = 0;
    bool claimed[RT_CHECKS] = {false};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const fault *f = tables[i]; f->name; f++) {
            if (!strstr(f->name, only)) continue;
            faults++;
            claimed[f->check] = true;
            if (list)
                printf("%-10s %s\n", rt_audit_at(f->check)->name, f->name);
            else
                found += try_all(f);
        }
    for (int i = 0; i < RT_CHECKS; i++) checks += claimed[i];
    if (list) return 0;
    printf("%d faults of %d checks, %d found, %d missed\n", faults, checks, found, faults - found);
    return faults > 0 && found == faults && (*only || checks == RT_CHECKS) ? 0 : 1;
}
