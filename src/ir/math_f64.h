/* SPDX-License-Identifier: Apache-2.0
 * The f64 functions in the notation of ir/math_defs.h, which is the only file that includes this.
 * Methods as in ir/math_f32.h; where f32 works in double, this carries a value as high + low part.
 * Coefficients are our own minimax fits (tools/math_fit.py); errors are in docs/numerics.md. */

#define MT_INF_F CF(INFINITY)
#define MT_NAN_F FROMBITS(CI(0x7ff8000000000000))
#define MT_SIGN_F CI(INT64_MIN)
#define MT_MAGIC CF(0x1.8p52) /* added to |x| < 2^51 it rounds x; the low bits are the integer */

/* times pi/4, pi/2, 3 pi/4 or pi as rounded: the rest of it */
#define MT_PI_LOW CF(0x1.678afae35cdd1p-55)

/* x with the sign bit of s; x must be >= +0 or NaN. */
MT_FN F MT_NAME(with_sign)(MT_ARG F x, F s) {
    return FROMBITS(IOR(BITS(x), IAND(BITS(s), MT_SIGN_F)));
}

/* a + b = result + low, exactly */
MT_FN F MT_NAME(two_sum)(MT_ARG F a, F b, F *low) {
    F s = ADD(a, b), t = SUB(s, a);
    *low = ADD(SUB(a, SUB(s, t)), SUB(b, t));
    return s;
}

#ifndef SCALE
/* Two factors, so that a result below the normal range is rounded once, by the second product. */
MT_FN F MT_NAME(scale)(MT_ARG F x, F n) {
    B neg = LT(n, CF(0.0));
    I k = ISHL(BITS(ADD(n, MT_MAGIC)), 52);
    F first = FROMBITS(IADD(k, ISEL(neg, CI(0x5ff0000000000000), CI(0x1ff0000000000000))));
    return MUL(MUL(x, first), SEL(neg, CF(0x1p-512), CF(0x1p512)));
}
#define MT_SCALE(x, n) MT_NAME(scale)(MT_PASS x, n)
#else
#define MT_SCALE(x, n) SCALE(x, n)
#endif

/* ---- exponentials --------------------------------------------------------------------------- */

/* e^x = (1 + r + result) * 2^n for |x| <= 1200. x - n hi(ln 2) is exact; what the second
 * subtraction rounds away comes back with the square. */
MT_FN F MT_NAME(exp_tail)(MT_ARG F x, F *n, F *r) {
    F k = SUB(FMA(x, CF(0x1.71547652b82fep0), MT_MAGIC), MT_MAGIC), p;
    F a = FMA(k, CF(-0x1.62e42fefa39efp-1), x), b = FMA(k, CF(-0x1.abc9e3b39803fp-56), a);
    F low = FMA(k, CF(-0x1.abc9e3b39803fp-56), SUB(a, b));
    p = FMA(b, CF(0x1.e63264d7dfdadp-30), CF(0x1.af4dcfddb3eabp-26));
    p = FMA(b, p, CF(0x1.2802242537acdp-22));
    p = FMA(b, p, CF(0x1.71de023f6b51fp-19));
    p = FMA(b, p, CF(0x1.a019f3977b90cp-16));
    p = FMA(b, p, CF(0x1.a01a01abe30ap-13));
    p = FMA(b, p, CF(0x1.6c16c16f0a0dcp-10));
    p = FMA(b, p, CF(0x1.11111111100e6p-7));
    p = FMA(b, p, CF(0x1.5555555554d3dp-5));
    p = FMA(b, p, CF(0x1.5555555555557p-3));
    p = FMA(b, p, CF(0x1.0000000000001p-1));
    *n = k;
    *r = b;
    return FMA(MUL(b, b), p, low);
}

/* e^x = (1 + result) * 2^n */
MT_FN F MT_NAME(expm1_core)(MT_ARG F x, F *n) {
    F r, t = MT_NAME(exp_tail)(MT_PASS x, n, &r);
    return ADD(r, t);
}

MT_FN F MT_NAME(exp)(MT_ARG F x) {
    F n, q;
    x = SEL(LT(CF(710.0), x), CF(710.0), x); /* written so that a NaN stays */
    x = SEL(GT(CF(-746.0), x), CF(-746.0), x);
    q = MT_NAME(expm1_core)(MT_PASS x, &n);
    return MT_SCALE(ADD(CF(1.0), q), n);
}

/* 2^r - 1 for |r| <= 1/2 */
MT_FN F MT_NAME(exp2m1_core)(MT_ARG F r) {
    F p;
    p = FMA(r, CF(0x1.c6d89f4e9e749p-36), CF(0x1.ea141c6a73b77p-32));
    p = FMA(r, p, CF(0x1.e4cd9e294bf46p-28));
    p = FMA(r, p, CF(0x1.b524d0ef0b8e4p-24));
    p = FMA(r, p, CF(0x1.62c0229a3c3d2p-20));
    p = FMA(r, p, CF(0x1.ffcbfc7ac1049p-17));
    p = FMA(r, p, CF(0x1.430912f8599d1p-13));
    p = FMA(r, p, CF(0x1.5d87fe78a1316p-10));
    p = FMA(r, p, CF(0x1.3b2ab6fba4ea8p-7));
    p = FMA(r, p, CF(0x1.c6b08d704a0d6p-5));
    p = FMA(r, p, CF(0x1.ebfbdff82c58fp-3));
    p = FMA(r, p, CF(0x1.62e42fefa39efp-1));
    return MUL(r, p);
}

MT_FN F MT_NAME(exp2)(MT_ARG F x) {
    F n;
    x = SEL(LT(CF(1025.0), x), CF(1025.0), x);
    x = SEL(GT(CF(-1076.0), x), CF(-1076.0), x);
    n = RINT(x);
    return MT_SCALE(ADD(CF(1.0), MT_NAME(exp2m1_core)(MT_PASS SUB(x, n))), n);
}

MT_FN F MT_NAME(expm1)(MT_ARG F x) {
    F c = SEL(LT(CF(710.0), x), CF(710.0), x), n, q, half;
    c = SEL(GT(CF(-40.0), c), CF(-40.0), c);
    q = MT_NAME(expm1_core)(MT_PASS c, &n);
    half = FROMBITS(IADD(ISHL(BITS(ADD(n, MT_MAGIC)), 52), CI(0x3fe0000000000000))); /* 2^(n-1) */
    q = FMA(half, q, SUB(half, CF(0.5)));
    return SEL(LT(ABS(x), CF(0x1p-54)), x, ADD(q, q)); /* keeps -0 and the denormals */
}

MT_FN F MT_NAME(tanh)(MT_ARG F x) {
    F a = ABS(x), c = SEL(LT(CF(22.0), a), CF(22.0), a), z = MUL(c, c), s, u, t, p;
    s = FMA(z, CF(-0x1.202553702831bp-16), CF(0x1.4ca2d620ce9dfp-14));
    s = FMA(z, s, CF(-0x1.e32a2927c360cp-13));
    s = FMA(z, s, CF(0x1.33dabb11aa3aep-11));
    s = FMA(z, s, CF(-0x1.7d79cc79ba545p-10));
    s = FMA(z, s, CF(0x1.d6d0c4f5d8256p-9));
    s = FMA(z, s, CF(-0x1.226e228a07c29p-7));
    s = FMA(z, s, CF(0x1.664f47efc5e0bp-6));
    s = FMA(z, s, CF(-0x1.ba1ba1b77efc6p-5));
    s = FMA(z, s, CF(0x1.111111110e18dp-3));
    s = FMA(z, s, CF(-0x1.555555555553p-2));
    s = FMA(MUL(a, z), s, a);
    u = MUL(c, CF(0x1.71547652b82fep1));
    t = ADD(u, MT_MAGIC);
    p = ADD(CF(1.0), MT_NAME(exp2m1_core)(MT_PASS SUB(u, SUB(t, MT_MAGIC))));
    p = FMA(p, FROMBITS(IADD(ISHL(BITS(t), 52), CI(0x3ff0000000000000))), CF(1.0));
    p = SUB(CF(1.0), DIV(CF(2.0), p));
    return MT_NAME(with_sign)(MT_PASS SEL(LT(a, CF(0.6)), s, p), x);
}

/* e^|x| / 2; overflows only where sinh and cosh do. */
MT_FN F MT_NAME(half_exp)(MT_ARG F a) {
    F n, q = MT_NAME(expm1_core)(MT_PASS SEL(LT(CF(712.0), a), CF(712.0), a), &n);
    return MT_SCALE(ADD(CF(1.0), q), SUB(n, CF(1.0)));
}

MT_FN F MT_NAME(cosh)(MT_ARG F x) {
    F w = MT_NAME(half_exp)(MT_PASS ABS(x));
    return ADD(w, DIV(CF(0.25), w));
}

MT_FN F MT_NAME(sinh)(MT_ARG F x) {
    F a = ABS(x), z = MUL(a, a), w = MT_NAME(half_exp)(MT_PASS a), big, p;
    big = SUB(w, DIV(CF(0.25), w));
    p = FMA(z, CF(0x1.b4c8f8ca0134p-41), CF(0x1.611a50f3f753cp-33));
    p = FMA(z, p, CF(0x1.ae646727e44ecp-26));
    p = FMA(z, p, CF(0x1.71de3a464ba63p-19));
    p = FMA(z, p, CF(0x1.a01a01a028ac9p-13));
    p = FMA(z, p, CF(0x1.11111111110a5p-7));
    p = FMA(z, p, CF(0x1.5555555555556p-3));
    p = FMA(MUL(a, z), p, a);
    return MT_NAME(with_sign)(MT_PASS SEL(LT(a, CF(1.0)), p, big), x);
}

/* ---- logarithms ----------------------------------------------------------------------------- */

/* x = (1 + f) * 2^e for finite x > 0, with 1 + f in [sqrt(1/2), sqrt(2)). */
MT_FN F MT_NAME(log_split)(MT_ARG F x, F *e) {
    B tiny = LT(x, CF(0x1p-1022));
    I i = BITS(SEL(tiny, MUL(x, CF(0x1p54)), x));
    I k = ISHR(ISUB(i, CI(0x3fe6a09e667f3bcd)), 52);
    *e = ADD(TOFLT(k), SEL(tiny, CF(-54.0), CF(0.0)));
    return SUB(FROMBITS(ISUB(i, ISHL(k, 52))), CF(1.0));
}

/* log(1 + f) - f, through s = f / (2 + f): log(1 + f) = 2 s + s z P(z), 2 s = f - s f */
MT_FN F MT_NAME(log_tail)(MT_ARG F f) {
    F s = DIV(f, ADD(f, CF(2.0))), z = MUL(s, s), p;
    p = FMA(z, CF(0x1.2f048c566bf3cp-3), CF(0x1.39a1d37c4236fp-3));
    p = FMA(z, p, CF(0x1.74663dcf4e9cap-3));
    p = FMA(z, p, CF(0x1.c71c520f6b263p-3));
    p = FMA(z, p, CF(0x1.24924941e8cc4p-2));
    p = FMA(z, p, CF(0x1.999999997fe5fp-2));
    p = FMA(z, p, CF(0x1.5555555555592p-1));
    return MUL(s, FMA(z, p, NEG(f)));
}

/* What y = log(x) is outside the finite positive numbers. */
MT_FN F MT_NAME(log_edges)(MT_ARG F x, F y) {
    y = SEL(LT(x, MT_INF_F), y, x); /* +inf and NaN stay */
    y = SEL(LT(x, CF(0.0)), MT_NAN_F, y);
    return SEL(EQ(x, CF(0.0)), CF(-INFINITY), y);
}

MT_FN F MT_NAME(log)(MT_ARG F x) {
    F e, f = MT_NAME(log_split)(MT_PASS x, &e), t = MT_NAME(log_tail)(MT_PASS f);
    t = FMA(e, CF(0x1.abc9e3b39803fp-56), t);
    return MT_NAME(log_edges)(MT_PASS x, FMA(e, CF(0x1.62e42fefa39efp-1), ADD(f, t)));
}

MT_FN F MT_NAME(log2)(MT_ARG F x) {
    F e, f = MT_NAME(log_split)(MT_PASS x, &e), t = MT_NAME(log_tail)(MT_PASS f);
    t = FMA(f, CF(0x1.777d0ffda0d24p-56), MUL(t, CF(0x1.71547652b82fep0)));
    return MT_NAME(log_edges)(MT_PASS x, ADD(e, FMA(f, CF(0x1.71547652b82fep0), t)));
}

MT_FN F MT_NAME(log10)(MT_ARG F x) {
    F e, f = MT_NAME(log_split)(MT_PASS x, &e), t = MT_NAME(log_tail)(MT_PASS f);
    t = FMA(f, CF(0x1.95355baaafad3p-57), MUL(t, CF(0x1.bcb7b1526e50ep-2)));
    t = FMA(f, CF(0x1.bcb7b1526e50ep-2), FMA(e, CF(-0x1.9dc1da994fd21p-59), t));
    return MT_NAME(log_edges)(MT_PASS x, FMA(e, CF(0x1.34413509f79ffp-2), t));
}

/* As log(u) with u = 1 + x, but f comes from x itself: x 2^-e + (2^-e - 1), rounded once. */
MT_FN F MT_NAME(log1p)(MT_ARG F x) {
    F u = ADD(x, CF(1.0)), f, t, s, y;
    I k = ISHR(ISUB(BITS(u), CI(0x3fe6a09e667f3bcd)), 52);
    I c = ISEL(ILT(k, CI(1022)), k, CI(1022)); /* 2^-c only matters down to 2^-54 */
    s = FROMBITS(ISUB(CI(0x3ff0000000000000), ISHL(c, 52)));
    f = ADD(FROMBITS(ISUB(BITS(x), ISHL(k, 52))), SUB(s, CF(1.0)));
    f = SEL(IEQ(k, CI(0)), x, f);
    t = FMA(TOFLT(k), CF(0x1.abc9e3b39803fp-56), MT_NAME(log_tail)(MT_PASS f));
    y = MT_NAME(log_edges)(MT_PASS u, FMA(TOFLT(k), CF(0x1.62e42fefa39efp-1), ADD(f, t)));
    return SEL(LT(ABS(x), CF(0x1p-54)), x, y);
}

/* ---- trigonometry --------------------------------------------------------------------------- */

/* v minus the nearest multiple of 4; exact. */
MT_FN F MT_NAME(mod4)(MT_ARG F v) { return FMA(RINT(MUL(v, CF(0.25))), CF(-4.0), v); }

/* x - n pi/2 = result + low with n = rint(x * 2/pi) modulo 4, for finite x >= 1. The table row of
 * the binary exponent holds the digits of 2/pi that matter for any 53-bit x. */
MT_FN F MT_NAME(reduce_huge)(MT_ARG F x, F *n, F *low) {
    I bits = BITS(x), e = ISUB(IUSHR(bits, 52), CI(1023)), at = ISHL(IAND(ISHR(e, 4), CI(63)), 2);
    I mant = IOR(IAND(bits, CI(0x000fffffffffffff)), ISHL(IADD(IAND(e, CI(15)), CI(1023)), 52));
    F m = FROMBITS(mant), c0 = TBL(kn_two_over_pi, at), c1 = TBL(kn_two_over_pi, IADD(at, CI(1)));
    F c2 = TBL(kn_two_over_pi, IADD(at, CI(2))), c3 = TBL(kn_two_over_pi, IADD(at, CI(3)));
    F p0 = MUL(m, c0), p1 = MUL(m, c1), p2 = MUL(m, c2), s, t, l1, l2, l3, l4;
    s = ADD(MT_NAME(mod4)(MT_PASS p0), MT_NAME(mod4)(MT_PASS FMA(m, c0, NEG(p0)))); /* exact */
    s = MT_NAME(two_sum)(MT_PASS MT_NAME(mod4)(MT_PASS s), MT_NAME(mod4)(MT_PASS p1), &l1);
    *n = RINT(s);
    t = MT_NAME(two_sum)(MT_PASS FMA(m, c1, NEG(p1)), p2, &l2);
    t = MT_NAME(two_sum)(MT_PASS t, l1, &l3);
    s = MT_NAME(two_sum)(MT_PASS SUB(s, *n), t, &l4);
    t = ADD(FMA(m, c2, NEG(p2)), MUL(m, c3));
    s = MT_NAME(two_sum)(MT_PASS s, ADD(l4, ADD(l3, ADD(l2, t))), &l1);
    t = MUL(s, CF(0x1.921fb54442d18p0)); /* from quarter turns to radians */
    l2 = FMA(s, CF(0x1.1a62633145c07p-54), FMA(s, CF(0x1.921fb54442d18p0), NEG(t)));
    *low = FMA(l1, CF(0x1.921fb54442d18p0), l2);
    return t;
}

/* The same for 0 <= x < 2^30: pi/2 in three parts; the first step is exact. */
MT_FN F MT_NAME(reduce_small)(MT_ARG F x, F *n, F *low) {
    F k = RINT(MUL(x, CF(0x1.45f306dc9c883p-1))), a = FMA(k, CF(-0x1.921fb54442d18p0), x);
    F b = MUL(k, CF(-0x1.1a62633145c07p-54)), e = FMA(k, CF(-0x1.1a62633145c07p-54), NEG(b)), r;
    r = MT_NAME(two_sum)(MT_PASS a, b, low);
    *low = ADD(*low, FMA(k, CF(0x1.f1976b7ed8fbcp-110), e));
    *n = k;
    return r;
}

/* sin(r + low) for |r| <= pi/4, without its last addition: r + result */
MT_FN F MT_NAME(sin_tail)(MT_ARG F r, F low, F z) {
    F p;
    p = FMA(z, CF(0x1.5d8fa08bf667ap-33), CF(-0x1.ae5e59ebe014dp-26));
    p = FMA(z, p, CF(0x1.71de356704911p-19));
    p = FMA(z, p, CF(-0x1.a01a019bfd05fp-13));
    p = FMA(z, p, CF(0x1.111111110f7c9p-7));
    p = FMA(z, p, CF(-0x1.5555555555548p-3));
    return FMA(MUL(r, z), p, FMA(low, MUL(z, CF(-0.5)), low));
}

/* cos(r + low), likewise: *head + result, head = 1 - z/2 rounded */
MT_FN F MT_NAME(cos_tail)(MT_ARG F r, F low, F z, F *head) {
    F h = MUL(z, CF(0.5)), w = SUB(CF(1.0), h), p;
    p = FMA(z, CF(-0x1.8fa466d18610bp-37), CF(0x1.1ee9d75480cd4p-29));
    p = FMA(z, p, CF(-0x1.27e4f7ea3ad4p-22));
    p = FMA(z, p, CF(0x1.a01a019c83962p-16));
    p = FMA(z, p, CF(-0x1.6c16c16c14f8ap-10));
    p = FMA(z, p, CF(0x1.555555555554bp-5));
    *head = w;
    return ADD(SUB(SUB(CF(1.0), w), h), FMA(MUL(z, z), p, MUL(NEG(r), low)));
}

/* sin(r + low + n pi/2) */
MT_FN F MT_NAME(sin_core)(MT_ARG F r, F low, F n) {
    I k = BITS(ADD(n, MT_MAGIC));
    F z = MUL(r, r), head, c = MT_NAME(cos_tail)(MT_PASS r, low, z, &head);
    F s = MT_NAME(sin_tail)(MT_PASS r, low, z);
    B odd = ILT(ISHL(k, 63), CI(0));
    F y = ADD(SEL(odd, head, r), SEL(odd, c, s));
    return FROMBITS(IXOR(BITS(y), IAND(ISHL(k, 62), MT_SIGN_F)));
}

MT_FN F MT_NAME(sin_huge)(MT_ARG F x, F shift) {
    F n, low, r = MT_NAME(reduce_huge)(MT_PASS x, &n, &low);
    return SEL(LT(x, MT_INF_F), MT_NAME(sin_core)(MT_PASS r, low, ADD(n, shift)), MT_NAN_F);
}

MT_FN F MT_NAME(sin)(MT_ARG F x) {
    F a = ABS(x), n, low, r = MT_NAME(reduce_small)(MT_PASS a, &n, &low);
    F y = MT_NAME(sin_core)(MT_PASS r, low, n);
    MT_RARE(BNOT(LT(a, CF(0x1p30))), y, MT_NAME(sin_huge)(MT_PASS a, CF(0.0)));
    return FROMBITS(IXOR(BITS(y), IAND(BITS(x), MT_SIGN_F)));
}

/* cos(x) = sin(x + pi/2), 0 <= x < 2^30 */
MT_FN F MT_NAME(cos_small)(MT_ARG F x) {
    F n, low, r = MT_NAME(reduce_small)(MT_PASS x, &n, &low);
    return MT_NAME(sin_core)(MT_PASS r, low, ADD(n, CF(1.0)));
}

MT_FN F MT_NAME(cos)(MT_ARG F x) {
    F a = ABS(x), y = MT_NAME(cos_small)(MT_PASS a);
    MT_RARE(BNOT(LT(a, CF(0x1p30))), y, MT_NAME(sin_huge)(MT_PASS a, CF(1.0)));
    return y;
}

/* tan(r + low + n pi/2): sin / cos or -cos / sin, both in two parts */
MT_FN F MT_NAME(tan_core)(MT_ARG F r, F low, F n) {
    B odd = ILT(ISHL(BITS(ADD(n, MT_MAGIC)), 63), CI(0));
    F z = MUL(r, r), head, c = MT_NAME(cos_tail)(MT_PASS r, low, z, &head), s, clow, slow, num, den,
      q;
    s = MT_NAME(two_sum)(MT_PASS r, MT_NAME(sin_tail)(MT_PASS r, low, z), &slow);
    c = MT_NAME(two_sum)(MT_PASS head, c, &clow);
    num = SEL(odd, NEG(c), s);
    den = SEL(odd, s, c);
    q = DIV(num, den);
    low = FMA(NEG(q), SEL(odd, slow, clow), SEL(odd, NEG(clow), slow));
    return ADD(q, DIV(ADD(FMA(NEG(q), den, num), low), den));
}

MT_FN F MT_NAME(tan_huge)(MT_ARG F x) {
    F n, low, r = MT_NAME(reduce_huge)(MT_PASS x, &n, &low);
    return SEL(LT(x, MT_INF_F), MT_NAME(tan_core)(MT_PASS r, low, n), MT_NAN_F);
}

MT_FN F MT_NAME(tan)(MT_ARG F x) {
    F a = ABS(x), n, low, r = MT_NAME(reduce_small)(MT_PASS a, &n, &low);
    F y = MT_NAME(tan_core)(MT_PASS r, low, n);
    MT_RARE(BNOT(LT(a, CF(0x1p30))), y, MT_NAME(tan_huge)(MT_PASS a));
    return FROMBITS(IXOR(BITS(y), IAND(BITS(x), MT_SIGN_F)));
}

/* asin(s) - s for 0 <= s <= 1/2 given z = s^2 */
MT_FN F MT_NAME(asin_tail)(MT_ARG F s, F z) {
    F p;
    p = FMA(z, CF(0x1.0b7fec922b939p-5), CF(-0x1.58b0e059f761dp-6));
    p = FMA(z, p, CF(0x1.6418c03dd177bp-6));
    p = FMA(z, p, CF(0x1.e464dbc6d7e43p-9));
    p = FMA(z, p, CF(0x1.61568a93e35b2p-7));
    p = FMA(z, p, CF(0x1.7580fe04671c9p-7));
    p = FMA(z, p, CF(0x1.ca2018e20e136p-7));
    p = FMA(z, p, CF(0x1.1c49eaa79186dp-6));
    p = FMA(z, p, CF(0x1.6e8bdf30449c5p-6));
    p = FMA(z, p, CF(0x1.f1c71a9224604p-6));
    p = FMA(z, p, CF(0x1.6db6db7219e1ep-5));
    p = FMA(z, p, CF(0x1.333333332e08dp-4));
    p = FMA(z, p, CF(0x1.5555555555577p-3));
    return MUL(MUL(s, z), p);
}

/* Above 1/2 through asin(x) = pi/2 - 2 asin(sqrt((1 - x) / 2)); beyond 1 the root is a NaN. The
 * large parts are subtracted first, so that the tails are rounded as small numbers. */
MT_FN F MT_NAME(asin)(MT_ARG F x) {
    F a = ABS(x), h = MUL(SUB(CF(1.0), a), CF(0.5)), s, t, y, lost;
    B small = LE(a, CF(0.5));
    s = SEL(small, a, SQRT(h));
    t = MT_NAME(asin_tail)(MT_PASS s, SEL(small, MUL(a, a), h));
    y = FMA(s, CF(-2.0), CF(0x1.921fb54442d18p0));
    lost = FMA(s, CF(-2.0), SUB(CF(0x1.921fb54442d18p0), y)); /* what rounding y dropped */
    y = SUB(y, SUB(FMA(t, CF(2.0), CF(-0x1.1a62633145c07p-54)), lost));
    return MT_NAME(with_sign)(MT_PASS ABS(SEL(small, ADD(s, t), y)), x);
}

MT_FN F MT_NAME(acos)(MT_ARG F x) {
    F a = ABS(x), h = MUL(SUB(CF(1.0), a), CF(0.5)), s, t, mid, left;
    B small = LE(a, CF(0.5)), neg = LT(x, CF(0.0));
    s = SEL(small, x, SQRT(h));
    t = MT_NAME(asin_tail)(MT_PASS s, SEL(small, MUL(a, a), h));
    mid = SUB(SUB(CF(0x1.921fb54442d18p0), s), SUB(t, CF(0x1.1a62633145c07p-54)));
    left =
        SUB(FMA(s, CF(-2.0), CF(0x1.921fb54442d18p1)), FMA(t, CF(2.0), CF(-0x1.1a62633145c07p-53)));
    t = ADD(s, t);
    return SEL(small, mid, SEL(neg, left, ADD(t, t)));
}

/* atan(y / x) = turn + (result + *low) for x, y >= 0, not both 0 or infinite; turn is pi/2 where
 * *far, else pi/4 where *mid, else 0. The quotient gets a low part, since turned operands are
 * rounded. */
MT_FN F MT_NAME(atan_core)(MT_ARG F y, F x, B *far, B *mid, F *low) {
    F nlow, dlow, num = MT_NAME(two_sum)(MT_PASS y, NEG(x), &nlow);
    F den = MT_NAME(two_sum)(MT_PASS y, x, &dlow), t, e, z, p;
    *far = GT(y, MUL(x, CF(0x1.3504f333f9de6p1)));                    /* tan(3 pi/8) */
    *mid = BAND(BNOT(*far), GT(y, MUL(x, CF(0x1.a827999fcef32p-2)))); /* tan(pi/8) */
    num = SEL(*far, NEG(x), SEL(*mid, num, y));
    den = SEL(*far, y, SEL(*mid, den, x));
    t = DIV(num, den);
    e = FMA(NEG(t), den, num);
    e = DIV(SEL(*mid, ADD(e, FMA(NEG(t), dlow, nlow)), e), den);
    e = SEL(LT(ABS(e), CF(1.0)), e, CF(0.0)); /* an infinite operand made it a NaN */
    z = MUL(t, t);
    p = FMA(z, CF(-0x1.251c9fe4e6478p-6), CF(0x1.37b210b139efep-5));
    p = FMA(z, p, CF(-0x1.9cc4ac352ddbep-5));
    p = FMA(z, p, CF(0x1.df0c268bd0796p-5));
    p = FMA(z, p, CF(-0x1.10eb806a08faap-4));
    p = FMA(z, p, CF(0x1.3b11141f734c9p-4));
    p = FMA(z, p, CF(-0x1.745cf89315627p-4));
    p = FMA(z, p, CF(0x1.c71c70e36d68ap-4));
    p = FMA(z, p, CF(-0x1.24924922a6499p-3));
    p = FMA(z, p, CF(0x1.9999999995731p-3));
    p = FMA(z, p, CF(-0x1.555555555553cp-2));
    *low = FMA(MUL(t, z), p, FMA(e, NEG(z), e));
    return t;
}

MT_FN F MT_NAME(atan)(MT_ARG F x) {
    B far, mid;
    F low, t = MT_NAME(atan_core)(MT_PASS ABS(x), CF(1.0), &far, &mid, &low), turn;
    turn = SEL(far, CF(0x1.921fb54442d18p0), SEL(mid, CF(0x1.921fb54442d18p-1), CF(0.0)));
    low = FMA(turn, MT_PI_LOW, low);
    return MT_NAME(with_sign)(MT_PASS ADD(turn, ADD(t, low)), x);
}

MT_FN F MT_NAME(atan2)(MT_ARG F y, F x) {
    F ay = ABS(y), ax = ABS(x), top = SEL(GT(ay, ax), ay, ax), scale, low, t, turn;
    B same = BAND(EQ(ax, ay), BOR(EQ(ax, CF(0.0)), EQ(ax, MT_INF_F))), left = ILT(BITS(x), CI(0)),
      far, mid;
    scale = SEL(GT(top, CF(0x1p1000)), CF(0x1p-64), CF(1.0)); /* y + x must not overflow */
    t = SEL(EQ(ax, CF(0.0)), CF(0.0), CF(1.0));
    ay = SEL(same, t, MUL(ay, scale));
    ax = SEL(same, CF(1.0), MUL(ax, scale));
    t = MT_NAME(atan_core)(MT_PASS ay, ax, &far, &mid, &low);
    t = SEL(left, NEG(t), t); /* left of the y axis the angle is pi - turn - (t + low) */
    low = SEL(left, NEG(low), low);
    turn = SEL(mid, SEL(left, CF(0x1.2d97c7f3321d2p1), CF(0x1.921fb54442d18p-1)),
               SEL(left, CF(0x1.921fb54442d18p1), CF(0.0)));
    turn = SEL(far, CF(0x1.921fb54442d18p0), turn);
    t = ADD(turn, ADD(t, FMA(turn, MT_PI_LOW, low)));
    return SEL(BOR(ISNAN(x), ISNAN(y)), MT_NAN_F, MT_NAME(with_sign)(MT_PASS t, y));
}

/* ---- error function and power --------------------------------------------------------------- */

/* erfc(a) for a >= 0: e^(-a^2) H(t) / (1 + a), t = (a - 4) / (a + 4). H falls slowly from 1 to
 * 0.57, so the error of t hardly counts; the parts that do are carried as high + low. */
MT_FN F MT_NAME(erfc_core)(MT_ARG F a) {
    F w = SEL(LT(CF(28.0), a), CF(28.0), a), t = DIV(SUB(w, CF(4.0)), ADD(w, CF(4.0)));
    F p, plow, g, glow, q, qlow, z = MUL(w, w), zlow = FMA(w, w, NEG(z)), n, r, e;
    p = FMA(t, CF(0x1.460323bca430ap-31), CF(0x1.26a2af43c9e3dp-30));
    p = FMA(t, p, CF(-0x1.a81ec1cf367c9p-28));
    p = FMA(t, p, CF(-0x1.61f1f24c0edddp-27));
    p = FMA(t, p, CF(0x1.980be47a13a36p-25));
    p = FMA(t, p, CF(0x1.afa4b818112d9p-25));
    p = FMA(t, p, CF(-0x1.87a2b5a312495p-22));
    p = FMA(t, p, CF(0x1.3f46f0336d2cbp-28));
    p = FMA(t, p, CF(0x1.63c208682446p-19));
    p = FMA(t, p, CF(-0x1.15bd369a2f6eep-18));
    p = FMA(t, p, CF(-0x1.b948856387d54p-17));
    p = FMA(t, p, CF(0x1.0c92ae69cbf72p-14));
    p = FMA(t, p, CF(-0x1.f876a9df12d37p-15));
    p = FMA(t, p, CF(-0x1.98b36a8b5acd9p-12));
    p = FMA(t, p, CF(0x1.156752ee42b7bp-9));
    p = FMA(t, p, CF(-0x1.8db87b49b9654p-8));
    p = FMA(t, p, CF(0x1.8e8471e37606ep-7));
    p = FMA(t, p, CF(-0x1.1ef9faf80b671p-6));
    p = FMA(t, p, CF(0x1.f5c2a42566ffp-7));
    p = FMA(t, p, CF(0x1.03a843937bff6p-8));
    p = FMA(t, p, CF(-0x1.89dfde1d97609p-5));
    p = FMA(t, p, CF(0x1.df6f7856005d4p-4));
    p = FMA(t, p, CF(-0x1.9841f8fe19461p-3));
    plow = FMA(t, p, SUB(CF(0x1.5eb7f6ecb19a9p-1), FMA(t, p, CF(0x1.5eb7f6ecb19a9p-1))));
    p = FMA(t, p, CF(0x1.5eb7f6ecb19a9p-1));
    g = MT_NAME(two_sum)(MT_PASS CF(1.0), w, &glow);
    q = DIV(p, g);
    qlow = DIV(ADD(FMA(NEG(q), glow, FMA(NEG(q), g, p)), plow), g);
    e = MT_NAME(exp_tail)(MT_PASS NEG(z), &n, &r);
    e = SUB(e, FMA(zlow, ADD(r, e), zlow)); /* e^-zlow = 1 - zlow */
    return MT_SCALE(ADD(q, FMA(q, r, FMA(q, e, qlow))), n);
}

MT_FN F MT_NAME(erfc)(MT_ARG F x) {
    F y = MT_NAME(erfc_core)(MT_PASS ABS(x));
    return SEL(LT(x, CF(0.0)), SUB(CF(2.0), y), y);
}

/* erf(a) for 0 <= a <= 1 */
MT_FN F MT_NAME(erf_small)(MT_ARG F a) {
    F z = MUL(a, a), s;
    s = FMA(z, CF(0x1.055af617ff057p-34), CF(-0x1.385fa72b61643p-30));
    s = FMA(z, s, CF(0x1.f7a0908dcb04ep-27));
    s = FMA(z, s, CF(-0x1.5f1ce56e5f857p-23));
    s = FMA(z, s, CF(0x1.b9dee84913dd8p-20));
    s = FMA(z, s, CF(-0x1.f4d1de848ab22p-17));
    s = FMA(z, s, CF(0x1.f9a32198022b7p-14));
    s = FMA(z, s, CF(-0x1.c02db3d89ff0cp-11));
    s = FMA(z, s, CF(0x1.565bcd0dae904p-8));
    s = FMA(z, s, CF(-0x1.b82ce312848f9p-6));
    s = FMA(z, s, CF(0x1.ce2f21a042b1ep-4));
    s = FMA(z, s, CF(-0x1.812746b0379e6p-2));
    s = FMA(z, s, CF(0x1.06eba8214db69p-3));
    return FMA(a, s, a);
}

MT_FN F MT_NAME(erf)(MT_ARG F x) {
    F a = ABS(x), big = SUB(CF(1.0), MT_NAME(erfc_core)(MT_PASS a));
    F s = MT_NAME(erf_small)(MT_PASS a);
    return MT_NAME(with_sign)(MT_PASS SEL(LT(a, CF(1.0)), s, big), x);
}

/* x P(w) with w = -log(1 - x^2), x Q(sqrt(w)) from w = 5 on, good to 2^-29, and one step of
 * Halley's on erf or, x| is exact, on erfc|x| is exact, on erfc. */
MT_FN F MT_NAME(erfinv)(MT_ARG F x) {
    F a = ABS(x), c = SEL(LT(a, CF(0x1.fffffffffffffp-1)), a, CF(0x1.fffffffffffffp-1)), p, q, s, u,
      w, y;
    w = NEG(MT_NAME(log)(MT_PASS MUL(SUB(CF(1.0), c), ADD(CF(1.0), c))));
    s = SQRT(w);
    p = FMA(w, CF(0x1.23e83aed9cdc9p-33), CF(-0x1.b9ad9eae8e472p-29));
    p = FMA(w, p, CF(0x1.96f74bf1cc7f1p-26));
    p = FMA(w, p, CF(0x1.8328c09c40651p-25));
    p = FMA(w, p, CF(-0x1.81cf127618dd3p-20));
    p = FMA(w, p, CF(0x1.a2c102295a059p-19));
    p = FMA(w, p, CF(0x1.78da7b1f4318bp-15));
    p = FMA(w, p, CF(-0x1.094450b98f723p-13));
    p = FMA(w, p, CF(-0x1.322c70ee828e7p-9));
    p = FMA(w, p, CF(0x1.7a74b958c98dap-7));
    p = FMA(w, p, CF(0x1.db29f836be84bp-3));
    p = FMA(w, p, CF(0x1.c5bf891e7720ap-1));
    q = FMA(s, CF(-0x1.60c1efc3cffc4p-26), CF(0x1.5746ecf4de1c3p-20));
    q = FMA(s, q, CF(-0x1.34b98839bb7c1p-15));
    q = FMA(s, q, CF(0x1.5415e84ee6518p-11));
    q = FMA(s, q, CF(-0x1.00507127bcc72p-7));
    q = FMA(s, q, CF(0x1.17a143ce3d6b3p-4));
    q = FMA(s, q, CF(-0x1.c771a4ba36551p-2));
    q = FMA(s, q, CF(0x1.1959af2d69801p1));
    q = FMA(s, q, CF(-0x1.092b7f09b56a3p3));
    q = FMA(s, q, CF(0x1.7c123ca864558p4));
    q = FMA(s, q, CF(-0x1.9938b23bec774p5));
    q = FMA(s, q, CF(0x1.438f67daaf90cp6));
    q = FMA(s, q, CF(-0x1.6a3745da2fd97p6));
    q = FMA(s, q, CF(0x1.0f18881b2db9ep6));
    q = FMA(s, q, CF(-0x1.de2582bdd24d6p4));
    q = FMA(s, q, CF(0x1.b0aed1578ae01p2));
    y = MUL(c, SEL(LT(w, CF(5.0)), p, q));
    u = SUB(SUB(CF(1.0), c), MT_NAME(erfc_core)(MT_PASS y));
    u = SEL(LT(c, CF(0.6875)), SUB(MT_NAME(erf_small)(MT_PASS y), c), u);
    u = MUL(MUL(u, CF(0x1.c5bf891b4ef6ap-1)), MT_NAME(exp)(MT_PASS MUL(y, y)));
    y = SUB(y, DIV(u, FMA(y, u, CF(1.0))));
    y = SEL(LT(a, CF(1.0)), y, SEL(EQ(a, CF(1.0)), MT_INF_F, MT_NAN_F));
    return MT_NAME(with_sign)(MT_PASS y, x);
}

/* log(1 + f) = result + low to about 2^-66: s = f / (2 + f), then 2 s + s z (2/3 + z P(z)), where
 * all but z P is carried in two parts. */
MT_FN F MT_NAME(log_long)(MT_ARG F f, F *low) {
    F d, dlow, s, slow, z, zlow, p, c, clow, t, tlow;
    d = MT_NAME(two_sum)(MT_PASS CF(2.0), f, &dlow);
    s = DIV(f, d);
    slow = DIV(FMA(NEG(s), dlow, FMA(NEG(s), d, f)), d);
    z = MUL(s, s);
    zlow = FMA(ADD(s, s), slow, FMA(s, s, NEG(z)));
    p = FMA(z, CF(0x1.eb0f63d3b311bp-4), CF(0x1.de33ad86845c7p-4));
    p = FMA(z, p, CF(0x1.1120b3ed83988p-3));
    p = FMA(z, p, CF(0x1.3b1362c2ed273p-3));
    p = FMA(z, p, CF(0x1.745d18321baf6p-3));
    p = FMA(z, p, CF(0x1.c71c71c580ebap-3));
    p = FMA(z, p, CF(0x1.249249249303p-2));
    p = FMA(z, p, CF(0x1.9999999999996p-2));
    c = MT_NAME(two_sum)(MT_PASS CF(0x1.5555555555555p-1), MUL(z, p), &clow);
    clow = ADD(clow, CF(0x1.5555555555555p-55));
    t = MUL(z, c);
    tlow = FMA(z, clow, FMA(zlow, c, FMA(z, c, NEG(t))));
    c = MUL(s, t);
    clow = FMA(s, tlow, FMA(slow, t, FMA(s, t, NEG(c))));
    s = MT_NAME(two_sum)(MT_PASS ADD(s, s), c, &d);
    *low = ADD(d, ADD(clow, ADD(slow, slow)));
    return s;
}

/* y log2(x) for x >= 0 as result + low; the result is clamped to [-1100, 1100], a NaN to 1100. */
MT_FN F MT_NAME(log2_times)(MT_ARG F x, F y, F *low) {
    F e, f = MT_NAME(log_split)(MT_PASS x, &e), hlow, h = MT_NAME(log_long)(MT_PASS f, &hlow), t;
    t = MUL(h, CF(0x1.71547652b82fep0));
    hlow = FMA(hlow, CF(0x1.71547652b82fep0), FMA(h, CF(0x1.71547652b82fep0), NEG(t)));
    hlow = FMA(h, CF(0x1.777d0ffda0d24p-56), hlow);
    h = MT_NAME(two_sum)(MT_PASS e, t, &f);
    hlow = ADD(hlow, f);
    h = SEL(EQ(x, CF(0.0)), CF(-INFINITY), SEL(EQ(x, MT_INF_F), x, h));
    t = MUL(y, h);
    hlow = FMA(y, hlow, FMA(y, h, NEG(t)));
    *low = SEL(LT(ABS(t), CF(1100.0)), hlow, CF(0.0));
    t = SEL(LT(t, CF(1100.0)), t, CF(1100.0));
    return SEL(LT(t, CF(-1100.0)), CF(-1100.0), t);
}

MT_FN F MT_NAME(pow)(MT_ARG F x, F y) {
    F a = ABS(x), half = MUL(y, CF(0.5)), low, t = MT_NAME(log2_times)(MT_PASS a, y, &low),
      n = RINT(t), v;
    B whole = EQ(RINT(y), y), odd = BAND(whole, BNOT(EQ(RINT(half), half)));
    B one = BOR(EQ(y, CF(0.0)), BOR(EQ(x, CF(1.0)), BAND(EQ(a, CF(1.0)), EQ(ABS(y), MT_INF_F))));
    v = ADD(CF(1.0), MT_NAME(exp2m1_core)(MT_PASS ADD(SUB(t, n), low)));
    v = MT_SCALE(v, n);
    v = SEL(odd, MT_NAME(with_sign)(MT_PASS v, x), v);
    v = SEL(BAND(BAND(LT(x, CF(0.0)), LT(a, MT_INF_F)), BNOT(whole)), MT_NAN_F, v);
    v = SEL(BOR(ISNAN(x), ISNAN(y)), MT_NAN_F, v);
    return SEL(one, CF(1.0), v);
}

#undef MT_INF_F
#undef MT_NAN_F
#undef MT_SIGN_F
#undef MT_MAGIC
#undef MT_SCALE
#undef MT_PI_LOW
