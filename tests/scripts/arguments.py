#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what arguments.sh compiles: calls of every public macro, from the signatures and the hand-written headers.

    arguments.py FOLDER     run.c, run.cc: each call with literals beside the same one without, and recorders in place of the library
                            wrong.c, wrong.cc: calls with a wrong number of arguments, one a line; wrong.c.txt, wrong.cc.txt: what must be said of each line
                            alone0.c ...: such calls that a compiler does not recover from
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import signatures  # noqa: E402

PLAIN = {"kiln_session *": "s", "kiln_shape ": "shape", "kiln_axes ": "axes", "kiln_list ": "list", "const char *": '"a, (b"',
         "kiln_dtype ": "KILN_F32", "kiln_unused ": "KILN_UNUSED_NULL", "FILE *": "stdout", "kiln_program *": "program", "kiln_adam ": "adam", "kiln_host_data ": "look",
         "const void *": "data", "void *": "data", "kiln_tensor **": "results", "kiln_tensor *const *": "results", "size_t *": "&count",
         "const kiln_arg *": "args", "const kiln_print_options *": "NULL"}
C_LITERALS = {
    "kiln_shape ": ["(kiln_shape){2, e}", "(kiln_shape){.rank = 2, .extent = e}", "(kiln_shape){2, (int64_t[]){3, 4}}", "(shapes)[0]"],
    "kiln_axes ": ["(kiln_axes){2, ax}", "(kiln_axes){.count = 2, .axis = ax}", "(kiln_axes){2, (int[]){0, 1}}", "(&axes)[0]"],
    "kiln_list ": ["(kiln_list){2, t}", "(kiln_list){.count = 2, .tensor = t}", "(kiln_list){2, (kiln_tensor *[]){t[0], t[1]}}", "(&list)[0]"],
    "kiln_adam ": ["(kiln_adam){1, 0.5, 0.25, 0}", "(kiln_adam){.rate = 1, .beta1 = 0.5, .beta2 = 0.25}"],
    "kiln_host_data ": ["(kiln_host_data){data, 1, 2}"],
    "const void *": ["(const char[]){1, 2}", "(const void *)data"],
}
CXX_LITERALS = {"kiln_shape ": ["kiln_shape{2, e}", "{2, e}"], "kiln_axes ": ["kiln_axes{2, ax}"], "kiln_list ": ["kiln_list{2, t}"],
                "kiln_adam ": ["kiln_adam{1, 0.5, 0.25, 0}"], "kiln_host_data ": ["kiln_host_data{data, 1, 2}"]}
POINTERS = ("const void *", "void *", "const kiln_arg *", "kiln_tensor *const *", "const kiln_print_options *")
HAND = ["tensor", "autograd", "call", "program", "optim"]


class Call:
    def __init__(self, name, returns, types, names, required, text):
        self.name, self.returns, self.types, self.names, self.required, self.text = name, returns, types, names, required, text
        self.first = next((i for i, t in enumerate(types) if t in C_LITERALS), len(types))

    def plain(self, i):
        t = self.types[i]
        if t == "kiln_tensor *":
            return f"t[{i}]"
        if t == "kiln_value ":
            return "2.5" if i > self.first else [f"t[{i}]", "3", "0.5"][i % 3]
        if t == "bool ":
            return "true"
        return PLAIN.get(t) or {"double ": f"{i}.5"}.get(t, str(10 + i))

    def written(self, n, instead):
        return f"{self.name}({', '.join(instead.get(i) or self.plain(i) if i < len(self.types) else '1' for i in range(n))})"


def calls():
    for path in sorted(signatures.SIGNATURES.glob("*.sig")):
        for f in signatures.read(path)[1]:
            for inplace in [] if isinstance(f, str) else [False, True][:1 + f.inplace]:
                m = f.macros(inplace)
                yield Call(m.name, m.returns, m.types, m.names, m.required, m.text)
    for header in HAND:
        text = " ".join((ROOT / f"include/kiln/{header}.h").read_text().replace("\\\n", " ").split())
        macros = {name: text for name, text in re.findall(r'#define (kiln_\w+)\(\.\.\.\)[^"]*("\1\([^"]*\)"), __VA_ARGS__\)', text)}
        for m in re.finditer(r"KILN_API ([^;(]*?)(kiln_\w+)\(kiln_site at, ([^;]*?)\);", text):
            params = [re.fullmatch(r"\s*(.*?)(\w+)(?: KILN_OR_\(\w+\))?", p, re.S).groups() for p in m[3].split(",")]
            yield Call(m[2], m[1].strip(), [t for t, _ in params], [n for _, n in params], len(params) - m[3].count("KILN_OR_"), macros.pop(m[2]).strip('"'))
        if macros:
            raise SystemExit(f"{header}.h: no prototype of {', '.join(macros)}")


PRELUDE = r"""#include "kiln/kiln.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
static char now[4096], before[4096];
static int bad, compared;
static void say(const char *format, ...) {
    va_list list;
    size_t n = strlen(now);
    va_start(list, format);
    vsnprintf(now + n, sizeof now - n, format, list);
    va_end(list);
}
static void record_pointer(const void *p) { say(" %p", p); }
static void record_text(const char *p) { say(" '%s'", p != NULL ? p : "NULL"); }
static void record_number(double x) { say(" %g", x); }
static void record_shape(kiln_shape v) {
    say(" shape %d:", v.rank);
    for (int i = 0; i < v.rank; i++) say(" %d", (int)v.extent[i]);
}
static void record_axes(kiln_axes v) {
    say(" axes %d:", v.count);
    for (int i = 0; i < v.count; i++) say(" %d", v.axis[i]);
}
static void record_list(kiln_list v) {
    say(" list %d:", (int)v.count);
    for (size_t i = 0; i < v.count; i++) say(" %p", (const void *)v.tensor[i]);
}
static void record_value(kiln_value v) {
    if (v.kind == KILN_IS_TENSOR) say(" tensor %p", (const void *)v.as.tensor);
    else if (v.kind == KILN_IS_FLOAT) say(" float %g", v.as.number);
    else say(" kind %d %d", (int)v.kind, (int)v.as.integer);
}
static void record_adam(kiln_adam v) { say(" adam %g %g %g %g", v.rate, v.beta1, v.beta2, v.eps); }
static void record_look(kiln_host_data v) { say(" look %p %d %d", v.data, (int)v.nbytes, (int)v.version); }
static void record_bytes(const void *p) { say(" byte %d", ((const char *)p)[0]); }
static void record_arg(const kiln_arg *p) { say(" arg %d", (int)p->kind); }
static void record_options(const kiln_print_options *p) { say(" precision %d", p != NULL ? p->precision : -1); }
static void same(const char *call) {
    compared++;
    if (strcmp(now, before) == 0 && now[0] != 0) return;
    bad++;
    fprintf(stderr, "%s:\n  plain  %s\n  literal%s\n", call, before, now);
}
#define SAME(plain, literal, text) (now[0] = 0, (void)(plain), memcpy(before, now, sizeof now), now[0] = 0, (void)(literal), same(text))
"""
RECORD = {"kiln_shape ": "shape", "kiln_axes ": "axes", "kiln_list ": "list", "kiln_value ": "value", "kiln_adam ": "adam",
          "kiln_host_data ": "look", "const char *": "text", "const void *": "bytes", "const kiln_arg *": "arg",
          "const kiln_print_options *": "options"}
GLOBALS = """static const int64_t e[2] = {3, 4};
static const int ax[2] = {0, 1};
static kiln_tensor *t[16], *results[2];
static const char data[2] = {1, 2};
static char place[16];
static kiln_shape shape, shapes[1];
static kiln_axes axes;
static kiln_list list;
static kiln_adam adam;
static kiln_host_data look;
static kiln_arg args[1];
static size_t count;
static kiln_session *s;
static kiln_program *program;
static void set_up(void) {
    shape = shapes[0] = kiln_shape_from(2, e);
    axes = kiln_axes_from(2, ax);
    list = kiln_list_from(2, t);
    adam.rate = 1, adam.beta1 = 0.5, adam.beta2 = 0.25;
    look.data = data, look.nbytes = 1, look.version = 2;
    s = (kiln_session *)place, program = (kiln_program *)(place + 1);
    for (int i = 0; i < 16; i++) t[i] = (kiln_tensor *)(place + i);
    (void)args, (void)count, (void)results, (void)shapes;
}
"""


def recorder(c):
    lines = [f"{c.returns} ({c.name})(kiln_site at{''.join(f', {t}{n}' for t, n in zip(c.types, c.names))}) {{",
             f"    {c.returns} none;", f'    say("{c.name} %s", at);']
    for t, n in zip(c.types, c.names):
        kind = RECORD.get(t) or ("pointer" if t.endswith("*") else "number")
        lines.append(f"    record_{kind}({'(double)' if kind == 'number' else ''}{n});")
    return "\n".join(lines + ["    memset(&none, 0, sizeof none);", "    return none;", "}", ""])


def void_data(c):
    """Memory that is written to is no constant."""
    return {i: "place" for i, t in enumerate(c.types) if t == "void *"}


def run_file(all_calls, literals, cxx):
    out = [PRELUDE + GLOBALS]
    out += (["extern \"C\" {"] if cxx else []) + [recorder(c) for c in all_calls] + (["}"] if cxx else [])
    for c in all_calls:
        out.append(f"static void test_{c.name}(void) {{")
        base = void_data(c)
        structs = [i for i, t in enumerate(c.types) if t in literals]
        for n in range(c.required, len(c.types) + 1):
            out.append(f"    (void){c.written(n, base)};")
            plain = c.written(n, base)
            sets = [{i: w} for i in structs if i < n for w in literals[c.types[i]]]
            sets.append({i: literals[c.types[i]][0] for i in structs if i < n})
            for chosen in sets if structs else []:
                call = c.written(n, {**base, **chosen})
                text = call.replace("\\", "\\\\").replace('"', '\\"')
                out.append(f'    SAME({plain}, {call if cxx else "(" + call + ")"}, "{text}");')
        out.append("}\n")
    out += [] if cxx else [KINDS]
    out.append("int main(void) {\n    set_up();")
    out += [f"    test_{c.name}();" for c in all_calls]
    out += ["    kinds();"] if not cxx else []
    out += ['    printf("%d literal calls equal the plain ones\\n", compared);', "    return bad != 0 || compared < 100;", "}", ""]
    return "\n".join(out)


# A number after a literal: of its last place the kind is known, of another one the value.
KINDS = """static void kinds(void) {
    kiln_print_options options = KILN_PRINT_OPTIONS_INIT;
""" + "".join(f'    SAME(kiln_full(s, shape, {v}), kiln_full(s, (kiln_shape){{2, e}}, {v}), "full {v}");\n'
                       for v in ("3", "3.0", "3.0f", "true", "-0.0", "(int64_t)1 << 62", "1e300")) + """    SAME(kiln_full(s, shape, -0.0, KILN_F64), kiln_full(s, (kiln_shape){2, e}, -0.0, KILN_F64), "full -0.0");
    SAME(kiln_full(s, shape, 3, KILN_F64), kiln_full(s, (kiln_shape){2, (int64_t[]){3, 4}}, 3, KILN_F64), "full 3");
    SAME(kiln_mul(t[0], 6.0), kiln_mul(t[0], (3.0) * 2), "mul");
    SAME(kiln_clamp(t[0], -1.0, 2.0), kiln_clamp(t[0], (-1) * 1.0, (double)2), "clamp");
    SAME(kiln_mul(t[0], KILN_V(3)), kiln_mul(t[0], ((kiln_value){.as.integer = 3, .kind = KILN_IS_INT})), "value");
    SAME(kiln_call(s, "f", args, 1, results, 2, &count), kiln_call(s, "f", &(kiln_arg){NULL, KILN_ARG_NONE, {.integer = 0}}, 1, results, 2, &count), "call");
    SAME(kiln_print(t[0], "x", stdout, &options), kiln_print(t[0], "x", stdout, &(kiln_print_options)KILN_PRINT_OPTIONS_INIT), "print");
    SAME(kiln_reshape(t[0], shape), kiln_reshape(t[0], kiln_shape_from(2, e)), "shape_from");
    SAME(kiln_cat(list), kiln_cat(kiln_list_from(2, t)), "list_from");
    SAME(kiln_sum(t[0], axes), kiln_sum(t[0], kiln_axes_from(2, ax)), "axes_from");
}
"""


def wrong_file(all_calls, literals, cxx, folder, suffix):
    head = ('#include "kiln/kiln.h"\n' + GLOBALS + "void wrong(void);\nvoid wrong(void) {\n    set_up();").split("\n")
    lines = list(head)
    expected, alone = [], []

    def add(call, text):
        lines.append(f"    (void){call};")
        expected.append(f"{len(lines)}\t{'error' if cxx else text}\t{call}")

    for c in all_calls:
        base, most = void_data(c), len(c.types)
        for n in list(range(c.required)) + [most + 1, most + 2, 18, 40]:
            told = n < c.required or not any(t in POINTERS for t in c.types) # else a literal's address may be among them
            add(c.written(n, base), "wrong number of arguments: " + c.text if told else "error")
        structs = [i for i, t in enumerate(c.types) if t in ("kiln_shape ", "kiln_axes ", "kiln_list ")]
        for i in structs:
            add(c.written(most + 1, {**base, i: literals[c.types[i]][0]}), "error")
            if i < c.required - 1: # the literal is last: gcc does not find its way back, so each alone
                alone.append(c.written(c.required - 1, {**base, i: literals[c.types[i]][0]}))
    for k, call in enumerate(alone):
        (folder / f"alone{k}.{suffix}").write_text("\n".join(head + [f"    (void){call};", "}", ""]))
    return "\n".join(lines + ["}", ""]), "\n".join(expected) + "\n"


def main():
    folder = pathlib.Path(sys.argv[1])
    every = list(calls())
    for c in every:
        if c.required < 1:
            raise SystemExit(f"{c.name}: nothing is required")
    (folder / "run.c").write_text(run_file(every, C_LITERALS, False))
    (folder / "run.cc").write_text(run_file(every, CXX_LITERALS, True))
    for name, literals in (("c", C_LITERALS), ("cc", CXX_LITERALS)):
        text, expected = wrong_file(every, literals, name == "cc", folder, name)
        (folder / f"wrong.{name}").write_text(text)
        (folder / f"wrong.{name}.txt").write_text(expected)
    print(f"{len(every)} macros")


if __name__ == "__main__":
    main()
