/* SPDX-License-Identifier: Apache-2.0
 * For tests/scripts/sequence.sh, which has tools/sequence.py read it: of the lines below those that say "open", and no others, leave the
 * order of two appending calls to the compiler. Never compiled. */
#include <stddef.h>

typedef unsigned ir_id;
typedef struct ir_graph { unsigned *nodes; size_t count; int *ints; size_t nints; } ir_graph;
typedef struct ir_builder { ir_graph *g; } ir_builder;
typedef ir_id rule(ir_builder *b, ir_id x);
typedef struct named { const char *name; ir_id (*make)(ir_builder *b, ir_id x, double k); } named;
typedef struct pair { ir_id first, second; } pair;

unsigned *ir_next(ir_graph *g) { return g->nodes + g->count; }
ir_id ir_append(ir_builder *b, ir_id x) { return *ir_next(b->g) = x, (ir_id)b->g->count++; }
ir_id add(ir_builder *b, ir_id x, ir_id y);
static ir_id one(ir_builder *b) { return ir_append(b, 1); }
static inline ir_id negative(ir_builder *b, ir_id x) { return x == 0 ? x : ir_append(b, x); }
static ir_id scaled(ir_builder *b, ir_id x, double k) { return k == 1 ? x : negative(b, x); }
static unsigned shape(const ir_graph *g, ir_id x) { return g->nodes[x]; }
static ir_id unused(ir_id x) { return x + 1; }
ir_id add(ir_builder *b, ir_id x, ir_id y) { return ir_append(b, x ^ y); }
static const named table[] = {{"scaled", scaled}};
#define TWICE(b, f) add(b, f, f)
#define MAKE(name, y, z) ir_id name(ir_builder *b, ir_id x) { return add(b, y, z); }
#define LONG(name, y) ir_id name(ir_builder *b, ir_id x) { ir_id first = (y); return add(b, x, first); }

/* ---- open */

ir_id two_arguments(ir_builder *b) { return add(b, one(b), one(b)); } /* open */
ir_id deep(ir_builder *b, ir_id x) { return add(b, negative(b, unused(one(b))), x ? x : scaled(b, x, 2)); } /* open */
ir_id operands(ir_builder *b, ir_id x) { return negative(b, x) + one(b); } /* open */
ir_id compared(ir_builder *b, ir_id x) { return negative(b, x) == one(b) ? x : 0; } /* open */
ir_id listed(ir_builder *b) {
    ir_id x[2] = {one(b), one(b)}; /* open */
    pair p = {.first = one(b), .second = negative(b, 2)}; /* open */
    return x[0] + p.first;
}
pair literal(ir_builder *b, ir_id x) { return (pair){negative(b, x), one(b)}; } /* open */
void assigned(ir_builder *b, ir_id *x) { x[one(b)] = negative(b, 3); } /* open */
ir_id through_macro(ir_builder *b) { return TWICE(b, one(b)); } /* open */
MAKE(made_by_macro, negative(b, x), one(b)) /* open */
ir_id through_pointer(ir_builder *b, ir_id x, rule *f) { return add(b, f(b, x), one(b)); } /* open */
ir_id through_array(ir_builder *b, ir_id x, rule *const *f) { return add(b, f[0](b, x), (*f[1])(b, x)); } /* open */
ir_id through_table(ir_builder *b, ir_id x) { return add(b, table[0].make(b, x, 2), one(b)); } /* open */
ir_id through_local(ir_builder *b, ir_id x) {
    ir_id (*f)(ir_builder *, ir_id) = x ? negative : NULL;
    return add(b, (f)(b, x), (negative)(b, x)); /* open */
}
ir_id chosen(ir_builder *b, ir_id x) { return add(b, (x ? negative : unused_rule)(b, x), one(b)); } /* open */
ir_id counted(ir_builder *b) { return add(b, one(b), (ir_id)b->g->count); } /* open */
ir_id indexed(ir_builder *b, ir_id x) { return add(b, one(b), b->g->nodes[x]); } /* open */
void kept(ir_builder *b, ir_id x) { b->g->nodes[x] = one(b); } /* open */
ir_id in_condition(ir_builder *b, ir_id x) {
    if (add(b, one(b), negative(b, x)) == 0) return x; /* open */
    for (ir_id i = add(b, one(b), one(b)); i < 3; i++) x = i; /* open */
    while (one(b) < negative(b, x)) x++; /* open */
    switch (x) {
    case 1: return one(b) | one(b); /* open */
    default: return ({ ir_id y = one(b) * one(b); y; }); /* open */
    }
}
ir_id over_lines(ir_builder *b, ir_id x) {
    return add(b, /* open */
               negative(b, x),
               one(b));
}
static ir_id taken(ir_builder *b, ir_id x) { return negative(b, x); }
ir_id given(ir_builder *b) { return through_pointer(b, one(b), taken); }

/* ---- in order */

ir_id chain(ir_builder *b, ir_id x) { return negative(b, scaled(b, negative(b, x), 2)); }
ir_id declared(ir_builder *b, ir_id x) {
    ir_id low = negative(b, x), high = one(b), *both[2] = {&low, &high};
    return add(b, *both[0], high);
}
ir_id guarded(ir_builder *b, ir_id x) { return one(b) && negative(b, x) || scaled(b, x, 3) ? one(b) : negative(b, x); }
ir_id comma(ir_builder *b, ir_id x) { return one(b), negative(b, x); }
ir_id steps(ir_builder *b, ir_id x) {
    x = negative(b, x), x = one(b);
    for (ir_id i = one(b); i < negative(b, x); i += one(b)) x = one(b);
    do x = one(b);
    while (negative(b, x));
    return x;
}
ir_id beside(ir_builder *b, ir_id x) { return add(b, one(b), shape(b->g, x) + unused(x) * (unsigned)sizeof(one(b))); }
size_t measured(ir_builder *b, ir_id x) { return sizeof one(b) + one(b) + _Alignof(ir_id) + (size_t)x; }
ir_id cast(ir_builder *b, ir_id x) { return (ir_id)negative(b, x) + (ir_id)(x + 1) + (unsigned)-1; }
LONG(sequenced_by_macro, negative(b, x))
ir_id generic(ir_builder *b, ir_id x) { return add(b, x, _Generic(one(b), unsigned: negative, default: taken)(b, x)); }
ir_id allocated(void *(*get)(void *, size_t), void *from) { return get(from, 1) == get(from, 2); }
size_t before(ir_builder *b) {
    size_t count = b->g->count;
    ir_id x = one(b);
    return count + x;
}
