/* SPDX-License-Identifier: Apache-2.0
 * The table of hardened mode's checks: what docs/hardened.md and the planted faults say of it, what
 * a session counts, and that a run which finds something changes nothing. The faults themselves are
 * tests/planted's. BLAKE2b's vectors besides. */
#include <sys/stat.h>

#include "base/blake2b.h"
#include "kiln/kiln.h"
#include "runtime.h"

static char *text_of(const char *path) {
    FILE *f = fopen(path, "rb");
    char *text = calloc(1, 1 << 20);
    cr_assert(f && text && fread(text, 1, (1 << 20) - 1, f) > 0, "%s", path);
    fclose(f);
    return text;
}

Test(audits, every_check_has_a_row_in_the_docs_and_no_other) {
    char *doc = text_of(KILN_SOURCE_DIR "/docs/hardened.md"), row[64];
    size_t rows = 0;
    kiln_audit a;
    for (size_t i = 0; kiln_audit_at(NULL, i, &a); i++) {
        snprintf(row, sizeof row, "\n| `%s` | %s |", a.name, a.does);
        CHECK_HAS(doc, row);
        rows++;
    }
    for (const char *at = doc; (at = strstr(at, "\n| `")); at++) rows--;
    CHECK_EQ(rows, 0);
    CHECK(!kiln_audit_at(NULL, RT_CHECKS, &a));
    CHECK(!kiln_audit_at(NULL, 0, NULL));
    free(doc);
}

Test(audits, every_check_has_planted_faults) {
    static const char *const files[] = {"plan", "memory", "code", "cache", "use"};
    static const char *const names[] = {
#define AUDIT(NAME, name, does, cost, looks_at, when) "RT_CHECK_" #NAME ",",
#include "runtime/audits.def"
#undef AUDIT
    };
    char *text[5], path[256];
    for (int i = 0; i < 5; i++) {
        snprintf(path, sizeof path, KILN_SOURCE_DIR "/tests/planted/%s_faults.c", files[i]);
        text[i] = text_of(path);
    }
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        bool found = false;
        for (int i = 0; i < 5; i++) found = found || strstr(text[i], names[k]);
        cr_assert(found, "%s has no planted fault", names[k]);
    }
    for (int i = 0; i < 5; i++) free(text[i]);
}

Test(audits, a_finding_ends_the_evaluation_and_the_next_one_is_well) {
    kiln_options o = run_options();
    run_case r;
    o.mode = KILN_HARDENED;
    run_open(&r, &o);
    run_graph(&r, GRAPH_SOFTMAX(20, 30));
    RUN_OK(&r);
    char *buffer = rt_buffer_get(r.engine, 100);
    buffer[128 + 128] ^= 1; /* past the slack */
    rt_buffer_put(r.engine, buffer, 100);
    CHECK_STATUS(run_once(&r), KILN_INTERNAL);
    CHECK_HAS(kn_text_str(&r.why),
              "audit guard: byte 0 of the guard after a released tensor of 100 bytes");
    run_and_compare(&r);
    uint64_t looked, found;
    rt_audit_counts(r.engine, RT_CHECK_GUARD, &looked, &found);
    CHECK_EQ(found, 1);
    CHECK(looked > 3);
    run_close(&r);
}

Test(audits, strict_mode_looks_at_nothing) {
    kiln_options o = run_options();
    run_case r;
    run_open(&r, &o);
    run_graph(&r, GRAPH_LINEAR(30, 20, 10));
    RUN_OK(&r);
    for (int i = 0; i < RT_CHECKS; i++) {
        uint64_t looked, found;
        rt_audit_counts(r.engine, (rt_check)i, &looked, &found);
        cr_assert(looked == 0 && found == 0, "%s", rt_audit_at((size_t)i)->name);
    }
    run_close(&r);
}

typedef struct told {
    size_t n;
    const void *owner[8];
    size_t byte[8];
} told;

static void note_told(rt_engine *e, void *user, const rt_swept *what, size_t byte) {
    told *t = user;
    (void)e;
    if (t->n < 8) t->owner[t->n] = what->owner, t->byte[t->n] = byte;
    t->n++;
}

static void sweep_two(int threads, char *data, size_t nbytes, told *t) {
    kiln_options o = run_options();
    run_case r;
    rt_sweep s;
    o.mode = KILN_HARDENED;
    o.threads = threads;
    run_open(&r, &o);
    *t = (told){0};
    rt_sweep_open(&s, r.engine, false, note_told, t);
    rt_sweep_add(&s, RT_SWEEP_POISON, 0, (rt_swept){data, 0, 0, data, nbytes / 2});
    rt_sweep_add(&s, RT_SWEEP_POISON, 0, (rt_swept){data + 1, 0, 7, data + nbytes / 2, nbytes / 2});
    rt_sweep_close(&s);
    run_close(&r);
}

Test(audits, whatever_the_number_of_threads_the_first_finding_is_told) {
    enum { NBYTES = 12 << 20 }; /* more than a sweep's pieces */
    char *data = malloc(NBYTES);
    told t;
    for (int threads = 1; threads <= 4; threads++) {
        memset(data, RT_POISON_BYTE, NBYTES);
        sweep_two(threads, data, NBYTES, &t);
        CHECK_EQ(t.n, 0);
        data[NBYTES / 2 - 1] = data[70001] = data[5 << 20] = data[NBYTES / 2 + 100] = 1;
        sweep_two(threads, data, NBYTES, &t);
        CHECK_EQ(t.n, 2);
        CHECK(t.owner[0] == data && t.owner[1] == data + 1);
        CHECK_EQ(t.byte[0], 70001);
        CHECK_EQ(t.byte[1], 107);
    }
    free(data);
}

static void check_bits(kiln_dtype dtype, uint64_t largest) {
    char data[1200];
    size_t size = kiln_dtype_size(dtype);
    for (int kind = 0; kind < 4; kind++)
        for (size_t at = 0; at + size <= sizeof data; at += size) {
            uint64_t sign = UINT64_C(1) << (8 * size - 1), bits = largest + (uint64_t)(kind & 1);
            if (kind & 2) bits |= sign;
            for (size_t i = 0; i < sizeof data; i += size) memcpy(data + i, &largest, size);
            memcpy(data + at, &bits, size);
            cr_assert(rt_all_finite(dtype, data, sizeof data) == !(kind & 1), "%d at %zu", dtype,
                      at);
        }
}

Test(audits, the_largest_number_is_finite_and_the_next_is_not) {
    check_bits(KILN_F16, 0x7bff);
    check_bits(KILN_BF16, 0x7f7f);
    check_bits(KILN_F32, 0x7f7fffff);
    check_bits(KILN_F64, UINT64_C(0x7fefffffffffffff));
}

static int run_hardened(check_alloc *memory, long long fail_at) {
    kiln_options o = run_options();
    rt_config config;
    rt_engine *e = NULL;
    ir_graph g;
    kn_text why;
    check_alloc_init(memory, fail_at);
    o.mode = KILN_HARDENED;
    kn_text_init(&why, kn_alloc_default());
    ir_graph_init(&g, kn_alloc_default());
    cr_assert(ir_parse(&g, GRAPH_SOFTMAX(20, 30), sizeof GRAPH_SOFTMAX(20, 30) - 1, &why) ==
              KILN_OK);
    kiln_status status = rt_config_resolve(&memory->vtable, &o, &config, &why);
    if (status == KILN_OK) status = rt_open(&memory->vtable, &config, &e, &why);
    if (status == KILN_OK) {
        static float in[20 * 30 + 64];
        void *inputs[] = {in}, *outputs[] = {NULL};
        for (int i = 0; i < 2 && status == KILN_OK; i++) {
            rt_io io = {.inputs = inputs, .outputs = outputs};
            status = rt_run(e, &g, &io, "test", "test.c:1", &why);
            rt_buffer_put(e, outputs[0], sizeof(float) * 20 * 30);
            outputs[0] = NULL;
        }
        rt_close(e);
    }
    ir_graph_free(&g);
    kn_text_free(&why);
    return status;
}

Test(audits, memory_may_run_out_anywhere) { run_without_each_allocation(run_hardened, 1); }

static void check_hash(size_t n, bool keyed, const char *wanted) {
    unsigned char key[32], data[1000], out[32];
    char hex[65];
    kn_blake2b b;
    for (int i = 0; i < 32; i++) key[i] = (unsigned char)i;
    for (int i = 0; i < 1000; i++) data[i] = (unsigned char)(i * 7);
    kn_blake2b_init(&b, keyed ? key : NULL);
    kn_blake2b_add(&b, data, n / 3);
    kn_blake2b_add(&b, data + n / 3, n - n / 3);
    kn_blake2b_end(&b, out);
    for (int i = 0; i < 32; i++) snprintf(hex + 2 * i, 3, "%02x", out[i]);
    CHECK_STR(hex, wanted);
}

/* hashlib.blake2b(bytes(i * 7 % 256 for i in range(n)), digest_size=32, key=bytes(range(32)) or
 * b"") of Python. */
Test(audits, blake2b_gives_the_vectors) {
    check_hash(0, false, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    check_hash(1, false, "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314");
    check_hash(128, false, "14696d2a98d9f8a280da8b132b1045b345e1033759c6b02fcc4ee885c8ae7c37");
    check_hash(129, false, "3934215260b1039be9d9d2b073b059bcd50120c327a22af93eb4d98cf821c14c");
    check_hash(256, false, "3d0cb2693dfbac42af5a6cc960953fea8714aa39c4bcd054ef61d6b5e98ade4a");
    check_hash(1000, false, "6ac4bea923678eb024090384d6e767b5870f849057dc19b172d8d9f2df30bf8e");
    check_hash(0, true, "4e51e7a913fc80137da52880fecca175bf81e117d5c68126dc2774033517ea0d");
    check_hash(1, true, "41ff93a4eaeebd3b78a93438a6f62a92ab5959c859e682b72c7def406197ca4d");
    check_hash(128, true, "36d984158e016910b5d3be828bf2b64176d1d76fe847d8adc398c68c3795b5af");
    check_hash(129, true, "e55dfffcd33502ea3ec814c1a04e6ff5d14268efbee31a8d23f1cebc8b1ba7b9");
    check_hash(256, true, "d5cac66043954f7785946e87338cbc7b43d2aa0c2070deb906df66cf99d5a3fa");
    check_hash(1000, true, "800f2984c8300e6a2157b11405c5cd6f52a4090513f014956bf265935b542faa");
}
