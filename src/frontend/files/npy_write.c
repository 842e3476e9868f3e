/* SPDX-License-Identifier: Apache-2.0
 * The writer of .npy and .npz files: headers as NumPy spells them, entries stored, the archive's
 * directory at the end. Called by C programs through kiln/npy.h. */
#include <zlib.h>

#include "base/file.h"
#include "base/map.h"
#include "frontend/files/npy_internal.h"

#define ALIGN ((size_t)64)
#define FILE_MODE 0644u
#define IN_64 UINT32_C(0xffffffff)
enum {
    BEFORE_HEADER = 10,
    MOST_NAME = 65000,
    DATE_1980 = 0x21,
    VERSION_64 = 45,
    SPARE_DIGITS = 21,
    UTF8_NAMES = 0x800
};

typedef struct writer {
    const kn_alloc *alloc;
    kn_text header, directory, *why;
    kn_file_out out;
    uint64_t at, limit;
} writer;

static kiln_status refuse(writer *w, kiln_status status, const char *name, const char *text) {
    kn_text_add(w->why, "npy save: ");
    if (name && *name) {
        kn_text_json_string(w->why, name);
        kn_text_add(w->why, ": ");
    }
    kn_text_add(w->why, "%s", text);
    return status;
}

static const char *code_of(kiln_dtype d) {
    static const char *const codes[KILN_DTYPE_COUNT] = {
        [KILN_BOOL] = "|b1", [KILN_U8] = "|u1",  [KILN_I8] = "|i1",
        [KILN_I16] = "<i2",  [KILN_I32] = "<i4", [KILN_I64] = "<i8",
        [KILN_F16] = "<f2",  [KILN_F32] = "<f4", [KILN_F64] = "<f8"};
    return (unsigned)d < KILN_DTYPE_COUNT ? codes[d] : NULL;
}

static kiln_status check(writer *w, const kiln_st_entry *e) {
    int64_t nbytes = (int64_t)kiln_dtype_size(e->dtype);
    bool none = false, fits = true;
    if (e->dtype == KILN_BF16)
        return refuse(w, KILN_BAD_DTYPE, e->name, "bfloat16 has no dtype in NumPy");
    if (!code_of(e->dtype)) return refuse(w, KILN_BAD_DTYPE, e->name, "dtype is not known");
    if (e->rank > KILN_NPY_MAX_RANK)
        return refuse(w, KILN_TOO_LARGE, e->name, "more than 64 dimensions");
    if (e->rank < 0 || (e->rank > 0 && !e->shape))
        return refuse(w, KILN_BAD_ARGUMENT, e->name, "rank is negative or shape is NULL");
    for (int i = 0; i < e->rank; i++) {
        if (e->shape[i] < 0) return refuse(w, KILN_BAD_SHAPE, e->name, "an extent is negative");
        none = none || e->shape[i] == 0;
        fits = fits && kn_mul_i64(nbytes, e->shape[i] ? e->shape[i] : 1, &nbytes);
    }
    if (!fits)
        return refuse(w, KILN_TOO_LARGE, e->name,
                      "bytes of this shape and dtype do not fit in 63 bits");
    if (e->nbytes != (none ? 0 : (size_t)nbytes))
        return refuse(w, KILN_BAD_SHAPE, e->name, "nbytes is not what shape and dtype need");
    if (e->nbytes > 0 && !e->data) return refuse(w, KILN_BAD_ARGUMENT, e->name, "data is NULL");
    return KILN_OK;
}

/* As numpy.lib.format writes it: room for the first extent to grow, then spaces until data are
 * aligned. At most 64 extents, so version 1.0 is always enough. */
static kiln_status compose(writer *w, const kiln_st_entry *e) {
    kn_text *h = &w->header;
    kn_text_clear(h);
    kn_text_bytes(h, "\x93NUMPY\x01\x00\x00\x00", BEFORE_HEADER);
    kn_text_add(h, "{'descr': '%s', 'fortran_order': False, 'shape': (", code_of(e->dtype));
    for (int i = 0; i < e->rank; i++) kn_text_add(h, i ? ", %lld" : "%lld", (long long)e->shape[i]);
    kn_text_add(h, e->rank == 1 ? ",), }" : "), }");
    if (e->rank > 0) {
        size_t digits = 1;
        for (int64_t n = e->shape[0]; n >= 10; n /= 10) digits++;
        for (; digits < SPARE_DIGITS; digits++) kn_text_bytes(h, " ", 1);
    }
    while (!h->failed && (h->len + 1) % ALIGN != 0) kn_text_bytes(h, " ", 1);
    kn_text_bytes(h, "\n", 1);
    if (h->failed) return KILN_NO_MEMORY;
    size_t length = h->len - BEFORE_HEADER;
    h->data[8] = (char)(length & 255);
    h->data[9] = (char)(length >> 8);
    return KILN_OK;
}

static kiln_status put(writer *w, const void *bytes, size_t nbytes) {
    w->at += nbytes;
    return kn_file_out_bytes(&w->out, bytes, nbytes, w->why);
}

static kiln_status put_array(writer *w, const kiln_st_entry *e) {
    KN_TRY(put(w, w->header.data, w->header.len));
    return e->nbytes > 0 ? put(w, e->data, e->nbytes) : KILN_OK;
}

static kiln_status end(writer *w, kiln_status status) {
    if (status == KILN_OK) return kn_file_out_commit(&w->out, w->why);
    kn_file_out_drop(&w->out);
    return status;
}

static kiln_status save_one(writer *w, const char *path, const kiln_st_entry *e, kn_stop stop) {
    KN_TRY(check(w, e));
    KN_TRY(compose(w, e));
    KN_TRY(kn_file_out_begin(&w->out, w->alloc, path, FILE_MODE, w->why));
    w->out.stop = stop;
    return end(w, put_array(w, e));
}

/* ---- archives */

static void add_number(kn_text *t, uint64_t n, int bytes) {
    unsigned char b[8];
    for (int i = 0; i < bytes; i++) b[i] = (unsigned char)(n >> (8 * i));
    kn_text_bytes(t, b, (size_t)bytes);
}

/* The fields that both records of an entry have, from the version on. */
static void add_common(kn_text *t, uint32_t crc, uint64_t packed, uint64_t unpacked, size_t nname,
                       size_t nextra) {
    add_number(t, VERSION_64, 2);
    add_number(t, UTF8_NAMES, 2);
    add_number(t, 0, 2); /* stored */
    add_number(t, 0, 2);
    add_number(t, DATE_1980, 2);
    add_number(t, crc, 4);
    add_number(t, packed, 4);
    add_number(t, unpacked, 4);
    add_number(t, nname, 2);
    add_number(t, nextra, 2);
}

static void add_name(kn_text *t, const kiln_st_entry *e) {
    kn_text_bytes(t, e->name, strlen(e->name));
    kn_text_bytes(t, ".npy", 4);
}

/* Sizes are always in the ZIP64 field here, as NumPy's are. */
static void add_local(kn_text *t, const kiln_st_entry *e, uint32_t crc, uint64_t nbytes) {
    kn_text_clear(t);
    kn_text_bytes(t, "PK\3\4", 4);
    add_common(t, crc, IN_64, IN_64, strlen(e->name) + 4, 20);
    add_name(t, e);
    add_number(t, 1, 2);
    add_number(t, 16, 2);
    add_number(t, nbytes, 8);
    add_number(t, nbytes, 8);
}

static void add_record(writer *w, const kiln_st_entry *e, uint32_t crc, uint64_t nbytes,
                       uint64_t local) {
    kn_text *t = &w->directory;
    bool big = nbytes > w->limit, far = local > w->limit;
    size_t extra = (big ? 16u : 0u) + (far ? 8u : 0u);
    kn_text_bytes(t, "PK\1\2", 4);
    add_number(t, VERSION_64, 2); /* made by */
    add_common(t, crc, big ? IN_64 : nbytes, big ? IN_64 : nbytes, strlen(e->name) + 4,
               extra ? extra + 4 : 0);
    add_number(t, 0, 6); /* no comment, first part, binary */
    add_number(t, 0, 4);
    add_number(t, far ? IN_64 : local, 4);
    add_name(t, e);
    if (extra == 0) return;
    add_number(t, 1, 2);
    add_number(t, extra, 2);
    if (big) add_number(t, nbytes, 8);
    if (big) add_number(t, nbytes, 8);
    if (far) add_number(t, local, 8);
}

static uint32_t crc_of(const kn_text *header, const kiln_st_entry *e) {
    uLong crc = crc32_z(crc32(0, NULL, 0), (const Bytef *)header->data, header->len);
    return (uint32_t)(e->nbytes > 0 ? crc32_z(crc, e->data, e->nbytes) : crc);
}

static kiln_status put_entry(writer *w, const kiln_st_entry *e) {
    kn_text local;
    uint64_t from = w->at;
    KN_TRY(compose(w, e));
    uint32_t crc = crc_of(&w->header, e);
    uint64_t nbytes = w->header.len + e->nbytes;
    kn_text_init(&local, w->alloc);
    add_local(&local, e, crc, nbytes);
    kiln_status status = local.failed ? KILN_NO_MEMORY : put(w, local.data, local.len);
    kn_text_free(&local);
    KN_TRY(status);
    add_record(w, e, crc, nbytes, from);
    return put_array(w, e);
}

static kiln_status put_directory(writer *w, size_t count) {
    kn_text *t = &w->directory;
    uint64_t from = w->at, size = t->len;
    bool wide = count >= 0xffff || size > w->limit || from > w->limit;
    if (wide) {
        kn_text_bytes(t, "PK\6\6", 4);
        add_number(t, 44, 8);
        add_number(t, VERSION_64, 2);
        add_number(t, VERSION_64, 2);
        add_number(t, 0, 8);
        add_number(t, count, 8);
        add_number(t, count, 8);
        add_number(t, size, 8);
        add_number(t, from, 8);
        kn_text_bytes(t, "PK\6\7", 4);
        add_number(t, 0, 4);
        add_number(t, from + size, 8);
        add_number(t, 1, 4);
    }
    kn_text_bytes(t, "PK\5\6", 4);
    add_number(t, 0, 4);
    add_number(t, wide ? 0xffff : count, 2);
    add_number(t, wide ? 0xffff : count, 2);
    add_number(t, wide ? IN_64 : size, 4);
    add_number(t, wide ? IN_64 : from, 4);
    add_number(t, 0, 2);
    return t->failed ? KILN_NO_MEMORY : put(w, t->data, t->len);
}

static kiln_status check_name(writer *w, const char *name, kn_map *names) {
    size_t n = name ? strlen(name) : 0, step = 1;
    if (n == 0 || n > MOST_NAME)
        return refuse(w, KILN_BAD_ARGUMENT, NULL, "a name is NULL, empty or above 65000 bytes");
    for (size_t at = 0; at < n; at += step)
        if ((step = kn_utf8_step(name + at, n - at)) == 0)
            return refuse(w, KILN_BAD_ARGUMENT, name, "name is not UTF-8");
    kn_hash hash = kn_hash_bytes(name, n);
    if (kn_map_find(names, hash)) return refuse(w, KILN_BAD_ARGUMENT, name, "name appears twice");
    return kn_map_put(names, hash, 1);
}

static kiln_status check_all(writer *w, const kiln_st_entry *arrays, size_t count) {
    kn_map names;
    kiln_status status = KILN_OK;
    if (count > KILN_NPY_MAX_ARRAYS)
        return refuse(w, KILN_TOO_LARGE, NULL, "more than 100000 arrays");
    kn_map_init(&names, w->alloc);
    for (size_t i = 0; i < count && status == KILN_OK; i++) {
        status = check_name(w, arrays[i].name, &names);
        if (status == KILN_OK) status = check(w, &arrays[i]);
    }
    kn_map_free(&names);
    return status;
}

static writer begin(const kn_alloc *alloc, kn_text *why) {
    writer w = {.alloc = alloc, .why = why};
    kn_text_init(&w.header, alloc);
    kn_text_init(&w.directory, alloc);
    return w;
}

static void drop(writer *w) {
    kn_text_free(&w->header);
    kn_text_free(&w->directory);
}

kiln_status kn_npz_save(const kn_alloc *alloc, const char *path, const kiln_st_entry *arrays,
                        size_t count, uint64_t limit, kn_stop stop, kn_text *why) {
    writer w = begin(alloc, why);
    w.limit = limit;
    kiln_status status = check_all(&w, arrays, count);
    if (status == KILN_OK) status = kn_file_out_begin(&w.out, alloc, path, FILE_MODE, why);
    bool begun = status == KILN_OK;
    if (begun) w.out.stop = stop;
    for (size_t i = 0; i < count && status == KILN_OK; i++) status = put_entry(&w, &arrays[i]);
    if (status == KILN_OK) status = put_directory(&w, count);
    if (begun) status = end(&w, status);
    drop(&w);
    return status;
}

kiln_status kn_npy_save(const kn_alloc *alloc, const char *path, const kiln_st_entry *array,
                        kn_stop stop, kn_text *why) {
    writer w = begin(alloc, why);
    kiln_status status = save_one(&w, path, array, stop);
    drop(&w);
    return status;
}

static kiln_status answer(kn_text *reason, kiln_status status, char *why, size_t why_size) {
    if (status != KILN_OK && reason->len == 0) kn_text_add(reason, "%s", kiln_status_text(status));
    kn_text_copy_out(reason, why, why_size);
    kn_text_free(reason);
    return status;
}

kiln_status kiln_npy_save(const char *path, const kiln_st_entry *array,
                          const kiln_allocator *allocator, char *why, size_t why_size) {
    kn_text reason;
    kn_text_init(&reason, allocator ? allocator : kn_alloc_default());
    if (!path || !array) return answer(&reason, KILN_BAD_ARGUMENT, why, why_size);
    kiln_status status = kn_npy_save(reason.alloc, path, array, (kn_stop){0}, &reason);
    return answer(&reason, status, why, why_size);
}

kiln_status kiln_npz_save(const char *path, const kiln_st_entry *arrays, size_t count,
                          const kiln_allocator *allocator, char *why, size_t why_size) {
    kn_text reason;
    kn_text_init(&reason, allocator ? allocator : kn_alloc_default());
    if (!path || (count > 0 && !arrays)) return answer(&reason, KILN_BAD_ARGUMENT, why, why_size);
    kiln_status status =
        kn_npz_save(reason.alloc, path, arrays, count, KN_NPZ_LIMIT, (kn_stop){0}, &reason);
    return answer(&reason, status, why, why_size);
}
