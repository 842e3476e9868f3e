/* SPDX-License-Identifier: Apache-2.0
 * What digits.c needs besides Kiln and its data: a clock, a progress line, child processes for
 * start times, and the report. Nothing here is about tensors. */
#ifndef DIGITS_REPORT_H
#define DIGITS_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kiln/kiln.h>

#include "digits_data.h"

int digits_usage(void);

typedef struct step_times {
    int count;
    double us[4096];
} step_times;
double clock_us(void);
void step_times_add(step_times *t, double us);

/* On a terminal one line that is written over; else a line every ten epochs. */
void progress(const char *path, int epoch, int epochs, double loss);

/* What one path found. */
typedef struct outcome {
    step_times times;
    double accuracy;
    float parameters[32768];
    char path[16]; /* "fused", "eager" */
    kiln_counters counters;
} outcome;
/* Fills in path and counters and closes s; false, with the reason on stderr, when something failed.
 */
bool outcome_finish(outcome *out, kiln_session *s);

/* Prints the milliseconds since start_us (text) and closes s; returns the exit code. */
int first_step_say(const char *start_us, kiln_session *s);

/* A folder only this user can read, and its removal with what the cache left in it. */
enum { FOLDER_NAME = 512 };
bool folder_make(char path[FOLDER_NAME]);
void folder_remove(const char *path);
/* Makes out/digits-dumps under the current folder; NULL when it cannot. */
const char *dumps_folder(void);

/* Measures start times in new processes (`cache` is full by now), prints everything and, last, one
 * JSON object. True when both paths gave the same bits. */
bool report(const char *data, const char *cache, int train, int test, const outcome *eager,
            const outcome *fused);

#endif
