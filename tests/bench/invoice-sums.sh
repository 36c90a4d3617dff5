#!/bin/sh
# Holds that invoices come to the same wherever they are read: thousands of generated ones are issued,
# and their sums in the database, in the list as a spreadsheet and on the pages of the list are those
# that are worked out here anew; of some, so is each amount below the lines of the PDF.
#
#	sh tests/bench/invoice-sums.sh
#
# It ends with 0 where all of it is so. It works in build/bench with optimised programs and leaves
# nothing running.
#
# From the environment:
#	COUNT		invoices; 10000
#	DOCUMENTS	of them whose PDF is read; 200
#	SEED		of what is generated; 1
set -eu

source=$(cd "$(dirname "$0")/../.." && pwd -P)
state=$source/build/bench/invoice-sums

. "$source/tests/bench/portal.sh"

settings=
portal_start
portal_load "$source/tests/bench/invoice-sums.mjs"
