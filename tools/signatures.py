#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The second table: reads src/frontend/call/signatures/*.sig, one public function a row with its PyTorch name and signature, and writes

    include/kiln/<family>.h               prototype, macro with defaults, comment
    src/frontend/call/generated/<family>.c     in-place variants, and the entry of each function in the by-name table
    src/frontend/call/generated/functions.inc  the table itself, sorted by name

`tools/signatures.py` writes them; `--check` compares, and is a test. The grammar is docs/functions.md.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SIGNATURES = ROOT / "src/frontend/call/signatures"
NOTE = "Written by tools/signatures.py from src/frontend/call/signatures/{family}.sig: edit that."

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

    def prototype(self, inplace=False, defaults=False):
        args = ["kiln_site at"] + (["kiln_session *session"] if self.session else [])
        for i, p in enumerate(self.c_params_of(inplace)):
            kind = "kiln_tensor *" if inplace and i == 0 else TYPES[p.type][0]
            args.append(f"{kind}{p.name}" + (f" KILN_OR_({p.c_default(True)})" if defaults and p.default is not None else ""))
        return args

    def macros(self, inplace=False):
        return Macros(self, inplace)


class Macros:
    """The macro of the function's own name: include/kiln/arguments.h says what it is made of."""

    def __init__(self, f, inplace):
        self.name, self.returns = f.c + ("_" if inplace else ""), "kiln_tensor *" if inplace else f.c_return().strip()
        self.session, self.params = f.session, f.c_params_of(inplace)
        self.names = ["session"] * f.session + [p.name for p in self.params]
        self.types = ["kiln_session *"] * f.session + [TYPES[p.type][0] for p in self.params]
        self.wraps = ["{}"] * f.session + ["{}" if inplace and i == 0 else TYPES[p.type][4] for i, p in enumerate(self.params)]
        self.defaults = [None] * f.session + [p.default and p.c_default(True) for p in self.params]
        self.required = sum(d is None for d in self.defaults)
        if inplace:
            self.types[0] = "kiln_tensor *"
        self.structs = [i for i, t in enumerate(self.types) if t in ("kiln_shape ", "kiln_axes ", "kiln_list ")]
        optional = ", ".join(self.names[self.required:])
        listed = ", ".join(self.names[:self.required])
        self.text = f"{self.name}({listed}" + (f"[{', ' if listed else ''}{optional}]" if optional else "") + ")"

    def plain(self):
        """Without defaults and numbers: any literal passes as it is."""
        return self.required == len(self.names) and all(w == "{}" for w in self.wraps)

    def public(self):
        """What C++ takes whole, and C where nothing is to be filled in."""
        return f'#define {self.name}(...) KILN_TAKES_{len(self.names)}_({self.name}, {self.returns}, "{self.text}", __VA_ARGS__)'

    def c(self):
        """The forms for each number of arguments that the defaults allow, and the one for literals."""
        name, out = self.name, []
        refused = f"{name}_refused_"
        forms = [refused] * (self.required - 1) + [f"{name}_{n}_" for n in range(max(self.required, 1), len(self.names) + 1)]
        if forms[0] != refused:
            forms[0] = f"KILN_SOME_({forms[0]}, {refused}, __VA_ARGS__)"
        pick = f"KILN_SELECT_(__VA_ARGS__, KILN_{63 - len(forms)}_({refused}), {', '.join(reversed(forms))}, ~)"
        for i in reversed(self.structs):
            pick = f"KILN_IF_(KILN_LITERAL_(KILN_ARG_{i}_(__VA_ARGS__,{' ,' * i} ~)))({name}_given_, {pick})"
        out.append(f"#define {name}(...) {pick}(__VA_ARGS__)")
        out.append(f'#define {refused}(...) KILN_REFUSE_({self.returns}, "{self.text}")')
        for n in range(max(self.required, 1), len(self.names) + 1):
            values = ["KILN_HERE"] + [w.format(p) if i < n else d for i, (p, w, d) in enumerate(zip(self.names, self.wraps, self.defaults))]
            out.append(f"#define {name}_{n}_({', '.join(self.names[:n])}) ({name})({', '.join(values)})")
        return out + (self.given() if self.structs else [])

    def given(self):
        """The way of literals: the arguments from the first that can be one initialise a struct, and a function fills in those left out."""
        name, first = self.name, self.structs[0]
        if self.required == len(self.names) and all(w == "{}" for w in self.wraps[first:]):
            ahead = [w.format(p) for p, w in zip(self.names[:first], self.wraps)]
            return [f"#define {name}_given_({', '.join(self.names[:first] + ['...'])}) ({name})({', '.join(['KILN_HERE'] + ahead + ['__VA_ARGS__'])})"]
        number = [i > first and t == "kiln_value " for i, t in enumerate(self.types)]
        kinds = [i for i in range(len(self.types)) if number[i] and self.defaults[i] is None]
        types = ["long double " if n else t for n, t in zip(number, self.types)]
        members = " ".join(f"{t}{p};" for t, p in list(zip(types, self.names))[first:])
        out = [f"struct {name}_arguments_ {{ {members} int too_many[]; }}; /* {self.text} */"] # compilers quote these lines
        values = []
        for i, (p, d) in enumerate(zip(self.names, self.defaults)):
            kind = f"given == {i + 1} ? kind : KILN_IS_NONE" if i in kinds else "KILN_IS_NONE"
            value = f"kiln_v_given_(a->{p}, {kind})" if number[i] else f"a->{p}" if i >= first else p
            if i in kinds and "kiln_dtype " in self.types: # whether the number is a float is not known: refused where that would be the dtype
                dtype = self.names[self.types.index("kiln_dtype ")]
                value = f"given > {i + 1} && a->{dtype} == KILN_NO_DTYPE ? kiln_v_none() : {value}"
            values.append(value if d is None or i < first else f"given > {i} ? {value} : {d}")
        ahead = "".join(f"{t}{p}, " for t, p in zip(self.types[:first], self.names))
        kind = "kiln_value_kind kind, " if kinds else ""
        returns = self.returns + ("" if self.returns[-1] == "*" else " ")
        out.append(f"static inline {returns}{name}_filled_(kiln_site at, {ahead}int given, {kind}const struct {name}_arguments_ *a) {{\n"
                   f"    return ({name})({', '.join(['at'] + values)});\n}}")
        count = "KILN_GIVEN_(__VA_ARGS__)"
        if self.required > first + 1:
            needed = [f"{t}{p}" for t, p in zip(types[first:], self.names[first:self.required])]
            out.append(f"char {name}_needs_({', '.join(needed)}, ...); /* {self.text} */")
            count = f"(int)sizeof {name}_needs_(__VA_ARGS__) - 1 + {count}"
        if first > 0:
            count = f"{first} + {count}"
        if kinds:
            count += ", KILN_KIND_(KILN_LAST_(" + ", ".join(self.names[:first] + ["__VA_ARGS__"]) + "))"
        ahead = "".join(f"{w.format(p)}, " for p, w in zip(self.names[:first], self.wraps))
        out.append(f"#define {name}_given_({', '.join(self.names[:first] + ['...'])}) "
                   f"{name}_filled_(KILN_HERE, {ahead}{count}, &(struct {name}_arguments_){{.{self.names[first]} = __VA_ARGS__}}) /* {self.text} */")
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


def folded(line, width=150):
    """A long line of the header in several; what is quoted stays whole."""
    joint, indent = (" \\" if line.startswith("#define") else ""), "    "
    out, now = [], ""
    words = re.split(r"(?<=,) (?!~)", line) if line.startswith("KILN_API") else re.findall(r'(?:"[^"]*"|/\*.*?\*/|[^ "])+', line)
    for word in words:
        if now and len(now) + 1 + len(word) + len(joint) > width:
            out.append(now + joint)
            now = indent + word
        else:
            now = f"{now} {word}" if now else word
    return "\n".join(out + [now])


def header(family, title, rows):
    guard = f"KILN_{family.upper()}_H"
    out = ["/* SPDX-License-Identifier: Apache-2.0"]
    out += [f" * {line}" for line in wrapped(title)]
    out += [f" * {NOTE.format(family=family)} */", f"#ifndef {guard}", f"#define {guard}", "",
            '#include "kiln/tensor.h"', "", "#ifdef __cplusplus", 'extern "C" {', "#endif", ""]
    choosing, whole = [], []
    for f in rows:
        if isinstance(f, str):
            out += [f"/* ---- {f} */", ""]
            continue
        text = " ".join(f.doc) + (" A view." if f.view else "") + f" (torch.{f.schema})"
        out.append(comment(text.strip()))
        for inplace in [False, True][:1 + f.inplace]:
            m = f.macros(inplace)
            how = f"{f.c_params[0].name} itself becomes that view" if f.view else f"the same, written to {f.c_params[0].name}"
            kind = "kiln_tensor *" if inplace else f.c_return()
            out.append(f"KILN_API {kind}{m.name}({', '.join(f.prototype(inplace, True))});" + (f" /* {how} */" if inplace else ""))
            if m.plain():
                out.append(m.public())
            else:
                whole.append(f"#define {m.name}(...) ({m.name})(KILN_HERE, __VA_ARGS__)")
                choosing += m.c()
    out = [folded(line) if line.startswith("KILN_API") else line for line in out]
    if choosing:
        choosing = [folded(line) if not line.startswith("static inline") else "\n".join("    " * (k == 1) + folded(part.strip(), 146) for k, part in
                    enumerate(line.split("\n"))) for line in choosing]
        out += ["", "/* ---- the macros of functions with defaults and numbers: arguments.h */", "", "#ifdef __cplusplus"] + whole + ["#else"] + choosing + ["#endif"]
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
           '#include "frontend/call/by_name.h"', f'#include "kiln/{family}.h"', ""]
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


def orphans(outputs):
    """What was written from a signature file that is gone. Of the headers those count that say they are ours."""
    generated = list((ROOT / "src/frontend/call/generated").glob("*"))
    headers = [p for p in (ROOT / "include/kiln").glob("*.h") if NOTE.partition(" from ")[0] in p.read_text()]
    return sorted(p for p in generated + headers if p not in outputs)


def main():
    outputs, table = {}, []
    for path in sorted(SIGNATURES.glob("*.sig")):
        title, rows = read(path)
        outputs[ROOT / f"include/kiln/{path.stem}.h"] = header(path.stem, title, rows)
        text, part = source(path.stem, rows)
        outputs[ROOT / f"src/frontend/call/generated/{path.stem}.c"] = text
        table += [(torch, k, ident) for k, (torch, ident) in enumerate(part)]
    table.sort()
    outputs[ROOT / "include/kiln/functions.h"] = (
        "/* SPDX-License-Identifier: Apache-2.0\n * Every function with a PyTorch name. Written by tools/signatures.py. */\n"
        "#ifndef KILN_FUNCTIONS_H\n#define KILN_FUNCTIONS_H\n\n"
        + "".join(f'#include "kiln/{p.stem}.h"\n' for p in sorted(SIGNATURES.glob("*.sig"))) + "\n#endif\n")
    outputs[ROOT / "src/frontend/call/generated/functions.inc"] = "".join(f"FUNCTION({ident})\n" for _, _, ident in table)
    stale = [p for p, text in outputs.items() if not p.exists() or p.read_text() != text]
    extra = orphans(outputs)
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
