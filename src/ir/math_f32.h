/* SPDX-License-Identifier: Apache-2.0
 * The f32 functions in the notation of ir/math_defs.h, which is the only file that includes this.
 * Coefficients are our own minimax fits (tools/math_fit.py); errors are measured over every input
 * by scripts/sweep and listed in docs/numerics.md. */

#define MT_INF_F CF(INFINITY)
#define MT_NAN_F FROMBITS(CI(0x7fc00000))
#define MT_SIGN_F CI(INT32_MIN)

/* x with the sign bit of s; x must be >= +0 or NaN. */
MT_FN F MT_NAME(with_sign)(MT_ARG F x, F s) {
    return FROMBITS(IOR(BITS(x), IAND(BITS(s), MT_SIGN_F)));
}

#ifndef SCALE
/* Two factors, so that a result below the normal range is rounded once, by the second product. */
MT_FN F MT_NAME(scale)(MT_ARG F x, F n) {
    B neg = LT(n, CF(0.0f));
    I k = ISHL(BITS(ADD(n, CF(0x1.8p23f))), 23); /* n in the exponent field */
    F first = FROMBITS(IADD(k, ISEL(neg, CI((127 + 64) << 23), CI((127 - 64) << 23))));
    return MUL(MUL(x, first), SEL(neg, CF(0x1p-64f), CF(0x1p64f)));
}
#define MT_SCALE(x, n) MT_NAME(scale)(MT_PASS x, n)
#else
#define MT_SCALE(x, n) SCALE(x, n)
#endif

/* ---- exponentials --------------------------------------------------------------------------- */

/* e^x = result * 2^n, |x| <= 200; a NaN goes through. */
MT_FN F MT_NAME(exp_core)(MT_ARG F x, F *n) {
    F k = SUB(FMA(x, CF(0x1.715476p0f), CF(0x1.8p23f)), CF(0x1.8p23f)); /* nearest integer */
    F r = FMA(k, CF(0x1.05c61p-29f), FMA(k, CF(-0x1.62e43p-1f), x));    /* x - k ln 2 */
    F p = FMA(r, CF(0x1.6a519ep-10f), CF(0x1.12398p-7f));
    p = FMA(r, p, CF(0x1.5558acp-5f));
    p = FMA(r, p, CF(0x1.555492p-3f));
    p = FMA(r, p, CF(0x1.fffffcp-2f));
    p = FMA(r, p, CF(1.0f));
    *n = k;
    return FMA(r, p, CF(1.0f));
}

MT_FN F MT_NAME(exp)(MT_ARG F x) {
    F n, y;
    x = SEL(LT(CF(89.0f), x), CF(89.0f), x); /* written so that a NaN stays */
    x = SEL(GT(CF(-104.0f), x), CF(-104.0f), x);
    y = MT_NAME(exp_core)(MT_PASS x, &n);
    return MT_SCALE(y, n);
}

MT_FN F MT_NAME(exp2)(MT_ARG F x) {
    F n, r, p;
    x = SEL(LT(CF(129.0f), x), CF(129.0f), x);
    x = SEL(GT(CF(-151.0f), x), CF(-151.0f), x);
    n = RINT(x);
    r = SUB(x, n);
    p = FMA(r, CF(0x1.49fdfep-13f), CF(0x1.5fb666p-10f));
    p = FMA(r, p, CF(0x1.3b22e8p-7f));
    p = FMA(r, p, CF(0x1.c6adb6p-5f));
    p = FMA(r, p, CF(0x1.ebfbe8p-3f));
    p = FMA(r, p, CF(0x1.62e432p-1f));
    p = FMA(r, p, CF(1.0f));
    return MT_SCALE(p, n);
}

/* e^r - 1 = result, e^x = (1 + result) * 2^n, with 2^n given as its bits without the bias. */
MT_FN F MT_NAME(expm1_core)(MT_ARG F x, I *n) {
    F t = FMA(x, CF(0x1.715476p0f), CF(0x1.8p23f)), k = SUB(t, CF(0x1.8p23f));
    F r = FMA(k, CF(0x1.05c61p-29f), FMA(k, CF(-0x1.62e43p-1f), x));
    F p = FMA(r, CF(0x1.9e1696p-13f), CF(0x1.6d51cap-10f));
    p = FMA(r, p, CF(0x1.111302p-7f));
    p = FMA(r, p, CF(0x1.5554e4p-5f));
    p = FMA(r, p, CF(0x1.555554p-3f));
    p = FMA(r, p, CF(0x1p-1f));
    *n = ISHL(BITS(t), 23);
    return FMA(MUL(r, r), p, r);
}

MT_FN F MT_NAME(expm1)(MT_ARG F x) {
    I n;
    F c = SEL(LT(CF(89.0f), x), CF(89.0f), x), q, half;
    c = SEL(GT(CF(-18.0f), c), CF(-18.0f), c);
    q = MT_NAME(expm1_core)(MT_PASS c, &n);
    half = FROMBITS(IADD(n, CI(126 << 23))); /* 2^(n-1): n reaches 128 */
    q = FMA(half, q, SUB(half, CF(0.5f)));
    return SEL(LT(ABS(x), CF(0x1p-25f)), x, ADD(q, q)); /* keeps -0 and the denormals */
}

/* Below 0.6 an odd polynomial, above 1 - 2 / (e^2x + 1), where errors of the power fade. */
MT_FN F MT_NAME(tanh)(MT_ARG F x) {
    F a = ABS(x), c = SEL(LT(CF(9.5f), a), CF(9.5f), a), z = MUL(c, c), s, u, t, r, p;
    s = FMA(z, CF(-0x1.8284ccp-8f), CF(0x1.54c366p-6f));
    s = FMA(z, s, CF(-0x1.b89ab4p-5f));
    s = FMA(z, s, CF(0x1.1109bep-3f));
    s = FMA(z, s, CF(-0x1.55553ep-2f));
    s = FMA(MUL(a, z), s, a);
    u = MUL(c, CF(0x1.715476p1f)); /* e^2x = 2^u */
    t = ADD(u, CF(0x1.8p23f));
    r = SUB(u, SUB(t, CF(0x1.8p23f)));
    p = FMA(r, CF(0x1.49fdfep-13f), CF(0x1.5fb666p-10f));
    p = FMA(r, p, CF(0x1.3b22e8p-7f));
    p = FMA(r, p, CF(0x1.c6adb6p-5f));
    p = FMA(r, p, CF(0x1.ebfbe8p-3f));
    p = FMA(r, p, CF(0x1.62e432p-1f));
    p = FMA(r, p, CF(1.0f));
    p = FMA(p, FROMBITS(IADD(ISHL(BITS(t), 23), CI(127 << 23))), CF(1.0f));
    p = SUB(CF(1.0f), DIV(CF(2.0f), p));
    return MT_NAME(with_sign)(MT_PASS SEL(LT(a, CF(0.6f)), s, p), x);
}

/* e^|x| / 2; overflows only where sinh and cosh do. */
MT_FN F MT_NAME(half_exp)(MT_ARG F a) {
    F n, p, c = SEL(LT(CF(91.0f), a), CF(91.0f), a);
    p = MT_NAME(exp_core)(MT_PASS c, &n);
    return MT_SCALE(p, SUB(n, CF(1.0f)));
}

MT_FN F MT_NAME(cosh)(MT_ARG F x) {
    F w = MT_NAME(half_exp)(MT_PASS ABS(x));
    return ADD(w, DIV(CF(0.25f), w));
}

MT_FN F MT_NAME(sinh)(MT_ARG F x) {
    F a = ABS(x), z = MUL(a, a), w = MT_NAME(half_exp)(MT_PASS a), big, p;
    big = SUB(w, DIV(CF(0.25f), w));
    p = FMA(z, CF(0x1.76ed96p-19f), CF(0x1.a01954p-13f));
    p = FMA(z, p, CF(0x1.1110eep-7f));
    p = FMA(z, p, CF(0x1.555556p-3f));
    p = FMA(MUL(a, z), p, a);
    return MT_NAME(with_sign)(MT_PASS SEL(LT(a, CF(1.0f)), p, big), x);
}

/* ---- logarithms ----------------------------------------------------------------------------- */

/* x = (1 + f) * 2^e for finite x > 0, with 1 + f in [sqrt(1/2), sqrt(2)). */
MT_FN F MT_NAME(log_split)(MT_ARG F x, F *e) {
    B tiny = LT(x, CF(0x1p-126f));
    I i = BITS(SEL(tiny, MUL(x, CF(0x1p25f)), x));
    I k = ISHR(ISUB(i, CI(0x3f3504f3)), 23);
    *e = ADD(TOFLT(k), SEL(tiny, CF(-25.0f), CF(0.0f)));
    return SUB(FROMBITS(ISUB(i, ISHL(k, 23))), CF(1.0f));
}

/* log(1 + f) - f */
MT_FN F MT_NAME(log_tail)(MT_ARG F f) {
    F p = FMA(f, CF(-0x1.38cfa4p-4f), CF(0x1.057532p-3f));
    p = FMA(f, p, CF(-0x1.0d8ba6p-3f));
    p = FMA(f, p, CF(0x1.22d6d8p-3f));
    p = FMA(f, p, CF(-0x1.547166p-3f));
    p = FMA(f, p, CF(0x1.99a02ap-3f));
    p = FMA(f, p, CF(-0x1.00022ap-2f));
    p = FMA(f, p, CF(0x1.555554p-2f));
    return MUL(MUL(f, f), FMA(f, p, CF(-0x1p-1f)));
}

/* What y = log(x) is outside the finite positive numbers. */
MT_FN F MT_NAME(log_edges)(MT_ARG F x, F y) {
    y = SEL(LT(x, MT_INF_F), y, x); /* +inf and NaN stay */
    y = SEL(LT(x, CF(0.0f)), MT_NAN_F, y);
    return SEL(EQ(x, CF(0.0f)), CF(-INFINITY), y);
}

MT_FN F MT_NAME(log)(MT_ARG F x) {
    F e, f = MT_NAME(log_split)(MT_PASS x, &e), t = MT_NAME(log_tail)(MT_PASS f);
    t = FMA(e, CF(-0x1.05c61p-29f), t);
    return MT_NAME(log_edges)(MT_PASS x, FMA(e, CF(0x1.62e43p-1f), ADD(f, t)));
}

MT_FN F MT_NAME(log2)(MT_ARG F x) {
    F e, f = MT_NAME(log_split)(MT_PASS x, &e), t = MT_NAME(log_tail)(MT_PASS f);
    t = FMA(f, CF(0x1.4ae0cp-26f), MUL(t, CF(0x1.715476p0f)));
    return MT_NAME(log_edges)(MT_PASS x, ADD(e, FMA(f, CF(0x1.715476p0f), t)));
}

MT_FN F MT_NAME(log10)(MT_ARG F x) {
    F e, f = MT_NAME(log_split)(MT_PASS x, &e), t = MT_NAME(log_tail)(MT_PASS f);
    t = FMA(f, CF(-0x1.5b235ep-27f), MUL(t, CF(0x1.bcb7b2p-2f)));
    t = FMA(e, CF(-0x1.ec10cp-27f), t);
    return MT_NAME(log_edges)(MT_PASS x, FMA(e, CF(0x1.344136p-2f), FMA(f, CF(0x1.bcb7b2p-2f), t)));
}

/* As log(u) with u = 1 + x, but f comes from x itself: x 2^-e + (2^-e - 1), rounded once. */
MT_FN F MT_NAME(log1p)(MT_ARG F x) {
    F u = ADD(x, CF(1.0f)), f, t, s, y;
    I k = ISHR(ISUB(BITS(u), CI(0x3f3504f3)), 23);
    I c = ISEL(ILT(k, CI(126)), k, CI(126)); /* 2^-c only matters down to 2^-25 */
    s = FROMBITS(ISUB(CI(127 << 23), ISHL(c, 23)));
    f = ADD(FROMBITS(ISUB(BITS(x), ISHL(k, 23))), SUB(s, CF(1.0f)));
    f = SEL(IEQ(k, CI(0)), x, f);
    t = FMA(TOFLT(k), CF(-0x1.05c61p-29f), MT_NAME(log_tail)(MT_PASS f));
    y = MT_NAME(log_edges)(MT_PASS u, FMA(TOFLT(k), CF(0x1.62e43p-1f), ADD(f, t)));
    return SEL(LT(ABS(x), CF(0x1p-25f)), x, y);
}

/* ---- trigonometry: reduced and evaluated in double ------------------------------------------ */

/* v minus the nearest multiple of 4; exact. */
MT_FN D MT_NAME(mod4)(MT_ARG D v) { return DFMA(DRINT(DMUL(v, CD(0.25))), CD(-4.0), v); }

/* x * 2/pi modulo 4, for finite x >= 1, to about 2^-88. The table row of the binary exponent holds
 * the digits of 2/pi that matter: those above give multiples of 4 with any 24-bit x. */
MT_FN D MT_NAME(quarter_turns)(MT_ARG F x, D shift, D *low) {
    I bits = BITS(x), e = ISUB(IUSHR(bits, 23), CI(127));
    I at = ISHL(IAND(ISHR(e, 4), CI(7)), 2);
    I mant = IOR(IAND(bits, CI(0x007fffff)), ISHL(IADD(IAND(e, CI(15)), CI(127)), 23));
    D m = WIDEN(FROMBITS(mant)), c0 = TBL(kn_two_over_pi, at);
    D c1 = TBL(kn_two_over_pi, IADD(at, CI(1))), c2 = TBL(kn_two_over_pi, IADD(at, CI(2)));
    D p0 = DMUL(m, c0), p1 = DMUL(m, c1), e0 = DFMA(m, c0, DNEG(p0)), e1 = DFMA(m, c1, DNEG(p1));
    D a = DADD(MT_NAME(mod4)(MT_PASS DADD(MT_NAME(mod4)(MT_PASS p0), MT_NAME(mod4)(MT_PASS e0))),
               shift);
    D b = MT_NAME(mod4)(MT_PASS p1), s = DADD(a, b), t = DSUB(s, a);
    D lost = DADD(DSUB(a, DSUB(s, t)), DSUB(b, t));
    *low = DADD(DFMA(m, c2, e1), lost);
    return s;
}

/* sin(r) for |r| <= pi/2, negated when n is odd. */
MT_FN F MT_NAME(sin_core)(MT_ARG D r, D n) {
    D z = DMUL(r, r), p;
    p = DFMA(z, CD(-0x1.9a5e5a42bedfap-26), CD(0x1.71700f36da8eep-19));
    p = DFMA(z, p, CD(-0x1.a017d64612933p-13));
    p = DFMA(z, p, CD(0x1.11110c4009c65p-7));
    p = DFMA(z, p, CD(-0x1.5555554744dccp-3));
    p = DFMA(DMUL(r, z), p, r);
    return FROMBITS(IXOR(BITS(NARROW(p)), ISHL(DTOINT(n), 31)));
}

/* sin(x + shift * pi/2), any finite x >= 2^28 */
MT_FN F MT_NAME(sin_huge)(MT_ARG F x, D shift) {
    D low, q = MT_NAME(quarter_turns)(MT_PASS x, shift, &low), n = DRINT(DMUL(q, CD(0.5)));
    D v = DADD(DFMA(n, CD(-2.0), q), low);
    F y = MT_NAME(sin_core)(MT_PASS DMUL(v, CD(0x1.921fb54442d18p0)), n);
    return SEL(LT(x, MT_INF_F), y, MT_NAN_F);
}

/* x - n pi, |x| < 2^28; n a multiple of 1/2 */
MT_FN D MT_NAME(minus_pi)(MT_ARG D x, D n) {
    return DFMA(n, CD(-0x1.1a62633145c07p-53), DFMA(n, CD(-0x1.921fb54442d18p1), x));
}

MT_FN F MT_NAME(sin)(MT_ARG F x) {
    F a = ABS(x), y;
    B small = LT(a, CF(0x1p28f));
    D w = WIDEN(SEL(small, a, CF(0.0f))), n = DRINT(DMUL(w, CD(0x1.45f306dc9c883p-2)));
    y = MT_NAME(sin_core)(MT_PASS MT_NAME(minus_pi)(MT_PASS w, n), n);
    MT_RARE(BNOT(small), y, MT_NAME(sin_huge)(MT_PASS a, CD(0.0)));
    return FROMBITS(IXOR(BITS(y), IAND(BITS(x), MT_SIGN_F)));
}

/* cos(x), |x| < 2^28, as sin(x + pi/2): the zeros of cos are at half-integer multiples of pi. */
MT_FN F MT_NAME(cos_small)(MT_ARG F x) {
    D w = WIDEN(x), n = DRINT(DFMA(w, CD(0x1.45f306dc9c883p-2), CD(0.5)));
    return MT_NAME(sin_core)(MT_PASS MT_NAME(minus_pi)(MT_PASS w, DSUB(n, CD(0.5))), n);
}

MT_FN F MT_NAME(cos)(MT_ARG F x) {
    F a = ABS(x), y;
    B small = LT(a, CF(0x1p28f));
    y = MT_NAME(cos_small)(MT_PASS SEL(small, a, CF(0.0f)));
    MT_RARE(BNOT(small), y, MT_NAME(sin_huge)(MT_PASS a, CD(1.0)));
    return y;
}

/* tan(r) for |r| <= pi/4, or -1/tan(r) when n is odd. */
MT_FN F MT_NAME(tan_core)(MT_ARG D r, D n) {
    B odd = IEQ(IAND(DTOINT(n), CI(1)), CI(1));
    D z = DMUL(r, r), p;
    p = DFMA(z, CD(0x1.0c1bba8323793p-9), CD(-0x1.3da2ef3b9f597p-11));
    p = DFMA(z, p, CD(0x1.47d03cc9745bfp-8));
    p = DFMA(z, p, CD(0x1.10db459884492p-7));
    p = DFMA(z, p, CD(0x1.683753a34ecbdp-6));
    p = DFMA(z, p, CD(0x1.b9feb7805ca3fp-5));
    p = DFMA(z, p, CD(0x1.11117a3218d68p-3));
    p = DFMA(z, p, CD(0x1.55555451bcb59p-2));
    p = DFMA(DMUL(r, z), p, r);
    return NARROW(DDIV(DSEL(odd, CD(-1.0), p), DSEL(odd, p, CD(1.0))));
}

MT_FN F MT_NAME(tan_huge)(MT_ARG F x) {
    D low, q = MT_NAME(quarter_turns)(MT_PASS x, CD(0.0), &low), n = DRINT(q);
    D r = DMUL(DADD(DSUB(q, n), low), CD(0x1.921fb54442d18p0));
    return SEL(LT(x, MT_INF_F), MT_NAME(tan_core)(MT_PASS r, n), MT_NAN_F);
}

MT_FN F MT_NAME(tan)(MT_ARG F x) {
    F a = ABS(x), y;
    B small = LT(a, CF(0x1p28f));
    D w = WIDEN(SEL(small, a, CF(0.0f))), n = DRINT(DMUL(w, CD(0x1.45f306dc9c883p-1)));
    D r = MT_NAME(minus_pi)(MT_PASS w, DMUL(n, CD(0.5)));
    y = MT_NAME(tan_core)(MT_PASS r, n);
    MT_RARE(BNOT(small), y, MT_NAME(tan_huge)(MT_PASS a));
    return FROMBITS(IXOR(BITS(y), IAND(BITS(x), MT_SIGN_F)));
}

/* asin(s) - s for 0 <= s <= 1/2 given z = s^2 */
MT_FN F MT_NAME(asin_tail)(MT_ARG F s, F z) {
    F p = FMA(z, CF(0x1.33f18ap-5f), CF(0x1.d744eap-7f));
    p = FMA(z, p, CF(0x1.04b3c6p-5f));
    p = FMA(z, p, CF(0x1.6caa42p-5f));
    p = FMA(z, p, CF(0x1.3338ap-4f));
    p = FMA(z, p, CF(0x1.55554cp-3f));
    return MUL(MUL(s, z), p);
}

/* Above 1/2 through asin(x) = pi/2 - 2 asin(sqrt((1 - x) / 2)); beyond 1 the root is a NaN. The
 * large parts are subtracted first, so that the tails are rounded as small numbers. */
MT_FN F MT_NAME(asin)(MT_ARG F x) {
    F a = ABS(x), h = MUL(SUB(CF(1.0f), a), CF(0.5f)), s, t, y, lost;
    B small = LE(a, CF(0.5f));
    s = SEL(small, a, SQRT(h));
    t = MT_NAME(asin_tail)(MT_PASS s, SEL(small, MUL(a, a), h));
    y = FMA(s, CF(-2.0f), CF(0x1.921fb6p0f));
    lost = FMA(s, CF(-2.0f), SUB(CF(0x1.921fb6p0f), y)); /* what rounding y dropped */
    y = SUB(y, SUB(FMA(t, CF(2.0f), CF(0x1.777a5cp-25f)), lost));
    return MT_NAME(with_sign)(MT_PASS ABS(SEL(small, ADD(s, t), y)), x);
}

MT_FN F MT_NAME(acos)(MT_ARG F x) {
    F a = ABS(x), h = MUL(SUB(CF(1.0f), a), CF(0.5f)), s, t, mid, left;
    B small = LE(a, CF(0.5f)), neg = LT(x, CF(0.0f));
    s = SEL(small, x, SQRT(h));
    t = MT_NAME(asin_tail)(MT_PASS s, SEL(small, MUL(a, a), h));
    mid = SUB(SUB(CF(0x1.921fb6p0f), s), ADD(t, CF(0x1.777a5cp-25f)));
    left = SUB(FMA(s, CF(-2.0f), CF(0x1.921fb6p1f)), FMA(t, CF(2.0f), CF(0x1.777a5cp-24f)));
    t = ADD(s, t);
    return SEL(small, mid, SEL(neg, left, ADD(t, t)));
}

/* atan(x), or pi/2 - atan(1/x) above 1 */
MT_FN F MT_NAME(atan)(MT_ARG F x) {
    F a = ABS(x), t, z, p, lead;
    B big = GT(a, CF(1.0f));
    t = DIV(SEL(big, CF(-1.0f), a), SEL(big, a, CF(1.0f)));
    z = MUL(t, t);
    p = FMA(z, CF(-0x1.d48b44p-10f), CF(0x1.64c2c2p-7f));
    p = FMA(z, p, CF(-0x1.fe0422p-6f));
    p = FMA(z, p, CF(0x1.da660ap-5f));
    p = FMA(z, p, CF(-0x1.58183ap-4f));
    p = FMA(z, p, CF(0x1.c09088p-4f));
    p = FMA(z, p, CF(-0x1.2420d2p-3f));
    p = FMA(z, p, CF(0x1.9991e8p-3f));
    p = FMA(z, p, CF(-0x1.55553ep-2f));
    p = FMA(MUL(t, z), p, SEL(big, CF(-0x1.777a5cp-25f), CF(0.0f)));
    lead = SEL(big, CF(0x1.921fb6p0f), CF(0.0f));
    return MT_NAME(with_sign)(MT_PASS ADD(lead, ADD(t, p)), x);
}

/* In double: the quotient of two f32 values may be below the f32 range. */
MT_FN F MT_NAME(atan2)(MT_ARG F y, F x) {
    F ay = ABS(y), ax = ABS(x);
    B swap = GT(ay, ax), left = ILT(BITS(x), CI(0));
    D num = WIDEN(SEL(swap, ax, ay)), den = WIDEN(SEL(swap, ay, ax)), q, z, p;
    q = DSEL(EQ(ax, ay), CD(1.0), DDIV(num, den)); /* also when both are infinite */
    q = DSEL(EQ(ay, CF(0.0f)), CD(0.0), q);        /* also when both are zero */
    z = DMUL(q, q);
    p = DFMA(z, CD(0x1.2321aad600791p-10), CD(-0x1.de9950a4bbbb2p-8));
    p = DFMA(z, p, CD(0x1.70ccbf4f0388dp-6));
    p = DFMA(z, p, CD(-0x1.6dd458b3e5293p-5));
    p = DFMA(z, p, CD(0x1.140bfcf00017p-4));
    p = DFMA(z, p, CD(-0x1.68ddcd477dbe5p-4));
    p = DFMA(z, p, CD(0x1.c4efa7a1d2b7dp-4));
    p = DFMA(z, p, CD(-0x1.24734cc0abae1p-3));
    p = DFMA(z, p, CD(0x1.9997dda0d523bp-3));
    p = DFMA(z, p, CD(-0x1.555550fca0c11p-2));
    p = DFMA(DMUL(q, z), p, q);
    p = DSEL(swap, DSUB(CD(0x1.921fb54442d18p0), p), p);
    p = DSEL(left, DSUB(CD(0x1.921fb54442d18p1), p), p);
    ay = MT_NAME(with_sign)(MT_PASS NARROW(p), y);
    return SEL(BOR(ISNAN(x), ISNAN(y)), MT_NAN_F, ay);
}

/* ---- error function and power --------------------------------------------------------------- */

/* Below 1 x + x R(x^2), above 1 - 2^u(x). */
MT_FN F MT_NAME(erf)(MT_ARG F x) {
    F a = ABS(x), c = SEL(LT(CF(4.0f), a), CF(4.0f), a), z = MUL(c, c), s, u, t, r, p;
    s = FMA(z, CF(-0x1.270af6p-11f), CF(0x1.4236a4p-8f));
    s = FMA(z, s, CF(-0x1.b59fd4p-6f));
    s = FMA(z, s, CF(0x1.ce08fp-4f));
    s = FMA(z, s, CF(-0x1.812672p-2f));
    s = FMA(z, s, CF(0x1.06eba2p-3f));
    s = FMA(a, s, a);
    u = FMA(c, CF(-0x1.b60828p-10f), CF(0x1.5ec62ap-6f));
    u = FMA(c, u, CF(-0x1.06728p-3f));
    u = FMA(c, u, CF(-0x1.e33b3ep-1f));
    u = FMA(c, u, CF(-0x1.9cc83ap0f));
    u = FMA(c, u, CF(-0x1.ed95a4p-9f));
    t = ADD(u, CF(0x1.8p23f));
    r = SUB(u, SUB(t, CF(0x1.8p23f)));
    p = FMA(r, CF(-0x1.49fdfep-13f), CF(-0x1.5fb666p-10f)); /* -2^r */
    p = FMA(r, p, CF(-0x1.3b22e8p-7f));
    p = FMA(r, p, CF(-0x1.c6adb6p-5f));
    p = FMA(r, p, CF(-0x1.ebfbe8p-3f));
    p = FMA(r, p, CF(-0x1.62e432p-1f));
    p = FMA(r, p, CF(-1.0f));
    p = FMA(p, FROMBITS(IADD(ISHL(BITS(t), 23), CI(127 << 23))), CF(1.0f));
    return MT_NAME(with_sign)(MT_PASS SEL(LT(a, CF(1.0f)), s, p), x);
}

/* w * 2^t for |t| <= 250, w of moderate size; exact up to the polynomial until NARROW. */
MT_FN D MT_NAME(times_exp2)(MT_ARG D w, D t) {
    D n = DRINT(t), r = DSUB(t, n), p;
    I k = DTOINT(n), h = ISHR(k, 1);
    D s1 = WIDEN(FROMBITS(ISHL(IADD(h, CI(127)), 23)));
    D s2 = WIDEN(FROMBITS(ISHL(IADD(ISUB(k, h), CI(127)), 23)));
    p = DFMA(r, CD(0x1.66359af51e516p-20), CD(0x1.00ee0adc7a817p-16));
    p = DFMA(r, p, CD(0x1.4306c00de9792p-13));
    p = DFMA(r, p, CD(0x1.5d87296ef269p-10));
    p = DFMA(r, p, CD(0x1.3b2ab7f44ab1dp-7));
    p = DFMA(r, p, CD(0x1.c6b08defc9908p-5));
    p = DFMA(r, p, CD(0x1.ebfbdff7c5465p-3));
    p = DFMA(r, p, CD(0x1.62e42fef7a749p-1));
    p = DFMA(r, p, CD(1.0));
    return DMUL(DMUL(DMUL(w, p), s1), s2);
}

/* e^(-x^2) P((x - 3) / (x + 3)) for x >= 0, and 2 - erfc(-x) */
MT_FN F MT_NAME(erfc)(MT_ARG F x) {
    F a = ABS(x);
    D w = WIDEN(SEL(LT(a, CF(11.0f)), a, CF(11.0f))), t, p;
    t = DDIV(DSUB(w, CD(3.0)), DADD(w, CD(3.0)));
    p = DFMA(t, CD(-0x1.c60f47bccf5c6p-18), CD(-0x1.46cd78dfbf618p-17));
    p = DFMA(t, p, CD(0x1.0bc39f1414a2cp-14));
    p = DFMA(t, p, CD(0x1.6bb4f8d30d1c7p-15));
    p = DFMA(t, p, CD(-0x1.3918b49b20f51p-11));
    p = DFMA(t, p, CD(0x1.735cee5dc36eap-11));
    p = DFMA(t, p, CD(0x1.17c9081f869e6p-8));
    p = DFMA(t, p, CD(-0x1.8fa5ebc9b2be5p-6));
    p = DFMA(t, p, CD(0x1.258b125df6c37p-4));
    p = DFMA(t, p, CD(-0x1.336ffb2889f37p-3));
    p = DFMA(t, p, CD(0x1.f6ff204480c51p-3));
    p = DFMA(t, p, CD(-0x1.4e102b9edd73dp-2));
    p = DFMA(t, p, CD(0x1.6e9827d22e03fp-3));
    p = MT_NAME(times_exp2)(MT_PASS p, DMUL(DMUL(w, w), CD(-0x1.71547652b82fep0)));
    p = DSEL(LT(x, CF(0.0f)), DSUB(CD(2.0), p), p);
    return SEL(ISNAN(x), x, NARROW(p));
}

/* log2(x) in double for x > 0, and -inf, +inf at the ends */
MT_FN D MT_NAME(log2_wide)(MT_ARG F x) {
    F e, f = MT_NAME(log_split)(MT_PASS x, &e);
    D w = WIDEN(f), s = DDIV(w, DADD(w, CD(2.0))), z = DMUL(s, s), p;
    p = DFMA(z, CD(0x1.21b17bb6c8f86p-2), CD(0x1.47954c9814c05p-2));
    p = DFMA(z, p, CD(0x1.a61a2f0211f54p-2));
    p = DFMA(z, p, CD(0x1.2776c292fc64ep-1));
    p = DFMA(z, p, CD(0x1.ec709dc53c9c5p-1));
    p = DFMA(z, p, CD(0x1.71547652b8251p1));
    p = DFMA(s, p, WIDEN(e));
    p = DSEL(EQ(x, CF(0.0f)), CD(-INFINITY), p);
    return DSEL(EQ(x, MT_INF_F), CD(INFINITY), p);
}

/* In double: x P(w) with w = -log(1 - x^2), and x Q(sqrt(w)) from w = 5 on. */
MT_FN F MT_NAME(erfinv)(MT_ARG F x) {
    F a = ABS(x), c = SEL(LT(a, CF(0x1.fffffep-1f)), a, CF(0x1.fffffep-1f)), y;
    F left = FMA(NEG(c), c, CF(1.0f));
    D w = DMUL(MT_NAME(log2_wide)(MT_PASS left), CD(-0x1.62e42fefa39efp-1)), s, p, q;
    s = WIDEN(SQRT(NARROW(w)));
    /* one step of Newton's, from f32 to double */
    s = DSUB(s, DMUL(DFMA(s, s, DNEG(w)), DDIV(CD(0.5), s)));
    p = DFMA(w, CD(0x1.23e83aed9cdc9p-33), CD(-0x1.b9ad9eae8e472p-29));
    p = DFMA(w, p, CD(0x1.96f74bf1cc7f1p-26));
    p = DFMA(w, p, CD(0x1.8328c09c40651p-25));
    p = DFMA(w, p, CD(-0x1.81cf127618dd3p-20));
    p = DFMA(w, p, CD(0x1.a2c102295a059p-19));
    p = DFMA(w, p, CD(0x1.78da7b1f4318bp-15));
    p = DFMA(w, p, CD(-0x1.094450b98f723p-13));
    p = DFMA(w, p, CD(-0x1.322c70ee828e7p-9));
    p = DFMA(w, p, CD(0x1.7a74b958c98dap-7));
    p = DFMA(w, p, CD(0x1.db29f836be84bp-3));
    p = DFMA(w, p, CD(0x1.c5bf891e7720ap-1));
    q = DFMA(s, CD(-0x1.0efed1272cabdp-17), CD(0x1.04cc78e14ad7p-12));
    q = DFMA(s, q, CD(-0x1.af74a1b3d1465p-9));
    q = DFMA(s, q, CD(0x1.866ea17c25fbbp-6));
    q = DFMA(s, q, CD(-0x1.871d1d08f2ec7p-4));
    q = DFMA(s, q, CD(0x1.25503a570876p-3));
    q = DFMA(s, q, CD(0x1.0a064aac3380dp-1));
    q = DFMA(s, q, CD(-0x1.bb837240050fap1));
    q = DFMA(s, q, CD(0x1.1e0ef9b1cf5d1p3));
    q = DFMA(s, q, CD(-0x1.89ea0ee445386p3));
    q = DFMA(s, q, CD(0x1.2f1edb62bae38p3));
    q = DFMA(s, q, CD(-0x1.12aef9d6d394bp1));
    y = NARROW(DMUL(WIDEN(a), DSEL(DLT(w, CD(5.0)), p, q)));
    y = SEL(LT(a, CF(1.0f)), y, SEL(EQ(a, CF(1.0f)), MT_INF_F, MT_NAN_F));
    return MT_NAME(with_sign)(MT_PASS y, x);
}

MT_FN F MT_NAME(pow)(MT_ARG F x, F y) {
    F a = ABS(x), half = MUL(y, CF(0.5f)), v;
    B whole = EQ(RINT(y), y), odd = BAND(whole, BNOT(EQ(RINT(half), half)));
    B one = BOR(EQ(y, CF(0.0f)), BOR(EQ(x, CF(1.0f)), BAND(EQ(a, CF(1.0f)), EQ(ABS(y), MT_INF_F))));
    D t = DMUL(WIDEN(y), MT_NAME(log2_wide)(MT_PASS a));
    t = DSEL(DLT(t, CD(200.0)), t, CD(200.0)); /* a NaN becomes 200: mended below */
    t = DSEL(DLT(t, CD(-200.0)), CD(-200.0), t);
    v = NARROW(MT_NAME(times_exp2)(MT_PASS CD(1.0), t));
    v = SEL(odd, MT_NAME(with_sign)(MT_PASS v, x), v);
    v = SEL(BAND(BAND(LT(x, CF(0.0f)), LT(a, MT_INF_F)), BNOT(whole)), MT_NAN_F, v);
    v = SEL(BOR(ISNAN(x), ISNAN(y)), MT_NAN_F, v);
    return SEL(one, CF(1.0f), v);
}

#undef MT_INF_F
#undef MT_NAN_F
#undef MT_SIGN_F
#undef MT_SCALE
