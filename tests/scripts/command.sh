#!/usr/bin/env bash
# The kiln command as a person uses it: what each command does, and the exit code of every way it can fail.
#   KILN_TEST: sanitize=on timeout=300
set -euo pipefail
kiln=${KILN:?the kiln command}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export KILN_CACHE_DIR=$work/cache

bad=0
# expect CODE TEXT ARGUMENT...: runs kiln; its code is CODE and TEXT (a grep pattern; '': anything) is in what it says.
expect() {
    local code=$1 text=$2 status=0
    shift 2
    "$kiln" "$@" >said 2>&1 </dev/null || status=$?
    if [[ $status != "$code" ]] || { [[ -n $text ]] && ! grep -qe "$text" said; }; then
        printf 'kiln %s: exit code %s, expected %s with "%s"; it said:\n' "$*" "$status" "$code" "$text" >&2
        head -n 20 said >&2
        bad=1
    fi
}

cat >make.kiln <<'END'
kiln 1
%0 = iota f32[6] {axis=0}
%1 = reshape f32[2,3] %0
output "x" %1
output "y" %0
END
cat >use.kiln <<'END'
kiln 1
%0 = input f32[2,3] "x"
%1 = exp f32[2,3] %0
%2 = sum f32[2,1] %1 {first=1 end=2}
output "s" %2
END
sed 's/%1 {first/%9 {first/' use.kiln >broken.kiln
sed 's/"x"/"absent"/' use.kiln >absent.kiln
sed 's/\[2,3\]/[2,6]/' use.kiln >other.kiln

expect 0 'usage: kiln COMMAND' help
expect 0 'exit code 1' help bench
expect 0 '^kiln [0-9.]*$' version
expect 2 'no command frobnicate' frobnicate
expect 2 'not a folder' conform nothing
expect 2 'no families' conform .
expect 2 'folder of families is needed' conform
expect 2 'strict, hardened or both' conform --mode loose .
expect 2 'say protect, verify or repair' sidecar verify
expect 2 'protect, verify, repair or scrub, not heal' sidecar heal x
expect 2 'overhead is 0.01% to 100%' sidecar protect x --overhead 200%
expect 2 'symbol is a multiple of 64' sidecar protect x --symbol 100
expect 2 'are for protect' sidecar repair x --overhead 5
expect 2 'ledger is for scrub' sidecar repair x --ledger y
expect 4 'nothing-here: cannot be opened' sidecar protect nothing-here

# A tenth destroyed and rebuilt; then a half, which is too much and is left as it is.
mkdir kept
head -c 100000 /dev/urandom >kept/model
cp kept/model model.sound
expect 0 'model.raptorq: .* KiB' sidecar protect kept/model --overhead 12.5%
expect 0 'model: intact' sidecar verify kept/model
dd if=/dev/zero of=kept/model bs=1000 seek=30 count=9 conv=notrunc status=none
expect 1 'symbols are lost' sidecar verify kept/model
expect 0 'model: rebuilt' sidecar repair kept/model
cmp kept/model model.sound || bad=1
truncate -s 92000 kept/model
expect 0 '"state": "rebuilt"' sidecar repair --json kept/model
cmp kept/model model.sound || bad=1
dd if=/dev/zero of=kept/model bs=1000 seek=30 count=9 conv=notrunc status=none
expect 0 '1 files, 0 intact, 1 rebuilt' sidecar scrub kept
expect 0 'intact' ledger verify kept/scrub.ledger
truncate -s 50000 kept/model
expect 1 'symbols are missing' sidecar repair kept/model
[[ $(stat -c %s kept/model) == 50000 ]] || bad=1
expect 1 '1 lost' sidecar scrub kept
head -c 5000 /dev/zero >kept/model.raptorq
expect 3 'no header of its sidecar is intact' sidecar verify kept/model

expect 0 '' run make.kiln --out made.safetensors
expect 0 's f32\[2,1\]' run use.kiln --in made.safetensors
expect 0 '"verified_plans"' run use.kiln --in made.safetensors --out fused.safetensors --json
expect 0 '' run use.kiln --in made.safetensors --out eager.safetensors --eager
expect 0 '' run use.kiln --in made.safetensors --out hard.safetensors --mode hardened --threads 1
cmp fused.safetensors eager.safetensors || bad=1
cmp fused.safetensors hard.safetensors || bad=1
expect 3 'input "absent" f32\[2,3\] is not in made' run absent.kiln --in made.safetensors
expect 3 'input "x" is f32\[2,6\], but made.safetensors has f32\[2,3\]' run other.kiln --in made.safetensors
expect 3 'broken.kiln:4:' run broken.kiln --in made.safetensors
expect 3 'use.kiln: \[' run use.kiln --in use.kiln
expect 4 'No such file' run nothing.kiln
expect 4 'cannot be opened' run use.kiln --in nothing.safetensors
expect 4 'cannot be created' run use.kiln --in made.safetensors --out no/such/folder
expect 2 'one program' run
expect 2 'needs a value' run use.kiln --in
expect 2 '--threads is 1 to 256' run use.kiln --threads 1000
expect 2 'no option --bogus' run use.kiln --bogus

for stage in graph passes plan dot json; do expect 0 . dump use.kiln --stage $stage; done
expect 0 'output "grad.x"' dump use.kiln --stage grad
expect 0 '^kiln 1$' dump --grad use.kiln
expect 2 'no stage' dump use.kiln --stage bogus
expect 3 'broken.kiln:4:' dump broken.kiln
"$kiln" dump use.kiln | "$kiln" dump - | diff - use.kiln >&2 || bad=1

expect 0 'kernels' cache stat
expect 0 ' 0 bad' cache verify
expect 0 '"entries"' cache stat --json
for entry in cache/*.kiln-kernel; do
    [[ -e $entry ]] || break
    printf 'x' >>"$entry"
    expect 1 'bad' cache verify
    break
done
expect 0 'removed' cache clear
expect 0 ' 0 kernels' cache stat
expect 2 'stat, verify or clear' cache bogus

KILN_LEDGER=$work/ledger expect 0 . run use.kiln --in made.safetensors
(ulimit -f 1; trap '' XFSZ; KILN_LEDGER=$work/short KILN_LEDGER_SYNC=line expect 0 'entries of the ledger could not be written' run use.kiln --in made.safetensors)
KILN_LEDGER_SYNC=always KILN_LEDGER=$work/ledger expect 3 'KILN_LEDGER_SYNC is "always": expected none' run use.kiln --in made.safetensors
expect 0 'intact' ledger verify ledger
expect 0 'plan' ledger show ledger --kind plan
expect 0 '"intact": true' ledger verify ledger --json
sed -i '2s/"kind":"/"kind":"x/' ledger
expect 1 'line 2' ledger verify ledger
expect 1 'trust nothing from line 2' ledger show ledger
expect 4 'cannot be opened' ledger verify nothing

expect 0 'good' doctor
expect 0 '"same_bits": true' doctor --json
KILN_PATH=bogus expect 1 'KILN_PATH is "bogus"' doctor

expect 0 'ew_gelu' bench --list
expect 0 'result_digest' bench --workload ew_small --workload record --reps 3 --path both --json -
expect 0 'ns an op' bench --workload ew_small --workload record --reps 3 --json report.json
expect 0 'verdict' bench --workload ew_small --reps 3 --baseline report.json
sed -i 's/"result_digest": "[0-9a-f]/"result_digest": "z/' report.json
expect 3 'report.json: xxh3_128: expected' bench --workload ew_small --reps 3 --baseline report.json
rm report.json.envelope.json
expect 1 'THE RESULT DIFFERS' bench --workload ew_small --reps 3 --baseline report.json
expect 3 'holds no results' bench --workload ew_small --reps 3 --baseline <(echo '{}')
expect 4 'nothing.json' bench --workload ew_small --reps 3 --baseline nothing.json
expect 2 'no workload' bench --workload bogus
expect 2 'fused, eager or both' bench --path bogus

exit "$bad"
