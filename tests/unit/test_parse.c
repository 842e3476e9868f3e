/* SPDX-License-Identifier: Apache-2.0
 * src/ir/parse.c, lex.c, print.c, literal.c: what the text form keeps, what it refuses and where,
 * and that no bytes whatever break the parser. KILN_TEST: sanitize=address */
#include "base/file.h"
#include "ir_graphs.h"
#include "parse_malformed.h"

static ir_graph g;
static kn_text why, out;

static void setup(void) {
    ir_graph_init(&g, kn_alloc_default());
    kn_text_init(&why, kn_alloc_default());
    kn_text_init(&out, kn_alloc_default());
}

static void teardown(void) {
    ir_graph_free(&g);
    kn_text_free(&why);
    kn_text_free(&out);
}

TestSuite(parse, .init = setup, .fini = teardown);

static void parse_ok(const char *text, size_t nbytes) {
    kn_text_clear(&why);
    kiln_status status = ir_parse(&g, text, nbytes, &why);
    cr_assert(status == KILN_OK, "%s: %s", kiln_status_name(status), kn_text_str(&why));
    CHECK_OK(ir_verify(&g, &why));
}

static const char *print(void) {
    kn_text_clear(&out);
    ir_print(&g, &out);
    CHECK(!out.failed);
    return kn_text_str(&out);
}

Test(parse, malformed) {
    enum { N = sizeof malformed / sizeof *malformed };
    CHECK(N >= 60);
    for (size_t i = 0; i < N; i++) {
        const struct malformed *m = &malformed[i];
        kn_text_clear(&why);
        CHECK_STATUS(ir_parse(&g, m->text, strlen(m->text), &why), KILN_PARSE);
        const char *said = kn_text_str(&why);
        cr_assert(strncmp(said, m->place, strlen(m->place)) == 0 && strstr(said, m->words),
                  "text %zu gives \"%s\"", i, said);
        CHECK_EQ(g.count + g.noutputs + g.nints, 0);
        CHECK_STATUS(ir_parse(&g, m->text, strlen(m->text), NULL), KILN_PARSE);
    }
}

Test(parse, nul_bytes_and_long_lines) {
    static const char nul[] = "kiln 1\n%0 = input f32 \0\n";
    CHECK_STATUS(ir_parse(&g, nul, sizeof nul - 1, &why), KILN_PARSE);
    CHECK_STR(kn_text_str(&why), "2:16: a NUL byte");
    kn_text_clear(&out);
    kn_text_add(&out, "kiln 1\n;");
    for (int i = 0; i < 65535; i++) kn_text_bytes(&out, ".", 1);
    parse_ok(out.data, out.len);
    kn_text_bytes(&out, ".", 1);
    kn_text_clear(&why);
    CHECK_STATUS(ir_parse(&g, out.data, out.len, &why), KILN_PARSE);
    CHECK_STR(kn_text_str(&why), "2:65537: line is longer than 65536 bytes");
    kn_text_clear(&out);
    kn_text_add(&out, "kiln 1\n%%0 = input f32 \"");
    for (int i = 0; i < 4097; i++) kn_text_bytes(&out, "n", 1);
    kn_text_add(&out, "\"\n");
    kn_text_clear(&why);
    CHECK_STATUS(ir_parse(&g, out.data, out.len, &why), KILN_PARSE);
    CHECK_HAS(kn_text_str(&why), "2:16: a name longer than 4096 bytes");
}

Test(parse, every_op_round_trip) {
    kn_text first;
    kn_text_init(&first, g.alloc);
    sample_every_op(&g);
    size_t count = g.count, nodes = g.count * sizeof(ir_node);
    ir_print(&g, &first);
    ir_node *before = kn_malloc(g.alloc, nodes);
    for (ir_id id = 0; id < count; id++) before[id] = *ir_at(&g, id);
    parse_ok(first.data, first.len);
    CHECK_STR(print(), kn_text_str(&first));
    CHECK_EQ(g.count, count);
    for (size_t i = 0; i < count; i++) {
        CHECK(before[i].op == ir_at(&g, i)->op && before[i].bits == ir_at(&g, i)->bits);
        CHECK(memcmp(before[i].operand, ir_at(&g, i)->operand, sizeof before[i].operand) == 0);
        CHECK((before[i].site == NULL) == (ir_at(&g, i)->site == NULL));
    }
    CHECK_STR(ir_input_name(&g, 2), "i \"\\\n\xc3\xa9");
    kn_free(g.alloc, before, nodes);
    kn_text_free(&first);
}

/* The example of docs/ir.md, so that the manual cannot go stale. */
Test(parse, manual_example) {
    char *manual = NULL;
    size_t nbytes;
    CHECK_OK(kn_file_read(g.alloc, KILN_SOURCE_DIR "/docs/ir.md", 1 << 20, false, (kn_stop){0},
                          (void **)&manual, &nbytes, NULL));
    kn_text all;
    kn_text_init(&all, g.alloc);
    kn_text_bytes(&all, manual, nbytes);
    kn_free(g.alloc, manual, nbytes);
    const char *from = strstr(kn_text_str(&all), "    kiln 1\n"),
               *to = from ? strstr(from, "\n\n") : NULL;
    CHECK(from && to);
    parse_ok(from, (size_t)(to - from));
    CHECK_EQ(g.count, 10);
    CHECK_STR(g.outputs[0].name, "loss");
    CHECK_STR(ir_at(&g, 3)->site, "digits.c:42");
    kn_text_free(&all);
}

Test(parse, spacing_names_and_comments) {
    static const char text[] =
        "; first\r\n\n  kiln\t1 ; version\r\n"
        "%x.in=input f32 [ 2 , 3 ]\t\"a\\/\\u00e9\\ud83d\\ude00\" ;; a comment\r\n"
        "   ; alone\n%9 = exp f32[2,3]%x.in;at here.c:1  \n"
        "%_ = input f32[2,3] {same=%x.in}\n"
        "output \"last; one\" %9 ; done\noutput %9";
    parse_ok(text, sizeof text - 1);
    CHECK_STR(print(), "kiln 1\n%0 = input f32[2,3] \"a/\xc3\xa9\xf0\x9f\x98\x80\"\n"
                       "%1 = exp f32[2,3] %0  ; at here.c:1\n"
                       "%2 = input f32[2,3] {same=%0}\noutput \"last; one\" %1\noutput %1\n");
    CHECK_EQ(ir_at(&g, 0)->bits, ir_at(&g, 2)->bits);
    CHECK_EQ(g.ninputs, 2);
}

static void literal(const char *type, const char *value, uint64_t bits, const char *printed) {
    char text[256];
    snprintf(text, sizeof text, "kiln 1\n%%0 = const %s %s\noutput %%0\n", type, value);
    parse_ok(text, strlen(text));
    cr_assert(ir_at(&g, 0)->bits == bits, "%s %s is %llx", type, value,
              (unsigned long long)ir_at(&g, 0)->bits);
    snprintf(text, sizeof text, "kiln 1\n%%0 = const %s %s\noutput %%0\n", type, printed);
    CHECK_STR(print(), text);
}

Test(parse, literals) {
    literal("f32", "1.5", 0x3fc00000, "0x1.8p+0");
    literal("f32", "-0.0", 0x80000000, "-0x0p+0");
    literal("f32", "+.1", 0x3dcccccd, "0x1.99999ap-4");
    literal("f32", "0X1P-149", 1, "0x1p-149");
    literal("f32", "1e-46", 0, "0x0p+0");
    literal("f32", "3.4028235e38", 0x7f7fffff, "0x1.fffffep+127");
    literal("f32", "16777217", 0x4b800000, "0x1p+24");
    /* not by way of f64 */
    literal("f32", "1.00000005960464477539062500000001", 0x3f800001, "0x1.000002p+0");
    literal("f32", "-inf", 0xff800000, "-inf");
    literal("f32", "nan", 0x7fc00000, "nan:0x7fc00000");
    literal("f32", "nan:0xff800001", 0xff800001, "nan:0xff800001");
    literal("f64", "0.1", UINT64_C(0x3fb999999999999a), "0x1.999999999999ap-4");
    literal("f64", "5e-324", 1, "0x0.0000000000001p-1022");
    literal("f64", "0x1p-1074", 1, "0x0.0000000000001p-1022");
    literal("f64", "inf", UINT64_C(0x7ff0000000000000), "inf");
    literal("f64", "nan", UINT64_C(0x7ff8000000000000), "nan:0x7ff8000000000000");
    literal("i64", "-9223372036854775808", UINT64_C(1) << 63, "-9223372036854775808");
    literal("i32", "-1", 0xffffffff, "-1");
    literal("u8", "255", 255, "255");
    literal("bool", "true", 1, "true");
    literal("bool", "false", 0, "false");
}

/* Bits survive the text, whatever they are. */
Test(parse, any_bits_round_trip) {
    static const kiln_dtype dtypes[] = {KILN_F32,  KILN_F64, KILN_I32, KILN_I64, KILN_U8,
                                        KILN_BOOL, KILN_I8,  KILN_I16, KILN_F16, KILN_BF16};
    ir_builder b;
    ir_builder_init(&b, &g);
    uint64_t x = 0x9e3779b97f4a7c15, bits[3000];
    for (int i = 0; i < 3000; i++) {
        x = x * UINT64_C(6364136223846793005) + 1442695040888963407;
        ir_scalar(&b, dtypes[i % 10], x >> i % 7);
    }
    for (int i = 0; i < 3000; i++) bits[i] = ir_at(&g, i)->bits;
    kn_text first;
    kn_text_init(&first, g.alloc);
    ir_print(&g, &first);
    parse_ok(first.data, first.len);
    for (int i = 0; i < 3000; i++) CHECK_EQ(bits[i], ir_at(&g, i)->bits);
    kn_text_free(&first);
}

/* Sites come from the compiler's file names; whatever they hold must stay one comment. */
Test(parse, odd_sites) {
    static char longest[3000];
    memset(longest, 's', sizeof longest - 1);
    static char blank_at_the_cut[1200];
    memset(blank_at_the_cut, ' ', sizeof blank_at_the_cut - 1);
    blank_at_the_cut[0] = 'c';
    const char *sites[] = {"a b.c:1",  "x\ny.c:2", "\x01\x7f", "; at z",      longest,
                           "\xff\xfe", "x.c:1 ",   "x.c:1   ", " x.c:1",      "  ",
                           " ",        "",         "x.c:1\t",  "x.c:1 \t \r", blank_at_the_cut};
    ir_builder b;
    ir_builder_init(&b, &g);
    for (size_t i = 0; i < sizeof sites / sizeof *sites; i++) {
        b.site = sites[i];
        ir_input(&b, KILN_F32, 0, NULL, NULL);
    }
    kn_text first;
    kn_text_init(&first, g.alloc);
    ir_print(&g, &first);
    parse_ok(first.data, first.len);
    CHECK_STR(print(), kn_text_str(&first));
    CHECK_STR(ir_at(&g, 7)->site, "x.c:1");
    CHECK(ir_at(&g, 9)->site == NULL);
    kn_text_free(&first);
}

/* Half the edits come from bytes that the grammar uses, so that many get past the first token. */
Test(parse, mutations) {
    static const char useful[] = "%0123456789.-+=[]{},;\"\\ \n\tabefinrstux";
    kn_text source;
    kn_text_init(&source, g.alloc);
    sample_every_op(&g);
    ir_print(&g, &source);
    char *text = kn_malloc(g.alloc, source.len);
    uint64_t x = 88172645463325252;
    int good = 0;
    for (int i = 0; i < 20000; i++) {
        memcpy(text, source.data, source.len);
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        int edits = 1 + (int)(x % 3);
        for (int k = 0; k < edits; k++) {
            x ^= x << 13, x ^= x >> 7, x ^= x << 17;
            size_t at = (x >> 20) % source.len;
            text[at] = x & 1 ? (char)(x >> 8) : useful[(x >> 8) % (sizeof useful - 1)];
        }
        kn_text_clear(&why);
        kiln_status status = ir_parse(&g, text, source.len - (x >> 60 == 0 ? x % 100 : 0), &why);
        CHECK(status == KILN_OK || status == KILN_PARSE);
        CHECK((status == KILN_OK) == (why.len == 0));
        if (status == KILN_OK) CHECK_OK(ir_verify(&g, &why));
        good += status == KILN_OK;
    }
    CHECK(good > 100 && good < 19000);
    kn_free(g.alloc, text, source.len);
    kn_text_free(&source);
}
