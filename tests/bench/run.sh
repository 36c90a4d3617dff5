#!/bin/sh
# Measures what the portal's own work costs: the page of a contact person, signed in and with all
# checks on, beside a bare C FastCGI program that runs the same statements and prints the same bytes.
#
#	sh tests/bench/run.sh
#
# Both are asked by turns over their FastCGI sockets, one worker each, on one database, with a
# connection for each request. Printed are the medians, their ratio (aim: 0.90 or better), and where
# the page's own instructions go (with valgrind; without it that part is left out). It works in
# build/bench with optimised programs and leaves nothing running. Beside it, mail-down.sh measures
# the pages while the mail server is away.
#
# From the environment:
#	ROUNDS		times that each is asked COUNT requests; 200
#	COUNT		requests of one such block; 50
set -eu

source=$(cd "$(dirname "$0")/../.." && pwd -P)
here=$source/tests/bench
build=$source/build/bench
rounds=${ROUNDS:-200}
count=${COUNT:-50}
aim=0.90
# Requests under valgrind. Each has a profile of its own and the last is read, so that starting and
# connecting are not in it.
profiled=8

. "$here/page.sh"

build_programs()
{
	page_build
	quietly cc $flags -o "$build/client" "$here/client.c"
	quietly cc $flags $(pkg-config --cflags libmariadb) -o "$build/bare" "$here/bare.c" \
	    $(pkg-config --libs libmariadb) -lfcgi
}

client()
{
	"$build/client" "$@" "$uri" "$cookie"
}

# log_statements NAME: what the database's log holds of the last program, in NAME.Prepare and
# NAME.Execute, and an empty log for the next. The times in the statements are of no account.
log_statements()
{
	for kind in Prepare Execute; do
		echo "SELECT argument FROM mysql.general_log WHERE command_type = '$kind'
		    ORDER BY event_time" | stack_sql --raw |
		    sed 's/> [0-9]\{10\}/> NOW/' > "$build/$1.$kind"
	done
	echo 'TRUNCATE mysql.general_log' | stack_sql
}

# start NAME COMMAND...: one worker on the socket NAME.sock.
start()
{
	socket=$stack_sockets/$1.sock
	rm -f "$socket"
	name=$1
	shift
	stack_launch "$name" spawn-fcgi -n -s "$socket" -M 0600 -- "$@" || exit 1
	left=100
	until [ -S "$socket" ]; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || give_up "$name makes no socket."
		sleep 0.05
	done
}

# Both programs answer once while the database writes down what it is asked.
start_both()
{
	page=$stack_sockets/page.sock
	bare=$stack_sockets/bare.sock
	BENCH_ANSWER=$build/page.answer
	BENCH_STATEMENTS=$build/page.Prepare
	export BENCH_ANSWER BENCH_STATEMENTS
	echo "SET GLOBAL log_output = 'TABLE', general_log = 1" | stack_sql
	start page "$build/cgi-bin/business-profile.fcgi"
	client answer "$page" > "$BENCH_ANSWER" || show_logs
	log_statements page
	start bare "$build/bare"
	client answer "$bare" > "$build/bare.answer" || show_logs
	log_statements bare
	echo 'SET GLOBAL general_log = 0' | stack_sql
	cmp "$build/page.Execute" "$build/bare.Execute" || give_up 'They run other statements.'
	cmp "$build/page.answer" "$build/bare.answer" || give_up 'They print other bytes.'
}

show_logs()
{
	for name in page bare; do
		[ ! -f "$stack_folder/log/$name.log" ] || stack_log_tail "$name"
	done
	give_up 'There was no answer.'
}

measure()
{
	stack_say "Asking $((2 * rounds * count)) times, by turns."
	result=$(client compare "$page" "$bare" "$rounds" "$count") || show_logs
	printf '%s\n' "$result" | tr ' =' '\n\n' | awk -v aim="$aim" \
	    -v bytes="$(wc -c < "$build/page.answer")" \
	    -v statements="$(wc -l < "$build/page.Execute")" '
		NR % 2 { key = $1; next }
		{ figure[key] = $1 }
		END {
			printf "\nOne answer: %d bytes, %d statements.\n", bytes, statements
			printf "  page  %8.1f microseconds\n", figure["a_us"]
			printf "  bare  %8.1f microseconds\n", figure["b_us"]
			printf "  ratio %8.3f of the bare throughput (half of the rounds: " \
			    "%.3f to %.3f; aim: %.2f)\n", figure["ratio"],
			    figure["ratio_low"], figure["ratio_high"], aim
		}'
}

# profile NAME FUNCTION PROGRAM: the instructions of one request, NAME.profile: a function and its
# inclusive count a line.
profile()
{
	rm -f "$build/callgrind.$1".*
	start "$1" "$(command -v valgrind)" --tool=callgrind --dump-after="$2" \
	    --callgrind-out-file="$build/callgrind.$1" "$3"
	client load "$stack_sockets/$1.sock" "$profiled" || give_up "$1 does not answer."
	left=100
	until [ -s "$build/callgrind.$1.$profiled" ]; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || give_up "valgrind wrote no profile of $1."
		sleep 0.1
	done
	# By now it waits for the next request, which a signal ends; a moment earlier it is missed.
	sleep 0.2
	stack_stop "$1"
	callgrind_annotate --inclusive=yes --threshold=100 --auto=no --show-percs=no \
	    "$build/callgrind.$1.$profiled" | awk '
		/PROGRAM TOTALS/ { gsub(",", "", $1); print "total", $1 }
		$2 ~ /:/ {
			gsub(",", "", $1)
			name = $2
			sub(/.*\//, "", name)
			sub(/\x27.*/, "", name)
			if (!seen[name]++)
				print name, $1
		}' > "$build/$1.profile"
}

# Names as callgrind writes them: the file where it is known, then the function.
show_profile()
{
	awk '
		FNR == NR { bare[$1] = $2; next }
		{ page[$1] = $2 }
		function part(label, count) {
			printf "  %-46s %9d  %5.1f %%\n", label, count, 100 * count / page["total"]
		}
		function sum(names, list, n, i, all) {
			n = split(names, list, " ")
			for (i = 1; i <= n; i++)
				all += page[list[i]]
			return all
		}
		END {
			print "\nInstructions of one request, outside the kernel and the database:"
			printf "  page %d, bare %d\n\nThe page, step by step:\n", page["total"],
			    bare["total"]
			part("accept", page["total"] - page["loop.c:loop_answer"])
			n = split("loop.c:parse request.c:request_find_route loop.c:session " \
			    "loop.c:permission loop.c:csrf loop.c:form loop.c:run_handler " \
			    "loop.c:render loop.c:respond loop.c:reset mem.c:mem_clear", steps, " ")
			for (i = 1; i <= n; i++)
				part(steps[i], page[steps[i]])
			print "\nAcross the steps:"
			part("database calls (the bare program: see above)",
			    sum("db.c:db_query_values db.c:db_step db.c:db_str db.c:db_done"))
			part("the template rendered", sum("???:cs_render"))
			part("the view: values set", sum("tree.c:tree_put tree.c:tree_append"))
			part("the view: freed", sum("tree.c:tree_free"))
			part("phone numbers shown", sum("phone.c:phone_show"))
			part("form tokens", sum("csrf.c:csrf_token"))
			part("history read from JSON", sum("audit.c:audit_value"))
			part("times shown", sum("clock.c:clock_text clock.c:clock_iso"))
		}' "$build/profile_bare.profile" "$build/profile_page.profile"
}

page_open
build_programs
page_database
start_both
measure
if command -v callgrind_annotate > /dev/null; then
	stack_stop page bare
	profile profile_page loop_answer "$build/cgi-bin/business-profile.fcgi"
	profile profile_bare answer_request "$build/bare"
	show_profile
else
	stack_say 'Where the rest goes is shown with the package valgrind.'
fi
