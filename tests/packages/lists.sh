#!/bin/sh
# lists.sh: whether each library that conf/packages.sh installs to build with is installed by README.md's steps and by
# whoever builds the Debian package, so that none of its features is missing there.
#
# Part of make check. Prints a line for each finding and "N passed, N failed".

source=$(cd "$(dirname "$0")/../.." && pwd -P) || exit 2
. "$source/tests/harness/cases.sh"

# look FILE FROM TO: looks for the package in the lines of the file between one that begins with FROM and one with TO.
look()
{
	awk -v from="$2" -v to="$3" -v name="$package" '
		index($0, from) == 1 { is_in = 1 }
		is_in { for (i = 1; i <= NF; i++) { sub(/,$/, "", $i); if ($i == name) found = 1 } }
		is_in && index($0, to) == 1 { is_in = 0 }
		END { exit !found }' "$source/$1"
	note "$package, of conf/packages.sh, is missing in $1, \"$2\"" $?
}

names=$(sed -n "/^build_packages='/,/'\$/p" "$source/conf/packages.sh" | tr -d "'" | sed 's/^build_packages=//')
for package in $names; do
	case $package in
	# The compiler and its like come with debhelper.
	libc6-dev) ;;
	*-dev) look conf/debian/control Build-Depends: Package: ;;
	esac
	look README.md '#### From the source' 'autoreconf -i'
done
[ $passed -ge 20 ]
note 'the list of conf/packages.sh could not be read' $?
closing_line
