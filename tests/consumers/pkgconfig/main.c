/* SPDX-License-Identifier: Apache-2.0
 * The smallest user of an installed Kiln; compiled as C11 and as C++17. Status 0 when the numbers
 * come out right. */
#include <kiln/kiln.h>
#include <stdio.h>

int main(void) {
    const float data[3] = {1, 2, 3};
    double sum = 0;
    kiln_session *s = kiln_open(NULL);
    kiln_scope (s) {
        kiln_tensor *x = kiln_from(s, data, KILN_F32, KILN_SHAPE(3));
        sum = kiln_item(kiln_sum(kiln_mul(x, x), KILN_ALL_AXES, false));
    }
    if (kiln_failed(s)) fprintf(stderr, "%s\n", kiln_error_text(s));
    kiln_close(s);
    return sum == 14 ? 0 : 1;
}
