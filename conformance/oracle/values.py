# SPDX-License-Identifier: Apache-2.0
"""Values of a call, in the form the fixture format gives them, and the store a family's tensors go to.

A recorded call holds plain Python values and Refs to Leafs; every run of it, and its JSON, are made from those, so what
the file says is what was run.
"""
import json
import math
import struct

import torch

DTYPES = {
    "float32": torch.float32, "float64": torch.float64, "bfloat16": torch.bfloat16, "float16": torch.float16,
    "int64": torch.int64, "int32": torch.int32, "int16": torch.int16, "int8": torch.int8, "uint8": torch.uint8,
    "bool": torch.bool,
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}
FILE_NAMES = {
    torch.float32: "F32", torch.float64: "F64", torch.bfloat16: "BF16", torch.float16: "F16", torch.int64: "I64",
    torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
}
TAKES_LISTS = {"cat", "stack", "hstack", "vstack", "dstack", "column_stack", "meshgrid", "einsum", "linalg.multi_dot"}


class Unsupported(Exception):
    """The format has no way to say this value."""


class Leaf:
    """A tensor the file stores: contiguous, its own memory; wrt says that gradients are asked of it."""

    def __init__(self, data, wrt=False):
        if data.dtype not in NAMES or data.layout is not torch.strided or data.device.type != "cpu":
            raise Unsupported("tensor of %s" % data.dtype)
        self.data = data.detach().resolve_conj().resolve_neg().contiguous().clone(memory_format=torch.contiguous_format)
        self.wrt = wrt


class Ref:
    """A use of a leaf: itself (view is None) or a view (shape, strides, offset) of its memory."""

    def __init__(self, leaf, view=None):
        self.leaf, self.view = leaf, view


def poison(dtype):
    """What memory that no element of a view reaches holds: a reader that strays meets it."""
    if dtype.is_floating_point:
        return math.nan
    return True if dtype is torch.bool else 77


def span(shape, strides):
    return 0 if 0 in shape else 1 + sum((n - 1) * s for n, s in zip(shape, strides))


def ref_of(tensor, wrt):
    """A Ref with the tensor's own strides; its memory is cut to what the view spans."""
    if tensor.dtype not in NAMES or tensor.layout is not torch.strided or tensor.device.type != "cpu" or \
            type(tensor) not in (torch.Tensor, torch.nn.Parameter) or tensor.is_quantized:
        raise Unsupported("tensor of %s" % tensor.dtype)
    if tensor.is_contiguous() or tensor.numel() == 0:
        return Ref(Leaf(tensor, wrt))
    shape, strides = tuple(tensor.shape), tuple(tensor.stride())
    offset = min(tensor.storage_offset(), 2)
    return Ref(Leaf(scattered(tensor, shape, strides, offset), wrt), (shape, strides, offset))


def scattered(tensor, shape, strides, offset):
    """Memory in which a view of that form reads as the tensor."""
    memory = torch.full((offset + span(shape, strides),), poison(tensor.dtype), dtype=tensor.dtype)
    where = torch.full((1,), offset, dtype=torch.int64)
    for size, stride in zip(shape, strides):
        where = (where.unsqueeze(-1) + torch.arange(size) * stride).reshape(-1)
    memory[where] = tensor.detach().reshape(-1)
    return memory


def plain(value, op="", memo=None):
    """The value as it is recorded; memo keeps one leaf for one tensor object."""
    memo = {} if memo is None else memo
    if isinstance(value, Ref):
        return value
    if isinstance(value, torch.Tensor):
        if id(value) not in memo:
            memo[id(value)] = (ref_of(value, value.requires_grad), value)
        return memo[id(value)][0]
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)) and not hasattr(value, "item"):
        if isinstance(value, int) and not -2**63 <= value < 2**63:
            raise Unsupported("integer beyond 64 bits")
        return value
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        return plain(value.item(), op, memo)
    if isinstance(value, torch.dtype):
        if value not in NAMES:
            raise Unsupported(str(value))
        return value
    if isinstance(value, torch.device):
        if str(value) != "cpu":
            raise Unsupported(str(value))
        return "cpu"
    if isinstance(value, (list, tuple)):
        items = [plain(v, op, memo) for v in value]
        if items and all(isinstance(v, Ref) for v in items) or not items and op in TAKES_LISTS:
            return items
        if all(type(v) is int for v in items):
            return tuple(items)
        if all(type(v) in (int, float) for v in items):
            return tuple(float(v) for v in items)
    raise Unsupported(type(value).__name__)


def refs(values):
    """Every Ref among recorded values, lists opened."""
    for value in values:
        if isinstance(value, Ref):
            yield value
        elif isinstance(value, list):
            yield from value


def leaves(values):
    """Every leaf once, in the order of first use."""
    return list(dict.fromkeys(ref.leaf for ref in refs(values)))


def alive(value, tensors):
    """The Python object a run is given; tensors maps a leaf to this run's copy of it."""
    if isinstance(value, Ref):
        tensor = tensors[value.leaf]
        return tensor if value.view is None else tensor.as_strided(*value.view)
    if isinstance(value, list):
        return [alive(v, tensors) for v in value]
    return value


def number(value):
    if math.isfinite(value):
        return value
    return "nan" if value != value else "inf" if value > 0 else "-inf"


def to_json(value, name_of):
    """A VALUE of the format; name_of maps a leaf to its tensor's name."""
    if isinstance(value, Ref):
        name = name_of[value.leaf]
        if value.view is None:
            return {"tensor": name}
        shape, strides, offset = value.view
        return {"view": {"storage": name, "shape": list(shape), "strides": list(strides), "offset": offset}}
    if isinstance(value, list):
        return {"tensors": [to_json(v, name_of) for v in value]}
    if value is None:
        return {"none": True}
    if isinstance(value, tuple):
        if any(isinstance(v, float) for v in value):
            return {"floats": [number(v) for v in value]}
        return {"ints": list(value)}
    if isinstance(value, torch.dtype):
        return {"dtype": NAMES[value]}
    kind = {bool: "bool", int: "int", float: "float", str: "str"}[type(value)]
    return {kind: number(value) if kind == "float" else value}


def content(tensor):
    """The bytes of a tensor, row by row, little-endian."""
    flat = tensor.detach().clone(memory_format=torch.contiguous_format).reshape(-1)
    return flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b""


class Store:
    """A family's tensors. Equal tensors of different cases share one name; those of one case never do."""

    def __init__(self):
        self.entries, self.by_content = [], {}

    def add(self, tensor, used):
        key = (FILE_NAMES[tensor.dtype], tuple(tensor.shape), content(tensor))
        same = self.by_content.setdefault(key, [])
        for name in same:
            if name not in used:
                break
        else:
            name = "t%d" % len(self.entries)
            same.append(name)
            self.entries.append((name, tensor.element_size(), key))
        used.add(name)
        return name

    def bytes(self):
        header, data, at = {}, [], 0
        for name, _, (dtype, shape, raw) in sorted(self.entries, key=lambda e: (-e[1], int(e[0][1:]))):
            header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [at, at + len(raw)]}
            data.append(raw)
            at += len(raw)
        text = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        return struct.pack("<Q", len(text)) + text + b"".join(data)
