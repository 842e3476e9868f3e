/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a trace: as they are, and behind an envelope that is right for them. One that opens
 * is looked through and, when it is small, computed again. */
#include "fuzz.h"
#include "kiln/kiln.h"
#include "runtime/envelope.h"

enum { SMALL_NODES = 64, SMALL_NBYTES = 4096 };

static size_t look(const kiln_trace_file *t) {
    size_t nbytes = 0, all = 0;
    const char *graph = kiln_trace_graph(t, &nbytes);
    fuzz_touch(graph, nbytes);
    for (size_t i = 0; i < kiln_trace_leaf_count(t) + kiln_trace_output_count(t); i++) {
        bool leaf = i < kiln_trace_leaf_count(t);
        kiln_trace_item item =
            leaf ? kiln_trace_leaf(t, i) : kiln_trace_output(t, i - kiln_trace_leaf_count(t));
        if (item.data) fuzz_touch(item.data, item.nbytes);
        fuzz_touch(item.name, strlen(item.name));
        all = item.nbytes > SMALL_NBYTES ? SIZE_MAX / 2 : all + item.nbytes;
    }
    for (size_t i = 0; i < kiln_trace_derived_count(t); i++) {
        kiln_trace_derived d = kiln_trace_derived_at(t, i);
        FUZZ_CHECK(d.node >= 0 && (size_t)d.node < kiln_trace_node_count(t) && d.rule);
    }
    return all;
}

static void replay(const kiln_trace_file *t, const kiln_allocator *a) {
    kiln_options o = KILN_OPTIONS_INIT;
    kiln_replay report = {.struct_size = sizeof report};
    o.path = KILN_EAGER;
    o.cache_dir = "off";
    o.threads = 1;
    o.allocator = a;
    kiln_session *s = kiln_open(&o);
    if (s) (void)kiln_trace_replay(s, t, NULL, 0, &report);
    kiln_close(s);
}

static void try_trace(const void *bytes, size_t size) {
    fuzz_memory m;
    char why[512] = "";
    kiln_trace_file *t = NULL;
    const char *path = fuzz_file("t", bytes, size);
    fuzz_memory_init(&m);
    kiln_status status = kiln_trace_open(path, &m.vtable, &t, why, sizeof why);
    FUZZ_CHECK((status == KILN_OK) == (t != NULL) && (t || why[0] != '\0'));
    if (t && look(t) <= SMALL_NBYTES && kiln_trace_node_count(t) <= SMALL_NODES)
        replay(t, &m.vtable);
    kiln_trace_close(t);
    FUZZ_CHECK(m.live == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t head = 0;
    kn_text all, why;
    kiln_envelope e = KILN_ENVELOPE_INIT;
    try_trace(data, size);
    if (kn_envelope_head_size(data, size, &head, NULL) != KILN_OK || head > size) head = 0;
    kn_text_init(&all, kn_alloc_default());
    kn_text_init(&why, kn_alloc_default());
    e.kind = "trace";
    e.created = 0;
    e.length = size - head;
    kn_hash_hex(kn_hash_bytes(data + head, size - head), e.digest);
    FUZZ_CHECK(kn_envelope_head(&e, 0, &all, &why) == KILN_OK);
    kn_text_bytes(&all, data + head, size - head);
    try_trace(all.data, all.len);
    kn_text_free(&why);
    kn_text_free(&all);
    return 0;
}
