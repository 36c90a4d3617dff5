#!/bin/sh
# Measures what sealing costs those who write audit events: 8 processes with 5,000 events each, by turns
# with and without another that seals what they write; and holds that the chain is whole after it.
#
#	sh tests/bench/audit-seal.sh
#
# It works in build/bench with optimised programs and leaves nothing running. tests/unit has a smaller
# form of it, which every run of the tests does.
#
# From the environment:
#	EVENTS	of each process in a round; 5000
#	ROUNDS	of each kind; 5
set -eu

source=$(cd "$(dirname "$0")/../.." && pwd -P)
state=$source/build/bench/audit-seal

. "$source/tests/bench/portal.sh"

settings=
portal_start
make -s -C "$build" tests/bench/audit_seal
# What seals is the one that is measured.
stack_open "$state"
stack_stop courier
POINTPERSON_SETTINGS=$state/settings/pointperson.hdf "$build/tests/bench/audit_seal" 1 "${EVENTS:-5000}" "${ROUNDS:-5}"
