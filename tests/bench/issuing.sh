#!/bin/sh
# Measures how fast invoices are issued, each with its PDF: by one process, and by eight at once; and
# holds that after it no number is missing, none was given twice, and nobody was told of a lock.
#
#	sh tests/bench/issuing.sh
#
# It works in build/bench with optimised programs and leaves nothing running. tests/faults has a
# smaller form of it, which every run of the tests does.
#
# From the environment:
#	ALONE		invoices of one process; 500
#	TOGETHER	invoices of the eight, in all; 5000
set -eu

source=$(cd "$(dirname "$0")/../.." && pwd -P)
state=$source/build/bench/issuing

. "$source/tests/bench/portal.sh"

settings=
portal_start
portal_load "$source/tests/bench/issuing.mjs"
