/* SPDX-License-Identifier: Apache-2.0
 * Handles: making, checking, keeping and releasing them, and the storages behind them. */
#include "frontend/core/frontend.h"

bool kiln_ok(const kiln_tensor *a) { return fe_alive(a); }
kiln_session *kiln_session_of(const kiln_tensor *a) {
    return a != NULL && (fe_alive(a) || fe_of(a)->state == FE_POISON) ? fe_of(a)->session : NULL;
}

/* ---- entering a call */

_Thread_local fe_doors fe_doors_of_thread __attribute__((tls_model("initial-exec")));

/* A cancel from here to the end of the host's call stops what the call computes. */
static void begin(kiln_session *s) {
    fe_doors *doors = &fe_doors_of_thread;
    if (doors->inside == s->state || doors->open == 0) return;
    if (doors->inside != NULL) rt_call_end(doors->inside);
    doors->inside = rt_call_begin(s->state) ? s->state : NULL;
}

static kiln_session *enter(kiln_session *s, kiln_site at, const char *call, size_t ngiven) {
    if (s == NULL || s->engine == NULL) return NULL;
    if (s->hardened && !fe_alone(s, at, call)) return NULL;
    fe_note_use(s);
    begin(s);
    s->b.site = at;
    if (s->door != fe_doors_of_thread.number) { /* nothing of this call is recorded yet */
        s->door = fe_doors_of_thread.number;
        fe_flush_if_due(s);
    }
    s->call = call;
    s->ngiven = ngiven;
    s->begun = (ir_id)s->g.count;
    if (s->b.status != KILN_OK) ir_builder_clear(&s->b);
    if (fe_note_call(s, call)) return s;
    fe_error(s, at, call, KILN_NO_MEMORY, "no memory to remember the call");
    return NULL;
}

kiln_session *fe_enter_session(kiln_site at, const char *call, kiln_session *s) {
    if (s == NULL) fe_error(NULL, at, call, KILN_BAD_ARGUMENT, "the session is null");
    return enter(s, at, call, 0);
}

/* A poisoned argument is no new error while the one that poisoned it is still told; else nobody
 * would hear of it. */
static void pass_on(kiln_site at, const char *call, const fe_tensor *t, kiln_session *s, size_t i) {
    if (s != NULL && t->session == NULL) fe_take_orphan(s);
    if (s != NULL && kiln_failed(s)) return;
    fe_error(s, at, call, KILN_BAD_HANDLE, "argument %zu is the result of a call that failed%s",
             i + 1,
             t->session == s      ? s == NULL ? "" : "; the error was cleared since"
             : t->session == NULL ? " without a session"
                                  : " in another session");
}

static const char *line_of(kiln_site site) { return site != NULL ? site : "an unknown line"; }

/* Generations count on across modes and sessions; a handle carries their last six bits in strict
 * mode, all of them in hardened mode, which takes all bits above an address. */
enum { LAST_GENERATION = FE_MARKS - 1, STRICT_GENERATION = 63 };

static uint32_t mark_of(const fe_tensor *t, bool hardened) {
    uint32_t g = t->generation & (hardened ? LAST_GENERATION : STRICT_GENERATION);
    return (g & (FE_SLOT - 1)) << FE_HIGH_BITS | g >> FE_LOW_BITS;
}

/* The line that made the tensor of a handle, while its slot remembers it. */
static const char *made_at(const kiln_tensor *t) {
    const fe_tensor *slot = fe_of(t);
    uint32_t mark = fe_mark(t), generation = mark >> FE_HIGH_BITS | mark << FE_LOW_BITS,
             age = (slot->generation - generation) & STRICT_GENERATION;
    return line_of(age < FE_SITES ? fe_site(&slot->made, generation) : NULL);
}

static void refuse_dead(kiln_session *s, kiln_site at, const char *call, const kiln_tensor *t,
                        size_t i) {
    const fe_tensor *slot = fe_of(t);
    fe_audit(s, RT_CHECK_HANDLE, at, call);
    if (slot->state == FE_LIVE)
        fe_error(s, at, call, KILN_BAD_HANDLE,
                 "argument %zu was used after its scope closed or it was released; it was made at "
                 "%s, and its place is now that of a tensor made at %s",
                 i + 1, made_at(t), line_of(fe_made_at(slot)));
    else
        fe_error(
            s, at, call, KILN_BAD_HANDLE,
            "argument %zu was used after its scope closed or it was released; it was made at %s",
            i + 1, made_at(t));
}

static void refuse_foreign(kiln_session *s, kiln_site at, const char *call, size_t i) {
    fe_audit(s, RT_CHECK_SESSION, at, call);
    fe_error(s, at, call, KILN_BAD_HANDLE, "argument %zu belongs to another session", i + 1);
}

static bool usable(kiln_site at, const char *call, const kiln_tensor *t, kiln_session *s,
                   size_t i) {
    if (fe_alive(t) && fe_of(t)->session == s) return fe_device_here(at, call, t, s, i);
    if (t == NULL)
        fe_error(s, at, call, KILN_BAD_ARGUMENT, "argument %zu is a null tensor", i + 1);
    else if (fe_of(t)->state == FE_DEAD || (fe_of(t)->state == FE_LIVE && !fe_alive(t)))
        refuse_dead(s, at, call, t, i);
    else if (fe_of(t)->state == FE_LIVE)
        refuse_foreign(s, at, call, i);
    else if (fe_of(t)->state == FE_POISON)
        pass_on(at, call, fe_of(t), s, i);
    else
        fe_error(s, at, call, KILN_BAD_HANDLE, "argument %zu is not a tensor", i + 1);
    return false;
}

static kiln_session *enter_any(kiln_session *s, kiln_site at, const char *call, size_t ngiven) {
    if (s == NULL)
        fe_error(NULL, at, call, KILN_BAD_ARGUMENT,
                 "no argument is a tensor, so no session is known");
    return enter(s, at, call, ngiven);
}

static kiln_session *session_among(const kiln_tensor *t, kiln_session *s) {
    if (s != NULL || t == NULL) return s;
    uint32_t state = fe_of(t)->state;
    return state == FE_LIVE || state == FE_POISON || state == FE_DEAD ? fe_of(t)->session : NULL;
}

kiln_session *fe_enter(kiln_site at, const char *call, kiln_tensor *const *t, size_t n) {
    kiln_session *s = NULL;
    if (t == NULL && n > 0) {
        fe_error(NULL, at, call, KILN_BAD_ARGUMENT, "the list of %zu tensors is null", n);
        return NULL;
    }
    for (size_t i = 0; i < n; i++) s = session_among(t[i], s);
    for (size_t i = 0; i < n; i++) {
        if (!usable(at, call, t[i], s, i)) return NULL;
        if (i < FE_GIVEN) s->given[i] = t[i];
    }
    return enter_any(s, at, call, n);
}

kiln_session *fe_enter1(kiln_site at, const char *call, const kiln_tensor *a) {
    return fe_enter(at, call, (kiln_tensor *const *)&a, 1);
}

kiln_session *fe_enter2(kiln_site at, const char *call, const kiln_tensor *a,
                        const kiln_tensor *b) {
    kiln_tensor *t[2] = {(kiln_tensor *)a, (kiln_tensor *)b};
    return fe_enter(at, call, t, 2);
}

kiln_session *fe_enter_values(kiln_site at, const char *call, const kiln_value *v, size_t n) {
    kiln_session *s = NULL;
    for (size_t i = 0; i < n; i++)
        if (v[i].kind == KILN_IS_TENSOR) s = session_among(v[i].as.tensor, s);
    size_t given = 0;
    for (size_t i = 0; i < n; i++) {
        if (v[i].kind != KILN_IS_TENSOR) continue;
        if (!usable(at, call, v[i].as.tensor, s, i)) return NULL;
        if (given < FE_GIVEN) s->given[given++] = v[i].as.tensor;
    }
    return enter_any(s, at, call, given);
}

const kiln_tensor *fe_first(kiln_list list) {
    return list.count > 0 && list.tensor != NULL ? list.tensor[0] : NULL;
}

kiln_tensor *fe_poison_like(const kiln_tensor *a, const kiln_tensor *b) {
    return fe_poison(session_among(b, session_among(a, NULL)));
}

bool fe_good_axes(kiln_session *s, kiln_axes axes) {
    if (axes.count <= 0 || axes.axis != NULL) return true;
    ir_fail(&s->b, KILN_BAD_ARGUMENT, "the list of %d axes is null", axes.count);
    return false;
}

bool fe_axis(kiln_session *s, int axis, int rank, int *out) {
    *out = axis < 0 ? axis + rank : axis;
    if (*out >= 0 && *out < rank) return true;
    ir_fail(&s->b, KILN_BAD_ARGUMENT, "axis %d is out of range for rank %d", axis, rank);
    return false;
}

/* ---- storages */

static const int most_rank[FE_STORAGE_SIZES] = {1, 2, 6, IR_MAX_RANK};

void fe_storages_init(kiln_session *s) {
    for (int i = 0; i < FE_STORAGE_SIZES; i++)
        fe_slab_init(&s->storages[i], s->alloc,
                     sizeof(fe_storage) + (size_t)most_rank[i] * sizeof(int64_t), 0, false);
}

static fe_slab *storages_of(kiln_session *s, int rank) {
    int i = 0;
    while (rank > most_rank[i]) i++;
    return &s->storages[i];
}

fe_storage *fe_storage_new(kiln_session *s, kiln_dtype dtype, int rank, const int64_t *extent) {
    fe_storage *st = fe_slab_get(storages_of(s, rank));
    if (st == NULL) return NULL;
    *st = (fe_storage){.dtype = (uint32_t)dtype & 31, .rank = (uint32_t)rank & 31, .node = IR_NONE};
    for (int i = 0; i < rank; i++) st->extent[i] = extent[i];
    st->value = ++s->values_made;
    st->depth = (uint32_t)s->nscopes;
    return st;
}

void fe_want(kiln_session *s, fe_storage *st) {
    if (st->wanted || st->buffer != NULL) return;
    st->wanted = true;
    st->prev = s->wanted->prev;
    st->next = s->wanted;
    st->prev->next = st;
    st->next->prev = st;
    s->nwanted++;
}

void fe_unwant(kiln_session *s, fe_storage *st) {
    if (!st->wanted) return;
    st->wanted = false;
    st->prev->next = st->next;
    st->next->prev = st->prev;
    s->nwanted--;
}

void fe_value_ends(kiln_session *s, fe_storage *st) {
    /* else it was handed on to another storage */
    if (st->epoch == s->epoch && st->node != IR_NONE && ir_at(&s->g, st->node)->tag == st->value)
        ir_edit(&s->g, st->node)->flags |= FE_ENDED, fe_note_stored(s, st->node);
    if (st->foreseen) fe_unforeseen(s, st);
    if (st->past != NULL) fe_past_unref(s, st->past);
    st->past = NULL;
    fe_stays(s, st);
}

void fe_storage_unref(kiln_session *s, fe_storage *st) {
    if (--st->refs > 0) return;
    fe_value_ends(s, st);
    fe_unwant(s, st);
    if (st->buffer != NULL) fe_buffer_unref(s, st->buffer);
    fe_slab_put(storages_of(s, st->rank), st);
}

void fe_view_unref(kiln_session *s, fe_view *v) {
    while (v != NULL && --v->refs == 0) {
        fe_view *parent = v->parent;
        kn_free(s->alloc, v, sizeof *v);
        v = parent;
    }
}

/* ---- handles */

/* Takes over one reference of view; storage gains one. */
kiln_tensor *fe_handle(kiln_session *s, fe_storage *st, fe_view *view) {
    fe_tensor *t = fe_slab_get(&s->tensors);
    if (t == NULL) {
        fe_view_unref(s, view);
        fe_error(s, s->b.site, s->call, KILN_NO_MEMORY, "no memory for a handle");
        return fe_poison(s);
    }
    fe_tensor *head = s->scopes[s->nscopes - 1];
    t->state = FE_LIVE;
    t->session = s;
    t->dtype = (uint8_t)(view != NULL ? view->dtype : st->dtype);
    t->rank = (uint8_t)(view != NULL ? view->rank : st->rank);
    t->storage = st;
    t->view = view;
    t->node = IR_NONE;
    t->epoch = 0;
    t->version = 0;
    fe_put_site(&t->made, t->generation, s->b.site);
    t->extent = view != NULL ? view->extent : st->extent;
    t->prev = head->prev;
    t->next = head;
    t->prev->next = t;
    head->prev = t;
    st->refs++;
    s->live++;
    t->mark = mark_of(t, s->hardened);
    return fe_handle_of(t);
}

kiln_tensor *fe_result(kiln_session *s, ir_id id) {
    id = fe_own(s, id);
    if (id == IR_NONE) {
        /* no other is silent */
        if (s->b.status == KILN_OK)
            ir_fail(&s->b, KILN_BAD_ARGUMENT,
                    "an operand is not given, expected a tensor or a number");
        fe_error(s, s->b.site, s->call, s->b.status, "%s", s->b.message);
        return fe_poison(s);
    }
    const ir_node *n = ir_at(&s->g, id);
    fe_storage *st = fe_storage_new(s, (kiln_dtype)n->dtype, n->rank, ir_shape(&s->g, id));
    if (st == NULL) {
        fe_error(s, s->b.site, s->call, KILN_NO_MEMORY, "no memory for a tensor");
        return fe_poison(s);
    }
    st->node = id;
    st->epoch = s->epoch;
    ir_edit(&s->g, id)->tag = st->value;
    fe_buffer *known = fe_value_of(s, id);
    if (known != NULL) {
        known->refs++;
        st->buffer = known;
    }
    kiln_tensor *t = fe_handle(s, st, NULL);
    if (t == fe_poison(s)) {
        st->refs = 1;
        fe_storage_unref(s, st);
        return t;
    }
    fe_of(t)->node = id;
    fe_of(t)->epoch = s->epoch;
    return t;
}

kiln_tensor *fe_result_view(kiln_session *s, kiln_tensor *of, fe_view_kind kind, ir_id id,
                            const int64_t *a, const int64_t *b) {
    if (id == IR_NONE) return fe_result(s, id);
    const ir_node *n = ir_at(&s->g, id);
    fe_view *v = kn_calloc(s->alloc, 1, sizeof *v);
    if (v == NULL) {
        fe_error(s, s->b.site, s->call, KILN_NO_MEMORY, "no memory for a view");
        return fe_poison(s);
    }
    v->parent = fe_of(of)->view;
    if (v->parent != NULL) v->parent->refs++;
    v->refs = 1;
    v->depth = v->parent != NULL ? v->parent->depth + 1 : 1;
    v->kind = (uint8_t)kind;
    v->rank = n->rank;
    v->dtype = n->dtype;
    memcpy(v->extent, ir_shape(&s->g, id), n->rank * sizeof(int64_t));
    bool strided = kind == FE_STRIDED;
    if (a != NULL)
        memcpy(v->a, a,
               (strided || kind == FE_RESHAPE ? n->rank : fe_of(of)->rank) * sizeof(int64_t));
    if (b != NULL) memcpy(v->b, b, (strided ? 1u : fe_of(of)->rank) * sizeof(int64_t));
    v->told = kind == FE_RESHAPE && a != NULL;
    fe_view_strides(v, of);
    v = fe_view_joined(s, v, fe_of(of)->storage);
    kiln_tensor *t = fe_handle(s, fe_of(of)->storage, v);
    if (t == fe_poison(s)) return t;
    ir_edit(&s->g, id)->flags |= FE_SHOWN;
    fe_of(t)->detached = fe_of(of)->detached;
    fe_of(t)->node = id;
    fe_of(t)->epoch = s->epoch;
    fe_of(t)->version = (uint32_t)fe_of(of)->storage->version;
    return t;
}

static void unlink_slot(fe_tensor *t) {
    t->prev->next = t->next;
    t->next->prev = t->prev;
}

static void end_life(fe_tensor *t) {
    t->state = FE_DEAD;
    t->mark = FE_NO_MARK;
    t->generation = (t->generation + 1) & LAST_GENERATION;
    /* last: a read of the whole word would wait for the store of a part */
    t->kept = t->owned = t->detached = false;
}

/* A slot whose generations are used up would make an old handle live again: strict mode lets that
 * happen once in 64 times, hardened mode never: there the slot is not used again. */
static void retire(kiln_session *s, fe_tensor *t) {
    end_life(t);
    if (t->generation != 0 || !s->hardened) fe_slab_put(&s->tensors, t);
}

static void close_slot(void *object) {
    fe_tensor *t = object;
    if (t->state != FE_DEAD) end_life(t);
    t->session = NULL;
}

void fe_close_slots(kiln_session *s) { fe_slab_each(&s->tensors, close_slot); }

void fe_drop(kiln_session *s, kiln_tensor *handle) {
    fe_tensor *t = fe_of(handle);
    s->ngiven = 0;
    unlink_slot(t);
    fe_view_unref(s, t->view);
    fe_storage_unref(s, t->storage);
    s->live--;
    retire(s, t);
}

void kiln_release(kiln_tensor *t) {
    if (t == NULL || fe_of(t)->state == FE_POISON) return;
    kiln_session *s = fe_of(t)->session;
    if (!usable(NULL, "release", t, s, 0)) return;
    if (fe_of(t)->owned)
        fe_error(s, NULL, "release", KILN_BAD_ARGUMENT,
                 "the tensor is a parameter: the sets that hold it release it");
    else
        fe_drop(s, t);
}

kiln_tensor *kiln_keep(kiln_tensor *handle) {
    if (!fe_alive(handle)) {
        if (handle == NULL) fe_error(NULL, NULL, "keep", KILN_BAD_ARGUMENT, "the tensor is null");
        if (handle == NULL || fe_of(handle)->state == FE_POISON) return handle;
        kiln_session *s = session_among(handle, NULL);
        (void)usable(NULL, "keep", handle, s, 0);
        return fe_poison(s);
    }
    fe_tensor *t = fe_of(handle);
    kiln_session *s = t->session;
    if (t->kept) return handle;
    t->kept = true;
    unlink_slot(t);
    t->prev = s->kept->prev;
    t->next = s->kept;
    t->prev->next = t;
    s->kept->prev = t;
    fe_want(s, t->storage);
    fe_may_outlive(s, t->storage);
    return handle;
}

kiln_tensor *fe_aliased(kiln_session *s, kiln_tensor *a) {
    if (fe_of(a)->view != NULL) fe_of(a)->view->refs++;
    kiln_tensor *t = fe_handle(s, fe_of(a)->storage, fe_of(a)->view);
    if (t == fe_poison(s)) return t;
    fe_of(t)->detached = fe_of(a)->detached;
    fe_of(t)->node = fe_of(a)->node;
    fe_of(t)->epoch = fe_of(a)->epoch;
    fe_of(t)->version = fe_of(a)->version;
    return t;
}

kiln_tensor *(kiln_alias)(kiln_site at, kiln_tensor *a) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "alias", a);
    return s != NULL ? fe_aliased(s, a) : fe_poison_like(a, NULL);
}

/* ---- asking */

kiln_dtype kiln_dtype_of(const kiln_tensor *a) {
    return fe_alive(a) ? (kiln_dtype)fe_of(a)->dtype : KILN_DTYPE_COUNT;
}
int kiln_rank(const kiln_tensor *a) { return fe_alive(a) ? fe_of(a)->rank : -1; }
const int64_t *kiln_extents(const kiln_tensor *a) { return fe_alive(a) ? fe_of(a)->extent : NULL; }
uint64_t kiln_version_of(const kiln_tensor *a) {
    return fe_alive(a) ? fe_of(a)->storage->version : 0;
}
const char *kiln_device_of(const kiln_tensor *a) {
    return fe_alive(a) ? fe_devices[fe_of(a)->storage->device] : "none";
}

int64_t kiln_extent(const kiln_tensor *a, int axis) {
    if (!fe_alive(a)) return 0;
    int i = axis < 0 ? axis + fe_of(a)->rank : axis;
    return i >= 0 && i < fe_of(a)->rank ? fe_of(a)->extent[i] : 0;
}

int64_t kiln_numel(const kiln_tensor *a) {
    if (!fe_alive(a)) return 0;
    int64_t n = 1;
    for (int i = 0; i < fe_of(a)->rank; i++) n *= fe_of(a)->extent[i];
    return n;
}

bool kiln_shares_storage(const kiln_tensor *a, const kiln_tensor *b) {
    return fe_alive(a) && fe_alive(b) && fe_of(a)->storage == fe_of(b)->storage;
}
