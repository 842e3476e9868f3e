/* SPDX-License-Identifier: Apache-2.0
 * Derivatives through overwritten values. Every write is remembered with its segment; before a
 * derivative is recorded, each value that PyTorch would have saved for it is looked up among the
 * writes. Recorded values never change here, so this is PyTorch's rule, not a need. Called by
 * gradient.c (the check), inplace.c (writes), handle.c (calls, owners) and segment.c (numbers
 * change, or end). */
#include "autograd/autograd.h"
#include "frontend/core/frontend.h"

static fe_call call_of(const char *name, ir_id first) {
    return (fe_call){first, fe_low_half(name), fe_high_half(name)};
}

bool fe_note_call(kiln_session *s, const char *name) {
    fe_call *last = s->ncalls > 0 ? &s->calls[s->ncalls - 1] : NULL;
    if (last != NULL && last->first == s->g.count) {
        *last = call_of(name, last->first);
        return true;
    }
    if (kn_grow(s->alloc, &s->calls, &s->calls_cap, s->ncalls + 1, sizeof *s->calls) != KILN_OK)
        return false;
    s->calls[s->ncalls++] = call_of(name, (ir_id)s->g.count);
    return true;
}

ir_id fe_own(kiln_session *s, ir_id id) {
    if (id != IR_NONE && (ir_at(&s->g, id)->flags & FE_NAMED) != 0) {
        ir_id copy = ir_copy(&s->b, id);
        fe_buffer *known = fe_value_of(s, id);
        if (copy != IR_NONE && known != NULL) fe_attach(s, copy, known);
        id = copy;
    }
    if (id != IR_NONE) ir_edit(&s->g, id)->flags |= FE_OWNED;
    return id;
}

/* of its nodes all but `before` may be gone */
static void note_fates(kiln_session *s, size_t write) {
    const fe_write *w = &s->writes[write];
    uint32_t i = (uint32_t)write + 1;
    s->fates[w->before].ended = i;
    if (w->after < s->nfates) s->fates[w->after].made = i;
    if (w->part < s->nfates && w->part != w->after)
        s->fates[w->part].part = s->fates[w->part].made = i;
}

static fe_fate fate_of(const kiln_session *s, ir_id id) {
    fe_fate f = {0, 0, 0};
    if (s->nwrites == 0 || id >= s->nfates) return f;
    f = s->fates[id];
    if (f.ended > s->nwrites || (f.ended != 0 && s->writes[f.ended - 1].before != id)) f.ended = 0;
    if (f.part > s->nwrites || (f.part != 0 && s->writes[f.part - 1].part != id)) f.part = 0;
    if (f.made > s->nwrites ||
        (f.made != 0 && s->writes[f.made - 1].part != id && s->writes[f.made - 1].after != id))
        f.made = 0;
    return f;
}

ir_id fe_latest_value(const kiln_session *s, ir_id id) {
    for (uint32_t ended; (ended = fate_of(s, id).ended) != 0;) id = s->writes[ended - 1].after;
    return id;
}

kiln_status fe_note_write(kiln_session *s, ir_id before, ir_id part, ir_id after, ir_id from) {
    KN_TRY(kn_grow(s->alloc, &s->writes, &s->writes_cap, s->nwrites + 1, sizeof *s->writes));
    KN_TRY(kn_grow(s->alloc, &s->fates, &s->fates_cap, s->g.count, sizeof *s->fates));
    if (s->nfates < s->g.count)
        memset(s->fates + s->nfates, 0, (s->g.count - s->nfates) * sizeof *s->fates);
    if (s->nfates < s->g.count) s->nfates = s->g.count;
    s->writes[s->nwrites++] = (fe_write){before, part, after, from, s->b.site};
    note_fates(s, s->nwrites - 1);
    return KILN_OK;
}

/* Numbers grow with the old ones but for leaves, which save nothing: a place becomes that behind
 * all that came before it. */
void fe_renumber_writes(kiln_session *s) {
    size_t w = 0, c = 0, kept = 0, calls = 0;
    ir_id end = 0;
    for (size_t id = kn_bits_up(&s->staying.needed, 0);;
         id = kn_bits_up(&s->staying.needed, id + 1)) {
        for (; c < s->ncalls && s->calls[c].first <= id; c++) {
            /* of the one before nothing is left */
            if (calls > 0 && s->calls[calls - 1].first == end) calls--;
            s->calls[calls++] = call_of(fe_call_name(&s->calls[c]), end);
        }
        for (; w < s->nwrites && s->writes[w].from <= id; w++) {
            fe_write x = s->writes[w];
            if (ir_cut_to(&s->staying, x.before) == IR_NONE) continue;
            s->writes[kept++] =
                (fe_write){ir_cut_to(&s->staying, x.before), ir_cut_to(&s->staying, x.part),
                           ir_cut_to(&s->staying, x.after), end, x.site};
        }
        if (id == KN_NO_BIT) break;
        if (ir_at(&s->g, (ir_id)id)->noperands > 0 && s->staying.map[id] >= end)
            end = s->staying.map[id] + 1;
    }
    s->nwrites = kept;
    s->ncalls = calls;
    if (s->nfates > 0) memset(s->fates, 0, s->nfates * sizeof *s->fates);
    for (size_t i = 0; i < kept; i++) note_fates(s, i); /* numbers do not grow */
}

/* ---- what PyTorch saves */

enum { SAVES_A = 1, SAVES_B = 2, SAVES_C = 4, SAVES_RESULT = 8 };

/* By op: the operands and the result that the backward function of PyTorch's op holds, given which
 * operands it is to differentiate by. */
static int saved_by_op(ir_op op, const bool *needs) {
    int others = (needs[0] ? SAVES_B : 0) | (needs[1] ? SAVES_A : 0);
    if (ad_reads_nothing(op)) return 0;
    switch (op) {
    case IR_SQRT:
    case IR_EXP:
    case IR_EXP2:
    case IR_EXPM1:
    case IR_TAN:
    case IR_TANH:
    case IR_SVD_S:
    case IR_SVD_U:
    case IR_SVD_V: return SAVES_RESULT;
    case IR_MUL:
    case IR_FMA:
    case IR_MATMUL: return others;
    case IR_DIV: return SAVES_B | (needs[1] ? SAVES_A : 0);
    case IR_REM:
    case IR_FMOD: return needs[1] ? SAVES_A | SAVES_B : 0;
    case IR_POW: return SAVES_A | SAVES_B | (needs[1] ? SAVES_RESULT : 0);
    case IR_SELECT: return SAVES_A;
    case IR_GATHER:
    case IR_SCATTER:
    case IR_SCATTER_ADD: return SAVES_B;
    case IR_PROD:
    case IR_RMAX:
    case IR_RMIN:
    case IR_CUMPROD:
    case IR_CUMLOGSUMEXP: return SAVES_A | SAVES_RESULT;
    default: return SAVES_A | SAVES_B | SAVES_C;
    }
}

/* Functions that are several ops here and one in PyTorch, where that one saves its result alone. */
static bool saves_result_only(const char *call) {
    static const char *const names[] = {"relu",    "sigmoid",     "reciprocal", "rsqrt",
                                        "softmax", "log_softmax", "softmin"};
    for (size_t i = 0; call != NULL && i < sizeof names / sizeof *names; i++)
        if (strcmp(call, names[i]) == 0) return true;
    return false;
}

/* ---- the check */

/* SAVED: a slope on the way was computed from it. */
enum { REACHED = 1, NEEDED = 2, BETWEEN = REACHED | NEEDED, SAVED = 4 };

typedef struct check {
    kiln_session *s;
    const ir_graph *g;
    ir_id first, end; /* of the nodes a derivative can pass */
    uint8_t *mark;    /* of those, from `first` on */
    size_t call;      /* in s->calls, of the node looked at */
    bool result_only; /* what that call saves */
} check;

static int marks(const check *c, ir_id id) {
    return id >= c->first && id < c->end ? c->mark[id - c->first] : 0;
}

static void add_mark(check *c, ir_id id, int mark) {
    if (id >= c->first && id < c->end) c->mark[id - c->first] |= (uint8_t)mark;
}

static bool passes(const check *c, ir_id id) {
    if ((ir_at(c->g, id)->flags & FE_PAST) != 0) return false;
    return ad_rules[ir_at(c->g, id)->op] != NULL &&
           ir_dtype_is((kiln_dtype)ir_at(c->g, id)->dtype, IR_DT_FLT);
}

/* The value that the storage had which `id` became the value of, or IR_NONE. PyTorch's derivative
 * passes on to it, as zeros if need be. */
static ir_id replaced(const check *c, ir_id id) {
    uint32_t made = fate_of(c->s, id).made;
    return made != 0 ? c->s->writes[made - 1].before : IR_NONE;
}

static void mark_reached(check *c, const ir_id *wrt, size_t nwrt) {
    for (size_t i = 0; i < nwrt; i++) add_mark(c, wrt[i], REACHED);
    for (ir_id id = c->first; id < c->end; id++) {
        const ir_node *n = ir_at(c->g, id);
        ir_id before = replaced(c, id);
        bool any = before < id && (marks(c, before) & REACHED) != 0 &&
                   ir_dtype_is((kiln_dtype)n->dtype, IR_DT_FLT);
        if (passes(c, id))
            for (int k = 0; k < n->noperands; k++)
                any = any || (marks(c, n->operand[k]) & REACHED) != 0;
        if (any) add_mark(c, id, REACHED);
    }
}

static void need(check *c, ir_id id) {
    if ((marks(c, id) & REACHED) != 0) add_mark(c, id, NEEDED);
}

static bool is_slope(const ir_node *n) { return n->op == IR_SLOPE || n->op == IR_SLOPE_OVER; }

static void mark_needed(check *c, const ir_id *roots, size_t nroots) {
    for (size_t i = 0; i < nroots; i++) need(c, roots[i]);
    for (ir_id id = c->end; id-- > c->first;) {
        const ir_node *n = ir_at(c->g, id);
        for (int k = 0;
             k < n->noperands && (marks(c, id) & SAVED) != 0 && (n->flags & FE_NAMED) == 0; k++)
            add_mark(c, n->operand[k], SAVED);
        if ((marks(c, id) & BETWEEN) != BETWEEN) continue;
        ir_id before = replaced(c, id);
        if (is_slope(n)) add_mark(c, n->operand[2], SAVED);
        if (before < id) need(c, before);
        for (int k = 0; k < n->noperands && passes(c, id); k++) need(c, n->operand[k]);
    }
}

/* What narrows, moves or detaches what a tensor shows, and what is made on the way of a call that
 * reads it. */
static bool shows_another(const ir_node *n) {
    return n->noperands == 1 && (n->op == IR_CAST || ir_ops[n->op].cls == IR_MOVE ||
                                 (n->op == IR_DETACH && (n->flags & FE_SHOWN) != 0));
}

/* The value of a storage that `id` shows, through views, casts and broadcasts made on the way. */
static ir_id owner(const check *c, ir_id id) {
    for (;;) {
        const ir_node *n = ir_at(c->g, id);
        uint32_t part = fate_of(c->s, id).part;
        if (part != 0) return c->s->writes[part - 1].after;
        if ((n->flags & FE_OWNED) != 0 || !shows_another(n)) return id;
        id = n->operand[0];
    }
}

/* The tensor that shows the result of op `id`: the op itself or what only narrowed or reshaped it.
 */
static ir_id shown(const check *c, ir_id id) {
    while ((ir_at(c->g, id)->flags & FE_OWNED) == 0 && id + 1 < c->end) {
        const ir_node *n = ir_at(c->g, id + 1);
        if (n->operand[0] != id || n->noperands != 1 ||
            (n->op != IR_CAST && ir_ops[n->op].cls != IR_MOVE))
            break;
        id++;
    }
    return id;
}

static bool stale(check *c, ir_id id, ir_id shown_as) {
    ir_id saved = owner(c, shown_as);
    uint32_t ended = saved < c->end ? fate_of(c->s, saved).ended : 0;
    if (ended == 0) return false;
    const fe_write *w = &c->s->writes[ended - 1];
    if (w->from <= id) return false;
    char of[FE_PARAMETER_TEXT];
    const char *name = c->s->ncalls > 0 ? fe_call_name(&c->s->calls[c->call]) : NULL,
               *site = ir_at(c->g, id)->site;
    fe_audit(c->s, RT_CHECK_STALE, c->s->b.site, "grad");
    ir_fail(&c->s->b, KILN_STALE,
            "the derivative of %s, recorded at %s, needs a value%s that was overwritten at %s; "
            "write to a clone instead",
            name != NULL ? name : ir_ops[ir_at(c->g, id)->op].name,
            site != NULL ? site : "an unknown line",
            fe_parameter_text(c->s, shown_as, " of ", of, sizeof of),
            w->site != NULL ? w->site : "an unknown line");
    return true;
}

static void find_call(check *c, ir_id id) {
    const fe_call *calls = c->s->calls;
    size_t was = c->call;
    while (c->call > 0 && calls[c->call].first > id) c->call--;
    if (c->call != was || id + 1 == c->end)
        c->result_only = c->s->ncalls > 0 && saves_result_only(fe_call_name(&calls[c->call]));
}

static bool any_stale(check *c, ir_id id) {
    const ir_node *n = ir_at(c->g, id);
    bool needs[IR_MAX_OPERANDS] = {false};
    for (int k = 0; k < n->noperands; k++) needs[k] = (marks(c, n->operand[k]) & REACHED) != 0;
    bool between = (marks(c, id) & BETWEEN) == BETWEEN && passes(c, id);
    if (c->result_only) return between && (n->flags & FE_OWNED) != 0 && stale(c, id, id);
    for (int k = 0; k < n->noperands && (marks(c, id) & SAVED) != 0 && (n->flags & FE_NAMED) == 0;
         k++)
        if (stale(c, id, n->operand[k])) return true;
    if (!between) return false;
    if (is_slope(n)) return stale(c, id, n->operand[2]);
    int saved = saved_by_op((ir_op)n->op, needs);
    for (int k = 0; k < n->noperands; k++)
        if ((saved >> k & 1) != 0 && stale(c, id, n->operand[k])) return true;
    return (saved & SAVES_RESULT) != 0 && stale(c, id, shown(c, id));
}

kiln_status fe_check_saved(kiln_session *s, const ir_id *roots, size_t nroots, const ir_id *wrt,
                           size_t nwrt) {
    if (s->hardened) rt_looked(s->engine, RT_CHECK_STALE);
    check c = {.s = s, .g = &s->g, .first = IR_NONE, .call = s->ncalls > 0 ? s->ncalls - 1 : 0};
    for (size_t i = 0; i < nwrt; i++)
        if (wrt[i] < c.first) c.first = wrt[i];
    for (size_t i = 0; i < nroots; i++)
        if (roots[i] >= c.end) c.end = roots[i] + 1;
    if (c.end <= c.first || s->nwrites == 0 || s->writes[s->nwrites - 1].from <= c.first)
        return KILN_OK;
    c.mark = kn_calloc(s->alloc, c.end - c.first, 1);
    if (c.mark != NULL) {
        mark_reached(&c, wrt, nwrt);
        mark_needed(&c, roots, nroots);
        for (ir_id id = c.end; id-- > c.first;) {
            find_call(&c, id);
            if (any_stale(&c, id)) break;
        }
    } else
        ir_fail(&s->b, KILN_NO_MEMORY, "no memory to look for overwritten values");
    kn_free(s->alloc, c.mark, c.end - c.first);
    return s->b.status;
}
