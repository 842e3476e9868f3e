/* SPDX-License-Identifier: Apache-2.0
 * The handwritten digits that the examples learn: 8x8 pixels and a label each. */
#ifndef DIGITS_DATA_H
#define DIGITS_DATA_H

#include <stdbool.h>
#include <stdint.h>

enum { PIXELS = 64, CLASSES = 10 };

/* Handwritten digits: pixels 0..1, the label, and the order in which they are seen. */
typedef struct digits {
    int count;
    float (*pixels)[PIXELS];
    int64_t *label;
    int *order;
} digits;

/* Every line whose index leaves 3 when divided by 4 goes to `test`, the others to `train`. False,
 * with the reason on stderr, when the file cannot be read or a line is not 64 pixels and a label.
 * Lives until the process ends. */
bool digits_load(const char *path, digits *train, digits *test);
/* Fisher-Yates by a fixed generator seeded with `epoch`: the same order on every path and machine.
 */
void digits_shuffle(digits *d, int epoch);
/* Copies up to `most` digits from place `at` of the order; returns how many. */
int digits_batch(const digits *d, int at, int most, float *pixels, int64_t *labels);

#endif
