/* SPDX-License-Identifier: Apache-2.0
 * The safetensors writer: checks its arguments by the reader's rules, sorts, and replaces the file
 * in one step. Called by C programs through kiln/safetensors.h and by `kiln run`. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem */
#endif

#include <errno.h>
#include <stdio.h>

#include "base/file.h"
#include "base/io.h"
#include "frontend/files/safetensors_internal.h"
#include "runtime/envelope.h"

#define ALIGN ((size_t)8)
#define FILE_MODE 0644u

typedef struct writer {
    const kn_alloc *alloc;
    kiln_st_entry *entries; /* our copies, sorted */
    size_t count;
    kiln_st_meta *meta;
    size_t meta_count;
    kn_text header, *why;
    kn_st_stamp *stamp; /* NULL: none */
} writer;

static kiln_status refuse(writer *w, kiln_status status, const char *name, const char *text) {
    kn_text_add(w->why, "safetensors save: ");
    if (name) {
        kn_text_json_string(w->why, name);
        kn_text_add(w->why, ": ");
    }
    kn_text_add(w->why, "%s", text);
    return status;
}

static kiln_status check_entry(writer *w, const kiln_st_entry *e) {
    if (!e->name) return refuse(w, KILN_BAD_ARGUMENT, NULL, "a tensor has no name");
    if (!kn_is_utf8(e->name)) return refuse(w, KILN_BAD_ARGUMENT, e->name, "name is not UTF-8");
    if (strcmp(e->name, KN_ST_META_KEY) == 0)
        return refuse(w, KILN_BAD_ARGUMENT, e->name, "name is reserved");
    int64_t nbytes = (int64_t)kiln_dtype_size(e->dtype);
    if (nbytes == 0) return refuse(w, KILN_BAD_DTYPE, e->name, "dtype is not known");
    if (e->rank > KILN_ST_MAX_RANK)
        return refuse(w, KILN_TOO_LARGE, e->name, "more than 128 dimensions");
    if (e->rank < 0 || (e->rank > 0 && !e->shape))
        return refuse(w, KILN_BAD_ARGUMENT, e->name, "rank is negative or shape is NULL");
    bool none = false, fits = true;
    for (int i = 0; i < e->rank; i++) {
        if (e->shape[i] < 0) return refuse(w, KILN_BAD_SHAPE, e->name, "an extent is negative");
        none = none || e->shape[i] == 0;
        fits = fits && kn_mul_i64(nbytes, e->shape[i] ? e->shape[i] : 1, &nbytes);
    }
    if (!fits)
        return refuse(w, KILN_TOO_LARGE, e->name,
                      "bytes of this shape and dtype do not fit in 64 bits");
    if (e->nbytes != (none ? 0 : (size_t)nbytes))
        return refuse(w, KILN_BAD_SHAPE, e->name, "nbytes is not what shape and dtype need");
    if (e->nbytes > 0 && !e->data) return refuse(w, KILN_BAD_ARGUMENT, e->name, "data is NULL");
    return KILN_OK;
}

static bool entry_before(const void *left, const void *right) {
    const kiln_st_entry *a = left, *b = right;
    size_t size_a = kiln_dtype_size(a->dtype), size_b = kiln_dtype_size(b->dtype);
    return size_a != size_b ? size_a > size_b : strcmp(a->name, b->name) < 0;
}

static bool meta_before(const void *left, const void *right) {
    const kiln_st_meta *a = left, *b = right;
    return strcmp(a->key, b->key) < 0;
}

typedef bool before_fn(const void *left, const void *right);

/* Sifts element `root` of a heap of n down; `spare` holds one element. */
static void sift(char *base, size_t each, size_t root, size_t n, before_fn *before, void *spare) {
    memcpy(spare, base + root * each, each);
    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && before(base + child * each, base + (child + 1) * each)) child++;
        if (!before(spare, base + child * each)) break;
        memcpy(base + root * each, base + child * each, each);
    }
    memcpy(base + root * each, spare, each);
}

/* Heap sort: in place, so no hidden allocation (the C library's qsort makes one) and no recursion.
 * Keys are distinct, so stability does not matter. */
static void sort(void *array, size_t n, size_t each, before_fn *before) {
    union {
        kiln_st_entry entry;
        kiln_st_meta meta;
    } spare;
    char *base = array;
    for (size_t i = n / 2; i-- > 0;) sift(base, each, i, n, before, &spare);
    for (size_t last = n; last-- > 1;) {
        memcpy(&spare, base, each);
        memcpy(base, base + last * each, each);
        memcpy(base + last * each, &spare, each);
        sift(base, each, 0, last, before, &spare);
    }
}

/* Takes copies, checks each and that names are distinct. */
static kiln_status take_entries(writer *w, const kiln_st_entry *entries) {
    if (w->count == 0) return KILN_OK;
    if (w->count > KILN_ST_MAX_TENSORS)
        return refuse(w, KILN_TOO_LARGE, NULL, "more than 1000000 tensors");
    for (size_t i = 0; i < w->count; i++) KN_TRY(check_entry(w, &entries[i]));
    /* count <= 10^6: cannot overflow */
    w->entries = kn_malloc(w->alloc, w->count * sizeof *entries);
    if (!w->entries) return KILN_NO_MEMORY;
    memcpy(w->entries, entries, w->count * sizeof *entries);
    kn_st_index index = {.seed = 0};
    kiln_status status = KILN_OK;
    uint32_t present = 0;
    for (uint32_t i = 0; i < w->count && status == KILN_OK; i++) {
        status = kn_st_index_insert(&index, w->alloc, w->entries, sizeof *entries, i, &present);
        if (status == KILN_OK && present)
            status = refuse(w, KILN_BAD_ARGUMENT, entries[i].name, "name appears twice");
    }
    kn_st_index_free(&index, w->alloc);
    if (status == KILN_OK) sort(w->entries, w->count, sizeof *entries, entry_before);
    return status;
}

static kiln_status take_meta(writer *w, const kiln_st_meta *meta) {
    if (w->meta_count == 0) return KILN_OK;
    size_t nbytes;
    if (w->meta_count > KILN_ST_MAX_HEADER || !kn_mul_size(w->meta_count, sizeof *meta, &nbytes))
        return refuse(w, KILN_TOO_LARGE, NULL, "too much metadata");
    for (size_t i = 0; i < w->meta_count; i++) {
        if (!meta[i].key || !meta[i].value)
            return refuse(w, KILN_BAD_ARGUMENT, NULL, "a metadata text is NULL");
        if (!kn_is_utf8(meta[i].key) || !kn_is_utf8(meta[i].value))
            return refuse(w, KILN_BAD_ARGUMENT, meta[i].key, "metadata is not UTF-8");
    }
    w->meta = kn_malloc(w->alloc, nbytes);
    if (!w->meta) return KILN_NO_MEMORY;
    memcpy(w->meta, meta, nbytes);
    sort(w->meta, w->meta_count, sizeof *meta, meta_before);
    for (size_t i = 1; i < w->meta_count; i++)
        if (strcmp(w->meta[i - 1].key, w->meta[i].key) == 0)
            return refuse(w, KILN_BAD_ARGUMENT, w->meta[i].key, "metadata key appears twice");
    return KILN_OK;
}

static kiln_status add_entry(writer *w, const kiln_st_entry *e, size_t *offset) {
    static const char *const codes[KILN_DTYPE_COUNT] = {
#define CODE(name, torch, text, size, code) code,
        KILN_DTYPE_MAP(CODE)
#undef CODE
    };
    size_t end;
    if (!kn_add_size(*offset, e->nbytes, &end))
        return refuse(w, KILN_TOO_LARGE, e->name, "file is too large");
    kn_text_json_string(&w->header, e->name);
    kn_text_add(&w->header, ":{\"dtype\":\"%s\",\"shape\":[", codes[e->dtype]);
    for (int i = 0; i < e->rank; i++)
        kn_text_add(&w->header, i ? ",%lld" : "%lld", (long long)e->shape[i]);
    kn_text_add(&w->header, "],\"data_offsets\":[%zu,%zu]}", *offset, end);
    *offset = end;
    return KILN_OK;
}

/* The length field's 8 bytes, then the header. */
static kiln_status compose(writer *w) {
    kn_text *h = &w->header;
    size_t offset = 0;
    unsigned char length[KN_ST_LENGTH_BYTES] = {0};
    kn_text_bytes(h, length, sizeof length);
    kn_text_bytes(h, "{", 1);
    if (w->meta_count > 0) {
        kn_text_add(h, "\"%s\":{", KN_ST_META_KEY);
        for (size_t i = 0; i < w->meta_count; i++) {
            if (i > 0) kn_text_bytes(h, ",", 1);
            kn_text_json_string(h, w->meta[i].key);
            kn_text_bytes(h, ":", 1);
            kn_text_json_string(h, w->meta[i].value);
        }
        kn_text_bytes(h, w->count > 0 ? "}," : "}", w->count > 0 ? 2 : 1);
    }
    for (size_t i = 0; i < w->count; i++) {
        if (i > 0) kn_text_bytes(h, ",", 1);
        KN_TRY(add_entry(w, &w->entries[i], &offset));
    }
    kn_text_bytes(h, "}", 1);
    while (!h->failed && h->len % ALIGN != 0) kn_text_bytes(h, " ", 1);
    if (h->failed) return KILN_NO_MEMORY;
    uint64_t nbytes = h->len - KN_ST_LENGTH_BYTES;
    if (nbytes > KILN_ST_MAX_HEADER)
        return refuse(w, KILN_TOO_LARGE, NULL, "header is above 100000000 bytes");
    for (size_t i = 0; i < KN_ST_LENGTH_BYTES; i++) length[i] = (unsigned char)(nbytes >> (8 * i));
    memcpy(h->data, length, sizeof length);
    return KILN_OK;
}

static kiln_status write_pieces(writer *w, kn_file_out *out) {
    kiln_status status = kn_file_out_bytes(out, w->header.data, w->header.len, w->why);
    for (size_t i = 0; i < w->count && status == KILN_OK; i++)
        status = kn_file_out_bytes(out, w->entries[i].data, w->entries[i].nbytes, w->why);
    return status;
}

static kiln_status write_all(writer *w, const char *path) {
    kn_file_out out;
    kn_digest whole;
    if (w->stamp && !kn_digest_begin(&whole)) return KILN_NO_MEMORY;
    kiln_status status = kn_file_out_begin(&out, w->alloc, path, FILE_MODE, w->why);
    if (status == KILN_OK) {
        out.digest = w->stamp ? &whole : NULL;
        if (w->stamp) out.stop = w->stamp->stop;
        status = write_pieces(w, &out);
        if (status == KILN_OK && w->stamp) status = kn_beside_remove(w->alloc, &out, w->why);
        if (status == KILN_OK)
            status = kn_file_out_commit(&out, w->why);
        else
            kn_file_out_drop(&out);
    }
    if (w->stamp && status == KILN_OK) {
        w->stamp->length = whole.length;
        w->stamp->whole = kn_digest_now(&whole);
    }
    if (w->stamp) kn_digest_end(&whole);
    return status;
}

/* Where the value of metadata `key` begins; quotes inside strings are escaped, so this can be no
 * string's content. NULL: nowhere. */
static char *find_stamp(char *header, size_t nbytes, const char *key) {
    char mark[64];
    int n = snprintf(mark, sizeof mark, "\"%s\":\"", key);
    if (n <= 0 || (size_t)n >= sizeof mark) return NULL;
    char *at = memmem(header, nbytes, mark, (size_t)n);
    return at && (size_t)(header + nbytes - at) > (size_t)n + KN_DIGEST_HEX ? at + n : NULL;
}

static kiln_status put_stamp(writer *w) {
    kn_digest d;
    char hex[KN_DIGEST_HEX + 1], *at = find_stamp(w->header.data, w->header.len, w->stamp->key);
    bool whole = true;
    if (!at || !kn_digest_begin(&d)) return KILN_NO_MEMORY;
    kn_digest_add(&d, w->header.data, w->header.len);
    for (size_t i = 0; i < w->count && whole; i++)
        whole = kn_digest_run(&d, w->entries[i].data, w->entries[i].nbytes, w->stamp->stop);
    kn_hash_hex(kn_digest_now(&d), hex);
    kn_digest_end(&d);
    if (!whole) return refuse(w, KILN_CANCELLED, NULL, "cancelled");
    memcpy(at, hex, KN_DIGEST_HEX);
    return KILN_OK;
}

kn_st_stamped kn_st_check_stamp(const kiln_safetensors *f, const char *key, kn_stop stop) {
    static const char zeros[] = "00000000000000000000000000000000";
    char hex[KN_DIGEST_HEX + 1];
    kn_digest d;
    const char *at = find_stamp(f->bytes, f->header_end, key);
    if (!at) return KN_ST_STAMP_NONE;
    if (!kn_digest_begin(&d)) return KN_ST_STAMP_BAD;
    const char *rest = at + KN_DIGEST_HEX;
    kn_digest_add(&d, f->bytes, (size_t)(at - f->bytes));
    kn_digest_add(&d, zeros, KN_DIGEST_HEX);
    bool whole = kn_digest_run(&d, rest, (size_t)(f->bytes + f->nbytes - rest), stop);
    kn_hash_hex(kn_digest_now(&d), hex);
    kn_digest_end(&d);
    if (!whole) return KN_ST_STAMP_STOPPED;
    return memcmp(hex, at, KN_DIGEST_HEX) == 0 ? KN_ST_STAMP_GOOD : KN_ST_STAMP_BAD;
}

static kiln_status save(writer *w, const char *path, const kiln_st_entry *entries,
                        const kiln_st_meta *meta) {
    if (!path || (w->count > 0 && !entries) || (w->meta_count > 0 && !meta))
        return refuse(w, KILN_BAD_ARGUMENT, NULL, "path, entries or metadata is NULL");
    KN_TRY(take_entries(w, entries));
    KN_TRY(take_meta(w, meta));
    KN_TRY(compose(w));
    if (w->stamp) KN_TRY(put_stamp(w));
    return write_all(w, path);
}

kiln_status kn_st_save(const kn_alloc *alloc, const char *path, const kiln_st_entry *entries,
                       size_t count, const kiln_st_meta *meta, size_t meta_count,
                       kn_st_stamp *stamp, kn_text *why) {
    writer w = {
        .alloc = alloc, .count = count, .meta_count = meta_count, .why = why, .stamp = stamp};
    kn_text_init(&w.header, alloc);
    kiln_status status = save(&w, path, entries, meta);
    if (w.entries) kn_free(alloc, w.entries, count * sizeof *w.entries);
    if (w.meta) kn_free(alloc, w.meta, meta_count * sizeof *w.meta);
    kn_text_free(&w.header);
    return status;
}

kiln_status kiln_safetensors_save(const char *path, const kiln_st_entry *entries, size_t count,
                                  const kiln_st_meta *meta, size_t meta_count,
                                  const kiln_allocator *allocator, char *why, size_t why_size) {
    kn_text reason;
    kn_text_init(&reason, allocator ? allocator : kn_alloc_default());
    kiln_status status =
        kn_st_save(reason.alloc, path, entries, count, meta, meta_count, NULL, &reason);
    if (status != KILN_OK && reason.len == 0) kn_text_add(&reason, "%s", kiln_status_text(status));
    kn_text_copy_out(&reason, why, why_size);
    kn_text_free(&reason);
    return status;
}
