/* SPDX-License-Identifier: Apache-2.0
 * Opening and closing sessions, scopes, settings and counters. */
#include "frontend/core/frontend.h"
#include "runtime/mt19937.h"

enum { QUARANTINE = 65536 };
/* so that the text of an error is whole when memory is what there is none of */
enum { ERROR_ROOM = 1024 };

static bool poison_init(kiln_session *s) {
    s->poison = fe_slab_get(&s->tensors);
    if (s->poison == NULL) return false;
    s->poison->state = FE_POISON;
    s->poison->mark = FE_NO_MARK;
    s->poison->session = s;
    return true;
}

static bool lists_init(kiln_session *s) {
    s->kept = kn_calloc(s->alloc, 1, sizeof *s->kept);
    fe_tensor *own = kn_calloc(s->alloc, 1, sizeof *own);
    s->wanted = kn_calloc(s->alloc, 1, sizeof *s->wanted);
    bool ok = s->kept != NULL && own != NULL && s->wanted != NULL &&
              kn_grow(s->alloc, &s->scopes, &s->scopes_cap, 1, sizeof *s->scopes) == KILN_OK;
    if (!ok) {
        kn_free(s->alloc, own, sizeof *own);
        return false;
    }
    s->kept->prev = s->kept->next = s->kept;
    own->prev = own->next = own;
    s->wanted->prev = s->wanted->next = s->wanted;
    s->scopes[s->nscopes++] = own;
    s->scopes_made = 1;
    return true;
}

/* Gives how many lines the ledger lost. */
static size_t session_free(kiln_session *s) {
    const kn_alloc *a = s->alloc;
    if (fe_doors_of_thread.within == s) fe_doors_of_thread.within = NULL;
    fe_segment_free(s);
    fe_trace_steps_end(s);
    ir_graph_free(&s->eval_graph);
    ir_cut_free(&s->cut);
    kn_map_free(&s->spots);
    kn_map_free(&s->foretold);
    kn_map_free(&s->written);
    fe_close_slots(s);
    fe_slab_free(&s->tensors);
    for (int i = 0; i < FE_STORAGE_SIZES; i++) fe_slab_free(&s->storages[i]);
    fe_slab_free(&s->buffers);
    for (size_t i = 0; i < s->scopes_made; i++) kn_free(a, s->scopes[i], sizeof *s->scopes[i]);
    kn_free(a, s->scopes, s->scopes_cap * sizeof *s->scopes);
    kn_free(a, s->kept, sizeof *s->kept);
    kn_free(a, s->transaction.before, s->transaction.cap * sizeof *s->transaction.before);
    kn_free(a, s->generator, 2 * sizeof *s->generator);
    kn_free(a, s->wanted, sizeof *s->wanted);
    kn_free(a, s->fates, s->fates_cap * sizeof *s->fates);
    kn_free(a, s->calls, s->calls_cap * sizeof *s->calls);
    kn_free(a, s->writes, s->writes_cap * sizeof *s->writes);
    kn_free(a, s->young, s->young_cap * sizeof *s->young);
    kn_free(a, s->numbers, s->numbers_cap * sizeof *s->numbers);
    kn_free(a, s->writers, s->writers_cap * sizeof *s->writers);
    kn_free(a, s->donated, s->donated_cap);
    kn_free(a, s->named, s->named_cap);
    kn_free(a, s->kept_values, s->kept_values_cap * sizeof *s->kept_values);
    kn_free(a, s->roots, s->roots_cap * sizeof *s->roots);
    kn_free(a, s->inputs, s->inputs_cap * sizeof *s->inputs);
    kn_free(a, s->outputs, s->outputs_cap * sizeof *s->outputs);
    kn_free(a, s->made, s->made_cap * sizeof *s->made);
    kn_text_free(&s->error_text);
    kn_text_free(&s->dump_text);
    kn_text_free(&s->setting_text);
    size_t lost = s->engine != NULL ? (size_t)rt_close(s->engine) : 0;
    kn_free(a, s, sizeof *s);
    return lost;
}

kiln_session *kiln_open(const kiln_options *options) {
    FE_DOOR;
    size_t with_allocator = offsetof(kiln_options, allocator) + sizeof options->allocator;
    const kn_alloc *alloc =
        options != NULL && options->struct_size >= with_allocator && options->allocator != NULL
            ? options->allocator
            : kn_alloc_default();
    kiln_session *s = kn_calloc(alloc, 1, sizeof *s);
    if (s == NULL) return fe_open_failed();
    s->alloc = alloc;
    s->epoch = 1;
    ir_graph_init(&s->g, alloc);
    ir_graph_init(&s->spare, alloc);
    ir_graph_init(&s->eval_graph, alloc);
    s->cut.alloc = s->staying.alloc = alloc;
    kn_map_init(&s->spots, alloc);
    kn_map_init(&s->foretold, alloc);
    kn_map_init(&s->written, alloc);
    ir_builder_init(&s->b, &s->g);
    kn_text_init(&s->error_text, alloc);
    kn_text_init(&s->dump_text, alloc);
    kn_text_init(&s->setting_text, alloc);
    fe_slab_init(&s->tensors, alloc, sizeof(fe_tensor), 0, true);
    fe_storages_init(s);
    fe_slab_init(&s->buffers, alloc, sizeof(fe_buffer), 0, false);
    if (!poison_init(s) || !lists_init(s) || !kn_text_reserve(&s->error_text, ERROR_ROOM)) {
        session_free(s);
        return fe_open_failed();
    }
    kn_text why;
    kn_text_init(&why, alloc);
    kiln_status status = rt_config_resolve(alloc, options, &s->config, &why);
    if (status == KILN_OK) {
        s->hardened = s->config.mode == KILN_HARDENED;
        if (s->hardened) s->tensors.quarantine = QUARANTINE;
        fe_segment_begin(s);
        status = rt_open(alloc, &s->config, &s->engine, &why);
    }
    if (status == KILN_OK) {
        s->config = *rt_get_config(s->engine);
        s->state = rt_call_state(s->engine);
    } else
        fe_error(s, NULL, "open", status, "%s",
                 why.len > 0 ? kn_text_str(&why) : kiln_status_text(status));
    kn_text_free(&why);
    fe_note_open(s);
    return s;
}

static size_t drop_list(kiln_session *s, fe_tensor *head, const char *what) {
    size_t n = 0;
    while (head->next != head) {
        if (what != NULL) {
            char line[256];
            snprintf(line, sizeof line, "\"tensor\":\"%s\",\"made\":\"%s\"", what,
                     fe_made_at(head->next) != NULL ? fe_made_at(head->next) : "");
            rt_note(s->engine, "live_at_close", line);
        }
        fe_drop(s, fe_handle_of(head->next));
        n++;
    }
    return n;
}

size_t kiln_close(kiln_session *s) {
    FE_DOOR;
    if (s == NULL) return 0;
    fe_note_close(s);
    /* it goes with the session */
    if (fe_doors_of_thread.inside == s->state) fe_doors_of_thread.inside = NULL;
    size_t live = 0;
    while (s->nscopes > 1) {
        live += drop_list(s, s->scopes[s->nscopes - 1], "in an open scope");
        s->nscopes--;
    }
    live += drop_list(s, s->kept, "kept");
    drop_list(s, s->scopes[0], NULL); /* the session's own scope closes with it */
    fe_parts_free(s, 0);
    fe_params_close(s);
    return live + session_free(s);
}

/* List heads stay when their scope closes: a loop opens and closes one every turn. */
static bool scope_head(kiln_session *s) {
    if (s->nscopes < s->scopes_made) return true;
    if (kn_grow(s->alloc, &s->scopes, &s->scopes_cap, s->nscopes + 1, sizeof *s->scopes) != KILN_OK)
        return false;
    fe_tensor *head = kn_calloc(s->alloc, 1, sizeof *head);
    if (head != NULL) s->scopes[s->scopes_made++] = head;
    return head != NULL;
}

/* One past the number of scopes: the innermost is at nscopes. */
static bool room_for_young(kiln_session *s) {
    size_t had = s->young_cap;
    if (kn_grow(s->alloc, &s->young, &s->young_cap, s->nscopes + 2, sizeof *s->young) != KILN_OK)
        return false;
    memset(s->young + had, 0, (s->young_cap - had) * sizeof *s->young);
    return true;
}

void(kiln_scope_open)(kiln_site at, kiln_session *s) {
    if (s == NULL) fe_error(NULL, at, "scope_open", KILN_BAD_ARGUMENT, "the session is null");
    if (s == NULL) return;
    if (!scope_head(s) || !room_for_young(s)) {
        fe_error(s, at, "scope_open", KILN_NO_MEMORY, "no memory for a scope");
        s->scopes_failed++;
        return;
    }
    fe_tensor *head = s->scopes[s->nscopes++];
    head->prev = head->next = head;
    fe_put_site(&head->made, head->generation, at);
}

void(kiln_scope_close)(kiln_site at, kiln_session *s) {
    FE_DOOR;
    if (s == NULL) fe_error(NULL, at, "scope_close", KILN_BAD_ARGUMENT, "the session is null");
    if (s == NULL) return;
    if (s->scopes_failed > 0) { /* the one that closes was never opened */
        s->scopes_failed--;
        return;
    }
    if (s->nscopes <= 1) {
        fe_error(s, at, "scope_close", KILN_BAD_ARGUMENT, "no scope is open");
        return;
    }
    size_t depth = s->nscopes;
    drop_list(s, s->scopes[depth - 1], NULL);
    if (s->engine != NULL) rt_budgets_leave_scope(rt_get_budgets(s->engine), depth);
    fe_parts_free(s, depth);
    s->nscopes--;
    fe_scope_passed(s, depth, fe_made_at(s->scopes[depth - 1]));
    fe_compact_if_due(s, true);
}

void kiln_cancel(kiln_session *s) {
    if (s != NULL && s->engine != NULL) rt_cancel(s->engine);
}

void kiln_trim(kiln_session *s) {
    FE_DOOR;
    if (s == NULL || s->engine == NULL) return;
    fe_compact(s); /* what was released may hang on the recorded graph */
    rt_trim(s->engine);
}

const char *kiln_version(void) { return "0.1.0"; }

kiln_status kiln_count(const kiln_session *s, kiln_counters *out) {
    FE_DOOR;
    if (s == NULL || s->engine == NULL || out == NULL || out->struct_size != sizeof *out)
        return KILN_BAD_ARGUMENT;
    const rt_stats *r = rt_get_stats(s->engine);
    *out = (kiln_counters){.struct_size = sizeof *out,
                           .evaluations = r->evaluations,
                           .nodes_recorded = s->nodes_recorded + s->g.count,
                           .plans_built = r->plans_built,
                           .plan_hits = r->plan_hits,
                           .kernels_compiled = r->kernels_compiled,
                           .kernels_from_disk = r->kernels_from_disk,
                           .kernels_from_memory = r->kernels_from_memory,
                           .cache_rejects = r->cache_rejects,
                           .steps_run = r->steps_run,
                           .verified_plans = r->verified_plans,
                           .plan_ns = r->plan_ns,
                           .compile_ns = r->compile_ns,
                           .load_ns = r->load_ns,
                           .run_ns = r->run_ns,
                           .verify_ns = r->verify_ns,
                           .allocations = r->allocations,
                           .bytes_allocated = r->bytes_allocated,
                           .bytes_live = r->bytes_live,
                           .bytes_peak = r->bytes_peak,
                           .last_plan_steps = r->last_plan_steps,
                           .last_plan_kernels = r->last_plan_kernels,
                           .last_arena_bytes = r->last_arena_bytes,
                           .tensors_live = s->live,
                           .cache_mismatches = r->cache_mismatches,
                           .ledger_lost = rt_ledger_lost(s->engine),
                           .recomputed = s->recomputed,
                           .foreseen = s->foreseen,
                           .flushes = s->flushes,
                           .traces_written = s->tracing.written,
                           .traces_lost = s->tracing.lost};
    return KILN_OK;
}

const char *kiln_setting(kiln_session *s, const char *key) {
    FE_DOOR;
    static const char *const paths[] = {"default", "fused", "eager"}, *const modes[] = {"default",
                                                                                        "strict",
                                                                                        "hardened"};
    static const char *const verifies[] = {"default", "off", "first", "every"};
    static const char *const isas[] = {"default", "base", "avx2", "avx512"};
    static const char *const routes[] = {"default", "emitted", "openblas", "auto"};
    static const char *const syncs[] = {"default", "none", "second", "line"};
    if (s == NULL || s->engine == NULL || key == NULL) return NULL;
    const rt_config *c = rt_get_config(s->engine);
    if (strcmp(key, "mode") == 0) return modes[c->mode];
    if (strcmp(key, "path") == 0)
        return paths[strcmp(rt_llvm_version(s->engine), "absent") == 0 ? KILN_EAGER : c->path];
    if (strcmp(key, "verify") == 0) return verifies[c->verify];
    if (strcmp(key, "isa") == 0) return isas[c->isa];
    if (strcmp(key, "matmul") == 0) return routes[c->matmul];
    if (strcmp(key, "ledger_sync") == 0) return syncs[c->ledger_sync];
    if (strcmp(key, "cache_dir") == 0) return c->cache_dir != NULL ? c->cache_dir : "off";
    if (strcmp(key, "dump_dir") == 0) return c->dump_dir != NULL ? c->dump_dir : "off";
    if (strcmp(key, "llvm") == 0) return rt_llvm_version(s->engine);
    if (strcmp(key, "threads") != 0) return NULL;
    kn_text_clear(&s->setting_text);
    kn_text_add(&s->setting_text, "%d", c->threads);
    return kn_text_str(&s->setting_text);
}
