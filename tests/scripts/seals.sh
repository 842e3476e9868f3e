#!/usr/bin/env bash
# Envelopes of what is kept for long: fixture families, benchmark baselines, closed ledgers. Each is made by the tool that makes the thing, is
# checked where it is there, and refuses by name what was changed; repair data treats them as any other. Reports on a full disk leave the old.
#   KILN_TEST: sanitize=on timeout=300
set -euo pipefail
kiln=${KILN:?the kiln command}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export KILN_CACHE_DIR=$work/cache

bad=0
# expect CODE TEXT ARGUMENT...: kiln ARGUMENT... ends with CODE and says TEXT (a grep pattern).
expect() {
    local code=$1 text=$2 status=0
    shift 2
    "$kiln" "$@" >said 2>&1 </dev/null || status=$?
    if [[ $status != "$code" ]] || ! grep -qe "$text" said; then
        echo "kiln $*: exit code $status, expected $code and \"$text\"; it said:" >&2
        head -n 20 said >&2
        bad=1
    fi
}

# ---- families
mkdir -p families/abs
header='{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}'
while ((${#header} % 8)); do header+=' '; done
{ printf "\\x$(printf %02x ${#header})\\x00\\x00\\x00\\x00\\x00\\x00\\x00" && printf '%s' "$header" && printf '\x00\x00\x80\xbf\x00\x00\x80\x3f'; } >families/abs/tensors.safetensors
printf '{"format":"kiln-fixtures","version":1,"family":"abs","family_version":1,"oracle":{"name":"hand","version":"1"},"requires":[],"cases":[%s]}\n' \
    '{"id":"a","op":"abs","args":[{"tensor":"x"}],"kwargs":{},"outputs":["y"],"tolerance":{"rtol":0,"atol":0}}' >families/abs/family.json
expect 0 'green' conform families
expect 0 '1 families sealed' conform --seal families
expect 0 'intact.*conformance-family 1' envelope check families/abs/family.json
expect 0 'green' conform families
cp -r families kept
printf ' \n' >>families/abs/family.json
expect 2 'refused: family.json is not what its envelope says: .*length: expected' conform families
cp kept/abs/family.json families/abs/
printf '\x00' | dd of=families/abs/tensors.safetensors bs=1 seek=$(($(stat -c %s kept/abs/tensors.safetensors) - 1)) conv=notrunc status=none
expect 2 'refused: tensors.safetensors: xxh3_128: expected' conform families
cp kept/abs/tensors.safetensors families/abs/
sed -i 's/"format":1/"format":2/' families/abs/family.json.envelope.json
expect 2 'refused: family.json is not what its envelope says' conform families
cp kept/abs/family.json.envelope.json families/abs/
expect 0 'green' conform families

# ---- baselines
expect 0 . bench --workload record --reps 1 --threads 1 --json b.json
expect 0 'intact.*bench-baseline 1' envelope check b.json
grep -q '"made_by":"kiln bench --workload record --reps 1 --threads 1 --json b.json; kiln ' b.json.envelope.json || { echo 'the command is not in the envelope' >&2; bad=1; }
grep -q '"inputs":\[{"name":"kiln","length":[1-9]' b.json.envelope.json || { echo 'the program is not in the envelope' >&2; bad=1; }
expect 0 . bench --workload record --reps 1 --threads 1 --baseline b.json
expect 0 . sidecar protect b.json
sed -i '0,/"p50_us": [0-9]/s/"p50_us": [0-9]/"p50_us": 7/;s/"reps": 1/"reps": 2/' b.json
expect 3 'b.json: .*expected' bench --workload record --reps 1 --threads 1 --baseline b.json
expect 0 . sidecar repair b.json
expect 0 . bench --workload record --reps 1 --threads 1 --baseline b.json --json again.json
grep -q '"name":"baseline"' again.json.envelope.json || { echo 'the baseline is not in the envelope' >&2; bad=1; }
sed -i 's/"kind":"bench-baseline"/"kind":"bench-beseline"/' b.json.envelope.json
expect 3 'b.json' bench --workload record --reps 1 --threads 1 --baseline b.json
rm b.json.envelope.json
expect 0 . bench --workload record --reps 1 --threads 1 --baseline b.json

# ---- ledgers
printf 'kiln 1\n%%0 = const f32 0x1p+0\n%%1 = exp f32 %%0\noutput %%1\n' >one.kiln
KILN_LEDGER=$work/ledger expect 0 . run one.kiln
expect 0 'ledger.envelope.json: [0-9]* entries, last digest' ledger seal ledger
expect 0 'intact.*sealed' ledger verify ledger
expect 0 '"sealed": true' ledger verify ledger --json
expect 0 'intact.*ledger 1' envelope check ledger
lines=$(wc -l <ledger)
grep -q "\"inputs\":\[{\"name\":\"last entry\",\"length\":$lines," ledger.envelope.json || { echo 'the entries are not in the envelope' >&2; bad=1; }
cp ledger whole
sed -i '$d' ledger # a cut-off end, which no chain tells
expect 1 'seal: .*length: expected' ledger verify ledger
cp whole ledger
expect 0 'intact.*sealed' ledger verify ledger
KILN_LEDGER=$work/ledger expect 0 . run one.kiln
[[ ! -e ledger.envelope.json ]] || { echo 'a ledger that goes on keeps its seal' >&2; bad=1; }
expect 0 'intact' ledger verify ledger
sed -i '2s/"kind":"/"kind":"x/' ledger
expect 1 'not sealed' ledger seal ledger
: >empty
expect 1 'has no entries' ledger seal empty
expect 4 'cannot be opened' ledger seal nothing
expect 2 'seal takes no options' ledger seal whole --json

# ---- a full disk
for what in html markdown report; do
    echo old >"r.$what"
    status=0
    (ulimit -f 0; trap '' XFSZ; KILN_CACHE_DIR=off "$kiln" conform "--$what" "r.$what" --jobs 1 families 2>&1 | cat >&2; exit "${PIPESTATUS[0]}") 2>/dev/null || status=$?
    [[ $status == 4 ]] || { echo "--$what on a full disk: exit code $status, expected 4" >&2; bad=1; }
    [[ $(cat "r.$what") == old ]] || { echo "a full disk cost the old r.$what" >&2; bad=1; }
    expect 0 green conform "--$what" "r.$what" families
    [[ $(wc -c <"r.$what") -gt 100 ]] || { echo "r.$what was not written" >&2; bad=1; }
done
[[ -z $(find . -name '.*.tmp*' -o -name '*.tmp' | head -1) ]] || { echo 'something was left behind' >&2; bad=1; }
exit "$bad"
