# SPDX-License-Identifier: Apache-2.0
"""Edge cases made by hand: layouts, empty and zero-dim tensors, extreme values, mixed types.

Each maker takes a recorded call that works and gives variations of it; family.Maker runs them and keeps what PyTorch answers.
"""
import itertools
import math

import torch
from torch.testing._internal.opinfo.core import BinaryUfuncInfo, UnaryUfuncInfo

import samples
from cases import Call, close, reseed, tolerance_for
from functions import opinfos
from values import DTYPES, Leaf, Ref, Unsupported, scattered

MAPS_OF_ONE = set("""
    nn.functional.celu nn.functional.elu nn.functional.gelu nn.functional.hardshrink nn.functional.hardsigmoid
    nn.functional.hardswish nn.functional.hardtanh nn.functional.leaky_relu nn.functional.logsigmoid nn.functional.mish
    nn.functional.relu nn.functional.relu6 nn.functional.selu nn.functional.silu nn.functional.softplus
    nn.functional.softshrink nn.functional.softsign nn.functional.tanhshrink nn.functional.threshold square positive logit
    nan_to_num clamp clamp_min clamp_max round
""".split())
# Integer division: the lowest integer over -1 traps on some machines, and a zero divisor is a case of its own.
DIVIDE = {"div", "true_divide", "floor_divide", "remainder", "fmod", "gcd", "lcm", "pow", "float_power", "ldexp"}


def kind_of(name):
    """"unary", "binary" or None: whether the function is a map whose elements can be asked one by one."""
    ops = opinfos(name)
    if any(isinstance(op, BinaryUfuncInfo) for op in ops):
        return "binary"
    if name in MAPS_OF_ONE or any(isinstance(op, UnaryUfuncInfo) for op in ops):
        return "unary"
    return None


def specials(name, dtype):
    if dtype is torch.bool:
        return [True, False]
    if not dtype.is_floating_point:
        info = torch.iinfo(dtype)
        if name in DIVIDE:
            return [info.max, max(info.min, -info.max), max(info.min, -1), 1, 3, 7, info.max - 1]
        return [info.max, info.min, max(info.min, -1), 0, 1, 2, 7, info.max - 1, info.min + 1]
    info = torch.finfo(dtype)
    tiny = {torch.float64: 5e-324, torch.float32: 2**-149, torch.float16: 2**-24, torch.bfloat16: 2**-133}[dtype]
    return [math.nan, math.inf, -math.inf, 0.0, -0.0, tiny, -tiny, info.tiny / 2, info.max, -info.max, 1.0, -1.0, 0.5, -2.5, 3.0, info.eps]


def tensors_at(call):
    """(place, Ref) of the call's tensors: an index of args or a keyword; (that, n) within a list."""
    for at, value in [*enumerate(call.args), *call.kwargs.items()]:
        if isinstance(value, Ref):
            yield at, value
        elif isinstance(value, list):
            for nth, ref in enumerate(value):
                yield (at, nth), ref


def swapped(call, changes):
    """The call with other values at some places."""
    def new(at, value):
        if isinstance(value, list) and at not in changes:
            return [changes.get((at, nth), ref) for nth, ref in enumerate(value)]
        return changes.get(at, value)
    return Call(call.name, [new(i, a) for i, a in enumerate(call.args)], {k: new(k, v) for k, v in call.kwargs.items()})


def logical(ref):
    """The tensor a Ref reads as."""
    return ref.leaf.data if ref.view is None else ref.leaf.data.as_strided(*ref.view)


def as_view(ref, strides, offset):
    data = logical(ref)
    view = (tuple(data.shape), tuple(strides), offset)
    return Ref(Leaf(scattered(data, *view), ref.leaf.wrt), view)


def stepped(ref):
    """Every second element from the third on."""
    return as_view(ref, [2 * s for s in logical(ref).contiguous().stride()], 2)


def turned(ref):
    """The last dimension outermost in memory."""
    shape, strides, step = logical(ref).shape, [], 1
    for size in shape:
        strides.append(step)
        step *= max(size, 1)
    return as_view(ref, strides, 0)


def expanded(ref):
    """The first row everywhere."""
    data = logical(ref)
    memory = data[:1].contiguous()
    strides = (0, *memory.stride()[1:])
    return Ref(Leaf(memory, ref.leaf.wrt), (tuple(data.shape), strides, 0))


def cast(ref, dtype):
    return Ref(Leaf(logical(ref).detach().to(dtype), ref.leaf.wrt and dtype.is_floating_point))


def layouts(call, dtype):
    places = [(at, r) for at, r in tensors_at(call) if logical(r).dim() and logical(r).numel()]
    if not places:
        return
    yield swapped(call, {at: stepped(r) for at, r in places})
    for at, r in places[:3]:
        if logical(r).dim() > 1:
            yield swapped(call, {at: turned(r)})
    for at, r in places[:2]:
        if logical(r).size(0) > 1:
            yield swapped(call, {at: expanded(r)})


def empties(call, dtype):
    places = [(at, r) for at, r in tensors_at(call) if logical(r).dim()]
    for dim in (0, -1):
        sizes = [logical(r).size(dim) for _, r in places[:1]]
        same = {at: Ref(Leaf(logical(r).narrow(dim, 0, 0), r.leaf.wrt)) for at, r in places if logical(r).size(dim) == sizes[0]}
        if same:
            yield swapped(call, same)


def scalars(call, dtype):
    places = [(at, r) for at, r in tensors_at(call) if logical(r).numel()]
    for at, r in places[:3]:
        yield swapped(call, {at: Ref(Leaf(logical(r).reshape(-1)[0], r.leaf.wrt))})
    for at, r in places[1:2]:
        for value in (2, 1.5, True):
            yield swapped(call, {at: value})


def mixes(call, dtype):
    order = list(DTYPES.values())
    start = order.index(dtype)
    for nth, (at, r) in enumerate(list(tensors_at(call))[:3]):
        if r.leaf.data.dtype is dtype:
            for step in (1, 3, 4, 6):
                yield swapped(call, {at: cast(r, order[(start + step + nth) % len(order)])})
            if logical(r).dim() and logical(r).numel():
                zero_dim = Ref(Leaf(logical(r).reshape(-1)[0].to(order[(start + 1) % len(order)])))
                yield swapped(call, {at: zero_dim})


def extremes(call, dtype):
    """Extreme values strewn over the tensors; whole numbers only where they are values, not places."""
    table = specials(call.name, dtype)
    if not dtype.is_floating_point and kind_of(call.name) is None:
        return
    if dtype.is_floating_point and kind_of(call.name) is None:  # where a sum overflows on its way, its order would decide
        table = [math.copysign(100.0, v) if abs(v) == torch.finfo(dtype).max else v for v in table]
    for picks in ([0], [1], [2, 3, 4], [5, 6, 8], list(range(len(table)))):
        changes = {}
        for nth, (at, r) in enumerate(tensors_at(call)):
            data = logical(r).detach().clone(memory_format=torch.contiguous_format)
            if data.dtype is dtype and data.numel():
                flat = data.view(-1)
                for i, pick in enumerate(picks):
                    if nth and len(picks) == 1:
                        break
                    flat[(i * 2 + nth) % flat.numel()] = table[pick % len(table)]
                changes[at] = Ref(Leaf(data))
        if changes:
            yield swapped(call, changes)


def tables(call, dtype):
    """For maps: every extreme value, every pair of them; elements on which PyTorch's paths disagree are left out."""
    kind = kind_of(call.name)
    places = [at for at, r in tensors_at(call) if r.leaf.data.dtype is dtype]
    if kind is None or not places or places[0] != 0 or "alpha" in call.kwargs:
        return  # with alpha, whether the product is fused decides what overflows
    values = specials(call.name, dtype)
    if kind == "unary" or len(places) == 1:
        columns = [torch.tensor(values, dtype=dtype)]
    else:
        pairs = list(itertools.product(values, values))
        columns = [torch.tensor([p[i] for p in pairs], dtype=dtype) for i in (0, 1)]
    places = places[:len(columns)]
    whole = swapped(call, {at: Ref(Leaf(c)) for at, c in zip(places, columns)})
    try:
        outputs, _ = whole.run()
    except Exception:  # noqa: BLE001 - refused as a whole: nothing to compare
        yield whole
        return
    if any(o.shape != columns[0].shape for o in outputs):
        return
    keep = []
    for i in range(len(columns[0])):
        try:
            one, _ = swapped(call, {at: Ref(Leaf(c[i:i + 1])) for at, c in zip(places, columns)}).run()
        except Exception:  # noqa: BLE001
            continue
        if close([o[i:i + 1] for o in outputs], one, tolerance_for(outputs)):
            keep.append(i)
    if keep:
        yield swapped(call, {at: Ref(Leaf(c[torch.tensor(keep)])) for at, c in zip(places, columns)})


# Where PyTorch's answer depends on the machine's vector unit, or on oneDNN taking over: overflow of a sum on its way, 0 * inf
# in padding, fused products, mixed types.
UNSETTLED = {
    "mixed-": {"nn.functional.conv1d", "nn.functional.conv2d", "nn.functional.triplet_margin_loss"},
    "extreme-": {"nn.functional.conv1d", "nn.functional.conv2d", "nn.functional.gelu", "nn.functional.batch_norm", "nn.functional.group_norm",
                 "nn.functional.instance_norm", "linalg.cross", "cross", "addr", "addcmul", "fmod"},
    "table-": {"nn.functional.gelu"},
}
KINDS = (("layout-", layouts, True), ("empty-", empties, True), ("scalar-", scalars, True), ("mixed-", mixes, False),
         ("extreme-", extremes, False), ("table-", tables, False))


def working(maker, dtype, most):
    """A few small calls of a dtype that PyTorch answers, of different forms."""
    found, forms = [], set()
    for _, sample in samples.of_dtype(maker.name, dtype, maker.options.seed, True):
        if len(found) == most:
            break
        try:
            call = samples.recorded(maker.name, sample)
            form = (len(call.args), tuple(sorted(call.kwargs)), tuple(type(a) for a in call.args))
            if not 0 < call.elements() <= 512 and call.leaves or form in forms and len(found) + 1 < most:
                continue
            call.run()
        except Exception:  # noqa: BLE001 - not a start for an edge
            continue
        forms.add(form)
        found.append(call)
    return found


def make(maker, dtype):
    small = maker.options.small
    calls = working(maker, dtype, 1 if small else 4)
    turn = reseed(maker.options.seed, maker.name, dtype, "edges")
    for nth, (kind, variations, gradients) in enumerate(KINDS):
        made = []
        for call in calls:
            source = variations(call, dtype)
            while True:
                try:
                    made.append(next(source))
                except StopIteration:
                    break
                except (Unsupported, RuntimeError, ValueError, OverflowError):
                    break
        if small and made:
            if kind != "table-" and (turn + nth) % 3:
                continue
            made = [made[turn % len(made)]]
        if maker.name in UNSETTLED.get(kind, ()) and dtype.is_floating_point:
            continue
        for call in made:
            maker.try_edge(dtype, kind, call, gradients)
