/* SPDX-License-Identifier: Apache-2.0
 * From handles to nodes: which node holds a handle's value now, how views are followed and written
 * through, and which nodes are already computed. */
#include "frontend/core/frontend.h"

fe_buffer *fe_buffer_of(kiln_session *s, void *data, size_t nbytes) {
    fe_buffer *b = fe_slab_get(&s->buffers);
    if (b == NULL) return NULL;
    /* 0: it is the latest */
    uint32_t number = b->number != 0 ? b->number : (uint32_t)fe_slab_made(&s->buffers);
    *b = (fe_buffer){.number = number, .refs = 1, .data = data, .nbytes = nbytes};
    return b;
}

fe_buffer *fe_buffer_new(kiln_session *s, size_t nbytes) {
    fe_buffer *b = fe_buffer_of(s, NULL, nbytes);
    if (b == NULL) return NULL;
    b->data = rt_buffer_get(s->engine, nbytes);
    if (b->data != NULL) return b;
    fe_slab_put(&s->buffers, b);
    return NULL;
}

void fe_buffer_unref(kiln_session *s, fe_buffer *b) {
    if (--b->refs > 0) return;
    rt_buffer_put(s->engine, b->data, b->nbytes);
    fe_slab_put(&s->buffers, b);
}

fe_buffer *fe_value_of(const kiln_session *s, ir_id id) {
    uint32_t number = ir_at(&s->g, id)->reserved;
    return number != 0 ? fe_slab_at(&s->buffers, number - 1) : NULL;
}

void fe_attach(kiln_session *s, ir_id id, fe_buffer *b) {
    if (ir_at(&s->g, id)->reserved != 0) return;
    b->refs++;
    s->pinned_bytes += b->nbytes;
    ir_edit(&s->g, id)->reserved = b->number;
}

fe_buffer *fe_detach(kiln_session *s, ir_id id) {
    fe_buffer *b = fe_value_of(s, id);
    s->pinned_bytes -= b->nbytes;
    ir_edit(&s->g, id)->reserved = 0;
    return b;
}

/* ---- views */

static ir_id apply_one(kiln_session *s, ir_id base, const fe_view *v) {
    int order[IR_MAX_RANK];
    switch (v->kind) {
    case FE_RESHAPE: return ir_reshape(&s->b, base, v->rank, v->extent);
    case FE_EXPAND: return ir_expand(&s->b, base, v->rank, v->extent);
    case FE_SLICE: return ir_slice(&s->b, base, v->a, v->b, v->extent);
    case FE_STRIDED: return ir_strided(&s->b, base, v->b[0], v->a, v->rank, v->extent);
    case FE_RETYPE: return fe_retype(s, base, (kiln_dtype)v->dtype, v->rank, v->extent);
    default:
        for (int i = 0; i < v->rank; i++) order[i] = (int)v->a[i];
        return ir_permute(&s->b, base, order);
    }
}

/* The derivative takes no notice of such a write, as in PyTorch. */
static ir_id retyped_back(kiln_session *s, ir_id under, ir_id value) {
    int64_t extent[IR_MAX_RANK]; /* the graph's own move when it grows */
    memcpy(extent, ir_shape(&s->g, under), (size_t)fe_rank(s, under) * sizeof *extent);
    ir_id x = fe_retype(s, value, fe_dtype(s, under), fe_rank(s, under), extent);
    return x == IR_NONE || !fe_is_float(fe_dtype(s, x))
               ? x
               : fe_slope(s, x, under, fe_const_like(s, x, 1));
}

/* `under`: the value v looks at; the same with v's part replaced by `value`. */
static ir_id unapply_one(kiln_session *s, ir_id under, const fe_view *v, ir_id value) {
    int order[IR_MAX_RANK];
    switch (v->kind) {
    case FE_SLICE: return ir_update(&s->b, under, value, v->a, v->b);
    case FE_STRIDED: return ir_strided_put(&s->b, IR_STRIDED_SET, under, value, v->b[0], v->a);
    case FE_RETYPE: return retyped_back(s, under, value);
    case FE_PERMUTE:
        for (int i = 0; i < v->rank; i++) order[v->a[i]] = i;
        return ir_permute(&s->b, value, order);
    default: return ir_reshape(&s->b, value, ir_at(&s->g, under)->rank, ir_shape(&s->g, under));
    }
}

/* The chain from the storage to v, outermost first. NULL without memory. */
static const fe_view **chain_of(kiln_session *s, const fe_view *v) {
    const fe_view **chain = kn_malloc(s->alloc, v->depth * sizeof *chain);
    if (chain == NULL) {
        ir_fail(&s->b, KILN_NO_MEMORY, "no memory to follow a view");
        return NULL;
    }
    for (const fe_view *w = v; w != NULL; w = w->parent) chain[w->depth - 1] = w;
    return chain;
}

ir_id fe_apply_view(kiln_session *s, ir_id base, const fe_view *v) {
    if (base == IR_NONE || v == NULL) return base;
    const fe_view **chain = chain_of(s, v);
    if (chain == NULL) return IR_NONE;
    ir_id id = base;
    for (uint32_t i = 0; i < v->depth && id != IR_NONE; i++) id = apply_one(s, id, chain[i]);
    kn_free(s->alloc, chain, v->depth * sizeof *chain);
    return id;
}

/* A step of v may show elements several times, of which v shows some once: then they cannot be
 * written back step by step. */
static bool repeats(const fe_view *v) {
    while (v != NULL && v->kind != FE_EXPAND && v->kind != FE_STRIDED && v->kind != FE_RETYPE)
        v = v->parent;
    return v != NULL && v->kind != FE_RETYPE;
}

fe_view *fe_ground(const fe_view *v) {
    while (v != NULL && v->kind != FE_RETYPE) v = v->parent;
    return (fe_view *)v;
}

ir_id fe_unapply_view(kiln_session *s, ir_id base, const fe_view *v, ir_id value) {
    if (base != IR_NONE && value != IR_NONE && repeats(v)) {
        const fe_view *ground = fe_ground(v);
        value = ir_strided_put(&s->b, IR_STRIDED_SET, fe_apply_view(s, base, ground), value,
                               v->offset, v->stride);
        v = ground;
    }
    if (base == IR_NONE || value == IR_NONE || v == NULL) return value;
    const fe_view **chain = chain_of(s, v);
    if (chain == NULL) return IR_NONE;
    ir_id *under = kn_malloc(s->alloc, v->depth * sizeof *under), result = IR_NONE;
    if (under == NULL)
        ir_fail(&s->b, KILN_NO_MEMORY, "no memory to write through a view");
    else {
        ir_id id = base;
        for (uint32_t i = 0; i < v->depth && id != IR_NONE; i++) {
            under[i] = id;
            if (i + 1 < v->depth) id = apply_one(s, id, chain[i]);
        }
        result = id == IR_NONE ? IR_NONE : value;
        for (uint32_t i = v->depth; i > 0 && result != IR_NONE; i--)
            result = unapply_one(s, under[i - 1], chain[i - 1], result);
    }
    kn_free(s->alloc, under, v->depth * sizeof *under);
    kn_free(s->alloc, chain, v->depth * sizeof *chain);
    return result;
}

/* ---- current value */

kiln_tensor *fe_through(const kiln_tensor *a, fe_view *v, fe_slot *slot) {
    fe_tensor *t = &slot->tensor;
    *t = *fe_of(a);
    t->view = v;
    t->epoch = 0;
    t->dtype = (uint8_t)(v != NULL ? v->dtype : t->storage->dtype);
    t->rank = (uint8_t)(v != NULL ? v->rank : t->storage->rank);
    t->extent = v != NULL ? v->extent : t->storage->extent;
    t->mark = 0;
    return (kiln_tensor *)t;
}

static ir_id storage_node(kiln_session *s, fe_storage *st) {
    if (st->epoch == s->epoch && st->node != IR_NONE) return st->node;
    ir_id id = ir_input(&s->b, (kiln_dtype)st->dtype, st->rank, st->extent, NULL);
    if (id == IR_NONE) return id;
    if (st->buffer == NULL) return ir_fail(&s->b, KILN_INTERNAL, "a leaf has no value");
    fe_attach(s, id, st->buffer);
    ir_edit(&s->g, id)->flags |= FE_OWNED;
    ir_edit(&s->g, id)->tag = st->value;
    if (st->past != NULL && fe_note_leaf(s, id, st) != KILN_OK)
        return ir_fail(&s->b, KILN_NO_MEMORY, "no memory for a leaf");
    st->node = id;
    st->epoch = s->epoch;
    return id;
}

ir_id fe_node(kiln_session *s, kiln_tensor *t) {
    if (fe_of(t)->epoch == s->epoch && fe_is_current(fe_of(t))) return fe_of(t)->node;
    ir_id id = fe_apply_view(s, storage_node(s, fe_of(t)->storage), fe_of(t)->view);
    if (fe_of(t)->detached) id = fe_still(s, id);
    if (id == IR_NONE) return id;
    ir_edit(&s->g, id)->flags |= FE_SHOWN;
    fe_of(t)->node = id;
    fe_of(t)->epoch = s->epoch;
    fe_of(t)->version = (uint32_t)fe_of(t)->storage->version;
    return id;
}

ir_id fe_shown_node(kiln_session *s, kiln_tensor *t) {
    ir_id id = fe_node(s, t);
    if (id == IR_NONE || !fe_of(t)->detached) return id;
    if (fe_of(t)->view == NULL) return storage_node(s, fe_of(t)->storage);
    return ir_at(&s->g, id)->op == IR_DETACH ? ir_at(&s->g, id)->operand[0] : id;
}
