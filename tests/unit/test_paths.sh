#!/bin/sh
# test_paths.sh: conf/paths.list agrees with what the programs say of themselves, and the web servers'
# configurations with conf/paths.list. A page that no web server leads to is found here.
set -eu

: "${POINTPERSON_SOURCE:?}" "${POINTPERSON_BUILD:?}"
list="$POINTPERSON_SOURCE/conf/paths.sh"
problems=0
routes=0

complain()
{
	echo "test_paths: $*"
	problems=$((problems + 1))
}

sh "$list" check || complain 'a configuration is not up to date'

for program in "$POINTPERSON_BUILD"/cgi-bin/*.fcgi; do
	name=$(basename "$program" .fcgi)
	said=$("$program" --routes | cut -f 2 | sort -u)
	[ -n "$said" ] || complain "$name tells no routes"
	for path in $said; do
		routes=$((routes + 1))
		leads=$(sh "$list" program "$path")
		[ "$leads" = "$name" ] ||
		    complain "$path is a route of $name, and conf/paths.list leads to ${leads:-nobody}"
	done
done

for name in $(sh "$list" programs); do
	[ -x "$POINTPERSON_BUILD/cgi-bin/$name.fcgi" ] ||
	    complain "conf/paths.list leads to $name, and there is no such program"
done

if [ "$problems" -gt 0 ] || [ "$routes" -lt 50 ]; then
	echo "test_paths: 0 passed, 1 failed"
	exit 1
fi
echo "test_paths: $routes passed, 0 failed"
