#!/bin/sh
# Runs a test program with a database. Where POINTPERSON_SETTINGS names none, one is started in the
# build folder, shared by the programs of one `make check`, and ended by stop-database.sh.
#
#	sh tests/with-database.sh PROGRAM [ARGUMENT]...
set -eu

source=$(cd "$(dirname "$0")/.." && pwd -P)
build=${POINTPERSON_BUILD:?is set by make check}

start()
{
	. "$source/conf/stack.sh"
	stack_open "$build/check-stack"
	stack_database_start
	stack_database_users
	stack_settings "$source" "$build" http://localhost:8080
	"$build/cgi-bin/tools/pointperson" migrate
}

if [ -z "${POINTPERSON_SETTINGS:-}" ]; then
	POINTPERSON_TEST_RUN=${POINTPERSON_TEST_RUN-make-check}
	export POINTPERSON_TEST_RUN
	PATH=$PATH:/usr/sbin:/sbin
	if ! command -v mariadbd >/dev/null; then
		echo "there is no mariadbd to test with: sh conf/packages.sh run"
		exit 77
	fi
	mkdir -p "$build/check-stack"
	# One program starts it, the others wait.
	(
		flock 9
		start
	) 9> "$build/check-stack.lock"
	POINTPERSON_SETTINGS=$build/check-stack/settings/pointperson.hdf
	export POINTPERSON_SETTINGS
fi
# One at a time: the programs make the same people, and wait for each other's locks.
exec flock "$build/check-database.lock" "$@"
