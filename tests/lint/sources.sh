#!/bin/sh
# sources.sh [TOPDIR]: how C reads (shape, SQL as literals, no left-over notes).
# Prints "file:line: what is wrong, what to do instead"; ends with 1 on any finding. The rules are in sources.awk.

. "$(dirname "$0")/common.sh"
lint_run sources
