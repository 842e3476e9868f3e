# SPDX-License-Identifier: Apache-2.0
"""Wraps the prose of Markdown files at 100 columns; code, tables and headings stay as they are. Called by scripts/format.

    tools/wrap.py FILE...            writes what changes
    tools/wrap.py --check FILE...    names the files that would change; status 1 when there are any
"""
import re
import sys

WIDTH = 100
ITEM = re.compile(r"(\s*)([-*+]|\d+[.)])(\s+)(.*)$")
FENCE = re.compile(r"\s*(```|~~~)")
RULE = re.compile(r"(===+|---+)\s*$")
BLOCK = re.compile(r"([-*+]|\d+[.)]|#+|>|\||=+|-+)(\s|$)")  # what would begin a block of its own
VERBATIM = ("|", "#", "<", ">", "![")


def filled(text, first, rest):
    """Lines of `text`, the first behind `first`, the others behind `rest`."""
    lines, line, empty = [], first, True
    for word in text.split():
        if not empty and len(line) + 1 + len(word) > WIDTH:
            lines.append(line)
            line, empty = rest, True
        line += word if empty else " " + word
        empty = False
    lines.append(line)
    for i in range(1, len(lines)):  # a word joins a line that would be read as something else
        while BLOCK.match(lines[i][len(rest):]) and " " in lines[i - 1].strip():
            lines[i - 1], word = lines[i - 1].rsplit(" ", 1)
            lines[i] = rest + word + " " + lines[i][len(rest):]
    return lines


def ends_paragraph(line):
    text = line.lstrip()
    return (not text or ITEM.match(line) or FENCE.match(line) or RULE.match(text)
            or text.startswith(VERBATIM))


def wrapped(source):
    lines, out, i = source.split("\n"), [], 0
    fenced = inside_list = False
    while i < len(lines):
        line, text = lines[i], lines[i].lstrip()
        indent, item = len(line) - len(text), ITEM.match(line)
        blank_above = not out or not out[-1].strip()
        i += 1
        if FENCE.match(line):
            fenced = not fenced
        code = indent >= 4 and blank_above and not item and not inside_list
        if code:
            out.append(line)
            while i < len(lines) and lines[i].startswith("    "):
                out.append(lines[i])
                i += 1
            continue
        if fenced or FENCE.match(line) or ends_paragraph(line) and not item or re.match(r"\[[^\]]+\]:", text):
            out.append(line)
            inside_list = inside_list and (not text or indent > 0)
            continue
        inside_list = bool(item) or inside_list and indent > 0
        first = item[1] + item[2] + item[3] if item else " " * indent
        words = item[4] if item else text
        while i < len(lines) and not ends_paragraph(lines[i]) and not words.endswith("  "):
            words += " " + lines[i].strip()
            i += 1
        out += filled(words, first, " " * len(first))
    return "\n".join(out)


def main():
    check = sys.argv[1:2] == ["--check"]
    changed = []
    for path in sys.argv[2 if check else 1:]:
        source = open(path, encoding="utf-8").read()
        result = wrapped(source)
        if result != source:
            changed.append(path)
            if not check:
                open(path, "w", encoding="utf-8").write(result)
    for path in changed if check else []:
        print(f"{path}: its prose is not wrapped at {WIDTH} columns: scripts/format")
    return 1 if check and changed else 0


sys.exit(main())
