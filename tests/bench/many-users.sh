#!/bin/sh
# Measures whether a list of many users costs more than one of few: the list of Manage > Users, its
# next page, its filters and a search, in an account with 100,000 users and 15,000 people who are
# invited, and in one with 100 of each, by turns, in one run.
#
#	sh tests/bench/many-users.sh
#
# Printed are the medians, and the median of the ratios of the pairs. No time makes it fail; how many
# rows are read, tests/pages/test_users.c asserts. It works in build/bench with optimised programs
# and leaves nothing running.
#
# From the environment:
#	PAIRS		of each kind; 100
#	MANY		users of the large account; 100000
set -eu

source=$(cd "$(dirname "$0")/../.." && pwd -P)
state=$source/build/bench/many-users

. "$source/tests/bench/portal.sh"

settings=
portal_start
portal_load "$source/tests/bench/many-users.mjs"
