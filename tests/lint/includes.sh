#!/bin/sh
# includes.sh [TOPDIR]: which file may include which (the layer table of ARCHITECTURE.md).
# Prints "file:line: what is wrong, what to do instead"; ends with 1 on any finding. The rules are in includes.awk.

. "$(dirname "$0")/common.sh"
lint_run includes
