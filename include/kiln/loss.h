/* SPDX-License-Identifier: Apache-2.0
 * Losses.
 * Written by tools/signatures.py from src/frontend/signatures/loss.sig: edit that. */
#ifndef KILN_LOSS_H
#define KILN_LOSS_H

#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Mean over rows of logsumexp(row) - row[label]. input [n, classes] float, target [n] i64 or i32, each in [0, classes): hardened
 * mode refuses others when it computes, strict mode gives logsumexp(row). (torch.nn.functional.cross_entropy(Tensor input, Tensor
 * target) -> Tensor) */
KILN_API kiln_tensor *kiln_cross_entropy(kiln_site at, kiln_tensor *input, kiln_tensor *target);
#define kiln_cross_entropy(input, target) (kiln_cross_entropy)(KILN_HERE, input, target)
/* Mean of (input - target) squared. (torch.nn.functional.mse_loss(Tensor input, Tensor target) -> Tensor) */
KILN_API kiln_tensor *kiln_mse_loss(kiln_site at, kiln_tensor *input, kiln_tensor *target);
#define kiln_mse_loss(input, target) (kiln_mse_loss)(KILN_HERE, input, target)

#ifdef __cplusplus
}
#endif
#endif
