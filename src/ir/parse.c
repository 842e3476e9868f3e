/* SPDX-License-Identifier: Apache-2.0
 * Reads the text form of docs/ir.md, one statement a line, through the builder's own rules: a graph
 * that parses is a graph that verifies. Called by the kiln command and by tests, on text nobody
 * vouches for. */
#include "base/map.h"
#include "ir/draft.h"
#include "ir/lex.h"

#include <stdio.h>

typedef struct parser {
    lexer x;
    ir_graph *g;
    ir_builder b;
    kn_map ids;      /* digest of a name -> node */
    lex_span *names; /* of every node, in the text: a digest alone proves nothing */
    size_t names_cap;
    kn_map outputs; /* digest of an output's name -> its place */
    kn_text name;   /* the last string read */
    int64_t shape[IR_MAX_RANK], attrs[2 * IR_MAX_RANK];
} parser;

/* ---- names of nodes */

/* For a message: as much of a word as a line can show. */
static int shown(lex_span s) { return (int)(s.len < 40 ? s.len : 40); }

static bool same_text(lex_span a, const char *at, size_t len) {
    return a.len == len && memcmp(a.at, at, len) == 0;
}

static bool find_node(parser *p, lex_span name, ir_id *id) {
    uint64_t *seen = kn_map_find(&p->ids, kn_hash_bytes(name.at, name.len));
    /* The node being defined has its name already, but is nobody's operand yet. */
    if (!seen || *seen >= p->g->count || !same_text(name, p->names[*seen].at, p->names[*seen].len))
        return lex_fail(&p->x, name.at - 1, "%%%.*s is not defined above", shown(name), name.at);
    *id = (ir_id)*seen;
    return true;
}

static bool use_node(parser *p, ir_id *id) {
    lex_span name;
    return lex_name(&p->x, &name) && find_node(p, name, id);
}

/* The name of the node about to be appended. */
static bool define_name(parser *p) {
    lex_span name;
    if (!lex_name(&p->x, &name)) return false;
    kn_hash key = kn_hash_bytes(name.at, name.len);
    if (kn_map_find(&p->ids, key))
        return lex_fail(&p->x, name.at - 1, "%%%.*s is defined twice", shown(name), name.at);
    const kn_alloc *a = p->g->alloc;
    if (kn_grow(a, &p->names, &p->names_cap, p->g->count + 1, sizeof *p->names) != KILN_OK ||
        kn_map_put(&p->ids, key, p->g->count) != KILN_OK)
        return lex_no_memory(&p->x);
    p->names[p->g->count] = name;
    return true;
}

/* ---- words */

/* Edit distance, both words short. */
static size_t distance(const char *a, size_t na, const char *b, size_t nb) {
    size_t row[24];
    for (size_t j = 0; j <= nb; j++) row[j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t best = corner + (a[i - 1] != b[j - 1]);
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            corner = row[j];
            row[j] = best;
        }
    }
    return row[nb];
}

static bool unknown_op(parser *p, lex_span word) {
    size_t best = SIZE_MAX, len = word.len < 20 ? word.len : 20;
    int nearest = 0;
    for (int op = 0; op < IR_OP_COUNT; op++) {
        size_t d = distance(word.at, len, ir_ops[op].name, strlen(ir_ops[op].name));
        if (d < best) {
            best = d;
            nearest = op;
        }
    }
    return lex_fail(&p->x, word.at, "unknown op '%.*s'; the nearest is '%s'", (int)len, word.at,
                    ir_ops[nearest].name);
}

static bool parse_op(parser *p, lex_span *word, int *op) {
    if (!lex_word(&p->x, "an op", word)) return false;
    for (*op = 0; *op < IR_OP_COUNT; ++*op)
        if (same_text(*word, ir_ops[*op].name, strlen(ir_ops[*op].name))) return true;
    return unknown_op(p, *word);
}

/* ---- types */

static bool parse_extents(parser *p, int *rank) {
    lexer *x = &p->x;
    *rank = 0;
    if (!lex_take(x, '[')) return true;
    do {
        const char *at = lex_here(x);
        if (*rank == IR_MAX_RANK) return lex_fail(x, at, "a rank above %d", IR_MAX_RANK);
        if (!lex_int(x, "an extent", &p->shape[*rank])) return false;
        if (p->shape[*rank] < 0) return lex_fail(x, at, "a negative extent");
        ++*rank;
    } while (lex_take(x, ','));
    return lex_need(x, ']');
}

static bool parse_type(parser *p, ir_draft *d) {
    lex_span word;
    if (!lex_word(&p->x, "a type such as f32[2,3]", &word)) return false;
    for (int i = 0; i < KILN_DTYPE_COUNT; i++) {
        d->dtype = (kiln_dtype)i;
        const char *name = kiln_dtype_short(d->dtype);
        if (!same_text(word, name, strlen(name))) continue;
        d->shape = p->shape;
        return parse_extents(p, &d->rank);
    }
    return lex_fail(
        &p->x, word.at,
        "unknown dtype '%.*s'; known are bool, u8, i8, i16, i32, i64, f16, bf16, f32, f64",
        shown(word), word.at);
}

/* ---- attributes */

static bool parse_attr(parser *p, const ir_attr *attr, int count, int64_t *to) {
    lexer *x = &p->x;
    lex_span word;
    char what[32];
    snprintf(what, sizeof what, "'%s='", attr->name);
    const char *at = lex_here(x);
    if (!lex_word(x, what, &word)) return false;
    if (!same_text(word, attr->name, strlen(attr->name))) {
        x->at = at;
        return lex_expected(x, what);
    }
    if (!lex_need(x, '=')) return false;
    for (int i = 0; i < count; i++) {
        if (i > 0 && !lex_take(x, ','))
            return lex_fail(x, lex_here(x), "%s needs %d numbers", attr->name, count);
        if (!lex_int(x, "an integer", &to[i])) return false;
    }
    if (lex_take(x, ',')) return lex_fail(x, x->at - 1, "%s needs %d numbers", attr->name, count);
    return true;
}

static bool parse_attrs(parser *p, ir_draft *d) {
    const ir_attr *list;
    int n = ir_attr_list(d->op, &list);
    int rank = ir_attr_rank(p->g, d), at = 0;
    d->nattrs = ir_attr_count(d->op, rank);
    d->attrs = p->attrs;
    if (d->nattrs == 0) return true;
    if (!lex_need(&p->x, '{')) return false;
    for (int i = 0; i < n; i++) {
        int count = list[i].per_axis ? rank : 1;
        if (count > 0 && !parse_attr(p, &list[i], count, p->attrs + at)) return false;
        at += count;
    }
    return lex_need(&p->x, '}');
}

/* ---- statements */

static bool parse_value(parser *p, ir_draft *d) {
    lex_span token;
    if (!lex_literal(&p->x, &token)) return false;
    const char *wrong = ir_value_parse(d->dtype, token.at, token.len, &d->bits);
    if (!wrong) return true;
    return lex_fail(&p->x, token.at, "%s: '%.*s'", wrong, shown(token), token.at);
}

/* Another name of an earlier input: {same=%0}. Or a name of its own. */
static bool parse_input(parser *p, ir_draft *d, bool *named) {
    lexer *x = &p->x;
    lex_span word;
    ir_id same;
    d->bits = p->g->ninputs;
    *named = lex_here(x) < x->end && *x->at == '"';
    if (*named) {
        const char *at = x->at;
        if (!lex_string(x, &p->name)) return false;
        return p->name.len <= IR_MAX_NAME ||
               lex_fail(x, at, "a name longer than %d bytes", IR_MAX_NAME);
    }
    if (!lex_take(x, '{')) return true;
    const char *at = lex_here(x);
    if (!lex_word(x, "'same='", &word)) return false;
    if (!same_text(word, "same", 4)) {
        x->at = at;
        return lex_expected(x, "'same='");
    }
    if (!lex_need(x, '=')) return false;
    at = lex_here(x);
    if (!use_node(p, &same)) return false;
    if (ir_at(p->g, same)->op != IR_INPUT) return lex_fail(x, at, "expected an input");
    d->bits = ir_at(p->g, same)->bits;
    return lex_need(x, '}');
}

/* A comment "at file.c:42" is the call site. */
static bool keep_site(parser *p, lex_span comment, const char **site) {
    const char *at = comment.at, *end = at + comment.len;
    *site = NULL;
    while (at < end && (*at == ' ' || *at == '\t')) at++;
    if (end - at < 4 || memcmp(at, "at ", 3) != 0) return true;
    at += 3;
    while (end > at && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r')) end--;
    if (end == at) return true;
    *site = ir_own_text(p->g, at, (size_t)(end - at));
    p->g->owns_sites = true;
    return *site || lex_no_memory(&p->x);
}

/* The rules, then the type as it was written against the type that follows from them. */
static bool append(parser *p, ir_draft *d, const char *op_at, const char *type_at,
                   const char *site) {
    kiln_dtype dtype = d->dtype;
    int rank = d->rank;
    size_t nbytes = 8u * (size_t)rank;
    bool fits = ir_infer(&p->b, d);
    if (fits && (d->dtype != dtype || d->rank != rank || memcmp(d->shape, p->shape, nbytes) != 0)) {
        char type[352];
        ir_type_format(d->dtype, d->rank, d->shape, type, sizeof type);
        return lex_fail(&p->x, type_at, "the result's type is %s", type);
    }
    if (fits && ir_append(&p->b, d, site) != IR_NONE) return true;
    if (p->b.status == KILN_NO_MEMORY) return lex_no_memory(&p->x);
    return lex_fail(&p->x, op_at, "%s", p->b.message);
}

static bool parse_node(parser *p) {
    lexer *x = &p->x;
    lex_span word, comment;
    ir_draft d = {.operand = {IR_NONE, IR_NONE, IR_NONE}};
    bool named = false;
    const char *site, *type_at;
    if (!define_name(p) || !lex_need(x, '=') || !parse_op(p, &word, &d.op)) return false;
    type_at = lex_here(x);
    if (!parse_type(p, &d)) return false;
    for (int k = 0; k < ir_ops[d.op].noperands; k++)
        if (!use_node(p, &d.operand[k])) return false;
    if (!parse_attrs(p, &d)) return false;
    if ((d.op == IR_CONST || d.op == IR_SCALAR) && !parse_value(p, &d)) return false;
    if (d.op == IR_INPUT && !parse_input(p, &d, &named)) return false;
    if (!lex_end(x, &comment) || !keep_site(p, comment, &site)) return false;
    if (named && ir_name_input(p->g, d.bits, kn_text_str(&p->name)) != KILN_OK)
        return lex_no_memory(x);
    if (!append(p, &d, word.at, type_at, site)) return false;
    p->g->ninputs += d.op == IR_INPUT;
    return true;
}

static bool parse_output(parser *p) {
    lexer *x = &p->x;
    lex_span comment;
    ir_id id;
    const char *at = lex_here(x), *name = NULL;
    if (at < x->end && *at == '"') {
        if (!lex_string(x, &p->name)) return false;
        if (p->name.len > IR_MAX_NAME)
            return lex_fail(x, at, "a name longer than %d bytes", IR_MAX_NAME);
        name = kn_text_str(&p->name);
        kn_hash key = kn_hash_bytes(name, p->name.len);
        if (kn_map_find(&p->outputs, key)) return lex_fail(x, at, "two outputs have this name");
        if (kn_map_put(&p->outputs, key, p->g->noutputs) != KILN_OK) return lex_no_memory(x);
    }
    if (!use_node(p, &id) || !lex_end(x, &comment)) return false;
    return ir_add_output(p->g, id, name) == KILN_OK || lex_no_memory(x);
}

static bool parse_header(parser *p) {
    lexer *x = &p->x;
    lex_span word, comment;
    int64_t version;
    if (!lex_next_line(x)) {
        x->line += x->line == 0;
        return lex_fail(x, x->end, "expected 'kiln 1', found the end of the text");
    }
    const char *at = lex_here(x);
    if (!lex_word(x, "'kiln 1'", &word)) return false;
    if (!same_text(word, "kiln", 4)) {
        x->at = at;
        return lex_expected(x, "'kiln 1'");
    }
    at = lex_here(x);
    if (!lex_int(x, "a version", &version)) return false;
    if (version != 1)
        return lex_fail(x, at, "version %lld is not known; this reads 1", (long long)version);
    return lex_end(x, &comment);
}

static bool parse_statement(parser *p) {
    lexer *x = &p->x;
    lex_span word;
    const char *at = lex_here(x);
    if (*at == '%') return parse_node(p);
    if (!lex_word(x, "a node or an output", &word)) return false;
    if (same_text(word, "output", 6)) return parse_output(p);
    x->at = at;
    return lex_expected(x, "a node or an output");
}

kiln_status ir_parse(ir_graph *g, const char *text, size_t nbytes, kn_text *why) {
    parser p;
    ir_graph_reset(g);
    lex_init(&p.x, text, nbytes, why);
    p.g = g;
    ir_builder_init(&p.b, g);
    kn_map_init(&p.ids, g->alloc);
    kn_map_init(&p.outputs, g->alloc);
    kn_text_init(&p.name, g->alloc);
    p.names = NULL;
    p.names_cap = 0;
    bool going = parse_header(&p);
    while (going && lex_next_line(&p.x)) going = parse_statement(&p);
    if (p.x.status != KILN_OK) ir_graph_reset(g);
    kn_free(g->alloc, p.names, p.names_cap * sizeof *p.names);
    kn_map_free(&p.ids);
    kn_map_free(&p.outputs);
    kn_text_free(&p.name);
    return p.x.status;
}
