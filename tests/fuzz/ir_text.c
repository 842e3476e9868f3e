/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as the text of a graph: what is read holds and prints as itself, and goes through
 * derivative and passes when it is small. */
#include "fuzz.h"
#include "ir/graph.h"
#include "kiln/kiln.h"

enum { SMALL = 2000 };

static void print_twice(const ir_graph *g, const kn_alloc *a) {
    kn_text text, once_more, why;
    ir_graph h;
    kn_text_init(&text, a);
    kn_text_init(&once_more, a);
    kn_text_init(&why, a);
    ir_graph_init(&h, a);
    FUZZ_CHECK(ir_verify(g, &why) == KILN_OK);
    ir_print(g, &text);
    if (!text.failed) {
        kiln_status status = ir_parse(&h, text.data, text.len, &why);
        FUZZ_CHECK(status == KILN_OK || status == KILN_NO_MEMORY);
        ir_print(&h, &once_more);
        FUZZ_CHECK(status != KILN_OK || once_more.failed ||
                   strcmp(kn_text_str(&text), kn_text_str(&once_more)) == 0);
    }
    ir_graph_free(&h);
    kn_text_free(&why);
    kn_text_free(&once_more);
    kn_text_free(&text);
}

static void plan(const char *text, size_t nbytes, const kiln_allocator *a) {
    kiln_options o = KILN_OPTIONS_INIT;
    o.path = KILN_EAGER;
    o.cache_dir = "off";
    o.threads = 1;
    o.allocator = a;
    kiln_session *s = kiln_open(&o);
    if (!s) return;
    kiln_program *p = kiln_program_parse(s, text, nbytes), *g = NULL;
    if (p && kiln_program_inputs(p) + kiln_program_outputs(p) > 0) g = kiln_program_grad(p);
    if (p) kiln_program_dump(p, "plan");
    if (g) kiln_program_dump(g, "plan");
    kiln_program_close(g);
    kiln_program_close(p);
    kiln_close(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_memory m;
    ir_graph g;
    kn_text why;
    fuzz_memory_init(&m);
    ir_graph_init(&g, &m.vtable);
    kn_text_init(&why, &m.vtable);
    kiln_status status = ir_parse(&g, (const char *)data, size, &why);
    FUZZ_CHECK(status == KILN_OK || why.len > 0 || why.failed);
    if (status == KILN_OK) print_twice(&g, &m.vtable);
    ir_graph_free(&g);
    kn_text_free(&why);
    if (status == KILN_OK && size < SMALL) plan((const char *)data, size, &m.vtable);
    FUZZ_CHECK(m.live == 0);
    return 0;
}
