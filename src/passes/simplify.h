/* SPDX-License-Identifier: Apache-2.0
 * Inside passes/ only: the simplifier's state and its parts. simplify.c walks, simplify_rules.c
 * holds the table, simplify_match.c and simplify_move.c are what the rows ask and build. */
#ifndef KN_PASSES_SIMPLIFY_H
#define KN_PASSES_SIMPLIFY_H

#include "passes/internal.h"

typedef struct simplify {
    ir_graph *g; /* the new graph */
    ir_builder *b;
    uint8_t *canonical; /* by new id, filled up to ncanonical */
    size_t ncanonical, canonical_cap;
    uint8_t *plus;
    size_t nplus, plus_cap; /* likewise: floats without -0 */
    /* likewise: where in box[] an update's begins; 0: it has none */
    size_t *box_at;
    size_t nboxes, box_at_cap;
    int64_t *box;
    size_t box_len, box_cap;
    const uint8_t *first_rule; /* by op, below */
} simplify;

/* ---- simplify_rules.c */
enum { SIMPLIFY_NO_RULE = 255 };
int simplify_rule_count(void);
const char *simplify_rule_name(int rule);
int simplify_rule_op(int rule);
/* The rule's result for a node, or IR_NONE: it declined (or s->b failed). Used by the walk and by
 * the rules' test. */
ir_id simplify_try_rule(simplify *s, int rule, ir_id id);

/* ---- simplify_place.c */
bool simplify_plus(simplify *s, ir_id id);
/* of updates or slices of one shape */
bool simplify_same_window(const simplify *s, ir_id a, ir_id b);
bool simplify_apart(const simplify *s, ir_id a, ir_id b);
ir_id simplify_slice_update(simplify *s, ir_id id);
ir_id simplify_add_update(simplify *s, ir_id x, ir_id update);
ir_id simplify_add_updates(simplify *s, ir_id a, ir_id b);
bool simplify_updates_slice(const simplify *s, ir_id id);
ir_id simplify_compose_update(simplify *s, ir_id id);
ir_id simplify_turn_update(simplify *s, ir_id id);
void simplify_free(simplify *s);

/* ---- simplify_match.c */
bool simplify_bits_are(const simplify *s, ir_id id, uint64_t bits);
bool simplify_number_is(const simplify *s, ir_id id, double number);
bool simplify_canonical(simplify *s, ir_id id);
bool simplify_power_of_two(const simplify *s, ir_id id);
ir_id simplify_reciprocal(simplify *s, ir_id id);
bool simplify_holds_all(int from, int to);
/* Elements a result of the reduction is made of; -1 when there are no results. */
int64_t simplify_reduced(const simplify *s, ir_id id);
int64_t simplify_inner(const simplify *s, ir_id matmul);
/* `id`, or `id` repeated, in the shape of `like`. */
ir_id simplify_repeat(simplify *s, ir_id id, ir_id like);
/* A map whose operands are repeated numbers, over the numbers; IR_NONE when there are none. */
ir_id simplify_unrepeat(simplify *s, ir_id id);

/* ---- simplify_move.c: about nodes of their op */
bool simplify_permutes_nothing(const simplify *s, ir_id id);
bool simplify_permutes_units(const simplify *s, ir_id id);
ir_id simplify_compose_permute(simplify *s, ir_id id);
bool simplify_slices_whole(const simplify *s, ir_id id);
ir_id simplify_compose_slice(simplify *s, ir_id id);
bool simplify_updates_forward(const simplify *s, ir_id id);

#endif
