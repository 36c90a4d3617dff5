#!/bin/sh
# Measures whether an audit log of many events costs more than one of few: the newest, an older page,
# and each filter, in an account with 10,000,000 events and in one with 10,000, by turns, in one run.
#
#	sh tests/bench/audit-log.sh
#
# Printed are the medians, and the median of the ratios of the pairs. No time makes it fail. It works
# in build/bench with optimised programs and leaves nothing running; with all its events it needs about
# 10 GB there, and 6 GB of memory, and takes long to begin.
#
# From the environment:
#	PAIRS		of each kind; 100
#	MILLIONS	of events of the large account; 10
set -eu

source=$(cd "$(dirname "$0")/../.." && pwd -P)
state=$source/build/bench/audit-log

. "$source/tests/bench/portal.sh"

settings=
portal_start
# It would look at each of these events, which no portal wrote.
stack_open "$state"
stack_stop courier
portal_load "$source/tests/bench/audit-log.mjs"
