/* SPDX-License-Identifier: Apache-2.0
 * Kiln in one screen: tensors, views, a write through one, a derivative, and the program behind a
 * value. */
#include <kiln/kiln.h>

int main(void) {
    kiln_session *s = kiln_open(NULL);
    kiln_scope (s) {
        kiln_tensor *x = kiln_reshape(kiln_arange(s, 0, 6, 1, KILN_F32), KILN_SHAPE(2, 3));
        kiln_tensor *column = kiln_select(x, 1, 0); /* a view: the first column */
        kiln_mul_(column, 10);                      /* and x sees the write */
        kiln_print(x, "x", stdout);

        kiln_tensor *y = kiln_sum(kiln_square(kiln_sin(x)), KILN_ALL_AXES, false), *dx;
        kiln_grad(y, KILN_LIST(x), &dx);
        const char *program = kiln_dump(KILN_LIST(dx), "graph"); /* also: plan, loops, llvm, asm */
        if (program != NULL) fputs(program, stdout);
        kiln_print(dx, "d sum(sin(x)^2) / dx", stdout); /* only now is it computed */
        kiln_print(kiln_softmax(x, -1), "softmax(x)", stdout);
    }
    if (kiln_failed(s)) fprintf(stderr, "%s\n", kiln_error_text(s));
    return kiln_close(s) == 0 ? 0 : 1;
}
