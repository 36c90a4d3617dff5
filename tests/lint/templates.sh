#!/bin/sh
# templates.sh [TOPDIR]: what a ClearSilver template may hold (escaping, strict CSP, one way to write a form).
# Prints "file:line: what is wrong, what to do instead"; ends with 1 on any finding. The rules are in templates.awk.

. "$(dirname "$0")/common.sh"
lint_run templates
