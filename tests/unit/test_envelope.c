/* SPDX-License-Identifier: Apache-2.0
 * Envelopes: the bytes they are, every way in which one can be wrong with the field, what was
 * expected and what was found, faults of files and of memory, and the form that opens a file.
 * KILN_TEST: sanitize=address */
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "check.h"
#include "faulty_io.h"
#include "kiln/kiln.h"
#include "runtime/envelope.h"

static char dir[64], path[256], beside[300], why[512];
static kiln_envelope_fault fault;

static void make(void) {
    faulty_place();
    check_folder(dir);
    snprintf(path, sizeof path, "%s/model.safetensors", dir);
    snprintf(beside, sizeof beside, "%s" KILN_ENVELOPE_SUFFIX, path);
    check_write(path, "payload", 7);
}

static void drop(void) {
    faulty_end();
    check_unfolder(dir);
}

TestSuite(envelope, .init = make, .fini = drop);

static const kiln_envelope_input inputs[2] = {
    {"digits.csv.gz", 57523, "00112233445566778899aabbccddeeff"},
    {"caf\xc3\xa9 \"x\"", 0, "99aa06d3014798d86001c324468d497f"},
};

static kiln_envelope sample(void) {
    kiln_envelope e = KILN_ENVELOPE_INIT;
    e.kind = "checkpoint";
    e.format = 3;
    e.created = 1769860800;
    e.made_by = "digits --steps 5";
    e.inputs = inputs;
    e.ninputs = 2;
    return e;
}

static kiln_status write_sample(void) {
    kiln_envelope e = sample();
    return kiln_envelope_write(path, &e, NULL, why, sizeof why);
}

static const char *text_beside(size_t *n) {
    static char bytes[4096];
    FILE *f = fopen(beside, "rb");
    CHECK(f != NULL);
    *n = fread(bytes, 1, sizeof bytes - 1, f);
    bytes[*n] = '\0';
    fclose(f);
    return bytes;
}

Test(envelope, bytes_are_these) {
    size_t n;
    char want[1024], hex[33];
    kn_hash_hex(kn_hash_bytes("payload", 7), hex);
    CHECK_OK(write_sample());
    snprintf(want, sizeof want,
             "{\"kiln_envelope\":1,\"kind\":\"checkpoint\",\"format\":3,\"library\":\"0.1.0\","
             "\"contracts\":{\"numeric\":1,\"ops\":1},"
             "\"created\":\"2026-01-31T12:00:00Z\",\"length\":7,\"xxh3_128\":\"%s\",\"made_by\":"
             "\"digits --steps 5\",\"inputs\":["
             "{\"name\":\"digits.csv.gz\",\"length\":57523,\"xxh3_128\":"
             "\"00112233445566778899aabbccddeeff\"},"
             "{\"name\":\"caf\xc3\xa9 "
             "\\\"x\\\"\",\"length\":0,\"xxh3_128\":\"99aa06d3014798d86001c324468d497f\"}]",
             hex);
    kn_hash_hex(kn_hash_bytes(want, strlen(want)), hex);
    snprintf(want + strlen(want), sizeof want - strlen(want), ",\"seal\":\"%s\"}\n", hex);
    CHECK_STR(text_beside(&n), want);
}

Test(envelope, what_was_written_is_read) {
    kiln_envelope *e;
    CHECK_OK(write_sample());
    CHECK_OK(kiln_envelope_check(path, "checkpoint", 3, NULL, &e, &fault, why, sizeof why));
    CHECK_STR(e->kind, "checkpoint");
    CHECK_STR(e->library, "0.1.0");
    CHECK_STR(e->made_by, "digits --steps 5");
    CHECK_EQ(e->format, 3);
    CHECK_EQ(e->created, 1769860800);
    CHECK_EQ(e->length, 7);
    CHECK_EQ(e->ninputs, 2);
    CHECK_STR(e->inputs[1].name, inputs[1].name);
    CHECK_STR(e->inputs[0].digest, inputs[0].digest);
    CHECK_EQ(e->inputs[0].length, 57523);
    kiln_envelope_free(e);
    kiln_envelope_free(NULL);
    CHECK_OK(kiln_envelope_check(path, NULL, 0, NULL, NULL, NULL, NULL, 0));
}

Test(envelope, time_comes_from_the_environment_when_none_is_given) {
    kiln_envelope e = sample(), *back;
    e.created = KILN_ENVELOPE_NOW;
    CHECK(setenv("SOURCE_DATE_EPOCH", "86399", 1) == 0);
    CHECK_OK(kiln_envelope_write(path, &e, NULL, why, sizeof why));
    CHECK_OK(kiln_envelope_read(path, NULL, &back, NULL, why, sizeof why));
    CHECK_EQ(back->created, 86399);
    kiln_envelope_free(back);
    CHECK(setenv("SOURCE_DATE_EPOCH", "soon", 1) == 0);
    CHECK(kn_envelope_now() > 1700000000);
    CHECK(unsetenv("SOURCE_DATE_EPOCH") == 0);
}

static void expect(kiln_status status, const char *field, const char *expected, const char *found) {
    kiln_envelope *e;
    CHECK_STATUS(kiln_envelope_check(path, "checkpoint", 3, NULL, &e, &fault, why, sizeof why),
                 status);
    CHECK(e == NULL);
    CHECK_STR(fault.field, field);
    CHECK_HAS(fault.expected, expected);
    CHECK_HAS(fault.found, found);
    CHECK_HAS(why, path);
    CHECK_HAS(why, field);
    CHECK_HAS(why, found);
}

Test(envelope, a_changed_file_is_named) {
    char hex[33];
    CHECK_OK(write_sample());
    check_write(path, "payloaD", 7);
    kn_hash_hex(kn_hash_bytes("payload", 7), hex);
    expect(KILN_BAD_FILE, "xxh3_128", hex, "");
    check_write(path, "payload8", 8);
    expect(KILN_BAD_FILE, "length", "7", "8");
    check_write(path, "payload", 7);
    CHECK_STATUS(kiln_envelope_check(path, "trace", 3, NULL, NULL, &fault, why, sizeof why),
                 KILN_BAD_FILE);
    CHECK_STR(fault.field, "kind");
    CHECK_STR(fault.expected, "trace");
    CHECK_STR(fault.found, "checkpoint");
    CHECK_STATUS(kiln_envelope_check(path, "checkpoint", 2, NULL, NULL, &fault, why, sizeof why),
                 KILN_UNSUPPORTED);
    CHECK_STR(fault.field, "format");
    CHECK_STR(fault.expected, "at most 2");
    CHECK(unlink(path) == 0);
    CHECK_STATUS(kiln_envelope_check(path, NULL, 0, NULL, NULL, &fault, why, sizeof why), KILN_IO);
    CHECK_HAS(why, "cannot be opened");
    CHECK(unlink(beside) == 0);
    CHECK_STATUS(kiln_envelope_check(path, NULL, 0, NULL, NULL, &fault, why, sizeof why), KILN_IO);
    CHECK_HAS(why, KILN_ENVELOPE_SUFFIX);
}

typedef struct edit {
    const char *from, *to; /* in the text; from NULL: all of it */
    kiln_status status;
    const char *field, *expected, *found;
} edit;

#define HEX "00112233445566778899aabbccddeeff"
static const edit edits[] = {
    {NULL, "", KILN_BAD_FILE, "", "JSON", ""},
    {NULL, "[]", KILN_BAD_FILE, "envelope", "an object", "an array"},
    {NULL, "{}", KILN_BAD_FILE, "kiln_envelope", "the field", "nothing"},
    {NULL, "{\"kiln_envelope\":1", KILN_BAD_FILE, "", "JSON", "near end of file"},
    {"{\"kiln_envelope\":1", "{\"kiln_envelope\":2,\"other\":0", KILN_UNSUPPORTED, "kiln_envelope",
     "at most 1", "2"},
    {"{\"kiln_envelope\":1", "{\"kiln_envelope\":0", KILN_BAD_FILE, "kiln_envelope", "at least 1",
     "0"},
    {"{\"kiln_envelope\":1", "{\"kiln_envelope\":1.0", KILN_BAD_FILE, "kiln_envelope",
     "a whole number", "a fraction"},
    {"{\"kiln_envelope\":1", "{\"kiln_envelope\":true", KILN_BAD_FILE, "kiln_envelope",
     "a whole number", "true"},
    {"\"format\":3", "\"format\":3,\"format\":3", KILN_BAD_FILE, "", "JSON",
     "duplicate object key"},
    {"\"format\":3", "\"format\":3,\"extra\":[]", KILN_BAD_FILE, "extra", "no such field",
     "an array"},
    {"\"format\":3,", "", KILN_BAD_FILE, "format", "the field", "nothing"},
    {"\"format\":3", "\"format\":\"3\"", KILN_BAD_FILE, "format", "a whole number", "a text"},
    {"\"format\":3", "\"format\":0", KILN_BAD_FILE, "format", "at least 1", "0"},
    {"\"format\":3", "\"format\":4", KILN_UNSUPPORTED, "format", "at most 3", "4"},
    {"\"format\":3", "\"format\":99999999999999999999", KILN_BAD_FILE, "", "JSON",
     "too big integer"},
    {"\"kind\":\"checkpoint\"", "\"kind\":null", KILN_BAD_FILE, "kind", "a text", "null"},
    {"\"kind\":\"checkpoint\"", "\"kind\":\"\"", KILN_BAD_FILE, "kind", "1 to 63", ""},
    {"\"kind\":\"checkpoint\"", "\"kind\":\"Check\"", KILN_BAD_FILE, "kind", "1 to 63", "Check"},
    {"\"kind\":\"checkpoint\"", "\"kind\":\"trace\"", KILN_BAD_FILE, "kind", "checkpoint", "trace"},
    {"\"library\":\"0.1.0\"", "\"library\":1", KILN_BAD_FILE, "library", "a text",
     "a whole number"},
    {"\"library\":\"0.1.0\"", "\"library\":\"\\u0000\"", KILN_BAD_FILE, "", "JSON", "not allowed"},
    {"\"library\":\"0.1.0\"", "\"library\":\"\xff\"", KILN_BAD_FILE, "", "JSON",
     "unable to decode byte"},
    {"{\"numeric\":1,\"ops\":1}", "[]", KILN_BAD_FILE, "contracts", "an object", "an array"},
    {"{\"numeric\":1,\"ops\":1}", "{\"numeric\":1}", KILN_BAD_FILE, "contracts.ops", "the field",
     "nothing"},
    {"\"numeric\":1", "\"numeric\":2", KILN_UNSUPPORTED, "contracts.numeric", "at most 1", "2"},
    {"\"ops\":1", "\"ops\":2", KILN_UNSUPPORTED, "contracts.ops", "at most 1", "2"},
    {"\"ops\":1", "\"ops\":-1", KILN_BAD_FILE, "contracts.ops", "at least 1", "-1"},
    {"\"ops\":1", "\"ops\":1,\"third\":1", KILN_BAD_FILE, "contracts.third", "no such field",
     "a whole number"},
    {"2026-01-31T12:00:00Z", "2026-01-31 12:00:00Z", KILN_BAD_FILE, "created", "a time",
     "2026-01-31 12"},
    {"2026-01-31T12:00:00Z", "2026-02-31T12:00:00Z", KILN_BAD_FILE, "created", "a time",
     "2026-02-31"},
    {"2026-01-31T12:00:00Z", "2026-01-31T12:00:00", KILN_BAD_FILE, "created", "a time",
     "2026-01-31"},
    {"2026-01-31T12:00:00Z", "2026-1-31T12:00:00ZZ", KILN_BAD_FILE, "created", "a time",
     "2026-1-31"},
    {"2026-01-31T12:00:00Z", "+026-01-31T12:00:00Z", KILN_BAD_FILE, "created", "a time", "+026"},
    {"\"length\":7,", "\"length\":-7,", KILN_BAD_FILE, "length", "at least 0", "-7"},
    {"\"length\":7,", "\"length\":8,", KILN_BAD_FILE, "length", "8", "7"},
    {"\"length\":7,", "\"length\":null,", KILN_BAD_FILE, "length", "a whole number", "null"},
    {"\"length\":7,\"xxh3_128\":\"", "\"length\":7,\"xxh3_128\":\"A", KILN_BAD_FILE, "xxh3_128",
     "32 hexadecimal", "A"},
    {"\"length\":7,\"xxh3_128\":\"", "\"length\":7,\"xxh3_128\":\"0", KILN_BAD_FILE, "xxh3_128",
     "32 hexadecimal", "0"},
    {"\"made_by\":\"digits --steps 5\"", "\"made_by\":[]", KILN_BAD_FILE, "made_by", "a text",
     "an array"},
    {"\"length\":57523", "\"length\":\"57523\"", KILN_BAD_FILE, "inputs[0].length",
     "a whole number", "a text"},
    {"\"length\":57523,", "", KILN_BAD_FILE, "inputs[0].length", "the field", "nothing"},
    {"\"length\":57523,", "\"length\":57523,\"more\":{},", KILN_BAD_FILE, "inputs[0].more",
     "no such field", "an object"},
    {"\"" HEX "\"", "\"" HEX "0\"", KILN_BAD_FILE, "inputs[0].xxh3_128", "32 hexadecimal", HEX "0"},
    {"{\"name\":\"digits.csv.gz\",\"length\":57523,\"xxh3_128\":\"" HEX "\"}", "7", KILN_BAD_FILE,
     "inputs[0]", "an object", "a whole number"},
    {"\"name\":\"digits.csv.gz\"", "\"name\":{}", KILN_BAD_FILE, "inputs[0].name", "a text",
     "an object"},
    {"\"}\n", "\"} trailing", KILN_BAD_FILE, "", "JSON", "end of file expected"},
};

/* As one who changes a file on purpose would. */
static void seal(char *text) {
    char hex[33], *at = strstr(text, ",\"seal\":\"");
    if (at == NULL) return;
    kn_hash_hex(kn_hash_bytes(text, (size_t)(at - text)), hex);
    memcpy(at + 9, hex, 32);
}

static size_t apply(const edit *e, const char *text, size_t n, char *out, size_t room) {
    const char *at = e->from ? strstr(text, e->from) : text;
    CHECK(at != NULL);
    const char *rest = e->from ? at + strlen(e->from) : text + n;
    int len = snprintf(out, room, "%.*s%s%s", (int)(at - text), text, e->to, rest);
    CHECK(len >= 0 && (size_t)len < room);
    seal(out);
    return (size_t)len;
}

Test(envelope, every_wrong_one_is_refused_with_its_field) {
    static char text[4096], bad[8192];
    size_t n;
    CHECK_OK(write_sample());
    const char *good = text_beside(&n);
    memcpy(text, good, n + 1);
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        const edit *e = &edits[i];
        size_t len = apply(e, text, n, bad, sizeof bad);
        check_write(beside, bad, len);
        expect(e->status, e->field, e->expected, e->found);
        CHECK((fault.offset >= 0) == (strcmp(e->expected, "JSON") == 0));
    }
}

/* No change of one byte, and no cut, is taken for right. Spaces alone may be added. */
Test(envelope, every_byte_matters) {
    static char text[4096], bad[4096];
    size_t n;
    kiln_envelope *e;
    CHECK_OK(write_sample());
    memcpy(text, text_beside(&n), sizeof text);
    for (size_t i = 0; i < n; i++) {
        kiln_status status = kn_envelope_parse(kn_alloc_default(), text, i, &e, &fault);
        CHECK(status == (i < n - 1 ? KILN_BAD_FILE : KILN_OK)); /* the newline is a space */
        kiln_envelope_free(e);
        memcpy(bad, text, n);
        bad[i] ^= 1;
        status = kn_envelope_parse(kn_alloc_default(), bad, n, &e, &fault);
        kn_text again;
        kn_text_init(&again, kn_alloc_default());
        if (status == KILN_OK) CHECK_OK(kn_envelope_compose(e, &again, NULL));
        CHECK(status != KILN_OK || i == n - 1 || memcmp(again.data, text, n) != 0);
        kn_text_free(&again);
        kiln_envelope_free(e);
    }
}

Test(envelope, depth_and_size_are_bounded) {
    enum { MANY = 3 << 20 };
    char *deep = malloc(MANY);
    kiln_envelope *e;
    memset(deep, '[', MANY);
    CHECK_STATUS(kn_envelope_parse(kn_alloc_default(), deep, 100000, &e, &fault), KILN_BAD_FILE);
    CHECK_HAS(fault.found, "depth");
    CHECK_STATUS(kn_envelope_parse(kn_alloc_default(), deep, MANY, &e, &fault), KILN_BAD_FILE);
    CHECK_HAS(fault.expected, "at most 1048576");
    check_write(beside, deep, MANY);
    CHECK_STATUS(kiln_envelope_read(path, NULL, &e, &fault, why, sizeof why), KILN_TOO_LARGE);
    free(deep);
}

Test(envelope, what_cannot_be_said_is_refused) {
    kiln_envelope e = sample();
    kiln_envelope_input bad = {"x", 0, "short"};
#define REFUSED(change, text)                                                                      \
    e = sample();                                                                                  \
    change;                                                                                        \
    CHECK_STATUS(kiln_envelope_write(path, &e, NULL, why, sizeof why), KILN_BAD_ARGUMENT);         \
    CHECK_HAS(why, text)
    REFUSED(e.struct_size = 1, "struct_size");
    REFUSED(e.kind = NULL, "kind");
    REFUSED(e.kind = "A", "kind");
    REFUSED(e.format = 0, "format");
    REFUSED(e.ops = -1, "contracts");
    REFUSED(e.created = INT64_MAX, "created");
    REFUSED(e.made_by = "\xff", "made_by");
    REFUSED(e.library = "\xff", "library");
    REFUSED(e.inputs = NULL, "inputs");
    REFUSED((e.inputs = &bad, e.ninputs = 1), "inputs");
    CHECK_STATUS(kiln_envelope_write(NULL, &e, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_envelope_read(path, NULL, NULL, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_envelope_check(path, NULL, -1, NULL, NULL, NULL, why, sizeof why),
                 KILN_BAD_ARGUMENT);
    struct stat st;
    CHECK(stat(beside, &st) != 0);
}

Test(envelope, each_allocation_may_fail) {
    check_alloc memory;
    CHECK_OK(write_sample());
    for (long long at = 0, calls = 0; at <= calls; at++) { /* the first time to count them */
        kiln_envelope *e = NULL, made = sample();
        check_alloc_init(&memory, at);
        kiln_status status = kiln_envelope_write(path, &made, &memory.vtable, why, sizeof why);
        if (status == KILN_OK)
            status =
                kiln_envelope_check(path, NULL, 0, &memory.vtable, &e, &fault, why, sizeof why);
        CHECK(status == KILN_OK || (at > 0 && status == KILN_NO_MEMORY));
        kiln_envelope_free(e);
        CHECK_EQ(memory.live, 0);
        if (at == 0) calls = memory.calls;
        CHECK(calls > 5);
    }
}

static kiln_status save_text(const char *text, const kiln_envelope *e, const kiln_allocator *a) {
    return kiln_envelope_save(path, text, strlen(text), e, a, why, sizeof why);
}

static bool file_is(const char *text) {
    char bytes[64] = "";
    FILE *f = fopen(path, "rb");
    CHECK(f != NULL);
    bytes[fread(bytes, 1, sizeof bytes - 1, f)] = '\0';
    fclose(f);
    return strcmp(bytes, text) == 0;
}

Test(envelope, saved_with_its_file) {
    kiln_envelope e = sample();
    CHECK_OK(save_text("one", &e, NULL));
    CHECK_OK(kiln_envelope_check(path, "checkpoint", 3, NULL, NULL, &fault, why, sizeof why));
    CHECK(file_is("one"));
    CHECK_OK(save_text("two", NULL, NULL)); /* the envelope was of other bytes */
    CHECK(file_is("two") && access(beside, F_OK) != 0);
    CHECK_OK(save_text("", &e, NULL));
    CHECK_OK(kiln_envelope_check(path, NULL, 0, NULL, NULL, &fault, why, sizeof why));
    e.kind = "No Kind";
    CHECK_STATUS(save_text("three", &e, NULL), KILN_BAD_ARGUMENT); /* before anything is written */
    CHECK(file_is("") && access(beside, F_OK) == 0);
    CHECK_STATUS(kiln_envelope_save(NULL, "x", 1, NULL, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_envelope_save(path, NULL, 1, NULL, NULL, why, sizeof why), KILN_BAD_ARGUMENT);
    CHECK_STATUS(kiln_envelope_save("/nowhere/at/all", "x", 1, NULL, NULL, why, sizeof why),
                 KILN_IO);
}

/* The old file or the new one, and no envelope of other bytes. */
Test(envelope, each_call_of_a_save_may_fail_or_be_the_last) {
    static const faulty_kind kinds[] = {FAULTY_ERROR, FAULTY_SHORT, FAULTY_KILL, FAULTY_TEAR,
                                        FAULTY_CUT};
    kiln_envelope e = sample();
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        bool came = true;
        for (int at = 1; came; at++) {
            CHECK_OK(save_text("old", &e, NULL));
            faulty_begin(kinds[k], at, ENOSPC);
            kiln_status status = save_text("new", &e, NULL);
            came = faulty_end();
            CHECK(status == KILN_OK || (status == KILN_IO && why[0] != '\0'));
            CHECK(status != KILN_OK || file_is("new"));
            CHECK(file_is("old") || file_is("new"));
            if (access(beside, F_OK) == 0)
                CHECK_OK(kiln_envelope_check(path, NULL, 0, NULL, NULL, &fault, why, sizeof why));
        }
    }
}

Test(envelope, each_call_may_fail_or_be_the_last) {
    static const faulty_kind kinds[] = {FAULTY_ERROR, FAULTY_SHORT, FAULTY_KILL, FAULTY_TEAR,
                                        FAULTY_CUT};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        bool came = true;
        for (int at = 1; came; at++) {
            CHECK_OK(write_sample());
            kiln_envelope e = sample();
            e.made_by = "another";
            faulty_begin(kinds[k], at, ENOSPC);
            kiln_status status = kiln_envelope_write(path, &e, NULL, why, sizeof why);
            if (status == KILN_OK)
                status = kiln_envelope_check(path, NULL, 0, NULL, NULL, &fault, why, sizeof why);
            came = faulty_end();
            CHECK(status == KILN_OK || status == KILN_IO);
            CHECK(kinds[k] != FAULTY_SHORT || status == KILN_OK);
            CHECK_OK(kiln_envelope_check(path, NULL, 0, NULL, NULL, &fault, why, sizeof why));
        }
    }
}

Test(envelope, a_file_may_begin_with_its_own) {
    kiln_envelope e = sample(), *back;
    kn_text file, empty;
    size_t payload;
    kn_text_init(&file, kn_alloc_default());
    kn_text_init(&empty, kn_alloc_default());
    memset(e.digest, '0', 32);
    CHECK_OK(kn_envelope_head(&e, 1024, &empty, NULL)); /* what a streaming writer begins with */
    CHECK_EQ(empty.len, 1024);
    e.length = 7;
    kn_hash_hex(kn_hash_bytes("payload", 7), e.digest);
    CHECK_STATUS(kn_envelope_head(&e, 100, &file, NULL), KILN_TOO_LARGE);
    CHECK_OK(kn_envelope_head(&e, 1024, &file, NULL));
    CHECK_EQ(file.len, 1024);
    CHECK(file.data[1023] == '\n');
    kn_text_bytes(&file, "payload", 7);
    CHECK_OK(kn_envelope_open(kn_alloc_default(), file.data, file.len, "checkpoint", 3, &back,
                              &payload, &fault));
    CHECK_EQ(payload, 1024);
    CHECK_STR(back->made_by, "digits --steps 5");
    kiln_envelope_free(back);
    for (size_t i = 0; i < file.len; i++) { /* only the padding's kind of space is free */
        file.data[i] ^= 4;
        kiln_status status = kn_envelope_open(kn_alloc_default(), file.data, file.len, "checkpoint",
                                              3, &back, &payload, &fault);
        bool in_text = i >= KN_ENVELOPE_LINE && i < 1024;
        CHECK(status != KILN_OK || in_text);
        kiln_envelope_free(back);
        file.data[i] ^= 4;
        CHECK_STATUS(kn_envelope_open(kn_alloc_default(), file.data, i, "checkpoint", 3, &back,
                                      &payload, &fault),
                     KILN_BAD_FILE);
    }
    kn_text_free(&file);
    kn_text_free(&empty);
}

/* The head put over the empty one at the end, in the one way to write. */
Test(envelope, a_streamed_file_gets_its_head_at_the_end) {
    kn_file_out out;
    kn_digest digest;
    kn_text head, text;
    kiln_envelope e = sample(), *back;
    void *bytes;
    size_t n, payload;
    kn_text_init(&head, kn_alloc_default());
    kn_text_init(&text, kn_alloc_default());
    CHECK_OK(kn_file_out_begin(&out, kn_alloc_default(), path, 0644, &text));
    memset(e.digest, '0', 32);
    CHECK_OK(kn_envelope_head(&e, 1024, &head, &text));
    CHECK_OK(kn_file_out_bytes(&out, head.data, head.len, &text));
    CHECK(kn_digest_begin(&digest));
    out.digest = &digest;
    for (int i = 0; i < 1000; i++) CHECK_OK(kn_file_out_bytes(&out, "piece", 5, &text));
    e.length = digest.length;
    kn_hash_hex(kn_digest_now(&digest), e.digest);
    kn_digest_end(&digest);
    kn_text_clear(&head);
    CHECK_OK(kn_envelope_head(&e, 1024, &head, &text));
    CHECK_OK(kn_file_out_patch(&out, 0, head.data, head.len, &text));
    CHECK_OK(kn_file_out_commit(&out, &text));
    CHECK_OK(
        kn_file_read(kn_alloc_default(), path, SIZE_MAX, false, (kn_stop){0}, &bytes, &n, &text));
    CHECK_OK(
        kn_envelope_open(kn_alloc_default(), bytes, n, "checkpoint", 3, &back, &payload, &fault));
    CHECK_EQ(back->length, 5000);
    kiln_envelope_free(back);
    kn_free(kn_alloc_default(), bytes, n);
    kn_text_free(&head);
    kn_text_free(&text);
}

Test(envelope, a_digest_in_pieces_is_that_of_the_whole) {
    static char bytes[5000];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 7);
    for (size_t step = 1; step < 700; step += 37) {
        kn_digest d;
        CHECK(kn_digest_begin(&d));
        for (size_t at = 0; at < sizeof bytes; at += step)
            kn_digest_add(&d, bytes + at, at + step < sizeof bytes ? step : sizeof bytes - at);
        kn_hash whole = kn_hash_bytes(bytes, sizeof bytes), now = kn_digest_now(&d);
        CHECK(whole.lo == now.lo && whole.hi == now.hi && d.length == sizeof bytes);
        kn_digest_end(&d);
    }
}
