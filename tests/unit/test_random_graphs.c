/* SPDX-License-Identifier: Apache-2.0
 * Ten thousand random graphs, forward and backward, fused against reference, bit for bit. A failure
 * prints the two seeds and writes the graph to kiln-test-graph-SEED-SEED.kiln; build with
 * -DKILN_GRAPH_SEEDS=STRUCTURE,DATA to run that one alone.
 * KILN_TEST: timeout=600 */
#include <signal.h>
#include <unistd.h>

#include "random_graph.h"

#ifndef KILN_GRAPHS
#define KILN_GRAPHS (PATH_SANITIZED ? 400 : 10000)
#endif

/* Four tests share the graphs. Nearly all are DRAWS of a structure; the others are each their own.
 */
enum { TESTS = 4, DRAWS = 24, OWN_PERCENT = 4 };

static path_bench bench;

/* A crash has no other way to say what it was at. */
static void say_seeds(int number) {
    ssize_t n = write(STDERR_FILENO, bench.label, strlen(bench.label));
    n += write(STDERR_FILENO, ": crashed\n", 10);
    signal(number, n > 0 ? SIG_DFL : SIG_DFL);
    raise(number);
}

static void write_graph(const path_bench *p, uint64_t structure, uint64_t data) {
    char path[96];
    kn_text text;
    snprintf(path, sizeof path, "kiln-test-graph-%llu-%llu.kiln", (unsigned long long)structure,
             (unsigned long long)data);
    kn_text_init(&text, kn_alloc_default());
    ir_print(&p->g, &text);
    check_write(path, kn_text_str(&text), text.len);
    fprintf(stderr, "%s: written to %s\n", p->label, path);
    kn_text_free(&text);
}

/* Every second structure goes backward too. One in eight runs on another instruction set and more
 * threads as well. */
static void one(uint64_t structure, uint64_t data) {
    path_bench *p = &bench;
    uint64_t kind = structure / TESTS % 16;
    rg_build(p, structure, data, kind % 2 == 1);
    unsigned lanes = kind == 3 ? 3 : kind == 12 ? 5 : 1;
    if (!path_run(p, lanes) && p->failures <= PATH_MAX_REPORTS) write_graph(p, structure, data);
}

static void open_bench(void) {
    path_open(&bench);
    path_add_lane(&bench, KILN_ISA_DEFAULT, 2, KILN_STRICT);
    path_add_lane(&bench, KILN_ISA_BASE, 8, KILN_STRICT);
    path_add_lane(&bench, KILN_ISA_AVX2, 3, KILN_HARDENED);
    signal(SIGSEGV, say_seeds);
    signal(SIGFPE, say_seeds);
    signal(SIGILL, say_seeds);
    signal(SIGBUS, say_seeds);
}

static void part(int which) {
    int count = KILN_GRAPHS / TESTS, own = count * OWN_PERCENT / 100,
        structures = (count - own) / DRAWS;
    char name[32];
    open_bench();
#ifdef KILN_GRAPH_SEEDS
    static const uint64_t seeds[] = {KILN_GRAPH_SEEDS};
    count = 1;
    one(seeds[0], seeds[1]);
    (void)structures, (void)own;
#else
    for (int i = 0; i < count; i++) {
        bool alone = i >= structures * DRAWS;
        uint64_t structure = (uint64_t)(alone ? 100000 + i : i % structures);
        one(structure * TESTS + (uint64_t)which, (uint64_t)i);
    }
#endif
    cr_assert(bench.graphs == (size_t)count);
    snprintf(name, sizeof name, "random graphs, part %d", which);
    path_close(&bench, name);
}

Test(random_graphs, part_0) { part(0); }
Test(random_graphs, part_1) { part(1); }
Test(random_graphs, part_2) { part(2); }
Test(random_graphs, part_3) { part(3); }
