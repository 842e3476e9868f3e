# SPDX-License-Identifier: Apache-2.0
"""The family of programs: random sequences of views and in-place writes, run by PyTorch (grammar: conformance/README.md).

A program is written statement by statement; each is run as it is added, by the interpreter that reads the text.
"""
import random
import re
import warnings

import torch

from cases import Call, Family, Result, reseed, tolerance_for
from family import confine, write
from values import DTYPES, NAMES, Store

NAME = "views-and-writes"
STATEMENT = re.compile(r"(?:([\w, ]+) = )?(?:(\w+)\.)?(\w+)\((.*)\)")
ARGUMENT = re.compile(r"\[[^\]]*\]|[^,\[\]]+")


def literal(text, names):
    text = text.strip()
    if text in names:
        return names[text]
    if text in ("True", "False"):
        return text == "True"
    if text[0] == "[":
        return [int(n) for n in text[1:-1].split(",") if n.strip()]
    return float(text) if re.search(r"[.einf]", text) else int(text)


class Machine:
    """Names and tensors of a running program; the leaves that grad names are differentiable from the start."""

    def __init__(self, tensors, differentiable=()):
        self.names = {}
        for i, t in enumerate(tensors):
            self.names["t%d" % i] = t.clone().requires_grad_("t%d" % i in differentiable)
        self.lines = []

    def run(self, line):
        targets, owner, function, rest = STATEMENT.fullmatch(line).groups()
        args = [literal(a, self.names) for a in ARGUMENT.findall(rest) if a.strip()]
        if owner:
            args.insert(0, self.names[owner])
        if function == "grad":
            result = torch.autograd.grad(args[0].sum(), args[1], retain_graph=True)[0]
        elif function == "slice":
            result = torch.ops.aten.slice.Tensor(*args)
        elif function.endswith("_") or not hasattr(torch, function):
            result = getattr(torch.Tensor, function)(*args)
        else:
            result = getattr(torch, function)(*args)
        results = list(result) if isinstance(result, (list, tuple)) else [result]
        if targets:
            new = targets.split(", ")
            if len(new) != len(results):
                raise ValueError("names")
            self.names.update(zip(new, results))
        self.lines.append(line)


def places(tensor):
    """Where in its storage each element lies."""
    at = torch.full((1,), tensor.storage_offset(), dtype=torch.int64)
    for size, stride in zip(tensor.shape, tensor.stride()):
        at = (at.unsqueeze(-1) + torch.arange(size) * stride).reshape(-1)
    return at.tolist()


def shares(a, b):
    """"none", "all" (the same elements in the same order) or "some"."""
    if a.untyped_storage().data_ptr() != b.untyped_storage().data_ptr() or not a.numel() or not b.numel():
        return "none"
    x, y = places(a), places(b)
    if x == y and a.shape == b.shape:
        return "all"
    return "some" if set(x) & set(y) else "none"


class Writer:
    def __init__(self, rng, dtype, gradient):
        self.rng, self.dtype, self.gradient, self.fresh = rng, dtype, gradient, 0
        shape = [rng.randint(2, 4) for _ in range(rng.randint(1, 3))]
        other = dtype if gradient or rng.random() < 0.6 else rng.choice(list(DTYPES.values()))
        second = rng.choice([shape, shape[-1:], [1] * len(shape), shape[::-1], []])
        self.inputs = [self.values(shape, dtype), self.values(second, other), torch.tensor([1, 0])]
        self.machine = Machine(self.inputs, ["t0"] if gradient else [])

    def values(self, shape, dtype):
        n = 1
        for s in shape:
            n *= s
        if dtype is torch.bool:
            return torch.tensor([self.rng.random() < 0.5 for _ in range(n)]).reshape(shape)
        low = 0 if dtype is torch.uint8 else -8
        if dtype.is_floating_point:
            return torch.tensor([self.rng.randint(-32, 32) / 8 for _ in range(n)], dtype=dtype).reshape(shape)
        return torch.tensor([self.rng.randint(low, 9) for _ in range(n)], dtype=dtype).reshape(shape)

    def name(self):
        self.fresh += 1
        return "a%d" % self.fresh

    def pick(self, test=lambda t: True):
        usable = [n for n, t in self.machine.names.items() if n != "t2" and test(t)]
        return self.rng.choice(usable) if usable else None

    def view(self):
        """One view statement of a random tensor."""
        rng, x = self.rng, self.pick(lambda t: t.numel() <= 256)
        t = self.machine.names[x]
        kinds = ["unsqueeze", "flatten", "reshape", "expand", "slice", "narrow", "select", "transpose", "permute", "view", "diagonal",
                 "unfold", "squeeze", "movedim", "unbind", "chunk", "split", "t", "ravel", "tensor_split", "view_as"]
        f, d = rng.choice(kinds), t.dim()
        dim = rng.randrange(d) - (d if rng.random() < 0.3 else 0) if d else 0
        size = t.shape[dim] if d else 1
        shape = list(t.shape)
        if f == "unsqueeze":
            args = str(rng.randint(-d - 1, d))
        elif f in ("flatten", "ravel", "t"):
            args = ""
        elif f in ("view", "reshape"):
            args = str(rng.choice([[-1], shape[::-1], [1, *shape], [*shape, 1], [-1, shape[-1] if d else 1], [t.numel()]]))
        elif f == "expand":
            args = str(rng.choice([[2, *shape], [-1] * d, [3 if s == 1 else s for s in shape]]))
        elif f == "slice":
            args = "%d, %d, %d, %d" % (dim, rng.randint(0, size - 1) if size else 0, size, rng.randint(1, 2))
        elif f == "narrow":
            start = rng.randint(0, max(0, size - 1))
            args = "%d, %d, %d" % (dim, start, rng.randint(0 if rng.random() < 0.1 else 1, max(1, size - start)))
        elif f == "select":
            args = "%d, %d" % (dim, rng.randint(-size, size - 1) if size else 0)
        elif f in ("transpose", "movedim"):
            args = "%d, %d" % (dim, rng.randrange(d) if d else 0)
        elif f == "permute":
            args = str(rng.sample(range(d), d))
        elif f == "diagonal":
            args = rng.choice(["", "1", "-1", "0, -1, 0", "0, 0, -1"])
        elif f == "unfold":
            args = "%d, %d, %d" % (dim, rng.randint(1, max(1, size)), rng.randint(1, 2))
        elif f == "squeeze":
            args = rng.choice(["", str(dim)])
        elif f == "view_as":
            args = self.pick(lambda o: o.numel() == t.numel())
        else:
            return self.several(f, x, t, dim)
        return self.spelled(f, x, args)

    def several(self, f, x, t, dim):
        if self.gradient or not t.dim():
            return None
        size = self.rng.randint(1, max(1, t.shape[dim]))
        args = str(dim) if f == "unbind" else "%d, %d" % (size, dim)
        parts = len(getattr(torch, f)(t, *map(int, args.split(", "))))
        if not 0 < parts < 5:
            return None
        return "%s = %s(%s, %s)" % (", ".join(self.name() for _ in range(parts)), f, x, args)

    def spelled(self, f, x, args):
        if self.rng.random() < 0.5:
            return "%s = %s.%s(%s)" % (self.name(), x, f, args)
        return "%s = %s(%s)" % (self.name(), f, ", ".join([x, args] if args else [x]))

    def plain(self):
        """A statement whose result is a new tensor."""
        rng, x, y = self.rng, self.pick(), self.pick()
        f = rng.choice(["clone", "mul", "add", "sub", "gt", "square", "contiguous"] + ["exp", "sin", "mul", "mul"] * self.gradient)
        if f in ("clone", "contiguous", "square", "exp", "sin"):
            return "%s = %s.%s()" % (self.name(), x, f)
        return "%s = %s(%s, %s)" % (self.name(), f, x, rng.choice([y, y, "2"]))

    def write(self):
        """One in-place statement, or None where it would be refused or its result is open."""
        rng = self.rng
        x = self.pick(lambda t: t.numel() and len(set(places(t))) == t.numel())
        if x is None:
            return None
        t = self.machine.names[x]
        if self.gradient and shares(t, self.machine.names["t0"]) != "none":
            return None
        f = rng.choice("add_ mul_ sub_ div_ copy_ fill_ zero_ clamp_ abs_ neg_ masked_fill_ index_fill_ index_add_ index_copy_ scatter_ "
                       "square_ floor_ addcmul_ cumsum_ tril_ relu_ logical_not_ clamp_min_ bitwise_xor_ fmod_".split())
        d = t.dim()
        dim = rng.randrange(d) if d else 0
        if f == "logical_not_" and t.requires_grad:
            return None  # PyTorch forgets that it was written
        scalar = str(rng.choice([2, 3, -1] + [0.5, 1.5] * t.dtype.is_floating_point))
        if scalar == "-1" and t.dtype is torch.uint8:
            scalar = "1"
        args, others = "", []
        if f in ("add_", "mul_", "sub_", "copy_", "div_", "bitwise_xor_"):
            others = [self.pick()]
            if rng.random() < 0.3 and f not in ("copy_", "bitwise_xor_"):
                args, others = scalar, []
        elif f == "addcmul_":
            others = [self.pick(), self.pick()]
        elif f in ("fill_", "clamp_min_", "fmod_"):
            args = scalar.replace("-", "")
        elif f == "clamp_":
            args = "0, 3"
        elif f == "masked_fill_":
            mask = self.pick(lambda o: o.dtype is torch.bool)
            if mask is None:
                return None
            others, args = [mask], scalar
        elif f in ("index_fill_", "scatter_"):
            args = "%d, t2, %s" % (dim, scalar)
        elif f in ("index_add_", "index_copy_"):
            source = self.pick(lambda o: o.dim() == d and (not d or o.shape[dim] == 2))
            if source is None or shares(t, self.machine.names[source]) != "none":
                return None
            args = "%d, t2, %s" % (dim, source)
        elif f == "cumsum_":
            args = str(dim)
        for other in others:
            o = self.machine.names[other]
            kind = shares(t, o)
            if kind == "some" or f in ("addcmul_", "masked_fill_") and kind != "none" or not self.fits(t, o, f):
                return None
        return "%s.%s(%s)" % (x, f, ", ".join([*others, args] if args else others))

    @staticmethod
    def fits(t, o, f):
        """False for a cast that C leaves open: a float no integer holds."""
        if t.dtype.is_floating_point or t.dtype is torch.bool or not o.dtype.is_floating_point:
            return True
        return f == "copy_" and bool(((o >= 0) & (o < 100)).all())

    def attempt(self, line):
        """Runs the line if PyTorch takes it; a refused one leaves no trace but a used-up name."""
        if line is None:
            return False
        try:
            self.machine.run(line)
            return True
        except (RuntimeError, ValueError, TypeError, IndexError):
            return False

    def grow(self, length):
        for _ in range(20 * length):
            if len(self.machine.lines) >= length:
                break
            roll = self.rng.random()
            self.attempt(self.view() if roll < 0.45 else self.write() if roll < 0.85 else self.plain())

    def mistakes(self):
        """Last statements that PyTorch should refuse: overlap, dtype, shape, place, strides."""
        rng, names = self.rng, self.machine.names
        x = self.pick(lambda t: t.dim() and t.numel()) or "t0"
        t = names[x]
        n = self.name()
        lines = [
            ["%s = %s.unsqueeze(0)" % (n + "u", x), "%s = expand(%su, %s)" % (n, n, [2, *t.shape]), "%s.mul_(2)" % n],
            ["%s.add_(1.5)" % x], ["%s.div_(2)" % x], ["%s.neg_()" % x], ["%s.bitwise_xor_(t1)" % x],
            ["%s = unsqueeze(%s, 0)" % (n, x), "%s = expand(%s, %s)" % (n + "e", n, [2, *t.shape]), "%s.copy_(%se)" % (x, n)],
            ["%s = narrow(%s, 0, 1, %d)" % (n, x, t.shape[0] if t.dim() else 1)],
            ["%s = select(%s, %d, 0)" % (n, x, t.dim())], ["%s = select(%s, 0, %d)" % (n, x, t.shape[0] if t.dim() else 0)],
            ["%s = permute(%s, %s)" % (n, x, [0] * (t.dim() + 1))],
            ["%s = view(%s, [7, 11])" % (n, x)], ["%s = transpose(t0, 0, -1)" % (n + "v"), "%s = view(%sv, [-1])" % (n, n)],
            ["%s.masked_fill_(t2, 1)" % x], ["%s.index_fill_(0, t1, 1)" % x], ["%s.scatter_(9, t2, 1)" % x],
            ["%s.index_add_(0, t2, t2)" % x], ["%s = unfold(%s, 0, 9, 1)" % (n, x)], ["%s = diagonal(%s, 0, 0, 0)" % (n, x)],
            ["%s = squeeze(%s, 8)" % (n, x)], ["%s = movedim(%s, 5, 0)" % (n, x)], ["%s.no_such_function_()" % x],
            ["%s = no_such_function(%s)" % (n, x)], ["%s.add_()" % x], ["%s.fill_(t0, t0)" % x],
            ["%s = narrow(%s, 0, 0, %d)" % (n + "l", x, t.shape[0] - 1), "%s = narrow(%s, 0, 1, %d)" % (n + "r", x, t.shape[0] - 1),
             "%sl.add_(%sr)" % (n, n)],
            ["%s = chunk(%s, 0, 0)" % (n, x)], ["%s = flatten(%s, 3, 1)" % (n, x)],
        ]
        return rng.choice(lines)


def program(seed, number, wanted, dtype):
    """(inputs, text, outputs or None, error type or None) of one program; wanted is "plain", "error" or "grad"."""
    reseed(seed, NAME, wanted, number)
    rng = random.Random("%d/%s/%d" % (seed, wanted, number))
    writer = Writer(rng, dtype, wanted == "grad")
    writer.grow(rng.randint(8, 25) if wanted != "error" else rng.randint(5, 15))
    machine, error = writer.machine, None
    lines = []
    if wanted == "error":
        lines = writer.mistakes()
    elif wanted == "grad":
        start = machine.names["t0"]
        loss = writer.pick(lambda t: t.requires_grad and shares(t, start) == "none") or writer.pick(lambda t: t.requires_grad)
        if loss is None:
            return None
        lines = ["g = grad(%s, t0)" % loss]
    text = "\n".join([*machine.lines, *lines])
    for line in lines:
        try:
            machine.run(line)
        except (RuntimeError, ValueError, TypeError, IndexError, AttributeError, NotImplementedError) as why:
            error = type(why).__name__
            break
    if wanted == "error" and error is None:
        return None
    return writer.inputs, text, machine, error


def build(name, options, oracle):
    confine()
    family = Family(name, Store(), ["programs"])
    counts = {"forward": 0, "error": 0}
    base = 24 if options.small else min(60, 5 * options.samples)
    dtypes = [d for n, d in DTYPES.items() if not options.dtypes or n in options.dtypes]
    plans = [("plain", d, base) for d in dtypes] + [("error", d, base // 3) for d in dtypes]
    plans += [("grad", d, 4 * base) for d in dtypes if d in (torch.float32, torch.float64)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for wanted, dtype, many in plans:
            for number in range(many):
                made = program(options.seed, 1000 * list(DTYPES.values()).index(dtype) + number, wanted, dtype)
                if made is None:
                    continue
                inputs, text, machine, error = made
                call = Call("program", [*inputs, text], {})
                id_ = "program/%s/%s-%04d" % (NAMES[dtype], wanted, number)
                if error:
                    family.add(id_, call, error=error)
                    counts["error"] += 1
                    continue
                outputs = [t.detach() for t in machine.names.values()]
                result = Result(call, tolerance_for(outputs))
                result.outputs = outputs
                family.add(id_, call, result)
                counts["forward"] += 1
    write(family, options.out, oracle)
    return name, counts, {}
