# lanes: runs the layers of tests/run.sh side by side, and shows what each says in the order in which
# they were asked for, as if they had run one after the other. Sourced by tests/run.sh, whose
# functions and variables it uses; it runs nothing by itself.
#
# A lane is a process of its own. Its layers run one after the other, because they share a database, a
# portal or what was built. What a layer says goes to $results/layer-NAME.log, and once it is over, how many
# of its tests passed, failed and were skipped to $results/layer-NAME.counts.

# The lanes, in the order in which they begin: as many at a time as there are processors.
lanes='
lint unit distcheck
faults
browser
mail
nginx apache bundle fcgid cgi
'

# Those layers of each lane that were chosen, a lane a line.
lanes_chosen()
{
	printf '%s\n' "$lanes" | awk -v chosen="$chosen" '
		BEGIN {
			count = split(chosen, names)
			for (i = 1; i <= count; i++)
				is_chosen[names[i]] = 1
		}
		{
			line = ""
			for (i = 1; i <= NF; i++)
				if ($i in is_chosen)
					line = line " " $i
			if (line != "")
				print line
		}'
}

# run_lane LAYER...: in a process of its own.
run_lane()
{
	trap 'exit 143' TERM
	POINTPERSON_STACK=
	sanitizers "$1"
	for layer in "$@"; do
		passed=0
		failed=0
		skipped=0
		run_layer "$layer" > "$results/layer-$layer.log" 2>&1
		echo "$passed $failed $skipped" > "$results/layer-$layer.new"
		mv "$results/layer-$layer.new" "$results/layer-$layer.counts"
	done
}

# Counts the lanes that run, and begins others while there is room. Fails where none is left.
begin_lanes()
{
	running=
	room=$(nproc)
	for lane in $lane_processes; do
		kill -0 "$lane" 2>/dev/null || continue
		running="$running $lane"
		room=$((room - 1))
	done
	lane_processes=$running
	while [ "$room" -gt 0 ] && [ -n "$waiting" ]; do
		run_lane $(printf '%s\n' "$waiting" | sed -n 1p) &
		lane_processes="$lane_processes $!"
		waiting=$(printf '%s\n' "$waiting" | sed 1d)
		room=$((room - 1))
	done
	[ -n "$lane_processes" ]
}

# show_more LOG: what has come to it since the last time.
show_more()
{
	[ -f "$1" ] || return 0
	size=$(wc -c < "$1")
	[ "$size" -gt "$shown" ] || return 0
	tail -c +$((shown + 1)) "$1" | head -c $((size - shown))
	shown=$size
}

# show_layer NAME: what it says, until it is over; adds up what it counted.
show_layer()
{
	shown=0
	until [ -f "$results/layer-$1.counts" ]; do
		begin_lanes || break
		show_more "$results/layer-$1.log"
		sleep 0.3
	done
	show_more "$results/layer-$1.log"
	if [ ! -f "$results/layer-$1.counts" ]; then
		fail "the layer $1 was ended before its end"
		return
	fi
	read -r more_passed more_failed more_skipped < "$results/layer-$1.counts"
	passed=$((passed + more_passed))
	failed=$((failed + more_failed))
	skipped=$((skipped + more_skipped))
}

run_lanes()
{
	waiting=$(lanes_chosen)
	lane_processes=
	for layer in $chosen; do
		show_layer "$layer"
	done
	wait $lane_processes
	lane_processes=
}

# Ends what is left of the lanes: their shells go on to nothing new once the command ends for which they
# wait, and that is one of those that bear the mark of this run.
stop_lanes()
{
	[ -n "${lane_processes-}" ] || return 0
	kill -TERM $lane_processes 2>/dev/null
	leftovers | while read -r process _; do
		kill -TERM "$process" 2>/dev/null
	done
	wait $lane_processes
}
