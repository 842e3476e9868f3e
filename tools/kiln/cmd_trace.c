/* SPDX-License-Identifier: Apache-2.0
 * kiln trace: shows what a trace holds, or the first node at which two part. */
#include "command.h"

#include <inttypes.h>
#include <string.h>

#include "trace_open.h"

static const char *const settings[] = {"mode", "path", "matmul", "isa", "threads"};
enum { SETTINGS = sizeof settings / sizeof *settings };

static json_t *item_json(kiln_trace_item x) {
    json_t *shape = json_array();
    for (int d = 0; d < x.shape.rank; d++)
        json_array_append_new(shape, json_integer(x.shape.extent[d]));
    return json_pack("{s:s,s:s,s:o,s:s,s:b,s:s}", "name", x.name, "dtype", kiln_dtype_name(x.dtype),
                     "shape", shape, "xxh3_128", x.digest, "embedded", x.data != NULL, "site",
                     x.site);
}

static json_t *items_json(const kiln_trace_file *t, size_t n,
                          kiln_trace_item (*item)(const kiln_trace_file *, size_t)) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(list, item_json(item(t, i)));
    return list;
}

static json_t *leaves_json(const kiln_trace_file *t) {
    json_t *list = items_json(t, kiln_trace_leaf_count(t), kiln_trace_leaf);
    for (size_t i = 0; i < kiln_trace_leaf_count(t); i++) {
        json_t *names = json_array();
        for (size_t k = 0; k < kiln_trace_parameter_count(t, i); k++) {
            kiln_trace_parameter p = kiln_trace_parameter_at(t, i, k);
            json_array_append_new(names,
                                  json_pack("{s:s,s:I,s:I}", "name", p.name, "offset",
                                            (json_int_t)p.offset, "numel", (json_int_t)p.numel));
        }
        json_object_set_new(json_array_get(list, i), "parameters", names);
    }
    return list;
}

static json_t *derived_json(const kiln_trace_file *t) {
    json_t *list = json_array();
    for (size_t i = 0; i < kiln_trace_derived_count(t); i++) {
        kiln_trace_derived d = kiln_trace_derived_at(t, i);
        json_array_append_new(list, json_pack("{s:I,s:I,s:s}", "node", (json_int_t)d.node, "of",
                                              (json_int_t)d.of, "rule", d.rule));
    }
    return list;
}

static int show_json(const char *path, const kiln_trace_file *t) {
    const kiln_envelope *e = kiln_trace_envelope(t);
    size_t nbytes;
    const char *graph = kiln_trace_graph(t, &nbytes);
    json_t *how = json_object(), *nodes = json_array();
    for (int i = 0; i < SETTINGS; i++)
        json_object_set_new(how, settings[i], json_string(kiln_trace_setting(t, settings[i])));
    char digest[33];
    for (size_t i = 0; i < kiln_trace_node_count(t) && kiln_trace_node_digest(t, i, digest); i++)
        json_array_append_new(nodes, json_string(digest));
    return print_json(
        json_pack("{s:i,s:s,s:s,s:s,s:I,s:I,s:I,s:o,s:I,s:o,s:o,s:o,s:o,s:o}", "schema", 1, "file",
                  path, "library", e->library, "made_by", e->made_by, "created",
                  (json_int_t)e->created, "numeric_contract", (json_int_t)e->numeric,
                  "ops_contract", (json_int_t)e->ops, "settings", how, "nodes",
                  (json_int_t)kiln_trace_node_count(t), "leaves", leaves_json(t), "outputs",
                  items_json(t, kiln_trace_output_count(t), kiln_trace_output), "derived",
                  derived_json(t), "node_digests", nodes, "graph", json_stringn(graph, nbytes)),
        NULL);
}

/* One name on the leaf's line; of several each on a line of its own, with its elements. */
static void show_parameters(const kiln_trace_file *t, size_t leaf) {
    size_t n = kiln_trace_parameter_count(t, leaf);
    for (size_t k = 0; k < n; k++) {
        kiln_trace_parameter p = kiln_trace_parameter_at(t, leaf, k);
        printf("%s%s", n > 1 ? "\n      " : "  ", p.name);
        if (n > 1 || p.offset != 0)
            printf(" at %" PRId64 ", %" PRId64 " elements", p.offset, p.numel);
    }
}

static void show_items(const char *title, const kiln_trace_file *t, size_t n,
                       kiln_trace_item (*item)(const kiln_trace_file *, size_t)) {
    printf("\n%s%s%s\n", paint(BOLD), title, paint(PLAIN));
    for (size_t i = 0; i < n; i++) {
        char type[256];
        kiln_trace_item x = item(t, i);
        printf("  %-12s %-20s %s  %s%s%s", x.name,
               type_text(type, sizeof type, x.dtype, x.shape.rank, x.shape.extent), x.digest,
               x.data != NULL ? "embedded" : "by digest", x.site[0] != '\0' ? "  " : "", x.site);
        if (item == kiln_trace_leaf) show_parameters(t, i);
        putchar('\n');
    }
}

/* The graph's lines, each with what a derivative's rule had to do with it. */
static void show_graph(const kiln_trace_file *t) {
    size_t nbytes, next = 0;
    const char *at = kiln_trace_graph(t, &nbytes), *end = at + nbytes;
    int64_t node = -1;
    printf("\n%sgraph%s\n", paint(BOLD), paint(PLAIN));
    for (const char *stop; at < end; at = stop + 1) {
        stop = memchr(at, '\n', (size_t)(end - at));
        if (stop == NULL) stop = end;
        node += *at == '%';
        printf("  %.*s", (int)(stop - at), at);
        if (*at == '%' && next < kiln_trace_derived_count(t) &&
            kiln_trace_derived_at(t, next).node == node) {
            kiln_trace_derived d = kiln_trace_derived_at(t, next++);
            printf("  %s; %s", paint(DIM),
                   strcmp(d.rule, "accumulate") == 0 ? "adds to the gradient"
                   : strcmp(d.rule, "seed") == 0     ? "seed"
                                                     : "derivative");
            if (d.of >= 0) printf(" of %%%" PRId64, d.of);
            if (strcmp(d.rule, "accumulate") != 0 && strcmp(d.rule, "seed") != 0)
                printf(", %s", d.rule);
            printf("%s", paint(PLAIN));
        }
        putchar('\n');
    }
}

static int show(const char *path, bool json) {
    kiln_trace_file *t;
    int code = trace_open(path, &t);
    if (code != EXIT_OK) return code;
    const kiln_envelope *e = kiln_trace_envelope(t);
    if (json)
        code = show_json(path, t);
    else {
        printf("%s: %zu nodes, %zu of them by a derivative, Kiln %s, numeric contract %" PRId64
               ", op table %" PRId64 "\n",
               path, kiln_trace_node_count(t), kiln_trace_derived_count(t), e->library, e->numeric,
               e->ops);
        for (int i = 0; i < SETTINGS; i++)
            printf("%s%s %s", i > 0 ? ", " : "made with ", settings[i],
                   kiln_trace_setting(t, settings[i]));
        printf("%s%s\n", e->made_by[0] != '\0' ? ", by " : "", e->made_by);
        show_items("leaves", t, kiln_trace_leaf_count(t), kiln_trace_leaf);
        show_items("outputs", t, kiln_trace_output_count(t), kiln_trace_output);
        show_graph(t);
    }
    kiln_trace_close(t);
    return code;
}

/* Which element of a leaf, and what the program calls it. */
static void show_element(const kiln_trace_difference *d) {
    if (d->parameter[0] != '\0')
        printf("  %sparameter %s", d->element < 0 ? "the leaf begins with " : "", d->parameter);
    if (d->element >= 0)
        printf("%s element %" PRId64 ": %s and %s", d->parameter[0] != '\0' ? "," : " ", d->element,
               d->value_a, d->value_b);
    if (d->parameter[0] != '\0' || d->element >= 0) putchar('\n');
}

static int diff(char **path, bool json) {
    static const char *const what[] = {"nothing", "structure", "number", "leaf", "node", "output"};
    kiln_trace_file *a = NULL, *b = NULL;
    int code = trace_open(path[0], &a);
    if (code == EXIT_OK) code = trace_open(path[1], &b);
    kiln_trace_difference d = {.struct_size = sizeof d};
    if (code == EXIT_OK && kiln_trace_compare(a, b, &d) == KILN_OK) {
        bool same = d.what == KILN_TRACE_EQUAL;
        if (json)
            code = print_json(json_pack("{s:i,s:b,s:s,s:I,s:s,s:s,s:s,s:I,s:s,s:s}", "schema", 1,
                                        "same", same, "differs", what[d.what], "node",
                                        (json_int_t)d.node, "a", d.a, "b", d.b, "parameter",
                                        d.parameter, "element", (json_int_t)d.element, "value_a",
                                        d.value_a, "value_b", d.value_b),
                              NULL);
        else if (same)
            printf("%s and %s are alike, node by node%s\n", path[0], path[1],
                   kiln_trace_node_digest(a, 0, (char[33]){0}) ? ""
                                                               : " (without digests of nodes)");
        else {
            printf("they part at %s %" PRId64 ": %s\n  %s: %s\n  %s: %s\n",
                   d.node >= 0 ? "node" : "output", d.node, what[d.what], path[0], d.a, path[1],
                   d.b);
            show_element(&d);
        }
        if (code == EXIT_OK && !same) code = EXIT_FAILED;
    }
    kiln_trace_close(a);
    kiln_trace_close(b);
    return code;
}

int command_trace(int argc, char **argv) {
    static const struct option names[] = {{"json", no_argument, NULL, 'j'}, {NULL, 0, NULL, 0}};
    bool json = false;
    for (int found; (found = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        if (found != 'j') return refuse_option(argv, found);
        json = true;
    }
    argv += optind;
    argc -= optind;
    if (argc == 2 && strcmp(argv[0], "show") == 0) return show(argv[1], json);
    if (argc == 3 && strcmp(argv[0], "diff") == 0) return diff(argv + 1, json);
    return refuse("show takes one trace, diff two");
}
