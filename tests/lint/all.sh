#!/bin/sh
# all.sh [TOPDIR]: runs every lint and counts. Ends with 1 on any finding, and where a lint itself could not run.

. "$(dirname "$0")/common.sh"

lint_top=$(cd "$lint_top" && pwd) || exit 2
lint_status=0
lint_found=0
lint_all='includes templates sources sql'

for lint_name in $lint_all; do
	lint_output=$(sh "$lint_home/$lint_name.sh" "$lint_top")
	lint_result=$?
	[ $lint_result -eq 0 ] || lint_status=1
	[ $lint_result -le 1 ] || echo "lint: $lint_name.sh could not run"
	[ -n "$lint_output" ] || continue
	printf '%s\n' "$lint_output"
	lint_found=$((lint_found + $(printf '%s\n' "$lint_output" | wc -l)))
done

cd "$lint_top" || exit 2
lint_read=$(for lint_name in $lint_all; do lint_files "$lint_name" 2>/dev/null; done | sort -u | wc -l)
echo "lint: $((lint_read)) files read, $lint_found findings"
exit $lint_status
