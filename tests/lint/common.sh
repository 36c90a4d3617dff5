# common.sh: what the lints share. Sourced by them, never run.
#
# A lint reads the files below one folder of the tree TOPDIR, and nothing else: so tests/lint/bad is never read
# unless it is given as TOPDIR, as selftest.sh does.

LC_ALL=C
export LC_ALL

lint_home=$(cd "$(dirname "$0")" && pwd) || exit 2
lint_top=${1:-$lint_home/../..}

# Prints the files that the lint named $1 reads, one a line, relative to the tree.
lint_files() {
	case $1 in
	includes|sources)
		find cgi-bin -type f -name '*.[ch]' | sort ;;
	templates)
		find templates -type f -name '*.cs' | sort ;;
	sql)
		find sql -type f -name '*.sql' | sort
		if [ -d cgi-bin ]; then
			find cgi-bin -type f -name '*.[ch]' | sort
		fi ;;
	esac
}

# Enters the tree; a folder that is not there must not look like a folder without findings.
lint_enter() {
	case $1 in
	includes|sources) lint_folder=cgi-bin ;;
	*) lint_folder=$1 ;;
	esac
	cd "$lint_top" || exit 2
	if [ ! -d "$lint_folder" ]; then
		echo "$1: no folder $lint_folder in $lint_top: give the top of the tree as the first argument" >&2
		exit 2
	fi
}

# Runs the lint named $1; ends with 0 for no finding, 1 for some, 2 where it could not read.
lint_run() {
	lint_enter "$1"
	lint_files "$1" | "${AWK:-awk}" -f "$lint_home/common.awk" -f "$lint_home/$1.awk"
	exit $?
}
