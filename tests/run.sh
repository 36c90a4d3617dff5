#!/bin/sh
# Runs every layer of the tests, or those named, and closes with one line "N passed, N failed".
#
#	sh tests/run.sh			installs what is missing, builds with sanitizers, runs all
#	sh tests/run.sh unit faults	the same for these layers only
#
# It works in build/test and leaves nothing running. A report of a sanitizer is a failure, and so is
# a process that outlives its test. Ends with 0 only where something was tested and nothing failed.
# Layers run side by side (tests/lanes.sh), each with a database of its own; what they say comes one
# layer after the other, with the seconds that each part took.
#
# What the layers find in their environment:
#	POINTPERSON_SOURCE	the top of the source
#	POINTPERSON_BUILD	the folder of the programs under test
#	POINTPERSON_SETTINGS	the settings file: in "unit" and "mail" of a migrated database
#				without data, in "faults" and "browser" those of a running portal with the
#				demonstration data, a portal for each
#	POINTPERSON_STACK	the folder of the servers behind those settings (conf/stack.sh)
#	POINTPERSON_URL		in "faults", "browser" and those of web servers: the address of that
#				portal
#	POINTPERSON_SERVER	in those of web servers: which one, see tests/stacks/server.test.mjs
set -u

# The layers in their order: a word, for which there is a function "layer_WORD", and what it runs.
layers='
lint		the rules of the house, read from the sources
unit		the programs of make check: rules, database, pages without a web server
distcheck	the archive builds, passes and installs on its own
mail		the courier with mail servers, an SMS gateway, and killed at any moment
faults		the portal behind nginx: wrong requests, many at once, servers that are killed
browser		the portal as a person sees it
nginx		what a web server owes the pages: nginx
apache		the same of Apache with mod_proxy_fcgi, and the portal in a browser behind it
bundle		the archive for shared hosting brings along all that it needs
fcgid		unpacked, by its .htaccess with mod_fcgid: as "apache"; and mod_fcgid of a server
cgi		unpacked, by its .htaccess as plain CGI: as "apache"
'

POINTPERSON_SOURCE=$(cd "$(dirname "$0")/.." && pwd -P)
POINTPERSON_BUILD=$POINTPERSON_SOURCE/build/test
# Marks whatever these tests start, so that what they forget to end is found.
POINTPERSON_TEST_RUN=$$-$(date +%s)
export POINTPERSON_SOURCE POINTPERSON_BUILD POINTPERSON_TEST_RUN

unit_stack=$POINTPERSON_BUILD/unit-stack
mail_stack=$POINTPERSON_BUILD/mail-stack
migrate_stack=$POINTPERSON_BUILD/migrate-stack
faults_stack=$POINTPERSON_BUILD/faults-stack
portal_stack=$POINTPERSON_BUILD/portal-stack
results=$POINTPERSON_BUILD/results
all_reports=$POINTPERSON_BUILD/sanitizer-reports
# No command of a layer takes longer on a slow machine with two cores; one that does, hangs.
command_limit_sec=1500

passed=0
failed=0
skipped=0

. "$POINTPERSON_SOURCE/conf/stack.sh"
stack_check_source "$POINTPERSON_SOURCE" || exit 1
. "$POINTPERSON_SOURCE/tests/stacks/servers.sh"
. "$POINTPERSON_SOURCE/tests/lanes.sh"

layer_names()
{
	printf '%s\n' "$layers" | awk 'NF { print $1 }'
}

fail()
{
	failed=$((failed + 1))
	echo "FAILED: $*"
}

closing_line()
{
	if [ "$skipped" -gt 0 ]; then
		echo "$passed passed, $failed failed, $skipped skipped"
	else
		echo "$passed passed, $failed failed"
	fi
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# Ends the whole run: without this step no layer can say anything.
give_up()
{
	fail "$*"
	closing_line
	exit 1
}

# count NAME LOG STATUS: adds up what the output in LOG says of its tests. It knows the closing
# lines of cmocka, of node's runner, and "N passed, N failed"; without any of them the command is
# one test.
count()
{
	counts=$(awk '
		/^\[  PASSED  \] [0-9]+ test/ { passed += $4; seen = 1 }
		/^\[  FAILED  \] [0-9]+ test/ { failed += $4; seen = 1 }
		/^\[  SKIPPED \] [0-9]+ test/ { skipped += $4; seen = 1 }
		/^[^ ]+ (pass|fail|skipped) [0-9]+$/ {
			seen = 1
			if ($2 == "pass") passed += $3
			if ($2 == "fail") failed += $3
			if ($2 == "skipped") skipped += $3
		}
		match($0, /(^|: )[0-9]+ passed, [0-9]+ failed/) {
			split(substr($0, RSTART, RLENGTH), part, /(: )| passed, | failed/)
			first = part[1] == "" ? 2 : 1
			passed += part[first]; failed += part[first + 1]; seen = 1
		}
		END { print passed + 0, failed + 0, skipped + 0, seen + 0 }' "$2")
	set -- "$1" "$2" "$3" $counts
	passed=$((passed + $4))
	failed=$((failed + $5))
	skipped=$((skipped + $6))
	if [ "$7" = 0 ] && [ "$3" = 0 ]; then
		passed=$((passed + 1))
	elif [ "$3" != 0 ] && [ "$5" = 0 ]; then
		fail "$1 ended with $3"
	elif [ "$7" = 1 ] && [ "$(($4 + $5 + $6))" = 0 ]; then
		fail "$1 ran no test"
	fi
}

# check NAME COMMAND...: runs it, shows its output, and counts.
check()
{
	name=$1
	shift
	echo "-- $name"
	began=$(date +%s)
	# Not through a pipe: a process that the command leaves behind would keep it open.
	: > "$results/$name.log"
	timeout -k 10 "$command_limit_sec" "$@" >> "$results/$name.log" 2>&1 < /dev/null &
	command=$!
	tail -n +1 -f -s 0.2 --pid="$command" "$results/$name.log"
	wait "$command"
	status=$?
	say_seconds "$name" "$began"
	count "$name" "$results/$name.log" "$status"
}

# say_seconds NAME SINCE: where the time goes.
say_seconds()
{
	echo "-- $1: $(($(date +%s) - $2)) s"
}

layer_lint()
{
	check lint sh "$POINTPERSON_SOURCE/tests/lint/all.sh"
	check lint-selftest sh "$POINTPERSON_SOURCE/tests/lint/selftest.sh"
}

# need_database FOLDER: a database there, migrated, empty, started once.
need_database()
{
	POINTPERSON_STACK=$1
	export POINTPERSON_STACK
	echo '-- database'
	stack_open "$1" && stack_database_start && stack_database_users &&
	    stack_settings "$POINTPERSON_SOURCE" "$POINTPERSON_BUILD" http://localhost:8080 &&
	    "$POINTPERSON_BUILD/cgi-bin/tools/pointperson" migrate
}

# What make check ran: one .trs file a program with its result, and its output beside it.
count_make_check()
{
	find "$POINTPERSON_BUILD" -path '*/pointperson-*' -prune -o -name '*.trs' -print | sort \
	    > "$results/programs"
	[ -s "$results/programs" ] || fail 'make check ran no program'
	while read -r trs; do
		log=${trs%.trs}.log
		result=$(sed -n 's/^:global-test-result: //p' "$trs")
		case $result in
		PASS) count "${trs##*/}" "$log" 0 ;;
		SKIP) skipped=$((skipped + 1)) ;;
		*)
			cat "$log"
			count "${log#"$POINTPERSON_BUILD/"}" "$log" "${result:-nothing}"
			;;
		esac
	done < "$results/programs"
}

layer_unit()
{
	need_database "$unit_stack" || { fail 'there is no database for the tests'; return; }
	find "$POINTPERSON_BUILD" -name '*.trs' -exec rm -f {} +
	# The programs share the database, so they are built side by side but run one after the
	# other.
	echo '-- make check: building the test programs'
	began=$(date +%s)
	if ! make -j "$(nproc)" -C "$POINTPERSON_BUILD" check TESTS= \
	    > "$results/make-check.log" 2>&1; then
		tail -n 40 "$results/make-check.log"
		fail 'the test programs do not build'
		return
	fi
	say_seconds 'make check: building the test programs' "$began"
	echo '-- make check: running them'
	began=$(date +%s)
	timeout -k 10 "$command_limit_sec" make -k -C "$POINTPERSON_BUILD" check \
	    > "$results/make-check.log" 2>&1 < /dev/null
	status=$?
	grep -E '^(PASS|FAIL|SKIP|ERROR|XPASS|XFAIL): ' "$results/make-check.log"
	say_seconds 'make check: running them' "$began"
	before=$failed
	count_make_check
	if [ "$status" != 0 ] && [ "$failed" = "$before" ]; then
		tail -n 40 "$results/make-check.log"
		fail "make check ended with $status"
	fi
}

layer_distcheck()
{
	need_database "$unit_stack" || { fail 'there is no database for the tests'; return; }
	echo '-- make distcheck (its output goes to a file)'
	began=$(date +%s)
	timeout -k 10 "$command_limit_sec" make -j "$(nproc)" --no-print-directory \
	    -C "$POINTPERSON_BUILD" distcheck > "$results/distcheck.log" 2>&1 < /dev/null
	status=$?
	say_seconds 'make distcheck' "$began"
	[ "$status" = 0 ] || tail -n 60 "$results/distcheck.log"
	# Its tests are those of "unit" again: here they are one.
	: > "$results/distcheck.counted"
	count distcheck "$results/distcheck.counted" "$status"
}

layer_mail()
{
	need_database "$mail_stack" || { fail 'there is no database for the tests'; return; }
	folder=$POINTPERSON_SOURCE/tests/mail
	# Each empties the outbox of the one database, so one after the other.
	for file in "$folder"/*.test.mjs; do
		[ -f "$file" ] || { fail 'there is no test in tests/mail'; return; }
		check "mail-$(basename "$file" .test.mjs)" node --test-reporter=spec "$file"
	done
	stack_open "$mail_stack" && stack_stop_all
}

# need_portal FOLDER PORT: the portal as a visitor gets it, with the demonstration data, in that
# folder and on that port or the next one that is free; started once. Layers that run side by side
# name ports far apart.
need_portal()
{
	[ "${POINTPERSON_STACK-}" != "$1" ] || [ -z "${POINTPERSON_URL-}" ] || return 0
	POINTPERSON_STACK=$1
	POINTPERSON_SETTINGS=$1/settings/pointperson.hdf
	POINTPERSON_URL=
	export POINTPERSON_STACK POINTPERSON_SETTINGS POINTPERSON_URL
	portal_port=$2
	while stack_port_is_taken "$portal_port"; do
		portal_port=$((portal_port + 1))
	done
	echo '-- portal'
	began=$(date +%s)
	# Tests ask for more codes than people do. No browser of theirs has an address of a proxy:
	# see freshAddress() in tests/faults/portal.mjs.
	POINTPERSON_DEMO=$1 PORT=$portal_port POINTPERSON_DEMO_SETTINGS='code.gap_sec = 0
code.sends_hour = 100
code.sends_day = 100
site.proxies = 127.201.0.0/16, 2001:db8:1::/48' sh "$POINTPERSON_SOURCE/conf/demo.sh" start ||
	    return 1
	POINTPERSON_URL=http://localhost:$portal_port
	say_seconds portal "$began"
}

# The migrations are tried on a database of their own, which they leave empty.
check_migrate()
{
	stack_open "$migrate_stack" && stack_database_start && stack_database_users &&
	    stack_settings "$POINTPERSON_SOURCE" "$POINTPERSON_BUILD" http://localhost:8080 || {
		fail 'there is no database for the migrations'
		return
	}
	for script in migrate upgrades; do
		check $script sh "$POINTPERSON_SOURCE/tests/faults/$script.sh" \
		    "$POINTPERSON_BUILD/cgi-bin/tools/pointperson"
	done
	stack_stop_all
}

layer_faults()
{
	check_migrate
	need_portal "$faults_stack" 18080 || { fail 'the portal does not start'; return; }
	for file in "$POINTPERSON_SOURCE"/tests/faults/*.test.mjs; do
		[ -f "$file" ] || { fail 'there is no test in tests/faults'; return; }
		check "faults-$(basename "$file" .test.mjs)" node --test-reporter=spec "$file"
	done
	stack_open "$faults_stack" && stack_stop_all
	POINTPERSON_URL=
}

layer_browser()
{
	need_portal "$portal_stack" 18120 || { fail 'the portal does not start'; return; }
	check browser npm --prefix "$POINTPERSON_SOURCE/tests/browser" test --silent
	stack_open "$portal_stack" && stack_stop_all
	POINTPERSON_URL=
}

# The portal for all web servers, one after the other on the same port.
need_servers()
{
	if [ ! -d "$servers_folder" ]; then
		servers_folder_make || { fail 'there is no folder for the web servers'; return 1; }
	fi
	need_portal "$servers_folder/portal" 18160 || { fail 'the portal does not start'; return 1; }
	stack_open "$servers_folder/portal" && servers_let_in "$POINTPERSON_SOURCE/templates/static"
}

# check_server NAME: what it owes the pages.
check_server()
{
	POINTPERSON_SERVER=$1
	export POINTPERSON_SERVER
	check "server-$1" node --test-reporter=spec "$POINTPERSON_SOURCE/tests/stacks/server.test.mjs"
}

# check_flow NAME: what a customer does first, in a browser behind it.
check_flow()
{
	POINTPERSON_SERVER=$1
	export POINTPERSON_SERVER
	check "flow-$1" node --test-reporter=spec "$POINTPERSON_SOURCE/tests/stacks/flow.test.mjs"
}

# check_first_run NAME: the installer, where the archive was unpacked.
check_first_run()
{
	POINTPERSON_SERVER=$1
	POINTPERSON_HOME=$servers_folder/home
	export POINTPERSON_SERVER POINTPERSON_HOME
	check "first-run-$1" node --test-reporter=spec \
	    "$POINTPERSON_SOURCE/tests/stacks/first-run.test.mjs"
}

layer_nginx()
{
	need_servers || return
	stack_stop apache
	stack_is_running nginx || stack_nginx_start "$POINTPERSON_SOURCE/conf/nginx.conf" \
	    "$portal_port" "$POINTPERSON_SOURCE/templates/static" || { fail 'nginx'; return; }
	check_server nginx
}

layer_apache()
{
	need_servers || return
	stack_stop nginx apache
	servers_apache_main proxy proxy_fcgi buffer
	servers_apache_shipped "$POINTPERSON_SOURCE/conf/apache.conf" "$portal_port"
	servers_apache_start "$portal_port" || { fail 'Apache'; return; }
	check_flow proxy_fcgi
	check_server proxy_fcgi
	stack_stop apache
}

# What is unpacked on shared hosting, built as it is released: without sanitizers.
need_bundle()
{
	folder=$POINTPERSON_BUILD/bundle
	bundle=
	echo '-- make bundle (its output goes to a file)'
	began=$(date +%s)
	mkdir -p "$folder" || return 1
	if [ ! -f "$folder/Makefile" ]; then
		(cd "$folder" && "$POINTPERSON_SOURCE/configure" --without-pdf --without-passkeys) \
		    > "$results/bundle.log" 2>&1
	fi
	make -s -j "$(nproc)" --no-print-directory -C "$folder" bundle >> "$results/bundle.log" 2>&1 || {
		tail -n 40 "$results/bundle.log"
		return 1
	}
	say_seconds 'make bundle' "$began"
	bundle=$(ls "$folder"/*-bundle.zip)
}

layer_bundle()
{
	need_bundle || { fail 'make bundle'; return; }
	check bundle sh "$POINTPERSON_SOURCE/tests/stacks/bundle.sh" "$bundle" "$POINTPERSON_BUILD/bundle"
}

# need_host WAY: Apache where somebody has unpacked the archive, with mod_fcgid or mod_cgid.
need_host()
{
	need_servers || return 1
	[ -n "${bundle-}" ] || need_bundle || { fail 'make bundle'; return 1; }
	stack_stop nginx apache
	servers_home_unpack "$bundle" || { fail 'the archive cannot be unpacked'; return 1; }
	servers_apache_main "$1" rewrite
	servers_apache_hosting "$portal_port"
	servers_apache_start "$portal_port" || { fail 'Apache'; return 1; }
}

layer_fcgid()
{
	need_host fcgid || return
	check_first_run htaccess-fcgid
	check_flow htaccess-fcgid
	check_server htaccess-fcgid
	stack_stop apache
	servers_apache_shipped "$POINTPERSON_SOURCE/conf/apache.conf" "$portal_port" \
	    "$servers_folder/home/public_html/pages" POINTPERSON_FCGID
	servers_apache_start "$portal_port" || { fail 'Apache'; return; }
	check_server fcgid
	stack_stop apache
}

layer_cgi()
{
	need_host cgid || return
	check_first_run htaccess-cgi
	check_flow htaccess-cgi
	check_server htaccess-cgi
	stack_stop apache
}

# A sanitizer writes a file for each process that it has something to say of.
count_reports()
{
	for report in "$reports"/*; do
		[ -f "$report" ] || continue
		head -n 60 "$report"
		fail "a sanitizer report in $1: $results/${report##*/}"
		mv "$report" "$results/"
	done
	# This one writes to the log of its process, whatever its options say.
	for log in "${POINTPERSON_STACK:-none}"*/log/*.log; do
		grep -s -A 8 'runtime error:' "$log" || continue
		fail "undefined behaviour in $1: $log"
		mv "$log" "$results/undefined-${log##*/}"
	done
}

# What was said only when the servers were stopped.
count_last_reports()
{
	for reports in "$all_reports"/*; do
		POINTPERSON_STACK=
		count_reports 'the end'
	done
	for POINTPERSON_STACK in "$POINTPERSON_BUILD"/*-stack \
	    ${servers_folder:+"$servers_folder/portal"}; do
		count_reports 'the end'
	done
}

run_layer()
{
	echo "== $1: $(printf '%s\n' "$layers" | sed -n "s/^$1[[:space:]]*//p") =="
	layer_began=$(date +%s)
	"layer_$1"
	count_reports "$1"
	say_seconds "layer $1" "$layer_began"
}

# The processes started by this run that still live, by the mark in their environment.
leftovers()
{
	(
		mark=$POINTPERSON_TEST_RUN
		unset POINTPERSON_TEST_RUN
		for file in $(grep -lzs "^POINTPERSON_TEST_RUN=$mark\$" /proc/[0-9]*/environ); do
			place=${file%/environ}
			words=$(tr '\0' ' ' < "$place/cmdline") 2>/dev/null || continue
			printf '%s %s\n' "${place#/proc/}" "$words" | cut -c 1-100
		done
	) 2>/dev/null
}

check_leftovers()
{
	left=40
	while rest=$(leftovers) && [ -n "$rest" ] && [ "$left" -gt 0 ]; do
		left=$((left - 1))
		sleep 0.1
	done
	[ -n "$rest" ] || return 0
	printf '%s\n' "$rest"
	fail 'the tests left these processes running'
	kill -KILL $(printf '%s\n' "$rest" | cut -d ' ' -f 1) 2>/dev/null
}

stop_servers()
{
	stop_lanes
	servers_folder_remembered
	for folder in "$portal_stack" "$faults_stack"* "$migrate_stack" "$mail_stack" "$unit_stack" \
	    ${servers_folder:+"$servers_folder/portal"}; do
		[ -d "$folder/pids" ] && stack_open "$folder" && stack_stop_all
	done
}

# Where the run is ended before its end.
abandon()
{
	stop_servers
	servers_folder_remove
	kill -KILL $(leftovers | cut -d ' ' -f 1) 2>/dev/null
}

# sanitizers LANE: their settings, and where those of the lane report. Each fault ends its program, so
# that no test passes over one.
sanitizers()
{
	reports=$all_reports/$1
	mkdir -p "$reports" || return 1
	ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1
	# A length made up in hostile input is refused by malloc() as it would be without the sanitizer.
	ASAN_OPTIONS=$ASAN_OPTIONS:allocator_may_return_null=1:log_path=$reports/address
	UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1:log_path=$reports/undefined
	export ASAN_OPTIONS UBSAN_OPTIONS
}

# need_node_modules LAYER...: what the scripts of these tests need of others. Not by the layers: a
# release archive is packed from the source meanwhile.
need_node_modules()
{
	for part in "$@"; do
		folder=$POINTPERSON_SOURCE/tests/$part
		[ ! "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] || continue
		echo "-- npm ci in tests/$part"
		# The browser is Debian's; none is downloaded.
		(cd "$folder" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund) ||
		    give_up 'npm ci'
	done
}

build()
{
	echo '== build: packages, and the programs with sanitizers =='
	sh "$POINTPERSON_SOURCE/conf/packages.sh" build run test || give_up 'packages are missing'
	mkdir -p "$POINTPERSON_BUILD" || give_up 'the build folder cannot be made'
	if [ ! -x "$POINTPERSON_SOURCE/configure" ]; then
		(cd "$POINTPERSON_SOURCE" && autoreconf -i) || give_up 'autoreconf'
	fi
	if [ ! -f "$POINTPERSON_BUILD/Makefile" ]; then
		(
			cd "$POINTPERSON_BUILD" || exit 1
			"$POINTPERSON_SOURCE/configure" CC=gcc --enable-sanitizers \
			    --enable-debug-mem
		) || give_up 'configure'
	fi
	make -s -j "$(nproc)" --no-print-directory -C "$POINTPERSON_BUILD" all ||
	    give_up 'the programs do not build'
	case " $(echo $chosen) " in *' mail '*) need_node_modules mail ;; esac
	case " $(echo $chosen) " in
	*' browser '* | *' apache '* | *' fcgid '* | *' cgi '*) need_node_modules browser ;;
	esac
}

chosen=${*:-$(layer_names)}
for layer in $chosen; do
	layer_names | grep -qx "$layer" || {
		echo "There is no layer \"$layer\". There are: $(layer_names | tr '\n' ' ')" >&2
		exit 2
	}
done

began_at=$(date +%s)
trap abandon EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP PIPE
stop_servers
servers_folder_remove
rm -rf "$unit_stack" "$mail_stack" "$migrate_stack" "$faults_stack"* "$portal_stack"
rm -rf "$all_reports" "$results"
mkdir -p "$results"
build
run_lanes
echo '== end: servers stopped, nothing left running =='
trap - EXIT
stop_servers
count_last_reports
servers_folder_remove
check_leftovers
say_seconds 'all of it' "$began_at"
closing_line
