/* SPDX-License-Identifier: Apache-2.0
 * Status codes: the one list of ways a call can fail. Used by every public function and, inside, by
 * every layer. Numbers are stable: a code keeps its value for ever. */
#ifndef KILN_STATUS_H
#define KILN_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define KILN_API __attribute__((visibility("default")))
#else
#define KILN_API
#endif

/*               name          value  what went wrong */
#define KILN_STATUS_MAP(X)                                                                         \
    X(OK, 0, "no error")                                                                           \
    X(NO_MEMORY, 1, "memory ran out")                                                              \
    X(BAD_ARGUMENT, 2, "an argument is null, negative, repeated or out of range")                  \
    X(BAD_SHAPE, 3, "shapes do not fit together")                                                  \
    X(BAD_DTYPE, 4, "dtype not allowed here")                                                      \
    X(BAD_HANDLE, 5, "handle is poisoned, foreign, or used after its scope")                       \
    X(TOO_LARGE, 6, "a rank, size or count is above its limit or overflows")                       \
    X(NO_DERIVATIVE, 7, "an op has no derivative")                                                 \
    X(STALE, 8, "value was overwritten after it was taken")                                        \
    X(OVERLAP, 9, "a view written to overlaps itself")                                             \
    X(BAD_DEVICE, 10, "operands live on different or unknown devices")                             \
    X(PARSE, 11, "text is malformed")                                                              \
    X(INVALID_GRAPH, 12, "graph breaks a rule of its stage")                                       \
    X(MISMATCH, 13, "fused and reference results differ")                                          \
    X(IO, 14, "file could not be read or written")                                                 \
    X(BAD_FILE, 15, "file content breaks its format")                                              \
    X(UNSUPPORTED, 16, "not supported by this build or mode")                                      \
    X(CANCELLED, 17, "work was cancelled")                                                         \
    X(JIT, 18, "code generation failed")                                                           \
    X(INTERNAL, 19, "a rule inside the library was broken; please report")                         \
    X(NOT_FOUND, 20, "no function of this name")                                                   \
    X(BUDGET, 21, "a budget does not allow it")

typedef enum kiln_status {
#define KILN_STATUS_ENUM(name, value, text) KILN_##name = value,
    KILN_STATUS_MAP(KILN_STATUS_ENUM)
#undef KILN_STATUS_ENUM
} kiln_status;

/* Name ("BAD_SHAPE") and one-line meaning of a status. Static strings; "UNKNOWN" for other numbers.
 */
KILN_API const char *kiln_status_name(kiln_status status);
KILN_API const char *kiln_status_text(kiln_status status);

#ifdef __cplusplus
}
#endif
#endif
