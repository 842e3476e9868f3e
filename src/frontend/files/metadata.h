/* SPDX-License-Identifier: Apache-2.0
 * What metadata of ours a reader knows. Inside frontend/ only. */
#ifndef KN_FRONTEND_METADATA_H
#define KN_FRONTEND_METADATA_H

#include "base/text.h"
#include "kiln/safetensors.h"
#include "kiln/session.h"

/* In hardened mode BAD_FILE, a finding and a text where `st` has a key that begins with "kiln." and
 * is none of `known`, which ends with NULL; a name there that ends in a dot stands for all that
 * begin with it. */
kiln_status fe_check_metadata(kiln_session *s, const kiln_safetensors *st, const char *const *known,
                              kn_text *why);

#endif
