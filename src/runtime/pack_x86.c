/* SPDX-License-Identifier: Apache-2.0
 * Packing of panels with AVX2 and AVX-512: rows are copied under masks, columns are turned in
 * registers. Called through pack.c. The rest of the library is built for the baseline, hence the
 * target attributes. */
#include "runtime/pack.h"

#include <stdbool.h>

#ifdef __x86_64__
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512f")))
#define INLINE static inline __attribute__((always_inline))

enum { FETCH_STEPS = 16 };

static int64_t at_most(int64_t a, int64_t most) { return a > most ? most : a; }

/* ---- AVX-512, 4 bytes */

/* The items lie side by side: whole vectors, and the rows to come asked for, as rows far apart are
 * not foreseen by the processor. */
AVX512 INLINE void whole_rows_avx512_4(const pack_panel *p, int vectors) {
    float *to = p->to;
    const float *from = p->from;
    for (int64_t s = 0; s < p->steps; s++, to += p->width, from += p->step_stride)
        for (int v = 0; v < vectors; v++) {
            _mm_prefetch((const char *)(from + 16 * v + FETCH_STEPS * p->step_stride), _MM_HINT_T0);
            _mm512_storeu_ps(to + 16 * v, _mm512_loadu_ps(from + 16 * v));
        }
}

/* One masked load and store for 16 items. */
AVX512 static void rows_avx512_4(const pack_panel *p) {
    if (p->valid == p->width && p->width == 32) {
        whole_rows_avx512_4(p, 2);
        return;
    }
    for (int64_t i = 0; i < p->width; i += 16) {
        __mmask16 load = (__mmask16)((1u << (i < p->valid ? at_most(p->valid - i, 16) : 0)) - 1);
        __mmask16 store = (__mmask16)((1u << at_most(p->width - i, 16)) - 1);
        float *to = (float *)p->to + i;
        const float *from = (const float *)p->from + i;
        for (int64_t s = 0; s < p->steps; s++)
            _mm512_mask_storeu_ps(to + s * p->width, store,
                                  _mm512_maskz_loadu_ps(load, from + s * p->step_stride));
    }
}

/* r[i] holds 16 steps of item i; afterwards r[s] holds 16 items of step s. */
AVX512 INLINE void turn_16x16(__m512 r[16]) {
    __m512 t[16];
#pragma GCC unroll 16
    for (int i = 0; i < 16; i += 2) {
        t[i] = _mm512_unpacklo_ps(r[i], r[i + 1]);
        t[i + 1] = _mm512_unpackhi_ps(r[i], r[i + 1]);
    }
#pragma GCC unroll 16
    for (int i = 0; i < 16; i += 4)
#pragma GCC unroll 16
        for (int h = 0; h < 2; h++) {
            __m512d lo = _mm512_castps_pd(t[i + h]), hi = _mm512_castps_pd(t[i + 2 + h]);
            r[i + 2 * h] = _mm512_castpd_ps(_mm512_unpacklo_pd(lo, hi));
            r[i + 2 * h + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(lo, hi));
        }
#pragma GCC unroll 16
    for (int i = 0; i < 4; i++)
#pragma GCC unroll 16
        for (int h = 0; h < 2; h++) {
            t[i + 4 * h] = _mm512_shuffle_f32x4(r[i + 8 * h], r[i + 4 + 8 * h], 0x88);
            t[i + 8 + 4 * h] = _mm512_shuffle_f32x4(r[i + 8 * h], r[i + 4 + 8 * h], 0xdd);
        }
#pragma GCC unroll 16
    for (int i = 0; i < 4; i++) {
        r[i] = _mm512_shuffle_f32x4(t[i], t[i + 4], 0x88);
        r[i + 8] = _mm512_shuffle_f32x4(t[i], t[i + 4], 0xdd);
        r[i + 4] = _mm512_shuffle_f32x4(t[i + 8], t[i + 12], 0x88);
        r[i + 12] = _mm512_shuffle_f32x4(t[i + 8], t[i + 12], 0xdd);
    }
}

/* 16 steps of up to 16 items, of which `items` are read; `whole` at compile time means all steps
 * and lanes. */
AVX512 INLINE void block_16x16(float *to, const float *from, const pack_panel *p, int items,
                               int64_t steps, __mmask16 store, bool whole) {
    __mmask16 load = whole ? 0xffff : (__mmask16)((1u << steps) - 1);
    __m512 r[16];
#pragma GCC unroll 16
    for (int j = 0; j < 16; j++)
        r[j] = j < items ? _mm512_maskz_loadu_ps(load, from + j * p->item_stride)
                         : _mm512_setzero_ps();
    turn_16x16(r);
#pragma GCC unroll 16
    for (int j = 0; j < 16; j++) {
        if (whole && store == 0xffff)
            _mm512_storeu_ps(to + j * p->width, r[j]);
        else if (whole || j < steps)
            _mm512_mask_storeu_ps(to + j * p->width, store, r[j]);
    }
}

/* Each item's steps lie side by side: blocks of 16 steps by 16 items. */
AVX512 static void columns_avx512_4(const pack_panel *p) {
    for (int64_t i = 0; i < p->width; i += 16) {
        int items = i < p->valid ? (int)at_most(p->valid - i, 16) : 0;
        __mmask16 store = (__mmask16)((1u << at_most(p->width - i, 16)) - 1);
        const float *from = (const float *)p->from + i * p->item_stride;
        float *to = (float *)p->to + i;
        int64_t s = 0;
        if (items == 16)
            for (; s + 16 <= p->steps; s += 16)
                block_16x16(to + s * p->width, from + s, p, 16, 16, 0xffff, true);
        else if (items == 14)
            for (; s + 16 <= p->steps; s += 16)
                block_16x16(to + s * p->width, from + s, p, 14, 16, store, true);
        for (; s < p->steps; s += 16)
            block_16x16(to + s * p->width, from + s, p, items, at_most(p->steps - s, 16), store,
                        false);
    }
}

void rt_pack_avx512_4(const pack_panel *p) {
    if (p->width <= 8)
        rt_pack_avx2_4(p); /* half of every 16 would be padding */
    else if (p->item_stride == 1)
        rows_avx512_4(p);
    else if (p->step_stride != 1)
        rt_pack_base_4(p);
    else
        columns_avx512_4(p);
}

/* ---- AVX-512, 8 bytes */

AVX512 static void rows_avx512_8(const pack_panel *p) {
    for (int64_t i = 0; i < p->width; i += 8) {
        __mmask8 load = (__mmask8)((1u << (i < p->valid ? at_most(p->valid - i, 8) : 0)) - 1);
        __mmask8 store = (__mmask8)((1u << at_most(p->width - i, 8)) - 1);
        double *to = (double *)p->to + i;
        const double *from = (const double *)p->from + i;
        for (int64_t s = 0; s < p->steps; s++)
            _mm512_mask_storeu_pd(to + s * p->width, store,
                                  _mm512_maskz_loadu_pd(load, from + s * p->step_stride));
    }
}

AVX512 INLINE void turn_8x8(__m512d r[8]) {
    __m512d t[8];
#pragma GCC unroll 16
    for (int i = 0; i < 8; i += 2) {
        t[i] = _mm512_unpacklo_pd(r[i], r[i + 1]);
        t[i + 1] = _mm512_unpackhi_pd(r[i], r[i + 1]);
    }
#pragma GCC unroll 16
    for (int i = 0; i < 2; i++)
#pragma GCC unroll 16
        for (int h = 0; h < 2; h++) {
            r[i + 2 * h] = _mm512_shuffle_f64x2(t[i + 4 * h], t[i + 2 + 4 * h], 0x88);
            r[i + 4 + 2 * h] = _mm512_shuffle_f64x2(t[i + 4 * h], t[i + 2 + 4 * h], 0xdd);
        }
#pragma GCC unroll 16
    for (int i = 0; i < 2; i++) {
        t[i] = _mm512_shuffle_f64x2(r[i], r[i + 2], 0x88);
        t[i + 4] = _mm512_shuffle_f64x2(r[i], r[i + 2], 0xdd);
        t[i + 2] = _mm512_shuffle_f64x2(r[i + 4], r[i + 6], 0x88);
        t[i + 6] = _mm512_shuffle_f64x2(r[i + 4], r[i + 6], 0xdd);
    }
#pragma GCC unroll 16
    for (int i = 0; i < 8; i++) r[i] = t[i];
}

AVX512 static void columns_avx512_8(const pack_panel *p) {
    for (int64_t i = 0; i < p->width; i += 8) {
        int64_t items = i < p->valid ? at_most(p->valid - i, 8) : 0;
        __mmask8 store = (__mmask8)((1u << at_most(p->width - i, 8)) - 1);
        const double *from = (const double *)p->from + i * p->item_stride;
        double *to = (double *)p->to + i;
        for (int64_t s = 0; s < p->steps; s += 8, from += 8, to += 8 * p->width) {
            int64_t steps = at_most(p->steps - s, 8);
            __mmask8 load = (__mmask8)((1u << steps) - 1);
            __m512d r[8];
#pragma GCC unroll 8
            for (int j = 0; j < 8; j++)
                r[j] = j < items ? _mm512_maskz_loadu_pd(load, from + j * p->item_stride)
                                 : _mm512_setzero_pd();
            turn_8x8(r);
#pragma GCC unroll 8
            for (int j = 0; j < 8; j++)
                if (j < steps) _mm512_mask_storeu_pd(to + j * p->width, store, r[j]);
        }
    }
}

void rt_pack_avx512_8(const pack_panel *p) {
    if (p->item_stride == 1)
        rows_avx512_8(p);
    else if (p->step_stride == 1)
        columns_avx512_8(p);
    else
        rt_pack_base_8(p);
}

/* ---- AVX2 */

static const int32_t first_lanes[16] = {-1, -1, -1, -1, -1, -1, -1, -1};

/* All ones in the first `count` lanes of 4 bytes; of 8 bytes with twice the count. */
AVX2 INLINE __m256i lanes(int64_t count) {
    return _mm256_loadu_si256((const __m256i *)(first_lanes + 8 - count));
}

/* Steps whose whole vector of `lanes` stays inside the panel: what it writes too much, the next
 * step writes over. */
INLINE int64_t loose_steps(const pack_panel *p, int64_t lanes_of_vector) {
    int64_t room = p->steps * p->width - lanes_of_vector;
    return p->width > lanes_of_vector || room < 0 ? 0 : room / p->width + 1;
}

AVX2 static void rows_avx2_4(const pack_panel *p) {
    int64_t loose = loose_steps(p, 8);
    for (int64_t i = 0; i < p->width; i += 8) {
        __m256i load = lanes(i < p->valid ? at_most(p->valid - i, 8) : 0);
        __m256i store = lanes(at_most(p->width - i, 8));
        float *to = (float *)p->to + i;
        const float *from = (const float *)p->from + i;
        int64_t s = 0;
        if (p->valid - i >= 8)
            for (; s < p->steps; s++)
                _mm256_storeu_ps(to + s * p->width, _mm256_loadu_ps(from + s * p->step_stride));
        else
            for (; s < loose; s++)
                _mm256_storeu_ps(to + s * p->width,
                                 _mm256_maskload_ps(from + s * p->step_stride, load));
        for (; s < p->steps; s++)
            _mm256_maskstore_ps(to + s * p->width, store,
                                _mm256_maskload_ps(from + s * p->step_stride, load));
    }
}

AVX2 INLINE void turn_8x8_4(__m256 r[8]) {
    __m256 t[8];
#pragma GCC unroll 16
    for (int i = 0; i < 8; i += 2) {
        t[i] = _mm256_unpacklo_ps(r[i], r[i + 1]);
        t[i + 1] = _mm256_unpackhi_ps(r[i], r[i + 1]);
    }
#pragma GCC unroll 16
    for (int i = 0; i < 8; i += 4)
#pragma GCC unroll 16
        for (int h = 0; h < 2; h++) {
            __m256d lo = _mm256_castps_pd(t[i + h]), hi = _mm256_castps_pd(t[i + 2 + h]);
            r[i + 2 * h] = _mm256_castpd_ps(_mm256_unpacklo_pd(lo, hi));
            r[i + 2 * h + 1] = _mm256_castpd_ps(_mm256_unpackhi_pd(lo, hi));
        }
#pragma GCC unroll 16
    for (int i = 0; i < 4; i++) {
        t[i] = _mm256_permute2f128_ps(r[i], r[i + 4], 0x20);
        t[i + 4] = _mm256_permute2f128_ps(r[i], r[i + 4], 0x31);
    }
#pragma GCC unroll 16
    for (int i = 0; i < 8; i++) r[i] = t[i];
}

/* 8 steps of `items` items (constant where it matters); `whole`: all of them are there, and 8 lanes
 * may be stored. */
AVX2 INLINE void block_8x8(float *to, const float *from, const pack_panel *p, int items,
                           int64_t steps, int64_t out, bool whole) {
    __m256i load = lanes(steps), store = lanes(out);
    __m256 r[8];
#pragma GCC unroll 8
    for (int j = 0; j < 8; j++)
        r[j] = j >= items ? _mm256_setzero_ps()
               : whole    ? _mm256_loadu_ps(from + j * p->item_stride)
                          : _mm256_maskload_ps(from + j * p->item_stride, load);
    turn_8x8_4(r);
#pragma GCC unroll 8
    for (int j = 0; j < 8; j++) {
        if (whole)
            _mm256_storeu_ps(to + j * p->width, r[j]);
        else if (j < steps)
            _mm256_maskstore_ps(to + j * p->width, store, r[j]);
    }
}

AVX2 static void columns_avx2_4(const pack_panel *p) {
    int64_t loose = loose_steps(p, 8);
    for (int64_t i = 0; i < p->width; i += 8) {
        int items = i < p->valid ? (int)at_most(p->valid - i, 8) : 0;
        int64_t out = at_most(p->width - i, 8), s = 0, whole = out == 8 ? p->steps : loose;
        const float *from = (const float *)p->from + i * p->item_stride;
        float *to = (float *)p->to + i;
        if (items == 8)
            for (; s + 8 <= whole; s += 8) block_8x8(to + s * p->width, from + s, p, 8, 8, 8, true);
        else if (items == 6)
            for (; s + 8 <= whole; s += 8) block_8x8(to + s * p->width, from + s, p, 6, 8, 8, true);
        else if (items == 4)
            for (; s + 8 <= whole; s += 8) block_8x8(to + s * p->width, from + s, p, 4, 8, 8, true);
        for (; s < p->steps; s += 8)
            block_8x8(to + s * p->width, from + s, p, items, at_most(p->steps - s, 8), out, false);
    }
}

void rt_pack_avx2_4(const pack_panel *p) {
    if (p->item_stride == 1)
        rows_avx2_4(p);
    else if (p->step_stride == 1)
        columns_avx2_4(p);
    else
        rt_pack_base_4(p);
}

AVX2 static void rows_avx2_8(const pack_panel *p) {
    for (int64_t i = 0; i < p->width; i += 4) {
        __m256i load = lanes(i < p->valid ? 2 * at_most(p->valid - i, 4) : 0);
        __m256i store = lanes(2 * at_most(p->width - i, 4));
        double *to = (double *)p->to + i;
        const double *from = (const double *)p->from + i;
        for (int64_t s = 0; s < p->steps; s++)
            _mm256_maskstore_pd(to + s * p->width, store,
                                _mm256_maskload_pd(from + s * p->step_stride, load));
    }
}

AVX2 INLINE void turn_4x4(__m256d r[4]) {
    __m256d t0 = _mm256_unpacklo_pd(r[0], r[1]), t1 = _mm256_unpackhi_pd(r[0], r[1]);
    __m256d t2 = _mm256_unpacklo_pd(r[2], r[3]), t3 = _mm256_unpackhi_pd(r[2], r[3]);
    r[0] = _mm256_permute2f128_pd(t0, t2, 0x20);
    r[1] = _mm256_permute2f128_pd(t1, t3, 0x20);
    r[2] = _mm256_permute2f128_pd(t0, t2, 0x31);
    r[3] = _mm256_permute2f128_pd(t1, t3, 0x31);
}

AVX2 static void columns_avx2_8(const pack_panel *p) {
    for (int64_t i = 0; i < p->width; i += 4) {
        int64_t items = i < p->valid ? at_most(p->valid - i, 4) : 0;
        __m256i store = lanes(2 * at_most(p->width - i, 4));
        const double *from = (const double *)p->from + i * p->item_stride;
        double *to = (double *)p->to + i;
        for (int64_t s = 0; s < p->steps; s += 4, from += 4, to += 4 * p->width) {
            int64_t steps = at_most(p->steps - s, 4);
            __m256i load = lanes(2 * steps);
            __m256d r[4];
#pragma GCC unroll 4
            for (int j = 0; j < 4; j++)
                r[j] = j < items ? _mm256_maskload_pd(from + j * p->item_stride, load)
                                 : _mm256_setzero_pd();
            turn_4x4(r);
#pragma GCC unroll 4
            for (int j = 0; j < 4; j++)
                if (j < steps) _mm256_maskstore_pd(to + j * p->width, store, r[j]);
        }
    }
}

void rt_pack_avx2_8(const pack_panel *p) {
    if (p->item_stride == 1)
        rows_avx2_8(p);
    else if (p->step_stride == 1)
        columns_avx2_8(p);
    else
        rt_pack_base_8(p);
}
#endif
