/* SPDX-License-Identifier: Apache-2.0
 * The header of an .npy file: a dictionary of Python literals, read in one pass without recursion.
 * Called by npy.c.
 *
 *     \x93NUMPY 1 0 <length>  {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }   spaces,
 * newline */
#include <stdio.h>

#include "frontend/files/npy_internal.h"

enum { BEFORE_LENGTH = 8, MOST_HEADER = 1 << 20 };
enum { DESCR = 1, FORTRAN = 2, SHAPE = 4 };

typedef struct parser {
    const kn_npy_place *place;
    const char *bytes, *at, *end; /* of the dictionary's text */
    const char *descr_at, *shape_at;
    int version;
    kiln_status status;
    char descr[32];
    bool fortran;
    int rank;
    int64_t extent[KILN_NPY_MAX_RANK];
} parser;

static bool refuse(parser *p, kn_npy_rule rule, const char *what, const char *at) {
    if (p->status == KILN_OK)
        p->status = kn_npy_refuse(p->place, rule, what, (uint64_t)(at - p->bytes));
    return false;
}

static char peek(parser *p) {
    while (p->at < p->end && (*p->at == ' ' || *p->at == '\t' || *p->at == '\n' || *p->at == '\r'))
        p->at++;
    return p->at < p->end ? *p->at : '\0';
}

static bool take(parser *p, char wanted) {
    if (peek(p) != wanted || p->at == p->end) return false;
    p->at++;
    return true;
}

static bool expect(parser *p, char wanted) {
    char what[] = "expected 'x'";
    what[10] = wanted;
    return take(p, wanted) || refuse(p, KN_NPY_SYNTAX, what, p->at);
}

/* A text without escapes, as NumPy's are. */
static bool text(parser *p, char *out, size_t size, kn_npy_rule rule) {
    char quote = peek(p);
    const char *from = p->at;
    if (quote != '\'' && quote != '"') return refuse(p, rule, "expected a text", p->at);
    size_t n = 0;
    for (p->at++; p->at < p->end && *p->at != quote; p->at++) {
        if (*p->at == '\\' || (unsigned char)*p->at < ' ' || n + 1 == size)
            return refuse(p, rule, "no such text", from);
        out[n++] = *p->at;
    }
    out[n] = '\0';
    if (p->at == p->end) return refuse(p, KN_NPY_SYNTAX, "text without an end", from);
    p->at++;
    return true;
}

static bool word(parser *p, const char *wanted) {
    size_t n = strlen(wanted);
    (void)peek(p);
    if ((size_t)(p->end - p->at) < n || memcmp(p->at, wanted, n) != 0) return false;
    p->at += n;
    return true;
}

static bool boolean(parser *p) {
    if (word(p, "True"))
        p->fortran = true;
    else if (word(p, "False"))
        p->fortran = false;
    else
        return refuse(p, KN_NPY_FORTRAN_TYPE, NULL, p->at);
    return true;
}

/* Python 2 wrote 3L. */
static bool number(parser *p, int64_t *out) {
    const char *from = p->at;
    int64_t n = 0;
    if (peek(p) == '-') return refuse(p, KN_NPY_SHAPE_NUMBER, NULL, p->at);
    from = p->at;
    for (; p->at < p->end && *p->at >= '0' && *p->at <= '9'; p->at++)
        if (!kn_mul_i64(n, 10, &n) || !kn_add_i64(n, *p->at - '0', &n))
            return refuse(p, KN_NPY_SHAPE_NUMBER, NULL, from);
    if (p->at == from || (*from == '0' && p->at - from > 1))
        return refuse(p, KN_NPY_SHAPE_TYPE, NULL, from);
    if (p->version < 3 && p->at < p->end && *p->at == 'L') p->at++;
    *out = n;
    return true;
}

static bool tuple(parser *p) {
    bool comma = true;
    if (!take(p, '(')) return refuse(p, KN_NPY_SHAPE_TYPE, "expected '('", p->at);
    for (p->rank = 0; peek(p) != ')'; p->rank++) {
        int64_t extent;
        if (!comma) return refuse(p, KN_NPY_SHAPE_TYPE, "expected ',' or ')'", p->at);
        if (p->rank == KILN_NPY_MAX_RANK) return refuse(p, KN_NPY_SHAPE_RANK, NULL, p->at);
        if (!number(p, &extent)) return false;
        p->extent[p->rank] = extent;
        comma = take(p, ',');
    }
    if (p->rank == 1 && !comma)
        return refuse(p, KN_NPY_SHAPE_TYPE, "a number in brackets is no tuple", p->at);
    p->at++;
    return true;
}

static bool value(parser *p, int key) {
    if (key == FORTRAN) return boolean(p);
    char next = peek(p);
    if (key == SHAPE) p->shape_at = p->at;
    if (key == SHAPE) return tuple(p);
    p->descr_at = p->at;
    return text(p, p->descr, sizeof p->descr, next == '[' ? KN_NPY_DESCR_TYPE : KN_NPY_DESCR_FORM);
}

static bool dictionary(parser *p) {
    int seen = 0;
    bool comma = true;
    if (!expect(p, '{')) return false;
    while (peek(p) != '}') {
        char name[32];
        const char *from = p->at;
        if (!comma) return refuse(p, KN_NPY_SYNTAX, "expected ',' or '}'", p->at);
        if (!text(p, name, sizeof name, KN_NPY_SYNTAX)) return false;
        int key = strcmp(name, "descr") == 0           ? DESCR
                  : strcmp(name, "fortran_order") == 0 ? FORTRAN
                  : strcmp(name, "shape") == 0         ? SHAPE
                                                       : 0;
        if (key == 0) return refuse(p, KN_NPY_KEY_UNKNOWN, name, from);
        if (seen & key) return refuse(p, KN_NPY_KEY_TWICE, name, from);
        seen |= key;
        if (!expect(p, ':') || !value(p, key)) return false;
        comma = take(p, ',');
    }
    p->at++;
    if (seen == (DESCR | FORTRAN | SHAPE)) return true;
    return refuse(p, KN_NPY_KEY_MISSING,
                  !(seen & DESCR)     ? "descr"
                  : !(seen & FORTRAN) ? "fortran_order"
                                      : "shape",
                  p->at);
}

static bool ending(parser *p) {
    while (p->at < p->end && *p->at == ' ') p->at++;
    return (p->end - p->at == 1 && *p->at == '\n') || refuse(p, KN_NPY_HEADER_END, NULL, p->at);
}

typedef struct descr_row {
    const char *code;
    kiln_dtype dtype;
} descr_row;
static const descr_row known[] = {{"b1", KILN_BOOL}, {"u1", KILN_U8},  {"i1", KILN_I8},
                                  {"i2", KILN_I16},  {"i4", KILN_I32}, {"i8", KILN_I64},
                                  {"f2", KILN_F16},  {"f4", KILN_F32}, {"f8", KILN_F64}};

/* NumPy's names of what has no equal here. */
static const char *unknown_name(const char *code) {
    static const char *const names[][2] = {
        {"u2", "uint16"},      {"u4", "uint32"},
        {"u8", "uint64"},      {"f16", "longdouble"},
        {"c8", "complex64"},   {"c16", "complex128"},
        {"S", "bytes"},        {"a", "bytes"},
        {"U", "str"},          {"M8", "datetime64"},
        {"m8", "timedelta64"}, {"V2", "two bytes: bfloat16 has no dtype in NumPy"},
        {"V", "void"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(code, names[i][0], strlen(names[i][0])) == 0) return names[i][1];
    return NULL;
}

static bool dtype(parser *p, kiln_dtype *out, bool *swapped) {
    const char *at = p->descr_at, *code = p->descr + 1;
    if (!p->descr[0] || !strchr("<>=|", p->descr[0]))
        return refuse(p, KN_NPY_DESCR_FORM, p->descr, at);
    if (*code == 'O') return refuse(p, KN_NPY_DESCR_OBJECT, NULL, at);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(code, known[i].code) != 0) continue;
        *out = known[i].dtype;
        *swapped = p->descr[0] == '>' && kiln_dtype_size(*out) > 1;
        return p->descr[0] != '|' || kiln_dtype_size(*out) == 1 ||
               refuse(p, KN_NPY_DESCR_ORDER, p->descr, at);
    }
    const char *name = unknown_name(code);
    return name ? refuse(p, KN_NPY_DESCR_DTYPE, name, at)
                : refuse(p, KN_NPY_DESCR_FORM, p->descr, at);
}

static bool sizes(parser *p, kiln_st_entry *e) {
    int64_t nbytes = (int64_t)kiln_dtype_size(e->dtype);
    bool none = false, fits = true;
    for (int i = 0; i < p->rank; i++) {
        none = none || p->extent[i] == 0;
        fits = fits && kn_mul_i64(nbytes, p->extent[i] ? p->extent[i] : 1, &nbytes);
    }
    if (!fits) return refuse(p, KN_NPY_SHAPE_OVERFLOW, NULL, p->shape_at);
    e->rank = p->rank;
    e->nbytes = none ? 0 : (size_t)nbytes;
    return true;
}

/* Sets p->at and p->end to the dictionary's text. */
static bool frame(parser *p, size_t n) {
    const unsigned char *b = (const unsigned char *)p->bytes;
    if (n < BEFORE_LENGTH + 2) return refuse(p, KN_NPY_SHORT, NULL, p->bytes + n);
    if (memcmp(b, "\x93NUMPY", 6) != 0) return refuse(p, KN_NPY_MAGIC, NULL, p->bytes);
    p->version = b[6];
    if (b[6] < 1 || b[6] > 3 || b[7] != 0) return refuse(p, KN_NPY_VERSION, NULL, p->bytes + 6);
    size_t before = BEFORE_LENGTH + (b[6] == 1 ? 2 : 4), length = b[8] | (size_t)b[9] << 8;
    if (n < before) return refuse(p, KN_NPY_SHORT, NULL, p->bytes + n);
    if (b[6] > 1) length |= (size_t)b[10] << 16 | (size_t)b[11] << 24;
    if (length > MOST_HEADER) return refuse(p, KN_NPY_HEADER_LARGE, NULL, p->bytes + BEFORE_LENGTH);
    if (length > n - before)
        return refuse(p, KN_NPY_HEADER_PAST_END, NULL, p->bytes + BEFORE_LENGTH);
    p->at = p->bytes + before;
    p->end = p->at + length;
    return true;
}

kiln_status kn_npy_parse_header(const kn_alloc *alloc, const char *bytes, size_t n,
                                const kn_npy_place *place, kn_npy_array *a, kn_npy_header *h) {
    parser p = {.place = place, .bytes = bytes};
    kiln_st_entry *e = &a->entry;
    if (!frame(&p, n) || !dictionary(&p) || !ending(&p) || !dtype(&p, &e->dtype, &h->swapped) ||
        !sizes(&p, e))
        return p.status;
    if (p.rank > 0) a->shape = kn_malloc(alloc, (size_t)p.rank * sizeof *a->shape);
    if (p.rank > 0 && !a->shape) return KILN_NO_MEMORY;
    if (p.rank > 0) memcpy(a->shape, p.extent, (size_t)p.rank * sizeof *a->shape);
    e->shape = a->shape;
    h->fortran = p.fortran;
    h->end = (size_t)(p.end - bytes);
    return KILN_OK;
}
