#!/usr/bin/env bash
# Every page of docs/ has its line in docs/README.md, the glossary is in alphabetical order, and every link
# of a page to a file of the project leads to one.
set -euo pipefail
cd "${KILN_SOURCE:-$(dirname "${BASH_SOURCE[0]}")/../..}"

bad=0
fail() { printf '%s\n' "$*" >&2; bad=1; }

for page in docs/*.md; do
    name=$(basename "$page")
    [[ $name == README.md ]] || grep -q "^- \[[^]]*\]($name): " docs/README.md ||
        fail "docs/README.md has no line for $name"
done

terms() { sed -n 's/^- \*\*\([^*]*\)\*\*:.*/\L\1/p' docs/glossary.md; }
terms | LC_ALL=C sort -uc || fail "docs/glossary.md is not in order"

for page in *.md docs/*.md tests/*.md tests/*/*.md conformance/*.md; do
    while read -r target; do
        [[ -e $(dirname "$page")/$target ]] || fail "$page links to $target, which is not there"
    done < <(grep -o '](\([^)]*\))' "$page" | sed 's/^](//; s/)$//; s/#.*//' |
        grep -v '^\(https\?:.*\|\)$' || true)
done
exit "$bad"
