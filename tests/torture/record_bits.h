/* SPDX-License-Identifier: Apache-2.0
 * What the files of record-bits share: one case as recorded and computed, and generated numbers.
 * Public headers only, and the reader of conformance families, which uses no others. */
#ifndef KILN_RECORD_BITS_H
#define KILN_RECORD_BITS_H

#include <kiln/kiln.h>

#include "conform.h"

/* ---- options and output (record_bits.c) */

typedef struct rb_options {
    const char *host; /* floating-point state to run under; NULL: the ordinary one */
    const char *only; /* a family, or FAMILY/ID; NULL: all */
    long every;       /* of the families' cases, each so-many-th */
    long random;      /* random calls after the families */
    long first;       /* number of the first of them */
    uint64_t seed;
    bool families, fused, text;
} rb_options;

/* ---- generated numbers: bits, so that no compiler has a say in them (record_bits_numbers.c) */

typedef struct rb_numbers {
    uint64_t state;
} rb_numbers;
uint64_t rb_next(rb_numbers *r);
size_t rb_below(rb_numbers *r, size_t n); /* 0 for n = 0 */
bool rb_one_in(rb_numbers *r, size_t n);

/* coarse: many ties */
typedef enum rb_style { RB_PLAIN, RB_COARSE, RB_SPECIAL, RB_STYLES } rb_style;
uint64_t rb_float_bits(rb_numbers *r, kiln_dtype dtype, rb_style style);
double rb_double(rb_numbers *r, rb_style style);
bool rb_is_float(kiln_dtype dtype);

/* ---- one case (record_bits_case.c) */

typedef enum rb_part { RB_OUT, RB_GRAD, RB_SECOND, RB_PARTS } rb_part;
enum { RB_VALUES = 512, RB_LEAVES = 96, RB_ARGS = 24, RB_ITEMS = 64, RB_SAID = 8000 };

typedef struct rb_run {
    kiln_session *s;
    /* what a leaf was made of; NULL: of generated numbers alone */
    const kiln_st_entry *entry[RB_LEAVES];
    kiln_tensor *leaf[RB_LEAVES];
    size_t nleaves;
    kiln_tensor *value[RB_PARTS][RB_VALUES];
    size_t count[RB_PARTS];
    bool too_large;
    char said[RB_SAID]; /* every error, a line each */
    size_t nsaid;
} rb_run;

/* One call's arguments and what they point to. */
typedef struct rb_call {
    size_t nargs;
    kiln_arg arg[RB_ARGS];
    kiln_tensor *item[RB_ARGS][RB_ITEMS];
    int64_t ints[RB_ARGS][RB_ITEMS];
    double floats[RB_ARGS][RB_ITEMS];
} rb_call;

typedef kiln_tensor *(*rb_tensor)(rb_run *x, void *user, const cf_value *v);

bool rb_open(rb_run *x); /* and a scope; false after saying why */
void rb_close(rb_run *x);
/* Notes an error and forgets it; true when there was one. */
bool rb_failed(rb_run *x, const char *what, kiln_status status);
kiln_tensor *rb_add_leaf(rb_run *x, const kiln_st_entry *e, kiln_tensor *t);
/* false: too large for a call */
bool rb_fill(rb_run *x, rb_call *c, const cf_case *from, rb_tensor tensor, void *user);
/* Appends a call's results to the run's; false when it failed, which is noted. */
bool rb_make(rb_run *x, const char *op, const kiln_arg *args, size_t nargs, size_t *first,
             size_t *count);
/* Gradients of the float results by the float leaves, and theirs again; seeds are generated. */
void rb_differentiate(rb_run *x, rb_numbers *r);
/* One line of digests; with --text, also everything they are of. */
void rb_report(rb_run *x, const rb_options *o, const char *name, const char *ops);

void rb_family_case(const rb_options *o, const cf_family *f, const cf_case *c);

/* ---- random calls (record_bits_random.c) */

/* Every function's cases, of all families. */
typedef struct rb_function {
    const char *op;
    size_t ncases, room;
    const cf_case **c;
} rb_function;
typedef struct rb_library {
    rb_function *function;
    size_t count, room;
} rb_library;
bool rb_library_add(rb_library *l, const cf_family *f);
void rb_library_free(rb_library *l);
void rb_random_case(const rb_options *o, const rb_library *l, long number);

#endif
