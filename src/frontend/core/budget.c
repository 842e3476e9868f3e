/* SPDX-License-Identifier: Apache-2.0
 * The public doors to budgets: opening, closing, what was spent, and the calls of a session that
 * one binds. */
#include "frontend/core/frontend.h"

#ifndef KILN_NO_BUDGETS

kiln_status kiln_budget_open(const kiln_limits *limits, kiln_budget *parent, kiln_budget **out,
                             char *why, size_t why_size) {
    kn_text text;
    kiln_budget *b = NULL;
    if (why != NULL && why_size > 0) why[0] = '\0';
    kn_text_init(&text, kn_alloc_default());
    if (out == NULL) kn_text_add(&text, "out is NULL, expected room for a budget");
    kiln_status status = out == NULL ? KILN_BAD_ARGUMENT
                                     : rt_budget_new(kn_alloc_default(), limits, parent, &b, &text);
    if (status != KILN_OK) kn_text_copy_out(&text, why, why_size);
    if (out != NULL) *out = b;
    kn_text_free(&text);
    return status;
}

void kiln_budget_close(kiln_budget *b) { rt_budget_unref(b); }

kiln_status kiln_budget_spent(const kiln_budget *b, kiln_spent *out) {
    if (b == NULL || out == NULL || out->struct_size != sizeof *out) return KILN_BAD_ARGUMENT;
    rt_budget_spent(b, out);
    return KILN_OK;
}

bool kiln_budget_over(void *b) { return b != NULL && rt_budget_over(b); }

static kiln_session *enter(kiln_site at, const char *call, kiln_session *s, const kiln_budget *b) {
    kiln_session *entered = fe_enter_session(at, call, s);
    if (entered != NULL && b != NULL) return entered;
    if (entered != NULL)
        fe_error(s, at, call, KILN_BAD_ARGUMENT,
                 "budget is NULL, expected one from kiln_budget_open");
    return NULL;
}

static kiln_status told(kiln_session *s, kiln_site at, const char *call, kiln_status status,
                        kn_text *why) {
    if (status != KILN_OK) fe_error(s, at, call, status, "%s", kn_text_str(why));
    kn_text_free(why);
    return status;
}

static kiln_status failure(const kiln_session *s) {
    return s != NULL && s->error != KILN_OK ? s->error : KILN_BAD_ARGUMENT;
}

kiln_status(kiln_budget_enter)(kiln_site at, kiln_session *s, kiln_budget *b) {
    FE_DOOR;
    kn_text why;
    if (enter(at, "budget_enter", s, b) == NULL) return failure(s);
    kn_text_init(&why, s->alloc);
    return told(s, at, "budget_enter",
                rt_budgets_enter(rt_get_budgets(s->engine), b, s->nscopes, &why), &why);
}

kiln_status(kiln_budget_leave)(kiln_site at, kiln_session *s, kiln_budget *b) {
    FE_DOOR;
    kn_text why;
    if (enter(at, "budget_leave", s, b) == NULL) return failure(s);
    kn_text_init(&why, s->alloc);
    return told(s, at, "budget_leave", rt_budgets_leave(rt_get_budgets(s->engine), b, &why), &why);
}

kiln_status(kiln_eval_within)(kiln_site at, kiln_budget *b, kiln_list tensors) {
    FE_DOOR;
    kn_text why;
    kiln_session *s = fe_enter(at, "eval_within", tensors.tensor, tensors.count);
    if (s == NULL) return failure(kiln_session_of(fe_first(tensors)));
    if (enter(at, "eval_within", s, b) == NULL) return failure(s);
    kn_text_init(&why, s->alloc);
    kiln_status status = rt_budgets_enter(rt_get_budgets(s->engine), b, s->nscopes, &why);
    if (status != KILN_OK) return told(s, at, "eval_within", status, &why);
    status = fe_evaluate(s, at, "eval_within", tensors.tensor, tensors.count);
    (void)rt_budgets_leave(rt_get_budgets(s->engine), b, &why);
    kn_text_free(&why);
    return status;
}

#endif
