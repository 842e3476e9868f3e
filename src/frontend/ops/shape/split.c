/* SPDX-License-Identifier: Apache-2.0
 * Public splits: views of neighbouring parts of an axis. The unsafe ones are PyTorch's names for
 * the same values. */
#include "frontend/core/frontend.h"

/* Parts one after the other, `length` elements each but the last, which may have fewer. */
static kiln_parts by_length(kiln_session *s, kiln_tensor *a, int axis, int64_t length) {
    int64_t n = fe_of(a)->extent[axis], count = length > 0 && n > 0 ? (n - 1) / length + 1 : 1;
    kiln_parts r = fe_parts_new(s, (size_t)count);
    for (size_t k = 0; k < r.count; k++) {
        int64_t start = (int64_t)k * length, left = n - start;
        r.tensor[k] = fe_sliced(s, a, axis, start, 1, left < length ? left : length);
    }
    return fe_parts_done(s, r);
}

static kiln_parts split_int(kiln_site at, const char *call, kiln_tensor *a, int64_t length,
                            int axis) {
    kiln_session *s = fe_enter1(at, call, a);
    int i;
    if (s == NULL) return fe_parts_fail();
    if (!fe_axis(s, axis, fe_of(a)->rank, &i)) return fe_parts_refuse(s);
    if (length < 0 || (length == 0 && fe_of(a)->extent[i] > 0)) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "the parts' extent is %lld, expected at least %d",
                (long long)length, fe_of(a)->extent[i] > 0);
        return fe_parts_refuse(s);
    }
    return by_length(s, a, i, length);
}

static kiln_parts split_list(kiln_site at, const char *call, kiln_tensor *a, kiln_shape sizes,
                             int axis) {
    kiln_session *s = fe_enter1(at, call, a);
    int i;
    int64_t sum = 0, start = 0;
    if (s == NULL) return fe_parts_fail();
    if (!fe_axis(s, axis, fe_of(a)->rank, &i)) return fe_parts_refuse(s);
    if (sizes.rank < 0 || (sizes.rank > 0 && sizes.extent == NULL)) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "the list of extents is null");
        return fe_parts_refuse(s);
    }
    for (int k = 0; k < sizes.rank; k++)
        if (sizes.extent[k] < 0 || !kn_add_i64(sum, sizes.extent[k], &sum)) {
            ir_fail(&s->b, KILN_BAD_ARGUMENT, "extent %lld of part %d is negative or far too large",
                    (long long)sizes.extent[k], k);
            return fe_parts_refuse(s);
        }
    if (sum != fe_of(a)->extent[i]) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT,
                "the parts' extents add to %lld, expected that of the axis, %lld", (long long)sum,
                (long long)fe_of(a)->extent[i]);
        return fe_parts_refuse(s);
    }
    kiln_parts r = fe_parts_new(s, (size_t)sizes.rank);
    for (size_t k = 0; k < r.count; start += sizes.extent[k++])
        r.tensor[k] = fe_sliced(s, a, i, start, 1, sizes.extent[k]);
    return fe_parts_done(s, r);
}

kiln_parts(kiln_split)(kiln_site at, kiln_tensor *a, int64_t length, int axis) {
    FE_DOOR;
    return split_int(at, "split", a, length, axis);
}
kiln_parts(kiln_split_sections)(kiln_site at, kiln_tensor *a, kiln_shape sizes, int axis) {
    FE_DOOR;
    return split_list(at, "split", a, sizes, axis);
}
kiln_parts(kiln_split_with_sizes)(kiln_site at, kiln_tensor *a, kiln_shape sizes, int axis) {
    FE_DOOR;
    return split_list(at, "split_with_sizes", a, sizes, axis);
}
kiln_parts(kiln_unsafe_split)(kiln_site at, kiln_tensor *a, int64_t length, int axis) {
    FE_DOOR;
    return split_int(at, "unsafe_split", a, length, axis);
}

/* An empty axis gives as many empty parts; else there may be fewer parts than asked for. */
static kiln_parts chunked(kiln_site at, const char *call, kiln_tensor *a, int64_t chunks,
                          int axis) {
    kiln_session *s = fe_enter1(at, call, a);
    int i;
    if (s == NULL) return fe_parts_fail();
    if (!fe_axis(s, axis, fe_of(a)->rank, &i)) return fe_parts_refuse(s);
    if (chunks < 1) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "chunks is %lld, expected at least 1", (long long)chunks);
        return fe_parts_refuse(s);
    }
    int64_t n = fe_of(a)->extent[i];
    if (n > 0) return by_length(s, a, i, (n - 1) / chunks + 1);
    kiln_parts r = fe_parts_new(s, (size_t)chunks);
    for (size_t k = 0; k < r.count; k++) r.tensor[k] = fe_sliced(s, a, i, 0, 1, 0);
    return fe_parts_done(s, r);
}

kiln_parts(kiln_chunk)(kiln_site at, kiln_tensor *a, int64_t chunks, int axis) {
    FE_DOOR;
    return chunked(at, "chunk", a, chunks, axis);
}
kiln_parts(kiln_unsafe_chunk)(kiln_site at, kiln_tensor *a, int64_t chunks, int axis) {
    FE_DOOR;
    return chunked(at, "unsafe_chunk", a, chunks, axis);
}

/* ---- tensor_split: into so many parts as equal as can be, the longer ones first, or before each
 * index */

static kiln_parts even_parts(kiln_session *s, kiln_tensor *a, int64_t count, int i) {
    if (count < 1) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "the number of parts is %lld, expected at least 1",
                (long long)count);
        return fe_parts_refuse(s);
    }
    int64_t n = fe_of(a)->extent[i], length = n / count, longer = n % count, start = 0;
    kiln_parts r = fe_parts_new(s, (size_t)count);
    for (size_t k = 0; k < r.count; k++) {
        int64_t own = length + ((int64_t)k < longer);
        r.tensor[k] = fe_sliced(s, a, i, start, 1, own);
        start += own;
    }
    return fe_parts_done(s, r);
}

static int64_t clip(int64_t i, int64_t n) {
    if (i < 0) i += n;
    return i < 0 ? 0 : i > n ? n : i;
}

static kiln_parts index_parts(kiln_session *s, kiln_tensor *a, size_t count, const int64_t *index,
                              int i) {
    int64_t n = fe_of(a)->extent[i];
    kiln_parts r = fe_parts_new(s, count + 1);
    for (size_t k = 0; k < r.count; k++) {
        int64_t from = k > 0 ? clip(index[k - 1], n) : 0, to = k < count ? clip(index[k], n) : n;
        r.tensor[k] = fe_sliced(s, a, i, from, 1, to > from ? to - from : 0);
    }
    return fe_parts_done(s, r);
}

kiln_parts(kiln_tensor_split)(kiln_site at, kiln_tensor *a, int64_t sections, int axis) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "tensor_split", a);
    int i;
    if (s == NULL) return fe_parts_fail();
    return fe_axis(s, axis, fe_of(a)->rank, &i) ? even_parts(s, a, sections, i)
                                                : fe_parts_refuse(s);
}

kiln_parts(kiln_tensor_split_indices)(kiln_site at, kiln_tensor *a, kiln_shape indices, int axis) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "tensor_split", a);
    int i;
    if (s == NULL) return fe_parts_fail();
    if (indices.rank < 0 || (indices.rank > 0 && indices.extent == NULL))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "the list of indices is null");
    else if (fe_axis(s, axis, fe_of(a)->rank, &i))
        return index_parts(s, a, (size_t)indices.rank, indices.extent, i);
    return fe_parts_refuse(s);
}

kiln_parts(kiln_tensor_split_at)(kiln_site at, kiln_tensor *a, kiln_tensor *where, int axis) {
    FE_DOOR;
    kiln_session *s = fe_enter2(at, "tensor_split", a, where);
    int i;
    if (s == NULL) return fe_parts_fail();
    if (fe_of(where)->rank > 1 || fe_of(where)->dtype != KILN_I64)
        ir_fail(&s->b, KILN_BAD_ARGUMENT,
                "tensor_indices_or_sections is %s of rank %d, expected i64 of rank 0 or 1",
                kiln_dtype_short((kiln_dtype)fe_of(where)->dtype), fe_of(where)->rank);
    if (s->b.status != KILN_OK || !fe_axis(s, axis, fe_of(a)->rank, &i)) return fe_parts_refuse(s);
    fe_buffer *b = fe_data(s, at, "tensor_split", where);
    if (b == NULL) return fe_parts_fail();
    const int64_t *index = b->data;
    return fe_of(where)->rank == 0 ? even_parts(s, a, index[0], i)
                                   : index_parts(s, a, (size_t)fe_of(where)->extent[0], index, i);
}

/* ---- hsplit, vsplit, dsplit: tensor_split along a fixed axis, into equal parts only */

static bool fixed_axis(kiln_session *s, const kiln_tensor *a, int least, int axis, int *i) {
    *i = fe_of(a)->rank == 1 ? 0 : axis;
    if (fe_of(a)->rank >= least) return true;
    ir_fail(&s->b, KILN_BAD_SHAPE, "rank is %d, expected at least %d", fe_of(a)->rank, least);
    return false;
}

static kiln_parts split_equally(kiln_site at, const char *call, kiln_tensor *a, int64_t sections,
                                int least, int axis) {
    kiln_session *s = fe_enter1(at, call, a);
    int i;
    if (s == NULL) return fe_parts_fail();
    if (!fixed_axis(s, a, least, axis, &i)) return fe_parts_refuse(s);
    if (sections < 1 || fe_of(a)->extent[i] % sections != 0) {
        ir_fail(&s->b, KILN_BAD_ARGUMENT,
                "extent %lld of axis %d does not divide into %lld equal parts",
                (long long)fe_of(a)->extent[i], i, (long long)sections);
        return fe_parts_refuse(s);
    }
    return even_parts(s, a, sections, i);
}

static kiln_parts split_before(kiln_site at, const char *call, kiln_tensor *a, kiln_shape indices,
                               int least, int axis) {
    kiln_session *s = fe_enter1(at, call, a);
    int i;
    if (s == NULL) return fe_parts_fail();
    if (indices.rank < 0 || (indices.rank > 0 && indices.extent == NULL))
        ir_fail(&s->b, KILN_BAD_ARGUMENT, "the list of indices is null");
    else if (fixed_axis(s, a, least, axis, &i))
        return index_parts(s, a, (size_t)indices.rank, indices.extent, i);
    return fe_parts_refuse(s);
}

#define FIXED(name, least, axis)                                                                   \
    kiln_parts(kiln_##name)(kiln_site at, kiln_tensor * a, int64_t sections) {                     \
        FE_DOOR;                                                                                   \
        return split_equally(at, #name, a, sections, least, axis);                                 \
    }                                                                                              \
    kiln_parts(kiln_##name##_indices)(kiln_site at, kiln_tensor * a, kiln_shape indices) {         \
        FE_DOOR;                                                                                   \
        return split_before(at, #name, a, indices, least, axis);                                   \
    }

FIXED(hsplit, 1, 1)
FIXED(vsplit, 2, 0)
FIXED(dsplit, 3, 2)
