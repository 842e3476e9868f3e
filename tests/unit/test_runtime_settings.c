/* SPDX-License-Identifier: Apache-2.0
 * Settings, buffers, hardened mode, dumps: what surrounds a run.
 * KILN_TEST: timeout=120 */
#include <dirent.h>

#include "runtime.h"

static void refused(kiln_options o, kiln_status wanted, const char *part) {
    rt_config config;
    kn_text why;
    kn_text_init(&why, kn_alloc_default());
    CHECK_STATUS(rt_config_resolve(kn_alloc_default(), &o, &config, &why), wanted);
    CHECK_HAS(kn_text_str(&why), part);
    kn_text_free(&why);
}

Test(settings, bad_options_are_refused_by_name) {
    kiln_options o = run_options();
    o.threads = 257;
    refused(o, KILN_BAD_ARGUMENT, "option `threads` is 257");
    o = run_options();
    o.verify = (kiln_verify)9;
    refused(o, KILN_BAD_ARGUMENT, "option `verify` is 9");
    o = run_options();
    o.struct_size = 4096;
    refused(o, KILN_BAD_ARGUMENT, "struct_size");
}

Test(settings, bad_variables_are_refused_by_name) {
    static const char *const rows[][2] = {
        {"KILN_MODE", "lenient"},       {"KILN_PATH", "FUSED"},  {"KILN_VERIFY", "1"},
        {"KILN_THREADS", "0"},          {"KILN_THREADS", "257"}, {"KILN_THREADS", "2x"},
        {"KILN_THREADS", " 2"},         {"KILN_ISA", "sse"},     {"KILN_MATMUL", "mkl"},
        {"KILN_LEDGER_SYNC", "minute"},
    };
    kiln_options o = run_options();
    o.threads = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        setenv(rows[i][0], rows[i][1], 1);
        refused(o, KILN_BAD_ARGUMENT, rows[i][0]);
        unsetenv(rows[i][0]);
    }
}

Test(settings, options_win_over_variables) {
    rt_config c;
    kn_text why;
    kiln_options o = run_options();
    kn_text_init(&why, kn_alloc_default());
    setenv("KILN_THREADS", "7", 1);
    setenv("KILN_PATH", "eager", 1);
    setenv("KILN_CACHE_DIR", "somewhere", 1);
    o.threads = 3;
    CHECK_OK(rt_config_resolve(kn_alloc_default(), &o, &c, &why));
    CHECK_EQ(c.threads, 3);
    CHECK_EQ(c.path, KILN_EAGER);
    CHECK(c.cache_dir == NULL);
    rt_config_free(kn_alloc_default(), &c);
    CHECK_OK(rt_config_resolve(kn_alloc_default(), NULL, &c, &why));
    CHECK_EQ(c.threads, 7);
    CHECK_STR(c.cache_dir, "somewhere");
    CHECK_EQ(c.mode, KILN_STRICT);
    CHECK_EQ(c.verify, KILN_VERIFY_FIRST);
    CHECK(c.isa >= KILN_ISA_BASE && c.isa <= KILN_ISA_AVX512);
    rt_config_free(kn_alloc_default(), &c);
    kn_text_free(&why);
}

Test(settings, buffers_are_recycled_by_size) {
    check_alloc memory;
    kiln_options o = run_options();
    run_case r;
    check_alloc_init(&memory, 0);
    o.allocator = &memory.vtable;
    run_open(&r, &o);
    for (size_t nbytes = 0; nbytes < 100000; nbytes = nbytes * 3 / 2 + 1) {
        char *a = rt_buffer_get(r.engine, nbytes), *b = rt_buffer_get(r.engine, nbytes);
        CHECK(a && b && a != b && (uintptr_t)a % 64 == 0);
        memset(b, 2, nbytes);
        memset(a, 1, (nbytes + 63) / 64 * 64);
        CHECK(nbytes == 0 || (b[0] == 2 && b[nbytes - 1] == 2));
        rt_buffer_put(r.engine, a, nbytes);
        CHECK(rt_buffer_get(r.engine, nbytes) == a);
        rt_buffer_put(r.engine, a, nbytes);
        rt_buffer_put(r.engine, b, nbytes);
    }
    CHECK_EQ(rt_get_stats(r.engine)->bytes_live, 0);
    CHECK(rt_buffer_get(r.engine, SIZE_MAX - 100) == NULL);
    rt_trim(r.engine);
    CHECK_EQ(r.engine->buffers.free_nbytes, 0);
    run_close(&r);
    CHECK_EQ(memory.live, 0);
}

static char *file_text(const char *path) {
    FILE *f = fopen(path, "rb");
    char *text = calloc(1, 1 << 20);
    cr_assert(f && fread(text, 1, (1 << 20) - 1, f) > 0);
    fclose(f);
    return text;
}

Test(settings, hardened_mode_reports_guards_and_nans) {
    char folder[64], ledger[80];
    kiln_options o = run_options();
    run_case r;
    check_folder(folder);
    snprintf(ledger, sizeof ledger, "%s/ledger", folder);
    o.mode = KILN_HARDENED;
    o.ledger = ledger;
    run_open(&r, &o);
    run_graph(&r, "kiln 1\n%x = input f32[8]\n%d = sub f32[8] %x %x\n%q = div f32[8] %d %d\noutput "
                  "\"q\" %q\n");
    RUN_OK(&r);
    bool has_jit = run_has_jit(&r);
    char *buffer = rt_buffer_get(r.engine, 100);
    buffer[128 + 128] ^= 1; /* past the slack */
    rt_buffer_put(r.engine, buffer, 100);
    run_close(&r);
    char *text = file_text(ledger);
    CHECK_HAS(text, "\"kind\":\"open\"");
    CHECK_HAS(text, "\"kind\":\"plan\"");
    CHECK_HAS(text, "\"check\":\"nan\"");
    CHECK_HAS(text, "\"check\":\"guard\"");
    if (has_jit) CHECK_HAS(text, "\"writable\":0");
    CHECK_HAS(text, "\"kind\":\"close\"");
    free(text);
    check_unfolder(folder);
}

static bool folder_has(const char *folder, const char *part) {
    DIR *dir = opendir(folder);
    bool found = false;
    cr_assert_not_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        found = found || strstr(entry->d_name, part);
    closedir(dir);
    return found;
}

Test(settings, every_stage_is_dumped) {
    static const char *const parts[] = {"-plan.txt", "-loops.txt", "-llvm.txt",
                                        "-asm.txt",  ".kiln",      "001-"};
    static const char *const stages[] = {"graph", "dot",   "json", "passes",
                                         "plan",  "loops", "llvm", "asm"};
    char folder[64];
    kiln_options o = run_options();
    run_case r;
    kn_text out;
    check_folder(folder);
    o.dump_dir = folder;
    run_open(&r, &o);
    RUN_NEEDS_JIT(&r);
    run_graph(&r, GRAPH_MAP(100));
    RUN_OK(&r);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) CHECK(folder_has(folder, parts[i]));
    kn_text_init(&out, r.alloc);
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        kn_text_clear(&out);
        CHECK_OK(rt_dump(r.engine, &r.g, stages[i], &out, &r.why));
        CHECK(out.len > 0);
    }
    CHECK_STATUS(rt_dump(r.engine, &r.g, "soup", &out, &r.why), KILN_BAD_ARGUMENT);
    kn_text_free(&out);
    run_close(&r);
    check_unfolder(folder);
}
