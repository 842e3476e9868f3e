/* SPDX-License-Identifier: Apache-2.0
 * The rows of simplify.def as functions. The short words that make the rows readable are macros of
 * this file only. */
#include "passes/simplify.h"

#define G (s->g)
#define N id
#define X x
#define Y y
#define Z z
#define dtype(v) ((kiln_dtype)ir_at(G, v)->dtype)
#define is_float(v) ir_dtype_is(dtype(v), IR_DT_FLT)
#define is_int(v) ir_dtype_is(dtype(v), IR_DT_INT)
#define is_signed(v) (dtype(v) != KILN_U8)
#define is(v, o) (ir_at(G, v)->op == (o))
#define arg(v) ir_at(G, v)->operand[0]
#define exact(v) simplify_canonical(s, v)
#define number(v, c) simplify_number_is(s, v, c)
#define bits(v, b) simplify_bits_are(s, v, b)
#define minus_zero(v) (UINT64_C(1) << (dtype(v) == KILN_F32 ? 31 : 63))
#define power_of_two(v) simplify_power_of_two(s, v)
#define casts(a, c) ir_cast_exists(a, c)
#define lossless(a, c) simplify_holds_all(a, c)
#define same_shape(a, c) ir_same_shape(G, a, c)
#define splat_rank(v) (pass_splat_of(G, v) != IR_NONE ? ir_at(G, v)->rank : -1)
#define reduced(v) simplify_reduced(s, v)
#define inner_extent(v) simplify_inner(s, v)
#define permutes_nothing(v) simplify_permutes_nothing(s, v)
#define permutes_units(v) simplify_permutes_units(s, v)
#define slices_whole(v) simplify_slices_whole(s, v)
#define updates_forward(v) simplify_updates_forward(s, v)
#define no_elements(v) (ir_numel(G, v) == 0)
#define plus(v) simplify_plus(s, v)
#define places_zeros(v) (is(v, IR_UPDATE) && is_float(v) && bits(arg(v), 0))
#define same_window(a, c) simplify_same_window(s, a, c)
#define apart(a, c) simplify_apart(s, a, c)
#define updates_slice(v) simplify_updates_slice(s, v)
/* results */
#define reciprocal(v) simplify_reciprocal(s, v)
#define map1(o, a) ir_map1(s->b, o, a)
#define map2(o, a, c) ir_map2(s->b, o, a, c)
#define map3(o, a, c, d) ir_map3(s->b, o, a, c, d)
#define cast(a, d) ir_cast(s->b, a, d)
#define constant(c) ir_const(s->b, dtype(N), c)
#define same(v) simplify_repeat(s, v, N)
#define splat(v) pass_splat_of(G, v)
#define reshape(v) ir_reshape(s->b, v, ir_at(G, N)->rank, ir_shape(G, N))
#define expand(v) ir_expand(s->b, v, ir_at(G, N)->rank, ir_shape(G, N))
#define compose_permute(v) simplify_compose_permute(s, v)
#define compose_slice(v) simplify_compose_slice(s, v)
#define slice_update(v) simplify_slice_update(s, v)
#define add_update(a, c) simplify_add_update(s, a, c)
#define add_updates(a, c) simplify_add_updates(s, a, c)
#define compose_update(v) simplify_compose_update(s, v)
#define turn_update(v) simplify_turn_update(s, v)

#define RULE(name, op, condition, result)                                                          \
    static ir_id rule_##name(simplify *s, ir_id id, ir_id x, ir_id y, ir_id z) {                   \
        (void)s, (void)id, (void)x, (void)y, (void)z;                                              \
        return (condition) ? (result) : IR_NONE;                                                   \
    }
#include "passes/simplify.def"
#undef RULE

static const struct {
    const char *name;
    int op;
    ir_id (*apply)(simplify *s, ir_id id, ir_id x, ir_id y, ir_id z);
} rules[] = {
#define RULE(name, op, condition, result) {#name, IR_##op, rule_##name},
#include "passes/simplify.def"
#undef RULE
};

int simplify_rule_count(void) { return (int)(sizeof rules / sizeof *rules); }
const char *simplify_rule_name(int rule) { return rules[rule].name; }
int simplify_rule_op(int rule) { return rules[rule].op; }

ir_id simplify_try_rule(simplify *s, int rule, ir_id id) {
    const ir_node *n = ir_at(s->g, id);
    if (n->op != rules[rule].op) return IR_NONE;
    ir_id x = n->operand[0], y = n->operand[1], z = n->operand[2];
    bool commutes = ir_op_has(n->op, IR_COMM);
    ir_id result = rules[rule].apply(s, id, x, y, z);
    if (result == IR_NONE && commutes && s->b->status == KILN_OK)
        result = rules[rule].apply(s, id, y, x, z);
    return result;
}
