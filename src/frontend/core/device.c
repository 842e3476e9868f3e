/* SPDX-License-Identifier: Apache-2.0
 * The device guard: a session computes on one device, and every operand of every call must live
 * there. Called when handles enter. */
#include "frontend/core/frontend.h"

const char *const fe_devices[] = {"cpu", NULL};

bool fe_device_here(kiln_site at, const char *call, const kiln_tensor *t, kiln_session *s,
                    size_t argument) {
    if (fe_of(t)->storage->device == 0) return true;
    fe_error(s, at, call, KILN_BAD_DEVICE,
             "argument %zu lives on another device than \"%s\", where this session computes",
             argument + 1, fe_devices[0]);
    return false;
}

kiln_tensor *(kiln_to_device)(kiln_site at, kiln_tensor *a, const char *device) {
    FE_DOOR;
    kiln_session *s = fe_enter1(at, "to_device", a);
    if (s == NULL) return fe_poison_like(a, NULL);
    for (int i = 0; device != NULL && fe_devices[i] != NULL; i++)
        if (strcmp(device, fe_devices[i]) == 0) return fe_aliased(s, a);
    ir_fail(&s->b, KILN_BAD_DEVICE, "device \"%.64s\" is not known; this build computes on \"%s\"",
            device != NULL ? device : "", fe_devices[0]);
    return fe_result(s, IR_NONE);
}
