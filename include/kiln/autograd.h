/* SPDX-License-Identifier: Apache-2.0
 * Derivatives. The backward graph is an ordinary graph: dump it, differentiate it again, mix it
 * with anything. */
#ifndef KILN_AUTOGRAD_H
#define KILN_AUTOGRAD_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Gradients of a one-element float tensor with respect to each of `wrt`: gradients[i] becomes a new
 * tensor of wrt[i]'s shape and dtype in the innermost scope. Contributions add in a fixed order
 * (docs/autograd.md). Errors, after which every gradients[i] is poison: BAD_SHAPE when loss has
 * several elements, BAD_DTYPE for a tensor that is not float, BAD_ARGUMENT when loss does not
 * depend on one of wrt, NO_DERIVATIVE when that is only known to a scope that has closed (the text
 * names the tensor that outlived it, its line and the scope's) or an op has none, STALE when a
 * value it needs was overwritten. Derivatives reach back through everything recorded in scopes that
 * are open (docs/evaluation.md). (torch.autograd.grad with create_graph) */
KILN_API kiln_status kiln_grad(kiln_site at, kiln_tensor *loss, kiln_list wrt,
                               kiln_tensor **gradients);
#define kiln_grad(...)                                                                             \
    KILN_TAKES_3_(kiln_grad, kiln_status, "kiln_grad(loss, wrt, gradients)", __VA_ARGS__)

/* The same, where loss need not depend on all of wrt: what it does not depend on gets zeros, or
 * NULL. BAD_ARGUMENT for another `unused`. (torch.autograd.grad with allow_unused, and
 * materialize_grads for zeros) */
typedef enum kiln_unused { KILN_UNUSED_ZEROS = 1, KILN_UNUSED_NULL } kiln_unused;
KILN_API kiln_status kiln_grad_unused(kiln_site at, kiln_tensor *loss, kiln_list wrt,
                                      kiln_unused unused, kiln_tensor **gradients);
#define kiln_grad_unused(...)                                                                      \
    KILN_TAKES_4_(kiln_grad_unused, kiln_status, "kiln_grad_unused(loss, wrt, unused, gradients)", \
                  __VA_ARGS__)

/* The same for any output: the vector-Jacobian product with `seed`, which has output's shape and
 * dtype. (torch.autograd.grad's grad_outputs) */
KILN_API kiln_status kiln_vjp(kiln_site at, kiln_tensor *output, kiln_tensor *seed, kiln_list wrt,
                              kiln_tensor **gradients);
#define kiln_vjp(...)                                                                              \
    KILN_TAKES_4_(kiln_vjp, kiln_status, "kiln_vjp(output, seed, wrt, gradients)", __VA_ARGS__)

/* The same for several outputs at once: gradients of the sum over i of sum(outputs[i] * seeds[i]).
 * A seed may be NULL where its output has one element: 1. gradients[i] is NULL, not zeros, where no
 * path leads from wrt[i] to an output. BAD_ARGUMENT when there are no outputs, or not as many
 * seeds. (torch.autograd.grad with grad_outputs and allow_unused) */
KILN_API kiln_status kiln_vjps(kiln_site at, kiln_list outputs, kiln_list seeds, kiln_list wrt,
                               kiln_tensor **gradients);
#define kiln_vjps(...)                                                                             \
    KILN_TAKES_4_(kiln_vjps, kiln_status, "kiln_vjps(outputs, seeds, wrt, gradients)", __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
