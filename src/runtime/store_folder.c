/* SPDX-License-Identifier: Apache-2.0
 * The kernel cache's folder as a whole: counting, checking, clearing and eviction. Other processes
 * may add and remove files meanwhile, so a file that is gone is no error. Called by kernel_store.c
 * and frontend/cache.c. */
#include "runtime/kernel_store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/io.h"
#include "jit/plugin.h"
#include "runtime/process.h"

enum { HEX_DIGITS = 32, TEMP_DIGITS = 16, NAME_NBYTES = 80 };
static const char suffix[] = ".kiln-kernel", temp_mark[] = ".tmp-";

typedef enum file_kind { FOREIGN, ENTRY, UNFINISHED } file_kind;

typedef struct folder_file {
    char name[NAME_NBYTES];
    uint8_t kind;
    uint64_t nbytes;
    int64_t used; /* seconds */
} folder_file;

typedef struct folder_list {
    const kn_alloc *alloc;
    folder_file *files;
    size_t count, cap;
    uint64_t foreign;
} folder_list;

static size_t hex_length(const char *s) {
    size_t n = 0;
    while ((s[n] >= '0' && s[n] <= '9') || (s[n] >= 'a' && s[n] <= 'f')) n++;
    return n;
}

/* Only names that this library makes are ever touched. */
static file_kind kind_of(const char *name) {
    if (hex_length(name) != HEX_DIGITS ||
        strncmp(name + HEX_DIGITS, suffix, sizeof suffix - 1) != 0)
        return FOREIGN;
    const char *rest = name + HEX_DIGITS + sizeof suffix - 1;
    if (!*rest) return ENTRY;
    if (strncmp(rest, temp_mark, sizeof temp_mark - 1) != 0) return FOREIGN;
    rest += sizeof temp_mark - 1;
    return hex_length(rest) == TEMP_DIGITS && !rest[TEMP_DIGITS] ? UNFINISHED : FOREIGN;
}
_Static_assert(HEX_DIGITS + sizeof suffix + sizeof temp_mark + TEMP_DIGITS <= NAME_NBYTES,
               "names fit");

static kiln_status add_file(folder_list *l, int folder, const char *name) {
    struct stat st;
    file_kind kind = kind_of(name);
    if (kind == FOREIGN) {
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) l->foreign++;
        return KILN_OK;
    }
    if (kn_io()->fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0) return KILN_OK;
    if (S_ISDIR(st.st_mode)) {
        l->foreign++;
        return KILN_OK;
    }
    KN_TRY(kn_grow(l->alloc, &l->files, &l->cap, l->count + 1, sizeof *l->files));
    folder_file *f = &l->files[l->count++];
    *f = (folder_file){.kind = (uint8_t)kind, .nbytes = (uint64_t)st.st_size, .used = st.st_mtime};
    memcpy(f->name, name, strlen(name) + 1);
    return KILN_OK;
}

static void list_free(folder_list *l) { kn_free(l->alloc, l->files, l->cap * sizeof *l->files); }

static kiln_status list_folder(folder_list *l, const kn_alloc *alloc, int folder, kn_text *why) {
    *l = (folder_list){.alloc = alloc};
    /* closedir closes it */
    int again = kn_io_open(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    DIR *d = again < 0 ? NULL : kn_io()->fdopendir(again);
    kiln_status status = KILN_OK;
    if (!d) {
        if (again >= 0) kn_io()->close(again);
        if (why) kn_text_add(why, "the folder cannot be listed");
        return KILN_IO;
    }
    for (struct dirent *e; status == KILN_OK && (e = kn_io()->readdir(d)) != NULL;)
        status = add_file(l, folder, e->d_name);
    kn_io()->closedir(d);
    if (status == KILN_OK) return KILN_OK;
    if (why) kn_text_add(why, "memory ran out");
    list_free(l);
    return status;
}

static void count_files(const folder_list *l, kiln_cache_counts *c) {
    size_t size = c->struct_size;
    *c = (kiln_cache_counts){.struct_size = size, .foreign = l->foreign};
    for (size_t i = 0; i < l->count; i++) {
        const folder_file *f = &l->files[i];
        if (f->kind == UNFINISHED) {
            c->unfinished++;
            continue;
        }
        if (c->entries == 0 || f->used < c->oldest) c->oldest = f->used;
        if (c->entries == 0 || f->used > c->newest) c->newest = f->used;
        c->entries++;
        c->bytes += f->nbytes;
    }
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const folder_file *)a)->name, ((const folder_file *)b)->name);
}

static int by_use(const void *a, const void *b) {
    const folder_file *x = a, *y = b;
    return x->used != y->used ? (x->used < y->used ? -1 : 1) : by_name(a, b);
}

static void sort_files(folder_list *l, int (*order)(const void *, const void *)) {
    if (l->count > 1) qsort(l->files, l->count, sizeof *l->files, order);
}

/* Opens the folder and lists it. *folder is -1, and the list empty, when there is none. */
static kiln_status open_list(const kn_alloc *alloc, const char *dir, int *folder, folder_list *l,
                             kn_text *why) {
    *l = (folder_list){.alloc = alloc};
    *folder = -1;
    size_t before = why->len;
    kiln_status status = kn_folder_open(dir, folder, why);
    if (status == KILN_IO && why->len == before) return KILN_OK;
    if (status != KILN_OK) return status;
    status = list_folder(l, alloc, *folder, why);
    if (status != KILN_OK) kn_io()->close(*folder);
    return status;
}

static void close_list(int folder, folder_list *l) {
    list_free(l);
    if (folder >= 0) kn_io()->close(folder);
}

/* An unfinished file of a writer that lives stays: it is an entry soon. */
static bool remove_file(int folder, const folder_file *f) {
    if (f->kind == UNFINISHED) return kn_file_remove_dead(folder, f->name);
    return kn_io()->unlinkat(folder, f->name, 0) == 0 || errno == ENOENT;
}

kiln_status rt_store_stat(const kn_alloc *alloc, const char *dir, kiln_cache_counts *counts,
                          kn_text *why) {
    folder_list l;
    int folder;
    KN_TRY(open_list(alloc, dir, &folder, &l, why));
    if (counts) count_files(&l, counts);
    close_list(folder, &l);
    return KILN_OK;
}

typedef struct code_check {
    const kn_alloc *alloc;
    const store_entry *entry;
    const jit_api *api;
    kiln_status status;
    bool comparable, same;
} code_check;

static void compile_again(code_check *c, const kernel_spec *spec) {
    char symbol[STORE_SYMBOL_NBYTES] = "";
    kn_text object, why;
    memcpy(symbol, c->entry->symbol, c->entry->symbol_nbytes);
    kn_text_init(&object, c->alloc);
    kn_text_init(&why, c->alloc);
    c->status = c->api->compile(c->alloc, spec, (kiln_isa)c->entry->isa, symbol, &object, &why);
    if (c->status == KILN_OK && object.failed) c->status = KILN_NO_MEMORY;
    c->comparable = c->status == KILN_OK;
    c->same = object.len == c->entry->object_nbytes &&
              memcmp(object.data, c->entry->object, object.len) == 0;
    if (c->status != KILN_NO_MEMORY) c->status = KILN_OK;
    kn_text_free(&object);
    kn_text_free(&why);
}

static void *check_code_here(void *user) {
    code_check *c = user;
    kernel_spec *spec = kn_calloc(c->alloc, 1, sizeof *spec);
    c->status = spec ? KILN_OK : KILN_NO_MEMORY;
    if (spec && kernel_from_key(c->entry->key, c->entry->key_nbytes, spec)) compile_again(c, spec);
    kn_free(c->alloc, spec, sizeof *spec);
    return NULL;
}

/* The compiler gives the same bytes for the same key. What another version made is none of this
 * one's business. */
static kiln_status check_code(const kn_alloc *alloc, const store_entry *e, store_reason *reason,
                              uint64_t *unchecked) {
    jit_linker *linker;
    kn_text why;
    kn_text_init(&why, alloc);
    code_check c = {.alloc = alloc, .entry = e};
    bool have = rt_process_jit(&c.api, &linker, &why) == KILN_OK;
    kn_text_free(&why);
    bool ours = have && e->emitter == JIT_EMITTER_VERSION && e->isa >= KILN_ISA_BASE &&
                e->isa <= KILN_ISA_AVX512 && e->llvm_nbytes == strlen(c.api->llvm_version) &&
                memcmp(e->llvm, c.api->llvm_version, e->llvm_nbytes) == 0;
    if (ours && !rt_process_big_stack(check_code_here, &c)) c.status = KILN_NO_MEMORY;
    if (!c.comparable)
        ++*unchecked;
    else if (!c.same)
        *reason = STORE_CODE;
    return c.status;
}

/* Checks one file as a lookup would, except that any key will do. A file that is gone is fine.
 * `trouble` is for work, and says more when the reason is FILE. `unchecked`: NULL, or counts
 * entries whose code could not be compared. */
static kiln_status check_file(const kn_alloc *alloc, int folder, const char *name,
                              store_reason *reason, uint64_t *unchecked, kn_text *trouble) {
    void *bytes;
    size_t nbytes;
    int64_t changed;
    store_entry e;
    char right[STORE_NAME_NBYTES];
    *reason = STORE_FINE;
    kn_text_clear(trouble);
    kiln_status status = kn_file_read_at(alloc, folder, name, STORE_ENTRY_LIMIT, true, &bytes,
                                         &nbytes, &changed, trouble);
    if (status == KILN_NO_MEMORY) return status;
    if (status != KILN_OK) {
        if (trouble->len > 0) *reason = STORE_FILE;
        return KILN_OK;
    }
    *reason = rt_store_decode(bytes, nbytes, &e);
    if (*reason == STORE_FINE) {
        rt_store_name(&e, trouble, right);
        if (trouble->failed)
            status = KILN_NO_MEMORY;
        else if (strcmp(right, name) != 0)
            *reason = STORE_NAME;
        else if (unchecked)
            status = check_code(alloc, &e, reason, unchecked);
    }
    kn_free(alloc, bytes, nbytes);
    return status;
}

kiln_status rt_store_verify(const kn_alloc *alloc, const char *dir, bool code,
                            kiln_cache_bad_fn on_bad, void *user, kiln_cache_counts *counts,
                            kn_text *why) {
    folder_list l;
    kn_text trouble;
    int folder;
    uint64_t bad = 0, unchecked = 0;
    KN_TRY(open_list(alloc, dir, &folder, &l, why));
    kn_text_init(&trouble, alloc);
    sort_files(&l, by_name);
    kiln_status status = KILN_OK;
    for (size_t i = 0; i < l.count && status == KILN_OK; i++) {
        store_reason reason;
        if (l.files[i].kind != ENTRY) continue;
        status =
            check_file(alloc, folder, l.files[i].name, &reason, code ? &unchecked : NULL, &trouble);
        if (status != KILN_OK || reason == STORE_FINE) continue;
        bad++;
        if (on_bad)
            on_bad(user, l.files[i].name, rt_store_reason_name(reason),
                   reason == STORE_FILE ? kn_text_str(&trouble) : rt_store_reason_text(reason));
    }
    if (counts) count_files(&l, counts);
    if (counts) counts->bad = bad;
    if (counts) counts->unchecked = unchecked;
    if (status != KILN_OK) kn_text_add(why, "memory ran out");
    kn_text_free(&trouble);
    close_list(folder, &l);
    return status;
}

kiln_status rt_store_clear(const kn_alloc *alloc, const char *dir, kiln_cache_counts *counts,
                           kn_text *why) {
    folder_list l;
    int folder;
    uint64_t removed = 0;
    KN_TRY(open_list(alloc, dir, &folder, &l, why));
    size_t kept = 0, stuck = 0;
    for (size_t i = 0; i < l.count; i++) {
        if (remove_file(folder, &l.files[i])) {
            removed++;
            continue;
        }
        if (l.files[i].kind == ENTRY && stuck++ == 0)
            kn_text_add(why, "%s: cannot be removed", l.files[i].name);
        l.files[kept++] = l.files[i];
    }
    l.count = kept;
    if (counts) count_files(&l, counts);
    if (counts) counts->removed = removed;
    close_list(folder, &l);
    return stuck > 0 ? KILN_IO : KILN_OK;
}

kiln_status rt_store_evict(const kn_alloc *alloc, int folder, uint64_t cap, uint64_t *removed,
                           kn_text *why) {
    folder_list l;
    KN_TRY(list_folder(&l, alloc, folder, why));
    uint64_t all = 0, gone = 0;
    for (size_t i = 0; i < l.count; i++) {
        if (l.files[i].kind == ENTRY)
            all += l.files[i].nbytes;
        else if (remove_file(folder, &l.files[i]))
            gone++;
    }
    bool over = all > cap;
    if (over) sort_files(&l, by_use);
    for (size_t i = 0; over && all > cap - cap / 8 && i < l.count; i++) {
        if (l.files[i].kind != ENTRY || !remove_file(folder, &l.files[i])) continue;
        all -= l.files[i].nbytes;
        gone++;
    }
    if (removed) *removed = gone;
    list_free(&l);
    return KILN_OK;
}
