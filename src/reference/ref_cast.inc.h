/* SPDX-License-Identifier: Apache-2.0
 * Template: casts from one dtype to every other, cast_<from>_<to>. Included by ref_cast.c. */
#if REF_KIND != REF_KIND_HALF /* in ref_cast.c */
#define T REF_X(ref_)
#define CAST_TO(to, EXPR)                                                                          \
    static void REF_JOIN(REF_X(cast_), _##to)(const void *pa, const void *pb, const void *pc,      \
                                              void *pr, size_t n) {                                \
        const T *a = pa;                                                                           \
        ref_##to *r = pr;                                                                          \
        (void)pb, (void)pc;                                                                        \
        for (size_t i = 0; i < n; i++) {                                                           \
            T x = a[i];                                                                            \
            r[i] = ref_canon_##to((ref_##to)(EXPR));                                               \
        }                                                                                          \
    }

CAST_TO(b8, x != 0)
CAST_TO(f32, x)
CAST_TO(f64, x)
#if REF_KIND == REF_KIND_FLOAT
CAST_TO(u8, (uint64_t)ref_truncate_i64(x)) /* as PyTorch: through i64; signed ones through i32 */
CAST_TO(i8, ref_truncate_i32(x))
CAST_TO(i16, ref_truncate_i32(x))
CAST_TO(i32, ref_truncate_i32(x))
CAST_TO(i64, ref_truncate_i64(x))
#else
CAST_TO(u8, x)
CAST_TO(i8, x)
CAST_TO(i16, x)
CAST_TO(i32, x)
CAST_TO(i64, x)
#endif

#undef CAST_TO
#undef T
#endif
