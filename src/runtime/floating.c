/* SPDX-License-Identifier: Apache-2.0
 * The rare half of floating.h: a host whose floating-point state is not the one results are defined
 * under. */
#include "runtime/floating.h"

void rt_floating_leave(rt_floating *f) {
    fegetenv(&f->host);
    fesetenv(FE_DFL_ENV);
    /* the default environment may keep bits it does not know */
    rt_floating_set_flags(RT_SSE_STATE);
}

void rt_floating_return(const rt_floating *f) { fesetenv(&f->host); }
