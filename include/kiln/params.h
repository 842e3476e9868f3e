/* SPDX-License-Identifier: Apache-2.0
 * Sets of named parameters, with names as in PyTorch's state_dict ("blocks.0.attn.weight"): what a
 * model is made of, what an optimiser writes (optimizer.h) and what a checkpoint holds.
 * docs/training.md tells how they go together.
 *
 *     kiln_params *p = kiln_params_new(s);
 *     kiln_tensor *w = kiln_params_add(p, "fc.weight", kiln_zeros(s, KILN_SHAPE(10, 64)));
 *     kiln_init_kaiming_uniform_(w);
 *     ...
 *     kiln_params_free(p);
 *
 * A parameter is a kept tensor, of any dtype, and the set owns its handle: use it as any other,
 * also to write in place; kiln_release refuses it. Several sets may hold one parameter
 * (kiln_params_share, kiln_params_under); the last one that lets go of it releases it.
 *
 * Names are not empty and hold no empty part between dots. No name is in a set twice, and none is
 * the beginning of another up to a dot: where "a.b" is a parameter, "a" is a module.
 *
 * A set is used by one thread at a time, the one that uses its session. After kiln_close a set can
 * only be freed: all else is BAD_HANDLE. Whatever fails changes nothing. Since 0.1. */
#ifndef KILN_PARAMS_H
#define KILN_PARAMS_H

#include "kiln/autograd.h"
#include "kiln/tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct kiln_params kiln_params;

/* An empty set. NULL after an error. Free it before its session is closed; what it holds counts as
 * kept there. */
KILN_API kiln_params *kiln_params_new(kiln_site at, kiln_session *s);
#define kiln_params_new(...)                                                                       \
    KILN_TAKES_1_(kiln_params_new, kiln_params *, "kiln_params_new(s)", __VA_ARGS__)
/* Lets go of every parameter, and of the set. NULL is allowed, and a set of a closed session. Not
 * for kiln_optimizer_state. */
KILN_API void kiln_params_free(kiln_params *p);

/* ---- putting in, taking out */

/* The tensor becomes a parameter, at the end of the order; it is kept and the set owns its handle.
 * Returns it. Poison after an error: BAD_ARGUMENT for a name that cannot be or that another stands
 * in the way of, or a tensor that is a parameter already (share it); BAD_HANDLE for a tensor of
 * another session. (torch.nn.Module.register_parameter) */
KILN_API kiln_tensor *kiln_params_add(kiln_site at, kiln_params *p, const char *name,
                                      kiln_tensor *tensor);
#define kiln_params_add(...)                                                                       \
    KILN_TAKES_3_(kiln_params_add, kiln_tensor *, "kiln_params_add(p, name, tensor)", __VA_ARGS__)
/* The parameter `other` of set `from`, which may be p, gets this name in p too: tied weights.
 * Returns its tensor, or poison. */
KILN_API kiln_tensor *kiln_params_share(kiln_site at, kiln_params *p, const char *name,
                                        const kiln_params *from, const char *other);
#define kiln_params_share(...)                                                                     \
    KILN_TAKES_4_(kiln_params_share, kiln_tensor *, "kiln_params_share(p, name, from, other)",     \
                  __VA_ARGS__)
/* Takes a parameter out; NOT_FOUND where there is none of that name. The tensor is released with
 * the last set that holds it. */
KILN_API kiln_status kiln_params_remove(kiln_site at, kiln_params *p, const char *name);
#define kiln_params_remove(...)                                                                    \
    KILN_TAKES_2_(kiln_params_remove, kiln_status, "kiln_params_remove(p, name)", __VA_ARGS__)
/* Takes a parameter out and gives its tensor to the caller, who owns it from then on: a kept
 * tensor. BAD_ARGUMENT where another set, or p by another name, holds it too. Poison after an
 * error. */
KILN_API kiln_tensor *kiln_params_take(kiln_site at, kiln_params *p, const char *name);
#define kiln_params_take(...)                                                                      \
    KILN_TAKES_2_(kiln_params_take, kiln_tensor *, "kiln_params_take(p, name)", __VA_ARGS__)
/* Another name for a parameter, which keeps its place in the order. */
KILN_API kiln_status kiln_params_rename(kiln_site at, kiln_params *p, const char *from,
                                        const char *to);
#define kiln_params_rename(...)                                                                    \
    KILN_TAKES_3_(kiln_params_rename, kiln_status, "kiln_params_rename(p, from, to)", __VA_ARGS__)
/* All parameters of `inner`, another set of the session, move to the end of p, as "prefix.name";
 * under an empty prefix with the names they have. inner is empty then, and still to be freed.
 * (torch.nn.Module.add_module) */
KILN_API kiln_status kiln_params_nest(kiln_site at, kiln_params *p, const char *prefix,
                                      kiln_params *inner);
#define kiln_params_nest(...)                                                                      \
    KILN_TAKES_3_(kiln_params_nest, kiln_status, "kiln_params_nest(p, prefix, inner)", __VA_ARGS__)
/* A new set of the parameters whose names begin with "prefix.", without that; both hold them. ""
 * gives all. NULL after an error; NOT_FOUND where no name begins so. */
KILN_API kiln_params *kiln_params_under(kiln_site at, const kiln_params *p, const char *prefix);
#define kiln_params_under(...)                                                                     \
    KILN_TAKES_2_(kiln_params_under, kiln_params *, "kiln_params_under(p, prefix)", __VA_ARGS__)

/* ---- asking. For NULL and sets of closed sessions: nothing is in them. */

KILN_API size_t kiln_params_count(const kiln_params *p);
/* In the order they were put in; NULL from the count on. Both belong to the set. */
KILN_API const char *kiln_params_name(const kiln_params *p, size_t index);
KILN_API kiln_tensor *kiln_params_at(const kiln_params *p, size_t index);
/* All of them, in that order, valid until the set changes. */
KILN_API kiln_list kiln_params_list(const kiln_params *p);
KILN_API int64_t kiln_params_numel(const kiln_params *p); /* elements of all */
KILN_API bool kiln_params_has(const kiln_params *p, const char *name);
/* By name, in constant time; poison and NOT_FOUND where there is none. */
KILN_API kiln_tensor *kiln_params_get(kiln_site at, const kiln_params *p, const char *name);
#define kiln_params_get(...)                                                                       \
    KILN_TAKES_2_(kiln_params_get, kiln_tensor *, "kiln_params_get(p, name)", __VA_ARGS__)

/* ---- derivatives */

/* Gradients of a one-element float tensor with respect to each parameter, in the order of the set,
 * as kiln_grad gives them; they and the array are the innermost scope's. Those of one dtype lie
 * side by side in one storage, so that clipping and optimisers take a step for all of them: a write
 * to one raises the version of its neighbours too. Count 0 after an error: BAD_DTYPE names the
 * parameter that is not float, BAD_ARGUMENT one that the loss does not depend on; the rest as
 * kiln_grad. */
KILN_API kiln_parts kiln_params_grad(kiln_site at, kiln_tensor *loss, const kiln_params *p);
#define kiln_params_grad(...)                                                                      \
    KILN_TAKES_2_(kiln_params_grad, kiln_parts, "kiln_params_grad(loss, p)", __VA_ARGS__)
/* The same where the loss need not depend on all: zeros, or NULL, which optimisers pass over.
 * (torch.optim with grad None) */
KILN_API kiln_parts kiln_params_grad_unused(kiln_site at, kiln_tensor *loss, const kiln_params *p,
                                            kiln_unused unused);
#define kiln_params_grad_unused(...)                                                               \
    KILN_TAKES_3_(kiln_params_grad_unused, kiln_parts, "kiln_params_grad_unused(loss, p, unused)", \
                  __VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
