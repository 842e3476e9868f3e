/* SPDX-License-Identifier: Apache-2.0
 * The safetensors reader: opening, the rules about the data section, and look-ups. Called by C
 * programs through kiln/safetensors.h and by `kiln run`. */
#include "frontend/files/safetensors_internal.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/random.h>

#include "base/file.h"
#include "base/io.h"

/* By where the data begins; an empty tensor before the full one that begins there too. */
static bool comes_before(const kn_st_span *a, const kn_st_span *b) {
    return a->begin != b->begin ? a->begin < b->begin : a->end < b->end;
}

/* One round of a bottom-up merge sort: runs of `width` into runs of twice that. */
static void merge_runs(const kn_st_span *spans, const uint32_t *from, uint32_t *to, size_t n,
                       size_t width) {
    for (size_t low = 0; low < n; low += 2 * width) {
        size_t mid = n - low < width ? n : low + width;
        size_t high = n - low < 2 * width ? n : low + 2 * width;
        size_t left = low, right = mid;
        for (size_t i = low; i < high; i++) {
            bool take_left = left < mid && (right >= high ||
                                            !comes_before(&spans[from[right]], &spans[from[left]]));
            to[i] = take_left ? from[left++] : from[right++];
        }
    }
}

/* Data must lie in the file without a hole or an overlap, from the header's end to the file's. */
static kiln_status check_layout(const kiln_safetensors *f, const uint32_t *order, kn_text *why) {
    uint64_t end = 0;
    for (size_t i = 0; i < f->count; i++) {
        size_t which = order ? order[i] : i;
        const kn_st_span *span = &f->spans[which];
        if (span->begin != end) {
            kn_st_rule rule = span->begin > end ? KN_ST_OFFSETS_HOLE : KN_ST_OFFSETS_OVERLAP;
            return kn_st_refuse(why, rule, f->entries[which].name, NULL,
                                f->header_end + (size_t)span->begin);
        }
        end = span->end;
    }
    if (end == f->nbytes - f->header_end) return KILN_OK;
    return kn_st_refuse(why, KN_ST_DATA_TRAILING, NULL, NULL, f->header_end + (size_t)end);
}

static kiln_status check_spans(const kiln_safetensors *f, kn_text *why) {
    size_t n = f->count, sorted = 1;
    while (sorted < n && !comes_before(&f->spans[sorted], &f->spans[sorted - 1])) sorted++;
    if (sorted >= n) return check_layout(f, NULL, why);
    uint32_t *both = kn_malloc(f->alloc, 2 * n * sizeof *both); /* n <= 10^6: cannot overflow */
    if (!both) return KILN_NO_MEMORY;
    uint32_t *from = both, *to = both + n;
    for (size_t i = 0; i < n; i++) from[i] = (uint32_t)i;
    for (size_t width = 1; width < n; width *= 2) {
        merge_runs(f->spans, from, to, n, width);
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    kiln_status status = check_layout(f, from, why);
    kn_free(f->alloc, both, 2 * n * sizeof *both);
    return status;
}

static kiln_status check_length(kiln_safetensors *f, kn_text *why) {
    uint64_t length = 0;
    if (f->nbytes < KN_ST_LENGTH_BYTES)
        return kn_st_refuse(why, KN_ST_FILE_SHORT, NULL, NULL, f->nbytes);
    for (size_t i = KN_ST_LENGTH_BYTES; i-- > 0;) length = length << 8 | (unsigned char)f->bytes[i];
    if (length > KILN_ST_MAX_HEADER) return kn_st_refuse(why, KN_ST_HEADER_LARGE, NULL, NULL, 0);
    if (length > f->nbytes - KN_ST_LENGTH_BYTES)
        return kn_st_refuse(why, KN_ST_HEADER_PAST_END, NULL, NULL, 0);
    f->header_end = KN_ST_LENGTH_BYTES + (size_t)length;
    return KILN_OK;
}

kiln_status kn_st_parse(kiln_safetensors *f, kn_text *why) {
    if (f->header_end == 0) KN_TRY(check_length(f, why));
    if (getrandom(&f->entry_index.seed, sizeof f->entry_index.seed, GRND_NONBLOCK) < 0)
        /* early boot: addresses are random enough */
        f->entry_index.seed = (uint64_t)(uintptr_t)f->bytes;
    f->meta_index.seed = f->entry_index.seed;
    KN_TRY(kn_st_parse_header(f, why));
    KN_TRY(check_spans(f, why));
    for (size_t i = 0; i < f->count; i++) { /* only now: the extents have stopped moving */
        kiln_st_entry *e = &f->entries[i];
        if (e->rank > 0) e->shape = f->extents + f->spans[i].shape_at;
        if (e->nbytes > 0) e->data = f->bytes + f->header_end + f->spans[i].begin;
    }
    return KILN_OK;
}

/* Reads `path`, or copies memory when it is NULL. On failure the caller closes what there is. */
static kiln_status load(kiln_safetensors *f, const char *path, const void *bytes, size_t nbytes,
                        kn_text *why) {
    void *block = NULL;
    KN_TRY(kn_file_take(f->alloc, path, bytes, nbytes, &block, &f->nbytes, why));
    f->bytes = block;
    return kn_st_parse(f, why);
}

static kiln_status map_open(kiln_safetensors *f, const char *path, int fd, kn_text *why) {
    struct stat st;
    if (kn_io()->fstat(fd, &st) != 0) return kn_file_fail_errno(why, path, "cannot be examined");
    if (!S_ISREG(st.st_mode)) return kn_file_fail(why, KILN_IO, path, "is not a regular file");
    if (st.st_size == 0) return KILN_OK;
    /* private and writable: the header is decoded in place, in pages of our own */
    void *at = kn_io()->mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    if (at == MAP_FAILED) return kn_file_fail_errno(why, path, "cannot be mapped");
    f->bytes = at;
    f->nbytes = (size_t)st.st_size;
    f->mapped = true;
    return KILN_OK;
}

static kiln_status map_file(kiln_safetensors *f, const char *path, kn_text *why) {
    int fd = kn_io_open(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
    if (fd < 0) return kn_file_fail_errno(why, path, "cannot be opened");
    kiln_status status = map_open(f, path, fd, why);
    kn_io()->close(fd);
    return status;
}

kiln_status kn_st_load(const kn_alloc *alloc, const char *path, bool map, kn_stop stop,
                       kiln_safetensors **out, kn_text *why) {
    void *block = NULL;
    kiln_safetensors *f = *out = kn_calloc(alloc, 1, sizeof *f);
    if (!f) return KILN_NO_MEMORY;
    f->alloc = alloc;
    if (map)
        KN_TRY(map_file(f, path, why));
    else
        KN_TRY(kn_file_read(alloc, path, SIZE_MAX / 2, false, stop, &block, &f->nbytes, why));
    if (!map) f->bytes = block;
    return check_length(f, why);
}

static kiln_status open_any(const char *path, const void *bytes, size_t nbytes,
                            const kiln_allocator *allocator, kiln_safetensors **out, char *why,
                            size_t why_size) {
    const kn_alloc *alloc = allocator ? allocator : kn_alloc_default();
    kn_text reason;
    kn_text_init(&reason, alloc);
    kiln_safetensors *f = kn_calloc(alloc, 1, sizeof *f);
    kiln_status status = f ? KILN_OK : KILN_NO_MEMORY;
    if (f) {
        f->alloc = alloc;
        status = load(f, path, bytes, nbytes, &reason);
    }
    if (status != KILN_OK) {
        if (reason.len == 0) kn_text_add(&reason, "%s", kiln_status_text(status));
        kiln_safetensors_close(f);
        f = NULL;
    }
    kn_text_copy_out(&reason, why, why_size);
    kn_text_free(&reason);
    *out = f;
    return status;
}

static kiln_status bad_argument(const char *text, const kn_alloc *alloc, char *why,
                                size_t why_size) {
    kn_text reason;
    kn_text_init(&reason, alloc);
    kn_text_add(&reason, "%s", text);
    kn_text_copy_out(&reason, why, why_size);
    kn_text_free(&reason);
    return KILN_BAD_ARGUMENT;
}

kiln_status kiln_safetensors_open(const char *path, const kiln_allocator *allocator,
                                  kiln_safetensors **out, char *why, size_t why_size) {
    if (out) *out = NULL;
    if (!out || !path)
        return bad_argument("path or out is NULL", kn_alloc_default(), why, why_size);
    return open_any(path, NULL, 0, allocator, out, why, why_size);
}

kiln_status kiln_safetensors_open_memory(const void *bytes, size_t nbytes,
                                         const kiln_allocator *allocator, kiln_safetensors **out,
                                         char *why, size_t why_size) {
    if (out) *out = NULL;
    if (!out || (!bytes && nbytes > 0))
        return bad_argument("bytes or out is NULL", kn_alloc_default(), why, why_size);
    return open_any(NULL, bytes, nbytes, allocator, out, why, why_size);
}

size_t kiln_safetensors_count(const kiln_safetensors *f) { return f ? f->count : 0; }

const kiln_st_entry *kiln_safetensors_at(const kiln_safetensors *f, size_t index) {
    return f && index < f->count ? &f->entries[index] : NULL;
}

const kiln_st_entry *kiln_safetensors_find(const kiln_safetensors *f, const char *name) {
    if (!f || !name) return NULL;
    uint32_t found = kn_st_index_find(&f->entry_index, f->entries, sizeof *f->entries, name);
    return found ? &f->entries[found - 1] : NULL;
}

size_t kiln_safetensors_meta_count(const kiln_safetensors *f) { return f ? f->meta_count : 0; }

const kiln_st_meta *kiln_safetensors_meta_at(const kiln_safetensors *f, size_t index) {
    return f && index < f->meta_count ? &f->meta[index] : NULL;
}

const char *kiln_safetensors_meta(const kiln_safetensors *f, const char *key) {
    if (!f || !key) return NULL;
    uint32_t found = kn_st_index_find(&f->meta_index, f->meta, sizeof *f->meta, key);
    return found ? f->meta[found - 1].value : NULL;
}

void kiln_safetensors_close(kiln_safetensors *f) {
    if (!f) return;
    const kn_alloc *a = f->alloc;
    kn_st_index_free(&f->entry_index, a);
    kn_st_index_free(&f->meta_index, a);
    kn_free(a, f->meta, f->meta_cap * sizeof *f->meta);
    kn_free(a, f->extents, f->extent_cap * sizeof *f->extents);
    kn_free(a, f->spans, f->span_cap * sizeof *f->spans);
    kn_free(a, f->entries, f->entry_cap * sizeof *f->entries);
    if (f->mapped)
        kn_io()->munmap(f->bytes, f->nbytes);
    else
        kn_free(a, f->bytes, f->nbytes);
    kn_free(a, f, sizeof *f);
}
