/* SPDX-License-Identifier: Apache-2.0
 * The safetensors reader and writer: a table of malformed files with the rule each must name, valid
 * files that must pass, round trips, memory failures and speed. KILN_TEST: sanitize=address */
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "kiln/safetensors.h"
#include "safetensors_malformed.h"

static char dir[64], path[96], why[512];

static void make(void) {
    check_folder(dir);
    snprintf(path, sizeof path, "%s/file", dir);
}

static void drop(void) { check_unfolder(dir); }

/* Builds a file from its header and a number of data bytes; *n is its size. */
static char *build(const char *header, size_t len, size_t data, size_t *n) {
    char *bytes = calloc(1, 8 + len + data + 1);
    for (int i = 0; i < 8; i++) bytes[i] = (char)(len >> (8 * i));
    memcpy(bytes + 8, header, len);
    *n = 8 + len + data;
    return bytes;
}

static kiln_status open_built(const char *header, size_t len, size_t data, kiln_safetensors **out) {
    size_t n;
    char *bytes = build(header, len, data, &n);
    char *exact = malloc(n); /* its end is the allocation's end, for the sanitizer */
    memcpy(exact, bytes, n);
    why[0] = '\0';
    kiln_status status = kiln_safetensors_open_memory(exact, n, NULL, out, why, sizeof why);
    free(exact);
    free(bytes);
    return status;
}

static kiln_status open_text(const char *header, size_t data, kiln_safetensors **out) {
    return open_built(header, strlen(header), data, out);
}

Test(safetensors, malformed_table) {
    CHECK(sizeof bad / sizeof *bad >= 100);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kiln_safetensors *f;
        char wanted[64];
        kiln_status status = open_built(bad[i].header, bad[i].len, bad[i].data, &f);
        snprintf(wanted, sizeof wanted, "[%s] ", bad[i].rule);
        cr_assert(status == KILN_BAD_FILE && !f && strncmp(why, wanted, strlen(wanted)) == 0,
                  "row %zu %s: %s \"%s\"", i, bad[i].header, kiln_status_name(status), why);
        CHECK_HAS(why, " at byte ");
    }
}

Test(safetensors, messages) {
    kiln_safetensors *f;
    CHECK_STATUS(open_text("{\"w\\n\":" REC("[2]", "0", "4") "}", 4, &f), KILN_BAD_FILE);
    CHECK_STR(
        why, "[offsets-size] tensor \"w\\n\": data_offsets do not span the bytes of shape and dtype"
             " (4 bytes, needs 8) at byte 10");
    CHECK_STATUS(open_text("{\"w\":{\"dtype\":\"U128\"}}", 0, &f), KILN_BAD_FILE);
    CHECK_STR(why, "[dtype-unknown] tensor \"w\": dtype is not known (\"U128\") at byte 23");
    CHECK_STATUS(open_text("{\"a\":" ONE ",\"b\":" REC("[1]", "8", "12") "}", 12, &f),
                 KILN_BAD_FILE);
    CHECK_STR(why,
              "[offsets-hole] tensor \"b\": bytes before this tensor's data belong to no tensor"
              " at byte 124");
}

Test(safetensors, malformed_length) {
    static const struct {
        const char *rule, *bytes;
        size_t n;
    } rows[] = {
        {"file-short", "", 0},
        {"file-short", "\2\0\0\0\0\0\0", 7},
        {"header-past-end", "\3\0\0\0\0\0\0\0{}", 10},
        {"header-past-end", "\1\0\0\0\0\0\0\0", 8},
        {"header-past-end", "\0\xe1\xf5\5\0\0\0\0{}", 10},
        {"header-large", "\1\xe1\xf5\5\0\0\0\0{}", 10},
        {"header-large", "\xff\xff\xff\xff\xff\xff\xff\xff{}", 10},
        {"header-start", "\0\0\0\0\0\0\0\0", 8},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kiln_safetensors *f;
        CHECK_STATUS(kiln_safetensors_open_memory(rows[i].bytes, rows[i].n, NULL, &f, why,
                                                  sizeof why),
                     KILN_BAD_FILE);
        CHECK_HAS(why, rows[i].rule);
    }
}

Test(safetensors, valid_corners) {
    static const struct {
        const char *header;
        size_t data, count;
    } rows[] = {
        {"{}", 0, 0},
        {"{ \n\t\r}   ", 0, 0},
        {"{\"__metadata__\":{}}", 0, 0},
        {"{\"\":" REC("[]", "0", "4") "}", 4, 1},
        {"{ \"a\" : { \"data_offsets\" : [ 0 , 4 ] , \"shape\" : [ 1 ] , \"dtype\" : \"F32\" } } ",
         4, 1},
        {"{\"b\":" REC("[1]", "4", "8") ",\"a\":" ONE "}", 8, 2},
        {"{\"c\":" REC("[0,5]", "4", "4") ",\"b\":" REC("[1]", "4", "8") ",\"a\":" ONE "}", 8, 3},
        {"{\"\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\\"\\\\\":" ONE "}", 4, 1},
        {"{\"a\":" REC("[" ONES32 "1]", "0", "4") "}", 4, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kiln_safetensors *f;
        kiln_status status = open_text(rows[i].header, rows[i].data, &f);
        cr_assert(status == KILN_OK, "row %zu: %s", i, why);
        CHECK_EQ(kiln_safetensors_count(f), rows[i].count);
        if (i == 7) CHECK(kiln_safetensors_find(f, "\xf0\x9f\x98\x80/\b\f\n\r\t\"\\") != NULL);
        kiln_safetensors_close(f);
    }
}

/* Every prefix and every changed byte of a good file: an answer, and no error under the sanitizers.
 */
Test(safetensors, every_prefix_and_byte) {
    static const char header[] =
        "{\"__metadata__\":{\"k\":\"v\\u00e9\"},\"b\":" REC("[1]", "4", "8") ",\"a\":" ONE "}  ";
    size_t n;
    char *bytes = build(header, sizeof header - 1, 8, &n);
    kiln_safetensors *f;
    for (size_t keep = 0; keep < n; keep++) {
        char *cut = malloc(keep ? keep : 1);
        memcpy(cut, bytes, keep);
        CHECK_STATUS(kiln_safetensors_open_memory(cut, keep, NULL, &f, why, sizeof why),
                     KILN_BAD_FILE);
        free(cut);
    }
    for (size_t i = 0; i < n - 8; i++)
        for (int flip = 1; flip < 256; flip++) {
            bytes[i] = (char)(bytes[i] ^ flip);
            kiln_safetensors_open_memory(bytes, n, NULL, &f, NULL, 0);
            kiln_safetensors_close(f);
            bytes[i] = (char)(bytes[i] ^ flip);
        }
    free(bytes);
}

static const int64_t shape23[] = {2, 3}, shape0[] = {4, 0}, shape5[] = {5};
static const double data_f64[6] = {1, -2, 3.5, 0, -0.0, 1e300};
static const unsigned char data_u8[5] = {1, 2, 3, 4, 255};
static const float data_f32[6] = {1, 2, 3, 4, 5, 6};
static const kiln_st_entry samples[] = {
    {"bytes", KILN_U8, 1, shape5, data_u8, 5},
    {"z", KILN_F32, 2, shape23, data_f32, 24},
    {"quo\"te\n\xc3\xa9", KILN_F64, 2, shape23, data_f64, 48},
    {"none", KILN_BF16, 2, shape0, NULL, 0},
    {"scalar", KILN_I64, 0, NULL, data_f64, 8},
};
enum { SAMPLES = sizeof samples / sizeof *samples };
static const kiln_st_meta sample_meta[] = {{"zeta", "1"}, {"alpha", "caf\xc3\xa9 \x01\\"}};

static size_t slurp(const char *name, char *bytes, size_t cap) {
    FILE *f = fopen(name, "rb");
    cr_assert(f, "%s", name);
    size_t n = fread(bytes, 1, cap, f);
    fclose(f);
    return n;
}

Test(safetensors, round_trip, .init = make, .fini = drop) {
    static char first[4096], second[4096];
    kiln_status status =
        kiln_safetensors_save(path, samples, SAMPLES, sample_meta, 2, NULL, why, sizeof why);
    cr_assert(status == KILN_OK, "%s", why);
    size_t n = slurp(path, first, sizeof first);
    kiln_safetensors *f;
    status = kiln_safetensors_open(path, NULL, &f, why, sizeof why);
    cr_assert(status == KILN_OK, "%s", why);
    CHECK_EQ(kiln_safetensors_count(f), SAMPLES);
    for (size_t i = 0; i < SAMPLES; i++) {
        const kiln_st_entry *e = kiln_safetensors_find(f, samples[i].name);
        CHECK(e && e->dtype == samples[i].dtype && e->rank == samples[i].rank);
        for (int d = 0; d < e->rank; d++) CHECK_EQ(e->shape[d], samples[i].shape[d]);
        CHECK_EQ(e->nbytes, samples[i].nbytes);
        CHECK(e->nbytes == 0 ? e->data == NULL : memcmp(e->data, samples[i].data, e->nbytes) == 0);
        CHECK(e->nbytes == 0 || (uintptr_t)e->data % kiln_dtype_size(e->dtype) == 0);
    }
    CHECK(kiln_safetensors_find(f, "absent") == NULL && kiln_safetensors_at(f, SAMPLES) == NULL);
    CHECK_STR(kiln_safetensors_at(f, 0)->name, "quo\"te\n\xc3\xa9");
    CHECK_EQ(kiln_safetensors_meta_count(f), 2);
    CHECK_STR(kiln_safetensors_meta_at(f, 0)->key, "alpha");
    CHECK_STR(kiln_safetensors_meta(f, "alpha"), "caf\xc3\xa9 \x01\\");
    CHECK(kiln_safetensors_meta(f, "beta") == NULL && kiln_safetensors_meta_at(f, 2) == NULL);
    /* saved again over itself, in another order: the same bytes */
    kiln_st_entry again[SAMPLES];
    kiln_st_meta meta[2] = {*kiln_safetensors_meta_at(f, 1), *kiln_safetensors_meta_at(f, 0)};
    for (size_t i = 0; i < SAMPLES; i++) again[i] = *kiln_safetensors_at(f, SAMPLES - 1 - i);
    CHECK_OK(kiln_safetensors_save(path, again, SAMPLES, meta, 2, NULL, why, sizeof why));
    CHECK_EQ(slurp(path, second, sizeof second), n);
    CHECK(memcmp(first, second, n) == 0);
    kiln_safetensors_close(f);
}

Test(safetensors, empty_file_and_null, .init = make, .fini = drop) {
    kiln_safetensors *f;
    CHECK_OK(kiln_safetensors_save(path, NULL, 0, NULL, 0, NULL, NULL, 0));
    CHECK_OK(kiln_safetensors_open(path, NULL, &f, NULL, 0));
    CHECK_EQ(kiln_safetensors_count(f), 0);
    CHECK(kiln_safetensors_find(f, "a") == NULL && kiln_safetensors_meta(f, "a") == NULL);
    kiln_safetensors_close(f);
    kiln_safetensors_close(NULL);
    CHECK_EQ(kiln_safetensors_count(NULL), 0);
    CHECK_STATUS(kiln_safetensors_open(NULL, NULL, &f, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_safetensors_open(path, NULL, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_safetensors_open_memory(NULL, 1, NULL, &f, why, sizeof why),
                 KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_safetensors_open("absent-file", NULL, &f, why, sizeof why), KILN_IO);
    CHECK_HAS(why, "absent-file: cannot be opened");
    CHECK_STATUS(kiln_safetensors_open(dir, NULL, &f, why, 8), KILN_IO);
    CHECK_EQ(strlen(why), 7);
}

Test(safetensors, save_refusals, .init = make, .fini = drop) {
    static const int64_t minus[] = {-1}, huge[] = {INT64_MAX, 2}, five[] = {5};
    static const struct {
        kiln_st_entry e;
        kiln_status status;
        const char *text;
    } rows[] = {
        {{NULL, KILN_U8, 0, NULL, data_u8, 1}, KILN_BAD_ARGUMENT, "no name"},
        {{"\xff", KILN_U8, 0, NULL, data_u8, 1}, KILN_BAD_ARGUMENT, "not UTF-8"},
        {{"__metadata__", KILN_U8, 0, NULL, data_u8, 1}, KILN_BAD_ARGUMENT, "reserved"},
        {{"a", (kiln_dtype)40, 0, NULL, data_u8, 1}, KILN_BAD_DTYPE, "dtype"},
        {{"a", KILN_U8, 129, five, data_u8, 1}, KILN_TOO_LARGE, "128 dimensions"},
        {{"a", KILN_U8, -1, five, data_u8, 1}, KILN_BAD_ARGUMENT, "rank"},
        {{"a", KILN_U8, 1, NULL, data_u8, 1}, KILN_BAD_ARGUMENT, "shape is NULL"},
        {{"a", KILN_U8, 1, minus, data_u8, 1}, KILN_BAD_SHAPE, "negative"},
        {{"a", KILN_U8, 2, huge, data_u8, 1}, KILN_TOO_LARGE, "64 bits"},
        {{"a", KILN_U8, 1, five, data_u8, 4}, KILN_BAD_SHAPE, "nbytes"},
        {{"a", KILN_U8, 1, five, NULL, 5}, KILN_BAD_ARGUMENT, "data is NULL"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kiln_status status =
            kiln_safetensors_save(path, &rows[i].e, 1, NULL, 0, NULL, why, sizeof why);
        CHECK_EQ(status, rows[i].status);
        CHECK_HAS(why, rows[i].text);
    }
    const kiln_st_entry twice[] = {samples[0], samples[1], samples[0]};
    CHECK_STATUS(kiln_safetensors_save(path, twice, 3, NULL, 0, NULL, why, sizeof why),
                 KILN_BAD_ARGUMENT);
    CHECK_STR(why, "safetensors save: \"bytes\": name appears twice");
    const kiln_st_meta same[] = {{"k", "1"}, {"k", "1"}}, none[] = {{"k", NULL}},
                       raw[] = {{"k", "\x80"}};
    CHECK_STATUS(kiln_safetensors_save(path, NULL, 0, same, 2, NULL, why, sizeof why),
                 KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_safetensors_save(path, NULL, 0, none, 1, NULL, why, sizeof why),
                 KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_safetensors_save(path, NULL, 0, raw, 1, NULL, why, sizeof why),
                 KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_safetensors_save(path, NULL, 1, NULL, 0, NULL, why, sizeof why),
                 KILN_BAD_ARGUMENT);
    CHECK(access(path, F_OK) != 0); /* nothing of all that left a file */
    CHECK_STATUS(kiln_safetensors_save("absent-folder/x", NULL, 0, NULL, 0, NULL, why, sizeof why),
                 KILN_IO);
    CHECK_HAS(why, "absent-folder/x: cannot be created");
}

/* Fail each allocation in turn, once and for ever: a clean refusal, no leak, the old file intact.
 */
Test(safetensors, memory_failures, .init = make, .fini = drop) {
    static char before[4096], after[4096];
    CHECK_OK(kiln_safetensors_save(path, samples, SAMPLES, sample_meta, 2, NULL, NULL, 0));
    size_t n = slurp(path, before, sizeof before);
    for (int for_ever = 0; for_ever < 2; for_ever++) {
        bool passed = false;
        for (long long k = 1; !passed; k++) {
            check_alloc c;
            kiln_safetensors *f;
            check_alloc_init(&c, k);
            c.for_ever = for_ever;
            kiln_status status = kiln_safetensors_open(path, &c.vtable, &f, why, sizeof why);
            CHECK(status == KILN_OK || (status == KILN_NO_MEMORY && !f));
            passed = status == KILN_OK && c.calls < k;
            kiln_safetensors_close(f);
            CHECK_EQ(c.live, 0);
            check_alloc_init(&c, k);
            c.for_ever = for_ever;
            status =
                kiln_safetensors_save(path, samples, SAMPLES, sample_meta, 2, &c.vtable, NULL, 0);
            CHECK(status == KILN_OK || status == KILN_NO_MEMORY);
            passed = passed && status == KILN_OK && c.calls < k;
            CHECK_EQ(c.live, 0);
            CHECK_EQ(slurp(path, after, sizeof after), n);
            CHECK(memcmp(before, after, n) == 0);
        }
    }
}

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* 100 000 tensors whose data lies in reverse order of the header. The target is 40 ms in an
 * optimised build on a quiet machine; the bound here only catches a wrong order of growth. */
Test(safetensors, many_tensors, .timeout = 60) {
    enum { N = 100000 };
    size_t cap = (size_t)N * 120, len = 0, n;
    char *header = malloc(cap);
    for (int i = 0; i < N; i++)
        len += (size_t)snprintf(
            header + len, cap - len,
            "%c\"model.layers.%d.attention.weight\":{\"dtype\":\"F32\",\"shape\":[1,1],"
            "\"data_offsets\":[%d,%d]}",
            i ? ',' : '{', i, 4 * (N - 1 - i), 4 * (N - i));
    header[len++] = '}';
    char *bytes = build(header, len, 4 * N, &n);
    kiln_safetensors *f;
    double best = 1e9;
    for (int round = 0; round < 3; round++) {
        double start = seconds();
        CHECK_OK(kiln_safetensors_open_memory(bytes, n, NULL, &f, why, sizeof why));
        double took = seconds() - start;
        best = took < best ? took : best;
        CHECK_EQ(kiln_safetensors_count(f), N);
        const kiln_st_entry *e = kiln_safetensors_find(f, "model.layers.77777.attention.weight");
        CHECK(e == kiln_safetensors_at(f, 77777));
        kiln_safetensors_close(f);
    }
    if (getenv("KILN_TEST_TIMES")) fprintf(stderr, "100000 tensors: %.1f ms\n", best * 1e3);
    cr_assert(best < 2.0, "%g s", best);
    free(bytes);
    free(header);
}
