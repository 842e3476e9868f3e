# SPDX-License-Identifier: Apache-2.0
"""Makes the families of one function: samples, edges and errors under its own name, second derivatives beside them."""
import json
import os
import resource
import signal
import subprocess

import torch

import edges
import errors
import samples
from cases import Family, answer, close, key_of, reseed
from functions import opinfos
from values import NAMES, Store, Unsupported

FLOATS = (torch.float32, torch.float64, torch.bfloat16, torch.float16)


class Maker:
    def __init__(self, name, options):
        self.name, self.options = name, options
        self.dropped = {}
        self.main = Family(name, Store())
        self.second = Family("second-" + name, Store(), ["second"])
        self.counts = {"forward": 0, "grad": 0, "error": 0, "second": 0}

    def drop(self, why):
        self.dropped[why] = self.dropped.get(why, 0) + 1

    def add(self, dtype, kind, call, result, error=None, overrides=None, family=None):
        family = family or self.main
        key = key_of(call)
        if key in family.seen:
            return False
        family.seen.add(key)
        where = NAMES[dtype] if dtype else "any"
        stem = "%s/%s/%s" % (self.name, where, kind)
        number = sum(1 for c in family.cases if c["id"].startswith(stem) and c["id"][len(stem):].isdigit())
        family.add("%s%04d" % (stem, number), call, result, error, overrides)
        return True

    def take(self, pairs, dtype, kind, limit, gradients, second=False):
        """Adds up to limit of the sampled calls; small ones first where only small ones ship."""
        chosen = []
        for op, sample in pairs:
            try:
                chosen.append((op, sample, samples.recorded(self.name, sample)))
            except Unsupported as why:
                self.drop(str(why))
        if self.options.small:
            chosen.sort(key=lambda c: c[2].elements() > 4096)
        added = 0
        for op, sample, call in chosen:
            if added >= limit:
                break
            reseed(self.options.seed, self.name, dtype, kind, added, second)
            overrides = samples.overrides_of(op)
            try:
                expected = samples.as_opinfo(op, sample)
                result = answer(call, overrides, gradients, second)
            except Unsupported as why:
                self.drop(str(why))
                continue
            except Exception as why:  # noqa: BLE001 - a sample PyTorch itself refuses is no sample
                self.drop("%s: %s" % (type(why).__name__, str(why)[:60]))
                continue
            if result is None:
                self.drop("random or undefined")
            elif not close(result.outputs, expected, (max(result.tolerance[0], 1e-6), max(result.tolerance[1], 1e-6))):
                self.drop("differs from OpInfo's own call")
            elif second:
                linear = result.second and all(g is None for g in result.second[1])
                if result.second and not (linear and added) and self.add(dtype, "", call, result, overrides=overrides, family=self.second):
                    added += 1
                    self.counts["second"] += 1
            elif self.add(dtype, kind, call, result, overrides=overrides):
                added += 1
                self.counts["forward"] += 1
                self.counts["grad"] += result.grads is not None

    def try_edge(self, dtype, kind, call, gradients=False):
        """One hand-made call: a case of values where PyTorch answers, of refusal where it raises."""
        reseed(self.options.seed, self.name, dtype, kind, len(self.main.cases))
        try:
            result = answer(call, None, gradients)
        except Unsupported as why:
            return self.drop(str(why))
        except Exception as why:  # noqa: BLE001 - whatever PyTorch raises is the answer
            return self.add_error(call, why, dtype)
        if result is None:
            self.drop("random or undefined")
        elif self.add(dtype, kind, call, result):
            self.counts["forward"] += 1
            self.counts["grad"] += result.grads is not None
        return None

    def try_error(self, call, dtype=None):
        """One mistake: kept where PyTorch raises."""
        try:
            call.run()
        except Unsupported as why:
            self.drop(str(why))
        except Exception as why:  # noqa: BLE001
            return self.add_error(call, why, dtype)
        return False

    def add_error(self, call, why, dtype=None):
        dtype = dtype or (call.leaves[0].data.dtype if call.leaves else None)
        if self.name == "kron" and "view size" in str(why):  # of its own making: the arguments are good
            return False
        if not errors.meant(why) or not self.add(dtype, "error-", call, None, error=type(why).__name__):
            return False
        self.counts["error"] += 1
        return True

    def make(self):
        o = self.options
        for dtype in samples.dtypes_of(self.name):
            if o.dtypes and NAMES[dtype] not in o.dtypes:
                continue
            pairs = samples.of_dtype(self.name, dtype, o.seed, dtype in FLOATS)
            self.take(pairs, dtype, "", o.samples, dtype in FLOATS)
            if not o.small:
                more = samples.of_dtype(self.name, dtype, o.seed, dtype in FLOATS, reference=True)
                self.take(more, dtype, "more-", o.samples // 2, dtype in FLOATS)
            if dtype is torch.float64 and any(op.supports_gradgrad for op in opinfos(self.name)):
                twice = [p for p in pairs if p[0].supports_gradgrad]
                self.take(twice, dtype, "", max(1, min(4, o.samples // 2)), True, second=True)
            edges.make(self, dtype)
        errors.make(self)


def write(family, out, oracle):
    """Writes a family's folder: one case a line."""
    folder = os.path.join(out, family.name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "tensors.safetensors"), "wb") as f:
        f.write(family.store.bytes())
    document = family.document(oracle)
    cases = document.pop("cases")
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
    lines = ",\n".join(json.dumps(c, sort_keys=True, separators=(",", ":"), allow_nan=False) for c in cases)
    with open(os.path.join(folder, "family.json"), "w", encoding="ascii", newline="\n") as f:
        f.write('%s,"cases":[\n%s\n]}\n' % (text[:-1], lines))
    seal(folder)


def seal(folder):
    """The envelope beside family.json, by the kiln command that KILN names; without one there is none, and none of an older family."""
    if os.environ.get("KILN"):
        subprocess.run([os.environ["KILN"], "conform", "--seal", folder], check=True, stdout=subprocess.DEVNULL)
    elif os.path.exists(os.path.join(folder, "family.json.envelope.json")):
        os.remove(os.path.join(folder, "family.json.envelope.json"))


def confine():
    """One thread; at most a gigabyte beyond what is mapped now and ten minutes a family: absurd sizes fail, a hang is loud."""
    torch.set_num_threads(1)
    signal.setitimer(signal.ITIMER_VIRTUAL, 600)
    if resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY:
        with open("/proc/self/statm", encoding="ascii") as f:
            mapped = int(f.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (mapped + (1 << 30), resource.RLIM_INFINITY))


def build(name, options, oracle):
    """Makes and writes the families of a name; returns its counts and what was dropped."""
    confine()
    maker = Maker(name, options)
    maker.make()
    for family in (maker.main, maker.second):
        if family is maker.main or family.cases:
            write(family, options.out, oracle)
    return name, maker.counts, maker.dropped
