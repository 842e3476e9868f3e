/* SPDX-License-Identifier: Apache-2.0
 * Public printing of tensors: what is shown is measured first, so that all elements take one width,
 * and then written row by row. Called by programs and by `kiln run`. */
#define _GNU_SOURCE /* uselocale */
#include "frontend/core/frontend.h"

#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>

enum {
    MOST_PRECISION = 17,
    ROOM = 1100 /* for the largest f64 with all its places, or the smallest with those behind the
                   point */
};

/* A float's decimal digits: 0.d1d2.. * 10^(exponent + 1). */
typedef struct decimal {
    char digit[24];
    int count, exponent;
} decimal;

typedef struct printing {
    const fe_tensor *a;
    const char *data;
    kiln_print_options o;
    kiln_dtype dtype;
    bool corners, scientific;
    int decimals, width; /* of every float; of every element */
    double least, most;  /* magnitudes of what is shown, but zeros, infinities and NaNs */
    bool whole;          /* and none has a fraction */
    int fixed, mantissa; /* decimals that bring all back, in either notation */
    FILE *to;
} printing;

/* ---- one element */

static bool brings_back(kiln_dtype d, uint64_t bits, const char *text) {
    if (d != KILN_F32) return ir_bits_of(d, strtod(text, NULL)) == bits;
    float x = strtof(text, NULL);
    uint32_t got;
    memcpy(&got, &x, sizeof got);
    return got == bits;
}

/* The fewest digits that read back as the same value. So many digits as `first` every normal number
 * keeps: fewer are those without zeros. */
static decimal shortest(kiln_dtype d, uint64_t bits) {
    static const int first[KILN_DTYPE_COUNT] = {
        [KILN_F16] = 3, [KILN_BF16] = 2, [KILN_F32] = 6, [KILN_F64] = 15};
    static const double normal[KILN_DTYPE_COUNT] = {[KILN_F16] = 0x1p-14,
                                                    [KILN_BF16] = 0x1p-126,
                                                    [KILN_F32] = 0x1p-126,
                                                    [KILN_F64] = 0x1p-1022};
    char text[40];
    decimal r = {.count = 0};
    double value = ir_value_of(d, bits);
    for (int n = fabs(value) < normal[d] ? 1 : first[d]; n <= MOST_PRECISION; n++) {
        snprintf(text, sizeof text, "%.*e", n - 1, value);
        if (brings_back(d, bits, text)) break;
    }
    const char *mark = strchr(text, 'e');
    for (const char *at = text; at < mark; at++)
        if (*at >= '0' && *at <= '9') r.digit[r.count++] = *at;
    while (r.count > 1 && r.digit[r.count - 1] == '0') r.count--;
    r.exponent = (int)strtol(mark + 1, NULL, 10);
    return r;
}

static size_t put(char *out, size_t n, char c, int times) {
    for (; times > 0 && n + 1 < ROOM; times--) out[n++] = c;
    out[n] = '\0';
    return n;
}

static void write_scientific(const printing *p, double value, const decimal *d, char *out) {
    size_t n = put(out, 0, '-', signbit(value) != 0);
    n = put(out, n, d->digit[0], 1);
    n = put(out, n, '.', p->decimals > 0);
    for (int i = 1; i <= p->decimals; i++) n = put(out, n, i < d->count ? d->digit[i] : '0', 1);
    snprintf(out + n, ROOM - n, "e%+03d", d->exponent);
}

static void write_fixed(const printing *p, double value, const decimal *d, char *out) {
    /* all digits of the integer, also those that reading back does not need */
    if (value == trunc(value)) {
        int n = snprintf(out, ROOM, "%.0f.", value);
        put(out, (size_t)n, '0', p->decimals);
        return;
    }
    size_t n = put(out, 0, '-', signbit(value) != 0);
    int before = d->exponent >= 0 ? d->exponent + 1 : 1;
    for (int i = 0; i < before + p->decimals; i++) {
        int k = i + (d->exponent < 0 ? d->exponent : 0); /* the digit of that place */
        if (i == before) n = put(out, n, '.', 1);
        n = put(out, n, k >= 0 && k < d->count ? d->digit[k] : '0', 1);
    }
}

static void write_float(const printing *p, uint64_t bits, char *out) {
    double value = ir_value_of(p->dtype, bits);
    if (!isfinite(value)) {
        snprintf(out, ROOM, "%s", value != value ? "nan" : value < 0 ? "-inf" : "inf");
        return;
    }
    if (p->o.precision > 0) {
        snprintf(out, ROOM,
                 p->scientific      ? "%.*e"
                 : p->decimals == 0 ? "%.*f."
                                    : "%.*f",
                 p->decimals, value);
        return;
    }
    decimal d = shortest(p->dtype, bits);
    if (p->scientific)
        write_scientific(p, value, &d, out);
    else
        write_fixed(p, value, &d, out);
}

static void write_element(const printing *p, const char *at, char *out) {
    uint64_t bits = 0;
    memcpy(&bits, at, kiln_dtype_size(p->dtype));
    if (fe_is_float(p->dtype))
        write_float(p, bits, out);
    else if (p->dtype == KILN_BOOL)
        snprintf(out, ROOM, "%s", bits != 0 ? "true" : "false");
    else
        snprintf(out, ROOM, "%" PRId64, ir_int_of(p->dtype, bits));
}

/* ---- measuring */

static void measure_float(printing *p, const char *at) {
    uint64_t bits = 0;
    memcpy(&bits, at, kiln_dtype_size(p->dtype));
    double value = ir_value_of(p->dtype, bits), size = fabs(value);
    if (!isfinite(value) || value == 0) return;
    if (size < p->least) p->least = size;
    if (size > p->most) p->most = size;
    p->whole = p->whole && value == trunc(value);
    if (p->o.precision > 0) return;
    decimal d = shortest(p->dtype, bits);
    if (d.count - 1 > p->mantissa) p->mantissa = d.count - 1;
    if (d.count - 1 - d.exponent > p->fixed) p->fixed = d.count - 1 - d.exponent;
}

static void measure_width(printing *p, const char *at) {
    char text[ROOM];
    write_element(p, at, text);
    int n = (int)strlen(text);
    if (n > p->width) p->width = n;
}

/* PyTorch's choice of notation, but that a wide range alone is no reason for exponents where all
 * digits are shown. */
static void choose_notation(printing *p) {
    bool given = p->o.precision > 0, any = p->most > 0;
    p->scientific = any && (p->most >= 1e8 || (!p->whole && p->least < 1e-4) ||
                            (given && p->most / p->least > 1000));
    if (p->o.notation != KILN_NOTATION_DEFAULT) p->scientific = p->o.notation == KILN_SCIENTIFIC;
    if (!given)
        p->decimals = p->scientific ? p->mantissa : p->fixed;
    else
        p->decimals = p->whole && !p->scientific ? 0 : p->o.precision;
}

/* ---- what is shown */

static bool skips(const printing *p, int64_t extent) {
    return p->corners && extent > 2 * (int64_t)p->o.edge_items;
}

/* The next index shown along an axis: the far edge after the near one. */
static int64_t step(const printing *p, int64_t i, int64_t extent) {
    return skips(p, extent) && i == p->o.edge_items - 1 ? extent - p->o.edge_items : i + 1;
}

static void each_of_row(printing *p, const char *row, void (*visit)(printing *, const char *)) {
    int64_t n = p->a->rank > 0 ? p->a->extent[p->a->rank - 1] : 1;
    size_t size = kiln_dtype_size(p->dtype);
    for (int64_t i = 0; i < n; i = step(p, i, n)) visit(p, row + (size_t)i * size);
}

/* To the next row shown: the axis that went on, and whether some were skipped there. -1 at the end.
 */
static int next_row(const printing *p, int64_t *index, bool *skipped) {
    for (int d = p->a->rank - 2; d >= 0; d--) {
        int64_t n = p->a->extent[d], next = step(p, index[d], n);
        *skipped = next != index[d] + 1;
        index[d] = next;
        if (next < n) return d;
        index[d] = 0;
    }
    return -1;
}

static const char *row_at(const printing *p, const int64_t *index) {
    int64_t row = 0;
    for (int d = 0; d < p->a->rank - 1; d++) row = row * p->a->extent[d] + index[d];
    int64_t length = p->a->rank > 0 ? p->a->extent[p->a->rank - 1] : 1;
    return p->data + (size_t)row * (size_t)length * kiln_dtype_size(p->dtype);
}

static void each(printing *p, void (*visit)(printing *, const char *)) {
    int64_t index[IR_MAX_RANK] = {0};
    bool skipped;
    do each_of_row(p, row_at(p, index), visit);
    while (next_row(p, index, &skipped) >= 0);
}

/* ---- writing */

static void repeat(FILE *to, char c, int times) {
    for (; times > 0; times--) fputc(c, to);
}

static int64_t per_line(const printing *p) {
    int room = (p->o.line_width - p->a->rank) / (p->width + 2);
    return room > 1 ? room : 1;
}

static void write_row(const printing *p, const char *row) {
    int64_t n = p->a->extent[p->a->rank - 1], fits = per_line(p), written = 0;
    size_t size = kiln_dtype_size(p->dtype);
    char text[ROOM];
    for (int64_t i = 0, next; i < n; i = next) {
        write_element(p, row + (size_t)i * size, text);
        fprintf(p->to, "%*s", p->width, text);
        next = step(p, i, n);
        bool gap = next != i + 1;
        for (int k = 0; k <= gap && next < n; k++) {
            bool wraps = ++written % fits == 0;
            fputs(wraps ? ",\n" : ", ", p->to);
            repeat(p->to, ' ', wraps ? p->a->rank : 0);
            if (gap && k == 0) fputs("...", p->to);
        }
    }
}

static void write_rows(const printing *p) {
    int64_t index[IR_MAX_RANK] = {0};
    int rank = p->a->rank, axis = 0;
    repeat(p->to, '[', rank);
    while (axis >= 0) {
        bool skipped = false;
        write_row(p, row_at(p, index));
        axis = next_row(p, index, &skipped);
        int closed = rank - 1 - axis; /* as many brackets end here, and lines lie between */
        repeat(p->to, ']', axis < 0 ? rank : closed);
        for (int k = 0; k <= skipped && axis >= 0; k++) {
            fputc(',', p->to);
            repeat(p->to, '\n', closed);
            repeat(p->to, ' ', axis + 1);
            if (skipped && k == 0) fputs("...", p->to);
        }
        repeat(p->to, '[', axis < 0 ? 0 : closed);
    }
}

static void write_all(printing *p) {
    char text[ROOM];
    if (fe_is_float(p->dtype)) {
        each(p, measure_float);
        choose_notation(p);
    }
    if (p->a->rank == 0) {
        write_element(p, p->data, text);
        fputs(text, p->to);
        return;
    }
    each(p, measure_width);
    int64_t n = p->a->extent[0], shown = skips(p, n) ? 2 * (int64_t)p->o.edge_items + 1 : n;
    /* so that columns begin at one place */
    if (p->a->rank > 1 || shown > per_line(p))
        fputc('\n', p->to);
    else
        fputc(' ', p->to);
    write_rows(p);
}

static int or_default(int given, int ours) { return given > 0 ? given : ours; }

static const char *wrong_option(const kiln_print_options *o) {
    if (o->struct_size != sizeof *o) return "struct_size is not that of kiln_print_options";
    if (o->precision < 0 || o->precision > MOST_PRECISION) return "precision is not 0 to 17";
    if (o->edge_items < 0 || o->threshold < 0 || o->line_width < 0) return "a member is negative";
    return (unsigned)o->notation > KILN_SCIENTIFIC ? "notation is none of kiln_notation" : NULL;
}

static kiln_status refuse(kiln_session *s, kiln_site at, kiln_status status, const char *why) {
    fe_error(s, at, "print", status, "%s", why);
    return status;
}

kiln_status(kiln_print)(kiln_site at, kiln_tensor *a, const char *name, FILE *to,
                        const kiln_print_options *options) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "print", a);
    if (s == NULL)
        return kiln_session_of(a) != NULL ? kiln_error(kiln_session_of(a)) : KILN_BAD_HANDLE;
    printing p = {.a = fe_of(a),
                  .dtype = (kiln_dtype)fe_of(a)->dtype,
                  .to = to,
                  .least = INFINITY,
                  .whole = true};
    const char *wrong = to == NULL        ? "the stream is null"
                        : options != NULL ? wrong_option(options)
                                          : NULL;
    if (wrong != NULL) return refuse(s, at, KILN_BAD_ARGUMENT, wrong);
    if (options != NULL) p.o = *options;
    p.o.edge_items = or_default(p.o.edge_items, 3);
    p.o.line_width = or_default(p.o.line_width, 80);
    if (p.o.threshold == 0) p.o.threshold = 1000;
    fe_buffer *b = fe_data(s, at, "print", a);
    if (b == NULL) return s->error;
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (c == (locale_t)0) return refuse(s, at, KILN_NO_MEMORY, "no memory for the C locale");
    locale_t before = uselocale(c);
    p.data = b->data;
    p.corners = kiln_numel(a) > p.o.threshold;
    char type[160];
    bool was_bad = ferror(to) != 0;
    fprintf(to, "%s %s", name != NULL ? name : "tensor",
            ir_type_format(p.dtype, p.a->rank, p.a->extent, type, sizeof type));
    if (kiln_numel(a) == 0)
        fputs(" []", to);
    else if (p.a->rank == 0)
        fputc(' ', to);
    if (kiln_numel(a) > 0) write_all(&p);
    fputc('\n', to);
    uselocale(before);
    freelocale(c);
    return was_bad || ferror(to) == 0 ? KILN_OK
                                      : refuse(s, at, KILN_IO, "the stream takes no more");
}
