/* SPDX-License-Identifier: Apache-2.0
 * The one definition of every math function, as straight-line expressions of IEEE basics. It is
 * included with macros as parameters (so: no include guard): reference/ref_math.c makes scalar C
 * of it, jit/emit_math.c makes vector IR. Same operations, same order, hence the same bits.
 *
 * An includer defines everything below, then includes this file; once for each MT_WIDTH.
 *
 *   MT_WIDTH    32 or 64: the width of F. Selects ir/math_f32.h or ir/math_f64.h.
 *   MT_NAME(fn) the generated name, for example ref_f32_##fn
 *   MT_FN       function specifiers; `static inline` keeps unused helpers quiet
 *   MT_ARG      leading parameter with its comma (`emitter *jit,`) or empty; the definitions use
 *               most one-letter names themselves
 *   MT_PASS     the same as an argument (`jit,`) or empty
 *   The context parameter is visible to all macros below; each is an expression that uses its
 *   arguments once. Generated functions: names and operand counts in ir/math.def, all static:
 *       F MT_NAME(fn)(MT_ARG F x)   F MT_NAME(fn)(MT_ARG F x, F y)
 *       F MT_NAME(uniform)(MT_ARG L counter, L key)   and normal
 *
 * Types, as lanes of one vector or as scalars:
 *   F float value of MT_WIDTH bits · I integer of the same width, wraps · B truth value
 *   D double (MT_WIDTH 32 only; for 64 the D macros are not used)
 *   L 64-bit integer, wraps (for MT_WIDTH 64 it is the same thing as I)
 *
 * On F   CF(c): constant, c is a C literal of exactly that value, or INFINITY
 *        ADD SUB MUL DIV (x, y) · FMA(x, y, z) = x*y+z rounded once · SQRT NEG ABS RINT (x)
 *        NEG and ABS only touch the sign bit. RINT rounds half to even.
 *        LT LE GT EQ (x, y) -> B: false when a NaN takes part · ISNAN(x) -> B
 *        SEL(b, x, y): b ? x : y, a choice of bits
 *        BITS(x) -> I, FROMBITS(i) -> F: same bits · TOFLT(i) -> F: rounds to nearest even
 * On I   CI(c) · IADD ISUB IAND IOR IXOR (a, b) · ISHL ISHR IUSHR (a, n): n is a C constant;
 *        ISHR copies the sign, IUSHR does not · ILT(a, b) signed, IEQ(a, b) -> B · ISEL(b, a, c)
 * On B   BAND BOR (a, b) · BNOT(a)
 * On D   CD(c) · WIDEN(F) -> D · NARROW(D) -> F: rounds once, denormals kept
 *        DADD DSUB DMUL DDIV (x, y) · DFMA(x, y, z) · DRINT DNEG (x) · DLT(x, y) -> B
 *        DSEL(b, x, y) · DTOINT(D) -> I: the value is an integer in range, never a NaN
 * On L   CL(c) · LADD LMUL LXOR LAND (a, b) · LSHR(a, n): logical, n constant
 *        LTOI(L) -> I: the low MT_WIDTH bits
 *
 * Table  TBL(id, i): element i (an I, never out of range) of the double array `id` of
 *        ir/math_tables.h. Its type is D for MT_WIDTH 32 and F for 64. The one table:
 *        kn_two_over_pi[], only reached inside MT_RARE.
 *
 * Rare   MT_RARE(b, var, expr): a statement, `var = SEL(b, expr, var)` where var is an F. expr is
 *        evaluated for a set of lanes that is known to be almost always empty, so an includer
 *        may skip it when no lane has b; evaluating it for all lanes is equally right.
 *
 * Optional: SCALE(x, n) = x * 2^n rounded once, for x of magnitude 2^-10 to 4 and n an integer-valued
 *        F with |n| <= 180 (MT_WIDTH 32) or 1100 (64); when either is a NaN, so is the result.
 *        AVX-512 has it as vscalef. Undefined, two multiplications do it; the bits are the same.
 *
 * NaN: a NaN operand gives a NaN, of any sign and payload; the caller canonicalises.
 * Order: C leaves the order of evaluation of nested macro arguments open. Values do not depend on
 *        it, the order of emitted instructions does.
 */
#if !defined(MT_WIDTH) || (MT_WIDTH != 32 && MT_WIDTH != 64)
#error "MT_WIDTH must be 32 or 64"
#endif

#if MT_WIDTH == 32
#include "ir/math_f32.h"
#else
#include "ir/math_f64.h"
#endif
#include "ir/math_random.h"
