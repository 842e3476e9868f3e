/* SPDX-License-Identifier: Apache-2.0
 * Every function with a PyTorch name. Written by tools/signatures.py. */
#ifndef KILN_FUNCTIONS_H
#define KILN_FUNCTIONS_H

#include "kiln/activation.h"
#include "kiln/arithmetic.h"
#include "kiln/arranging.h"
#include "kiln/bitwise.h"
#include "kiln/comparison.h"
#include "kiln/conversion.h"
#include "kiln/convolution.h"
#include "kiln/creation.h"
#include "kiln/diagonal.h"
#include "kiln/difference.h"
#include "kiln/indexing.h"
#include "kiln/initialization.h"
#include "kiln/joining.h"
#include "kiln/loss.h"
#include "kiln/masking.h"
#include "kiln/norm.h"
#include "kiln/normalization.h"
#include "kiln/power.h"
#include "kiln/product.h"
#include "kiln/random.h"
#include "kiln/reduction.h"
#include "kiln/rounding.h"
#include "kiln/scan.h"
#include "kiln/scattering.h"
#include "kiln/shape.h"
#include "kiln/sorting.h"
#include "kiln/special.h"
#include "kiln/trigonometry.h"
#include "kiln/writing.h"

#endif
