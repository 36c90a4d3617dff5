#!/bin/sh
# units.sh: the units for systemd as this build made them: systemd finds no fault with them, a program that was broken
# into could do little, and a page answers on a socket that somebody else opened, as systemd does.
#
# Part of make check. Prints a line for each case and "N passed, N failed"; ends with 1 where a case failed, with 77
# where systemd is not there to ask.

source=$(cd "$(dirname "$0")/../.." && pwd -P) || exit 2
build=${POINTPERSON_BUILD:?is set by make check}
# What an audit of systemd may count against a unit, of 10. The hardening of conf/systemd scores 1.2.
exposure_most=2.0

for program in systemd-analyze systemd-socket-activate multiwatch cgi-fcgi; do
	command -v $program > /dev/null || { echo "there is no $program: sh conf/packages.sh run test"; exit 77; }
done
# A page that answers needs settings.
[ -n "${POINTPERSON_SETTINGS:-}" ] || exec sh "$source/tests/with-database.sh" sh "$0"

work=$(mktemp -d) || exit 2
activator=
trap '[ -z "$activator" ] || kill $activator 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 2' INT TERM HUP
. "$source/tests/harness/cases.sh"

# The units with the programs where the build has them: systemd wants to see those that it is to start.
mkdir "$work/units"
for file in "$build"/conf/systemd/pointperson* "$source"/conf/systemd/*.timer; do
	sed -e "s|^\(ExecStart=.* \)/[^ ]*/cgi-bin/%i.fcgi|\1$build/cgi-bin/%i.fcgi|" \
	    -e "s|^ExecStart=/[^ ]*sbin/|ExecStart=$build/cgi-bin/tools/|" "$file" > "$work/units/${file##*/}"
done
cd "$work/units" || exit 2

for unit in pointperson.target pointperson@home.socket pointperson@home.service pointperson-courier.service \
    pointperson-purge.service pointperson-purge.timer pointperson-seal.service pointperson-seal.timer; do
	# Without courier there is no unit of it either.
	[ $unit != pointperson-courier.service ] || [ -x "$build/cgi-bin/tools/courier" ] || continue
	check "$unit is well formed" "$(systemd-analyze verify --man=no "./$unit" 2>&1)" ''
done
for unit in *.service; do
	score=$(systemd-analyze security --offline=true --no-pager "$unit" | sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p')
	check "$unit may do little: $score" "$(echo "${score:-10} $exposure_most" | awk '{ print $1 <= $2 ? "yes" : "no" }')" yes
done
for program in "$build"/cgi-bin/*.fcgi; do
	page=$(basename "$program" .fcgi)
	check "the target has the page $page" "$(grep -c "^Wants=pointperson@$page\.socket\$" pointperson.target)" 1
done
check 'the target has no other page' "$(grep -c '^Wants=pointperson@' pointperson.target)" \
    "$(ls "$build"/cgi-bin/*.fcgi | wc -l)"

for timer in pointperson-purge.timer pointperson-seal.timer; do
	check "the target has $timer" "$(grep -c "^Wants=$timer\$" pointperson.target)" 1
done

# Where Apache starts the pages nobody enables the target, and these have to start with the machine all the same.
mkdir -p "$work/machine/etc/systemd/system" "$work/machine/usr/lib/systemd/system"
cp ./* "$work/machine/usr/lib/systemd/system/"
for unit in pointperson-courier.service pointperson-purge.timer pointperson-seal.timer; do
	[ -f $unit ] || continue
	systemctl --root="$work/machine" enable $unit 2> /dev/null
	check "$unit starts with the machine, without the target" \
	    "$(cd "$work/machine/etc/systemd/system" && ls -d multi-user.target.wants/$unit timers.target.wants/$unit 2>/dev/null | wc -l)" 1
done

# ask PATH: the answer of the page "healthz"; the first connection is what starts it.
ask()
{
	REQUEST_METHOD=GET REQUEST_URI=$1 QUERY_STRING= SCRIPT_NAME= SERVER_PROTOCOL=HTTP/1.1 REMOTE_ADDR=127.0.0.1 \
	    timeout 20 cgi-fcgi -bind -connect "$work/page.sock"
}

# Those started by the one that waits at the socket, which is multiwatch once it was asked.
workers()
{
	cat "/proc/$activator/task/$activator/children"
}

has_workers()
{
	[ "$(workers | wc -w)" = "$1" ]
}

# are_gone PROCESS...
are_gone()
{
	for process in "$@"; do
		[ ! -e "/proc/$process" ] || return 1
	done
}

# await COMMAND...: until it is so, at most ten seconds; what follows tells whether it is.
await()
{
	left=200
	until "$@" || [ $left = 0 ]; do
		left=$((left - 1))
		sleep 0.05
	done
}

# No mail is needed for it: what the timer starts leaves no event without its seal.
$(sed -n 's/^ExecStart=//p' pointperson-seal.service) > "$work/log" 2>&1
check 'the audit log is sealed without courier' "$? $(grep -c 'sealed\.$' "$work/log")" '0 1'

command=$(sed -n 's/^ExecStart=//p' pointperson@.service | sed -e 's/\${WORKERS}/2/' -e 's/%i/healthz/')
# --inetd: the socket as file 0, not yet accepted, as StandardInput=socket of the unit gives it.
systemd-socket-activate --inetd -l "$work/page.sock" -E POINTPERSON_SETTINGS -E ASAN_OPTIONS -E UBSAN_OPTIONS \
    -E POINTPERSON_TEST_RUN $command 2> "$work/log" &
activator=$!
await test -S "$work/page.sock"
check 'the socket is there before the page' "$(workers)" ''
check 'the first request is answered' "$(ask /healthz | grep -c '<p>ok</p>')" 1
await has_workers 2
set -- $(workers)
check 'two processes answer' $# 2
kill -KILL "$@"
# One that is dying may still take a connection.
await are_gone "$@"
check 'it is answered when both were killed' "$(ask /healthz | grep -c '<p>ok</p>')" 1
check 'the database is reached as well' "$(ask /readyz | grep -c '<p>ok</p>')" 1
await has_workers 2
set -- $(workers)
check 'two others came in their place' $# 2
kill -TERM $activator
wait $activator 2>/dev/null
activator=
await are_gone "$@"
are_gone "$@"
check 'asked to end, all of them end' $? 0

[ $failed = 0 ] || cat "$work/log"
closing_line
