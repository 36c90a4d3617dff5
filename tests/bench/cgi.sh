#!/bin/sh
# Measures what a page costs as plain CGI, as on shared hosting: the page of a contact person, signed in,
# beside an empty CGI program that connects to the database and ends.
#
#	sh tests/bench/cgi.sh
#
# Both are started by turns, a process for each request, on one database. Printed are the medians and
# their ratio. It works in build/bench with optimised programs, leaves nothing running, and sets no
# limit.
#
# From the environment:
#	ROUNDS		times that each is started; 1000
set -eu

source=$(cd "$(dirname "$0")/../.." && pwd -P)
here=$source/tests/bench
build=$source/build/bench
rounds=${ROUNDS:-1000}

. "$here/page.sh"

page_open
page_build
quietly cc $flags -o "$build/spawn" "$here/spawn.c"
quietly cc $flags $(pkg-config --cflags libmariadb) -o "$build/empty" "$here/empty.c" \
    $(pkg-config --libs libmariadb)
page_database
stack_say "Starting $((2 * rounds)) processes, by turns."
"$build/spawn" "$build/cgi-bin/business-profile.fcgi" "$build/empty" "$rounds" "$uri" "$cookie" |
    tr ' =' '\n\n' | awk '
	NR % 2 { key = $1; next }
	{ figure[key] = $1 }
	END {
		printf "  page   %7.2f milliseconds\n", figure["a_us"] / 1000
		printf "  empty  %7.2f milliseconds\n", figure["b_us"] / 1000
		printf "  ratio  %7.2f of the empty one (half of the rounds: %.2f to %.2f)\n",
		    figure["ratio"], figure["ratio_low"], figure["ratio_high"]
	}'
