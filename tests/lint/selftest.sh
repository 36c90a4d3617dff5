#!/bin/sh
# selftest.sh: proves that the lints catch what they should and nothing else.
#
# bad/LINT/CASE/ and good/LINT/CASE/ are small trees. A bad one has a file "expected" with one "file:line: words"
# a line; the lint must print exactly those findings, each holding the words, and end with 1. A good one must
# print nothing and end with 0.

. "$(dirname "$0")/common.sh"

passed=0
failed=0

fail() {
	failed=$((failed + 1))
	echo "FAIL $1: $2"
}

# Compares the findings in $2 with the file $1; prints one line per difference.
compare() {
	printf '%s\n' "$2" | "${AWK:-awk}" -v expected="$1" '
	BEGIN {
		while ((getline row < expected) > 0) {
			split(row, part, ": ")
			place[++rows] = part[1] ":"
			words[rows] = substr(row, length(part[1]) + 3)
		}
		if (rows == 0)
			print "  no findings expected in " expected
	}
	$0 != "" {
		for (i = 1; i <= rows; i++)
			if (!seen[i] && index($0, place[i] " ") == 1 && index($0, words[i])) {
				seen[i] = 1
				next
			}
		print "  unexpected: " $0
	}
	END {
		for (i = 1; i <= rows; i++)
			if (!seen[i])
				print "  not caught: " place[i] " " words[i]
	}'
}

for name in includes templates sources sql; do
	for tree in "$lint_home/bad/$name"/*/; do
		output=$(sh "$lint_home/$name.sh" "$tree")
		status=$?
		difference=$(compare "$tree/expected" "$output")
		if [ $status -ne 1 ]; then
			fail "bad/$name/$(basename "$tree")" "ended with $status instead of 1"
		elif [ -n "$difference" ]; then
			fail "bad/$name/$(basename "$tree")" "other findings than expected"
			printf '%s\n' "$difference"
		else
			passed=$((passed + $(grep -c . "$tree/expected")))
		fi
	done
	for tree in "$lint_home/good/$name"/*/; do
		output=$(sh "$lint_home/$name.sh" "$tree")
		status=$?
		if [ $status -ne 0 ] || [ -n "$output" ]; then
			fail "good/$name/$(basename "$tree")" "ended with $status: $output"
		else
			passed=$((passed + 1))
		fi
	done
done

# A tree without the folder must not pass as one without findings.
for name in includes templates sources sql; do
	if sh "$lint_home/$name.sh" "$lint_home/bad" >/dev/null 2>&1; then
		fail "$name" "passed in a tree that has nothing to read"
	else
		passed=$((passed + 1))
	fi
done

echo "lint selftest: $passed passed, $failed failed"
[ $failed -eq 0 ]
