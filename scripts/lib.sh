# What the scripts share: where the project is, quiet progress on stderr, and building a preset.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }

# quietly LOG COMMAND...: output to LOG; shown only when the command fails.
quietly() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 </dev/null && return
    local status=$?
    say "'$*' failed with status $status; the end of $log:"
    tail -n 40 "$log" | cut -c 1-240 >&2
    return "$status"
}

# build PRESET [TARGET...]: configure and build under build/PRESET.
build() {
    local preset=$1
    shift
    say "building $preset"
    (cd "$root" && quietly "build/$preset.configure.log" cmake --preset "$preset") &&
        (cd "$root" && quietly "build/$preset.build.log" cmake --build --preset "$preset" ${1:+--target "$@"})
}
