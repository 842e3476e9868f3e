/* SPDX-License-Identifier: Apache-2.0
 * What the safetensors reader, its header parser and the writer share: the file object, the name
 * index and the list of rules. Used by src/frontend/safetensors*.c only. */
#ifndef KN_FRONTEND_SAFETENSORS_INTERNAL_H
#define KN_FRONTEND_SAFETENSORS_INTERNAL_H

#include "base/digest.h"
#include "base/map.h"
#include "base/text.h"
#include "kiln/safetensors.h"

#define KN_ST_LENGTH_BYTES                                                                         \
    ((size_t)8) /* the header's length comes first, as a little-endian u64                         \
                 */
#define KN_ST_META_KEY "__metadata__"

/* A refusal begins with the rule's name in brackets. */
#define KN_ST_RULE_MAP(X)                                                                          \
    X(FILE_SHORT, "file-short", "file is shorter than the 8 bytes of its header length")           \
    X(HEADER_LARGE, "header-large", "header length is above 100000000")                            \
    X(HEADER_PAST_END, "header-past-end", "header reaches past the end of the file")               \
    X(HEADER_START, "header-start", "header must begin with '{'")                                  \
    X(HEADER_PADDING, "header-padding", "after the header only spaces (0x20) may follow")          \
    X(HEADER_CUT, "header-cut", "header ends in the middle")                                       \
    X(SYNTAX, "syntax", "JSON syntax")                                                             \
    X(DEPTH, "depth", "nested deeper than the format")                                             \
    X(STRING_CONTROL, "string-control", "bare control character in a string")                      \
    X(STRING_UTF8, "string-utf8", "string is not UTF-8")                                           \
    X(STRING_ESCAPE, "string-escape", "unknown or broken escape in a string")                      \
    X(STRING_SURROGATE, "string-surrogate", "lone surrogate in a string")                          \
    X(STRING_NUL, "string-nul", "NUL character in a string")                                       \
    X(DUPLICATE_TENSOR, "duplicate-tensor", "tensor name appears twice")                           \
    X(DUPLICATE_META, "duplicate-metadata", "metadata appears twice")                              \
    X(DUPLICATE_KEY, "duplicate-key", "key appears twice in a tensor's record")                    \
    X(UNKNOWN_KEY, "unknown-key", "a tensor's record has dtype, shape and data_offsets only")      \
    X(MISSING_KEY, "missing-key", "a tensor's record needs dtype, shape and data_offsets")         \
    X(META_VALUE, "metadata-value", "metadata must be an object of strings")                       \
    X(RECORD_TYPE, "record-type", "a tensor's record must be an object")                           \
    X(DTYPE_TYPE, "dtype-type", "dtype must be a string")                                          \
    X(DTYPE_UNKNOWN, "dtype-unknown", "dtype is not known")                                        \
    X(SHAPE_TYPE, "shape-type", "shape must be an array of numbers")                               \
    X(SHAPE_RANK, "shape-rank", "more than 128 dimensions")                                        \
    X(SHAPE_OVERFLOW, "shape-overflow", "bytes of this shape and dtype do not fit in 64 bits")     \
    X(NUMBER_FORM, "number-form", "must be a whole number, not negative, without leading zeros")   \
    X(NUMBER_RANGE, "number-range", "number is above 2^63-1")                                      \
    X(OFFSETS_TYPE, "offsets-type", "data_offsets must be an array of two numbers")                \
    X(OFFSETS_ORDER, "offsets-order", "data ends before it begins")                                \
    X(OFFSETS_SIZE, "offsets-size", "data_offsets do not span the bytes of shape and dtype")       \
    X(OFFSETS_PAST_END, "offsets-past-end", "data reaches past the end of the file")               \
    X(OFFSETS_HOLE, "offsets-hole", "bytes before this tensor's data belong to no tensor")         \
    X(OFFSETS_OVERLAP, "offsets-overlap", "data overlaps another tensor's")                        \
    X(DATA_TRAILING, "data-trailing", "bytes at the end of the file belong to no tensor")          \
    X(TENSOR_COUNT, "tensor-count", "more than 1000000 tensors")

typedef enum kn_st_rule {
#define KN_ST_RULE_ENUM(name, code, text) KN_ST_##name,
    KN_ST_RULE_MAP(KN_ST_RULE_ENUM)
#undef KN_ST_RULE_ENUM
} kn_st_rule;

/* Names to indices. The seed is random per file, so that no file can aim for collisions. */
typedef struct kn_st_slot {
    uint32_t hash, number; /* number is the index + 1; 0 is free */
} kn_st_slot;

typedef struct kn_st_index {
    kn_st_slot *slots;
    size_t cap; /* 0 or a power of two, at least a third above the number of names */
    uint64_t seed;
} kn_st_index;

/* Where entry i's data lies, relative to the data section, and where the header speaks of it. */
typedef struct kn_st_span {
    uint64_t begin, end;
    size_t shape_at; /* first extent in `extents` */
    size_t offset;   /* of the name, in the file */
} kn_st_span;

struct kiln_safetensors {
    const kn_alloc *alloc;
    char *bytes; /* the whole file; names and metadata are decoded in place in its header */
    size_t nbytes;
    bool mapped;
    size_t header_end; /* file offset of the data section */
    kiln_st_entry *entries;
    kn_st_span *spans;
    size_t count, entry_cap, span_cap;
    int64_t *extents;
    size_t extent_count, extent_cap;
    kiln_st_meta *meta;
    size_t meta_count, meta_cap;
    kn_st_index entry_index, meta_index;
};

/* Writes "[rule] tensor "name": text (what) at byte N"; `name` and `what` may be NULL. Gives
 * BAD_FILE. */
kiln_status kn_st_refuse(kn_text *why, kn_st_rule rule, const char *name, const char *what,
                         size_t offset);

/* Index over an array whose elements are `stride` bytes and begin with the name's pointer. insert
 * gives *present = the earlier element's index + 1, or 0 after adding `at` (whose name must be in
 * place). */
uint32_t kn_st_index_find(const kn_st_index *index, const void *array, size_t stride,
                          const char *name);
kiln_status kn_st_index_insert(kn_st_index *index, const kn_alloc *alloc, const void *array,
                               size_t stride, uint32_t at, uint32_t *present);
void kn_st_index_free(kn_st_index *index, const kn_alloc *alloc);

/* Opening in two steps, so that the bytes can be looked at before the header is decoded in its
 * place. load also finds header_end. `map`: the file is mapped, privately, and must not be cut
 * while it is open. On failure and at the end: kiln_safetensors_close. */
kiln_status kn_st_load(const kn_alloc *alloc, const char *path, bool map, kn_stop stop,
                       kiln_safetensors **out, kn_text *why);
kiln_status kn_st_parse(kiln_safetensors *file, kn_text *why);

/* A file that tells damage by itself: the value of metadata `key` is XXH3-128 of all bytes with
 * zeros in its place. Saving: the caller gives 32 zeros as that value; what stands beside the old
 * file is removed before the new one takes its name, and length and whole digest are given for a
 * new envelope. */
typedef struct kn_st_stamp {
    const char *key;
    kn_stop stop; /* CANCELLED when it is asked while bytes are looked at or written */
    uint64_t length;
    kn_hash whole;
} kn_st_stamp;
kiln_status kn_st_save(const kn_alloc *alloc, const char *path, const kiln_st_entry *entries,
                       size_t count, const kiln_st_meta *meta, size_t meta_count,
                       kn_st_stamp *stamp, kn_text *why);
/* Of a file that is loaded and not parsed. NONE: there is no such key. */
typedef enum kn_st_stamped {
    KN_ST_STAMP_NONE,
    KN_ST_STAMP_GOOD,
    KN_ST_STAMP_BAD,
    KN_ST_STAMP_STOPPED
} kn_st_stamped;
kn_st_stamped kn_st_check_stamp(const kiln_safetensors *file, const char *key, kn_stop stop);

/* Fills entries (data and shape pointers still open), spans, extents and meta from the header text.
 */
kiln_status kn_st_parse_header(kiln_safetensors *file, kn_text *why);

#endif
