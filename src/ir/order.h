/* SPDX-License-Identifier: Apache-2.0
 * The canonical order of reductions: constants that the reference kernels, the emitter and the
 * runtime share, so that every path adds in the same order and gives the same bits. A contract:
 * docs/numerics.md.
 *
 * A reduction node covers the axes [first, end) of its operand, taken as one index i = 0..n-1 in
 * row-major order. Drop every axis of extent 1; if the last remaining axis is reduced the reduction
 * is LANE style, else COLUMN style.
 *   LANE    i is cut into blocks of ORDER_LANE_BLOCK. In a block, element i goes to lane i %
 *           ORDER_LANES; a lane
 *           takes its elements in order, starting from the identity: acc = acc op x. The lanes then
 *           fold in halves,
 *           lane[l] = lane[l] op lane[l + h] for h = 32, 16, 8, 4, 2, 1.
 *   COLUMN  i is cut into blocks of ORDER_COLUMN_BLOCK; a block is acc = acc op x in order from the
 *           identity.
 * Block results fold pairwise, p[j] = p[2j] op p[2j+1], an odd last one carried, until one is left.
 * Identities: sum +0, prod 1, rmax the least value (-inf, false), rmin the greatest. n = 0 gives
 * the identity for sum and prod; an empty rmax, rmin, argmax or argmin is refused when recorded.
 * argmax and argmin do not depend on order: the first NaN, else the first extreme element. */
#ifndef KN_IR_ORDER_H
#define KN_IR_ORDER_H

enum { ORDER_LANES = 64, ORDER_LANE_BLOCK = 16384, ORDER_COLUMN_BLOCK = 256 };

/* Every float result of a map, reduction, contraction or scatter is stored with any NaN replaced by
 * this one: which NaN an instruction yields depends on operand order, which compilers may swap.
 * Movement, gather and select carry bits; see docs/numerics.md. */
#define ORDER_NAN_F16 UINT32_C(0x7e00)
#define ORDER_NAN_BF16 UINT32_C(0x7fc0)
#define ORDER_NAN_F32 UINT32_C(0x7fc00000)
#define ORDER_NAN_F64 UINT64_C(0x7ff8000000000000)

#endif
