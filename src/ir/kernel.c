/* SPDX-License-Identifier: Apache-2.0
 * What plan and emitter must agree on about a kernel specification: stages, scratch, tile shape,
 * key bytes. Called by passes/ (scratch, tiles, sharing), jit/ (stages) and runtime/ (cache keys).
 */
#include "ir/kernel.h"

/* Recomputing a value in a later stage beats a store and a load up to this weight. */
enum { KEEP_WEIGHT = 8, WEIGHT_MAX = 1000, STAGE_MAX = 63 };

static int op_weight(int op) {
    if (ir_op_has(op, IR_CHEAP)) return 1;
    return op == IR_DIV || op == IR_SQRT ? 4 : 16;
}

/* Instructions, roughly, to compute each full value again from memory. */
static void weigh_values(const kernel_spec *s, uint16_t *weight) {
    for (int v = 0; v < s->nvalues; v++) {
        const kernel_value *kv = &s->value[v];
        int w = 0;
        if (kv->kind == KV_LOAD && !kv->rowwise) {
            const kernel_leaf *leaf = &s->leaf[kv->index];
            w = !leaf->is_index && leaf->step[s->rank - 1] == STEP_ANY ? KEEP_WEIGHT + 1 : 1;
        } else if (kv->kind == KV_OP && !kv->rowwise) {
            w = op_weight(kv->op);
            for (int i = 0; i < ir_ops[kv->op].noperands; i++) w += weight[kv->operand[i]];
        }
        weight[v] = (uint16_t)(w > WEIGHT_MAX ? WEIGHT_MAX : w);
    }
}

/* The first stage in which a value can be had. */
static int ready(const kernel_spec *s, const uint8_t *stage, int v) {
    return stage[v] + (s->value[v].kind == KV_REDUCE && stage[v] < STAGE_MAX ? 1 : 0);
}

static int noperands(const kernel_value *kv) {
    return kv->kind == KV_OP ? ir_ops[kv->op].noperands : kv->kind == KV_REDUCE ? 1 : 0;
}

static int earliest_stages(const kernel_spec *s, uint8_t *stage) {
    int last = 0;
    for (int v = 0; v < s->nvalues; v++) {
        int at = 0;
        for (int i = 0; i < noperands(&s->value[v]); i++) {
            int r = ready(s, stage, s->value[v].operand[i]);
            if (r > at) at = r;
        }
        stage[v] = (uint8_t)at;
        if (at > last) last = at;
    }
    return last + 1;
}

/* Walks readers before operands: each full value goes to the first stage that wants it, and is kept
 * when a second stage wants it too and its weight is above the limit. */
int kernel_stages(const kernel_spec *s, uint8_t *stage, uint8_t *keep) {
    uint16_t weight[KERNEL_MAX_VALUES];
    uint64_t wanted[KERNEL_MAX_VALUES] = {0};
    memset(keep, 0, s->nvalues);
    int count = earliest_stages(s, stage);
    if (s->kind != KERNEL_ROW) return count;
    weigh_values(s, weight);
    for (int v = s->nvalues - 1; v >= 0; v--) {
        const kernel_value *kv = &s->value[v];
        uint64_t at = UINT64_C(1) << stage[v];
        if (!kv->rowwise) {
            if (wanted[v] == 0) wanted[v] = at;
            stage[v] = (uint8_t)__builtin_ctzll(wanted[v]);
            at = wanted[v];
            if ((at & (at - 1)) != 0 && weight[v] > KEEP_WEIGHT) {
                keep[v] = 1;
                at = UINT64_C(1) << stage[v];
            }
        } else if (kv->kind != KV_REDUCE) {
            continue; /* rowwise operands are all computed between loops, in their earliest stage */
        }
        for (int i = 0; i < noperands(kv); i++) wanted[kv->operand[i]] |= at;
    }
    return count;
}

size_t kernel_scratch(const kernel_spec *s, int64_t extent) {
    uint8_t stage[KERNEL_MAX_VALUES], keep[KERNEL_MAX_VALUES];
    if (s->kind != KERNEL_ROW) return 0;
    kernel_stages(s, stage, keep);
    size_t each = 0;
    for (int v = 0; v < s->nvalues; v++)
        if (keep[v]) each += kiln_dtype_size((kiln_dtype)s->value[v].dtype);
    return each * (((size_t)extent + 63) & ~(size_t)63);
}

/* Accumulators, one row of B and a broadcast of A fit in the registers of each instruction set. The
 * number of rows counts only where it is 1, so that another batch size is not another kernel: a
 * tile of 8 is as fast as one of 14 for many rows, and costs 2 or 4 rows a microsecond. Columns
 * count where half of a wide tile would be padding. */
void kernel_tile_shape(kiln_isa isa, kiln_dtype dtype, int64_t m, int64_t n, uint8_t *mr,
                       uint8_t *nr) {
    bool wide = kiln_dtype_size(dtype) == 8, few = n <= 16 || (n > 32 && n <= 48);
    int rows = isa == KILN_ISA_AVX512 ? 8 : isa == KILN_ISA_AVX2 ? (wide ? 2 : 6) : wide ? 1 : 2;
    *nr = isa == KILN_ISA_AVX512 && !wide && !few ? 32 : 16;
    *mr = (uint8_t)(m == 1 ? 1 : rows);
}

uint32_t kernel_window_ints(const kernel_spec *s, uint32_t output) {
    uint32_t before = (uint32_t)__builtin_popcount(s->window & ((1u << output) - 1));
    return s->rank + s->nleaves * (s->rank + 1u) + before * s->rank;
}

uint32_t kernel_nints(const kernel_spec *s) { return kernel_window_ints(s, KERNEL_MAX_OUTPUTS); }

int64_t kernel_output_element(const kernel_spec *s, const int64_t *ints, uint32_t output,
                              const int64_t *point) {
    const int64_t *stride = ints + kernel_window_ints(s, output);
    bool window = s->window >> output & 1,
         rowwise = s->kind == KERNEL_ROW && s->value[s->output[output]].rowwise;
    int64_t at = 0;
    for (int d = 0; d < s->rank - rowwise; d++)
        at = window ? at + point[d] * stride[d] : at * ints[d] + point[d];
    return at;
}

static void put_u16(kn_text *bytes, unsigned number) {
    uint8_t two[2] = {(uint8_t)number, (uint8_t)(number >> 8)};
    kn_text_bytes(bytes, two, 2);
}

static void put_value(const kernel_value *kv, kn_text *bytes) {
    uint8_t head[4] = {kv->kind, kv->dtype, 0, kv->rowwise};
    bool has_op = kv->kind == KV_OP || kv->kind == KV_REDUCE;
    if (has_op) head[2] = kv->op;
    kn_text_bytes(bytes, head, sizeof head);
    for (int i = 0; i < noperands(kv); i++) put_u16(bytes, kv->operand[i]);
    if (kv->kind == KV_LOAD || kv->kind == KV_SCALAR) put_u16(bytes, kv->index);
    if (kv->kind == KV_CONST)
        for (int i = 0; i < 4; i++) put_u16(bytes, (unsigned)(kv->bits >> (16 * i)) & 0xffff);
}

/* FNV-1a over the op names in order. */
static uint32_t ops_digest(void) {
    uint32_t digest = 2166136261u;
    for (int op = 0; op < IR_OP_COUNT; op++)
        for (const char *c = ir_ops[op].name; c == ir_ops[op].name || c[-1] != '\0'; c++)
            digest = (digest ^ (unsigned char)*c) * 16777619u;
    return digest;
}

/* Every field that changes the code, each of known length, so no two specifications share their
 * bytes. */
void kernel_key(const kernel_spec *s, kn_text *bytes) {
    uint8_t head[5] = {s->kind, s->rank, s->mr, s->nr, s->stream};
    kn_text_bytes(bytes, head, sizeof head);
    /* ops are written as numbers, which another table gives to others */
    uint32_t ops = ops_digest();
    put_u16(bytes, ops & 0xffff);
    put_u16(bytes, ops >> 16);
    put_u16(bytes, s->nleaves);
    put_u16(bytes, s->nvalues);
    put_u16(bytes, s->noutputs);
    put_u16(bytes, s->nscalars);
    for (int l = 0; l < s->nleaves; l++) {
        uint8_t leaf[2] = {s->leaf[l].dtype, s->leaf[l].is_index};
        kn_text_bytes(bytes, leaf, sizeof leaf);
        kn_text_bytes(bytes, s->leaf[l].step, s->rank);
    }
    for (int v = 0; v < s->nvalues; v++) put_value(&s->value[v], bytes);
    for (int o = 0; o < s->noutputs; o++) put_u16(bytes, s->output[o]);
    /* keys and code of the others are what they were before there were windows */
    if (s->window == 0) return;
    put_u16(bytes, s->window);
    put_u16(bytes, s->scatter);
}

static bool same_value(const kernel_value *a, const kernel_value *b) {
    if (a->kind != b->kind || a->dtype != b->dtype || a->rowwise != b->rowwise) return false;
    if ((a->kind == KV_OP || a->kind == KV_REDUCE) && a->op != b->op) return false;
    for (int i = 0; i < noperands(a); i++)
        if (a->operand[i] != b->operand[i]) return false;
    if ((a->kind == KV_LOAD || a->kind == KV_SCALAR) && a->index != b->index) return false;
    return a->kind != KV_CONST || a->bits == b->bits;
}

bool kernel_same(const kernel_spec *a, const kernel_spec *b) {
    if (a->kind != b->kind || a->rank != b->rank || a->mr != b->mr || a->nr != b->nr ||
        a->stream != b->stream)
        return false;
    if (a->nleaves != b->nleaves || a->nvalues != b->nvalues || a->noutputs != b->noutputs ||
        a->nscalars != b->nscalars)
        return false;
    if (a->window != b->window || a->scatter != b->scatter) return false;
    for (int l = 0; l < a->nleaves; l++) {
        if (a->leaf[l].dtype != b->leaf[l].dtype || a->leaf[l].is_index != b->leaf[l].is_index)
            return false;
        if (memcmp(a->leaf[l].step, b->leaf[l].step, a->rank) != 0) return false;
    }
    for (int v = 0; v < a->nvalues; v++)
        if (!same_value(&a->value[v], &b->value[v])) return false;
    return memcmp(a->output, b->output, a->noutputs * sizeof *a->output) == 0;
}

typedef struct key_reader {
    const uint8_t *at, *end;
    bool failed;
} key_reader;

static unsigned get_u8(key_reader *r) {
    if (r->at < r->end) return *r->at++;
    r->failed = true;
    return 0;
}

static unsigned get_u16(key_reader *r) {
    unsigned low = get_u8(r);
    return low | get_u8(r) << 8;
}

static void get_value(key_reader *r, kernel_value *kv) {
    *kv = (kernel_value){.kind = (uint8_t)get_u8(r), .dtype = (uint8_t)get_u8(r)};
    unsigned op = get_u8(r);
    kv->rowwise = (uint8_t)get_u8(r);
    bool has_op = kv->kind == KV_OP || kv->kind == KV_REDUCE;
    if (op >= (has_op ? (unsigned)IR_OP_COUNT : 1u)) r->failed = true;
    if (r->failed) return;
    kv->op = (uint8_t)op;
    for (int i = 0; i < noperands(kv); i++) kv->operand[i] = (uint16_t)get_u16(r);
    if (kv->kind == KV_LOAD || kv->kind == KV_SCALAR) kv->index = (uint16_t)get_u16(r);
    if (kv->kind == KV_CONST)
        for (int i = 0; i < 4; i++) kv->bits |= (uint64_t)get_u16(r) << (16 * i);
}

bool kernel_from_key(const void *bytes, size_t nbytes, kernel_spec *s) {
    key_reader r = {bytes, (const uint8_t *)bytes + nbytes, false};
    memset(s, 0, sizeof *s);
    s->kind = (uint8_t)get_u8(&r);
    s->rank = (uint8_t)get_u8(&r);
    s->mr = (uint8_t)get_u8(&r);
    s->nr = (uint8_t)get_u8(&r);
    s->stream = (uint8_t)get_u8(&r);
    uint32_t ops = get_u16(&r);
    ops |= (uint32_t)get_u16(&r) << 16;
    s->nleaves = (uint16_t)get_u16(&r);
    s->nvalues = (uint16_t)get_u16(&r);
    s->noutputs = (uint16_t)get_u16(&r);
    s->nscalars = (uint16_t)get_u16(&r);
    if (r.failed || ops != ops_digest() || s->rank > KERNEL_MAX_RANK ||
        s->nleaves > KERNEL_MAX_LEAVES || s->nvalues > KERNEL_MAX_VALUES ||
        s->noutputs > KERNEL_MAX_OUTPUTS)
        return false;
    for (int l = 0; l < s->nleaves; l++) {
        s->leaf[l].dtype = (uint8_t)get_u8(&r);
        s->leaf[l].is_index = (uint8_t)get_u8(&r);
        for (int d = 0; d < s->rank; d++) s->leaf[l].step[d] = (uint8_t)get_u8(&r);
    }
    for (int v = 0; v < s->nvalues && !r.failed; v++) get_value(&r, &s->value[v]);
    for (int o = 0; o < s->noutputs; o++) s->output[o] = (uint16_t)get_u16(&r);
    if (r.at != r.end) {
        s->window = (uint16_t)get_u16(&r);
        s->scatter = (uint16_t)get_u16(&r);
        if (s->window == 0) return false;
    }
    kn_text nobody = {.failed = true}; /* to be told which rule */
    return !r.failed && r.at == r.end && kernel_verify(s, &nobody) == KILN_OK;
}

/* Hashes the key bytes without allocating: the largest key has a known size. */
kn_hash kernel_hash(const kernel_spec *s) {
    uint8_t block[5 + 12 + KERNEL_MAX_LEAVES * (2 + KERNEL_MAX_RANK) + KERNEL_MAX_VALUES * 12 +
                  KERNEL_MAX_OUTPUTS * 2 + 4 + 1];
    /* A fixed buffer dressed as a text: it never grows, because `block` holds the largest key. */
    kn_text fixed = {.data = (char *)block, .cap = sizeof block};
    kernel_key(s, &fixed);
    return kn_hash_bytes(block, fixed.len);
}
