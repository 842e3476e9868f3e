/* SPDX-License-Identifier: Apache-2.0
 * Lines and tokens of the text form. Called by parse.c; never reads outside the text it was given,
 * which need not end in NUL. */
#include "ir/lex.h"

void lex_init(lexer *x, const char *text, size_t nbytes, kn_text *why) {
    *x = (lexer){
        .at = text, .end = text, .start = text, .next = text, .stop = text + nbytes, .why = why};
}

bool lex_fail(lexer *x, const char *where, const char *format, ...) {
    if (x->status != KILN_OK) return false;
    x->status = KILN_PARSE;
    if (!x->why) return false;
    kn_text_add(x->why, "%zu:%zu: ", x->line, (size_t)(where - x->start) + 1);
    va_list args;
    va_start(args, format);
    kn_text_addv(x->why, format, args);
    va_end(args);
    return false;
}

bool lex_no_memory(lexer *x) {
    lex_fail(x, x->at, "memory ran out");
    x->status = KILN_NO_MEMORY;
    return false;
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

const char *lex_here(lexer *x) {
    while (x->at < x->end && is_space(*x->at)) x->at++;
    return x->at;
}

bool lex_expected(lexer *x, const char *what) {
    char found[24];
    size_t n = 0;
    const char *at = lex_here(x);
    if (at == x->end || *at == ';')
        return lex_fail(x, at, "expected %s, found the end of the line", what);
    for (; at + n < x->end && n < sizeof found - 1; n++) {
        if (n > 0 && (is_space(at[n]) || at[n] == ';')) break;
        found[n] = at[n] > 0x20 && at[n] < 0x7f ? at[n] : '?';
    }
    found[n] = '\0';
    return lex_fail(x, at, "expected %s, found '%s'", what, found);
}

bool lex_next_line(lexer *x) {
    while (x->status == KILN_OK && x->next < x->stop) {
        const char *feed = memchr(x->next, '\n', (size_t)(x->stop - x->next));
        x->start = x->at = x->next;
        x->end = feed ? feed : x->stop;
        x->next = feed ? feed + 1 : x->stop;
        x->line++;
        size_t len = (size_t)(x->end - x->start);
        const char *nul = memchr(x->start, '\0', len);
        if (len > LEX_LONGEST_LINE)
            return lex_fail(x, x->start + LEX_LONGEST_LINE, "line is longer than %d bytes",
                            LEX_LONGEST_LINE);
        if (nul) return lex_fail(x, nul, "a NUL byte");
        const char *first = lex_here(x);
        if (first < x->end && *first != ';') return true;
    }
    return false;
}

bool lex_take(lexer *x, char c) {
    if (lex_here(x) == x->end || *x->at != c) return false;
    x->at++;
    return true;
}

bool lex_need(lexer *x, char c) {
    char what[4] = {'\'', c, '\'', '\0'};
    return lex_take(x, c) || lex_expected(x, what);
}

bool lex_word(lexer *x, const char *what, lex_span *word) {
    word->at = lex_here(x);
    if (x->at == x->end || !is_letter(*x->at)) return lex_expected(x, what);
    while (x->at < x->end && (is_letter(*x->at) || is_digit(*x->at))) x->at++;
    word->len = (size_t)(x->at - word->at);
    return true;
}

bool lex_name(lexer *x, lex_span *name) {
    const char *at = lex_here(x);
    if (at == x->end || *at != '%') return lex_expected(x, "a node such as %0");
    name->at = ++x->at;
    while (x->at < x->end && (is_letter(*x->at) || is_digit(*x->at) || *x->at == '.')) x->at++;
    name->len = (size_t)(x->at - name->at);
    return name->len > 0 || lex_fail(x, name->at, "expected a name or number after %%");
}

bool lex_int(lexer *x, const char *what, int64_t *value) {
    const char *at = lex_here(x);
    bool minus = at < x->end && *at == '-';
    const char *digit = at + minus;
    if (digit >= x->end || !is_digit(*digit)) return lex_expected(x, what);
    int64_t v = 0;
    for (; digit < x->end && is_digit(*digit); digit++) {
        int d = *digit - '0';
        if (!kn_mul_i64(v, 10, &v) || !kn_add_i64(v, minus ? -d : d, &v))
            return lex_fail(x, at, "the number does not fit 64 bits");
    }
    if (digit < x->end && is_letter(*digit)) return lex_expected(x, what);
    x->at = digit;
    *value = v;
    return true;
}

bool lex_literal(lexer *x, lex_span *token) {
    token->at = lex_here(x);
    while (x->at < x->end && !is_space(*x->at) && *x->at != ';') x->at++;
    token->len = (size_t)(x->at - token->at);
    return token->len > 0 || lex_expected(x, "a value");
}

/* ---- strings */

static bool four_hex(lexer *x, unsigned *code) {
    *code = 0;
    for (int i = 0; i < 4; i++, x->at++) {
        char c = x->at < x->end ? *x->at : ' ';
        int d = is_digit(c)                              ? c - '0'
                : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                         : -1;
        if (d < 0) return lex_fail(x, x->at, "expected four hexadecimal digits");
        *code = *code << 4 | (unsigned)d;
    }
    return true;
}

static void add_utf8(kn_text *t, unsigned c) {
    unsigned char out[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; c >>= 6) out[i] = (unsigned char)(0x80 | (c & 0x3f));
    out[0] = (unsigned char)(n == 1 ? c : (0xf00u >> n & 0xffu) | c);
    kn_text_bytes(t, out, n);
}

static bool escape_code(lexer *x, const char *where, kn_text *into) {
    unsigned code, low;
    if (!four_hex(x, &code)) return false;
    if (code >= 0xd800 && code < 0xdc00 && x->end - x->at >= 2 && x->at[0] == '\\' &&
        x->at[1] == 'u') {
        x->at += 2;
        if (!four_hex(x, &low)) return false;
        if (low < 0xdc00 || low > 0xdfff) return lex_fail(x, where, "half a surrogate pair");
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    if (code == 0) return lex_fail(x, where, "a NUL character");
    if (code >= 0xd800 && code < 0xe000) return lex_fail(x, where, "half a surrogate pair");
    add_utf8(into, code);
    return true;
}

static bool escape(lexer *x, kn_text *into) {
    static const char pairs[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
    const char *where = x->at++;
    char c = x->at < x->end ? *x->at++ : '\0';
    if (c == 'u') return escape_code(x, where, into);
    for (const char *p = pairs; *p; p += 2)
        if (*p == c) {
            kn_text_bytes(into, p + 1, 1);
            return true;
        }
    return lex_fail(x, where, "unknown escape in a string");
}

bool lex_string(lexer *x, kn_text *into) {
    const char *open = lex_here(x);
    kn_text_clear(into);
    if (open == x->end || *open != '"') return lex_expected(x, "a name in quotes");
    x->at++;
    while (x->at < x->end && *x->at != '"') {
        if (*x->at == '\\') {
            if (!escape(x, into)) return false;
            continue;
        }
        size_t step = kn_utf8_step(x->at, (size_t)(x->end - x->at));
        if (step == 0) return lex_fail(x, x->at, "a string that is not UTF-8");
        if ((unsigned char)*x->at < 0x20)
            return lex_fail(x, x->at, "a control character in a string");
        kn_text_bytes(into, x->at, step);
        x->at += step;
    }
    if (into->failed) return lex_no_memory(x);
    if (x->at == x->end) return lex_fail(x, open, "a string without its closing quote");
    x->at++;
    return true;
}

bool lex_end(lexer *x, lex_span *comment) {
    const char *at = lex_here(x);
    *comment = (lex_span){at, 0};
    if (at == x->end) return true;
    if (*at != ';') return lex_expected(x, "the end of the line");
    *comment = (lex_span){at + 1, (size_t)(x->end - at) - 1};
    return true;
}
