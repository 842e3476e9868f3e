/* SPDX-License-Identifier: Apache-2.0
 * Names and texts of status codes, expanded from the one list in kiln/status.h. Called wherever an
 * error is shown. */
#include "kiln/status.h"

const char *kiln_status_name(kiln_status status) {
    switch (status) {
#define STATUS_NAME(name, value, text)                                                             \
    case KILN_##name: return #name;
        KILN_STATUS_MAP(STATUS_NAME)
#undef STATUS_NAME
    }
    return "UNKNOWN";
}

const char *kiln_status_text(kiln_status status) {
    switch (status) {
#define STATUS_TEXT(name, value, text)                                                             \
    case KILN_##name: return text;
        KILN_STATUS_MAP(STATUS_TEXT)
#undef STATUS_TEXT
    }
    return "unknown status";
}
