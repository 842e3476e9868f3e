/* SPDX-License-Identifier: Apache-2.0
 * The numbers of RFC 6330 and the three functions that read them. Called by precode.c. */
#ifndef KN_RAPTORQ_TABLES_H
#define KN_RAPTORQ_TABLES_H

#include <stdint.h>

/* A block of at most `extended` symbols (K'), filled up with zero ones: its systematic index (J)
 * and its numbers of LDPC (S), HDPC (H) and LT symbols (W). */
typedef struct raptorq_row {
    uint16_t extended, index, ldpc, hdpc, lt;
} raptorq_row;

const raptorq_row *raptorq_row_for(uint32_t source);         /* source: 1..256 */
uint32_t raptorq_random(uint32_t y, uint32_t i, uint32_t m); /* Rand[y, i, m] */
uint32_t raptorq_degree(uint32_t v, uint32_t most);          /* Deg[v], v < 2^20 */

#endif
