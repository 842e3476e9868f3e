/* SPDX-License-Identifier: Apache-2.0
 * What budget.h declares: limits that nest, what is spent of them, and those that bind an engine.
 */
#include "runtime/budget.h"

#include <stddef.h>
#include <time.h>

static const char *const names[RT_LIMITS] = {"deadline_ns", "compute_ns", "bytes_live",
                                             "code_bytes",  "kernels",    "compile_ns",
                                             "nodes"};

const char *rt_limit_name(rt_limit limit) { return names[limit]; }

void rt_refusal_text(const rt_refusal *r, kn_text *out) {
    unsigned long long allowed = r->allowed, spent = r->spent, more = r->more;
    kn_text_add(out, "budget");
    if (r->name[0] != '\0') kn_text_add(out, " \"%s\"", r->name);
    kn_text_add(out, ": %s is %llu, ", names[r->limit], allowed);
    if (more == 0)
        kn_text_add(out, "spent are %llu", spent);
    else
        kn_text_add(out, "needed are %llu: %llu spent and %llu more", spent + more, spent, more);
}

#ifndef KILN_NO_BUDGETS

uint64_t rt_budget_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* ---- one budget */

static kiln_status check(const kiln_limits *l, const kiln_budget *parent, kn_text *why) {
    if (!l) return kn_text_add(why, "limits is NULL, expected kiln_limits"), KILN_BAD_ARGUMENT;
    if (l->struct_size != sizeof *l) {
        kn_text_add(why, "limits.struct_size is %zu, expected %zu", l->struct_size, sizeof *l);
        return KILN_BAD_ARGUMENT;
    }
    if (l->name && strlen(l->name) >= RT_BUDGET_NAME) {
        kn_text_add(why, "limits.name has %zu bytes, expected at most %d", strlen(l->name),
                    RT_BUDGET_NAME - 1);
        return KILN_BAD_ARGUMENT;
    }
    for (const char *c = l->name; c && *c != '\0'; c++) {
        if (*c >= ' ' && *c != '"' && *c != '\\' && *c != 127) continue;
        kn_text_add(
            why,
            "limits.name has byte %d at %zu, expected printable ones without quote and backslash",
            *c, (size_t)(c - l->name));
        return KILN_BAD_ARGUMENT;
    }
    if (parent && parent->depth + 1 >= RT_MOST_BUDGETS) {
        kn_text_add(why, "parent is budget %zu of a chain, expected at most %d", parent->depth + 1,
                    RT_MOST_BUDGETS - 1);
        return KILN_TOO_LARGE;
    }
    return KILN_OK;
}

kiln_status rt_budget_new(const kn_alloc *alloc, const kiln_limits *limits, kiln_budget *parent,
                          kiln_budget **out, kn_text *why) {
    KN_TRY(check(limits, parent, why));
    kiln_budget *b = kn_calloc(alloc, 1, sizeof *b);
    if (!b)
        return kn_text_add(why, "no memory for a budget of %zu bytes", sizeof *b), KILN_NO_MEMORY;
    const uint64_t most[RT_LIMITS] = {limits->deadline_ns, limits->compute_ns, limits->bytes_live,
                                      limits->code_bytes,  limits->kernels,    limits->compile_ns,
                                      limits->nodes};
    for (int i = 0; i < RT_LIMITS; i++) b->most[i] = most[i] ? most[i] : UINT64_MAX;
    b->alloc = alloc;
    b->parent = parent;
    b->depth = parent ? parent->depth + 1 : 0;
    if (parent) atomic_fetch_add(&parent->refs, 1);
    atomic_init(&b->refs, 1);
    b->opened_ns = rt_budget_now();
    b->progress = limits->progress;
    b->user = limits->user;
    if (limits->name) memcpy(b->name, limits->name, strlen(limits->name) + 1);
    *out = b;
    return KILN_OK;
}

void rt_budget_unref(kiln_budget *b) {
    while (b && atomic_fetch_sub(&b->refs, 1) == 1) {
        kiln_budget *parent = b->parent;
        kn_free(b->alloc, b, sizeof *b);
        b = parent;
    }
}

void rt_budget_spent(const kiln_budget *b, kiln_spent *out) {
    int64_t live = (int64_t)atomic_load(&b->spent[RT_BYTES_LIVE]);
    *out = (kiln_spent){.struct_size = sizeof *out,
                        .open_ns = rt_budget_now() - b->opened_ns,
                        .compute_ns = atomic_load(&b->spent[RT_COMPUTE]),
                        .bytes_live = live > 0 ? (uint64_t)live : 0,
                        .bytes_peak = atomic_load(&b->peak),
                        .code_bytes = atomic_load(&b->spent[RT_CODE_BYTES]),
                        .kernels = atomic_load(&b->spent[RT_KERNELS]),
                        .compile_ns = atomic_load(&b->spent[RT_COMPILE]),
                        .nodes = atomic_load(&b->spent[RT_NODES]),
                        .refused = atomic_load(&b->refused)};
}

bool rt_budget_over(const kiln_budget *b) {
    uint64_t now = rt_budget_now();
    for (; b; b = b->parent)
        if (now - b->opened_ns >= b->most[RT_DEADLINE] ||
            atomic_load(&b->spent[RT_COMPUTE]) >= b->most[RT_COMPUTE])
            return true;
    return false;
}

bool rt_budget_refuse(kiln_budget *b, rt_limit limit, uint64_t spent, uint64_t more,
                      rt_refusal *why) {
    atomic_fetch_add(&b->refused, 1);
    *why = (rt_refusal){
        .is = true, .limit = limit, .allowed = b->most[limit], .spent = spent, .more = more};
    memcpy(why->name, b->name, sizeof why->name);
    return false;
}

static bool take(kiln_budget *b, rt_limit limit, uint64_t more, rt_refusal *why) {
    uint64_t before = atomic_fetch_add(&b->spent[limit], more);
    if (rt_budget_sum(before, more) <= b->most[limit]) return true;
    atomic_fetch_sub(&b->spent[limit], more);
    return rt_budget_refuse(b, limit, before, more, why);
}

/* ---- those that bind */

static size_t place_of(const rt_budgets *b, const kiln_budget *budget) {
    size_t i = 0;
    while (i < b->n && b->all[i] != budget) i++;
    return i;
}

kiln_status rt_budgets_enter(rt_budgets *b, kiln_budget *budget, size_t depth, kn_text *why) {
    size_t n = b->n;
    for (size_t i = 0; i < b->nentered; i++) {
        if (b->entered[i].budget != budget) continue;
        kn_text_add(why, "budget \"%s\" is entered already", budget->name);
        return KILN_BAD_ARGUMENT;
    }
    for (const kiln_budget *x = budget; x; x = x->parent) n += place_of(b, x) == b->n;
    if (n > RT_MOST_BUDGETS) {
        kn_text_add(why, "%zu budgets would bind the session, expected at most %d", n,
                    RT_MOST_BUDGETS);
        return KILN_TOO_LARGE;
    }
    for (kiln_budget *x = budget; x; x = x->parent) {
        if (place_of(b, x) < b->n) continue;
        b->held[b->n] = 0;
        b->all[b->n++] = x;
    }
    atomic_fetch_add(&budget->refs, 1);
    b->entered[b->nentered].budget = budget;
    b->entered[b->nentered++].depth = depth;
    return KILN_OK;
}

static bool still_binds(const rt_budgets *b, const kiln_budget *budget) {
    for (size_t i = 0; i < b->nentered; i++)
        for (const kiln_budget *x = b->entered[i].budget; x; x = x->parent)
            if (x == budget) return true;
    return false;
}

/* What is held from then on is nobody's of those that are left. */
static void leave_last(rt_budgets *b) {
    kiln_budget *last = b->entered[--b->nentered].budget;
    size_t kept = 0;
    for (size_t i = 0; i < b->n; i++) {
        if (still_binds(b, b->all[i])) {
            b->held[kept] = b->held[i];
            b->all[kept++] = b->all[i];
        } else
            atomic_fetch_sub(&b->all[i]->spent[RT_BYTES_LIVE], (uint64_t)b->held[i]);
    }
    b->n = kept;
    rt_budget_unref(last);
}

kiln_status rt_budgets_leave(rt_budgets *b, kiln_budget *budget, kn_text *why) {
    const kiln_budget *last = b->nentered > 0 ? b->entered[b->nentered - 1].budget : NULL;
    if (last != budget) {
        kn_text_add(why, "budget \"%s\" is left, expected the one entered last, ", budget->name);
        if (last)
            kn_text_add(why, "\"%s\"", last->name);
        else
            kn_text_add(why, "of which there is none");
        return KILN_BAD_ARGUMENT;
    }
    leave_last(b);
    return KILN_OK;
}

void rt_budgets_leave_scope(rt_budgets *b, size_t depth) {
    while (b->nentered > 0 && b->entered[b->nentered - 1].depth >= depth) leave_last(b);
}

void rt_budgets_free(rt_budgets *b) { rt_budgets_leave_scope(b, 0); }

bool rt_budgets_limit(const rt_budgets *b, rt_limit limit) {
    for (size_t i = 0; i < b->n; i++)
        if (b->all[i]->most[limit] != UINT64_MAX) return true;
    return false;
}

/* Bytes that were there before a budget began to bind, and went since, are no debt of others. */
static uint64_t spent_of(const rt_budgets *b, size_t i, rt_limit limit) {
    int64_t spent = (int64_t)atomic_load(&b->all[i]->spent[limit]);
    return limit == RT_BYTES_LIVE && spent < 0 ? 0 : (uint64_t)spent;
}

bool rt_budgets_fit_all(rt_budgets *b, rt_limit limit, uint64_t more, rt_refusal *why) {
    for (size_t i = 0; i < b->n; i++) {
        uint64_t spent = spent_of(b, i, limit);
        if (rt_budget_sum(spent, more) > b->all[i]->most[limit])
            return rt_budget_refuse(b->all[i], limit, spent, more, why);
    }
    return true;
}

bool rt_budgets_spend_all(rt_budgets *b, rt_limit limit, uint64_t more, rt_refusal *why) {
    for (size_t i = 0; i < b->n; i++) {
        if (take(b->all[i], limit, more, why)) continue;
        while (i-- > 0) atomic_fetch_sub(&b->all[i]->spent[limit], more);
        return false;
    }
    return true;
}

void rt_budgets_add(rt_budgets *b, rt_limit limit, uint64_t more) {
    for (size_t i = 0; i < b->n; i++) atomic_fetch_add(&b->all[i]->spent[limit], more);
}

static bool hold(kiln_budget *x, int64_t more, rt_refusal *why) {
    int64_t before = (int64_t)atomic_fetch_add(&x->spent[RT_BYTES_LIVE], (uint64_t)more),
            now = before + more;
    uint64_t peak = atomic_load(&x->peak);
    if (more > 0 && now > 0 && (uint64_t)now > x->most[RT_BYTES_LIVE]) {
        atomic_fetch_sub(&x->spent[RT_BYTES_LIVE], (uint64_t)more);
        return rt_budget_refuse(x, RT_BYTES_LIVE, before > 0 ? (uint64_t)before : 0, (uint64_t)more,
                                why);
    }
    while (now > 0 && (uint64_t)now > peak &&
           !atomic_compare_exchange_weak(&x->peak, &peak, (uint64_t)now)) {
    }
    return true;
}

bool rt_budgets_hold_all(rt_budgets *b, int64_t more) {
    for (size_t i = 0; i < b->n; i++) {
        if (hold(b->all[i], more, &b->refused)) continue;
        while (i-- > 0) atomic_fetch_sub(&b->all[i]->spent[RT_BYTES_LIVE], (uint64_t)more);
        return false;
    }
    for (size_t i = 0; i < b->n; i++) b->held[i] += more;
    if (more > 0) b->refused.is = false; /* it was done without */
    return true;
}

#endif
