/* SPDX-License-Identifier: Apache-2.0
 * What the commands of `kiln` share: exit codes, messages, reports, files. Each command is one
 * function in one file, and one row of the table in main.c. */
#ifndef KILN_COMMAND_H
#define KILN_COMMAND_H

#include <getopt.h>
#include <jansson.h>
#include <kiln/envelope.h>
#include <kiln/kiln.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Documented by `kiln help`; never renumbered. */
typedef enum exit_code {
    EXIT_OK = 0,      /* done, and what was checked holds */
    EXIT_FAILED = 1,  /* a check failed */
    EXIT_REFUSED = 2, /* usage, or not supported by this build or machine */
    EXIT_DATA = 3,    /* an input file is malformed or does not fit */
    EXIT_IO = 4,      /* a file cannot be read or written, or memory ran out */
    EXIT_BUDGET = 5,  /* a budget (--deadline, --memory, --compile-time) did not allow it */
} exit_code;

typedef struct command {
    const char *name;
    /* argv[0] is the command's name; NULL: comes in a later release */
    int (*run)(int argc, char **argv);
    const char *summary; /* one line */
    const char *usage;   /* what follows "kiln NAME", then a line for each option */
} command;

int command_run(int argc, char **argv);
int command_dump(int argc, char **argv);
int command_conform(int argc, char **argv);
int command_bench(int argc, char **argv);
int command_cache(int argc, char **argv);
int command_ledger(int argc, char **argv);
int command_trace(int argc, char **argv);
int command_replay(int argc, char **argv);
int command_envelope(int argc, char **argv);
int command_sidecar(int argc, char **argv);
int command_doctor(int argc, char **argv);

/* The command being run; set by main. */
extern const command *current_command;

/* "kiln NAME: message" on stderr; returns code. */
int fail(exit_code code, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* As fail(EXIT_REFUSED, ...), followed by the usage. */
int refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* What getopt_long's '?' and ':' mean: refuses and names the option. */
int refuse_option(char **argv, int found);
/* The first error of a session, with the code that fits it. */
int fail_session(const kiln_session *s);
/* The same after kiln_program_parse(s, text of file): "file:line:column: message". */
int fail_parse(const kiln_session *s, const char *file);
exit_code code_of(kiln_status status);

/* A line on stderr that the next one overwrites; nothing when stderr is no terminal. "" clears it.
 */
void progress(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The escape sequence when stdout is a terminal and NO_COLOR is not set, else "". */
typedef enum colour { PLAIN, BOLD, DIM, GREEN, RED, YELLOW } colour;
const char *paint(colour c);

/* Prints a report as one JSON object on stdout, or to `path` when neither NULL nor "-". Takes it
 * over. */
int print_json(json_t *report, const char *path);
/* The same with an envelope beside the file (NULL: none). */
int print_json_sealed(json_t *report, const char *path, const kiln_envelope *e);
/* Writes a file in one step, so that a full disk leaves the old one; a device or a pipe as it is.
 * `text` may be NULL where memory ran out. */
int write_text(const char *path, const char *text, size_t nbytes, const kiln_envelope *e);
/* Where a file has an envelope: that it still is what that says. Else, and where there is none,
 * EXIT_OK. */
int check_sealed(const char *path, const char *kind, int64_t newest);

/* A whole file, or stdin for "-", NUL-terminated; free it. NULL after failing with a message, and
 * *code. */
char *read_text(const char *path, size_t *nbytes, int *code);

/* Whole numbers and seconds from the command line; false unless all of the text is one in range. */
bool parse_count(const char *text, long low, long high, long *out);
bool parse_seconds(const char *text, double *out);

/* `why`, after the path when it does not begin with it. */
int fail_file(kiln_status status, const char *path, const char *why);

/* "f32[128,64]" */
const char *type_text(char *out, size_t size, kiln_dtype dtype, int rank, const int64_t *extent);
/* "12.3 MiB" */
const char *bytes_text(char *out, size_t size, double nbytes);

double now_us(void);

#endif
