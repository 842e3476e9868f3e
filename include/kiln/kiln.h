/* SPDX-License-Identifier: Apache-2.0
 * Kiln: a tensor library whose calls look eager and whose work is compiled. Include this one
 * header.
 *
 * The whole of the rules:
 *   - A call records; asking for data (kiln_item, kiln_read, kiln_host, kiln_eval) computes.
 *   - A tensor belongs to the innermost open scope and is released with it; kiln_keep moves it out.
 *   - A failed call returns a poisoned handle and the session remembers the first error, with the
 *     caller's file and line.
 *     Later calls pass the poison on: check kiln_failed once, where it suits you.
 *   - One thread at a time may use a session and its tensors; any number of sessions may run at
 *     once.
 *   - Every function is also a macro of the same name that fills in its first parameter, the call
 *     site, gives arguments left out their
 *     default, KILN_OR_(this), and lets numbers stand where tensors may. Compound literals stand in
 *     a call as they are; a wrong number of
 *     arguments is a compile-time error. To take a function's address, or call it without a site,
 *     write (kiln_exp)(NULL, ...).
 */
#ifndef KILN_KILN_H
#define KILN_KILN_H

#include "kiln/arguments.h"
#include "kiln/audit.h"
#include "kiln/autograd.h"
#include "kiln/budget.h"
#include "kiln/cache.h"
#include "kiln/call.h"
#include "kiln/checkpoint.h"
#include "kiln/dtype.h"
#include "kiln/envelope.h"
#include "kiln/ledger.h"
#include "kiln/functions.h"
#include "kiln/npy.h"
#include "kiln/optim.h"
#include "kiln/optimizer.h"
#include "kiln/options.h"
#include "kiln/params.h"
#include "kiln/program.h"
#include "kiln/safetensors.h"
#include "kiln/schedule.h"
#include "kiln/session.h"
#include "kiln/sidecar.h"
#include "kiln/snapshot.h"
#include "kiln/status.h"
#include "kiln/tensor.h"
#include "kiln/trace.h"

#define KILN_VERSION_MAJOR 0
#define KILN_VERSION_MINOR 1
#define KILN_VERSION_PATCH 0

#endif
