/* SPDX-License-Identifier: Apache-2.0
 * f16 and bf16 from and to f32, in the notation of ir/math_defs.h for lanes of 32 bits: ir/half.c
 * makes scalar C of it, jit/emit_math.c vector code. A half is the low 16 bits of an I. Rounded to
 * nearest even, denormals kept, what is too large becomes an infinity, every NaN the one NaN; the
 * way to f32 is exact, and carries a NaN's bits. */

MT_FN I MT_NAME(to_f16)(MT_ARG F x) {
    I all = BITS(x), a = IAND(all, CI(0x7fffffff)), sign = IAND(IUSHR(all, 16), CI(0x8000));
    /* Below 2^-14 the spacing of the result is that of f32 from 1/2 on: the sum rounds there. */
    I small = ISUB(BITS(ADD(FROMBITS(a), CF(0.5f))), CI(0x3f000000));
    I odd = IAND(IUSHR(a, 13), CI(1));
    I rounded = IUSHR(IADD(IADD(a, odd), CI(0xfff - ((127 - 15) << 23))), 13);
    I r = ISEL(ILT(a, CI(0x38800000)), small, rounded);
    r = IOR(ISEL(ILT(a, CI(0x47800000)), r, CI(0x7c00)), sign);
    return ISEL(ILT(CI(0x7f800000), a), CI(0x7e00), r);
}

MT_FN F MT_NAME(of_f16)(MT_ARG I h) {
    I a = ISHL(IAND(h, CI(0x7fff)), 13), exponent = IAND(a, CI(0x7c00 << 13));
    I normal = IADD(a, CI((127 - 15) << 23));
    I wild = IADD(a, CI((255 - 31) << 23));
    /* A denormal is read as a fraction above 2^-14, which is then taken away: exact. */
    I small = BITS(SUB(FROMBITS(IADD(a, CI(113 << 23))), CF(0x1p-14f)));
    I r = ISEL(IEQ(exponent, CI(0)), small, ISEL(IEQ(exponent, CI(0x7c00 << 13)), wild, normal));
    return FROMBITS(IOR(r, ISHL(IAND(h, CI(0x8000)), 16)));
}

MT_FN I MT_NAME(to_bf16)(MT_ARG F x) {
    I all = BITS(x), odd = IAND(IUSHR(all, 16), CI(1));
    I rounded = IUSHR(IADD(all, IADD(odd, CI(0x7fff))), 16);
    return ISEL(ILT(CI(0x7f800000), IAND(all, CI(0x7fffffff))), CI(0x7fc0), rounded);
}

MT_FN F MT_NAME(of_bf16)(MT_ARG I h) { return FROMBITS(ISHL(h, 16)); }
