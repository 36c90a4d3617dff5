# portal: what the measurements of a whole portal share; sourced by them, after `source` and `state`
# are set: the folders of the source and of the portal's own state. `settings` is added to those of
# the demonstration.

. "$source/conf/stack.sh"

build=$source/build/bench
load=

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
	    > "$state.log" 2>&1 || {
		tail -n 30 "$state.log" >&2
		exit 1
	}
}

end()
{
	trap - EXIT
	[ -z "$load" ] || ! kill -TERM "$load" 2>/dev/null || wait "$load" || true
	portal stop
}

# portal_start: builds with optimisation and starts the portal, which ends with the script; on a
# database of its own each time, so that two runs measure the same.
portal_start()
{
	sh "$source/conf/packages.sh" build run
	command -v node > /dev/null || {
		stack_say 'node is missing: sh conf/packages.sh test' >&2
		exit 1
	}
	mkdir -p "$build"
	portal_port=$(free_port 18300)
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
	export POINTPERSON_STACK POINTPERSON_BUILD POINTPERSON_URL
}

# portal_load SCRIPT: runs it and ends as it does. Not in the foreground: a signal to this shell
# would wait for its end.
portal_load()
{
	node "$1" &
	load=$!
	status=0
	wait "$load" || status=$?
	load=
	exit "$status"
}
