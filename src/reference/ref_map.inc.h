/* SPDX-License-Identifier: Apache-2.0
 * Template: the elementwise kernels of one dtype, map_<OP>_<suffix>. One row an op: what an element
 * is. Included by ref_map.c through ref_each_dtype.h, whose table needs every row that ops.def
 * allows. */
#define T REF_X(ref_)
#define W REF_X(ref_wrap_)
#define BITS REF_X(ref_bits_)
#define WIDTH (8 * sizeof(T))
#define NEGATIVE REF_X(ref_negative_)

/* x, y and z are the operands' elements. */
#define MAP1(NAME, EXPR)                                                                           \
    static void REF_X(map_##NAME##_)(const void *pa, const void *pb, const void *pc, void *pr,     \
                                     size_t n) {                                                   \
        const T *a = pa;                                                                           \
        T *r = pr;                                                                                 \
        (void)pb, (void)pc;                                                                        \
        for (size_t i = 0; i < n; i++) {                                                           \
            T x = a[i];                                                                            \
            r[i] = REF_X(ref_canon_)((T)(EXPR));                                                   \
        }                                                                                          \
    }
#define MAP2_TO(R, CANON, NAME, EXPR)                                                              \
    static void REF_X(map_##NAME##_)(const void *pa, const void *pb, const void *pc, void *pr,     \
                                     size_t n) {                                                   \
        const T *a = pa, *b = pb;                                                                  \
        R *r = pr;                                                                                 \
        (void)pc;                                                                                  \
        for (size_t i = 0; i < n; i++) {                                                           \
            T x = a[i], y = b[i];                                                                  \
            r[i] = CANON((R)(EXPR));                                                               \
        }                                                                                          \
    }
#define MAP2(NAME, EXPR) MAP2_TO(T, REF_X(ref_canon_), NAME, EXPR)
#define COMPARE(NAME, EXPR) MAP2_TO(ref_b8, ref_canon_b8, NAME, EXPR)

/* ---- every dtype but halves */
#if REF_KIND != REF_KIND_HALF
MAP2(MAX, (x > y || x != x) ? x : y)
MAP2(MIN, (x < y || x != x) ? x : y)
COMPARE(EQ, x == y)
COMPARE(NE, x != y)
COMPARE(LT, x < y)
COMPARE(LE, x <= y)
#endif

/* ---- every dtype */
static void REF_X(map_SELECT_)(const void *pa, const void *pb, const void *pc, void *pr, size_t n) {
    const ref_b8 *a = pa;
    const BITS *b = pb, *c = pc;
    BITS *r = pr;
    for (size_t i = 0; i < n; i++) r[i] = a[i] ? b[i] : c[i];
}

static void REF_X(map_DETACH_)(const void *pa, const void *pb, const void *pc, void *pr, size_t n) {
    (void)pb, (void)pc;
    ref_copy_bytes(pr, pa, n * sizeof(T));
}

#if REF_KIND == REF_KIND_FLOAT || REF_KIND == REF_KIND_HALF
#define map_SLOPE_FORM(NAME)                                                                       \
    static void REF_X(map_##NAME##_)(const void *pa, const void *pb, const void *pc, void *pr,     \
                                     size_t n) {                                                   \
        (void)pb, (void)pc;                                                                        \
        ref_copy_bytes(pr, pa, n * sizeof(T));                                                     \
    }
map_SLOPE_FORM(SLOPE) map_SLOPE_FORM(SLOPE_OVER)
#undef map_SLOPE_FORM
#endif

/* ---- numbers */
#if REF_KIND != REF_KIND_BOOL && REF_KIND != REF_KIND_HALF
    MAP2(ADD, (W)x + (W)y) MAP2(SUB, (W)x - (W)y) MAP2(MUL, (W)x *(W)y)
        MAP1(SIGN, x != x ? x : (T)((x > 0) - NEGATIVE(x)))
#endif

/* ---- bits */
#if REF_KIND == REF_KIND_BOOL || REF_KIND == REF_KIND_INT
            MAP2(AND, x &y) MAP2(OR, x | y) MAP2(XOR, x ^ y)
#endif
#if REF_KIND == REF_KIND_BOOL
                MAP1(NOT, !x)
#endif

/* ---- integers */
#if REF_KIND == REF_KIND_INT
                    static inline T REF_X(floor_div_)(T x, T y) {
    if (y == 0) return 0;
    /* C's division of the least integer traps */
    if (y == (T)-1 && NEGATIVE(y)) return (T)(0 - (W)x);
    return (T)(x / y - (x % y != 0 && NEGATIVE(x) != NEGATIVE(y)));
}

static inline T REF_X(floor_rem_)(T x, T y) {
    if (y == 0 || (y == (T)-1 && NEGATIVE(y))) return 0;
    T r = (T)(x % y);
    return r != 0 && NEGATIVE(r) != NEGATIVE(y) ? (T)(r + y) : r;
}

/* The remainder towards zero; any number divides by -1. */
static inline T REF_X(trunc_rem_)(T x, T y) {
    return y == 0 || (y == (T)-1 && NEGATIVE(y)) ? 0 : (T)(x % y);
}

/* Magnitudes wrap, so the least integer stays negative and with it perhaps the result, as in
 * PyTorch. */
static inline T REF_X(gcd_)(T x, T y) {
    T a = NEGATIVE(x) ? (T)(0 - (W)x) : x, b = NEGATIVE(y) ? (T)(0 - (W)y) : y;
    while (a != 0) {
        T rest = REF_X(trunc_rem_)(b, a);
        b = a;
        a = rest;
    }
    return b;
}

/* By squaring. 1 and -1 alone have inverses; the others' round to 0. */
static inline T REF_X(ipow_)(T x, T y) {
    if (NEGATIVE(y)) return x == 1 ? 1 : x == (T)-1 && NEGATIVE(x) ? ((W)y & 1 ? x : 1) : 0;
    W result = 1, power = (W)x, left = (W)y;
    for (; left != 0; left >>= 1, power *= power)
        if (left & 1) result *= power;
    return (T)result;
}

MAP1(NEG, 0 - (W)x)
MAP1(ABS, NEGATIVE(x) ? 0 - (W)x : (W)x)
MAP1(NOT, ~x)
MAP2(IDIV, REF_X(floor_div_)(x, y))
MAP2(REM, REF_X(floor_rem_)(x, y))
MAP2(FMOD, REF_X(trunc_rem_)(x, y))
MAP2(GCD, REF_X(gcd_)(x, y))
MAP2(IPOW, REF_X(ipow_)(x, y))
MAP2(SHL, (W)y >= WIDTH ? 0 : (W)x << y)
MAP2(SHR, (W)y >= WIDTH ? -(int)NEGATIVE(x) : x >> y)
#endif

/* ---- floats */
#if REF_KIND == REF_KIND_FLOAT
/* fmod is exact; the one rounding is that of the sum, as in PyTorch. */
static inline T REF_X(floor_rem_)(T x, T y) {
    T r = REF_C(fmod)(x, y);
    return r != 0 && (r < 0) != (y < 0) ? r + y : r;
}

MAP1(NEG, -x)
MAP1(ABS, REF_C(fabs)(x))
MAP1(FLOOR, REF_C(floor)(x))
MAP1(CEIL, REF_C(ceil)(x))
MAP1(TRUNC, REF_C(trunc)(x))
MAP1(ROUND, REF_C(rint)(x))
MAP1(SQRT, REF_C(sqrt)(x))
MAP1(EXP, REF_MATH(exp)(x))
MAP1(EXP2, REF_MATH(exp2)(x))
MAP1(EXPM1, REF_MATH(expm1)(x))
MAP1(LOG, REF_MATH(log)(x))
MAP1(LOG2, REF_MATH(log2)(x))
MAP1(LOG10, REF_MATH(log10)(x))
MAP1(LOG1P, REF_MATH(log1p)(x))
MAP1(SIN, REF_MATH(sin)(x))
MAP1(COS, REF_MATH(cos)(x))
MAP1(TAN, REF_MATH(tan)(x))
MAP1(ASIN, REF_MATH(asin)(x))
MAP1(ACOS, REF_MATH(acos)(x))
MAP1(ATAN, REF_MATH(atan)(x))
MAP1(SINH, REF_MATH(sinh)(x))
MAP1(COSH, REF_MATH(cosh)(x))
MAP1(TANH, REF_MATH(tanh)(x))
MAP1(ERF, REF_MATH(erf)(x))
MAP1(ERFC, REF_MATH(erfc)(x))
MAP1(ERFINV, REF_MATH(erfinv)(x))
MAP2(DIV, x / y)
MAP2(REM, REF_X(floor_rem_)(x, y))
MAP2(FMOD, REF_C(fmod)(x, y))
MAP2(POW, REF_MATH(pow)(x, y))
MAP2(ATAN2, REF_MATH(atan2)(x, y))

static void REF_X(map_FMA_)(const void *pa, const void *pb, const void *pc, void *pr, size_t n) {
    const T *a = pa, *b = pb, *c = pc;
    T *r = pr;
    for (size_t i = 0; i < n; i++) r[i] = REF_X(ref_canon_)(REF_C(fma)(a[i], b[i], c[i]));
}

#define RANDOM(NAME, FN)                                                                           \
    static void REF_X(map_##NAME##_)(const void *pa, const void *pb, const void *pc, void *pr,     \
                                     size_t n) {                                                   \
        const ref_i64 *counter = pa, *key = pb;                                                    \
        T *r = pr;                                                                                 \
        (void)pc;                                                                                  \
        for (size_t i = 0; i < n; i++) r[i] = REF_X(ref_canon_)(REF_MATH(FN)(counter[i], key[i])); \
    }
RANDOM(UNIFORM, uniform)
RANDOM(NORMAL, normal)
#undef RANDOM
#endif

#undef MAP1
#undef MAP2
#undef MAP2_TO
#undef COMPARE
#undef T
#undef W
#undef BITS
#undef WIDTH
#undef NEGATIVE
