/* SPDX-License-Identifier: Apache-2.0
 * What an object file says of itself, read with every number checked. Called by kernels.c before
 * one is linked. */
#ifndef KN_RUNTIME_OBJECT_H
#define KN_RUNTIME_OBJECT_H

#include "base/text.h"

/* OK when the bytes are relocatable code for this machine that defines `symbol` and asks for
 * nothing from outside; BAD_FILE, and in `why` what is wrong. */
kiln_status rt_object_check(const void *bytes, size_t nbytes, const char *symbol, kn_text *why);
/* Bytes of the function `symbol`; 0 when it is not there. */
size_t rt_object_size_of(const void *bytes, size_t nbytes, const char *symbol);

#endif
