/* SPDX-License-Identifier: Apache-2.0
 * How a contraction is cut into panels, tiles and units of work, from extents and strides alone:
 * passes/ reserves the packing space it says, runtime/contract.c walks the units it says. */
#ifndef KN_IR_CONTRACT_PACKING_H
#define KN_IR_CONTRACT_PACKING_H

#include "ir/plan.h"

/* A is packed in panels of mr rows, k steps of mr elements, rows past m zero; B in panels of nr
 * columns, k steps of nr elements, columns past n zero. A unit of work is unit_m row panels times
 * unit_n column panels of one batch. An operand is packed before all tiles ("shared"), or by the
 * thread that uses it into a piece of its own while it is in its cache:
 *   a_own   block_m row panels at a time, used at once with all columns of the unit
 *   b_own   one column panel at a time, used at once with all rows; with a_own, all columns of the
 *           unit */
typedef struct contract_tiling {
    int64_t mpanels, npanels;     /* of one batch */
    int64_t unit_m, unit_n;       /* panels of a unit */
    int64_t mgroups, ngroups;     /* units of one batch */
    int64_t units, nchunks;       /* a chunk is a run of units */
    int64_t block_m;              /* row panels that pass together */
    int64_t a_batches, b_batches; /* packed ones: 1 where the stride is 0 */
    int64_t pieces;               /* own ones, for so many threads */
    bool b_in_place;              /* B's rows are read where they lie */
    bool a_own, b_own;
    size_t a_panel, b_panel; /* bytes of a panel */
    size_t a_piece, b_piece; /* bytes of an own piece, multiples of 64 */
} contract_tiling;

/* `st` has m, n, k, batch and strides; spec its tile shape and operand dtype. units is 0 when
 * nothing is to be stored. */
void kernel_contract_tiling(const plan_step *st, const kernel_spec *spec, contract_tiling *t);
/* Bytes for st->pack_a and st->pack_b, multiples of 64; SIZE_MAX / 4 when they do not fit. pack_b
 * is 0 when B is read in place. The step's packing space must be 64-byte aligned. */
void kernel_contract_packing(const plan_step *st, const kernel_spec *spec, size_t *pack_a,
                             size_t *pack_b);

#endif
