/* SPDX-License-Identifier: Apache-2.0
 * The codec's life, the matrices it keeps, and what both directions check. Called through
 * raptorq.h. */
#include "raptorq/codec.h"

kiln_status raptorq_cancelled(kn_text *why) {
    if (why) kn_text_add(why, "raptorq: cancelled");
    return KILN_CANCELLED;
}

kiln_status raptorq_no_memory(kn_text *why) {
    if (why) kn_text_add(why, "raptorq: memory ran out");
    return KILN_NO_MEMORY;
}

bool raptorq_stopped(const raptorq_codec *codec) { return codec->stop && codec->stop(codec->user); }

static kiln_status no_form(int form, kn_text *why) {
    if (form >= 0 && form < RAPTORQ_FORM_COUNT) {
        if (why) kn_text_add(why, "raptorq: this machine cannot run form %d", form);
        return KILN_UNSUPPORTED;
    }
    if (why) kn_text_add(why, "raptorq: form is %d: expected 0..%d", form, RAPTORQ_FORM_COUNT - 1);
    return KILN_BAD_ARGUMENT;
}

kiln_status raptorq_open(raptorq_codec **out, const raptorq_options *options, kn_text *why) {
    static const raptorq_options plain = {0};
    if (!options) options = &plain;
    *out = NULL;
    const gf_form *form = gf_form_get(options->form);
    if (!form) return no_form((int)options->form, why);
    const kn_alloc *alloc = options->alloc ? options->alloc : kn_alloc_default();
    raptorq_codec *codec = kn_calloc(alloc, 1, sizeof *codec);
    if (!codec) return raptorq_no_memory(why);
    codec->alloc = alloc;
    codec->form = form;
    codec->stop = options->stop;
    codec->user = options->user;
    gf_tables_fill(&codec->tables);
    *out = codec;
    return KILN_OK;
}

void raptorq_close(raptorq_codec *codec) {
    if (!codec) return;
    for (int i = 0; i < KEPT_MATRICES; i++)
        gf_matrix_free(codec->alloc, &codec->kept[i].coefficients);
    kn_free(codec->alloc, codec, sizeof *codec);
}

static kiln_status bad(kn_text *why, const char *field, size_t found, const char *expected,
                       size_t least, size_t most) {
    if (why)
        kn_text_add(why, "raptorq: %s is %zu: expected %s%zu..%zu", field, found, expected, least,
                    most);
    return KILN_BAD_ARGUMENT;
}

kiln_status raptorq_check_block(const raptorq_block *b, kn_text *why) {
    if (b->source < 1 || b->source > RAPTORQ_MOST_SOURCE)
        return bad(why, "source", b->source, "", 1, RAPTORQ_MOST_SOURCE);
    if (b->repair > RAPTORQ_MOST_REPAIR)
        return bad(why, "repair", b->repair, "", 0, RAPTORQ_MOST_REPAIR);
    if (b->first < b->source || b->first > RAPTORQ_ID_END - b->repair)
        return bad(why, "first", b->first, "", b->source, RAPTORQ_ID_END - b->repair);
    if (b->symbol < GF_LANE || b->symbol > RAPTORQ_MOST_SYMBOL || b->symbol % GF_LANE != 0)
        return bad(why, "symbol", b->symbol, "a multiple of 64, ", GF_LANE, RAPTORQ_MOST_SYMBOL);
    return KILN_OK;
}

static bool is_for(const kept_matrix *kept, const raptorq_block *b) {
    return kept->source == b->source && kept->first == b->first && kept->repair == b->repair;
}

/* The slot of this block, else the one that was not asked for longest. */
static kept_matrix *slot_for(raptorq_codec *codec, const raptorq_block *block) {
    kept_matrix *oldest = &codec->kept[0];
    for (int i = 0; i < KEPT_MATRICES; i++) {
        kept_matrix *kept = &codec->kept[i];
        if (is_for(kept, block)) return kept;
        if (kept->asked < oldest->asked) oldest = kept;
    }
    return oldest;
}

kiln_status raptorq_coefficients(raptorq_codec *codec, const raptorq_block *block,
                                 const gf_matrix **out, kn_text *why) {
    kept_matrix *kept = slot_for(codec, block);
    *out = &kept->coefficients;
    kept->asked = ++codec->calls;
    if (is_for(kept, block)) return KILN_OK;
    gf_matrix fresh;
    kiln_status status = raptorq_precode(codec, block, &fresh);
    if (status == KILN_CANCELLED) return raptorq_cancelled(why);
    if (status == KILN_NO_MEMORY) return raptorq_no_memory(why);
    if (status != KILN_OK) return status;
    gf_matrix_free(codec->alloc, &kept->coefficients);
    *kept = (kept_matrix){block->source, block->first, block->repair, codec->calls, fresh};
    return KILN_OK;
}
