/* SPDX-License-Identifier: Apache-2.0
 * Derivatives. The backward graph is an ordinary graph: dump it, differentiate it again, mix it with anything. */
#ifndef KILN_AUTOGRAD_H
#define KILN_AUTOGRAD_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Gradients of a one-element float tensor with respect to each of `wrt`: gradients[i] becomes a new tensor of wrt[i]'s shape and
 * dtype in the innermost scope. Contributions add in a fixed order (docs/autograd.md). A tensor in `wrt` that does not lead to loss gets
 * zeros. Errors: BAD_SHAPE when loss has several elements, BAD_DTYPE for a tensor that is not float, NO_DERIVATIVE naming the op and the line that made
 * it; then every gradients[i] is poison. Derivatives reach back through everything recorded since the innermost scope that was open
 * then; a kept tensor computed in a closed scope is a constant. (torch.autograd.grad with create_graph) */
KILN_API kiln_status kiln_grad(kiln_site at, kiln_tensor *loss, kiln_list wrt, kiln_tensor **gradients);
#define kiln_grad(...) KILN_TAKES_3_(kiln_grad, kiln_status, "kiln_grad(loss, wrt, gradients)", __VA_ARGS__)

/* The same for any output: the vector-Jacobian product with `seed`, which has output's shape and dtype. (torch.autograd.grad's grad_outputs) */
KILN_API kiln_status kiln_vjp(kiln_site at, kiln_tensor *output, kiln_tensor *seed, kiln_list wrt, kiln_tensor **gradients);
#define kiln_vjp(...) KILN_TAKES_4_(kiln_vjp, kiln_status, "kiln_vjp(output, seed, wrt, gradients)", __VA_ARGS__)

/* The same for several outputs at once: gradients of the sum over i of sum(outputs[i] * seeds[i]). A seed may be NULL where its output has one
 * element: 1. gradients[i] is NULL, not zeros, where no path leads from wrt[i] to an output. BAD_ARGUMENT when there are no outputs, or
 * not as many seeds. (torch.autograd.grad with grad_outputs and allow_unused) */
KILN_API kiln_status kiln_vjps(kiln_site at, kiln_list outputs, kiln_list seeds, kiln_list wrt, kiln_tensor **gradients);
#define kiln_vjps(...) KILN_TAKES_4_(kiln_vjps, kiln_status, "kiln_vjps(outputs, seeds, wrt, gradients)", __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
