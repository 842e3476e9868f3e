/* SPDX-License-Identifier: Apache-2.0
 * What command.h declares: messages, progress, reports, files and numbers of the command line. */
#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* ---- messages */

static void complain(const char *format, va_list args) {
    progress("%s", "");
    fflush(stdout); /* order, when both go to one place */
    fprintf(stderr, "kiln %s: ", current_command->name);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
}

int fail(exit_code code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    complain(format, args);
    va_end(args);
    return code;
}

int refuse(const char *format, ...) {
    va_list args;
    va_start(args, format);
    complain(format, args);
    va_end(args);
    fprintf(stderr, "usage: kiln %s %s", current_command->name, current_command->usage);
    return EXIT_REFUSED;
}

int refuse_option(char **argv, int found) {
    if (found == ':') return refuse("%s needs a value", argv[optind - 1]);
    if (optopt != 0 && optopt < 256) return refuse("there is no option -%c", optopt);
    return refuse("there is no option %s, or it takes no value", argv[optind - 1]);
}

exit_code code_of(kiln_status status) {
    switch (status) {
    case KILN_OK: return EXIT_OK;
    case KILN_IO:
    case KILN_NO_MEMORY: return EXIT_IO;
    case KILN_MISMATCH:
    case KILN_INTERNAL: return EXIT_FAILED;
    case KILN_BUDGET: return EXIT_BUDGET;
    case KILN_UNSUPPORTED:
    case KILN_JIT: return EXIT_REFUSED;
    default: return EXIT_DATA;
    }
}

int fail_session(const kiln_session *s) {
    return fail(code_of(kiln_error(s)), "%s", kiln_error_text(s));
}

int fail_parse(const kiln_session *s, const char *file) {
    const char *text = kiln_error_text(s), *where = strstr(text, "program_parse: ");
    if (kiln_error(s) != KILN_PARSE || where == NULL) return fail_session(s);
    return fail(EXIT_DATA, "%s:%s", file, where + strlen("program_parse: "));
}

int fail_file(kiln_status status, const char *path, const char *why) {
    if (strncmp(why, path, strlen(path)) == 0) return fail(code_of(status), "%s", why);
    return fail(code_of(status), "%s: %s", path, why);
}

void progress(const char *format, ...) {
    static bool shown;
    char line[256];
    if (!isatty(STDERR_FILENO)) return;
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (line[0] == '\0' && !shown) return;
    fprintf(stderr, "\r\033[K%s", line);
    shown = line[0] != '\0';
    fflush(stderr);
}

const char *paint(colour c) {
    static const char *const code[] = {"\033[0m",  "\033[1m",  "\033[2m",
                                       "\033[32m", "\033[31m", "\033[33m"};
    const char *off = getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) && (off == NULL || off[0] == '\0') ? code[c] : "";
}

/* ---- reports and files */

static int put_text(const char *path, const char *text, size_t nbytes) {
    bool to_stdout = strcmp(path, "-") == 0;
    FILE *to = to_stdout ? stdout : fopen(path, "w");
    bool ok = to != NULL && fwrite(text, 1, nbytes, to) == nbytes && fflush(to) == 0;
    if (to != NULL && !to_stdout) ok = fclose(to) == 0 && ok;
    return ok ? EXIT_OK : fail(EXIT_IO, "%s: %s", to_stdout ? "stdout" : path, strerror(errno));
}

int write_text(const char *path, const char *text, size_t nbytes, const kiln_envelope *e) {
    char why[512];
    struct stat st;
    if (text == NULL) return fail(EXIT_IO, "memory ran out");
    bool stream = strcmp(path, "-") == 0 ||
                  (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode));
    if (stream) return put_text(path, text, nbytes);
    kiln_status status = kiln_envelope_save(path, text, nbytes, e, NULL, why, sizeof why);
    return status == KILN_OK ? EXIT_OK : fail_file(status, path, why);
}

int print_json_sealed(json_t *report, const char *path, const kiln_envelope *e) {
    char *text = NULL;
    size_t nbytes = 0;
    FILE *to = report != NULL ? open_memstream(&text, &nbytes) : NULL;
    bool ok = to != NULL && json_dumpf(report, to, JSON_INDENT(2) | JSON_REAL_PRECISION(15)) == 0 &&
              fputc('\n', to) != EOF;
    if (to != NULL) ok = fclose(to) == 0 && ok;
    int code = write_text(path != NULL ? path : "-", ok ? text : NULL, nbytes, e);
    free(text);
    json_decref(report);
    return code;
}

int print_json(json_t *report, const char *path) { return print_json_sealed(report, path, NULL); }

int check_sealed(const char *path, const char *kind, int64_t newest) {
    char beside[4096], why[512];
    struct stat st;
    int n = snprintf(beside, sizeof beside, "%s%s", path, KILN_ENVELOPE_SUFFIX);
    if (n < 0 || (size_t)n >= sizeof beside || stat(beside, &st) != 0) return EXIT_OK;
    kiln_status status = kiln_envelope_check(path, kind, newest, NULL, NULL, NULL, why, sizeof why);
    if (status == KILN_OK) return EXIT_OK;
    return status == KILN_IO || status == KILN_NO_MEMORY ? fail_file(status, path, why)
                                                         : fail(EXIT_DATA, "%s", why);
}

/* Doubles the buffer until the end of the file is met; NULL with errno. */
static char *read_all(FILE *from, size_t *nbytes) {
    size_t room = 1 << 16, used = 0;
    char *text = malloc(room);
    while (text != NULL) {
        used += fread(text + used, 1, room - 1 - used, from);
        if (used < room - 1) break;
        char *more = room < SIZE_MAX / 2 ? realloc(text, room * 2) : NULL;
        if (more == NULL) free(text);
        text = more;
        room *= 2;
    }
    if (text != NULL && ferror(from)) {
        free(text);
        return NULL;
    }
    if (text != NULL) text[used] = '\0';
    *nbytes = used;
    return text;
}

char *read_text(const char *path, size_t *nbytes, int *code) {
    bool from_stdin = strcmp(path, "-") == 0;
    FILE *from = from_stdin ? stdin : fopen(path, "rb");
    char *text = from != NULL ? read_all(from, nbytes) : NULL;
    if (text == NULL) *code = fail(EXIT_IO, "%s: %s", from_stdin ? "stdin" : path, strerror(errno));
    if (from != NULL && !from_stdin) fclose(from);
    return text;
}

/* ---- numbers and texts */

bool parse_count(const char *text, long low, long high, long *out) {
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < low || value > high) return false;
    *out = value;
    return true;
}

bool parse_seconds(const char *text, double *out) {
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || !(value > 0 && value <= 3600)) return false;
    *out = value;
    return true;
}

const char *type_text(char *out, size_t size, kiln_dtype dtype, int rank, const int64_t *extent) {
    size_t used = (size_t)snprintf(out, size, rank > 0 ? "%s[" : "%s", kiln_dtype_short(dtype));
    for (int i = 0; i < rank && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, i > 0 ? ",%lld" : "%lld",
                                 (long long)extent[i]);
    if (rank > 0 && used < size) snprintf(out + used, size - used, "]");
    return out;
}

const char *bytes_text(char *out, size_t size, double nbytes) {
    const char *unit[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    int u = 0;
    for (; nbytes >= 1024 && u < 4; u++) nbytes /= 1024;
    snprintf(out, size, "%.4g %s", nbytes, unit[u]);
    return out;
}

double now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec * 1e-3;
}
