#!/usr/bin/env bash
# Builds quickjs.wasm: build.sh <folder of QuickJS's source> <file to write>. The same inputs give the same bytes.
# Needs Debian's clang-19, lld-19, wasi-libc and libclang-rt-19-dev-wasm32.
set -euo pipefail
source=$(realpath "$1")
output=$(realpath -m "$2")
here=$(cd "$(dirname "$0")" && pwd)
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT

stack_bytes=${STACK_BYTES:-262144}
memory_bytes=${MEMORY_BYTES:-1048576}

# EMSCRIPTEN is QuickJS's own switch for WebAssembly: no threads. It also turns the check of the stack off, which is turned on again.
flags=(
  --target=wasm32-wasi "${OPTIMISE:--O2}" -std=gnu23 -DNDEBUG -fvisibility=hidden -ffunction-sections -fdata-sections
  -msign-ext -mnontrapping-fptoint -mbulk-memory "-ffile-prefix-map=$source=." "-ffile-prefix-map=$here=."
  "-isystem$here/missing-headers" "-isystem$source" -D_GNU_SOURCE -DEMSCRIPTEN -DCONFIG_STACK_CHECK "-DCONFIG_VERSION=\"$(cat "$source/VERSION")\""
  "-DSTACK_BYTES=$stack_bytes"
)
for file in "$source"/{quickjs,libregexp,libunicode,cutils,dtoa}.c; do
  clang-19 "${flags[@]}" -w -c "$file" -o "$objects/$(basename "$file" .c).o" &
done
for file in "$here"/{engine,libc-stubs}.c; do
  clang-19 "${flags[@]}" -Wall -Wextra -Wno-unused-parameter -Werror -c "$file" -o "$objects/$(basename "$file" .c).o" &
done
while [ -n "$(jobs -p)" ]; do wait -n || exit 1; done

# The stack lies first, so that what overflows it traps and overwrites nothing. All memory after the data is the heap.
clang-19 --target=wasm32-wasi -nostartfiles -Wl,--no-entry,--gc-sections,--strip-all,--stack-first \
  "-Wl,-z,stack-size=$stack_bytes,--initial-memory=$memory_bytes" "$objects"/*.o -o "$output"
