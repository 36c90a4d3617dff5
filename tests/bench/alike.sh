#!/bin/sh
# Measures whether the time of an answer tells who signs in here: sign-in, a forgotten password and
# another email of one's own, each for addresses that somebody has and for ones that nobody has, by
# turns, in one run.
#
#	sh tests/bench/alike.sh
#
# Printed are the medians, and the median of the ratios of the pairs; a second row compares two
# addresses that nobody has, and shows what is chance. No time makes it fail: it ends with 1 only
# where the answers differ. That both do the same work, the same statements and one password hash,
# the tests of the pages assert. It works in build/bench with optimised programs and leaves nothing
# running.
#
# From the environment:
#	PAIRS		of each kind; 200
set -eu

source=$(cd "$(dirname "$0")/../.." && pwd -P)
state=$source/build/bench/alike

. "$source/tests/bench/portal.sh"

# No limit between the load and its answers.
settings="throttle.sign_in_address.burst = 1000
throttle.sign_in_client.burst = 10000
code.gap_sec = 0
code.sends_hour = 100
code.sends_day = 100"
portal_start
portal_load "$source/tests/bench/alike.mjs"
