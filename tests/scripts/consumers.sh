#!/usr/bin/env bash
# Installs Kiln, moves the installed tree, and builds and runs the consumers against it where it then
# lies: with pkg-config from C and C++, and with CMake.
set -euo pipefail
source=${KILN_SOURCE:?the project} build=${KILN_BUILD:?the build folder}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export KILN_CACHE_DIR=$scratch/cache

cmake --install "$build" --prefix "$scratch/first" >"$scratch/log" || { cat "$scratch/log" >&2; exit 1; }
mv "$scratch/first" "$scratch/moved"
prefix=$scratch/moved
pc=$(dirname "$(find "$prefix" -name kiln.pc)")
export PKG_CONFIG_PATH=$pc
LD_LIBRARY_PATH=$(pkg-config --variable=libdir kiln)
export LD_LIBRARY_PATH

use() { # use NAME COMPILER...: builds the pkg-config consumer and runs it
    local name=$1
    shift
    # shellcheck disable=SC2046
    "$@" -Wall -Wextra -Werror "$source/tests/consumers/pkgconfig/main.c" -o "$scratch/$name" $(pkg-config --cflags --libs kiln)
    "$scratch/$name"
}
use c "${CC:-cc}" -std=c11
use cxx "${CXX:-c++}" -std=c++17 -x c++

cmake -S "$source/tests/consumers/cmake" -B "$scratch/cmake" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" >"$scratch/log" &&
    cmake --build "$scratch/cmake" >>"$scratch/log" || { cat "$scratch/log" >&2; exit 1; }
"$scratch/cmake/consumer"

[[ ! -x $prefix/bin/kiln ]] || "$prefix/bin/kiln" doctor >/dev/null
