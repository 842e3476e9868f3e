/* SPDX-License-Identifier: Apache-2.0
 * Checkpoints in several files: the index that Hugging Face's libraries write, {"metadata": {...},
 * "weight_map": {"name": "model-00001-of-00002.safetensors", ...}}. Every file it names is opened,
 * and holds what it says, no more. Called by checkpoint_open.c. */
#include <jansson.h>

#include "frontend/files/checkpoint_internal.h"
#include "frontend/files/safetensors_internal.h"
#include "runtime/envelope.h"

enum { MOST_INDEX = 64 << 20, MOST_SHARDS = 10000 };

typedef struct shards {
    kiln_checkpoint_file *f;
    const char **names; /* of the files, in the order of their first tensors */
    size_t count, cap;
    kn_map at;
    kn_text *why;
} shards;

static kiln_status refuse(shards *x, const char *what, const char *name) {
    kn_text_add(x->why, "%s: %s", x->f->path, what);
    if (name) {
        kn_text_add(x->why, " ");
        kn_text_json_string(x->why, name);
    }
    return KILN_BAD_FILE;
}

/* In the index's own folder, and nowhere else. */
static bool is_plain_name(const char *name) {
    return *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static kiln_status note_file(shards *x, const json_t *value, const char *tensor) {
    const char *name = json_string_value(value);
    if (!name || !is_plain_name(name))
        return refuse(x, "weight_map: expected the name of a file beside the index for tensor",
                      tensor);
    kn_hash hash = kn_hash_bytes(name, strlen(name));
    if (kn_map_find(&x->at, hash)) return KILN_OK;
    if (x->count == MOST_SHARDS) return refuse(x, "weight_map: more than 10000 files", NULL);
    KN_TRY(kn_grow(x->f->alloc, &x->names, &x->cap, x->count + 1, sizeof *x->names));
    KN_TRY(kn_map_put(&x->at, hash, x->count));
    x->names[x->count++] = name;
    return KILN_OK;
}

static kiln_status read_index(shards *x, const json_t *root, const json_t **map) {
    const char *key;
    json_t *value;
    if (!json_is_object(root)) return refuse(x, "expected an object", NULL);
    json_object_foreach((json_t *)root, key, value) {
        bool known = strcmp(key, "weight_map") == 0 || strcmp(key, "metadata") == 0;
        if (!known) return refuse(x, "unknown field", key);
        if (!json_is_object(value)) return refuse(x, "expected an object as field", key);
    }
    *map = json_object_get(root, "weight_map");
    if (!*map) return refuse(x, "weight_map: expected the field, found nothing", NULL);
    json_object_foreach((json_t *)*map, key, value) KN_TRY(note_file(x, value, key));
    return KILN_OK;
}

static kiln_status open_one(shards *x, size_t i, unsigned flags) {
    kn_text path;
    const char *slash = strrchr(x->f->path, '/');
    size_t before = x->why->len;
    kn_text_init(&path, x->f->alloc);
    kn_text_bytes(&path, x->f->path, slash ? (size_t)(slash + 1 - x->f->path) : 0);
    kn_text_add(&path, "%s", x->names[i]);
    kiln_status status = path.failed ? KILN_NO_MEMORY : KILN_OK;
    if (status == KILN_OK)
        status = kn_st_load(x->f->alloc, kn_text_str(&path), (flags & KILN_CHECKPOINT_MAP) != 0,
                            (kn_stop){0}, &x->f->shard[i], x->why);
    if (status == KILN_OK) status = kn_st_parse(x->f->shard[i], x->why);
    if (status == KILN_BAD_FILE && x->why->len > before)
        kn_text_add(x->why, " of %s", kn_text_str(&path));
    kn_text_free(&path);
    return status;
}

/* Every tensor of every file is where the index says; then, by their number, the index names
 * nothing else. */
static kiln_status compare(shards *x, const json_t *map) {
    const char *key;
    json_t *value;
    for (size_t i = 0; i < x->count; i++)
        for (size_t k = 0; k < kiln_safetensors_count(x->f->shard[i]); k++) {
            const char *name = kiln_safetensors_at(x->f->shard[i], k)->name;
            const char *file = json_string_value(json_object_get(map, name));
            if (!file || strcmp(file, x->names[i]) != 0)
                return refuse(x, "weight_map does not put into the file it is in tensor", name);
        }
    if (kiln_checkpoint_count(x->f) == json_object_size(map)) return KILN_OK;
    json_object_foreach(
        (json_t *)map, key,
        value) if (!kiln_checkpoint_find(x->f, key)) return refuse(x,
                                                                   "weight_map: no file has tensor",
                                                                   key);
    return KILN_OK;
}

static kiln_status open_all(shards *x, const json_t *root, unsigned flags) {
    const json_t *map = NULL;
    KN_TRY(read_index(x, root, &map));
    x->f->shard = kn_calloc(x->f->alloc, x->count ? x->count : 1, sizeof *x->f->shard);
    if (!x->f->shard) return KILN_NO_MEMORY;
    x->f->nshards = x->count ? x->count : 1;
    for (size_t i = 0; i < x->count; i++) KN_TRY(open_one(x, i, flags));
    return compare(x, map);
}

static kiln_status parse(kiln_checkpoint_file *f, const void *bytes, size_t nbytes, unsigned flags,
                         kn_text *why) {
    json_error_t error;
    shards x = {.f = f, .why = why};
    json_t *root = json_loadb(nbytes ? bytes : "", nbytes, JSON_REJECT_DUPLICATES, &error);
    if (!root && json_error_code(&error) == json_error_out_of_memory) return KILN_NO_MEMORY;
    if (!root) {
        kn_text_add(why, "%s: expected JSON, found %s, at byte %d", f->path, error.text,
                    error.position);
        return KILN_BAD_FILE;
    }
    kn_map_init(&x.at, f->alloc);
    kiln_status status = open_all(&x, root, flags);
    kn_map_free(&x.at);
    kn_free(f->alloc, x.names, x.cap * sizeof *x.names);
    json_decref(root);
    return status;
}

kiln_status kn_cp_open_shards(kiln_checkpoint_file *f, unsigned flags, kn_text *why) {
    void *bytes;
    size_t nbytes;
    KN_TRY(kn_file_read(f->alloc, f->path, MOST_INDEX, false, (kn_stop){0}, &bytes, &nbytes, why));
    kiln_status status = parse(f, bytes, nbytes, flags, why);
    kn_free(f->alloc, bytes, nbytes);
    return status;
}
