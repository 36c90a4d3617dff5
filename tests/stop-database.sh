#!/bin/sh
# Ends the database that with-database.sh began, after the last test program of `make check`.
set -eu

source=$(cd "$(dirname "$0")/.." && pwd -P)
build=${POINTPERSON_BUILD:?is set by make check}

rm -f "$build/check-database.lock"
[ -d "$build/check-stack/pids" ] || exit 0
. "$source/conf/stack.sh"
stack_open "$build/check-stack"
stack_stop_all
rm -rf "$build/check-stack" "$build/check-stack.lock"
