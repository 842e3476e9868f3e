/* SPDX-License-Identifier: Apache-2.0
 * Inside ir/ only: the text form cut into lines and tokens, with the place of whatever is wrong.
 * Used by parse.c; holds nothing about graphs. */
#ifndef KN_IR_LEX_H
#define KN_IR_LEX_H

#include "base/text.h"

#define LEX_LONGEST_LINE 65536

typedef struct lexer {
    const char *at, *end;    /* the rest of this line, without its line feed */
    const char *start;       /* of this line */
    const char *next, *stop; /* the text after this line */
    size_t line;             /* from 1 */
    kiln_status status;
    kn_text *why; /* may be NULL */
} lexer;

typedef struct lex_span {
    const char *at;
    size_t len;
} lex_span;

void lex_init(lexer *x, const char *text, size_t nbytes, kn_text *why);
/* The next line that holds more than a comment; false at the end of the text and on errors. */
bool lex_next_line(lexer *x);

/* Both return false. Only the first failure is told. */
bool lex_fail(lexer *x, const char *where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool lex_expected(lexer *x, const char *what);
bool lex_no_memory(lexer *x);

/* Tokens; each skips the spaces before it. */
bool lex_take(lexer *x, char c); /* true when c came next */
bool lex_need(lexer *x, char c); /* an error when it did not */
bool lex_word(lexer *x, const char *what, lex_span *word);
bool lex_name(lexer *x, lex_span *name); /* %name, without the percent sign */
bool lex_int(lexer *x, const char *what, int64_t *value);
bool lex_literal(lexer *x, lex_span *token); /* up to a space or a comment */
bool lex_string(lexer *x, kn_text *into);    /* quoted as in JSON */
bool lex_end(lexer *x, lex_span *comment);   /* nothing but a comment may follow */
const char *lex_here(lexer *x);              /* where the next token starts */

#endif
