/* SPDX-License-Identifier: Apache-2.0
 * A file with its sidecar, and every damage that must be made good: a burst, many places, a cut,
 * and half of the sidecar gone. Used by unit/test_sidecar.c for some trials and
 * torture/sidecar_damage.c for many. */
#ifndef KN_TESTS_UNIT_SIDECAR_DAMAGE_H
#define KN_TESTS_UNIT_SIDECAR_DAMAGE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiln/sidecar.h"

typedef struct sd_bytes {
    uint8_t *at;
    size_t n;
} sd_bytes;

/* A file and its sidecar, as they were written, and their names. */
typedef struct sd_trial {
    char path[256], side[300], why[512];
    sd_bytes file, sidecar;
    uint64_t state;
    kiln_sidecar_report report;
} sd_trial;

static inline uint64_t sd_draw(sd_trial *t, uint64_t below) {
    t->state = t->state * 6364136223846793005u + 1442695040888963407u;
    uint64_t high = t->state >> 32;
    t->state = t->state * 6364136223846793005u + 1442695040888963407u;
    return below ? (high << 32 | t->state >> 32) % below : 0;
}

static inline bool sd_save(const char *path, sd_bytes b) {
    FILE *f = fopen(path, "wb");
    return f && fwrite(b.at, 1, b.n, f) == b.n && fclose(f) == 0;
}

static inline sd_bytes sd_load(const char *path) {
    sd_bytes b = {NULL, 0};
    FILE *f = fopen(path, "rb");
    if (!f) return b;
    fseek(f, 0, SEEK_END);
    b.n = (size_t)ftell(f);
    rewind(f);
    b.at = malloc(b.n + 1);
    if (!b.at || fread(b.at, 1, b.n, f) != b.n) b.n = 0;
    fclose(f);
    return b;
}

static inline sd_bytes sd_copy(sd_bytes b) {
    sd_bytes copy = {malloc(b.n + 1), b.n};
    memcpy(copy.at, b.at, b.n);
    return copy;
}

static inline bool sd_holds(const char *path, sd_bytes wanted) {
    sd_bytes found = sd_load(path);
    bool same = found.at && found.n == wanted.n && memcmp(found.at, wanted.at, wanted.n) == 0;
    free(found.at);
    return same;
}

/* Writes a file of n random bytes and its sidecar. */
static inline bool sd_begin(sd_trial *t, const char *folder, uint64_t seed, size_t n) {
    memset(t, 0, sizeof *t);
    t->state = seed;
    snprintf(t->path, sizeof t->path, "%s/file", folder);
    snprintf(t->side, sizeof t->side, "%s" KILN_SIDECAR_SUFFIX, t->path);
    t->file = (sd_bytes){malloc(n + 1), n};
    for (size_t i = 0; i < n; i++) t->file.at[i] = (uint8_t)sd_draw(t, 256);
    t->report = (kiln_sidecar_report)KILN_SIDECAR_REPORT_INIT;
    bool done = sd_save(t->path, t->file) &&
                kiln_sidecar_protect(t->path, NULL, &t->report, t->why, sizeof t->why) == KILN_OK;
    t->sidecar = sd_load(t->side);
    return done;
}

static inline void sd_end(sd_trial *t) {
    free(t->file.at);
    free(t->sidecar.at);
    remove(t->path);
    remove(t->side);
}

/* Every byte becomes another one. */
static inline void sd_destroy(sd_trial *t, sd_bytes b, size_t at, size_t n) {
    for (size_t i = at; i < at + n && i < b.n; i++) b.at[i] ^= (uint8_t)(1 + sd_draw(t, 255));
}

static inline void sd_burst(sd_trial *t, sd_bytes *file, sd_bytes *sidecar) {
    (void)sidecar;
    size_t n = file->n / 10;
    sd_destroy(t, *file, (size_t)sd_draw(t, file->n - n + 1), n);
}

enum { SD_PLACES = 1000, SD_PLACES_FROM = 2 << 20 };

static inline void sd_places(sd_trial *t, sd_bytes *file, sd_bytes *sidecar) {
    (void)sidecar;
    for (int i = 0; i < SD_PLACES; i++) sd_destroy(t, *file, (size_t)sd_draw(t, file->n), 1);
}

static inline void sd_cut(sd_trial *t, sd_bytes *file, sd_bytes *sidecar) {
    (void)sidecar;
    file->n -= (size_t)sd_draw(t, file->n / 10 + 1);
}

static inline void sd_remove(sd_bytes *b, size_t at, size_t n) {
    memmove(b->at + at, b->at + at + n, b->n - at - n);
    b->n -= n;
}

/* Half of the sidecar: overwritten, or taken out so that what follows moves up. */
static inline void sd_half(sd_trial *t, sd_bytes *file, sd_bytes *sidecar) {
    (void)file;
    size_t n = sidecar->n / 2, at = (size_t)sd_draw(t, sidecar->n - n + 1);
    uint64_t how = sd_draw(t, 4);
    if (how == 0)
        sd_destroy(t, *sidecar, at, n);
    else
        sd_remove(sidecar, how == 1 ? 0 : how == 2 ? sidecar->n - n : at, n);
}

/* And besides up to 4 % of the file, in one burst. */
static inline void sd_half_and_burst(sd_trial *t, sd_bytes *file, sd_bytes *sidecar) {
    size_t n = file->n / 25;
    sd_half(t, file, sidecar);
    sd_destroy(t, *file, (size_t)sd_draw(t, file->n - n + 1), n);
}

typedef struct sd_damage {
    const char *name;
    void (*do_it)(sd_trial *t, sd_bytes *file, sd_bytes *sidecar);
    size_t least; /* bytes of a file that bears it */
} sd_damage;

static const sd_damage sd_damages[] = {
    {"burst of a tenth", sd_burst, 1},
    {"1,000 places", sd_places, SD_PLACES_FROM},
    {"cut by up to a tenth", sd_cut, 1},
    {"half of the sidecar", sd_half, 1},
    {"half of the sidecar and a burst of a 25th", sd_half_and_burst, 128 << 10},
};
enum { SD_DAMAGES = sizeof sd_damages / sizeof *sd_damages };

/* Damages both, repairs, and compares: NULL, or what went wrong. */
static inline const char *sd_run(sd_trial *t, const sd_damage *damage) {
    sd_bytes file = sd_copy(t->file), sidecar = sd_copy(t->sidecar);
    damage->do_it(t, &file, &sidecar);
    bool saved = sd_save(t->path, file) && sd_save(t->side, sidecar);
    free(file.at);
    free(sidecar.at);
    if (!saved) return "the damage could not be saved";
    t->report = (kiln_sidecar_report)KILN_SIDECAR_REPORT_INIT;
    if (kiln_sidecar_repair(t->path, NULL, &t->report, t->why, sizeof t->why) != KILN_OK)
        return t->why;
    if (!sd_holds(t->path, t->file)) return "the file is another one";
    return sd_holds(t->side, t->sidecar) ? NULL : "the sidecar is another one";
}

#endif
