/* SPDX-License-Identifier: Apache-2.0
 * Reading the handwritten digits, and the orders in which they are seen. Called by digits.c and
 * resume.c. */
#include "digits_data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static bool parse_line(const char *line, float *pixels, int64_t *label) {
    for (int i = 0; i <= PIXELS; i++) {
        int value = 0, most = i < PIXELS ? 16 : CLASSES - 1;
        const char *start = line;
        for (; *line >= '0' && *line <= '9' && value <= most; line++)
            value = value * 10 + (*line - '0');
        if (line == start || value > most || (i < PIXELS && *line++ != ',')) return false;
        if (i < PIXELS)
            pixels[i] = (float)value / 16;
        else
            *label = value;
    }
    return *line == '\n' || *line == '\r' || *line == '\0';
}

static bool digits_add(digits *d, const float *pixels, int64_t label) {
    if ((d->count & (d->count - 1)) == 0) { /* a power of two: full */
        size_t room = d->count == 0 ? 1 : (size_t)d->count * 2;
        float(*more)[PIXELS] = realloc(d->pixels, room * sizeof *more);
        if (more != NULL) d->pixels = more;
        int64_t *labels = realloc(d->label, room * sizeof *labels);
        if (labels != NULL) d->label = labels;
        if (more == NULL || labels == NULL) return false;
    }
    memcpy(d->pixels[d->count], pixels, sizeof d->pixels[0]);
    d->label[d->count++] = label;
    return true;
}

bool digits_load(const char *path, digits *train, digits *test) {
    gzFile file = gzopen(path, "rb");
    char line[1024], why[64] = "";
    if (file == NULL) snprintf(why, sizeof why, "cannot be opened");
    for (int n = 0; why[0] == '\0' && gzgets(file, line, sizeof line) != NULL; n++) {
        float pixels[PIXELS];
        int64_t label = 0;
        if (!parse_line(line, pixels, &label))
            snprintf(why, sizeof why, "line %d is not a digit", n + 1);
        else if (!digits_add(n % 4 == 3 ? test : train, pixels, label))
            snprintf(why, sizeof why, "memory ran out");
    }
    int damage = Z_OK;
    if (file != NULL) gzerror(file, &damage);
    if (file != NULL && gzclose(file) != Z_OK) damage = Z_DATA_ERROR;
    if (why[0] == '\0' && damage < 0) snprintf(why, sizeof why, "is damaged or cut short");
    if (why[0] == '\0' && test->count == 0) snprintf(why, sizeof why, "holds no digits");
    train->order = calloc((size_t)train->count + 1, sizeof *train->order);
    if (why[0] == '\0' && train->order == NULL) snprintf(why, sizeof why, "memory ran out");
    if (why[0] != '\0') fprintf(stderr, "digits: %s: %s\n", path, why);
    return why[0] == '\0';
}

void digits_shuffle(digits *d, int epoch) {
    uint64_t state = (uint64_t)epoch;
    for (int i = 0; i < d->count; i++) d->order[i] = i;
    for (int i = d->count - 1; i > 0; i--) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        int j = (int)((state >> 33) % (uint64_t)(i + 1)), t = d->order[i];
        d->order[i] = d->order[j];
        d->order[j] = t;
    }
}

int digits_batch(const digits *d, int at, int most, float *pixels, int64_t *labels) {
    int n = d->count - at < most ? d->count - at : most;
    for (int i = 0; i < n; i++) {
        memcpy(pixels + i * PIXELS, d->pixels[d->order[at + i]], sizeof d->pixels[0]);
        labels[i] = d->label[d->order[at + i]];
    }
    return n;
}
