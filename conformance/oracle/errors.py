# SPDX-License-Identifier: Apache-2.0
"""Refusals: OpInfo's error inputs, and mistakes made by hand from calls that work; what PyTorch does not refuse is dropped."""
import torch

import edges
import samples
from cases import Call
from values import DTYPES, Leaf, Ref, Unsupported

OWN_FAULTS = ("INTERNAL ASSERT", "allocate", "out of memory", "report a bug", "not implemented on this build")
HUGE = 1 << 31


def meant(error):
    """True where PyTorch refused the arguments rather than failed over them."""
    return not isinstance(error, (MemoryError, SystemError, RecursionError)) and not any(w in str(error) for w in OWN_FAULTS)


def places(call):
    return [*enumerate(call.args), *call.kwargs.items()]


def arity(call):
    yield Call(call.name, [], {})
    for last in range(1, len(call.args)):
        yield Call(call.name, call.args[:last], call.kwargs)
    yield Call(call.name, [*call.args, *[1] * 9], call.kwargs)
    yield Call(call.name, call.args, {**call.kwargs, "no_such_keyword": 1})
    for key in list(call.kwargs)[:2]:
        yield Call(call.name, call.args, {("not_" + k if k == key else k): v for k, v in call.kwargs.items()})


def types(call):
    for at, value in places(call):
        if isinstance(value, Ref):
            wrong = ["tensor", None, (1, 2)]
        elif isinstance(value, list):
            wrong = ["tensors", 3, (1, 2), None]
        elif isinstance(value, bool):
            wrong = ["yes", (1,)]
        elif isinstance(value, (int, float)):
            wrong = ["one", 1.5 if isinstance(value, int) else (1.0, 2.0)]
        elif isinstance(value, tuple):
            wrong = ["sizes", (1.5, 2.5)]
        elif isinstance(value, str):
            wrong = ["no such choice", 3]
        elif isinstance(value, torch.dtype):
            wrong = ["float99", 1.5]
        else:
            wrong = ["none"]
        for other in wrong:
            yield edges.swapped(call, {at: other})


def numbers(call):
    for at, value in places(call):
        if type(value) is int:
            for other in (97, -97, -1, 1 << 62)[:3 if "pool" in call.name else 4]:  # a window of 2^62 hangs PyTorch's max_pool1d
                yield edges.swapped(call, {at: other})
        elif isinstance(value, tuple) and value and type(value[0]) is int:
            for other in (97, -97, -3, HUGE)[:3 if "pool" in call.name else 4]:
                yield edges.swapped(call, {at: (*value[:-1], other)})
            if "pool" not in call.name:
                yield edges.swapped(call, {at: tuple([HUGE] * max(3, len(value)))})
            yield edges.swapped(call, {at: (*value, *value)})
            yield edges.swapped(call, {at: ()})
            if len(value) > 1:
                yield edges.swapped(call, {at: value[:-1]})


def shapes(call):
    for at, ref in edges.tensors_at(call):
        data = edges.logical(ref)
        if not 0 < data.numel() <= 512:
            continue
        others = [data.unsqueeze(0).unsqueeze(0), torch.cat([data.reshape(-1)] * 7)[:7]]
        if data.dim():
            others += [torch.cat([data, data, data[:1]], 0), torch.cat([data, data.narrow(-1, 0, 1)], -1), data.reshape(-1)[0], data[0]]
        for other in others:
            yield edges.swapped(call, {at: Ref(Leaf(other))})
    for at, value in places(call):
        if isinstance(value, list) and len(value) > 1:
            data = edges.logical(value[1])
            odd = torch.ones([n + 1 for n in data.shape] + [2], dtype=data.dtype)
            yield edges.swapped(call, {at: [value[0], Ref(Leaf(odd)), *value[2:]]})
            yield edges.swapped(call, {at: []})


def dtypes(call):
    """Every dtype the function may refuse, in the first tensor, and in every tensor of that dtype."""
    refs = list(edges.tensors_at(call))
    if not refs:
        return
    first = refs[0][1].leaf.data.dtype
    for dtype in DTYPES.values():
        if dtype is not first:
            yield edges.swapped(call, {at: edges.cast(r, dtype) for at, r in refs if r.leaf.data.dtype is first})
    for at, r in refs[1:]:
        if r.leaf.data.dtype is not first:
            for dtype in (torch.float32, torch.int8, torch.bool):
                yield edges.swapped(call, {at: edges.cast(r, dtype)})
    for key, value in call.kwargs.items():
        if isinstance(value, torch.dtype):
            yield edges.swapped(call, {key: torch.bool})


MISTAKES = (arity, types, numbers, shapes, dtypes)


def mistakes(call, of):
    source = of(call)
    while True:
        try:
            yield next(source)
        except StopIteration:
            return
        except (Unsupported, RuntimeError, ValueError):
            continue


def make(maker):
    small = maker.options.small
    for call in samples.errors_of(maker.name, maker.options.seed):
        maker.try_error(call)
    known = samples.dtypes_of(maker.name)
    wanted = [d for d in known if not maker.options.dtypes or maker.options.dtypes & {str(d)[6:]}][:1]
    if not small and torch.int64 in known:
        wanted = [*wanted, torch.int64] if torch.int64 not in wanted else wanted
    for dtype in wanted:
        calls = edges.working(maker, dtype, 1 if small else 3) or [None]
        for of in MISTAKES:
            kept = 0
            for call in filter(None, calls):
                for wrong in mistakes(call, of):
                    kept += bool(maker.try_error(wrong, dtype))
                    if small and kept >= 3 or kept >= 24:
                        break
