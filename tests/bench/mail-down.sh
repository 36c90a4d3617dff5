#!/bin/sh
# Measures whether pages that write messages answer more slowly while the mail server is away: the
# portal with its demonstration data, courier beside it, and one load of requests in blocks by turns
# while the mail server answers, refuses connections, or accepts them and never says a word.
#
#	sh tests/bench/mail-down.sh
#
# Printed are the medians of the blocks, their ratios to the block of the same round with a mail
# server that answers, how many messages waited, and how fast they left when it was back. A second
# block with a server that answers shows what is chance. No time makes it fail: it ends with 1
# only where a page errs, or a message is lost. It works in build/bench with optimised programs and
# leaves nothing running.
#
# From the environment:
#	ROUNDS		times that all four blocks are run; 8
#	COUNT		changes in one block, two pages looked at before each; 400
set -eu

source=$(cd "$(dirname "$0")/../.." && pwd -P)
build=$source/build/bench
state=$build/mail-down
load=

. "$source/conf/stack.sh"

# free_port FROM: the first port from there on that nothing listens on.
free_port()
{
	port=$1
	while stack_port_is_taken "$port"; do
		port=$((port + 1))
	done
	echo "$port"
}

portal()
{
	POINTPERSON_DEMO=$state POINTPERSON_BUILD=$build PORT=$portal_port \
	    POINTPERSON_DEMO_SETTINGS="$settings" sh "$source/conf/demo.sh" "$1" \
	    > "$build/mail-down.log" 2>&1 || {
		tail -n 30 "$build/mail-down.log" >&2
		exit 1
	}
}

end()
{
	trap - EXIT
	[ -z "$load" ] || ! kill -TERM "$load" 2>/dev/null || wait "$load" || true
	portal stop
}

sh "$source/conf/packages.sh" build run
command -v node > /dev/null || {
	stack_say 'node is missing: sh conf/packages.sh test' >&2
	exit 1
}
mkdir -p "$build"
portal_port=$(free_port 18300)
BENCH_MAIL_PORT=$(free_port 18400)
# Mail to the port above, and no limit between the load and its messages.
settings="mail.transport = smtp
mail.smtp_url = smtp://127.0.0.1:$BENCH_MAIL_PORT
code.gap_sec = 0
code.sends_hour = 100
code.sends_day = 100"
# A database of its own each time, so that two runs measure the same.
if [ -d "$state/pids" ]; then
	portal stop
	rm -rf "$state"
fi
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP PIPE
stack_say 'Building with optimisation, and starting a portal.'
portal start
POINTPERSON_STACK=$state
POINTPERSON_BUILD=$build
POINTPERSON_URL=http://localhost:$portal_port
export BENCH_MAIL_PORT POINTPERSON_STACK POINTPERSON_BUILD POINTPERSON_URL
# Not in the foreground: a signal to this script would wait for its end.
node "$source/tests/bench/mail-down.mjs" &
load=$!
status=0
wait "$load" || status=$?
load=
exit "$status"
