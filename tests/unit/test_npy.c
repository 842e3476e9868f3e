/* SPDX-License-Identifier: Apache-2.0
 * .npy and .npz files: what NumPy wrote is read, what is written is NumPy's bytes, and each way of
 * being wrong is refused by its rule, at its byte, for little memory.
 * KILN_TEST: sanitize=address */
#include <zlib.h>

#include "check.h"
#include "faulty_io.h"
#include "frontend/files/npy_internal.h"
#include "npy_malformed.h"

#define FIXTURES KILN_SOURCE_DIR "/tests/fixtures/npy/"

static char dir[64], path[256], why[512];

static void make(void) {
    faulty_place();
    check_folder(dir);
    snprintf(path, sizeof path, "%s/file", dir);
}

static void drop(void) {
    faulty_end();
    check_unfolder(dir);
}

TestSuite(npy, .init = make, .fini = drop);

static kiln_npy *fixture(const char *name) {
    char at[512];
    kiln_npy *f;
    snprintf(at, sizeof at, FIXTURES "%s", name);
    kiln_status status = kiln_npy_open(at, NULL, &f, why, sizeof why);
    cr_assert(status == KILN_OK, "%s: %s", name, why);
    return f;
}

static float half(uint16_t bits) { /* of small whole numbers */
    int e = (bits >> 10) & 31;
    float m = e ? 1 + (float)(bits & 1023) / 1024 : 0;
    for (; e > 15; e--) m *= 2;
    for (; e && e < 15; e++) m /= 2;
    return bits >> 15 ? -m : m;
}

static double element(const kiln_st_entry *e, size_t i) {
    union {
        uint8_t u8;
        int8_t i8;
        int16_t i16;
        int32_t i32;
        int64_t i64;
        uint16_t half;
        float f32;
        double f64;
    } x;
    size_t each = kiln_dtype_size(e->dtype);
    memcpy(&x, (const char *)e->data + i * each, each);
    switch (e->dtype) {
    case KILN_I8: return x.i8;
    case KILN_I16: return x.i16;
    case KILN_I32: return x.i32;
    case KILN_I64: return (double)x.i64;
    case KILN_F16: return half(x.half);
    case KILN_F32: return x.f32;
    case KILN_F64: return x.f64;
    default: return x.u8;
    }
}

/* The numbers that make.py gives every array of some size. */
static void check_numbers(const kiln_st_entry *e, kiln_dtype dtype, int rank,
                          const int64_t *shape) {
    size_t n = 1;
    CHECK(e != NULL);
    CHECK_EQ(e->dtype, dtype);
    CHECK_EQ(e->rank, rank);
    for (int i = 0; i < rank; i++) {
        CHECK_EQ(e->shape[i], shape[i]);
        n *= (size_t)shape[i];
    }
    CHECK_EQ(e->nbytes, n * kiln_dtype_size(dtype));
    for (size_t i = 0; i < n; i++) {
        double want = dtype == KILN_BOOL ? (double)(i % 2) : (double)i - (dtype == KILN_U8 ? 0 : 3);
        cr_assert(element(e, i) == want, "element %zu is %g, not %g", i, element(e, i), want);
    }
}

Test(npy, every_dtype_that_both_have) {
    for (int d = 0; d < KILN_DTYPE_COUNT; d++) {
        char name[64];
        if (d == KILN_BF16) continue;
        snprintf(name, sizeof name, "%s.npy", kiln_dtype_name((kiln_dtype)d));
        kiln_npy *f = fixture(name);
        CHECK_EQ(kiln_npy_count(f), 1);
        CHECK_STR(kiln_npy_at(f, 0)->name, "");
        check_numbers(kiln_npy_at(f, 0), (kiln_dtype)d, 2, (int64_t[]){2, 3});
        kiln_npy_close(f);
    }
}

Test(npy, orders_versions_and_ranks) {
    static const struct {
        const char *name;
        kiln_dtype dtype;
        int rank;
        int64_t shape[3];
    } rows[] = {{"fortran.npy", KILN_F32, 3, {2, 3, 4}},
                {"big_endian.npy", KILN_F64, 2, {2, 3}},
                {"big_endian_fortran.npy", KILN_I16, 2, {2, 3}},
                {"empty.npy", KILN_I32, 3, {3, 0, 2}},
                {"vector.npy", KILN_I64, 1, {5}},
                {"version2.npy", KILN_F32, 2, {2, 3}},
                {"version3.npy", KILN_F32, 2, {2, 3}}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kiln_npy *f = fixture(rows[i].name);
        check_numbers(kiln_npy_at(f, 0), rows[i].dtype, rows[i].rank, rows[i].shape);
        kiln_npy_close(f);
    }
    kiln_npy *f = fixture("scalar.npy");
    CHECK_EQ(kiln_npy_at(f, 0)->rank, 0);
    CHECK(element(kiln_npy_at(f, 0), 0) == 7.5);
    kiln_npy_close(f);
}

Test(npy, archives_that_numpy_wrote) {
    static const char *const names[] = {"stored.npz", "streamed.npz"};
    for (int i = 0; i < 2; i++) {
        kiln_npy *f = fixture(names[i]);
        CHECK_EQ(kiln_npy_count(f), 3);
        CHECK_STR(kiln_npy_at(f, 1)->name, "caf\xc3\xa9");
        check_numbers(kiln_npy_find(f, "x"), KILN_F32, 2, (int64_t[]){2, 3});
        check_numbers(kiln_npy_find(f, "caf\xc3\xa9"), KILN_I64, 2, (int64_t[]){4, 5});
        check_numbers(kiln_npy_find(f, "none"), KILN_I8, 1, (int64_t[]){0});
        CHECK(kiln_npy_find(f, "y") == NULL && kiln_npy_find(f, NULL) == NULL &&
              kiln_npy_at(f, 3) == NULL);
        kiln_npy_close(f);
    }
    kiln_npy *f = fixture("deflated.npz");
    check_numbers(kiln_npy_find(f, "x"), KILN_F32, 2, (int64_t[]){2, 3});
    check_numbers(kiln_npy_find(f, "turned"), KILN_I16, 2, (int64_t[]){4, 5});
    const kiln_st_entry *zeros = kiln_npy_find(f, "zeros");
    CHECK_EQ(zeros->nbytes, 80000);
    for (size_t i = 0; i < 10000; i++) CHECK(element(zeros, i) == 0);
    kiln_npy_close(f);
    f = fixture("plain.npz");
    check_numbers(kiln_npy_find(f, "y"), KILN_BOOL, 2, (int64_t[]){2, 2});
    kiln_npy_close(f);
    kiln_npy_close(NULL);
    CHECK_EQ(kiln_npy_count(NULL), 0);
}

static size_t slurp(const char *from, void *bytes, size_t room) {
    FILE *f = fopen(from, "rb");
    CHECK(f != NULL);
    size_t n = fread(bytes, 1, room, f);
    CHECK(n < room);
    fclose(f);
    return n;
}

Test(npy, written_bytes_are_numpys) {
    static const char *const names[] = {"bool",    "uint8", "int8",    "int16",
                                        "int32",   "int64", "float16", "float32",
                                        "float64", "empty", "vector",  "scalar"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        static char theirs[4096], ours[4096];
        char name[64], at[512];
        snprintf(name, sizeof name, "%s.npy", names[i]);
        snprintf(at, sizeof at, FIXTURES "%s", name);
        kiln_npy *f = fixture(name);
        CHECK_OK(kiln_npy_save(path, kiln_npy_at(f, 0), NULL, why, sizeof why));
        kiln_npy_close(f);
        size_t n = slurp(at, theirs, sizeof theirs);
        CHECK_EQ(slurp(path, ours, sizeof ours), n);
        CHECK(memcmp(ours, theirs, n) == 0);
    }
}

static int64_t shapes[] = {2, 3, 4};
static float numbers[24];
static const kiln_st_entry three[3] = {
    {"x", KILN_F32, 3, shapes, numbers, sizeof numbers},
    {"a/b.c", KILN_I16, 1, shapes, numbers, 4},
    {"\xe2\x82\xac", KILN_F64, 0, NULL, numbers, 8},
};

Test(npy, archives_come_back_with_and_without_zip64) {
    static const uint64_t limits[] = {0xfffffffe, 100, 0};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) numbers[i] = (float)i + 0.5f;
    for (size_t k = 0; k < sizeof limits / sizeof *limits; k++) {
        static char once[4096], again[4096];
        kn_text text;
        kiln_npy *f;
        kn_text_init(&text, kn_alloc_default());
        CHECK_OK(kn_npz_save(kn_alloc_default(), path, three, 3, limits[k], (kn_stop){0}, &text));
        CHECK_OK(kiln_npy_open(path, NULL, &f, why, sizeof why));
        CHECK_EQ(kiln_npy_count(f), 3);
        for (size_t i = 0; i < 3; i++) {
            const kiln_st_entry *e = kiln_npy_find(f, three[i].name);
            CHECK(e == kiln_npy_at(f, i) && e->nbytes == three[i].nbytes &&
                  e->dtype == three[i].dtype);
            CHECK(memcmp(e->data, three[i].data, e->nbytes) == 0);
        }
        size_t n = slurp(path, once, sizeof once);
        CHECK_OK(kn_npz_save(kn_alloc_default(), path, kiln_npy_at(f, 0), 1, limits[k],
                             (kn_stop){0}, &text));
        CHECK_OK(kn_npz_save(kn_alloc_default(), path, three, 3, limits[k], (kn_stop){0}, &text));
        CHECK(slurp(path, again, sizeof again) == n && memcmp(once, again, n) == 0);
        kiln_npy_close(f);
        CHECK_OK(kiln_npz_save(path, NULL, 0, NULL, why, sizeof why));
        CHECK_OK(kiln_npy_open(path, NULL, &f, why, sizeof why));
        CHECK_EQ(kiln_npy_count(f), 0);
        kiln_npy_close(f);
        kn_text_free(&text);
    }
}

Test(npy, what_cannot_be_written_is_refused) {
    kiln_st_entry e;
    int64_t negative = -1, huge[2] = {INT64_MAX, 8};
    struct {
        kiln_st_entry e;
        kiln_status status;
        const char *text;
    } rows[] = {
        {{"x", KILN_BF16, 0, NULL, numbers, 2}, KILN_BAD_DTYPE, "bfloat16 has no dtype"},
        {{"x", (kiln_dtype)99, 0, NULL, numbers, 2}, KILN_BAD_DTYPE, "not known"},
        {{"x", KILN_F32, 65, shapes, numbers, 4}, KILN_TOO_LARGE, "64 dimensions"},
        {{"x", KILN_F32, -1, shapes, numbers, 4}, KILN_BAD_ARGUMENT, "rank"},
        {{"x", KILN_F32, 1, NULL, numbers, 4}, KILN_BAD_ARGUMENT, "shape is NULL"},
        {{"x", KILN_F32, 1, &negative, numbers, 4}, KILN_BAD_SHAPE, "negative"},
        {{"x", KILN_F32, 2, huge, numbers, 4}, KILN_TOO_LARGE, "do not fit"},
        {{"x", KILN_F32, 1, shapes, numbers, 9}, KILN_BAD_SHAPE, "nbytes"},
        {{"x", KILN_F32, 1, shapes, NULL, 8}, KILN_BAD_ARGUMENT, "data is NULL"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        e = rows[i].e;
        CHECK_STATUS(kiln_npy_save(path, &e, NULL, why, sizeof why), rows[i].status);
        CHECK_HAS(why, rows[i].text);
        CHECK_STATUS(kiln_npz_save(path, &e, 1, NULL, why, sizeof why), rows[i].status);
        CHECK_HAS(why, rows[i].text);
    }
    kiln_st_entry twice[2] = {three[0], three[0]}, nameless = three[0], odd = three[0];
    nameless.name = NULL;
    odd.name = "\xff";
    CHECK_STATUS(kiln_npz_save(path, twice, 2, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_HAS(why, "twice");
    CHECK_STATUS(kiln_npz_save(path, &nameless, 1, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_npz_save(path, &odd, 1, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_HAS(why, "UTF-8");
    CHECK_STATUS(kiln_npz_save(NULL, NULL, 0, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_npy_save(path, NULL, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_npy_open(NULL, NULL, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK(fopen(path, "rb") == NULL);
}

/* ---- wrong files */

static void refused(const void *bytes, size_t n, const char *code, size_t at, const char *what) {
    char bracket[64], place[64];
    check_alloc memory;
    kiln_npy *f;
    check_alloc_init(&memory, 0);
    snprintf(bracket, sizeof bracket, "[%s] ", code);
    snprintf(place, sizeof place, " at byte %zu", at);
    kiln_status status = kiln_npy_open_memory(bytes, n, &memory.vtable, &f, why, sizeof why);
    cr_assert(f == NULL && (status == KILN_BAD_FILE || status == KILN_UNSUPPORTED), "%s: %s", what,
              kiln_status_name(status));
    size_t end = strlen(why) - strlen(place);
    cr_assert(strncmp(why, bracket, strlen(bracket)) == 0 &&
                  (strcmp(why + end, place) == 0 || strstr(why, "unpacked")),
              "%s: wanted %s%s: %s", what, bracket, place, why);
    CHECK_EQ(memory.live, 0);
}

static size_t build(char *out, size_t room, int version, const char *header, size_t nheader,
                    size_t nbytes) {
    size_t before = version == 1 ? 10 : 12;
    CHECK(before + nheader + nbytes <= room);
    memcpy(out, "\x93NUMPY", 6);
    out[6] = (char)version;
    out[7] = 0;
    for (size_t i = 8; i < before; i++) out[i] = (char)(nheader >> (8 * (i - 8)));
    memcpy(out + before, header, nheader);
    memset(out + before + nheader, 0, nbytes);
    return before + nheader + nbytes;
}

Test(npy, wrong_headers_are_refused_by_rule_and_byte) {
    static char bytes[2048];
    for (size_t i = 0; i < sizeof bad_headers / sizeof *bad_headers; i++) {
        const bad_npy *b = &bad_headers[i];
        size_t n = build(bytes, sizeof bytes, 1, b->header, strlen(b->header), (size_t)b->nbytes);
        refused(bytes, n, b->code, (size_t)b->at, b->header);
    }
}

Test(npy, wrong_frames_are_refused_by_rule_and_byte) {
    static const char good[] = "{'descr': '|b1', 'fortran_order': False, 'shape': (4,), }\n";
    static char bytes[2048], bad[2048];
    size_t n = build(bytes, sizeof bytes, 1, good, sizeof good - 1, 4), head = 10 + sizeof good - 1;
    kiln_npy *f;
    CHECK_OK(kiln_npy_open_memory(bytes, n, NULL, &f, why, sizeof why));
    kiln_npy_close(f);
    for (size_t i = 0; i < n; i++) /* cut everywhere */
        refused(bytes, i,
                i < 10     ? "short"
                : i < head ? "header-past-end"
                           : "data-short",
                i < 10     ? i
                : i < head ? 8
                           : i,
                "cut");
#define WITH(at, value, code, told)                                                                \
    memcpy(bad, bytes, n);                                                                         \
    bad[at] = (char)(value);                                                                       \
    refused(bad, n, code, told, #at " " #value)
    WITH(0, 0x92, "magic", 0);
    WITH(5, 'Z', "magic", 0);
    WITH(6, 0, "version", 6);
    WITH(6, 4, "version", 6);
    WITH(7, 1, "version", 6);
    WITH(9, 1, "header-past-end", 8);
    WITH(8, bytes[8] - 1, "header-end", head - 1);
    WITH(head + 2, 2, "bool-value", head + 2);
    WITH(head, 255, "bool-value", head);
    n = build(bytes, sizeof bytes, 2, good, sizeof good - 1, 4);
    WITH(10, 17, "header-large", 8);
    WITH(11, 1, "header-large", 8);
    WITH(10, 15, "header-past-end", 8);
    refused(bytes, 11, "short", 11, "cut in the length");
}

static uint32_t get32(const char *b) {
    uint32_t n;
    memcpy(&n, b, 4);
    return n;
}

/* The entry "x" stored, "y" deflated, as zipfile writes them: sizes in their places. */
static size_t put_zip(unsigned char *out, size_t anchors[ANCHORS]) {
    static const char header[] = "{'descr': '<f4', 'fortran_order': False, 'shape': (100,), }\n";
    static char content[600];
    static unsigned char packed[2][600];
    size_t nbytes[2], n = build(content, sizeof content, 1, header, sizeof header - 1, 400), at = 0,
                      records[2];
    memcpy(packed[0], content, nbytes[0] = n);
    z_stream z = {0};
    CHECK(deflateInit2(&z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) == Z_OK);
    z.next_in = (Bytef *)content;
    z.avail_in = (uInt)n;
    z.next_out = packed[1];
    z.avail_out = sizeof packed[1];
    CHECK(deflate(&z, Z_FINISH) == Z_STREAM_END);
    nbytes[1] = z.total_out;
    deflateEnd(&z);
    uint32_t crc = (uint32_t)crc32(0, (const Bytef *)content, (uInt)n);
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < 2; i++) {
            unsigned char *b = out + at, *c = b + (pass ? 16 : 14);
            memset(b, 0, 46);
            memcpy(b, pass ? "PK\1\2" : "PK\3\4", 4);
            b[pass ? 10 : 8] = i ? 8 : 0;
            memcpy(c, &crc, 4);
            memcpy(c + 4, &(uint32_t){(uint32_t)nbytes[i]}, 4);
            memcpy(c + 8, &(uint32_t){(uint32_t)n}, 4);
            c[12] = 5;
            if (pass) memcpy(b + 42, &(uint32_t){(uint32_t)anchors[i]}, 4);
            memcpy(b + (pass ? 46 : 30), i ? "y.npy" : "x.npy", 5);
            if (pass)
                records[i] = at;
            else
                anchors[i] = at;
            at += pass ? 51 : 35;
            if (!pass) memcpy(out + at, packed[i], nbytes[i]);
            if (!pass) at += nbytes[i];
        }
    anchors[RECORD0] = records[0];
    anchors[RECORD1] = records[1];
    anchors[END] = at;
    memset(out + at, 0, 22);
    memcpy(out + at, "PK\5\6", 4);
    out[at + 8] = out[at + 10] = 2;
    memcpy(out + at + 12, &(uint32_t){(uint32_t)(at - records[0])}, 4);
    memcpy(out + at + 16, &(uint32_t){(uint32_t)records[0]}, 4);
    return at + 22;
}

Test(npy, wrong_archives_are_refused_by_rule_and_byte) {
    static unsigned char good[2048], bad[2048];
    size_t anchors[ANCHORS + 1] = {0}, n = put_zip(good, anchors);
    kiln_npy *f;
    CHECK_OK(kiln_npy_open_memory(good, n, NULL, &f, why, sizeof why));
    CHECK_EQ(kiln_npy_count(f), 2);
    kiln_npy_close(f);
    for (size_t i = 0; i < sizeof bad_archives / sizeof *bad_archives; i++) {
        const bad_npz *b = &bad_archives[i];
        char what[64];
        memcpy(bad, good, n);
        memcpy(bad + anchors[b->at] + b->delta, b->bytes, (size_t)b->nbytes);
        snprintf(what, sizeof what, "row %zu", i);
        refused(bad, n, b->code, anchors[b->told] + (size_t)b->told_delta, what);
    }
    for (size_t i = 2; i < n; i++) refused(good, i, "zip-end", i, "cut");
}

/* What is packed, and where the CRC is taken. */
Test(npy, wrong_data_in_archives_are_refused) {
    static unsigned char good[2048], bad[2048];
    size_t anchors[ANCHORS + 1] = {0}, n = put_zip(good, anchors), deflated = anchors[LOCAL1] + 35;
    uint32_t size = get32((char *)good + anchors[RECORD1] + 24);
    memcpy(bad, good, n);
    bad[anchors[LOCAL0] + 35 + 100] ^= 1;
    refused(bad, n, "zip-crc", anchors[LOCAL0] + 35, "a stored byte");
    memcpy(bad, good, n);
    bad[deflated] |= 6; /* no such block */
    refused(bad, n, "zip-deflate", deflated, "a block");
    for (int more = -1; more <= 1; more += 2) {
        memcpy(bad, good, n);
        uint32_t other = size + (uint32_t)more;
        memcpy(bad + anchors[LOCAL1] + 22, &other, 4);
        memcpy(bad + anchors[RECORD1] + 24, &other, 4);
        refused(bad, n, "zip-unpacked", deflated, "a size");
    }
    memcpy(bad, good, n);
    memcpy(bad + anchors[LOCAL0] + 22, &(uint32_t){7}, 4);
    memcpy(bad + anchors[RECORD0] + 24, &(uint32_t){7}, 4);
    refused(bad, n, "zip-size", anchors[RECORD0], "two sizes");
    memcpy(bad, good, n);
    memcpy(bad + anchors[LOCAL1] + 22, "\xff\xff\xff\x7f", 4);
    memcpy(bad + anchors[RECORD1] + 24, "\xff\xff\xff\x7f", 4);
    refused(bad, n, "zip-ratio", anchors[LOCAL1], "a claim");
    memcpy(bad, good, n);
    bad[anchors[LOCAL1] + 14] ^= 1;
    bad[anchors[RECORD1] + 16] ^= 1;
    refused(bad, n, "zip-crc", deflated, "a CRC");
}

/* Any byte changed: refused, or the change is where nothing is said (times, versions, attributes)
 * and the content the same. */
Test(npy, no_changed_byte_changes_content_unseen) {
    static unsigned char good[2048];
    size_t anchors[ANCHORS + 1] = {0}, n = put_zip(good, anchors);
    for (size_t i = 0; i < n; i++)
        for (int bit = 0; bit < 8; bit++) {
            kiln_npy *f;
            good[i] ^= (unsigned char)(1 << bit);
            if (kiln_npy_open_memory(good, n, NULL, &f, why, sizeof why) == KILN_OK) {
                CHECK_EQ(kiln_npy_count(f), 2);
                for (size_t k = 0; k < 400; k++)
                    CHECK(((const char *)kiln_npy_at(f, 1)->data)[k] == 0);
            } else
                CHECK(why[0] == '[');
            kiln_npy_close(f);
            good[i] ^= (unsigned char)(1 << bit);
        }
}

/* What a file claims costs nothing until it is shown to be so. */
Test(npy, claims_cost_no_memory) {
    static unsigned char bytes[2048];
    size_t anchors[ANCHORS + 1] = {0}, n = put_zip(bytes, anchors);
    memcpy(bytes + anchors[LOCAL1] + 22, "\xff\xff\0\0", 4); /* which the ratio allows */
    memcpy(bytes + anchors[RECORD1] + 24, "\xff\xff\0\0", 4);
    check_alloc memory;
    kiln_npy *f;
    check_alloc_init(&memory, 0);
    CHECK_STATUS(kiln_npy_open_memory(bytes, n, &memory.vtable, &f, why, sizeof why),
                 KILN_BAD_FILE);
    CHECK_HAS(why, "[zip-unpacked]");
    CHECK(KN_TORTURED || memory.calls < 12);
}

/* ---- faults */

Test(npy, each_allocation_may_fail) {
    static const char *const names[] = {"fortran.npy", "big_endian.npy", "deflated.npz",
                                        "stored.npz"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char at[512];
        snprintf(at, sizeof at, FIXTURES "%s", names[i]);
        for (long long k = 0, calls = 0; k <= calls; k++) { /* the first time to count them */
            check_alloc memory;
            kiln_npy *f;
            check_alloc_init(&memory, k);
            kiln_status status = kiln_npy_open(at, &memory.vtable, &f, why, sizeof why);
            kiln_npy_close(f);
            if (status == KILN_OK)
                status = kiln_npz_save(path, three, 3, &memory.vtable, why, sizeof why);
            if (status == KILN_OK)
                status = kiln_npy_save(path, three, &memory.vtable, why, sizeof why);
            CHECK(status == KILN_OK || (k > 0 && status == KILN_NO_MEMORY));
            CHECK_EQ(memory.live, 0);
            if (k == 0) calls = memory.calls;
            CHECK(calls > 10);
        }
    }
}

Test(npy, each_call_may_fail_or_be_the_last) {
    static const faulty_kind kinds[] = {FAULTY_ERROR, FAULTY_SHORT, FAULTY_KILL, FAULTY_TEAR,
                                        FAULTY_CUT};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        bool came = true;
        for (int at = 1; came; at++) {
            kiln_npy *f;
            CHECK_OK(kiln_npz_save(path, three, 1, NULL, why, sizeof why));
            faulty_begin(kinds[k], at, EIO);
            kiln_status status = kiln_npz_save(path, three, 3, NULL, why, sizeof why);
            if (status == KILN_OK) status = kiln_npy_open(path, NULL, &f, why, sizeof why);
            if (status == KILN_OK) kiln_npy_close(f);
            came = faulty_end();
            CHECK(status == KILN_OK || status == KILN_IO);
            CHECK_OK(kiln_npy_open(path, NULL, &f, why, sizeof why));
            CHECK(kiln_npy_count(f) == 1 || kiln_npy_count(f) == 3);
            kiln_npy_close(f);
        }
    }
}
