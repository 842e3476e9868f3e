/* SPDX-License-Identifier: Apache-2.0
 * What the macros of public functions are made of: they fill in the call site and the defaults of
 * arguments left out, wrap numbers, take compound literals as they are written, and refuse a wrong
 * number of arguments with the function's own text. For the headers beside this one.
 *
 * The preprocessor splits at every comma outside parentheses, so also inside the braces of
 * (kiln_shape){2, e}. Where an argument that can be a struct begins with a group in parentheses and
 * goes on after it, the arguments are therefore not told apart here: all of them, as they are,
 * initialise a struct, and kiln_given_ reads in their text how many there were. Every other call
 * chooses its form by counting. In C++ functions have defaults and kiln_value converts: the macros
 * there only add the call site. */
#ifndef KILN_ARGUMENTS_H
#define KILN_ARGUMENTS_H

#include <string.h>

#include "kiln/session.h"

#ifdef __cplusplus

#define KILN_OR_(...) = __VA_ARGS__
#define KILN_SITED_(name, ...) (name)(KILN_HERE, __VA_ARGS__)
#define KILN_TAKES_1_(name, type, text, ...) (name)(KILN_HERE, __VA_ARGS__)
#define KILN_TAKES_2_ KILN_TAKES_1_
#define KILN_TAKES_3_ KILN_TAKES_1_
#define KILN_TAKES_4_ KILN_TAKES_1_
#define KILN_TAKES_5_ KILN_TAKES_1_
#define KILN_TAKES_6_ KILN_TAKES_1_
#define KILN_TAKES_7_ KILN_TAKES_1_
#define KILN_TAKES_8_ KILN_TAKES_1_
#define KILN_AT_LEAST_2_ KILN_TAKES_1_
#define KILN_AT_LEAST_3_ KILN_TAKES_1_
#define KILN_AT_LEAST_4_ KILN_TAKES_1_
#define KILN_AT_LEAST_5_ KILN_TAKES_1_
#define KILN_AT_LEAST_7_ KILN_TAKES_1_

#else

/* The default of a parameter, in a prototype; C has none, there the macros write it. */
#define KILN_OR_(...)

#define KILN_PASTE2_(a, b) a##b
#define KILN_PASTE_(a, b) KILN_PASTE2_(a, b)
#define KILN_IF_(yes) KILN_PASTE_(KILN_IF_, yes)
#define KILN_IF_1(then, otherwise) then
#define KILN_IF_0(then, otherwise) otherwise
#define KILN_OR2_(a, b) KILN_IF_(a)(1, b)
#define KILN_OR4_(a, b, c, d) KILN_IF_(a)(1, KILN_IF_(b)(1, KILN_IF_(c)(1, d)))

/* Argument number i, from 0: KILN_ARG_1_(__VA_ARGS__, , ~), with as many empty ones as i so that
 * there is one. */
#define KILN_ARG_0_(a, ...) a
#define KILN_ARG_1_(a, b, ...) b
#define KILN_ARG_2_(a, b, c, ...) c
#define KILN_ARG_3_(a, b, c, d, ...) d
#define KILN_ARG_4_(a, b, c, d, e, ...) e
#define KILN_ARG_5_(a, b, c, d, e, f, ...) f
#define KILN_ARG_6_(a, b, c, d, e, f, g, ...) g
#define KILN_ARG_7_(a, b, c, d, e, f, g, h, ...) h

/* Whether x is empty, begins with a group in parentheses, or is such a group with something after
 * it: a literal, or at least not to be told from one. 0 or 1. */
#define KILN_SECOND2_(a, b, ...) b
#define KILN_SECOND_(...) KILN_SECOND2_(__VA_ARGS__)
#define KILN_THIRD2_(a, b, c, ...) c
#define KILN_THIRD_(...) KILN_THIRD2_(__VA_ARGS__)
#define KILN_GROUP_(...) ~, 1,
#define KILN_GROUPED_(x) KILN_SECOND_(KILN_GROUP_ x, 0, ~)
#define KILN_COMMA_(...) ,
#define KILN_BARE_(...) KILN_THIRD_(KILN_COMMA_ __VA_ARGS__(), 1, 0, ~)
#define KILN_EMPTY_(x) KILN_IF_(KILN_GROUPED_(x))(0, KILN_BARE_(x))
#define KILN_DROP_(...)
#define KILN_LITERAL_(x) KILN_IF_(KILN_GROUPED_(x))(KILN_IF_(KILN_BARE_(KILN_DROP_ x))(0, 1), 0)

/* What stands for the number of arguments, in a list for 63, 62, ... 1 of them. KILN_60_(x) is x
 * sixty times. */
#define KILN_SELECT_(...) KILN_64TH_(__VA_ARGS__)
#define KILN_64TH_(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, \
                   c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, \
                   e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, \
                   g0, g1, g2, g3, ...)                                                            \
    g3
#define KILN_COUNT_(...)                                                                           \
    KILN_SELECT_(__VA_ARGS__, 63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47,  \
                 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27,   \
                 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6,   \
                 5, 4, 3, 2, 1, ~)
#define KILN_16_(x) x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x
#define KILN_48_(x) KILN_16_(x), KILN_16_(x), KILN_16_(x)
#define KILN_49_(x) x, KILN_48_(x)
#define KILN_50_(x) x, x, KILN_48_(x)
#define KILN_51_(x) x, x, x, KILN_48_(x)
#define KILN_52_(x) x, x, x, x, KILN_48_(x)
#define KILN_53_(x) x, x, x, x, x, KILN_48_(x)
#define KILN_54_(x) x, x, x, x, x, x, KILN_48_(x)
#define KILN_55_(x) x, x, x, x, x, x, x, KILN_48_(x)
#define KILN_56_(x) x, x, x, x, x, x, x, x, KILN_48_(x)
#define KILN_57_(x) x, KILN_56_(x)
#define KILN_58_(x) x, x, KILN_56_(x)
#define KILN_59_(x) x, x, x, KILN_56_(x)
#define KILN_60_(x) x, x, x, x, KILN_56_(x)
#define KILN_61_(x) x, x, x, x, x, KILN_56_(x)
#define KILN_62_(x) x, x, x, x, x, x, KILN_56_(x)
/* The form for one argument: none is counted as one, too. */
#define KILN_SOME_(form, refused, ...)                                                             \
    KILN_IF_(KILN_EMPTY_(KILN_ARG_0_(__VA_ARGS__, ~)))(refused, form)
/* The last argument, of 3 to 24. */
#define KILN_LAST_(...) KILN_PASTE_(KILN_LAST_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)
#define KILN_LAST_3(a, b, c) c
#define KILN_LAST_4(a, b, c, d) d
#define KILN_LAST_5(a, ...) KILN_LAST_4(__VA_ARGS__)
#define KILN_LAST_6(a, ...) KILN_LAST_5(__VA_ARGS__)
#define KILN_LAST_7(a, ...) KILN_LAST_6(__VA_ARGS__)
#define KILN_LAST_8(a, ...) KILN_LAST_7(__VA_ARGS__)
#define KILN_LAST_9(a, ...) KILN_LAST_8(__VA_ARGS__)
#define KILN_LAST_10(a, ...) KILN_LAST_9(__VA_ARGS__)
#define KILN_LAST_11(a, ...) KILN_LAST_10(__VA_ARGS__)
#define KILN_LAST_12(a, ...) KILN_LAST_11(__VA_ARGS__)
#define KILN_LAST_13(a, ...) KILN_LAST_12(__VA_ARGS__)
#define KILN_LAST_14(a, ...) KILN_LAST_13(__VA_ARGS__)
#define KILN_LAST_15(a, ...) KILN_LAST_14(__VA_ARGS__)
#define KILN_LAST_16(a, ...) KILN_LAST_15(__VA_ARGS__)
#define KILN_LAST_17(a, ...) KILN_LAST_16(__VA_ARGS__)
#define KILN_LAST_18(a, ...) KILN_LAST_17(__VA_ARGS__)
#define KILN_LAST_19(a, ...) KILN_LAST_18(__VA_ARGS__)
#define KILN_LAST_20(a, ...) KILN_LAST_19(__VA_ARGS__)
#define KILN_LAST_21(a, ...) KILN_LAST_20(__VA_ARGS__)
#define KILN_LAST_22(a, ...) KILN_LAST_21(__VA_ARGS__)
#define KILN_LAST_23(a, ...) KILN_LAST_22(__VA_ARGS__)
#define KILN_LAST_24(a, ...) KILN_LAST_23(__VA_ARGS__)

/* A compile-time error that says what the function takes, with the type it returns. */
#define KILN_REFUSE_(type, text)                                                                   \
    (*(type *)((void)sizeof(struct {                                                               \
                   _Static_assert(0, "wrong number of arguments: " text);                          \
                   int none;                                                                       \
               }),                                                                                 \
               (void *)0))

/* The macro of a function without defaults. */
#define KILN_PASS_(name, type, text, ...) (name)(KILN_HERE, __VA_ARGS__)
#define KILN_REFUSED_(name, type, text, ...) KILN_REFUSE_(type, text)
#define KILN_OVER_(name, type, text, ...)                                                          \
    KILN_IF_(KILN_ANY_LITERAL_(__VA_ARGS__, , , , , , , , ~))                                      \
    (KILN_PASS_, KILN_REFUSED_)(name, type, text, __VA_ARGS__)
#define KILN_ANY_LITERAL_(a, b, c, d, e, f, g, h, ...)                                             \
    KILN_OR2_(KILN_OR4_(KILN_LITERAL_(a), KILN_LITERAL_(b), KILN_LITERAL_(c), KILN_LITERAL_(d)),   \
              KILN_OR4_(KILN_LITERAL_(e), KILN_LITERAL_(f), KILN_LITERAL_(g), KILN_LITERAL_(h)))
#define KILN_TAKES_1_(name, type, text, ...)                                                       \
    KILN_SELECT_(__VA_ARGS__, KILN_62_(KILN_OVER_),                                                \
                 KILN_SOME_(KILN_PASS_, KILN_REFUSED_, __VA_ARGS__), ~)                            \
    (name, type, text, __VA_ARGS__)
#define KILN_R_ KILN_REFUSED_
#define KILN_TAKES_2_(name, type, text, ...)                                                       \
    KILN_SELECT_(__VA_ARGS__, KILN_61_(KILN_OVER_), KILN_PASS_, KILN_R_, ~)                        \
    (name, type, text, __VA_ARGS__)
#define KILN_TAKES_3_(name, type, text, ...)                                                       \
    KILN_SELECT_(__VA_ARGS__, KILN_60_(KILN_OVER_), KILN_PASS_, KILN_R_, KILN_R_, ~)               \
    (name, type, text, __VA_ARGS__)
#define KILN_TAKES_4_(name, type, text, ...)                                                       \
    KILN_SELECT_(__VA_ARGS__, KILN_59_(KILN_OVER_), KILN_PASS_, KILN_R_, KILN_R_, KILN_R_, ~)      \
    (name, type, text, __VA_ARGS__)
#define KILN_TAKES_5_(name, type, text, ...)                                                       \
    KILN_SELECT_(__VA_ARGS__, KILN_58_(KILN_OVER_), KILN_PASS_, KILN_R_, KILN_R_, KILN_R_,         \
                 KILN_R_, ~)                                                                       \
    (name, type, text, __VA_ARGS__)
#define KILN_TAKES_6_(name, type, text, ...)                                                       \
    KILN_SELECT_(__VA_ARGS__, KILN_57_(KILN_OVER_), KILN_PASS_, KILN_R_, KILN_R_, KILN_R_,         \
                 KILN_R_, KILN_R_, ~)                                                              \
    (name, type, text, __VA_ARGS__)
#define KILN_TAKES_7_(name, type, text, ...)                                                       \
    KILN_SELECT_(__VA_ARGS__, KILN_56_(KILN_OVER_), KILN_PASS_, KILN_R_, KILN_R_, KILN_R_,         \
                 KILN_R_, KILN_R_, KILN_R_, ~)                                                     \
    (name, type, text, __VA_ARGS__)
#define KILN_TAKES_8_(name, type, text, ...)                                                       \
    KILN_SELECT_(__VA_ARGS__, KILN_55_(KILN_OVER_), KILN_PASS_, KILN_R_, KILN_R_, KILN_R_,         \
                 KILN_R_, KILN_R_, KILN_R_, KILN_R_, ~)                                            \
    (name, type, text, __VA_ARGS__)

/* The same where an argument may be the address of a literal, &(kiln_arg){a, b}, which nothing
 * tells here: more arguments are left to the compiler, which shows the prototype. */
#define KILN_AT_LEAST_2_(name, type, text, ...)                                                    \
    KILN_SELECT_(__VA_ARGS__, KILN_62_(KILN_PASS_), KILN_R_, ~)(name, type, text, __VA_ARGS__)
#define KILN_AT_LEAST_3_(name, type, text, ...)                                                    \
    KILN_SELECT_(__VA_ARGS__, KILN_61_(KILN_PASS_), KILN_R_, KILN_R_, ~)                           \
    (name, type, text, __VA_ARGS__)
#define KILN_AT_LEAST_4_(name, type, text, ...)                                                    \
    KILN_SELECT_(__VA_ARGS__, KILN_60_(KILN_PASS_), KILN_R_, KILN_R_, KILN_R_, ~)                  \
    (name, type, text, __VA_ARGS__)
#define KILN_AT_LEAST_5_(name, type, text, ...)                                                    \
    KILN_SELECT_(__VA_ARGS__, KILN_59_(KILN_PASS_), KILN_R_, KILN_R_, KILN_R_, KILN_R_, ~)         \
    (name, type, text, __VA_ARGS__)
#define KILN_AT_LEAST_7_(name, type, text, ...)                                                    \
    KILN_SELECT_(__VA_ARGS__, KILN_57_(KILN_PASS_), KILN_R_, KILN_R_, KILN_R_, KILN_R_, KILN_R_,   \
                 KILN_R_, ~)                                                                       \
    (name, type, text, __VA_ARGS__)

/* How many arguments there are in `text`, which the preprocessor split into `fragments`. Without
 * braces no literal was split. */
static inline int kiln_given_(const char *text, int fragments) {
    if (strchr(text, '{') == NULL) return fragments;
    int count = 1, depth = 0;
    char quote = 0;
    for (; *text != 0; text++) {
        char c = *text;
        if (quote != 0) {
            if (c == '\\' && text[1] != 0)
                text++;
            else if (c == quote)
                quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else {
            depth += (c == '(') + (c == '[') + (c == '{') - (c == ')') - (c == ']') - (c == '}');
            count += c == ',' && depth == 0;
        }
    }
    return count;
}
#define KILN_GIVEN_(...) kiln_given_(#__VA_ARGS__, KILN_COUNT_(__VA_ARGS__))

#endif
#endif
