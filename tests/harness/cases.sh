# cases.sh: counts what a test written for the shell finds. Sourced by it.

passed=0
failed=0

# note WORDS STATUS: a finding; only one that failed is printed.
note()
{
	if [ "$2" = 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED  $1"
	fi
}

# check WORDS GOT EXPECTED: a case; each is printed. Where it failed and the test keeps what its last command printed in
# the file that $output names, that is printed too.
check()
{
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
		echo "ok      $1"
		return
	fi
	failed=$((failed + 1))
	echo "FAILED  $1: expected \"$3\", got \"$2\""
	[ ! -f "${output-}" ] || sed 's/^/	/' "$output"
}

# closing_line: what tests/run.sh counts; its status is that of the test.
closing_line()
{
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
}
