/* SPDX-License-Identifier: Apache-2.0
 * Counter-based random numbers in the notation of ir/math_defs.h, which includes this after the
 * functions: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3", 2011). The counter fills words 0 and 1, words 2 and 3 are zero; a value depends on its
 * counter and key only, never on the order of evaluation. Each lane of 64 bits holds one word. */

/* MT_REPEAT(n, pointers...): the block n times, where the values pointed to are all that goes from
 * one turn to the next. Optional: the emitter makes a loop of it. */
#ifndef MT_REPEAT
#define MT_REPEAT(n, ...) for (int turn_ = 0; turn_ < (n); turn_++)
#endif

/* The four output words for (counter, key). */
MT_FN void MT_NAME(philox)(MT_ARG L counter, L key, L w[4]) {
    L mask = CL(0xffffffff), k0 = LAND(key, mask), k1 = LSHR(key, 32);
    w[0] = LAND(counter, mask);
    w[1] = LSHR(counter, 32);
    w[2] = CL(0);
    w[3] = CL(0);
    MT_REPEAT(10, &w[0], &w[1], &w[2], &w[3], &k0, &k1) {
        /* masked already, but a loop does not know it */
        L p0 = LMUL(LAND(w[0], mask), CL(0xd2511f53));
        L p1 = LMUL(LAND(w[2], mask), CL(0xcd9e8d57));
        w[0] = LXOR(LXOR(LSHR(p1, 32), w[1]), k0);
        w[2] = LXOR(LXOR(LSHR(p0, 32), w[3]), k1);
        w[1] = LAND(p1, mask);
        w[3] = LAND(p0, mask);
        k0 = LAND(LADD(k0, CL(0x9e3779b9)), mask);
        k1 = LAND(LADD(k1, CL(0xbb67ae85)), mask);
    }
}

#if MT_WIDTH == 32
/* The top 24 bits of a word over 2^24. */
MT_FN F MT_NAME(unit)(MT_ARG L word) { return MUL(TOFLT(LTOI(LSHR(word, 8))), CF(0x1p-24f)); }
#define MT_TWO_PI CF(0x1.921fb6p2f)
#define MT_UNIT_A MT_NAME(unit)(MT_PASS w[0])
#define MT_UNIT_B MT_NAME(unit)(MT_PASS w[1])
#else
/* 53 bits of two words over 2^53. */
MT_FN F MT_NAME(unit)(MT_ARG L high, L low) {
    L v = LADD(LMUL(LSHR(high, 5), CL(1 << 26)), LSHR(low, 6));
    return MUL(TOFLT(LTOI(v)), CF(0x1p-53));
}
#define MT_TWO_PI CF(0x1.921fb54442d18p2)
#define MT_UNIT_A MT_NAME(unit)(MT_PASS w[0], w[1])
#define MT_UNIT_B MT_NAME(unit)(MT_PASS w[2], w[3])
#endif

MT_FN F MT_NAME(uniform)(MT_ARG L counter, L key) {
    L w[4];
    MT_NAME(philox)(MT_PASS counter, key, w);
    return MT_UNIT_A;
}

/* Box-Muller. 1 - u is in (0, 1], so the logarithm is finite; the angle is below 2 pi. */
MT_FN F MT_NAME(normal)(MT_ARG L counter, L key) {
    L w[4];
    F radius, angle;
    MT_NAME(philox)(MT_PASS counter, key, w);
    radius = SQRT(MUL(CF(-2.0), MT_NAME(log)(MT_PASS SUB(CF(1.0), MT_UNIT_A))));
    angle = MUL(MT_TWO_PI, MT_UNIT_B);
    return MUL(radius, MT_NAME(cos_small)(MT_PASS angle));
}

#undef MT_TWO_PI
#undef MT_UNIT_A
#undef MT_UNIT_B
