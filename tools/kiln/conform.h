/* SPDX-License-Identifier: Apache-2.0
 * What the files of `kiln conform` share: a family as read, a case as run, a verdict, and the table
 * of results that reports are made of. The format is a contract (conformance/README.md); the reader
 * refuses what it does not know. */
#ifndef KILN_CONFORM_H
#define KILN_CONFORM_H

#include "budget_options.h"

#include <kiln/call.h>
#include <kiln/safetensors.h>

/* ---- a family, as conform_read.c reads it. Everything lives until cf_family_free. */

typedef struct cf_view {
    int rank;
    int64_t shape[KILN_MAX_RANK], stride[KILN_MAX_RANK], offset;
} cf_view;

typedef struct cf_value {
    kiln_arg_kind kind;
    const kiln_st_entry *tensor; /* TENSOR */
    const cf_view *view;         /* TENSOR: NULL for all of it */
    union {
        int64_t integer;
        double number;
        bool flag;
        const char *text;
        kiln_dtype dtype;
    } as;
    size_t count; /* TENSORS, INTS, FLOATS */
    union {
        struct cf_value *values;
        int64_t *ints;
        double *floats;
    } list;
} cf_value;

typedef struct cf_tolerance {
    double rtol, atol;
} cf_tolerance;

/* Incoming and resulting gradients. NULL where the oracle has none. */
typedef struct cf_gradient {
    size_t nwrt, nseeds;
    const kiln_st_entry **wrt, **seed, **grad;
} cf_gradient;

typedef struct cf_program cf_program;
typedef struct cf_case {
    const char *id, *op, *dtype;
    size_t nargs, npositional;
    const char **keyword; /* nargs; NULL: positional */
    cf_value *arg;
    bool raised; /* the oracle refused */
    size_t noutputs;
    const kiln_st_entry **output;
    cf_gradient *grad;   /* NULL: none */
    cf_gradient *second; /* of the gradients, by the same wrt; seeds: one per wrt. NULL: none */
    cf_tolerance tolerance, grad_tolerance;
    cf_program *program; /* NULL: a call of `op` */
} cf_case;

typedef struct cf_block cf_block;
typedef struct cf_family {
    const char *name;
    bool second, programs; /* the feature is required, so what it adds is known */
    size_t ncases;
    cf_case *cases;
    json_t *root; /* owns the texts */
    kiln_safetensors *tensors;
    cf_block *blocks;
} cf_family;

/* Reads DIR/family.json and DIR/tensors.safetensors, all or nothing: false with the reason, which
 * names the field. */
/* conform_seal.c: the envelope of a family, family.json's with tensors.safetensors as its input. */
kiln_status cf_seal(const char *dir, char *why, size_t size); /* writes it */
/* what is there is what it says, or there is none */
bool cf_seal_holds(const char *dir, char *why, size_t size);
bool cf_family_read(const char *dir, cf_family *out, char *why, size_t size);
void cf_family_free(cf_family *f);

/* ---- the reader's own parts (conform_read.c, conform_value.c) */

typedef struct cf_frame {
    const char *key;
    size_t index; /* SIZE_MAX: a key, not an element */
} cf_frame;
typedef struct cf_reader {
    cf_family *family;
    cf_frame frame[24]; /* where we are, for messages */
    size_t depth;
    char *why;
    size_t size;
    bool refused;
} cf_reader;

/* zeroed memory of the family; NULL after refusing */
void *cf_take(cf_reader *r, size_t count, size_t each);
/* false */
bool cf_refuse(cf_reader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
void cf_enter(cf_reader *r, const char *key, size_t index);
void cf_leave(cf_reader *r);
/* an object with no other keys */
bool cf_keys(cf_reader *r, const json_t *object, const char *const *known);
/* NULL after refusing */
const kiln_st_entry *cf_tensor(cf_reader *r, const json_t *name);
bool cf_tensor_names(cf_reader *r, const json_t *list, bool nulls, const kiln_st_entry ***out,
                     size_t *count);
bool cf_read_value(cf_reader *r, const json_t *value, cf_value *out);
bool cf_read_gradients(cf_reader *r, const json_t *json, cf_case *c); /* after args and outputs */
bool cf_read_number(cf_reader *r, const json_t *value, double *out);

/* ---- programs (conform_program.c) */

bool cf_read_program(cf_reader *r, cf_case *c); /* after args and outputs */
size_t cf_program_names(const cf_program *p);
/* A function the library does not have, or NULL; `last`: also by the last statement. */
const char *cf_program_lacks(const cf_program *p, bool last);
/* Runs the statements and writes the value of every name; the error is the session's, or in `why`.
 */
kiln_status cf_run_program(kiln_session *s, const cf_case *c, kiln_tensor **name, char *why,
                           size_t size);

/* ---- running (conform_case.c) */

typedef enum cf_kind { CF_FORWARD, CF_GRAD, CF_SECOND, CF_ERROR, CF_KINDS } cf_kind;
enum { CF_PARTS = CF_ERROR }; /* those that have numbers */
extern const char *const cf_kind_name[CF_KINDS];

typedef struct cf_bits {
    bool present; /* false: no path leads there */
    kiln_dtype dtype;
    int rank;
    int64_t extent[KILN_MAX_RANK];
    size_t nbytes;
    void *data;
} cf_bits;

typedef struct cf_part {
    kiln_status status;
    char message[512];
    size_t count;
    cf_bits *item;
} cf_part;

/* What one path of one mode answered. */
typedef struct cf_run {
    cf_part part[CF_PARTS];
    bool usable; /* the session still computes afterwards */
} cf_run;

/* Whether the case asks for it. */
bool cf_asks(const cf_case *c, cf_kind kind);

void cf_run_case(kiln_session *s, const cf_case *c, cf_run *out);
void cf_run_free(cf_run *r);
bool cf_same_bits(const cf_part *a, const cf_part *b);

/* ---- comparing (conform_compare.c) */

typedef struct cf_difference {
    size_t output;
    int rank; /* of index */
    int64_t index[KILN_MAX_RANK];
    char ours[40], oracle[40], message[600];
    double ulp; /* NaN: not a distance */
} cf_difference;

/* Whether `ours` is what the oracle answered; else the worst element. *worst_ulp rises to the
 * largest distance met. */
bool cf_compare(const kiln_st_entry *oracle, const cf_bits *ours, cf_tolerance t, cf_difference *d,
                double *worst_ulp);
/* The same for a gradient: no gradient and zeros are alike. */
bool cf_compare_grad(const kiln_st_entry *oracle, const cf_bits *ours, cf_tolerance t,
                     cf_difference *d);

/* ---- results (conform_results.c) */

typedef enum cf_verdict { CF_NONE, CF_PASS, CF_FAIL, CF_MISSING } cf_verdict;
typedef enum cf_mode { CF_STRICT, CF_HARDENED, CF_MODES } cf_mode;
extern const char *const cf_mode_name[CF_MODES];

typedef struct cf_result {
    size_t family, index; /* index: of the case */
    cf_mode mode;
    const char *op, *dtype, *id; /* owned by `record` */
    cf_verdict verdict[CF_KINDS];
    double worst_ulp;
    bool paths_agree, modes_agree;
    json_t *record, *failures; /* failures: owned by `record` */
} cf_result;

typedef struct cf_folder {
    /* name: the family's own once it is read, before that the folder's */
    char *dir, *name, *refused;
    double bytes;
} cf_folder;

typedef struct cf_count {
    size_t cases, passed, missing;
} cf_count;

/* Everything known at the end, in the order of families, cases, modes. */
typedef struct cf_table {
    cf_folder *folder;
    size_t nfolders;
    cf_result *result;
    size_t nresults, room;
    bool mode[CF_MODES]; /* which ran */
    bool filtered;       /* only some functions were asked for */
} cf_table;

/* takes the record over; false when it makes no sense */
bool cf_table_add(cf_table *t, json_t *record);
void cf_table_sort(cf_table *t);
void cf_table_free(cf_table *t);
bool cf_family_green(const cf_table *t, size_t family);
bool cf_green(const cf_table *t);

/* One group of results: of a family, of a function, of one dtype of it. */
typedef struct cf_group {
    cf_count kind[CF_KINDS];
    double worst_ulp;
    bool paths_agree, modes_agree;
} cf_group;
void cf_group_add(cf_group *g, const cf_result *r);
#define CF_GROUP_INIT                                                                              \
    { .paths_agree = true, .modes_agree = true }

/* The functions met, sorted, each with a group for every dtype and mode. */
enum { CF_DTYPES = KILN_DTYPE_COUNT + 1 }; /* the last: a case without tensors */
typedef struct cf_function {
    const char *name;
    cf_group group[CF_MODES][CF_DTYPES], all[CF_MODES];
} cf_function;
size_t cf_functions(const cf_table *t, cf_function **out); /* free *out */
const char *cf_dtype_column(int column);

/* ---- running everything (conform_pool.c, conform_worker.c) */

typedef struct cf_plan {
    bool mode[CF_MODES];
    const char *only; /* NULL, or names with commas between them */
    long jobs;
    double limit; /* seconds a case may take */
    budget_options limits;
    kiln_budget *budget; /* of every worker, its deadline of all; NULL: none */
} cf_plan;

/* exit code; EXIT_OK when all was run */
int cf_run_all(const cf_plan *p, cf_table *t);
/* a worker's life; its exit status */
int cf_work(const cf_plan *p, const cf_table *t, int commands, int answers);
bool cf_wanted(const char *only, const char *op);

/* ---- reports (conform_report.c, conform_html.c, conform_markdown.c): exit codes */

json_t *cf_report(const cf_table *t);
int cf_write_html(const cf_table *t, const char *path);
int cf_write_markdown(const cf_table *t, const char *path);

#endif
