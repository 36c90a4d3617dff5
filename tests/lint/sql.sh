#!/bin/sh
# sql.sh [TOPDIR]: migrations and SQL literals that run on both MariaDB and MySQL.
# Prints "file:line: what is wrong, what to do instead"; ends with 1 on any finding. The rules are in sql.awk.

. "$(dirname "$0")/common.sh"
lint_run sql
