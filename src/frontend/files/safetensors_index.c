/* SPDX-License-Identifier: Apache-2.0
 * The name index of a safetensors file and the wording of refusals. Called by the reader, its
 * header parser and the writer. */
#include "frontend/files/safetensors_internal.h"

#include <xxhash.h>

#define FIRST_SLOTS ((size_t)16)

typedef struct rule_row {
    const char *code, *text;
} rule_row;

static const rule_row rules[] = {
#define RULE_ROW(name, code, text) {code, text},
    KN_ST_RULE_MAP(RULE_ROW)
#undef RULE_ROW
};

kiln_status kn_st_refuse(kn_text *why, kn_st_rule rule, const char *name, const char *what,
                         size_t offset) {
    kn_text_add(why, "[%s] ", rules[rule].code);
    if (name) {
        kn_text_add(why, "tensor ");
        kn_text_json_string(why, name);
        kn_text_add(why, ": ");
    }
    kn_text_add(why, "%s", rules[rule].text);
    if (what) kn_text_add(why, " (%s)", what);
    kn_text_add(why, " at byte %zu", offset);
    return KILN_BAD_FILE;
}

static const char *name_at(const void *array, size_t stride, size_t i) {
    const char *name;
    memcpy(&name, (const char *)array + i * stride, sizeof name);
    return name;
}

static uint32_t hash_name(const kn_st_index *index, const char *name) {
    return (uint32_t)XXH3_64bits_withSeed(name, strlen(name), index->seed);
}

static kn_st_slot *free_slot(const kn_st_index *index, uint32_t hash) {
    size_t i = hash & (index->cap - 1);
    while (index->slots[i].number) i = (i + 1) & (index->cap - 1);
    return &index->slots[i];
}

static uint32_t find(const kn_st_index *index, const void *array, size_t stride, const char *name,
                     uint32_t hash) {
    for (size_t i = hash & (index->cap - 1); index->slots[i].number;
         i = (i + 1) & (index->cap - 1)) {
        const kn_st_slot *slot = &index->slots[i];
        if (slot->hash == hash && strcmp(name_at(array, stride, slot->number - 1), name) == 0)
            return slot->number;
    }
    return 0;
}

uint32_t kn_st_index_find(const kn_st_index *index, const void *array, size_t stride,
                          const char *name) {
    return index->cap ? find(index, array, stride, name, hash_name(index, name)) : 0;
}

static kiln_status grow(kn_st_index *index, const kn_alloc *alloc) {
    kn_st_index wider = {.cap = index->cap ? index->cap * 2 : FIRST_SLOTS, .seed = index->seed};
    wider.slots = kn_calloc(alloc, wider.cap, sizeof *wider.slots);
    if (!wider.slots) return KILN_NO_MEMORY;
    for (size_t i = 0; i < index->cap; i++)
        if (index->slots[i].number) *free_slot(&wider, index->slots[i].hash) = index->slots[i];
    kn_st_index_free(index, alloc);
    *index = wider;
    return KILN_OK;
}

kiln_status kn_st_index_insert(kn_st_index *index, const kn_alloc *alloc, const void *array,
                               size_t stride, uint32_t at, uint32_t *present) {
    /* names come as 0, 1, 2 ... */
    if (at >= index->cap - index->cap / 4) KN_TRY(grow(index, alloc));
    const char *name = name_at(array, stride, at);
    uint32_t hash = hash_name(index, name);
    *present = find(index, array, stride, name, hash);
    if (*present == 0) *free_slot(index, hash) = (kn_st_slot){hash, at + 1};
    return KILN_OK;
}

void kn_st_index_free(kn_st_index *index, const kn_alloc *alloc) {
    kn_free(alloc, index->slots, index->cap * sizeof *index->slots);
    index->slots = NULL;
    index->cap = 0;
}
