#!/usr/bin/env bash
# What the built libraries show and need: libkiln.so exports kiln_* alone, calls nothing that ends or
# prints, and needs neither LLVM nor C++; libkiln-jit.so exports kiln_jit_* alone.
#   KILN_TEST: sanitize=off
set -euo pipefail
lib=${KILN_BUILD:?the build folder}/lib

bad=0
complain() { echo "$1: $2" >&2; bad=1; }

exports() { nm -D --defined-only --format=posix "$1" | awk '$2 != "A" { sub(/@.*/, "", $1); print $1 }'; }
needed() { LC_ALL=C readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'; }
soname() { LC_ALL=C readelf -d "$1" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p'; }

core=$lib/libkiln.so
[[ $(soname "$core") == libkiln.so.0 ]] || complain "$core" "SONAME is $(soname "$core")"
for symbol in $(exports "$core"); do
    [[ $symbol == kiln_* && $symbol != kiln_jit_* ]] || complain "$core" "exports $symbol"
done
for symbol in $(nm -D --undefined-only --format=posix "$core" | awk '{ sub(/@.*/, "", $1); print $1 }'); do
    case $symbol in
    abort | exit | _exit | _Exit | quick_exit | raise | __assert*) complain "$core" "can end its host: $symbol" ;;
    printf | vprintf | puts | putchar | __printf_chk | __vprintf_chk | stdout) complain "$core" "prints: $symbol" ;;
    getenv | setenv | putenv) complain "$core" "reads the environment unguarded: $symbol" ;;
    esac
done
for library in $(needed "$core"); do
    [[ $library != *LLVM* && $library != libstdc++* ]] || complain "$core" "needs $library"
done

jit=$lib/libkiln-jit.so
if [[ -e $jit ]]; then
    [[ -n $(exports "$jit") ]] || complain "$jit" "exports nothing"
    for symbol in $(exports "$jit"); do
        [[ $symbol == kiln_jit_* ]] || complain "$jit" "exports $symbol"
    done
    for library in $(needed "$jit"); do
        [[ $library != *LLVM* && $library != libstdc++* ]] || complain "$jit" "needs $library"
    done
fi
exit "$bad"
