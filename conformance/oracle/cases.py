# SPDX-License-Identifier: Apache-2.0
"""Runs one recorded call in PyTorch and turns what comes back into cases: values, gradients, second gradients or an error."""
import hashlib
import random
import warnings

import numpy
import torch

from functions import EXACT, casts_badly, function, undefined
from values import NAMES, Ref, Unsupported, alive, content, leaves, plain, to_json

LARGEST = 1 << 17  # elements of one stored tensor
DEFAULT = {
    torch.float16: (1e-3, 1e-5), torch.bfloat16: (1.6e-2, 1e-5), torch.float32: (1.3e-6, 1e-5), torch.float64: (1e-7, 1e-7),
}


def reseed(*what):
    """Every generator a sample or a kernel may draw from, set by what is being made and nothing else."""
    digest = hashlib.sha256("/".join(map(str, what)).encode()).digest()
    seed = int.from_bytes(digest[:8], "little")
    torch.manual_seed(seed >> 1)
    numpy.random.seed(seed & 0xFFFFFFFF)
    random.seed(seed)
    return seed


class Call:
    """A recorded call: name, positional values, keyword values (see values.plain)."""

    def __init__(self, name, args, kwargs):
        memo = {}
        self.name = name
        self.args = [plain(a, name, memo) for a in args]
        self.kwargs = {k: plain(v, name, memo) for k, v in kwargs.items()}
        self.leaves = leaves([*self.args, *self.kwargs.values()])
        if any(leaf.data.numel() > LARGEST for leaf in self.leaves):
            raise Unsupported("size")

    def changed(self, args=None, kwargs=None):
        return Call(self.name, self.args if args is None else args, self.kwargs if kwargs is None else kwargs)

    def elements(self):
        return max((leaf.data.numel() for leaf in self.leaves), default=0)

    def arguments(self, differentiable=False):
        """Fresh arguments for one run, and the leaves' copies in that run."""
        tensors = {leaf: leaf.data.clone().requires_grad_(differentiable and leaf.wrt) for leaf in self.leaves}
        return [alive(a, tensors) for a in self.args], {k: alive(v, tensors) for k, v in self.kwargs.items()}, tensors

    def run(self, differentiable=False):
        """Outputs and the leaves' copies; whatever PyTorch raises is raised."""
        args, kwargs, tensors = self.arguments(differentiable)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return flat(function(self.name)(*args, **kwargs)), tensors


def flat(result):
    if isinstance(result, torch.Tensor):
        if result.dtype not in NAMES or result.layout is not torch.strided or result.numel() > LARGEST:
            raise Unsupported("output of %s" % result.dtype)
        return [result]
    if isinstance(result, (list, tuple)):
        return [tensor for part in result for tensor in flat(part)]
    raise Unsupported("output %s" % type(result).__name__)


def same(a, b):
    """Equal lists of tensors, NaN equal to NaN."""
    return len(a) == len(b) and all(
        x.shape == y.shape and x.dtype == y.dtype and bool(((x == y) | ((x != x) & (y != y))).all()) for x, y in zip(a, b))


def close(a, b, tolerance):
    return len(a) == len(b) and all(
        x.shape == y.shape and x.dtype == y.dtype and torch.allclose(x.double(), y.double(), tolerance[0], tolerance[1], equal_nan=True)
        for x, y in zip(a, b))


def tolerance_for(tensors, overrides=None, exact=False):
    """The widest of the dtypes in play, (rtol, atol); integers alone are exact."""
    dtypes = {t.dtype for t in tensors if t.dtype.is_floating_point}
    if not dtypes or exact:
        return (0, 0)
    pairs = [DEFAULT[d] for d in dtypes] + [overrides[d] for d in dtypes if overrides and d in overrides]
    return (max(r for r, _ in pairs), max(a for _, a in pairs))


def as_json(tolerance):
    return {"rtol": tolerance[0], "atol": tolerance[1]}


def seed_like(tensor):
    return torch.randn(tensor.shape, dtype=torch.float64).to(tensor.dtype)


class Result:
    """What PyTorch answered to a call: outputs, and gradients where they were asked for."""

    def __init__(self, call, tolerance):
        self.call, self.tolerance = call, tolerance
        self.outputs = self.wrt = self.seeds = self.grads = self.second = None


def answer(call, overrides=None, gradients=False, second=False):
    """Runs the call for its values; None where they are random or undefined. Raises what PyTorch raises."""
    state = torch.get_rng_state()
    outputs, _ = call.run()
    outputs = [o.detach().clone(memory_format=torch.contiguous_format) for o in outputs]
    again, _ = call.run()
    if not same(outputs, again):
        return None
    args, kwargs, _ = call.arguments()
    if undefined(call.name, args, kwargs, outputs) or casts_badly(args, kwargs, outputs):
        return None
    torch.set_rng_state(state)
    tensors = [*outputs, *(leaf.data for leaf in call.leaves)]
    if not any(o.dtype.is_floating_point for o in outputs):
        tensors = outputs
    result = Result(call, tolerance_for(tensors, overrides, call.name in EXACT))
    result.outputs = outputs
    if not agrees_one_by_one(result, overrides):
        return None
    if gradients and not call.name.endswith("_") and any(leaf.wrt for leaf in call.leaves):  # a leaf that is written has none
        try:
            differentiate(result, second)
            if result.grads is not None and not all(f(result, overrides) for f in (settled, agrees_one_by_one, agrees_without_tail)):
                result.wrt = result.seeds = result.grads = result.second = None
        except RuntimeError:  # no derivative for these arguments: the values stand alone
            result.second = None
    return result


def differentiate(result, second):
    outputs, tensors = result.call.run(differentiable=True)
    wrt = [leaf for leaf in result.call.leaves if leaf.wrt]
    seeds = [seed_like(o) if o.requires_grad else None for o in outputs]
    kept = [(o, s) for o, s in zip(outputs, seeds) if s is not None]
    if not kept:
        return
    grads = torch.autograd.grad([o for o, _ in kept], [tensors[leaf] for leaf in wrt], [s for _, s in kept], allow_unused=True,
                                create_graph=second)
    if any(g is not None and (g.layout is not torch.strided or g.dtype not in NAMES) for g in grads):
        return
    result.wrt, result.seeds = wrt, seeds
    result.grads = [None if g is None else g.detach().clone(memory_format=torch.contiguous_format) for g in grads]
    if second:
        seeds2 = [None if g is None else seed_like(g) for g in grads]
        twice = [(g, s) for g, s in zip(grads, seeds2) if g is not None and g.requires_grad]
        seconds = [None] * len(wrt)
        if twice:
            seconds = torch.autograd.grad([g for g, _ in twice], [tensors[leaf] for leaf in wrt], [s for _, s in twice],
                                          allow_unused=True)
        result.second = ([s for s in seeds2 if s is not None],
                         [None if g is None else g.detach().clone(memory_format=torch.contiguous_format) for g in seconds])


def settled(result, overrides):
    """False where PyTorch's gradient in f16, bf16 or f32 is further from its own in float64 than the tolerance: a sum of rounded steps that
    cancel, whose order and places of rounding are not documented."""
    if result.grads is None or all(g is None or g.dtype is torch.float64 for g in result.grads):
        return True
    call = result.call
    tensors = {leaf: (leaf.data.double() if leaf.data.dtype.is_floating_point else leaf.data.clone()).requires_grad_(leaf.wrt)
               for leaf in call.leaves}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            outputs = flat(function(call.name)(*[alive(a, tensors) for a in call.args], **{k: alive(v, tensors) for k, v in call.kwargs.items()}))
        pairs = [(o, s.to(o.dtype)) for o, s in zip(outputs, result.seeds) if s is not None]
        exact = torch.autograd.grad([o for o, _ in pairs], [tensors[leaf] for leaf in result.wrt], [s for _, s in pairs], allow_unused=True)
    except Exception:  # noqa: BLE001 - float64 is not what these arguments allow: nothing to compare with
        return True
    tolerance = tolerance_for([leaf.data for leaf in call.leaves] + result.outputs, overrides)
    return all(g is None or e is None or close([g.double()], [e.double()], tolerance) for g, e in zip(result.grads, exact))


def has_views(value):
    return any(map(has_views, value)) if isinstance(value, list) else isinstance(value, Ref) and value.view is not None


def signs_of_zero(tensors):
    return [torch.signbit(t) & (t == 0) for t in tensors if t.dtype.is_floating_point]


def agrees_one_by_one(result, overrides):
    """False where PyTorch answers otherwise when there are steps of two between elements, which its vector loops do not take."""
    call = result.call
    if any(map(has_views, [*call.args, *call.kwargs.values()])):
        return True
    stepped = lambda t: torch.stack((t, t), -1).select(-1, 0) if t.dim() else t.clone()  # noqa: E731
    tensors = {leaf: stepped(leaf.data).requires_grad_(result.grads is not None and leaf.wrt) for leaf in call.leaves}
    try:
        with warnings.catch_warnings(), torch.random.fork_rng(devices=[]):
            warnings.simplefilter("ignore")
            outputs = flat(function(call.name)(*[alive(a, tensors) for a in call.args], **{k: alive(v, tensors) for k, v in call.kwargs.items()}))
        if result.grads is None:
            exact = result.tolerance == (0, 0)
            return close(outputs, result.outputs, result.tolerance) and (not exact or same(signs_of_zero(outputs), signs_of_zero(result.outputs)))
        pairs = [(o, stepped(s)) for o, s in zip(outputs, result.seeds) if s is not None]
        grads = torch.autograd.grad([o for o, _ in pairs], [tensors[leaf] for leaf in result.wrt], [s for _, s in pairs], allow_unused=True)
    except Exception:  # noqa: BLE001 - not what a stepped tensor can be given to: nothing to compare with
        return True
    tolerance = tolerance_for([leaf.data for leaf in call.leaves] + result.outputs, overrides)
    return all(g is None or e is None or close([g], [e], tolerance) for g, e in zip(grads, result.grads))


def agrees_without_tail(result, overrides):
    """False where PyTorch's gradient of an elementwise function is otherwise when every element is in its vector loops and none in their tail."""
    call, many = result.call, 32
    if len(call.leaves) != 1 or len(result.outputs) != 1 or any(map(has_views, [*call.args, *call.kwargs.values()])):
        return True
    leaf, output = call.leaves[0], result.outputs[0]
    if leaf.data.shape != output.shape or leaf.data.numel() * many > LARGEST:
        return True
    x = leaf.data.flatten().repeat(many).requires_grad_(True)
    try:
        with warnings.catch_warnings(), torch.random.fork_rng(devices=[]):
            warnings.simplefilter("ignore")
            y, = flat(function(call.name)(*[alive(a, {leaf: x}) for a in call.args], **{k: alive(v, {leaf: x}) for k, v in call.kwargs.items()}))
        if not close([y.reshape(many, -1)[0]], [output.flatten()], result.tolerance):
            return True
        grad, = torch.autograd.grad(y, x, result.seeds[0].flatten().repeat(many))
    except Exception:  # noqa: BLE001 - whatever is refused to elements in a row: not a function of elements
        return True
    return close([grad.reshape(many, -1)[0]], [result.grads[0].flatten()], tolerance_for([leaf.data, output], overrides))


class Family:
    """Cases of one function, in the making; writes family.json and tensors.safetensors."""

    def __init__(self, name, store, requires=()):
        self.name, self.store, self.requires, self.cases, self.seen = name, store, list(requires), [], set()

    def add(self, id_, call, result=None, error=None, overrides=None):
        used = set()
        name_of = {leaf: self.store.add(leaf.data, used) for leaf in call.leaves}
        put = lambda t: None if t is None else self.store.add(t, used)  # noqa: E731
        case = {"id": id_, "op": call.name, "args": [to_json(a, name_of) for a in call.args],
                "kwargs": {k: to_json(v, name_of) for k, v in call.kwargs.items()}}
        if error is not None:
            case["error"] = {"type": error}
        else:
            case["outputs"] = [put(o) for o in result.outputs]
            case["tolerance"] = as_json(result.tolerance)
            if result.grads is not None:
                case["grad"] = {"wrt": [name_of[leaf] for leaf in result.wrt], "seeds": [put(s) for s in result.seeds],
                                "grads": [put(g) for g in result.grads]}
                floats = [leaf.data for leaf in call.leaves] + result.outputs
                case["grad_tolerance"] = as_json(tolerance_for(floats, overrides))
                if result.second is not None:
                    case["second"] = {"seeds": [put(s) for s in result.second[0]], "grads": [put(g) for g in result.second[1]]}
        self.cases.append(case)

    def document(self, versions):
        return {"format": "kiln-fixtures", "version": 1, "family": self.name, "family_version": 1, "oracle": versions,
                "requires": self.requires, "cases": self.cases}


def key_of(call):
    """What makes two calls the same case."""
    index = {leaf: "%s%s%s" % (leaf.data.dtype, tuple(leaf.data.shape), hashlib.sha256(content(leaf.data)).hexdigest())
             for leaf in call.leaves}
    return repr(([to_json(a, index) for a in call.args], {k: to_json(v, index) for k, v in call.kwargs.items()}))
