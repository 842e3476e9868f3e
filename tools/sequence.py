#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""C leaves the order of arguments, operands and initialisers open. Where two of them append graph nodes, node ids depend on the compiler,
and with them the order of gradient sums and the bits of results. This finds such places:

    tools/sequence.py              all of src/
    tools/sequence.py FILE...      these files as if they were the whole program

It has the preprocessor expand the files (system headers left out), reads the functions, finds those that append (they call ir_next, however
far down, or call through a pointer that such a function fits), and names each expression that holds two appending calls, or one beside
a read of the graph's arrays or counts, with no sequence between them. Status 1 if there are any. tests/scripts/sequence.sh runs it.
"""
import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
APPENDING = ("ir_next", "ir_graph_reset")                      # what changes a graph's nodes itself
STATE = {"count", "nints", "ninputs", "nodes", "ints"}         # members of a graph that appending changes

TOKEN = re.compile(r"""[A-Za-z_]\w*|\.?\d(?:[eEpP][+-]|[\w.])*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'
                   |\.\.\.|<<=|>>=|->|\+\+|--|<<|>>|&&|\|\||[-+*/%&|^=!<>]=|\S""", re.X)
MARKER = re.compile(r'# (\d+) "([^"]*)"((?: \d)*)')
WORD = re.compile(r"[A-Za-z_0-9\"'.]")
BINARY = {"||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "<": 7, ">": 7, "<=": 7, ">=": 7, "<<": 8, ">>": 8,
          "+": 9, "-": 9, "*": 10, "/": 10, "%": 10}
ASSIGN = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}
UNARY = {"*", "&", "-", "+", "!", "~", "++", "--"}
QUALIFIERS = {"const", "volatile", "restrict", "static", "inline", "extern", "struct", "union", "enum", "_Atomic", "register", "_Thread_local"}

Token = collections.namedtuple("Token", "text file line")


# ---- preprocessing

def preprocess(files, include):
    """The tokens of each file after macro expansion. System headers are empty: what they declare appends nothing."""
    stubs = tempfile.mkdtemp()
    try:
        for folder in [*include, *{str(pathlib.Path(f).parent) for f in files}]:
            for path in pathlib.Path(folder).rglob("*.[ch]"):
                for name in re.findall(r"^[ \t]*#[ \t]*include[ \t]*<([^>]+)>", path.read_text(), re.M):
                    stub = pathlib.Path(stubs, name)
                    if any(pathlib.Path(i, name).exists() for i in include):
                        continue
                    stub.parent.mkdir(parents=True, exist_ok=True)
                    stub.touch()
        def expand(f):
            command = [os.environ.get("CC") or "cc", "-E", "-w", "-std=gnu11", "-nostdinc", *(f"-I{i}" for i in include), "-I", stubs, str(f)]
            return f, subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for f, done in pool.map(expand, files):
                if done.returncode:
                    sys.exit(f"{f}: {done.stderr.strip()}")
                yield str(f), done.stdout.split("\n")
    finally:
        subprocess.run(["rm", "-rf", stubs], check=False)


def is_template(file):
    """Included for its text: it belongs to the file that includes it."""
    return not file.endswith(".h") or file.endswith(".inc.h")


def without_known(rows, known):
    """The rows less what headers said in the same words before."""
    out, i = [], 0
    while i < len(rows):
        marker = MARKER.match(rows[i]) if rows[i].startswith("#") else None
        out.append(rows[i])
        i += 1
        if not marker or "1" not in marker[3].split() or is_template(marker[2]):
            continue
        depth, end = 1, i
        while end < len(rows) and depth:
            inner = MARKER.match(rows[end]) if rows[end].startswith("#") else None
            if inner:
                depth += ("1" in inner[3].split()) - ("2" in inner[3].split())
            end += 1
        said = hash((marker[2], *rows[i:end - 1]))
        if said in known:
            i = end - 1
        known.add(said)
    return out


def tokens_of(rows):
    out, file, line = [], "", 0
    for row in rows:
        marker = MARKER.match(row) if row.startswith("#") else None
        if marker:
            line, file = int(marker[1]) - 1, marker[2]
            continue
        line += 1
        out += [Token(t, file, line) for t in TOKEN.findall(row)]
    return without_attributes(out)


def without_attributes(tokens):
    out, i = [], 0
    while i < len(tokens):
        if tokens[i].text in ("__attribute__", "_Alignas", "__asm__", "_Static_assert", "static_assert") and tokens[i + 1].text == "(":
            i = closing(tokens, i + 1) + 1
        elif tokens[i].text == "__extension__":
            i += 1
        else:
            out.append(tokens[i])
            i += 1
    return out


def closing(tokens, i):
    """The place of the bracket that closes the one at i."""
    depth = 0
    while i < len(tokens):
        depth += (tokens[i].text in "([{") - (tokens[i].text in ")]}")
        if depth == 0:
            return i
        i += 1
    return len(tokens) - 1


# ---- expressions. A node is (kind, children, token): "call" has the callee first; the children of "open" have no order; those of "seq" have.

class Parser:
    """Lenient: types and declarations pass as expressions, for only the sequence of calls matters."""

    def __init__(self, tokens):
        self.tokens, self.at = tokens, 0

    def text(self, ahead=0):
        i = self.at + ahead
        return self.tokens[i].text if i < len(self.tokens) else ""

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def accept(self, text):
        if self.text() != text:
            return False
        self.at += 1
        return True

    def skip(self):
        """Over a bracket and all that it holds."""
        self.at = closing(self.tokens, self.at) + 1

    # -- statements: a list of full expressions

    def statements(self):
        out = []
        while self.at < len(self.tokens) and self.text() != "}":
            out += self.statement()
        return out

    def statement(self):
        text = self.text()
        if text == "{":
            self.take()
            out = self.statements()
            self.accept("}")
            return out
        if text in ("if", "while", "switch"):
            self.at += 2
            out = [self.comma()]
            self.accept(")")
            return out + self.statement()
        if text == "for":
            self.at += 2
            out = []
            while self.at < len(self.tokens) and not self.accept(")"):
                if not self.accept(";"):
                    out.append(self.comma())
            return out + self.statement()
        if text in ("do", "else"):
            self.take()
            return self.statement()
        if text == "case":
            self.take()
            out = [self.comma()]
            self.accept(":")
            return out
        if WORD.match(text) and self.text(1) == ":":
            self.at += 2
            return []
        if text in ("return", "goto", "typedef"):
            self.take()
        if self.accept(";"):
            return []
        before = self.at
        out = [self.comma()]
        self.accept(";")
        if self.at == before:
            self.take()
        return out

    # -- expressions

    def comma(self):
        first = self.token_here()
        parts = [self.assignment()]
        while self.accept(","):
            parts.append(self.assignment())
        return parts[0] if len(parts) == 1 else ("seq", parts, first)

    def token_here(self):
        return self.tokens[min(self.at, len(self.tokens) - 1)]

    def assignment(self):
        left = self.conditional()
        if self.text() not in ASSIGN:
            return left
        sign = self.take()
        right = self.initialiser() if self.text() == "{" else self.assignment()
        return ("open", [left, right], sign)

    def conditional(self):
        left = self.binary(1)
        if self.text() != "?":
            return left
        sign = self.take()
        yes = self.comma() if self.text() != ":" else ("seq", [], sign)
        self.accept(":")
        return ("seq", [left, yes, self.conditional()], sign)

    def binary(self, least):
        left = self.unary()
        while BINARY.get(self.text(), 0) >= least:
            sign = self.take()
            right = self.binary(BINARY[sign.text] + 1)
            left = ("seq" if sign.text in ("&&", "||") else "open", [left, right], sign)
        return left

    def unary(self):
        token = self.token_here()
        text = self.text()
        if text in UNARY:
            self.take()
            return ("seq", [self.unary()], token)
        if text in ("sizeof", "_Alignof", "__typeof__", "typeof"):
            self.take()
            if self.text() == "(":
                self.skip()
                node = self.postfix(("seq", [], token))
                return node if self.text() == "" or not WORD.match(self.text()) else self.beside(node)
            self.unary()
            return ("seq", [], token)
        return self.beside(self.postfix(self.primary()))

    def beside(self, node):
        """What stands beside another without an operator: a type and what it declares, a cast, joined strings."""
        while self.text() and (WORD.match(self.text()) and self.text() not in (".", "...") or self.text() in ("~", "!")):
            token = self.token_here()
            node = ("seq", [node, self.unary()], token)
        return node

    def primary(self):
        token = self.token_here()
        text = self.text()
        if text == "(":
            self.take()
            if self.text() == "{":
                self.take()
                inner = ("seq", self.statements(), token)
                self.accept("}")
            else:
                inner = self.comma() if self.text() != ")" else ("seq", [], token)
            self.accept(")")
            if self.text() == "{":
                return ("seq", [inner, self.initialiser()], token)
            return inner
        if text in ("struct", "union", "enum"):
            self.take()
            if self.text() != "{":
                self.take()
            if self.text() == "{":
                self.skip()
            return ("seq", [], token)
        if text == "_Generic":
            self.take()
            return self.generic(token)
        if WORD.match(text) and text != ".":
            return ("name", [], self.take())
        return ("seq", [], token)

    def generic(self, token):
        self.accept("(")
        self.assignment()
        branches = []
        while self.accept(","):
            while self.text() not in (":", ")", ""):
                self.take()
            self.accept(":")
            branches.append(self.assignment())
        self.accept(")")
        return ("seq", branches, token)

    def initialiser(self):
        token = self.take()
        parts = []
        while self.at < len(self.tokens) and not self.accept("}"):
            before = self.at
            while self.text() in (".", "["):
                if self.text() == "[":
                    self.skip()
                else:
                    self.at += 2
            self.accept("=")
            parts.append(self.initialiser() if self.text() == "{" else self.assignment())
            self.accept(",")
            if self.at == before:
                self.take()
        return ("open", parts, token)

    def postfix(self, node):
        while True:
            text = self.text()
            token = self.token_here()
            if text == "(":
                self.take()
                arguments = []
                while self.at < len(self.tokens) and not self.accept(")"):
                    before = self.at
                    arguments.append(self.assignment())
                    self.accept(",")
                    if self.at == before:
                        self.take()
                node = ("call", [node, *arguments], token)
            elif text == "[":
                self.take()
                index = self.comma() if self.text() != "]" else ("seq", [], token)
                self.accept("]")
                node = ("open", [node, index], token)
            elif text in (".", "->"):
                self.take()
                node = ("member", [node], self.take())
            elif text in ("++", "--"):
                self.take()
            else:
                return node


# ---- functions

class Function:
    def __init__(self, name, unit, static, parameters, body):
        self.name, self.unit, self.static, self.parameters = name, unit, static, parameters
        self.signature = signature(parameters)
        self.body = body
        self.appends = False


def split(tokens):
    """At the commas outside brackets."""
    parts, depth, part = [], 0, []
    for t in tokens:
        depth += (t.text in "([{") - (t.text in ")]}")
        if t.text == "," and depth == 0:
            parts.append(part)
            part = []
        else:
            part.append(t)
    return parts + [part] if part else parts


def signature(parameters):
    """The first word of each parameter's type and how many stars it has."""
    out = []
    for part in split(parameters):
        words = [t.text for t in part if WORD.match(t.text) and t.text not in QUALIFIERS]
        stars = sum(t.text in "*[" for t in part)
        if words and (words[0], stars) != ("void", 0):
            out.append((words[0], stars))
    return tuple(out)


class Program:
    def __init__(self):
        self.functions = {}                                 # (unit or "", name): Function; unit "" for those with external linkage
        self.pointers = collections.defaultdict(set)        # name of a pointer, member or table of functions: signatures
        self.types = {}                                     # typedef of a function or a pointer to one: its signature
        self.taken = set()                                  # names of functions whose address is taken
        self.initialisers = []

    def read(self, unit, tokens):
        i = start = 0
        while i < len(tokens):
            text = tokens[i].text
            if text == "{":
                end = closing(tokens, i)
                head = tokens[start:i]
                if head and head[-1].text == ")" and not any(t.text in ("=", "typedef") for t in head):
                    self.function(unit, head, tokens[i + 1:end])
                    start = end + 1
                elif any(t.text == "=" for t in head):
                    self.initialisers.append((unit, tokens[i:end + 1]))
                    self.declarations(head)
                else:
                    self.declarations(tokens[i + 1:end])
                i = end
            elif text == ";":
                self.declaration(tokens[start:i])
                start = i + 1
            i += 1

    def declarations(self, tokens):
        start = 0
        for i, t in enumerate(tokens):
            if t.text in (";", "{", "}"):
                self.declaration(tokens[start:i])
                start = i + 1
        self.declaration(tokens[start:])

    def declaration(self, tokens):
        """Notes what it declares of types of functions and pointers to functions."""
        words = [t.text for t in tokens]
        for i in range(len(words) - 3):
            if words[i] == "(" and words[i + 1] == "*":
                end = closing(tokens, i)
                if end + 1 < len(words) and words[end + 1] == "(":
                    name = next((w for w in words[i + 2:end] if WORD.match(w) and w not in QUALIFIERS), None)
                    found = signature(tokens[end + 2:closing(tokens, end + 1)])
                    if name and "typedef" in words[:i]:
                        self.types[name] = found
                    elif name:
                        self.pointers[name].add(found)
        if words[:1] == ["typedef"] and "(" in words and words[words.index("(") + 1] != "*":
            i = words.index("(")
            self.types[words[i - 1]] = signature(tokens[i + 1:closing(tokens, i)])
        rest = [w for w in words if WORD.match(w) and w not in QUALIFIERS]
        if len(rest) > 1 and rest[0] in self.types:
            self.pointers[rest[1]].add(self.types[rest[0]])

    def function(self, unit, head, body):
        depth = 0
        opening = len(head) - 1
        while opening >= 0:
            depth += (head[opening].text == ")") - (head[opening].text == "(")
            if depth == 0:
                break
            opening -= 1
        name = head[opening - 1]
        if name.text == ")":
            name = head[opening - 2]
        parameters = head[opening + 1:-1]
        for part in split(parameters):
            self.declaration(part)
        static = any(t.text == "static" for t in head[:opening]) and is_template(name.file)
        key = (unit if static else "", name.text)
        for i, t in enumerate(body):
            pointer = t.text == "(" and i + 1 < len(body) and body[i + 1].text == "*"
            if pointer or t.text in self.types and (i == 0 or body[i - 1].text in ";{}(" or body[i - 1].text in QUALIFIERS):
                end = next((k for k in range(i, len(body)) if body[k].text in ";={"), len(body))
                self.declaration(body[i:end])
        statements = Parser(body).statements()
        if key in self.functions:   # one name with two bodies, by another set of macros
            statements += self.functions[key].body
        self.functions[key] = Function(name.text, unit, static, parameters, statements)

    def find(self, unit, name):
        return self.functions.get((unit, name)) or self.functions.get(("", name))

    # -- which append

    def settle(self):
        for unit, tokens in self.initialisers:
            self.note_taken(unit, Parser(tokens).initialiser())
        for f in self.functions.values():
            for node in f.body:
                self.note_taken(f.unit, node)
            f.appends = f.name in APPENDING
        if not self.find("", APPENDING[0]):
            sys.exit(f"no function {APPENDING[0]}: tools/sequence.py must know what appends")
        changed = True
        while changed:
            self.pointed = {self.functions[k].signature for k in self.taken if self.functions[k].appends}
            changed = False
            for f in self.functions.values():
                if not f.appends and any(self.appending(f, node) for node in f.body):
                    f.appends = changed = True

    def note_taken(self, unit, node, callee=False):
        kind, children, token = node
        if kind == "name" and not callee:
            f = self.find(unit, token.text)
            if f:
                self.taken.add((f.unit if f.static else "", f.name))
        for i, child in enumerate(children):
            self.note_taken(unit, child, kind == "call" and i == 0)

    def appending(self, f, node):
        kind, children, _ = node
        return kind == "call" and self.call_appends(f, children[0]) or any(self.appending(f, c) for c in children)

    def call_appends(self, f, callee):
        kind, children, token = callee
        if kind in ("name", "member"):
            target = self.find(f.unit, token.text) if kind == "name" else None
            if target:
                return target.appends
            return any(s in self.pointed for s in self.pointers.get(token.text, ()))
        if kind == "call":
            return False
        return any(self.call_appends(f, c) for c in children)

    # -- which expressions leave the order open

    def effects(self, f, node, report):
        """A subset of {"append", "read"}; calls report(token, effects of the parts) where the order is open."""
        kind, children, token = node
        parts = [self.effects(f, c, report) for c in children]
        if kind in ("open", "call"):
            appending = sum("append" in p for p in parts)
            reading = any("read" in p and (appending > 1 or "append" not in p) for p in parts)
            if appending > 1 or appending and reading:
                report(token, appending)
        out = set().union(*parts)
        if kind == "member" and token.text in STATE and self.is_graph(f, children[0]):
            out.add("read")
        if kind == "call":
            if self.call_appends(f, children[0]):
                out.add("append")
        return out

    @staticmethod
    def is_graph(f, node):
        kind, _, token = node
        if kind == "seq" and len(node[1]) == 1:
            return Program.is_graph(f, node[1][0])
        if kind not in ("name", "member"):
            return False
        return token.text == "g" or any("ir_graph" in {t.text for t in part} and part[-1].text == token.text for part in split(f.parameters) if part)

    def open_places(self):
        found = set()
        for f in self.functions.values():
            def report(token, appending, f=f):
                what = f"{appending} calls that append" if appending > 1 else "a call that appends beside a read of the graph's arrays or counts"
                found.add((os.path.relpath(token.file), token.line, f.name, what))
            for node in f.body:
                self.effects(f, node, report)
        return sorted(found)


def main():
    sys.setrecursionlimit(20000)
    if sys.argv[1:]:
        files, include = sys.argv[1:], []
    else:
        os.chdir(ROOT)
        files, include = sorted(str(p) for p in pathlib.Path("src").rglob("*.c")), ["include", "src"]
    program = Program()
    known = set()
    for unit, rows in preprocess(files, include):
        program.read(unit, tokens_of(without_known(rows, known)))
    program.settle()
    places = program.open_places()
    for file, line, function, what in places:
        print(f"{file}:{line}: {function}: the order is open between {what}")
    return 1 if places else 0


if __name__ == "__main__":
    sys.exit(main())
