/* SPDX-License-Identifier: Apache-2.0
 * Programs: graphs read from text (docs/ir.md), run on tensors or looked at stage by stage. What
 * `kiln run` and `kiln dump` use. */
#ifndef KILN_PROGRAM_H
#define KILN_PROGRAM_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct kiln_program kiln_program;

/* Parses `nbytes` of text. NULL on failure: PARSE with "line:column: message". Close with
 * kiln_program_close before the session. */
KILN_API kiln_program *kiln_program_parse(kiln_site at, kiln_session *s, const char *text,
                                          size_t nbytes);
#define kiln_program_parse(...)                                                                    \
    KILN_TAKES_3_(kiln_program_parse, kiln_program *, "kiln_program_parse(s, text, nbytes)",       \
                  __VA_ARGS__)
KILN_API void kiln_program_close(kiln_program *p);

/* What goes in and out, by number: names (never NULL; unnamed ones are "in0", "out0" ...), dtypes
 * and shapes, owned by the program. */
typedef struct kiln_port {
    const char *name;
    kiln_dtype dtype;
    kiln_shape shape;
} kiln_port;
KILN_API size_t kiln_program_inputs(const kiln_program *p);
KILN_API size_t kiln_program_outputs(const kiln_program *p);
KILN_API kiln_port kiln_program_input(const kiln_program *p, size_t i);
KILN_API kiln_port kiln_program_output(const kiln_program *p, size_t i);

/* Records the program on `inputs` (one per input, of exactly its dtype and shape) and sets
 * `outputs` (one per output) to new tensors in the innermost scope. Nothing is computed yet. On
 * failure every output is poison. */
KILN_API kiln_status kiln_program_run(kiln_site at, kiln_program *p, kiln_tensor *const *inputs,
                                      kiln_tensor **outputs);
#define kiln_program_run(...)                                                                      \
    KILN_AT_LEAST_3_(kiln_program_run, kiln_status, "kiln_program_run(p, inputs, outputs)",        \
                     __VA_ARGS__)

/* The program with the gradients of the sum of its first output by each float input as further
 * outputs, named "grad.<input>". */
KILN_API kiln_program *kiln_program_grad(kiln_site at, kiln_program *p);
#define kiln_program_grad(...)                                                                     \
    KILN_TAKES_1_(kiln_program_grad, kiln_program *, "kiln_program_grad(p)", __VA_ARGS__)

/* Text of a stage, as kiln_dump; belongs to the session until its next dump. */
KILN_API const char *kiln_program_dump(kiln_site at, kiln_program *p, const char *stage);
#define kiln_program_dump(...)                                                                     \
    KILN_TAKES_2_(kiln_program_dump, const char *, "kiln_program_dump(p, stage)", __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
