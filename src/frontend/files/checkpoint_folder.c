/* SPDX-License-Identifier: Apache-2.0
 * A folder of checkpoints: which is the latest that holds, and which go. Called by C programs
 * through kiln/checkpoint.h and by saving. Only names that saving gives are ever looked at. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* strtod_l */
#endif

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/io.h"
#include "frontend/files/checkpoint_internal.h"
#include "frontend/files/safetensors_internal.h"
#include "runtime/envelope.h"

typedef struct found {
    int64_t step;
    double metric; /* NaN: none, or damaged */
    bool stays;
} found;

typedef struct listing {
    const kn_alloc *alloc;
    const char *folder;
    found *file;
    size_t count, cap;
    kn_text path;
    locale_t c; /* so that numbers have points */
    bool tidies;
} listing;

static bool step_of(const char *name, int64_t *step) {
    char again[KN_CP_NAME];
    if (strncmp(name, "step-", 5) != 0 || strspn(name + 5, "0123456789") != 12) return false;
    *step = strtoll(name + 5, NULL, 10);
    kn_cp_name(*step, again);
    return strcmp(name, again) == 0;
}

/* What a killed save left: of a checkpoint of a step that is not saved again nobody else would
 * remove it. */
static bool is_left_over(const char *name) {
    const char *dot = strchr(name, '.'), *mark = strstr(name, ".tmp-");
    if (!dot || dot - name != 17 || !mark || strspn(mark + 5, "0123456789abcdef") != 16 || mark[21])
        return false;
    return strncmp(name, "step-", 5) == 0 && strspn(name + 5, "0123456789") == 12 &&
           strncmp(dot, ".safetensors.", 13) == 0;
}

static kiln_status read_names(listing *l, DIR *d, kn_text *why) {
    for (;;) {
        found one = {.metric = NAN};
        errno = 0;
        const struct dirent *e = kn_io()->readdir(d);
        if (!e && errno != 0) return kn_file_fail_errno(why, l->folder, "cannot be listed");
        if (!e) return KILN_OK;
        if (l->tidies && is_left_over(e->d_name)) (void)kn_file_remove_dead(dirfd(d), e->d_name);
        if (!step_of(e->d_name, &one.step)) continue;
        KN_TRY(kn_grow(l->alloc, &l->file, &l->cap, l->count + 1, sizeof *l->file));
        l->file[l->count++] = one;
    }
}

static int later_first(const void *a, const void *b) {
    const found *x = a, *y = b;
    return x->step < y->step ? 1 : x->step > y->step ? -1 : 0;
}

/* NOT_FOUND: there is no such folder. */
static kiln_status list(listing *l, kn_text *why) {
    int fd = kn_io_open(AT_FDCWD, l->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (fd < 0 && errno == ENOENT) return KILN_NOT_FOUND;
    if (fd < 0) return kn_file_fail_errno(why, l->folder, "cannot be opened");
    DIR *d = kn_io()->fdopendir(fd);
    if (!d) {
        kiln_status status = kn_file_fail_errno(why, l->folder, "cannot be listed");
        kn_io()->close(fd);
        return status;
    }
    kiln_status status = read_names(l, d, why);
    kn_io()->closedir(d);
    if (l->count > 1) qsort(l->file, l->count, sizeof *l->file, later_first);
    return status;
}

static bool set_path(listing *l, const found *f) {
    char name[KN_CP_NAME];
    kn_cp_name(f->step, name);
    kn_text_clear(&l->path);
    kn_text_add(&l->path, "%s/%s", l->folder, name);
    return !l->path.failed;
}

static void done(listing *l) {
    kn_free(l->alloc, l->file, l->cap * sizeof *l->file);
    kn_text_free(&l->path);
}

static kiln_status open_latest(listing *l, unsigned flags, kiln_checkpoint_file **out,
                               kn_text *why) {
    KN_TRY(list(l, why));
    for (size_t i = 0; i < l->count; i++) {
        if (!set_path(l, &l->file[i])) return KILN_NO_MEMORY;
        size_t before = why->len;
        kn_text_add(why, "%spassed over: ", before > 0 ? "; " : "");
        kiln_status status = kn_cp_open(l->alloc, kn_text_str(&l->path), flags, out, why);
        if (status == KILN_OK && ((*out)->ours && (*out)->step == l->file[i].step)) {
            if (why->data) why->data[why->len = before] = '\0';
            return KILN_OK;
        }
        if (status == KILN_NO_MEMORY) return status;
        if (status == KILN_OK)
            kn_text_add(why, "%s: is no checkpoint of the step in its name", kn_text_str(&l->path));
        kiln_checkpoint_close(*out);
        *out = NULL;
    }
    return KILN_NOT_FOUND;
}

kiln_status kiln_checkpoint_latest(const char *folder, unsigned flags,
                                   const kiln_allocator *allocator, kiln_checkpoint_file **out,
                                   char *why, size_t why_size) {
    kn_text reason;
    listing l = {.alloc = allocator ? allocator : kn_alloc_default(), .folder = folder};
    kn_text_init(&reason, l.alloc);
    kn_text_init(&l.path, l.alloc);
    kiln_status status =
        folder && out && flags <= KILN_CHECKPOINT_MAP ? KILN_OK : KILN_BAD_ARGUMENT;
    if (out) *out = NULL;
    if (status == KILN_OK) status = open_latest(&l, flags, out, &reason);
    if (status == KILN_NOT_FOUND && reason.len == 0)
        kn_text_add(&reason, "%s: holds no checkpoint", folder);
    if (status != KILN_OK && reason.len == 0) kn_text_add(&reason, "%s", kiln_status_text(status));
    kn_text_copy_out(&reason, why, why_size);
    if (status == KILN_OK && reason.len == 0 && why && why_size > 0) why[0] = '\0';
    done(&l);
    kn_text_free(&reason);
    return status;
}

/* ---- rotation */

/* Its header is looked at, not its data: a file that does not hold is as good as one without a
 * number. */
static double metric_of(listing *l, const found *f, const char *key) {
    kiln_safetensors *st = NULL;
    kn_text why;
    double metric = NAN;
    if (!set_path(l, f)) return NAN;
    kn_text_init(&why, l->alloc);
    if (kn_st_load(l->alloc, kn_text_str(&l->path), true, (kn_stop){0}, &st, &why) == KILN_OK &&
        kn_st_parse(st, &why) == KILN_OK) {
        const char *text = kiln_safetensors_meta(st, key);
        char *end = NULL;
        metric = text ? strtod_l(text, &end, l->c) : NAN;
        if (text && (end == text || *end)) metric = NAN;
    }
    kiln_safetensors_close(st);
    kn_text_free(&why);
    return metric;
}

/* Of equal ones the later, which comes first. */
static bool better(const found *a, const found *b, bool greater) {
    if (isnan(a->metric)) return false;
    return isnan(b->metric) || (greater ? a->metric > b->metric : a->metric < b->metric);
}

static void choose(listing *l, const kiln_rotation *keep, const char *written) {
    int64_t step = 0;
    (void)step_of(written, &step);
    for (size_t i = 0; i < l->count; i++) {
        found *f = &l->file[i];
        f->stays = i < keep->newest || f->step == step;
        if (keep->best > 0 && keep->metric) f->metric = metric_of(l, f, keep->metric);
    }
    for (size_t n = 0; n < keep->best && n < l->count; n++) {
        found *first = NULL;
        for (size_t i = 0; i < l->count; i++)
            if (!isnan(l->file[i].metric) && (!first || better(&l->file[i], first, keep->greater)))
                first = &l->file[i];
        if (!first) return;
        first->stays = true;
        first->metric = NAN; /* taken */
    }
}

/* What stands beside it first: a file alone still tells damage, an envelope alone is litter. */
static kiln_status remove_all(listing *l, const found *f, kn_text *why) {
    if (!set_path(l, f)) return KILN_NO_MEMORY;
    size_t n = l->path.len;
    for (int i = 0; i <= KN_BESIDE; i++) {
        l->path.data[l->path.len = n] = '\0';
        kn_text_add(&l->path, "%s", i < KN_BESIDE ? kn_beside[i] : "");
        if (l->path.failed) return KILN_NO_MEMORY;
        if (kn_io()->unlinkat(AT_FDCWD, kn_text_str(&l->path), 0) != 0 && errno != ENOENT)
            return kn_file_fail_errno(why, kn_text_str(&l->path), "cannot be removed");
    }
    return KILN_OK;
}

kiln_status kn_cp_rotate(const kn_alloc *alloc, const char *folder, const kiln_rotation *keep,
                         const char *written, kn_text *why) {
    listing l = {.alloc = alloc, .folder = folder, .tidies = true};
    kn_text_init(&l.path, alloc);
    l.c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    kiln_status status = l.c == (locale_t)0 ? KILN_NO_MEMORY : list(&l, why);
    bool rotates = keep && keep->newest > 0;
    if (status == KILN_OK && rotates) choose(&l, keep, written);
    for (size_t i = 0; rotates && i < l.count && status == KILN_OK; i++)
        if (!l.file[i].stays) status = remove_all(&l, &l.file[i], why);
    if (l.c != (locale_t)0) freelocale(l.c);
    done(&l);
    return status;
}
