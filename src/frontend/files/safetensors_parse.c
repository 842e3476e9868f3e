/* SPDX-License-Identifier: Apache-2.0
 * Pull parser for the safetensors header: one pass, no recursion, strings decoded in place (a
 * decoded string is never longer than its quoted form). Called by the reader in safetensors.c.
 *
 *     {"name": {"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}, "__metadata__":
 *     {"key":"value"}} */
#include "frontend/files/safetensors_internal.h"

#include <stdio.h>

#define LIKELY_RECORD ((size_t)80) /* bytes of header text per tensor */

typedef struct parser {
    kiln_safetensors *file;
    char *at, *end;   /* unread part of the header */
    const char *name; /* of the tensor being read, for messages */
    kn_text *why;
    kiln_status status; /* sticky */
} parser;

static size_t offset_of(const parser *p, const char *at) { return (size_t)(at - p->file->bytes); }

/* Every failure goes through here; false for the caller to return. */
static bool refuse(parser *p, kn_st_rule rule, const char *what, const char *at) {
    if (p->status == KILN_OK)
        p->status = kn_st_refuse(p->why, rule, p->name, what, offset_of(p, at));
    return false;
}

static bool no_memory(parser *p, kiln_status status) {
    if (status == KILN_OK) return true;
    if (p->status == KILN_OK) p->status = status;
    return false;
}

/* The next byte that is no white space, not consumed; '\0' (with a refusal) at the end. */
static char peek(parser *p) {
    while (p->at < p->end && (*p->at == ' ' || *p->at == '\n' || *p->at == '\t' || *p->at == '\r'))
        p->at++;
    if (p->at < p->end) return *p->at;
    refuse(p, KN_ST_HEADER_CUT, NULL, p->end);
    return '\0';
}

static bool expect(parser *p, char wanted, kn_st_rule rule) {
    char got = peek(p), what[] = "expected 'x'";
    if (p->status != KILN_OK) return false;
    if (got == wanted) return p->at++, true;
    if ((got == '{' || got == '[') && wanted == '"') rule = KN_ST_DEPTH;
    what[10] = wanted;
    return refuse(p, rule, what, p->at);
}

/* After an element: true when another follows, false at the closer or on failure. */
static bool more(parser *p, char closer) {
    char got = peek(p);
    if (p->status != KILN_OK) return false;
    p->at++;
    if (got == ',') return true;
    if (got == closer) return false;
    return refuse(p, KN_ST_SYNTAX, closer == '}' ? "expected ',' or '}'" : "expected ',' or ']'",
                  p->at - 1);
}

/* After an opener: true, and consumed, when the container is empty. */
static bool empty(parser *p, char closer) {
    if (peek(p) != closer || p->status != KILN_OK) return false;
    return p->at++, true;
}

static bool hex4(const parser *p, const char *at, uint32_t *value) {
    if (p->end - at < 4) return false;
    *value = 0;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) return false;
        *value = *value << 4 | (uint32_t)digit;
    }
    return true;
}

static char *put_utf8(char *to, uint32_t c) {
    if (c < 0x80) return *to++ = (char)c, to;
    int extra = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
    *to++ = (char)(lead[extra] | c >> (6 * extra));
    while (extra-- > 0) *to++ = (char)(0x80 | (c >> (6 * extra) & 0x3f));
    return to;
}

/* p->at stands behind "\u". */
static bool unicode_escape(parser *p, char **to) {
    char *start = p->at - 2;
    uint32_t c, low;
    if (!hex4(p, p->at, &c))
        return refuse(p, KN_ST_STRING_ESCAPE, "\\u needs four hex digits", start);
    p->at += 4;
    if (c == 0) return refuse(p, KN_ST_STRING_NUL, NULL, start);
    if (c >= 0xd800 && c < 0xe000) {
        bool pair = c < 0xdc00 && p->end - p->at >= 6 && p->at[0] == '\\' && p->at[1] == 'u' &&
                    hex4(p, p->at + 2, &low) && low >= 0xdc00 && low < 0xe000;
        if (!pair) return refuse(p, KN_ST_STRING_SURROGATE, NULL, start);
        p->at += 6;
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
    *to = put_utf8(*to, c);
    return true;
}

/* p->at stands behind the backslash. */
static bool escape(parser *p, char **to) {
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
    if (p->at == p->end) return refuse(p, KN_ST_HEADER_CUT, NULL, p->end);
    char c = *p->at++;
    if (c == 'u') return unicode_escape(p, to);
    const char *found = c ? strchr(from, c) : NULL;
    if (!found) return refuse(p, KN_ST_STRING_ESCAPE, NULL, p->at - 2);
    *(*to)++ = into[found - from];
    return true;
}

/* Reads a quoted string; *out is NUL-terminated in the header's own memory. */
static bool string(parser *p, kn_st_rule rule, char **out) {
    if (!expect(p, '"', rule)) return false;
    *out = p->at;
    while (p->at < p->end && *p->at >= 0x20 && *p->at < 0x7f && *p->at != '"' && *p->at != '\\')
        p->at++;
    char *to = p->at; /* only now does anything move */
    while (p->at < p->end && *p->at != '"') {
        unsigned char c = (unsigned char)*p->at;
        if (c == '\0') return refuse(p, KN_ST_STRING_NUL, NULL, p->at);
        if (c < 0x20) return refuse(p, KN_ST_STRING_CONTROL, NULL, p->at);
        if (c == '\\') {
            p->at++;
            if (!escape(p, &to)) return false;
        } else if (c < 0x80) {
            *to++ = *p->at++;
        } else {
            size_t step = kn_utf8_step(p->at, (size_t)(p->end - p->at));
            if (step == 0) return refuse(p, KN_ST_STRING_UTF8, NULL, p->at);
            memmove(to, p->at, step);
            to += step;
            p->at += step;
        }
    }
    if (p->at == p->end) return refuse(p, KN_ST_HEADER_CUT, NULL, p->end);
    p->at++;
    *to = '\0';
    return true;
}

static bool number(parser *p, kn_st_rule rule, int64_t *out) {
    char c = peek(p);
    char *start = p->at;
    if (p->status != KILN_OK) return false;
    if (c == '-') return refuse(p, KN_ST_NUMBER_FORM, NULL, start);
    if (c < '0' || c > '9')
        return refuse(p, c == '{' || c == '[' ? KN_ST_DEPTH : rule, NULL, start);
    int64_t value = 0;
    bool fits = true;
    for (; p->at < p->end && *p->at >= '0' && *p->at <= '9'; p->at++)
        fits = fits && kn_mul_i64(value, 10, &value) && kn_add_i64(value, *p->at - '0', &value);
    bool leading_zero = c == '0' && p->at - start > 1;
    bool fraction = p->at < p->end && (*p->at == '.' || *p->at == 'e' || *p->at == 'E');
    if (leading_zero || fraction) return refuse(p, KN_ST_NUMBER_FORM, NULL, start);
    if (!fits) return refuse(p, KN_ST_NUMBER_RANGE, NULL, start);
    *out = value;
    return true;
}

static bool read_dtype(parser *p, kiln_st_entry *e) {
    static const char *const codes[KILN_DTYPE_COUNT] = {
#define CODE(name, torch, text, size, code) code,
        KILN_DTYPE_MAP(CODE)
#undef CODE
    };
    char *code, what[48];
    if (!string(p, KN_ST_DTYPE_TYPE, &code)) return false;
    for (int i = 0; i < KILN_DTYPE_COUNT; i++)
        if (strcmp(codes[i], code) == 0) return e->dtype = (kiln_dtype)i, true;
    kn_text quoted; /* the code may hold anything: quote it */
    kn_text_init(&quoted, p->file->alloc);
    kn_text_json_string(&quoted, code);
    kn_text_copy_out(&quoted, what, sizeof what);
    kn_text_free(&quoted);
    return refuse(p, KN_ST_DTYPE_UNKNOWN, what, code);
}

static bool read_shape(parser *p, kiln_st_entry *e) {
    kiln_safetensors *f = p->file;
    if (!expect(p, '[', KN_ST_SHAPE_TYPE)) return false;
    if (empty(p, ']')) return true;
    do {
        if (e->rank == KILN_ST_MAX_RANK) return refuse(p, KN_ST_SHAPE_RANK, NULL, p->at);
        size_t need = f->extent_count + 1;
        if (!no_memory(p, kn_grow(f->alloc, &f->extents, &f->extent_cap, need, sizeof *f->extents)))
            return false;
        if (!number(p, KN_ST_SHAPE_TYPE, &f->extents[f->extent_count])) return false;
        f->extent_count++;
        e->rank++;
    } while (more(p, ']'));
    return p->status == KILN_OK;
}

static bool read_offsets(parser *p, kn_st_span *span) {
    int64_t pair[2];
    if (!expect(p, '[', KN_ST_OFFSETS_TYPE)) return false;
    char *start = p->at - 1;
    for (int i = 0; i < 2; i++) {
        if (!number(p, KN_ST_OFFSETS_TYPE, &pair[i])) return false;
        if (more(p, ']') != (i == 0)) return refuse(p, KN_ST_OFFSETS_TYPE, NULL, start);
    }
    if (p->status != KILN_OK) return false;
    span->begin = (uint64_t)pair[0];
    span->end = (uint64_t)pair[1];
    return true;
}

/* With the numbers that are wrong: data_offsets, and the bytes that shape and dtype need. */
static bool refuse_offsets(parser *p, kn_st_rule rule, const kn_st_span *span, int64_t nbytes) {
    char what[96];
    unsigned long long begin = span->begin, end = span->end;
    if (rule == KN_ST_OFFSETS_SIZE)
        snprintf(what, sizeof what, "%llu bytes, needs %lld", end - begin, (long long)nbytes);
    else
        snprintf(what, sizeof what, "[%llu, %llu]", begin, end);
    return refuse(p, rule, what, p->file->bytes + span->offset);
}

/* What must hold of one record by itself; contiguity is checked when all are known. */
static bool check_record(parser *p, kiln_st_entry *e, const kn_st_span *span) {
    const kiln_safetensors *f = p->file;
    int64_t nbytes = (int64_t)kiln_dtype_size(e->dtype);
    bool none = false, fits = true;
    for (int i = 0; i < e->rank; i++) {
        int64_t extent = f->extents[span->shape_at + (size_t)i];
        none = none || extent == 0;
        fits = fits && kn_mul_i64(nbytes, extent ? extent : 1, &nbytes);
    }
    if (!fits) return refuse(p, KN_ST_SHAPE_OVERFLOW, NULL, f->bytes + span->offset);
    if (none) nbytes = 0;
    uint64_t data = f->nbytes - f->header_end;
    if (span->end < span->begin) return refuse_offsets(p, KN_ST_OFFSETS_ORDER, span, nbytes);
    if (span->end > data) return refuse_offsets(p, KN_ST_OFFSETS_PAST_END, span, nbytes);
    if (span->end - span->begin != (uint64_t)nbytes)
        return refuse_offsets(p, KN_ST_OFFSETS_SIZE, span, nbytes);
    e->nbytes = (size_t)nbytes;
    return true;
}

static bool read_record(parser *p, kiln_st_entry *e, kn_st_span *span) {
    static const char *const keys[] = {"dtype", "shape", "data_offsets"};
    bool seen[3] = {false, false, false};
    if (!expect(p, '{', KN_ST_RECORD_TYPE)) return false;
    if (!empty(p, '}')) {
        do {
            char *key;
            int which = 0;
            if (!string(p, KN_ST_SYNTAX, &key) || !expect(p, ':', KN_ST_SYNTAX)) return false;
            while (which < 3 && strcmp(keys[which], key) != 0) which++;
            if (which == 3) return refuse(p, KN_ST_UNKNOWN_KEY, NULL, key);
            if (seen[which]) return refuse(p, KN_ST_DUPLICATE_KEY, keys[which], key);
            seen[which] = true;
            if (!(which == 0   ? read_dtype(p, e)
                  : which == 1 ? read_shape(p, e)
                               : read_offsets(p, span)))
                return false;
        } while (more(p, '}'));
    }
    if (p->status != KILN_OK) return false;
    for (int i = 0; i < 3; i++)
        if (!seen[i]) return refuse(p, KN_ST_MISSING_KEY, keys[i], p->at - 1);
    return check_record(p, e, span);
}

static bool read_tensor(parser *p, char *name) {
    kiln_safetensors *f = p->file;
    if (f->count == KILN_ST_MAX_TENSORS) return refuse(p, KN_ST_TENSOR_COUNT, NULL, name);
    if (!no_memory(p, kn_grow(f->alloc, &f->entries, &f->entry_cap, f->count + 1,
                              sizeof *f->entries)) ||
        !no_memory(p, kn_grow(f->alloc, &f->spans, &f->span_cap, f->count + 1, sizeof *f->spans)))
        return false;
    uint32_t present;
    p->name = name;
    f->entries[f->count] = (kiln_st_entry){.name = name};
    f->spans[f->count] = (kn_st_span){.shape_at = f->extent_count, .offset = offset_of(p, name)};
    if (!no_memory(p, kn_st_index_insert(&f->entry_index, f->alloc, f->entries, sizeof *f->entries,
                                         (uint32_t)f->count, &present)))
        return false;
    if (present) return refuse(p, KN_ST_DUPLICATE_TENSOR, NULL, name);
    if (!read_record(p, &f->entries[f->count], &f->spans[f->count])) return false;
    p->name = NULL;
    f->count++;
    return true;
}

static bool read_meta(parser *p) {
    kiln_safetensors *f = p->file;
    if (!expect(p, '{', KN_ST_META_VALUE)) return false;
    if (empty(p, '}')) return true;
    do {
        kiln_st_meta pair;
        char *key, *value;
        uint32_t present;
        if (!string(p, KN_ST_SYNTAX, &key) || !expect(p, ':', KN_ST_SYNTAX)) return false;
        if (!string(p, KN_ST_META_VALUE, &value)) return false;
        pair.key = key;
        pair.value = value;
        if (!no_memory(p,
                       kn_grow(f->alloc, &f->meta, &f->meta_cap, f->meta_count + 1, sizeof pair)))
            return false;
        f->meta[f->meta_count] = pair;
        if (!no_memory(p, kn_st_index_insert(&f->meta_index, f->alloc, f->meta, sizeof pair,
                                             (uint32_t)f->meta_count, &present)))
            return false;
        if (present) return refuse(p, KN_ST_DUPLICATE_META, "key", key);
        f->meta_count++;
    } while (more(p, '}'));
    return p->status == KILN_OK;
}

/* Room for about as many tensors as the header can hold, so that growing seldom copies. */
static kiln_status reserve(kiln_safetensors *f) {
    size_t likely = (f->header_end - KN_ST_LENGTH_BYTES) / LIKELY_RECORD;
    if (likely > KILN_ST_MAX_TENSORS) likely = KILN_ST_MAX_TENSORS;
    KN_TRY(kn_grow(f->alloc, &f->entries, &f->entry_cap, likely, sizeof *f->entries));
    KN_TRY(kn_grow(f->alloc, &f->spans, &f->span_cap, likely, sizeof *f->spans));
    return kn_grow(f->alloc, &f->extents, &f->extent_cap, likely * 2, sizeof *f->extents);
}

kiln_status kn_st_parse_header(kiln_safetensors *file, kn_text *why) {
    parser p = {.file = file,
                .at = file->bytes + KN_ST_LENGTH_BYTES,
                .end = file->bytes + file->header_end,
                .why = why,
                .status = KILN_OK};
    bool meta_seen = false;
    if (p.at == p.end || *p.at != '{') return refuse(&p, KN_ST_HEADER_START, NULL, p.at), p.status;
    p.at++;
    KN_TRY(reserve(file));
    if (!empty(&p, '}')) {
        do {
            char *name;
            if (!string(&p, KN_ST_SYNTAX, &name) || !expect(&p, ':', KN_ST_SYNTAX)) return p.status;
            bool is_meta = strcmp(name, KN_ST_META_KEY) == 0;
            if (is_meta && meta_seen) return refuse(&p, KN_ST_DUPLICATE_META, NULL, name), p.status;
            meta_seen = meta_seen || is_meta;
            if (!(is_meta ? read_meta(&p) : read_tensor(&p, name))) return p.status;
        } while (more(&p, '}'));
    }
    while (p.status == KILN_OK && p.at < p.end && *p.at == ' ') p.at++;
    if (p.status == KILN_OK && p.at < p.end) refuse(&p, KN_ST_HEADER_PADDING, NULL, p.at);
    return p.status;
}
