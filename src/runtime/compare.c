/* SPDX-License-Identifier: Apache-2.0
 * Comparing results bit for bit, and writing an element so that no bit is lost. Called by
 * verification.c, locate.c, sample.c. */
#include "runtime/engine.h"

bool rt_first_difference(kiln_dtype dtype, const void *a, const void *b, size_t nbytes,
                         size_t *element) {
    const unsigned char *x = a, *y = b;
    if (nbytes == 0 || memcmp(x, y, nbytes) == 0) return false;
    size_t i = 0;
    while (x[i] == y[i]) i++;
    *element = i / kiln_dtype_size(dtype);
    return true;
}

void rt_add_value(kn_text *t, kiln_dtype dtype, const void *element) {
    uint64_t bits = 0;
    memcpy(&bits, element, kiln_dtype_size(dtype));
    double value = ir_value_of(dtype, bits);
    int digits = 2 * (int)kiln_dtype_size(dtype);
    if (value != value)
        kn_text_add(t, "nan (bits %0*llx)", digits, (unsigned long long)bits);
    else if (ir_dtype_is(dtype, IR_DT_REAL))
        kn_text_add(t, "%a", value);
    else if (dtype == KILN_I64)
        kn_text_add(t, "%lld", (long long)bits);
    else
        kn_text_add(t, "%.0f", value);
}
