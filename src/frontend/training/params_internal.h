/* SPDX-License-Identifier: Apache-2.0
 * What the files of parameter sets and optimisers share: the set itself, and runs of tensors that
 * lie side by side in one storage. */
#ifndef KN_FRONTEND_PARAMS_INTERNAL_H
#define KN_FRONTEND_PARAMS_INTERNAL_H

#include "frontend/core/frontend.h"

/* What sets share. Its tensor's handle is owned: kiln_release refuses it. */
typedef struct fe_parameter {
    uint32_t refs;
    bool seen; /* scratch of whoever walks a set for parameters held twice */
    kiln_tensor *tensor;
} fe_parameter;

typedef struct fe_named {
    fe_parameter *parameter;
    size_t length;
    char name[]; /* and a NUL */
} fe_named;

struct kiln_params {
    kiln_session *session;    /* NULL once it was closed */
    kiln_params *prev, *next; /* the session's list */
    const char *fixed; /* whose set it is, where nobody may put in or take out; NULL: the user's */
    fe_named **entry;
    kiln_tensor **tensor; /* likewise in order */
    const char **shown;   /* room for the names, for kiln_params_named */
    size_t count, entry_cap, tensor_cap, shown_cap;
    kn_map names; /* of a name's bytes: its fe_named */
    kn_map above; /* of what stands before a dot in names: in how many */
};

enum { FE_MOST_NAME = 4096, FE_SHOWN_NAME = 200 }; /* bytes of a name; of one in a message */

/* ---- params_entry.c */
/* Whether a set may hold that name; the error, in s->b, calls it `what`. */
bool fe_good_name(kiln_session *s, const char *name, const char *what, bool may_be_empty);
fe_named *fe_entry_find(const kiln_params *p, const char *name, size_t length); /* NULL: none */
size_t fe_entry_place(const kiln_params *p, const fe_named *e);
bool fe_entry_rename(kiln_session *s, kiln_params *p, fe_named *e, const char *to);
void fe_entry_drop(kiln_session *s, kiln_params *p, size_t i);
void fe_entry_free(kiln_session *s, fe_named *e); /* the memory alone */
void fe_parameter_unref(kiln_session *s, fe_parameter *of);
/* Another entry, at the end, for a parameter. False: an error, in s->b. */
bool fe_params_hold(kiln_session *s, kiln_params *p, const char *prefix, const char *name,
                    fe_parameter *of);

/* ---- params.c */
/* The session of a set that is there and open, its call entered; else NULL and the error set. */
kiln_session *fe_enter_params(kiln_site at, const char *call, const kiln_params *p);
kiln_status fe_params_status(const kiln_params *p); /* after a call that failed */
kiln_params *fe_params_new(kiln_session *s);        /* NULL without memory, in s->b */
kiln_tensor *fe_params_own(kiln_session *s, kiln_params *p, const char *prefix, const char *name,
                           kiln_tensor *t);

/* ---- params_grad.c */
kiln_parts fe_params_gradients(kiln_site at, const char *call, kiln_tensor *loss,
                               const kiln_params *p, fe_no_path unused);

/* ---- runs.c: tensors that lie side by side */
typedef struct fe_run {
    size_t first, count;   /* of the list */
    int64_t offset, numel; /* of the storage's elements; -1: one tensor, of whatever strides */
} fe_run;
/* Whether a's elements are a stretch of its storage's, in order: from where. */
bool fe_stretch_of(const kiln_tensor *a, int64_t *offset);
/* The longest run from `first` on: of one storage, contiguous, one behind the other. NULL ends a
 * run, and is one. */
fe_run fe_run_at(kiln_tensor *const *list, size_t n, size_t first);
/* A handle to all of a run, in the innermost scope, of rank 1; of one tensor another handle to
 * it. */
kiln_tensor *fe_run_handle(kiln_session *s, kiln_tensor *const *list, const fe_run *run);
/* numel elements of st, which has rank 1, from offset on, as that shape: a handle in the innermost
 * scope. */
kiln_tensor *fe_window(kiln_session *s, fe_storage *st, int64_t offset, int rank,
                       const int64_t *extent);
/* The tensors' storages become one, for each dtype; the handles stay. Those that other handles
 * share, or that are views, stay where they are. Computes them. False: nothing changed, the error
 * in s->b or told. */
bool fe_pack(kiln_session *s, kiln_site at, kiln_tensor *const *list, size_t n);
/* The values of a run of gradients or the like as one of that shape: the storage's where they are
 * one run, else joined. */
ir_id fe_run_value(kiln_session *s, kiln_tensor *const *list, size_t n, int rank,
                   const int64_t *extent);

/* ---- optimizer_make.c */
void fe_optimizers_close(kiln_session *s);

#endif
