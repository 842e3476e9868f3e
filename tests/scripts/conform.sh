#!/usr/bin/env bash
# kiln conform on small hand-made families: what is green, what is not, and what refuses a family. The families' numbers are written here by
# hand, so that no oracle is needed.
#   KILN_TEST: sanitize=on timeout=300
set -euo pipefail
kiln=${KILN:?the kiln command}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export KILN_CACHE_DIR=$work/cache

bad=0
complain() {
    printf '%s; it said:\n' "$1" >&2
    head -n 20 said >&2
    bad=1
}
# expect CODE TEXT ARGUMENT...: kiln conform ARGUMENT... ends with CODE and says TEXT (a grep pattern).
expect() {
    local code=$1 text=$2 status=0
    shift 2
    "$kiln" conform "$@" >said 2>&1 </dev/null || status=$?
    [[ $status == "$code" ]] || complain "conform $*: exit code $status, expected $code"
    grep -qe "$text" said || complain "conform $*: expected \"$text\""
}
# reported PATTERN: the latest report, on one line, has it.
reported() { tr -d ' \n' <r.json | grep -qe "$1" || { cp r.json said; complain "the report lacks $1"; }; }

number() { printf "\\x$(printf %02x $(($1 & 255)))"; } # one byte
# header TEXT >FILE: the head of a safetensors file.
header() {
    local text=$1 i
    while ((${#text} % 8)); do text+=' '; done
    for i in 0 8 16 24 32 40 48 56; do number $((${#text} >> i)); done
    printf '%s' "$text"
}
# f32: 1, -2, 3 are x; 1, 2, 3 are |x|; seeds of ones; gradients 1, -1, 1.
one='\x00\x00\x80\x3f' two='\x00\x00\x00\x40' three='\x00\x00\x40\x40'
minus_one='\x00\x00\x80\xbf' minus_two='\x00\x00\x00\xc0'
tensors() { # tensors FOLDER [|x|'s last element] [bytes that y claims]
    header '{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"y":{"dtype":"F32","shape":[3],"data_offsets":[12,'"${3:-24}"']},"s":{"dtype":"F32","shape":[3],"data_offsets":[24,36]},"g":{"dtype":"F32","shape":[3],"data_offsets":[36,48]}}' >"$1/tensors.safetensors"
    printf "$one$minus_two$three$one$two${2:-$three}$one$one$one$one$minus_one$one" >>"$1/tensors.safetensors"
}
head='"format":"kiln-fixtures","version":1,"family":"abs","family_version":1,"oracle":{"name":"hand","version":"1"},"requires":[]'
abs='"op":"abs","args":[{"tensor":"x"}],"kwargs":{},"outputs":["y"],"tolerance":{"rtol":0,"atol":0}'
graded=$abs',"grad":{"wrt":["x"],"seeds":["s"],"grads":["g"]},"grad_tolerance":{"rtol":0,"atol":0}'
# family FOLDER CASES [HEAD]
family() {
    mkdir -p "$1"
    printf '{%s,"cases":[%s]}\n' "${3:-$head}" "$2" >"$1/family.json"
    [[ -e $1/tensors.safetensors ]] || tensors "$1"
}

# ---- green
family green/abs "{\"id\":\"abs/float32/0\",$graded},{\"id\":\"abs/float32/1\",\"op\":\"abs\",\"args\":[],\"error\":{\"type\":\"TypeError\"}}"
expect 0 'green' green
expect 0 'green' green/abs
expect 0 'green' --mode hardened green
reported_keys='"format":"kiln-parity","version":1,"library":"[0-9.]*","green":true,"families":'
expect 0 'green' green --report r.json --html r.html --markdown r.md
reported "$reported_keys"
reported '"family":"abs","mode":"strict","refused":null,"forward":{"cases":1,"passed":1,"missing":0},"grad":{"cases":1,"passed":1,"missing":0},"error":{"cases":1,"passed":1,"missing":0},"paths_agree":true,"modes_agree":true,"worst_ulp":0.0,"failures":\[\]'
reported '"mode":"hardened"'
grep -q '^| `abs` | f32 | 2 | 2 | | 2 | 0 | |$' r.md || { cp r.md said; complain 'the table lacks its row'; }
grep -q '<table id="parity">' r.html || { cp r.html said; complain 'the page lacks its table'; }
grep -qE 'https?:|src=' r.html && { cp r.html said; complain 'the page needs something else'; }
expect 0 '"modes_agree": null' --mode strict --json green
expect 2 'no family has a case of exp' --only exp green
expect 0 'green' --only exp,abs green

# Second derivatives and programs, where the family asks for them.
family second/abs "{\"id\":\"a\",$graded,\"second\":{\"seeds\":[\"s\"],\"grads\":[null]}}" "${head/'[]'/'["second"]'}"
expect 0 'second.*1 of 1' second --report r.json
expect 0 'second 1 of 1' second
reported '"grad":{"cases":2,"passed":2,"missing":0}'
programs=${head/'[]'/'["programs"]'}
# program ID TEXT ANSWER
program() { printf '{"id":"%s","op":"program","args":[{"tensor":"x"},{"str":"%s"}],%s}' "$1" "$2" "$3"; }
exact='"tolerance":{"rtol":0,"atol":0}'
family programs/abs "$(program a 'a = abs(t0)' "\"outputs\":[\"x\",\"y\"],$exact"),$(
    program b 't0.abs_()' "\"outputs\":[\"y\"],$exact"),$(
    program c 'a = t0.abs()\ng = grad(a, t0)' "\"outputs\":[\"x\",\"y\",\"g\"],$exact"),$(
    program d 'a = reshape(t0, [3, 1])\nt0.abs_()\nb = reshape(a, [3])\nc = mul(b, 1.0)' "\"outputs\":[\"y\",\"y3\",\"y\",\"y\"],$exact"),$(
    program e 'a = no_such_function(t0)' '"error":{"type":"AttributeError"}')" "$programs"
header '{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"y":{"dtype":"F32","shape":[3],"data_offsets":[12,24]},"g":{"dtype":"F32","shape":[3],"data_offsets":[24,36]},"y3":{"dtype":"F32","shape":[3,1],"data_offsets":[36,48]}}' >programs/abs/tensors.safetensors
printf "$one$minus_two$three$one$two$three$one$minus_one$one$one$two$three" >>programs/abs/tensors.safetensors
expect 0 'forward 4 of 4' programs --list-failures

# ---- not green
family wrong/abs "{\"id\":\"abs/float32/0\",$graded}"
tensors wrong/abs "$two"
expect 1 'abs strict abs/float32/0 forward\[0\] at (2): 0x1.8p+1, oracle 0x1p+1' --list-failures wrong
expect 1 'not green' wrong --report r.json
reported '"id":"abs/float32/0","what":"forward","output":0,"index":\[2\],"ours":"0x1.8p+1","oracle":"0x1p+1","ulp":4194304.0,"message":"1of3'
family absent/abs "{\"id\":\"a\",\"op\":\"no_such_function\",\"args\":[{\"tensor\":\"x\"}],\"outputs\":[\"y\"],\"tolerance\":{\"rtol\":0,\"atol\":0}}"
expect 1 'missing' absent --report r.json
reported '"forward":{"cases":1,"passed":0,"missing":1}'
family computed/abs "{\"id\":\"a\",\"op\":\"abs\",\"args\":[{\"tensor\":\"x\"}],\"error\":{\"type\":\"RuntimeError\"}}"
expect 1 'computes what the oracle refuses' computed --list-failures
expect 1 '0 of 1' computed
family typed/abs "{\"id\":\"a\",\"op\":\"eq\",\"args\":[{\"tensor\":\"x\"},{\"tensor\":\"x\"}],\"outputs\":[\"y\"],\"tolerance\":{\"rtol\":1,\"atol\":1}}"
expect 1 'ours is bool\[3\], the oracle.s f32\[3\]' typed --list-failures
family zero/abs "{\"id\":\"a\",$abs,\"grad\":{\"wrt\":[\"x\"],\"seeds\":[\"s\"],\"grads\":[null]},\"grad_tolerance\":{\"rtol\":0,\"atol\":0}}"
expect 1 'the oracle has no gradient here' zero --list-failures

# ---- refused: refuse NAME TEXT CASES [HEAD]
refuse() {
    family "refused-$1/abs" "$3" "${4:-$head}"
    expect 2 "refused: .*$2" "refused-$1"
    expect 2 . "refused-$1" --report r.json
    reported '"green":false'
    reported '"refused":"'
}
good="{\"id\":\"a\",$abs}"
refuse version 'version: 2 is not known' "$good" "${head/'"version":1'/'"version":2'}"
refuse format 'format: "other"' "$good" "${head/kiln-fixtures/other}"
refuse requires 'requires\[0\]: feature "magic"' "$good" "${head/'[]'/'["magic"]'}"
refuse key 'key "surprise"' "$good" "$head,\"surprise\":1"
refuse case-key 'cases\[0\]: key "surprise"' "{\"id\":\"a\",$abs,\"surprise\":1}"
refuse second 'cases\[0\]: key "second"' "{\"id\":\"a\",$graded,\"second\":{\"seeds\":[\"s\"],\"grads\":[null]}}"
refuse value 'args\[0\]: "complex" is no type' "${good/'{"tensor":"x"}'/'{"complex":1}'}"
refuse two-types 'args\[0\]: expected an object with one key' "${good/'{"tensor":"x"}'/'{"int":1,"float":2}'}"
refuse int 'args\[0\].int: expected a whole number' "${good/'{"tensor":"x"}'/'{"int":1.5}'}"
refuse float 'args\[0\].float: "many"' "${good/'{"tensor":"x"}'/'{"float":"many"}'}"
refuse dtype 'args\[0\].dtype: dtype "complex64"' "${good/'{"tensor":"x"}'/'{"dtype":"complex64"}'}"
refuse view 'reaches element 3 of "x", which has 3' "${good/'{"tensor":"x"}'/'{"view":{"storage":"x","shape":[3],"strides":[1],"offset":1}}'}"
refuse repeat 'cases\[1\]: id "a" repeats' "$good,$good"
refuse twice 'duplicate' "{\"id\":\"a\",\"id\":\"b\",$abs}"
refuse missing 'outputs\[0\]: tensor "z" is not in' "${good/'["y"]'/'["z"]'}"
refuse neither 'either outputs or error' '{"id":"a","op":"abs","args":[]}'
refuse wrt 'grad: wrt "s" is no argument' "{\"id\":\"a\",${graded/'"wrt":["x"]'/'"wrt":["s"]'}}"
program_of() { program a "$1" "\"outputs\":[\"x\",\"y\"],$exact"; }
refuse program-syntax 'line 2 of the program: expected' "$(program_of 'a = abs(t0)\na.add_(1.)')" "$programs"
refuse program-name 'line 1 of the program: expected a name that was assigned' "$(program_of 'a = abs(b)')" "$programs"
refuse program-twice 'line 1 of the program: t0 is assigned twice' "$(program_of 't0 = abs(t0)')" "$programs"
refuse program-outputs 'outputs: 2 for 3 names' "$(program_of 'a = abs(t0)\nb = abs(a)')" "$programs"
mkdir -p refused-size/abs refused-overlap/abs refused-none/abs
header '{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,12]},"y":{"dtype":"F32","shape":[3],"data_offsets":[12,24]}}' >refused-size/abs/tensors.safetensors
printf "$one$one$one$one$one$one" >>refused-size/abs/tensors.safetensors
refuse size 'tensors.safetensors: .*"x"' "$good"
header '{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"y":{"dtype":"F32","shape":[3],"data_offsets":[8,20]}}' >refused-overlap/abs/tensors.safetensors
printf "$one$one$one$one$one" >>refused-overlap/abs/tensors.safetensors
refuse overlap 'tensors.safetensors: ' "$good"
family refused-none/abs "$good"
rm refused-none/abs/tensors.safetensors
expect 2 'refused: tensors.safetensors: ' refused-none
mkdir refused-bare refused-bare/abs
tensors refused-bare/abs
expect 2 'refused: family.json' refused-bare

# A refused family does not hide the others.
mkdir mixed
cp -r green/abs mixed/good
cp -r refused-version/abs mixed/bad
expect 2 'forward.*1 of 1' mixed

# ---- a crash or a hang costs its case and nothing else. A library in front of ours misbehaves on one name.
if [[ -z $(ldd "$kiln" | sed -n '/asan\|tsan/p') ]]; then
    cat >front.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>
bool kiln_has_function(const char *name) {
    if (strcmp(name, "crash") == 0) raise(SIGSEGV);
    if (strcmp(name, "hang") == 0) sleep(600);
    bool (*real)(const char *);
    *(void **)&real = dlsym(RTLD_NEXT, "kiln_has_function");
    return real(name);
}
END
    "${CC:-cc}" -shared -fPIC -o front.so front.c -ldl
    family dies/abs "{\"id\":\"a\",$abs},{\"id\":\"b\",${graded/'"op":"abs"'/'"op":"crash"'}},{\"id\":\"c\",$abs},{\"id\":\"d\",${abs/'"op":"abs"'/'"op":"hang"'}},{\"id\":\"e\",$abs}"
    cp -r green/abs dies/other
    LD_PRELOAD=$work/front.so expect 1 'forward 4 of 6' --limit 2 --list-failures --report r.json dies
    reported '"forward":{"cases":5,"passed":3,"missing":0},"grad":{"cases":1,"passed":0,'
    reported '"id":"b","what":"grad",[^}]*"message":"crashed:signal11"'
    reported '"id":"d","what":"forward",[^}]*"message":"timedout"'
    [[ $(grep -c '"timed out"' r.json) == 2 ]] || { cp r.json said; complain 'a hang is one failure in each mode'; }
fi

# ---- usage
mkdir empty
expect 2 'no families' empty
expect 2 'not a folder' nowhere
expect 2 'jobs is 1 to 256' --jobs 0 green

exit "$bad"
