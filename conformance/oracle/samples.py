# SPDX-License-Identifier: Apache-2.0
"""OpInfo's sample inputs and error inputs as recorded calls."""
import contextlib

import torch
from torch.testing._internal.common_device_type import toleranceOverride
from torch.testing._internal.opinfo.core import DecorateInfo

from cases import Call, flat, reseed
from functions import arranged, cleaned, opinfos
from values import DTYPES, Unsupported

# The suites that run a function plainly on the CPU and compare it with a known answer.
SUITES = {None, "TestCommon", "TestUnaryUfuncs", "TestBinaryUfuncs", "TestReductions", "TestOpInfo"}


def dtypes_of(name):
    """Every dtype of the format that PyTorch supports for the function on the CPU, in the format's order."""
    supported = set().union(*(op.supported_dtypes("cpu") for op in opinfos(name)))
    return [d for d in DTYPES.values() if d in supported]


@contextlib.contextmanager
def filled():
    """Some inputs are made with torch.empty: in here that is filled, so that no file holds what memory happened to hold."""
    torch.use_deterministic_algorithms(True, warn_only=True)
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(False)


def overrides_of(op):
    """dtype -> (rtol, atol) where OpInfo says that the usual tolerance is too narrow for this function."""
    widest = {}
    for entry in op.decorators:
        inner = [entry]
        if isinstance(entry, DecorateInfo):
            if entry.cls_name not in SUITES or entry.device_type not in (None, "cpu"):
                continue
            inner = entry.decorators
        for one in inner:
            for dtype, tol in (one.d.items() if isinstance(one, toleranceOverride) else ()):
                rtol, atol = widest.get(dtype, (0, 0))
                widest[dtype] = (max(rtol, tol.rtol), max(atol, tol.atol))
    return widest


def recorded(name, sample):
    """The call a sample makes, or Unsupported."""
    kwargs = cleaned(name, sample.kwargs)
    if kwargs is None:
        raise Unsupported("layout")
    args = [a for a in arranged(name, sample.input, sample.args) if not isinstance(a, (torch.memory_format, torch.layout))]
    return Call(name, args, kwargs)


def as_opinfo(op, sample):
    """What OpInfo's own callable gives for the sample."""
    def fresh(value):
        if isinstance(value, torch.Tensor):
            copy = torch.empty_strided(value.shape, value.stride(), dtype=value.dtype)
            return copy.copy_(value.detach()) if all(value.stride()) or not value.numel() else value.detach()
        return type(value)(fresh(v) for v in value) if type(value) in (list, tuple) else value
    return flat(op.op(fresh(sample.input), *map(fresh, sample.args), **{k: fresh(v) for k, v in sample.kwargs.items()}))


def spread(count, start):
    """0..count-1 in an order whose every beginning covers the whole range; start turns it."""
    bits = max(1, (count - 1).bit_length())
    order = [int(format(i, "0%db" % bits)[::-1], 2) for i in range(1 << bits)]
    order = [i for i in order if i < count]
    return [(i + start) % count for i in order] if count else []


def of_dtype(name, dtype, seed, gradients, reference=False):
    """(op, sample) pairs of every OpInfo of the name, variants by turns, each variant spread over its samples."""
    lists = []
    for op in opinfos(name):
        if dtype not in op.supported_dtypes("cpu"):
            continue
        start = reseed(seed, name, op.variant_test_name, dtype, reference)
        wants = gradients and op.supports_autograd and dtype in op.supported_backward_dtypes("cpu")
        make = op.reference_inputs if reference else op.sample_inputs
        with filled():
            try:
                got = list(make("cpu", dtype, requires_grad=wants))
            except ValueError:  # some reference inputs cannot be made with requires_grad: bool conditions
                start = reseed(seed, name, op.variant_test_name, dtype, reference)
                got = list(make("cpu", dtype))
        lists.append([(op, got[i]) for i in spread(len(got), start % max(1, len(got)))])
    turns = []
    for at in range(max(map(len, lists), default=0)):
        turns += [pairs[at] for pairs in lists if at < len(pairs)]
    return turns


def errors_of(name, seed):
    """OpInfo's error inputs, those that the format can say; whether they raise is for the caller to see."""
    for op in opinfos(name):
        if op.error_inputs_func is None:
            continue
        reseed(seed, name, op.variant_test_name, "errors")
        with filled():
            inputs = list(op.error_inputs("cpu"))
        for error in inputs:
            try:
                yield recorded(name, error.sample_input)
            except (Unsupported, AttributeError, TypeError, IndexError):
                continue
