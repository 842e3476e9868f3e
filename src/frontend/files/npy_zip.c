/* SPDX-License-Identifier: Apache-2.0
 * The archive that an .npz file is: end record, directory, entries, each checked against the others
 * before memory is taken for what it says. Called by npy.c. zlib unpacks and makes CRCs. */
#include <zlib.h>

#include "base/map.h"
#include "frontend/files/npy_internal.h"

#define END_MARK UINT32_C(0x06054b50)
#define END64_MARK UINT32_C(0x06064b50)
#define LOCATOR_MARK UINT32_C(0x07064b50)
#define RECORD_MARK UINT32_C(0x02014b50)
#define LOCAL_MARK UINT32_C(0x04034b50)
#define IN_64 UINT32_C(0xffffffff)
enum {
    END_BYTES = 22,
    END64_BYTES = 56,
    LOCATOR_BYTES = 20,
    RECORD_BYTES = 46,
    LOCAL_BYTES = 30,
    MOST_COMMENT = 65535,
    MOST_RATIO = 1032, /* deflate's: 258 bytes of two bits */
    CHUNK = 1 << 15,
    STORED = 0,
    DEFLATED = 8,
    ENCRYPTED = 1,
    SIZES_FOLLOW = 8
};

typedef struct archive {
    kiln_npy *file;
    const unsigned char *b;
    uint64_t directory, end; /* of the directory */
    uint64_t count, reached; /* entries; where the last entry's data end */
    kn_text *why;
    kn_map names;
} archive;

typedef struct record {
    uint64_t at;
    unsigned flags, method, nname, nextra, ncomment;
    uint32_t crc;
    uint64_t packed, unpacked, local;
    const unsigned char *name;
} record;

static unsigned get16(const unsigned char *b) { return b[0] | (unsigned)b[1] << 8; }
static uint32_t get32(const unsigned char *b) { return get16(b) | (uint32_t)get16(b + 2) << 16; }
static uint64_t get64(const unsigned char *b) { return get32(b) | (uint64_t)get32(b + 4) << 32; }

static kiln_status refuse(const archive *z, kn_npy_rule rule, const char *name, uint64_t offset) {
    kn_npy_place p = {.name = name, .why = z->why};
    return kn_npy_refuse(&p, rule, NULL, offset);
}

/* The end record is the last that a comment of its length reaches from the file's end. */
static kiln_status find_end(const archive *z, uint64_t *at) {
    size_t n = z->file->nbytes;
    if (n < END_BYTES) return refuse(z, KN_NPY_ZIP_END, NULL, n);
    size_t from = n - END_BYTES, low = from > MOST_COMMENT ? from - MOST_COMMENT : 0;
    for (size_t i = from;; i--) {
        if (get32(z->b + i) == END_MARK && get16(z->b + i + 20) == n - END_BYTES - i) {
            *at = i;
            return KILN_OK;
        }
        if (i == low) return refuse(z, KN_NPY_ZIP_END, NULL, n);
    }
}

static kiln_status read_end64(archive *z, uint64_t end, uint64_t *size) {
    if (end < LOCATOR_BYTES + END64_BYTES || get32(z->b + end - LOCATOR_BYTES) != LOCATOR_MARK)
        return refuse(z, KN_NPY_ZIP_64, NULL, end);
    uint64_t locator = end - LOCATOR_BYTES, at = get64(z->b + locator + 8);
    if (get32(z->b + locator + 4) != 0 || get32(z->b + locator + 16) > 1)
        return refuse(z, KN_NPY_ZIP_DISKS, NULL, locator);
    if (at > locator - END64_BYTES || get32(z->b + at) != END64_MARK ||
        get64(z->b + at + 4) != locator - at - 12)
        return refuse(z, KN_NPY_ZIP_64, NULL, locator);
    if (get32(z->b + at + 16) != 0 || get32(z->b + at + 20) != 0 ||
        get64(z->b + at + 24) != get64(z->b + at + 32))
        return refuse(z, KN_NPY_ZIP_DISKS, NULL, at);
    z->count = get64(z->b + at + 32);
    *size = get64(z->b + at + 40);
    z->directory = get64(z->b + at + 48);
    z->end = at;
    return KILN_OK;
}

static kiln_status read_end(archive *z) {
    uint64_t at = 0;
    KN_TRY(find_end(z, &at));
    const unsigned char *e = z->b + at;
    if (get16(e + 4) != 0 || get16(e + 6) != 0 || get16(e + 8) != get16(e + 10))
        return refuse(z, KN_NPY_ZIP_DISKS, NULL, at);
    z->count = get16(e + 10);
    uint64_t size = get32(e + 12);
    z->directory = get32(e + 16);
    z->end = at;
    if (z->count == 0xffff || size == IN_64 || z->directory == IN_64)
        KN_TRY(read_end64(z, at, &size));
    if (z->directory > z->end || size != z->end - z->directory)
        return refuse(z, KN_NPY_ZIP_DIRECTORY, NULL, at);
    if (z->count > KILN_NPY_MAX_ARRAYS) return refuse(z, KN_NPY_ZIP_MANY, NULL, at);
    return KILN_OK;
}

/* ZIP64's extra field holds, in this order, those of the values that do not fit where they
 * belong. */
static bool read_extra(const unsigned char *extra, size_t n, uint64_t *const *values,
                       size_t nvalues) {
    size_t wanted = 0;
    for (size_t i = 0; i < nvalues; i++) wanted += *values[i] == IN_64;
    while (n >= 4) {
        size_t length = get16(extra + 2);
        if (length > n - 4) return false;
        if (get16(extra) == 1) {
            if (length < 8 * wanted) return false;
            const unsigned char *at = extra + 4;
            for (size_t i = 0; i < nvalues; i++)
                if (*values[i] == IN_64) {
                    *values[i] = get64(at);
                    at += 8;
                }
            wanted = 0;
        }
        extra += 4 + length;
        n -= 4 + length;
    }
    return n == 0 && wanted == 0;
}

static kiln_status read_record(archive *z, uint64_t at, record *r) {
    const unsigned char *b = z->b + at;
    if (z->end - at < RECORD_BYTES || get32(b) != RECORD_MARK)
        return refuse(z, KN_NPY_ZIP_RECORD, NULL, at);
    *r = (record){.at = at,
                  .flags = get16(b + 8),
                  .method = get16(b + 10),
                  .crc = get32(b + 16),
                  .packed = get32(b + 20),
                  .unpacked = get32(b + 24),
                  .nname = get16(b + 28),
                  .nextra = get16(b + 30),
                  .ncomment = get16(b + 32),
                  .local = get32(b + 42),
                  .name = b + RECORD_BYTES};
    if ((uint64_t)r->nname + r->nextra + r->ncomment > z->end - at - RECORD_BYTES)
        return refuse(z, KN_NPY_ZIP_RECORD, NULL, at);
    uint64_t *const values[] = {&r->unpacked, &r->packed, &r->local};
    if (!read_extra(r->name + r->nname, r->nextra, values, 3))
        return refuse(z, KN_NPY_ZIP_EXTRA, NULL, at + RECORD_BYTES);
    return KILN_OK;
}

/* What the entry says of itself must be what the directory says. *data: where its bytes begin. */
static kiln_status check_local(archive *z, const record *r, const char *name, uint64_t *data) {
    const unsigned char *b = z->b + r->local;
    if (r->local < z->reached) return refuse(z, KN_NPY_ZIP_OVERLAP, name, r->local);
    if (z->directory < LOCAL_BYTES || r->local > z->directory - LOCAL_BYTES ||
        get32(b) != LOCAL_MARK)
        return refuse(z, KN_NPY_ZIP_LOCAL, name, r->local);
    uint64_t packed = get32(b + 18), unpacked = get32(b + 22),
             room = z->directory - r->local - LOCAL_BYTES;
    unsigned nname = get16(b + 26), nextra = get16(b + 28);
    if ((uint64_t)nname + nextra > room) return refuse(z, KN_NPY_ZIP_PAST_END, name, r->local);
    uint64_t *const values[] = {&unpacked, &packed};
    if (!read_extra(b + LOCAL_BYTES + nname, nextra, values, 2))
        return refuse(z, KN_NPY_ZIP_EXTRA, name, r->local + LOCAL_BYTES);
    bool same = nname == r->nname && memcmp(b + LOCAL_BYTES, r->name, nname) == 0 &&
                get16(b + 8) == r->method && get16(b + 6) == r->flags;
    if (!(r->flags & SIZES_FOLLOW))
        same = same && get32(b + 14) == r->crc && packed == r->packed && unpacked == r->unpacked;
    if (!same) return refuse(z, KN_NPY_ZIP_DIFFERS, name, r->local);
    room -= (uint64_t)nname + nextra;
    if (r->packed > room) return refuse(z, KN_NPY_ZIP_PAST_END, name, r->local);
    *data = r->local + LOCAL_BYTES + nname + nextra;
    z->reached = *data + r->packed;
    return KILN_OK;
}

typedef struct unpacking {
    z_stream stream;
    const unsigned char *from;
    uint64_t left, made;
    int state; /* zlib's */
} unpacking;

static bool unpack_begin(unpacking *u, const unsigned char *from, uint64_t n) {
    *u = (unpacking){.from = from, .left = n};
    return inflateInit2(&u->stream, -MAX_WBITS) == Z_OK;
}

/* Up to `room` bytes more; how many. u->state says whether that was the end. */
static size_t unpack_more(unpacking *u, unsigned char *to, size_t room) {
    size_t most = room < INT32_MAX ? room : INT32_MAX;
    u->stream.next_out = to;
    u->stream.avail_out = (uInt)most;
    do {
        uint64_t take = u->left < INT32_MAX ? u->left : INT32_MAX;
        if (u->stream.avail_in == 0) {
            u->stream.next_in = (Bytef *)(uintptr_t)u->from;
            u->stream.avail_in = (uInt)take;
            u->from += take;
            u->left -= take;
        }
        u->state = inflate(&u->stream, Z_NO_FLUSH);
    } while (u->state == Z_OK && u->stream.avail_out > 0 &&
             (u->left > 0 || u->stream.avail_in > 0));
    size_t made = most - u->stream.avail_out;
    u->made += made;
    return made;
}

/* Without keeping anything: broken data must not cost the memory it claims. */
static kiln_status try_unpack(archive *z, const record *r, const char *name, uint64_t data) {
    unsigned char *chunk = kn_malloc(z->file->alloc, CHUNK);
    unpacking u;
    uLong crc = crc32(0, NULL, 0);
    if (!chunk || !unpack_begin(&u, z->b + data, r->packed)) {
        kn_free(z->file->alloc, chunk, CHUNK);
        return KILN_NO_MEMORY;
    }
    do crc = crc32(crc, chunk, (uInt)unpack_more(&u, chunk, CHUNK));
    while (u.state == Z_OK && u.made <= r->unpacked &&
           (u.left > 0 || u.stream.avail_in > 0 || u.stream.avail_out == 0));
    bool ended = u.state == Z_STREAM_END, memory = u.state == Z_MEM_ERROR,
         all = u.left == 0 && u.stream.avail_in == 0;
    inflateEnd(&u.stream);
    kn_free(z->file->alloc, chunk, CHUNK);
    if (memory) return KILN_NO_MEMORY;
    if (u.made > r->unpacked || (ended && u.made != r->unpacked))
        return refuse(z, KN_NPY_ZIP_UNPACKED, name, data);
    if (!ended || !all) return refuse(z, KN_NPY_ZIP_DEFLATE, name, data);
    return crc == r->crc ? KILN_OK : refuse(z, KN_NPY_ZIP_CRC, name, data);
}

static kiln_status unpack(archive *z, const record *r, const char *name, uint64_t data,
                          kn_npy_array *a) {
    unpacking u;
    if (r->unpacked / MOST_RATIO > r->packed) return refuse(z, KN_NPY_ZIP_RATIO, name, r->local);
    KN_TRY(try_unpack(z, r, name, data));
    a->own = kn_malloc(z->file->alloc, (size_t)r->unpacked);
    a->own_nbytes = (size_t)r->unpacked;
    if ((!a->own && r->unpacked > 0) || !unpack_begin(&u, z->b + data, r->packed))
        return KILN_NO_MEMORY;
    for (size_t made = 1; u.made < r->unpacked && made > 0 && (u.state == Z_OK || u.made == 0);)
        made = unpack_more(&u, (unsigned char *)a->own + u.made, (size_t)(r->unpacked - u.made));
    inflateEnd(&u.stream);
    return u.made == r->unpacked ? KILN_OK : KILN_NO_MEMORY; /* it went through a moment ago */
}

static kiln_status check_crc(archive *z, const record *r, const char *name, uint64_t data) {
    uLong crc = crc32_z(crc32(0, NULL, 0), z->b + data, (z_size_t)r->packed);
    return crc == r->crc ? KILN_OK : refuse(z, KN_NPY_ZIP_CRC, name, data);
}

/* The name without ".npy", distinct. */
static kiln_status take_name(archive *z, const record *r, kn_npy_array *a) {
    size_t n = r->nname, step = 1;
    bool good = n > 0 && memchr(r->name, '\0', n) == NULL;
    for (size_t at = 0; at < n && good; at += step)
        good = (step = kn_utf8_step(r->name + at, n - at)) > 0;
    if (!good) return refuse(z, KN_NPY_ZIP_NAME, NULL, r->at + RECORD_BYTES);
    if (n < 4 || memcmp(r->name + n - 4, ".npy", 4) != 0)
        return refuse(z, KN_NPY_ZIP_KIND, NULL, r->at + RECORD_BYTES);
    a->name = kn_malloc(z->file->alloc, n - 3);
    if (!a->name) return KILN_NO_MEMORY;
    memcpy(a->name, r->name, n - 4);
    a->name[n - 4] = '\0';
    a->entry.name = a->name;
    kn_hash hash = kn_hash_bytes(a->name, n - 4);
    if (kn_map_find(&z->names, hash)) return refuse(z, KN_NPY_ZIP_TWICE, a->name, r->at);
    return kn_map_put(&z->names, hash, 1);
}

static kiln_status read_entry(archive *z, const record *r, kn_npy_array *a) {
    kn_npy_place p = {.why = z->why};
    uint64_t data = 0;
    KN_TRY(take_name(z, r, a));
    p.name = a->name;
    if (r->flags & ENCRYPTED) return refuse(z, KN_NPY_ZIP_CRYPT, p.name, r->at);
    if (r->method != STORED && r->method != DEFLATED)
        return refuse(z, KN_NPY_ZIP_METHOD, p.name, r->at);
    KN_TRY(check_local(z, r, p.name, &data));
    if (r->method == DEFLATED) {
        KN_TRY(unpack(z, r, p.name, data, a));
        p.unpacked = true;
        return kn_npy_parse(z->file->alloc, a->own ? a->own : "", a->own_nbytes, &p, a);
    }
    if (r->packed != r->unpacked) return refuse(z, KN_NPY_ZIP_SIZE, p.name, r->at);
    KN_TRY(check_crc(z, r, p.name, data));
    p.base = data;
    return kn_npy_parse(z->file->alloc, z->file->bytes + data, (size_t)r->packed, &p, a);
}

static kiln_status read_directory(archive *z) {
    uint64_t at = z->directory;
    for (uint64_t i = 0; i < z->count; i++) {
        record r;
        if (at == z->end) return refuse(z, KN_NPY_ZIP_COUNT, NULL, at);
        KN_TRY(read_record(z, at, &r));
        kiln_npy *f = z->file;
        KN_TRY(kn_grow(f->alloc, &f->arrays, &f->cap, f->count + 1, sizeof *f->arrays));
        f->arrays[f->count] = (kn_npy_array){.entry.name = ""};
        KN_TRY(read_entry(z, &r, &f->arrays[f->count++]));
        at += RECORD_BYTES + (uint64_t)r.nname + r.nextra + r.ncomment;
    }
    return at == z->end ? KILN_OK : refuse(z, KN_NPY_ZIP_COUNT, NULL, at);
}

kiln_status kn_npz_parse(kiln_npy *f, kn_text *why) {
    archive z = {.file = f, .b = (const unsigned char *)f->bytes, .why = why};
    kn_map_init(&z.names, f->alloc);
    kiln_status status = read_end(&z);
    if (status == KILN_OK) status = read_directory(&z);
    kn_map_free(&z.names);
    return status;
}
