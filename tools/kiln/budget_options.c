/* SPDX-License-Identifier: Apache-2.0
 * What budget_options.h declares: options to limits, and the progress of long evaluations. */
#include "budget_options.h"

#ifdef KILN_NO_BUDGETS

bool budget_option(budget_options *o, int found, int *code) {
    return (void)o, (void)found, (void)code, false;
}
int budget_begin(const budget_options *o, bool show, kiln_budget **out) {
    (void)o, (void)show;
    *out = NULL;
    return EXIT_OK;
}
void budget_bind(kiln_session *s, kiln_budget *b) { (void)s, (void)b; }
bool budget_over(kiln_budget *b) { return (void)b, false; }
void budget_done(kiln_budget *b) { (void)b; }

#else

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static bool parse_bytes(const char *text, uint64_t *out) {
    char *end;
    errno = 0;
    unsigned long long n = strtoull(text, &end, 10);
    int shift = *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0;
    if (shift > 0) end++;
    if (errno != 0 || text[0] < '0' || text[0] > '9' || *end != '\0' || n == 0 ||
        n > UINT64_MAX >> (shift + 1))
        return false;
    *out = (uint64_t)n << shift;
    return true;
}

bool budget_option(budget_options *o, int found, int *code) {
    *code = EXIT_OK;
    if (found == OPTION_DEADLINE && !parse_seconds(optarg, &o->deadline))
        *code = refuse("--deadline is a number of seconds up to 3600, not %s", optarg);
    if (found == OPTION_COMPILE && !parse_seconds(optarg, &o->compile))
        *code = refuse("--compile-time is a number of seconds up to 3600, not %s", optarg);
    if (found == OPTION_MEMORY && !parse_bytes(optarg, &o->memory))
        *code = refuse("--memory is a number of bytes, K, M or G, not %s", optarg);
    return found >= OPTION_DEADLINE && found <= OPTION_COMPILE;
}

static void show(void *user, double fraction, uint64_t nbytes, const char *stage) {
    char size[32];
    (void)user;
    if (fraction >= 1)
        progress("%s", "");
    else
        progress("%s: %.0f %%, %s", stage, 100 * fraction,
                 bytes_text(size, sizeof size, (double)nbytes));
}

static uint64_t ns_of(double seconds) { return seconds > 0 ? (uint64_t)(seconds * 1e9) + 1 : 0; }

int budget_begin(const budget_options *o, bool shown, kiln_budget **out) {
    kiln_limits l = {.struct_size = sizeof l,
                     .deadline_ns = ns_of(o->deadline),
                     .bytes_live = o->memory,
                     .compile_ns = ns_of(o->compile)};
    char why[256];
    *out = NULL;
    if (shown && isatty(STDERR_FILENO)) l.progress = show;
    if (o->deadline <= 0 && o->compile <= 0 && o->memory == 0 && l.progress == NULL) return EXIT_OK;
    kiln_status status = kiln_budget_open(&l, NULL, out, why, sizeof why);
    return status == KILN_OK ? EXIT_OK : fail(code_of(status), "%s", why);
}

void budget_bind(kiln_session *s, kiln_budget *b) {
    if (b != NULL && !kiln_failed(s)) kiln_budget_enter(s, b);
}

bool budget_over(kiln_budget *b) { return b != NULL && kiln_budget_over(b); }
void budget_done(kiln_budget *b) { kiln_budget_close(b); }

#endif
