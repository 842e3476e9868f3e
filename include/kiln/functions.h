/* SPDX-License-Identifier: Apache-2.0
 * Every function with a PyTorch name. Written by tools/signatures.py. */
#ifndef KILN_FUNCTIONS_H
#define KILN_FUNCTIONS_H

#include "kiln/activation.h"
#include "kiln/arranging.h"
#include "kiln/convolution.h"
#include "kiln/creation.h"
#include "kiln/diagonal.h"
#include "kiln/difference.h"
#include "kiln/elementwise.h"
#include "kiln/joining.h"
#include "kiln/loss.h"
#include "kiln/norm.h"
#include "kiln/normalization.h"
#include "kiln/product.h"
#include "kiln/random.h"
#include "kiln/reduction.h"
#include "kiln/scan.h"
#include "kiln/shape.h"
#include "kiln/sorting.h"

#endif
