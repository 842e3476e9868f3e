# SPDX-License-Identifier: Apache-2.0
"""The Python function behind a name of the scope, the order it takes its arguments in, and what it leaves undefined."""
import torch
from torch.testing._internal.common_methods_invocations import op_db

from values import Ref

# Results that are moved, chosen or compared, never rounded: these are exact in every dtype.
EXACT = set("""
    abs all any argmax argmin argsort atleast_1d atleast_2d atleast_3d amax amin aminmax bincount bitwise_and bitwise_left_shift
    bitwise_not bitwise_or bitwise_right_shift bitwise_xor broadcast_tensors broadcast_to bucketize cat ceil chunk clamp clamp_max
    clamp_min clone column_stack constant_pad_nd contiguous copysign count_nonzero cummax cummin diag diag_embed diagflat diagonal
    diagonal_scatter dsplit dstack eq expand expand_as eye fill flatten flip fliplr flipud floor fmax fmin full full_like gather
    ge gt heaviside hsplit hstack index_fill index_select isclose isfinite isin isinf isnan isneginf isposinf le
    linalg.diagonal logical_and logical_not logical_or logical_xor lt masked_fill masked_scatter masked_select max maximum median
    meshgrid min minimum movedim nan_to_num nanmedian narrow ne neg new_full new_ones new_zeros nextafter
    nn.functional.channel_shuffle nn.functional.embedding nn.functional.max_pool1d nn.functional.max_pool2d
    nn.functional.one_hot nn.functional.pad nn.functional.pixel_shuffle nn.functional.pixel_unshuffle nn.functional.relu
    nn.functional.relu6 nn.functional.hardtanh nn.functional.threshold nn.functional.unfold nonzero nonzero_static ones ones_like
    permute positive ravel repeat repeat_interleave reshape reshape_as roll rot90 searchsorted select select_scatter
    sgn sign signbit slice slice_scatter sort split split_with_sizes squeeze stack t take take_along_dim tensor_split
    tile to topk transpose tril tril_indices triu triu_indices trunc unbind unflatten unfold unsafe_chunk unsafe_split unsqueeze
    view view_as vsplit vstack where zero_ zeros zeros_like
""".split())

BY_NAME = {}
for _op in op_db:
    BY_NAME.setdefault(_op.name, []).append(_op)


def opinfos(name):
    return BY_NAME.get(name, [])


def function(name):
    """torch.NAME or torch.NAME.SUB; the Tensor method where only a method exists."""
    if name == "slice":
        return torch.ops.aten.slice.Tensor
    if name == "zero_":
        return lambda self, *args, **kwargs: torch.zero_(self.clone(), *args, **kwargs)
    at = torch
    for part in name.split("."):
        at = getattr(at, part, None)
        if at is None:
            return getattr(torch.Tensor, name)
    return at


def arranged(name, first, args):
    """Positional arguments in the function's order; OpInfo puts the differentiable tensor first."""
    args = [first, *args]
    if name in ("where", "nn.functional.embedding", "einsum") and len(args) > 1:
        args[0], args[1] = args[1], args[0]
    if name == "einsum" and isinstance(args[1], tuple):
        args[1] = list(args[1])
    return args


def cleaned(name, kwargs):
    """Keywords without those that only repeat what every tensor here is; None where one cannot be said."""
    kept = {}
    for key, value in kwargs.items():
        if key in ("layout", "memory_format", "pin_memory", "requires_grad"):
            if value not in (torch.strided, torch.contiguous_format, torch.preserve_format, torch.channels_last, None, False):
                return None
            continue
        if name == "tensordot" and key == "dims" and isinstance(value, (list, tuple)):
            value = torch.tensor([list(v) for v in value], dtype=torch.int64)
        kept[key] = value
    return kept


def repeats(tensor, dim):
    """True where equal values meet along a dimension (NaN equals NaN)."""
    if tensor.dim() == 0 or tensor.numel() == 0:
        return False
    sorted_ = tensor.detach().sort(dim=dim).values
    a, b = sorted_.narrow(dim, 1, sorted_.size(dim) - 1), sorted_.narrow(dim, 0, sorted_.size(dim) - 1)
    return bool(((a == b) | ((a != a) & (b != b))).any())


def integers(value):
    return isinstance(value, torch.Tensor) and value.dtype is torch.int64


def undefined(name, args, kwargs, outputs):
    """True where PyTorch's documentation leaves the result open: ties, repeated targets of a plain write, casts that overflow."""
    get = lambda at, key, default=None: args[at] if len(args) > at else kwargs.get(key, default)  # noqa: E731
    first = args[0] if args else kwargs.get("input")
    if name == "topk":
        return repeats(first, get(2, "dim", -1))
    if name in ("sort", "argsort") and not kwargs.get("stable", False) and first.numel() > 16:  # below, the sort is by insertion
        return repeats(first, get(1, "dim", -1))
    if name in ("median", "nanmedian") and len(outputs) == 2:
        return repeats(first, get(1, "dim", -1))
    if name == "scatter" and integers(get(2, "index")) and get(2, "index").dim():
        return kwargs.get("reduce") is None and repeats(get(2, "index"), get(1, "dim", 0))
    if name == "put":
        index = get(1, "index")
        return not get(3, "accumulate", False) and repeats(index.reshape(-1) % max(first.numel(), 1), 0)
    if name == "index_put" and not get(3, "accumulate", False):
        lists = [i for i in get(1, "indices", []) if integers(i)]
        if len(lists) != len(get(1, "indices", [])) or not lists:
            return False
        rows = torch.stack([i.reshape(-1) % max(first.size(d), 1) for d, i in enumerate(torch.broadcast_tensors(*lists))], 1)
        return rows.unique(dim=0).size(0) != rows.size(0)
    return False


def casts_badly(args, kwargs, outputs):
    """True where a float that no integer holds was cast to one: C leaves that open."""
    whole = [o for o in outputs if not o.dtype.is_floating_point and o.dtype is not torch.bool]
    wanted = [v for v in [*args, *kwargs.values()] if isinstance(v, torch.dtype) and not v.is_floating_point and v is not torch.bool]
    if not whole or not wanted:
        return False
    info = torch.iinfo(wanted[0])
    for value in args:
        if isinstance(value, torch.Tensor) and value.dtype.is_floating_point and value.numel():
            wide = value.detach().double()
            if not bool((wide.isfinite() & (wide.trunc() >= info.min) & (wide.trunc() <= info.max)).all()):
                return True
    return False


def refs_first(args):
    """The first recorded tensor among arguments, or None."""
    return next((a for a in args if isinstance(a, Ref)), None)
