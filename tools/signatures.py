#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The second table: reads src/frontend/signatures/*.sig, one public function a row with its PyTorch name and signature, and writes

    include/kiln/<family>.h               prototype, macro with defaults, comment
    src/frontend/generated/<family>.c     in-place variants, and the entry of each function in the by-name table
    src/frontend/generated/functions.inc  the table itself, sorted by name

`tools/signatures.py` writes them; `--check` compares, and is a test. The grammar is docs/functions.md.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SIGNATURES = ROOT / "src/frontend/signatures"
NOTE = "Written by tools/signatures.py from src/frontend/signatures/{family}.sig: edit that."

# type: C type, enum of the by-name door, converter, default for None, wrapper of a macro's argument
TYPES = {
    "Tensor":    ("kiln_tensor *", "TENSOR", "fe_as_tensor", None, "{}"),
    "Tensor?":   ("kiln_tensor *", "TENSOR", "fe_as_tensor", "NULL", "{}"),
    "Tensor[]":  ("kiln_list ", "TENSORS", "fe_as_tensors", None, "{}"),
    "Tensor?[]": ("kiln_list ", "TENSORS_OR_NONE", "fe_as_tensors", None, "{}"),
    "Value":     ("kiln_value ", "VALUE", "fe_as_value", None, "KILN_V({})"),
    "Value?":    ("kiln_value ", "VALUE", "fe_as_value", "KILN_NO_VALUE", "KILN_V({})"),
    "Scalar":    ("kiln_value ", "SCALAR", "fe_as_value", None, "KILN_V({})"),
    "Scalar?":   ("kiln_value ", "SCALAR", "fe_as_value", "KILN_NO_VALUE", "KILN_V({})"),
    "int":       ("int64_t ", "INT", "fe_as_int", None, "{}"),
    "int?":      ("int64_t ", "INT", "fe_as_int", "KILN_NO_INT", "{}"),
    "int[]":     ("kiln_shape ", "INTS", "fe_as_ints", None, "{}"),
    "int[]?":    ("kiln_shape ", "INTS", "fe_as_ints", "KILN_NO_INTS", "{}"),
    "int[2]":    ("kiln_shape ", "INTS", "fe_as_two_ints", None, "{}"),
    "dim":       ("int ", "DIM", "fe_as_dim", None, "{}"),
    "dim?":      ("int ", "DIM", "fe_as_dim", "KILN_NO_DIM", "{}"),
    "dim[]":     ("kiln_axes ", "DIMS", "fe_as_dims", None, "{}"),
    "dim[]?":    ("kiln_axes ", "DIMS", "fe_as_dims", "KILN_ALL_AXES", "{}"),
    "float":     ("double ", "FLOAT", "fe_as_float", None, "{}"),
    "bool":      ("bool ", "BOOL", "fe_as_bool", None, "{}"),
    "str":       ("const char *", "STR", "fe_as_str", None, "{}"),
    "str?":      ("const char *", "STR", "fe_as_str", "NULL", "{}"),
    "dtype":     ("kiln_dtype ", "DTYPE", "fe_as_dtype", None, "{}"),
    "dtype?":    ("kiln_dtype ", "DTYPE", "fe_as_dtype", "KILN_NO_DTYPE", "{}"),
    "true":      (None, "TRUE", None, None, None),    # bind only this literal; tell overloads apart
    "false":     (None, "FALSE", None, None, None),
}
RETURNS = {"Tensor": "kiln_tensor *", "Tensor[]": "kiln_parts ", "(": "kiln_pair "}
CHECKED = {"layout", "device", "pin_memory", "requires_grad", "memory_format", "non_blocking", "copy"}
FACTORY = ["layout", "device", "pin_memory", "requires_grad"]


class Bad(Exception):
    pass


class Param:
    def __init__(self, text, keyword_only):
        m = re.fullmatch(r"(~)?([A-Za-z2?\[\]]+?)(\*)? ([A-Za-z_0-9]+)(?:=(.+))?", text) or re.fullmatch(r"(~)()()(\w+)()", text)
        if not m:
            raise Bad(f"parameter '{text}'")
        self.checked, self.type, self.vararg, self.name, self.default = bool(m[1]), m[2], bool(m[3]), m[4], m[5]
        self.keyword_only = keyword_only
        if self.checked:
            if self.name not in CHECKED:
                raise Bad(f"'{self.name}' is no keyword that is only checked")
            self.type, self.default = "checked", "None"
        elif self.type not in TYPES:
            raise Bad(f"type '{self.type}'")
        self.in_c = not self.checked and TYPES[self.type][0] is not None

    def c_default(self, macro):
        """The default as a C expression: in a macro of the header, or in the table."""
        d, t = self.default, self.type
        if d == "None":
            return TYPES[t][3]
        if t in ("Value", "Scalar", "Value?", "Scalar?"):
            if d in ("True", "False"):
                return f"kiln_v_bool({d.lower()})"
            number = float(d)
            return f"kiln_v_int({d})" if re.fullmatch(r"-?\d+", d) else f"kiln_v_float({number!r})"
        if t == "bool":
            return d.lower()
        if t in ("str", "str?"):
            return '"' + d.strip("'") + '"'
        if t.startswith(("int[]", "int[2]", "dim[]")):
            items = re.findall(r"-?\d+", d)
            if t == "int[2]" and len(items) == 1:
                items *= 2
            word = "SHAPE" if t.startswith("int") else "AXES"
            if not items:
                return "KILN_NO_SHAPE" if word == "SHAPE" else "KILN_NO_AXES"
            return f"KILN_{word}({', '.join(items)})"
        if t in ("dtype", "dtype?"):
            return {"float32": "KILN_F32", "int64": "KILN_I64"}[d]
        return d


class Function:
    def __init__(self, family, doc, line):
        m = re.fullmatch(r"([\w.]+)(?::(\w+))?(?: as (\w+))?\((.*)\) -> (Tensor\[\]|Tensor|\([\w, ]+\))((?: \[\w+\])*)", line)
        if not m:
            raise Bad(f"row '{line}'")
        self.family, self.doc, self.torch, self.overload, self.returns = family, doc, m[1], m[2], m[5]
        flags = set(re.findall(r"\w+", m[6]))
        if flags - {"inplace", "session", "factory", "view", "numbers"}:
            raise Bad(f"flags {flags}")
        self.inplace, self.session, self.view = "inplace" in flags, bool(flags & {"session"}), "view" in flags
        self.numbers = "numbers" in flags
        base = m[3] or re.sub(r"^nn\.functional\.", "", self.torch).replace(".", "_")
        self.c = "kiln_" + base + (f"_{self.overload}" if self.overload and not m[3] else "")
        self.schema = f"{self.torch}({m[4]}) -> {m[5]}"
        self.params, only = [], False
        for part in split(m[4]):
            if part == "*":
                only = True
            else:
                self.params.append(Param(part, only))
        if "factory" in flags:
            self.params += [Param("~" + n, True) for n in FACTORY]

    @property
    def c_params(self):
        return [p for p in self.params if p.in_c]

    def c_params_of(self, inplace):
        """The variant written back takes no `inplace`: it is."""
        return [p for p in self.c_params if not (inplace and p.name == "inplace")]

    def c_return(self):
        return RETURNS["(" if self.returns[0] == "(" else self.returns]

    def prototype(self, inplace=False):
        args = ["kiln_site at"] + (["kiln_session *session"] if self.session else [])
        for i, p in enumerate(self.c_params_of(inplace)):
            kind = "kiln_tensor *" if inplace and i == 0 else TYPES[p.type][0]
            args.append(f"{kind}{p.name}")
        return args

    def macros(self, inplace=False):
        """The macro of the function's own name, with a form for every number of arguments the defaults allow."""
        name = self.c + ("_" if inplace else "")
        ps = self.c_params_of(inplace)
        required = sum(p.default is None for p in ps)
        lead = ["session"] if self.session else []

        def form(n):
            names = lead + [p.name for p in ps[:n]]
            values = ["KILN_HERE"] + lead
            for i, p in enumerate(ps):
                wrap = "{}" if inplace and i == 0 else TYPES[p.type][4]
                values.append(wrap.format(p.name) if i < n else p.c_default(True))
            return ", ".join(names), f"({name})({', '.join(values)})"

        if required == len(ps) or not ps:
            args, body = form(len(ps))
            return [f"#define {name}({args}) {body}"]
        out = [f"#define {name}(...) KILN_PICK_({name}_, KILN_COUNT_(__VA_ARGS__))(__VA_ARGS__)"]
        low = max(required, 1 - len(lead))
        for n in range(low, len(ps) + 1):
            args, body = form(n)
            out.append(f"#define {name}_{n + len(lead)}_({args}) {body}")
        return out


def split(text):
    parts, depth, at = [], 0, 0
    for i, c in enumerate(text):
        depth += c in "[(" and 1 or c in "])" and -1 or 0
        if c == "," and depth == 0:
            parts.append(text[at:i].strip())
            at = i + 1
    return [p for p in parts + [text[at:].strip()] if p]


def read(path):
    title, doc, rows = None, [], []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.rstrip()
        try:
            if not line:
                doc = []
            elif line.startswith("## "):
                rows.append(line[3:])
            elif line.startswith("#"):
                doc.append(line[1:].strip())
            elif title is None and line.startswith("title "):
                title = line[6:]
            else:
                rows.append(Function(path.stem, doc, line))
                doc = []
        except (Bad, KeyError) as e:
            raise SystemExit(f"{path.name}:{number}: {e}")
    if title is None:
        raise SystemExit(f"{path.name}: no title line")
    return title, rows


def wrapped(text, width=128):
    out, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            out.append(line)
            line = ""
        line = f"{line} {word}" if line else word
    return out + [line]


def comment(text):
    lines = wrapped(text)
    return "/* " + "\n * ".join(lines) + " */"


def header(family, title, rows):
    guard = f"KILN_{family.upper()}_H"
    out = ["/* SPDX-License-Identifier: Apache-2.0"]
    out += [f" * {line}" for line in wrapped(title)]
    out += [f" * {NOTE.format(family=family)} */", f"#ifndef {guard}", f"#define {guard}", "",
            '#include "kiln/tensor.h"', "", "#ifdef __cplusplus", 'extern "C" {', "#endif", ""]
    for f in rows:
        if isinstance(f, str):
            out += [f"/* ---- {f} */", ""]
            continue
        text = " ".join(f.doc) + (" A view." if f.view else "") + f" (torch.{f.schema})"
        out.append(comment(text.strip()))
        out.append(f"KILN_API {f.c_return()}{f.c}({', '.join(f.prototype())});")
        out += f.macros()
        if f.inplace:
            how = f"{f.c_params[0].name} itself becomes that view" if f.view else f"the same, written to {f.c_params[0].name}"
            out.append(f"KILN_API kiln_tensor *{f.c}_({', '.join(f.prototype(True))}); /* {how} */")
            out += f.macros(True)
    out += ["", "#ifdef __cplusplus", "}", "#endif", "#endif", ""]
    return "\n".join(out)


def entry(f, inplace):
    """One row of the table: its parameters and the call with converted arguments."""
    ident = f.c[5:] + ("_" if inplace else "")
    taken = [p for p in f.params if not (inplace and p.name == "inplace")]
    params = []
    for p in taken:
        flags = [w for w, on in (("FE_OPTIONAL", p.default is not None), ("FE_OR_NONE", p.default == "None" or p.type.endswith("?")),
                                 ("FE_KEYWORD", p.keyword_only), ("FE_REST", p.vararg)) if on]
        kind = "CHECKED" if p.checked else "TENSOR" if inplace and p is f.c_params[0] else TYPES[p.type][1] # a number is not written to
        params.append(f'{{"{p.name}", FE_{kind}, {" | ".join(flags) or "0"}}}')
    out = []
    if params:
        out += [f"static const fe_param p_{ident}[] = {{", "    " + ", ".join(params) + "};"]
    call = ["at"] + (["s"] if f.session else [])
    for i, p in enumerate(taken):
        if not p.in_c:
            continue
        default = p.c_default(False) if p.default is not None else {
            "kiln_tensor *": "NULL", "kiln_list ": "FE_NO_LIST", "kiln_value ": "KILN_NO_VALUE", "kiln_shape ": "KILN_NO_SHAPE",
            "kiln_axes ": "KILN_NO_AXES", "const char *": "NULL", "kiln_dtype ": "KILN_NO_DTYPE", "bool ": "false"}.get(TYPES[p.type][0], "0")
        convert = TYPES[p.type][2]
        if inplace and p is f.c_params[0]:
            convert, default = "fe_as_tensor", "NULL"
        call.append("fe_as_tensor_of_numbers(at, s, a)" if f.numbers and i == 0 and not inplace else f"{convert}(a + {i}, {default})")
    fn = f.c + ("_" if inplace else "")
    keep = {"Tensor": "fe_return_one", "Tensor[]": "fe_return_parts"}.get(f.returns, "fe_return_pair")
    if inplace:
        keep = "fe_return_one"
    out += [f"static void c_{ident}(kiln_site at, kiln_session *s, fe_bound *a, fe_returned *r) {{"]
    if not taken:
        out.append("    (void)a;")
    if not f.session and (inplace or not f.numbers):
        out.append("    (void)s;")
    out += [f"    {keep}(r, ({fn})({', '.join(call)}));", "}"]
    torch = f.torch + ("_" if inplace else "")
    schema = f.schema.replace(f.torch + "(", torch + "(", 1).replace('"', "'")
    if inplace:
        schema = schema.replace(", bool inplace=False", "").replace("(Value ", "(Tensor ", 1)
    row = f'{{"{torch}", "{schema}", {"p_" + ident if params else "NULL"}, {len(taken)}, c_{ident}}}'
    return out, torch, ident, row


def source(family, rows):
    functions = [f for f in rows if isinstance(f, Function)]
    out = ["/* SPDX-License-Identifier: Apache-2.0", f" * {NOTE.format(family=family)}",
           " * In-place variants, and each function's entry in the by-name table (by_name.c). */",
           '#include "frontend/by_name.h"', f'#include "kiln/{family}.h"', ""]
    for f in functions:
        if not f.inplace:
            continue
        names = [("kiln_v_tensor(input)" if TYPES[p.type][0] == "kiln_value " else p.name) if i == 0 else
                 "false" if p.name == "inplace" else p.name for i, p in enumerate(f.c_params)]
        first = f.c_params[0].name
        names[0] = names[0].replace("input", first)
        read = [p.name if TYPES[p.type][0] == "kiln_value " else f"fe_tensor_value({p.name})"
                for p in f.c_params[1:] if TYPES[p.type][0] == "kiln_value " and not p.type.startswith("Scalar") or p.type in ("Tensor", "Tensor?")]
        values = ", ".join([f"kiln_v_tensor({first})"] + read)
        out += [f"kiln_tensor *({f.c}_)({', '.join(f.prototype(True))}) {{",
                "    FE_DOOR;",
                f"    const kiln_value v[] = {{{values}}};",
                f"    if (fe_write_begin(at, \"{f.c[5:]}_\", v, {1 + len(read)}) == NULL) return fe_poison_like({first}, NULL);",
                f"    return {'fe_view_back' if f.view else 'fe_write_back'}(at, \"{f.c[5:]}_\", {first}, ({f.c})({', '.join(['at'] + names)}));",
                "}", ""]
    table = []
    for f in functions:
        for inplace in ([False, True] if f.inplace else [False]):
            lines, torch, ident, row = entry(f, inplace)
            out += lines
            out += [f"const fe_function fe_function_{ident} = {row};", ""]
            table.append((torch, ident))
    return "\n".join(out), table


def main():
    outputs, table = {}, []
    for path in sorted(SIGNATURES.glob("*.sig")):
        title, rows = read(path)
        outputs[ROOT / f"include/kiln/{path.stem}.h"] = header(path.stem, title, rows)
        text, part = source(path.stem, rows)
        outputs[ROOT / f"src/frontend/generated/{path.stem}.c"] = text
        table += [(torch, k, ident) for k, (torch, ident) in enumerate(part)]
    table.sort()
    outputs[ROOT / "include/kiln/functions.h"] = (
        "/* SPDX-License-Identifier: Apache-2.0\n * Every function with a PyTorch name. Written by tools/signatures.py. */\n"
        "#ifndef KILN_FUNCTIONS_H\n#define KILN_FUNCTIONS_H\n\n"
        + "".join(f'#include "kiln/{p.stem}.h"\n' for p in sorted(SIGNATURES.glob("*.sig"))) + "\n#endif\n")
    outputs[ROOT / "src/frontend/generated/functions.inc"] = "".join(f"FUNCTION({ident})\n" for _, _, ident in table)
    stale = [p for p, text in outputs.items() if not p.exists() or p.read_text() != text]
    extra = [p for p in (ROOT / "src/frontend/generated").glob("*") if p not in outputs]
    if "--check" in sys.argv:
        for p in stale + extra:
            print(f"{p.relative_to(ROOT)} does not follow from the signatures: run tools/signatures.py", file=sys.stderr)
        return 1 if stale + extra else 0
    for p in stale:
        p.parent.mkdir(exist_ok=True)
        p.write_text(outputs[p])
    for p in extra:
        p.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
