/* SPDX-License-Identifier: Apache-2.0
 * Faults of code: pages that can be written, code that changes in memory, objects that are not what
 * they should be, and threads that compute under another floating-point state. Used by planted.c.
 */
#include <elf.h>
#include <fenv.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include <xmmintrin.h>

#include "planted.h"

static char *page_of(const void *at) { return (char *)((uintptr_t)at & ~(uintptr_t)4095); }

static void writable(trial *t, int point, void *what, size_t i) {
    rt_entry *entry = what;
    (void)i;
    if (point == RT_PLANT_BUILT && t->done++ == 0)
        (void)mprotect(page_of(entry->codes[t->seed % entry->p->nkernels]->entry), 4096,
                       PROT_READ | PROT_WRITE | PROT_EXEC);
}

static void run_many(trial *t) {
    trial_open(t, false);
    trial_graph(t, graph_of_all);
    for (int i = 0; i < 65; i++) (void)trial_run(t);
    trial_close(t);
}

/* The rights are put back: only the bytes are wrong. */
static void patch(char *at) {
    (void)mprotect(page_of(at), 4096, PROT_READ | PROT_WRITE);
    *at ^= 0x11;
    (void)mprotect(page_of(at), 4096, PROT_READ | PROT_EXEC);
}

static const rt_code *late(trial *t, int point, void *what) {
    rt_entry *entry = what;
    if (point != RT_PLANT_BOUND || t->runs != 65 || t->done++ > 0) return NULL;
    return entry->codes[t->seed % entry->p->nkernels];
}
static void patched_entry(trial *t, int point, void *what, size_t i) {
    const rt_code *c = late(t, point, what);
    (void)i;
    if (c) patch((char *)c->entry + 5 * t->seed);
}
static void patched_inside(trial *t, int point, void *what, size_t i) {
    const rt_code *c = late(t, point, what);
    (void)i;
    if (c) patch((char *)c->entry + c->entry_nbytes / 2 + t->seed);
}
static void patched_edge(trial *t, int point, void *what, size_t i) {
    rt_entry *entry = what;
    (void)i;
    if (!late(t, point, what)) return;
    for (size_t k = 0; k < entry->p->nkernels; k++)
        if (entry->codes[k]->edge)
            patch((char *)entry->codes[k]->edge + entry->codes[k]->edge_nbytes - 1 - t->seed),
                k = entry->p->nkernels;
}

/* ---- objects: the kernel runs on the reference then, with the same results */

static kn_text *object_at(trial *t, int point, void *what) {
    return point == RT_PLANT_OBJECT && t->done++ == 0 ? what : NULL;
}

static void other_machine(trial *t, int point, void *what, size_t i) {
    kn_text *o = object_at(t, point, what);
    (void)i;
    if (o) ((Elf64_Ehdr *)(void *)o->data)->e_machine += 1 + t->seed;
}
static void outside_section(trial *t, int point, void *what, size_t i) {
    kn_text *o = object_at(t, point, what);
    (void)i;
    if (!o) return;
    Elf64_Ehdr *h = (Elf64_Ehdr *)(void *)o->data;
    Elf64_Shdr *s = (Elf64_Shdr *)(void *)(o->data + h->e_shoff);
    s[1 + t->seed].sh_size = UINT64_MAX - t->seed;
}
static void cut_object(trial *t, int point, void *what, size_t i) {
    kn_text *o = object_at(t, point, what);
    (void)i;
    if (o) o->len = t->seed * 100 + 1;
}
static void writable_section(trial *t, int point, void *what, size_t i) {
    kn_text *o = object_at(t, point, what);
    (void)i;
    if (!o) return;
    Elf64_Ehdr *h = (Elf64_Ehdr *)(void *)o->data;
    Elf64_Shdr *s = (Elf64_Shdr *)(void *)(o->data + h->e_shoff);
    for (int k = 0; k < h->e_shnum; k++)
        if (s[k].sh_flags & SHF_EXECINSTR) s[k].sh_flags |= SHF_WRITE;
}
static void asks_outside(trial *t, int point, void *what, size_t i) {
    kn_text *o = object_at(t, point, what);
    (void)i;
    if (!o) return;
    Elf64_Ehdr *h = (Elf64_Ehdr *)(void *)o->data;
    Elf64_Shdr *s = (Elf64_Shdr *)(void *)(o->data + h->e_shoff);
    for (int k = 0; k < h->e_shnum; k++) {
        if (s[k].sh_type != SHT_SYMTAB) continue;
        Elf64_Sym *symbol = (Elf64_Sym *)(void *)(o->data + s[k].sh_offset);
        symbol[s[k].sh_size / sizeof *symbol - 1].st_shndx = SHN_UNDEF;
    }
}

/* ---- floating point */

static void run_wide(trial *t) {
    trial_open(t, false);
    trial_graph(t, "kiln 1\n%x = input f32[3000,400]\n%e = exp f32[3000,400] %x\n%t = tanh "
                   "f32[3000,400] %e\noutput %t\n");
    for (int i = 0; i < 20; i++) (void)trial_run(t);
    trial_close(t);
}

static void flush_to_zero(trial *t, int point, void *what, size_t thread) {
    (void)what;
    if (point == RT_PLANT_CHUNK && thread == 0 && t->done++ == 0)
        _mm_setcsr(_mm_getcsr() | (t->seed == 1 ? 0x40u : 0x8000u));
}
static void other_rounding(trial *t, int point, void *what, size_t thread) {
    static const int modes[] = {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
    (void)what;
    if (point == RT_PLANT_CHUNK && thread == 0 && t->done++ == 0) fesetround(modes[t->seed]);
}
static void other_in_worker(trial *t, int point, void *what, size_t thread) {
    (void)what;
    if (point == RT_PLANT_CHUNK && thread == 1 && t->done++ == 0)
        _mm_setcsr(_mm_getcsr() | 0x8000u >> t->seed);
}
static void other_x87(trial *t, int point, void *what, size_t thread) {
    /* precision, rounding, a trap */
    unsigned short word = t->seed == 0 ? 0x27f : t->seed == 1 ? 0xf7f : 0x37e;
    (void)what;
    if (point == RT_PLANT_CHUNK && thread == 0 && t->done++ == 0)
        __asm__ volatile("fldcw %0" : : "m"(word));
}

/* ---- what LLVM might do in its process if its input made it */

static void run_quick(trial *t) {
    trial_open(t, false);
    if (t->planted) t->e->compile_ms = 1500;
    trial_graph(t, graph_of_all);
    (void)trial_run(t);
    trial_close(t);
}
static void calls_out(trial *t, int point, void *what, size_t i) {
    (void)what, (void)i;
    if (point != RT_PLANT_WORKER) return;
    if (t->seed == 0)
        (void)socket(AF_INET, SOCK_STREAM, 0);
    else if (t->seed == 1)
        (void)unlink("/tmp/kiln-planted-nothing");
    else
        (void)kill(getppid(), 0);
}
static void maps_code(trial *t, int point, void *what, size_t i) {
    (void)what, (void)i;
    if (point == RT_PLANT_WORKER)
        (void)mmap(NULL, 4096, PROT_READ | PROT_EXEC | (t->seed ? PROT_WRITE : 0),
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
static void never_ends(trial *t, int point, void *what, size_t i) {
    (void)what;
    for (volatile int forever = 1; point == RT_PLANT_WORKER && i >= t->seed && forever;) continue;
}
static void crashes(trial *t, int point, void *what, size_t i) {
    (void)what;
    if (point == RT_PLANT_WORKER && i >= t->seed) __builtin_trap();
}
static void takes_memory(trial *t, int point, void *what, size_t i) {
    (void)what, (void)i, (void)t;
    if (point != RT_PLANT_WORKER) return;
    size_t n = (size_t)1 << 30, got = 0;
    while (mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
                0) != MAP_FAILED &&
           got < 64)
        got++;
    if (got < 64) __builtin_trap(); /* bounded: as a program does that cannot go on */
}

const fault code_faults[] = {
    {"a page of code can be written", RT_CHECK_WX, run_all, writable, NULL},
    {"a function's first instructions change", RT_CHECK_CODE, run_many, patched_entry, NULL},
    {"a byte inside of a function changes", RT_CHECK_CODE, run_many, patched_inside, NULL},
    {"the end of an edge function changes", RT_CHECK_CODE, run_many, patched_edge, NULL},
    {"an object is another machine's", RT_CHECK_OBJECT, run_all, other_machine, NULL},
    {"a section lies outside of its object", RT_CHECK_OBJECT, run_all, outside_section, NULL},
    {"an object is cut off", RT_CHECK_OBJECT, run_all, cut_object, NULL},
    {"code asks for memory to write and run", RT_CHECK_OBJECT, run_all, writable_section, NULL},
    {"code asks for a function from outside", RT_CHECK_OBJECT, run_all, asks_outside, NULL},
    {"the compiler calls out", RT_CHECK_COMPILER, run_quick, calls_out, "system call"},
    {"the compiler asks for memory to run", RT_CHECK_COMPILER, run_quick, maps_code, "system call"},
    {"the compiler never ends", RT_CHECK_COMPILER, run_quick, never_ends, "1500 ms"},
    {"the compiler crashes", RT_CHECK_COMPILER, run_quick, crashes, "signal 4"},
    {"the compiler takes all memory", RT_CHECK_COMPILER, run_quick, takes_memory, "signal 4"},
    {"a thread flushes to zero", RT_CHECK_FLOATING, run_wide, flush_to_zero, NULL},
    {"a thread rounds in another way", RT_CHECK_FLOATING, run_wide, other_rounding, NULL},
    {"a worker computes under another state", RT_CHECK_FLOATING, run_wide, other_in_worker, NULL},
    {"a thread's x87 word is another", RT_CHECK_FLOATING, run_wide, other_x87, NULL},
    {NULL, 0, NULL, NULL, NULL},
};
