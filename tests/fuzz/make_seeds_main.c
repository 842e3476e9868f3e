/* SPDX-License-Identifier: Apache-2.0
 * Writes seeds of the fuzz targets that are made by the library itself: FOLDER/TARGET/NAME. By
 * hand, when a format has changed: make-seeds tests/fuzz/corpus. */
#include <dirent.h>

#include "fuzz.h"
#include "kiln/kiln.h"
#include "kiln/npy.h"
#include "kiln/sidecar.h"

static const char *folder;

static const char *at(const char *name) {
    static char text[4][512];
    static unsigned turn;
    char *to = text[turn++ % 4];
    snprintf(to, sizeof text[0], "%s/%s", folder, name);
    return to;
}

static kiln_tensor *matrix(kiln_session *s, int rows) {
    return kiln_counter_uniform(s, rows, KILN_F32, KILN_SHAPE(rows, 3));
}

static void arrays(void) {
    static const int64_t shape[2] = {2, 3};
    static const float x[6] = {1, 2, 3, 4, 5, 6};
    static const int64_t k[6] = {1, -2, 3, 0, 5, 6};
    const kiln_st_entry e[2] = {{"x", KILN_F32, 2, shape, x, sizeof x},
                                {"k", KILN_I64, 2, shape, k, sizeof k}};
    const kiln_st_meta meta = {"format", "pt"};
    for (size_t n = 0; n <= 2; n++) {
        char name[64];
        snprintf(name, sizeof name, "safetensors/of_%zu", n);
        FUZZ_CHECK(!kiln_safetensors_save(at(name), e, n, &meta, n > 0, NULL, NULL, 0));
        snprintf(name, sizeof name, "npy/of_%zu.npz", n);
        FUZZ_CHECK(!kiln_npz_save(at(name), e, n, NULL, NULL, 0));
    }
    for (int i = 0; i < 2; i++)
        FUZZ_CHECK(!kiln_npy_save(at(i ? "npy/k.npy" : "npy/x.npy"), &e[i], NULL, NULL, 0));
}

/* One with the derivative's nodes, one with leaves by digest alone, and a graph of each. */
static void traces(kiln_session *s) {
    for (int i = 0; i < 2; i++)
        kiln_scope (s) {
            kiln_trace_options o = KILN_TRACE_OPTIONS_INIT;
            kiln_tensor *x = matrix(s, 2 + i), *g = NULL;
            kiln_tensor *loss = kiln_mean(kiln_softmax(kiln_matmul(x, kiln_t(x)), 1));
            o.nodes = i == 0;
            o.leaves = i == 0 ? KILN_TRACE_EMBED : KILN_TRACE_DIGEST;
            o.created = 0;
            FUZZ_CHECK(!kiln_grad(loss, KILN_LIST(x), &g));
            FUZZ_CHECK(!kiln_trace_save(at(i ? "trace/digests" : "trace/nodes"), KILN_LIST(loss, g),
                                        NULL, &o));
            const char *text = kiln_dump(KILN_LIST(loss, g), "graph");
            FILE *f = text ? fopen(at(i ? "ir_text/three" : "ir_text/two"), "wb") : NULL;
            FUZZ_CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
        }
}

static void envelopes(void) {
    const kiln_envelope_input in = {"digits.csv.gz", 57523, "0123456789abcdef0123456789abcdef"};
    for (int i = 0; i < 2; i++) {
        kiln_envelope e = KILN_ENVELOPE_INIT;
        e.kind = i ? "trace" : "evidence";
        e.created = 1000000000 * i;
        e.made_by = "digits --steps \"5\"";
        e.inputs = &in;
        e.ninputs = (size_t)i;
        const char *path = fuzz_file("f", "payload", 7);
        char copy[700];
        FUZZ_CHECK(!kiln_envelope_write(path, &e, NULL, NULL, 0));
        snprintf(copy, sizeof copy, "cp %s" KILN_ENVELOPE_SUFFIX " %s", path,
                 at(i ? "envelope/trace" : "envelope/evidence"));
        FUZZ_CHECK(system(copy) == 0);
    }
}

static void sidecars(void) {
    char file[700], copy[900];
    for (int i = 0; i < 700; i++) file[i] = (char)(i * i % 251);
    const char *path = fuzz_file("f", file, sizeof file);
    for (int i = 0; i < 2; i++) {
        kiln_sidecar_options o = KILN_SIDECAR_OPTIONS_INIT;
        o.symbol = i ? 128 : 0;
        FUZZ_CHECK(!kiln_sidecar_protect(path, &o, NULL, NULL, 0));
        snprintf(copy, sizeof copy, "cp %s" KILN_SIDECAR_SUFFIX " %s", path,
                 at(i ? "sidecar/of_128" : "sidecar/of_64"));
        FUZZ_CHECK(system(copy) == 0);
    }
}

static void kernels(kiln_session *s) {
    kiln_scope (s) {
        kiln_tensor *x = matrix(s, 5);
        kiln_tensor *y[] = {kiln_exp(x), kiln_softmax(x, 1), kiln_matmul(x, kiln_t(x)),
                            kiln_cumsum(x, 0)};
        for (int i = 0; i < 4; i++) (void)kiln_item(kiln_sum(y[i]));
    }
}

int main(int argc, char **argv) {
    static const char *const targets[] = {"safetensors", "npy",     "ir_text",     "trace",
                                          "envelope",    "sidecar", "cache_entry", "ledger"};
    kiln_options o = KILN_OPTIONS_INIT;
    if (argc != 2) return 2;
    folder = argv[1];
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) mkdir(at(targets[i]), 0700);
    o.cache_dir = at("cache_entry");
    o.ledger = at("ledger/session");
    o.path = KILN_FUSED;
    o.threads = 1;
    kiln_session *s = kiln_open(&o);
    arrays();
    kernels(s);
    traces(s);
    envelopes();
    sidecars();
    if (kiln_failed(s)) fprintf(stderr, "%s\n", kiln_error_text(s));
    FUZZ_CHECK(!kiln_failed(s));
    kiln_close(s);
    return 0;
}
