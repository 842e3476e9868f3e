/* SPDX-License-Identifier: Apache-2.0
 * The reader of .npy and .npz files: opening, putting data in order, look-ups. Called by C programs
 * through kiln/npy.h. */
#include "base/file.h"
#include "frontend/files/npy_internal.h"

typedef struct rule_row {
    kiln_status status;
    const char *code, *text;
} rule_row;

static const rule_row rules[] = {
#define RULE_ROW(name, status, code, text) {KILN_##status, code, text},
    KN_NPY_RULE_MAP(RULE_ROW)
#undef RULE_ROW
};

kiln_status kn_npy_refuse(const kn_npy_place *p, kn_npy_rule rule, const char *what,
                          uint64_t offset) {
    kn_text_add(p->why, "[%s] ", rules[rule].code);
    if (p->name) {
        kn_text_add(p->why, "array ");
        kn_text_json_string(p->why, p->name);
        kn_text_add(p->why, ": ");
    }
    kn_text_add(p->why, "%s", rules[rule].text);
    if (what) {
        kn_text_add(p->why, " (");
        for (size_t step; *what && (step = kn_utf8_step(what, strlen(what))) > 0; what += step)
            kn_text_bytes(p->why, (unsigned char)*what < ' ' ? "?" : what,
                          (unsigned char)*what < ' ' ? 1 : step);
        kn_text_add(p->why, ")");
    }
    kn_text_add(p->why, " at byte %llu%s",
                (unsigned long long)(p->unpacked ? offset : p->base + offset),
                p->unpacked ? " of the entry as unpacked" : "");
    return rules[rule].status;
}

static void swap(char *data, size_t nbytes, size_t each) {
    for (size_t at = 0; at < nbytes; at += each)
        for (size_t i = 0; i < each / 2; i++) {
            char low = data[at + i];
            data[at + i] = data[at + each - 1 - i];
            data[at + each - 1 - i] = low;
        }
}

/* Column-major to row-major: element by element of the result, as an odometer turns. */
static void turn_round(const kiln_st_entry *e, const char *from, char *to) {
    size_t each = kiln_dtype_size(e->dtype), stride[KILN_NPY_MAX_RANK], step = each;
    int64_t at[KILN_NPY_MAX_RANK] = {0};
    for (int i = 0; i < e->rank; i++) {
        stride[i] = step;
        step *= (size_t)e->shape[i];
    }
    for (size_t done = 0; done < e->nbytes; done += each) {
        memcpy(to + done, from, each);
        for (int i = e->rank - 1; i >= 0; i--) {
            from += stride[i];
            if (++at[i] < e->shape[i]) break;
            from -= stride[i] * (size_t)e->shape[i];
            at[i] = 0;
        }
    }
}

static kiln_status check_bools(const kiln_st_entry *e, const char *data, const kn_npy_place *p,
                               size_t end) {
    for (size_t i = 0; e->dtype == KILN_BOOL && i < e->nbytes; i++)
        if ((unsigned char)data[i] > 1) return kn_npy_refuse(p, KN_NPY_BOOL_VALUE, NULL, end + i);
    return KILN_OK;
}

kiln_status kn_npy_parse(const kn_alloc *alloc, const char *bytes, size_t n, const kn_npy_place *p,
                         kn_npy_array *a) {
    kn_npy_header h = {0};
    kiln_st_entry *e = &a->entry;
    KN_TRY(kn_npy_parse_header(alloc, bytes, n, p, a, &h));
    if (e->nbytes > n - h.end) return kn_npy_refuse(p, KN_NPY_DATA_SHORT, NULL, n);
    if (e->nbytes < n - h.end)
        return kn_npy_refuse(p, KN_NPY_DATA_TRAILING, NULL, h.end + e->nbytes);
    KN_TRY(check_bools(e, bytes + h.end, p, h.end));
    bool turns = h.fortran && e->rank > 1 && e->nbytes > 0;
    if (e->nbytes > 0) e->data = bytes + h.end;
    if (e->nbytes == 0 || (!turns && !h.swapped)) return KILN_OK;
    void *own = kn_malloc(alloc, e->nbytes);
    if (!own) return KILN_NO_MEMORY;
    if (turns)
        turn_round(e, e->data, own);
    else
        memcpy(own, e->data, e->nbytes);
    if (h.swapped) swap(own, e->nbytes, kiln_dtype_size(e->dtype));
    kn_free(alloc, a->own, a->own_nbytes); /* what it was unpacked into, if it was */
    a->own = own;
    a->own_nbytes = e->nbytes;
    e->data = own;
    return KILN_OK;
}

static kiln_status parse_one(kiln_npy *f, kn_text *why) {
    kn_npy_place p = {.why = why};
    KN_TRY(kn_grow(f->alloc, &f->arrays, &f->cap, 1, sizeof *f->arrays));
    f->arrays[f->count++] = (kn_npy_array){.entry.name = ""};
    return kn_npy_parse(f->alloc, f->bytes ? f->bytes : "", f->nbytes, &p, &f->arrays[0]);
}

static kiln_status load(kiln_npy *f, const char *path, const void *bytes, size_t nbytes,
                        kn_text *why) {
    void *block = NULL;
    KN_TRY(kn_file_take(f->alloc, path, bytes, nbytes, &block, &f->nbytes, why));
    f->bytes = block;
    bool archive = f->nbytes >= 2 && memcmp(f->bytes, "PK", 2) == 0;
    return archive ? kn_npz_parse(f, why) : parse_one(f, why);
}

static kiln_status open_any(const char *path, const void *bytes, size_t nbytes,
                            const kiln_allocator *allocator, kiln_npy **out, char *why,
                            size_t why_size) {
    const kn_alloc *alloc = allocator ? allocator : kn_alloc_default();
    kn_text reason;
    kn_text_init(&reason, alloc);
    kiln_status status = !out || (!path && !bytes && nbytes > 0) ? KILN_BAD_ARGUMENT : KILN_OK;
    kiln_npy *f = status == KILN_OK ? kn_calloc(alloc, 1, sizeof *f) : NULL;
    if (status == KILN_OK && !f) status = KILN_NO_MEMORY;
    if (f) {
        f->alloc = alloc;
        status = load(f, path, bytes, nbytes, &reason);
    }
    if (status != KILN_OK) {
        if (reason.len == 0) kn_text_add(&reason, "%s", kiln_status_text(status));
        kiln_npy_close(f);
        f = NULL;
    }
    kn_text_copy_out(&reason, why, why_size);
    kn_text_free(&reason);
    if (out) *out = f;
    return status;
}

kiln_status kiln_npy_open(const char *path, const kiln_allocator *allocator, kiln_npy **out,
                          char *why, size_t why_size) {
    return open_any(path, NULL, path ? 0 : 1, allocator, out, why, why_size);
}

kiln_status kiln_npy_open_memory(const void *bytes, size_t nbytes, const kiln_allocator *allocator,
                                 kiln_npy **out, char *why, size_t why_size) {
    return open_any(NULL, bytes, nbytes, allocator, out, why, why_size);
}

size_t kiln_npy_count(const kiln_npy *f) { return f ? f->count : 0; }

const kiln_st_entry *kiln_npy_at(const kiln_npy *f, size_t index) {
    return f && index < f->count ? &f->arrays[index].entry : NULL;
}

const kiln_st_entry *kiln_npy_find(const kiln_npy *f, const char *name) {
    for (size_t i = 0; name && i < kiln_npy_count(f); i++)
        if (strcmp(f->arrays[i].entry.name, name) == 0) return &f->arrays[i].entry;
    return NULL;
}

void kiln_npy_close(kiln_npy *f) {
    if (!f) return;
    for (size_t i = 0; i < f->count; i++) {
        kn_npy_array *a = &f->arrays[i];
        if (a->name) kn_free(f->alloc, a->name, strlen(a->name) + 1);
        kn_free(f->alloc, a->shape, (size_t)a->entry.rank * sizeof *a->shape);
        kn_free(f->alloc, a->own, a->own_nbytes);
    }
    kn_free(f->alloc, f->arrays, f->cap * sizeof *f->arrays);
    kn_free(f->alloc, f->bytes, f->nbytes);
    kn_free(f->alloc, f, sizeof *f);
}
