/* SPDX-License-Identifier: Apache-2.0
 * Names inside a snapshot's file. Used by src/frontend/snapshot*.c only. */
#ifndef KN_FRONTEND_SNAPSHOT_INTERNAL_H
#define KN_FRONTEND_SNAPSHOT_INTERNAL_H

#include "kiln/snapshot.h"

#define KN_SN_KIND "snapshot"
#define KN_SN_FORMAT "kiln.snapshot" /* metadata: version of the format */
#define KN_SN_DIGEST "kiln.digest"   /* metadata: of all bytes, with zeros here */
#define KN_SN_PROGRAM "kiln.program" /* metadata: the text of the graph, an output a storage */
#define KN_SN_STORAGE                                                                              \
    "kiln.storage.%06zu" /* metadata: version, and whether it waits to be computed */
#define KN_SN_HANDLE "kiln.handle.%06zu" /* metadata: number of its storage, space, name */
#define KN_SN_INPUT "kiln.input.%06zu"   /* tensors that the graph begins with, in its order */
#define KN_SN_GENERATOR "kiln.generator" /* FE_GENERATOR_BYTES of u8 */
enum { KN_SN_MOST = 10000, KN_SN_KEY = 40 };

#endif
