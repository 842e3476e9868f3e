/* SPDX-License-Identifier: Apache-2.0
 * Learning-rate schedules: the rate of step number `step`, counted from 0, as a plain function, in
 * double. Nothing is kept between calls; pass the result to kiln_optimizer_set_rate, which compiles
 * nothing. PyTorch's closed forms (torch.optim.lr_scheduler): its step-by-step recursions differ
 * from them in last digits. Arguments that make no sense (a step below 0, a length below 1, no
 * finite number) give NaN, which kiln_optimizer_set_rate refuses. Since 0.1. */
#ifndef KILN_SCHEDULE_H
#define KILN_SCHEDULE_H

#include <stddef.h>
#include <stdint.h>

#include "kiln/options.h"

#ifdef __cplusplus
extern "C" {
#endif

/* rate * gamma^(step / every), the quotient rounded down. (StepLR) */
KILN_API double kiln_rate_step(double rate, int64_t step, int64_t every, double gamma);
/* rate * gamma^n, n of the ascending `milestones` being at or before step. (MultiStepLR) */
KILN_API double kiln_rate_multi_step(double rate, int64_t step, const int64_t *milestones,
                                     size_t count, double gamma);
/* rate * gamma^step. (ExponentialLR) */
KILN_API double kiln_rate_exponential(double rate, int64_t step, double gamma);
/* From rate down to `least` by half a cosine in `length` steps, and up again after them.
 * (CosineAnnealingLR) */
KILN_API double kiln_rate_cosine(double rate, int64_t step, int64_t length, double least);
/* From rate * start to rate in `length` steps, in equal parts; rate from then on. (LinearLR with
 * end_factor 1) */
KILN_API double kiln_rate_warmup(double rate, int64_t step, int64_t length, double start);
/* From most / div up to most in the first part `up` of `total` steps, then down to most / div /
 * final_div, each by half a cosine; PyTorch's defaults: up 0.3, div 25, final_div 1e4. A step past
 * the last has the last one's rate. (OneCycleLR with two phases) */
KILN_API double kiln_rate_one_cycle(double most, int64_t step, int64_t total, double up, double div,
                                    double final_div);

#ifdef __cplusplus
}
#endif
#endif
