/* SPDX-License-Identifier: Apache-2.0
 * The digits, read for tests: rows of 64 pixels divided by 16, and labels, split as data/README.md
 * says. */
#ifndef KN_TESTS_UNIT_DIGITS_H
#define KN_TESTS_UNIT_DIGITS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { DIGITS_TRAIN = 1348, DIGITS_PIXELS = 64 };
typedef struct digits {
    double x[DIGITS_TRAIN][DIGITS_PIXELS];
    int64_t y[DIGITS_TRAIN];
} digits;

static inline int digits_read(digits *d) {
    gzFile f = gzopen(KILN_SOURCE_DIR "/data/digits.csv.gz", "rb");
    char line[512];
    int row = 0, n = 0;
    for (; f != NULL && gzgets(f, line, sizeof line) != NULL; row++) {
        if (row % 4 == 3 || n == DIGITS_TRAIN) continue;
        char *p = line;
        for (int i = 0; i < DIGITS_PIXELS; i++, p++) d->x[n][i] = strtod(p, &p) / 16;
        d->y[n++] = strtol(p, NULL, 10);
    }
    if (f != NULL) gzclose(f);
    return n;
}

#endif
